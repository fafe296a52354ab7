"""A folder that somebody sent: nothing that lies in it is begun, imported, followed or believed."""

import json
import os
import platform
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from groundswell import locks
from groundswell.errors import InputError
from groundswell.studio import jobs as jobs_module
from groundswell.studio.jobs import PROGRAM, Jobs
from groundswell.studio.state import Studio

from .conftest import Client

FOREIGN = {"kind": "compare", "arguments": ["0", "0"], "title": "sent", "persons": 1, "alone": False, "asked": 1.0,
           "sent": {"pairs": 2}}  # fmt: skip


def sent(studio: Studio, **changes: Any) -> None:
    """Leave a job as whoever made the folder wrote it."""
    (studio.own / "sent").mkdir()
    (studio.own / "sent" / "job.json").write_text(json.dumps({**FOREIGN, **changes}))


@pytest.mark.parametrize("mark", [None, "", "0" * 64, "é", 5])
def test_a_waiting_job_that_came_with_the_folder_is_not_begun(jobs: Jobs, studio: Studio, mark: Any) -> None:
    sent(studio, mark=mark)
    jobs.begin_some()
    assert not jobs.children and jobs.state(jobs.get("sent")) == "stopped"


def test_going_on_with_a_foreign_command_is_refused(client: Client, studio: Studio, jobs: Jobs) -> None:
    sent(studio)
    (studio.folder / "sent").mkdir()
    for part in ("compares", "judging"):
        assert "not begun" in client.post(f"/api/{part}/sent/resume", {}).problem
    assert "not begun" in client.post("/api/judging/sent/more", {"draws": 9}).problem
    assert client.get("/api/keep/sent").json["command"] == ""  # no file of its own: nothing that cannot be run is shown
    (studio.folder / "sent" / "scenario.lock.toml").touch()
    assert client.get("/api/keep/sent").json["command"].startswith("groundswell run ")
    assert not jobs.children


def test_what_was_asked_for_is_begun_by_the_next_server_unless_it_was_changed(
    jobs: Jobs, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_module, "has_room", lambda *_: False)
    names = [jobs.add("run", "", 1, lambda *_: ("0", "0"), "stem", {"pairs": 2}).name for _ in range(4)]
    assert [jobs.state(jobs.get(name)) for name in names] == ["waiting"] * 4
    file = studio.own / names[1] / "job.json"
    file.write_text(file.read_text().replace('"0"', '"60"', 1))
    os.replace(studio.own / names[2] / "job.json", studio.own / names[3] / "job.json")  # another job's mark
    later = Jobs(studio, jobs.program)
    assert [later.state(later.get(name)) for name in (names[0], names[1], names[3])] == [
        "waiting", "stopped", "stopped"
    ]  # fmt: skip
    moved = studio.folder.with_name("moved")
    studio.folder.rename(moved)
    assert Jobs(Studio(moved)).get(names[0]).own is False


def test_trust_that_was_given_once_ends_with_the_server(
    jobs: Jobs, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_module, "has_room", lambda *_: False)
    name = jobs.add("run", "", 1, lambda *_: ("0", "0", "--trust"), "stem", {}).name
    assert jobs.state(jobs.get(name)) == "stopped"
    trusting = Jobs(Studio(studio.folder, trust=True))
    assert trusting.state(trusting.get(name)) == "waiting"


def test_a_module_that_lies_in_the_folder_is_not_imported(tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(99)")
    (tmp_path / "groundswell").mkdir()
    (tmp_path / "groundswell" / "__init__.py").write_text("raise SystemExit(98)")
    done = subprocess.run([*PROGRAM[:2], "-c", "import json, groundswell"], cwd=tmp_path, capture_output=True)
    assert PROGRAM[:2] == (sys.executable, "-P") and done.returncode == 0


@pytest.mark.parametrize(
    "content",
    ["[" * 100_000, '{"persons": Infinity}', '{"society": {"persons": Infinity}, "complete": 1, "scenario": 1}',
     '{"complete": true, "scenario": "\\ud800", "society": {"persons": 1}}'],
)  # fmt: skip
def test_the_first_page_stays_whatever_lies_in_the_folder(client: Client, studio: Studio, content: str) -> None:
    sent(studio, title="\ud800<b>", persons=float("inf") if "Inf" in content else 1)
    for name in ("run", "a b", "<img src=x>", "x" * 200):
        (studio.folder / name).mkdir()
        (studio.folder / name / "manifest.json").write_text(content)
    strange = os.fsencode(studio.folder) + b"/\xff"
    os.mkdir(strange)
    (Path(os.fsdecode(strange)) / "manifest.json").write_text(content)
    shown = client.get("/api/home")
    assert shown.status == 200
    assert {run["name"] for run in shown.json["runs"]} <= {"run", "sent"}


def test_a_link_in_place_of_a_folder_of_pictures_is_not_followed(client: Client, studio: Studio) -> None:
    (studio.folder / "run").mkdir()
    (elsewhere := studio.folder.with_name("elsewhere")).mkdir()
    (elsewhere / "private.svg").write_text("<title>private</title>")
    (studio.folder / "run" / "figures").symlink_to(elsewhere)
    found = client.get("/api/keep/run")
    assert found.status == 422 and b"private" not in found.body


@pytest.mark.parametrize("who", [{"process": -1}, {"process": 1}, {"process": 0}, {"process": 1e999}, {}, []])
def test_stop_ends_no_process_that_is_not_a_jobs(jobs: Jobs, studio: Studio, who: Any, monkeypatch: Any) -> None:
    def kill(*_: int) -> None:
        raise AssertionError("a foreign group was sent a signal")

    monkeypatch.setattr(os, "killpg", kill)
    sent(studio)
    with locks.hold(studio.own / "sent"):
        (studio.own / "sent" / "log.txt").touch()
        told = {**who, "host": platform.node()} if isinstance(who, dict) else who
        (studio.own / "sent" / locks.LOCK).write_text(json.dumps(told))
        monkeypatch.setattr(jobs_module, "_PATIENCE", 0.0)
        monkeypatch.setattr(jobs_module.time, "monotonic", iter(range(0, 1_000, 9)).__next__)
        with suppress(InputError):  # "it runs on another machine"
            jobs.stop("sent")


def test_a_run_of_another_machine_in_a_shared_folder_is_stopped_there(jobs: Jobs, studio: Studio) -> None:
    sent(studio)
    (studio.own / "sent" / "log.txt").touch()
    with locks.hold(studio.own / "sent"):
        file = studio.own / "sent" / locks.LOCK
        file.write_text(json.dumps({"process": os.getpid(), "host": "elsewhere"}))
        assert locks.holder(studio.own / "sent") == 0
        with pytest.raises(InputError, match="runs on another machine"):
            jobs.stop("sent")


@pytest.mark.parametrize(
    "inside",
    ['<image href="http://127.0.0.1:9/x.png"/>', '<image href="file:///etc/x.png"/>', "<style>a{}</style>", "<script/>",
     '<rect fill="url(http://127.0.0.1:9/a#b)"/>', '<path xmlns:x="http://www.w3.org/1999/xlink" x:href="/etc/a"/>',
     "<foreignObject/>", "<g>", "<!-- -->"],
)  # fmt: skip
def test_a_picture_that_names_something_outside_itself_is_not_drawn(
    client: Client, studio: Studio, inside: str
) -> None:
    assert png(client, studio, f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{inside}</svg>') == 422


@pytest.mark.parametrize("size", ["3000000000", "0", "-1", "nan", "1e999", "100%", ""])
def test_a_picture_of_a_size_that_no_screen_has_is_not_drawn(client: Client, studio: Studio, size: str) -> None:
    assert png(client, studio, f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="9"/>') == 422


def png(client: Client, studio: Studio, text: str) -> int:
    """Leave a picture in a run's folder and ask for it as PNG."""
    (studio.folder / "run" / "figures").mkdir(parents=True)
    (studio.folder / "run" / "figures" / "a.svg").write_text(text)
    return client.get("/pictures/run/a.png").status


def test_half_a_character_is_refused_before_it_reaches_a_file(client: Client, studio: Studio) -> None:
    body = b'{"name": "a", "scenario": "toyland", "title": "\\ud800", "changes": {}}'
    assert client.post("/api/worlds", body).status == 422
    assert not (studio.folder / "worlds").exists()
