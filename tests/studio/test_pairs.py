"""Both worlds at once: the numbers of `groundswell compare`, and every parameter as it declares itself."""

from typing import Any

import pytest

from groundswell.comparisons.compare import compare
from groundswell.scenario.arms import Arm, Change
from groundswell.scenario.load import load
from groundswell.studio.pairs import Pairs, both
from groundswell.studio.state import Studio

from .conftest import Client

pytestmark = pytest.mark.usefixtures("in_this_process")
SENT: dict[str, Any] = {"scenario": "toyland", "scale": "1:20", "pairs": 2, "changes": {"behaviour.cost": 0.5}}


def test_the_page_shows_what_compare_finds(client: Client) -> None:
    shown = client.post("/api/pairs", SENT).json
    found = compare("toyland", ["changed: behaviour.cost = 0.5"], 2, scale="1:20")
    for told in shown["outcomes"]:
        e = found.totals["changed"][told["name"]]
        assert (told["mean"], told["low"], told["base"], told["simulated"]) == (
            e.mean,
            e.low90,
            e.base,
            e.simulated_persons,
        )
        assert told["coarse"] == e.is_coarse
    assert shown["arm"] == "changed: behaviour.cost = 0.5"
    series = {each["measure"]: each for each in shown["series"]}
    assert series["participants"]["difference"] == pytest.approx(found.effect("changed", "participants"))
    assert shown["about_scale"] and shown["notice"]


def test_without_a_change_the_baseline_stands_alone(client: Client) -> None:
    shown = client.post("/api/pairs", {**SENT, "changes": {}}).json
    assert "outcomes" not in shown
    other = client.post("/api/pairs", SENT).json
    for alone, beside in zip(shown["series"], other["series"], strict=True):
        assert alone["baseline"] == pytest.approx(beside["baseline"])


def test_a_change_that_changes_nothing_and_one_that_is_refused_are_told(client: Client) -> None:
    assert "changes nothing" in client.post("/api/pairs", {**SENT, "changes": {"behaviour.cost": 2.0}}).problem
    refused = client.post("/api/pairs", {**SENT, "changes": {"behaviour.cost": 1e6}})
    assert refused.status == 422 and refused.json["problems"][0]["allowed"]
    assert "too many" in client.post("/api/pairs", {**SENT, "scenario": "mobilization-2022", "scale": "1:1"}).problem


def test_a_question_that_its_tab_has_replaced_is_not_run(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.post("/api/pairs", {**SENT, "tab": "a", "turn": 7})
    monkeypatch.setattr(Pairs, "_run", lambda *_: pytest.fail("it was run"))
    assert client.post("/api/pairs", {**SENT, "tab": "a", "turn": 6}).json == {"stale": True}


def test_a_comparison_by_name_of_region_is_grey_where_too_few_change(client: Client) -> None:
    places = client.post("/api/pairs", {**SENT, "changes": {"call.served": 0.84}}).json["places"]
    assert all(value is None or abs(value) > 0 for by in places.values() for value in by.values())
    found = compare("toyland", ["x: behaviour.cost = 0.5"], 1, scale="1:20")
    assert both(found)["outcomes"][0]["interval"] is None  # one pair has no interval


def test_every_parameter_says_what_it_means_and_where_it_is_from(client: Client) -> None:
    about = client.get("/api/parameters?scenario=toyland").json
    listed = [p for group in about["groups"][1:] for p in group["parameters"]]
    listed += [p for event in about["events"] for p in event["parameters"]]
    assert len({p["key"] for p in listed}) == len(listed) > 100
    for p in listed:
        assert p["about"] and p["unit"] and p["source"] and p["status"] in ("assumed", "calibrated", "measured")
        assert p["low"] <= p["value"] <= p["high"]
        assert not p["key"].startswith(("society.", "scenario."))


def test_every_kind_of_event_can_be_added_as_it_is_offered(client: Client) -> None:
    about = client.get("/api/parameters?scenario=toyland").json
    for kind in about["kinds"]:
        fields = {f"events.new-1.{f['name']}": f["value"] for f in kind["fields"] if f["needed"]}
        made = load("toyland", {"events.new-1.kind": kind["kind"], "events.new-1.day": 3, **fields})
        assert any(event.name == "new-1" for event in made.events)


def test_a_case_without_a_call_up_offers_no_decree(client: Client) -> None:
    kinds = {kind["kind"] for kind in client.get("/api/parameters?scenario=usa-2020").json["kinds"]}
    assert "rally" in kinds and "decree" not in kinds


def test_a_comparison_is_the_command_that_one_would_type(client: Client) -> None:
    name = client.post("/api/compares", {**SENT, "pairs": 4}).json["name"]
    job = client.get(f"/api/compares/{name}").json
    assert (job["pairs"], job["kind"], job["sent"]["arm"]) == (4, "compare", "changed: behaviour.cost = 0.5")
    assert client.post("/api/compares", {**SENT, "changes": {"behaviour.cost": 1e9}}).status == 422


def test_a_finished_comparison_says_what_the_page_of_the_change_said(client: Client, studio: Studio) -> None:
    changes = {"behaviour.cost": 0.5, "events.saturdays.day": 8, "events.saturdays.remove": True}
    sent = {**SENT, "changes": changes}
    name = client.post("/api/compares", sent).json["name"]
    assert client.get(f"/api/compares/{name}").json["title"] == "Toyland, two things changed"
    effects = f"/api/compares/{name}/effects"
    assert "cannot be read anew" in client.get(effects).problem  # nothing is run to show it
    arm = Arm("changed", tuple(Change(key, "=", value) for key, value in changes.items()))
    compare("toyland", [arm], 2, scale="1:20", folder=studio.below(name, "results"))
    live = client.post("/api/pairs", sent).json
    del live["seconds"]
    assert client.get(effects).json == live
