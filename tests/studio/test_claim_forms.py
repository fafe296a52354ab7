"""A claim by form: what the form makes is a claim file, what is wrong is told at its field, nothing leads out."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the extra `studio` is not installed")

from groundswell.errors import InputError
from groundswell.inputs.problems import each
from groundswell.studio import claims
from groundswell.studio.state import Studio
from groundswell.verdicts.claim_file import read


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio(tmp_path)


@pytest.fixture
def sent(studio: Studio) -> dict[str, Any]:
    """What the form sends when it was filled from the shipped claim of Toyland."""
    like = claims.one(studio, "saturdays")
    return {**like, "name": "mine"}


def problems(studio: Studio, sent: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(InputError) as told:
        claims.written(studio, sent)
    return {error.place.rpartition(", ")[2]: error.problem for error in each(told.value)}


def test_a_form_filled_from_a_claim_makes_that_claim(studio: Studio, sent: dict[str, Any]) -> None:
    shipped = read("saturdays")
    saved = claims.save(studio, sent)
    again = claims.read(studio, saved["name"])
    assert (again.title, again.text, again.assumptions) == (shipped.title, shipped.text, shipped.assumptions)
    assert again.conditions == shipped.conditions and again.priors == shipped.priors
    assert [a.changes for a in again.arms] == [a.changes for a in shipped.arms]
    shown = claims.one(studio, saved["name"])
    assert shown["conditions"] == sent["conditions"] and shown["file"] == Path(saved["file"]).read_text("utf-8")


def test_what_an_arm_changes_is_told_change_by_change(studio: Studio, sent: dict[str, Any]) -> None:
    changes = ["behaviour.cost *= 2", "-saturdays", 'events.extra.kind = "rally"', "events.extra.day = 3"]
    name = claims.save(studio, {**sent, "arms": [{"name": sent["conditions"][0]["arm"], "changes": changes}]})["name"]
    (arm,) = claims.one(studio, name)["arms"]
    assert arm["parsed"] == [
        {"key": "behaviour.cost", "how": "*=", "value": 2.0},
        {"key": "events.saturdays.remove", "how": "=", "value": True},
        {"key": "events.extra.kind", "how": "=", "value": "rally"},
        {"key": "events.extra.day", "how": "=", "value": 3},
    ]


def test_an_empty_form_is_told_all_that_it_lacks_at_once(studio: Studio) -> None:
    empty = {"name": "", "scenario": "toyland", "days": 30, "arms": [{"name": "changed", "changes": []}]}
    told = claims.check(studio, empty | {"conditions": [], "priors": [], "assumptions": []})["problems"]
    said = {each["problem"] for each in told}
    fields = ("title", "text", "said", "reading", "literature", "refuted_if")
    assert said == {"the file has no name", "changes nothing", "no conditions", *(f"'{f}' is missing" for f in fields)}


def test_of_two_tabs_that_change_one_claim_the_second_is_told_and_nothing_is_lost(
    studio: Studio, sent: dict[str, Any]
) -> None:
    name = claims.save(studio, sent)["name"]
    tab = {**claims.one(studio, name), "opened": name, "replace": True}  # what both tabs have before them
    claims.save(studio, {**tab, "title": "The first tab's"})
    with pytest.raises(InputError, match="changed elsewhere since it was opened here"):
        claims.save(studio, {**tab, "title": "The second tab's"})
    assert claims.one(studio, name)["title"] == "The first tab's"
    claims.save(studio, {**tab, "title": "The first tab's"})  # both want the same: nobody loses


def test_a_full_disk_is_told_and_the_claim_before_stays(
    studio: Studio, sent: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = claims.save(studio, sent)["name"]

    def full(path: Path, text: str) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(claims, "write_text", full)
    with pytest.raises(InputError, match="no room left on the disk"):
        claims.save(studio, {**sent, "title": "Another", "replace": True})
    assert claims.one(studio, name)["title"] == sent["title"]


def test_every_mistake_is_told_at_its_field(studio: Studio, sent: dict[str, Any]) -> None:
    condition = {**sent["conditions"][0], "arm": "b", "outcome": "participnts", "direction": "up"}
    arms = [{"name": "a", "changes": ["behaviour.x=1"]}]
    found = problems(
        studio, {**sent, "title": "", "priors": ["behaviour.nothing"], "arms": arms, "conditions": [condition]}
    )
    wrong = {f"conditions[1].{key}" for key in ("arm", "outcome", "direction")}
    assert set(found) >= {*wrong, "priors.behaviour.nothing"}
    assert "'title' is missing" in found.values() and "no parameter 'behaviour.nothing'" in found.values()
    assert any("arms.a" in place or "'x'" in what for place, what in found.items())
    assert not (studio.folder / "claims").exists()


@pytest.mark.parametrize(("change", "place"), [
    ({"scenario": "../../etc/passwd"}, "scenario"),
    ({"scenario": "/etc/passwd.toml"}, "scenario"),
    ({"arms": [{"name": "a", "changes": ["+/etc/passwd"]}]}, "arms.a"),
    ({"arms": [{"name": "a", "changes": [" +other.toml"]}]}, "arms.a"),
    ({"name": "../up"}, "name"),
    ({"name": "a/b"}, "name"),
    ({"name": ""}, "name"),
    ({"arms": [{"name": "", "changes": []}]}, "arms[1].name"),
    ({"arms": [{"name": "a", "changes": []}, {"name": "a", "changes": []}]}, "arms[2].name"),
    ({"arms": "no list"}, "arms"),
    ({"conditions": [{"text": ["no text"]}]}, "conditions[1].text"),
    ({"priors": ["x"] * 41}, "priors"),
])  # fmt: skip
def test_what_leads_out_or_is_no_form_is_refused(studio: Studio, sent: dict[str, Any], change: Any, place: str) -> None:
    with pytest.raises(InputError) as told:
        claims.save(studio, {**sent, **change})
    assert told.value.place == place
    assert list(studio.folder.iterdir()) == []


def test_hostile_texts_stay_texts(studio: Studio, sent: dict[str, Any]) -> None:
    evil = '"]\n[set]\n"behaviour.kind" = "os" # <script>alert(1)</script> \\ \u0007 é'
    text = claims.written(studio, {**sent, "title": evil, "said": evil})
    values = tomllib.loads(text)
    assert values["title"] == values["said"] == evil and "set" not in values


def test_a_claim_that_is_there_is_not_overwritten_unasked(studio: Studio, sent: dict[str, Any]) -> None:
    claims.save(studio, sent)
    claims.save(studio, sent)  # the same again
    with pytest.raises(InputError, match="is there"):
        claims.save(studio, {**sent, "title": "Another"})
    claims.save(studio, {**sent, "title": "Another", "replace": True})
    assert claims.read(studio, "own/mine").title == "Another"


def test_a_file_put_into_the_folder_is_listed_and_may_not_lead_out(studio: Studio) -> None:
    folder = studio.folder / "claims"
    folder.mkdir()
    (folder / "foreign.toml").write_text('title = "x"\nscenario = "../../secret.toml"\n', encoding="utf-8")
    (folder / "broken.toml").write_text("title = <script>", encoding="utf-8")
    listed = {each["name"]: each for each in claims.listed(studio)}
    assert listed["own/foreign"]["damaged"] and listed["own/broken"]["damaged"]
    with pytest.raises(InputError, match="no scenario"):
        claims.read(studio, "own/foreign")
    with pytest.raises(InputError):
        claims.source_of(studio, "own/../../x")
    with pytest.raises(InputError, match="no claim"):
        claims.source_of(studio, "/etc/passwd.toml")


def test_the_form_offers_what_the_scenario_has(studio: Studio) -> None:
    offer = claims.form_of(studio.scenario("toyland"))
    assert {"participants", "voice"} <= {o["name"] for o in offer["outcomes"]}
    assert "behaviour.others" in {p["key"] for p in offer["parameters"]}
