"""Changed worlds are files like those one writes by hand; two tabs, hostile names and full disks lose nothing."""

from pathlib import Path
from typing import Any

import pytest

from groundswell.scenario.load import load
from groundswell.studio import worlds
from groundswell.studio.state import Studio

from .conftest import Client

CHANGES = {"behaviour.cost": 3.5, "events.saturdays.remove": True, "events.new-1.kind": "rally", "events.new-1.day": 3}
SENT: dict[str, Any] = {"name": "mine", "scenario": "toyland", "changes": CHANGES, "version": ""}


def test_a_world_that_is_saved_is_the_scenario_that_was_changed(client: Client, studio: Studio) -> None:
    assert client.post("/api/worlds", SENT).status == 200
    saved = load(studio.folder / "worlds" / "mine.toml")
    assert saved.with_(name="toyland", title="").hash == load("toyland", CHANGES).with_(title="").hash
    again = client.get("/api/worlds/mine").json
    assert (again["scenario"], again["changes"]) == ("toyland", CHANGES)
    assert client.get("/api/worlds").json == ["mine"]
    assert client.get("/api/parameters?scenario=worlds/mine").status == 200


def test_of_two_tabs_that_change_one_world_the_second_is_told_and_nothing_is_lost(client: Client) -> None:
    first = client.post("/api/worlds", SENT).json["version"]
    second = client.post("/api/worlds", {**SENT, "changes": {"behaviour.cost": 4.0}, "version": first})
    assert second.status == 200
    late = client.post("/api/worlds", {**SENT, "changes": {"behaviour.cost": 1.0}, "version": first})
    assert late.status == 409
    assert "changed elsewhere" in late.problem and "another name" in late.problem
    assert client.get("/api/worlds/mine").json["changes"] == {"behaviour.cost": 4.0}
    same = client.post("/api/worlds", {**SENT, "changes": {"behaviour.cost": 4.0}, "version": "old"})
    assert same.status == 200  # both want the same: nobody loses


def test_a_full_disk_is_told_and_the_world_before_stays(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    version = client.post("/api/worlds", SENT).json["version"]

    def full(path: Path, text: str) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(worlds, "write_text", full)
    refused = client.post("/api/worlds", {**SENT, "changes": {}, "version": version})
    assert refused.status == 422 and "no room left on the disk" in refused.problem
    assert client.get("/api/worlds/mine").json["changes"] == CHANGES


@pytest.mark.parametrize(
    "name", ["../out", "a/b", "", ".hidden", "a\x00b", "<script>", "CON", "x" * 101, "é", " ", "a..b", None, 5, ["x"]]
)
def test_a_name_that_is_no_files_is_refused(client: Client, studio: Studio, name: Any) -> None:
    refused = client.post("/api/worlds", {**SENT, "name": name})
    assert refused.status == 422
    assert not (studio.folder / "worlds").exists()
    assert not (studio.folder.parent / "out.toml").exists()


def test_markup_in_a_title_stays_text(client: Client) -> None:
    hostile = '<img src=x onerror="alert(1)">"""\n[events]\n'
    assert client.post("/api/worlds", {**SENT, "title": hostile}).status == 200
    found = client.get("/api/worlds/mine")
    assert found.json["title"] == hostile
    assert found.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "changes",
    [{"scenario.case": "/etc"}, {"extends": "/etc/passwd"}, {"society.persons": 5}, {"behaviour.kind": "os.system"},
     {"behaviour.cost": 1e99}, {"behaviour.none": 1}, {"events.x.kind": "rules/evil.py"}, {"behaviour.cost": {"a": 1}},
     {"observation.measures": ["../evil.py"]}, {"behaviour.cost": None}, [], "x"],
)  # fmt: skip
def test_changes_that_lead_out_or_make_no_sense_are_refused_with_their_place(client: Client, changes: Any) -> None:
    refused = client.post("/api/worlds", {**SENT, "changes": changes})
    assert refused.status == 422
    assert all(problem["place"] for problem in refused.json["problems"])


@pytest.mark.parametrize(
    "text",
    ['extends = "../../secret.toml"', 'extends = "toyland"\nscenario.case = "/etc"', "extends = 5", "", "not toml [",
     'extends = "toyland"\nscenario = 5'],
)  # fmt: skip
def test_a_world_that_somebody_put_there_leads_nowhere_else(client: Client, studio: Studio, text: str) -> None:
    (studio.folder / "worlds").mkdir()
    (studio.folder / "worlds" / "evil.toml").write_text(text)
    assert client.get("/api/worlds/evil").status == 422
    for path in ("/api/parameters?scenario=worlds/evil", "/api/parameters?scenario=/etc/passwd"):
        assert client.get(path).status == 422
    sent = {"scenario": "worlds/evil", "scale": "1:100"}
    assert client.post("/api/runs", sent).status == client.post("/api/pairs", sent).status == 422


def test_a_link_in_the_folder_is_not_followed(client: Client, studio: Studio) -> None:
    outside = studio.folder.parent / "outside"
    outside.mkdir()
    (outside / "report.html").write_text("secret")
    (outside / "evil.toml").write_text('extends = "toyland"')
    (studio.folder / "run").symlink_to(outside)
    (studio.folder / "worlds").symlink_to(outside)
    assert client.get("/files/run/report.html").status == 422
    assert client.get("/api/worlds/evil").status == 422
    assert client.get("/api/runs/run").status == 422
    assert client.post("/api/worlds", SENT).status == 422
    assert sorted(path.name for path in outside.iterdir()) == ["evil.toml", "report.html"]
