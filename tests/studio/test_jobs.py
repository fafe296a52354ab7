"""Jobs are processes and folders: they outlive the server, wait visibly, and are stopped within a second."""

import errno
import json
import os
import signal
import time
from pathlib import Path

import pytest

from groundswell import locks
from groundswell.cli import job as job_process
from groundswell.errors import InputError
from groundswell.studio import jobs as jobs_module
from groundswell.studio.jobs import LARGE, LOG, Job, Jobs, has_room
from groundswell.studio.state import Studio


def asked(jobs: Jobs, seconds: float = 0.0, code: int = 0, persons: int = 1_000) -> Job:
    return jobs.add("run", "Title", persons, lambda _, __: (str(seconds), str(code)), "stem", {})


def awaited(jobs: Jobs, job: Job) -> str:
    until = time.monotonic() + 20
    while jobs.state(job) in ("running", "waiting") and time.monotonic() < until:
        time.sleep(0.01)
        jobs.begin_some()
    return jobs.state(job)


@pytest.mark.parametrize("code, state", [(0, "done"), (130, "stopped"), (2, "failed")])
def test_a_job_ends_as_its_command_does(jobs: Jobs, code: int, state: str) -> None:
    assert awaited(jobs, asked(jobs, code=code)) == state


def test_a_server_that_is_started_anew_finds_what_runs_and_stops_it_within_a_second(jobs: Jobs, studio: Studio) -> None:
    job = asked(jobs, 60)
    other = Jobs(studio, jobs.program)
    assert other.state(other.get(job.name)) == "running"
    began = time.monotonic()
    assert other.stop(job.name) == "stopped"  # its process had no word for it: whoever stops it is told so all the same
    assert time.monotonic() - began < 3  # a second on a quiet machine
    assert locks.holder(studio.own / job.name) is None


def test_what_is_killed_says_so_and_can_be_gone_on_with(jobs: Jobs, studio: Studio) -> None:
    job = asked(jobs, 60)
    os.kill(locks.holder(studio.own / job.name) or 0, signal.SIGKILL)
    assert awaited(jobs, job) == "killed"
    again = jobs.again(job.name, ("0", "0"))
    assert awaited(jobs, again) == "done"


def test_the_queue_does_not_read_what_has_ended_again_and_again(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = [asked(jobs) for _ in range(3)]
    assert [awaited(jobs, job) for job in ended] == ["done"] * 3
    read: list[str] = []
    get = jobs.get
    monkeypatch.setattr(jobs, "get", lambda name: read.append(name) or get(name))
    jobs.begin_some()
    assert read == []
    more = asked(jobs)
    assert more.name in read and not {job.name for job in ended} & set(read)
    assert awaited(jobs, jobs.again(ended[0].name, ("0", "0"))) == "done"


def test_how_a_command_ended_is_told_where_the_disk_does_not_take_it(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "job.json").write_text(json.dumps({"arguments": ["--version"]}))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(job_process, "write_text", full)
    monkeypatch.setattr(job_process.os, "dup2", lambda *_: None)
    monkeypatch.setattr(job_process.sys, "argv", ["job", str(tmp_path)])
    job_process.main()
    assert "No space left on device; free some space, then go on" in capfd.readouterr().err


def test_at_most_as_many_run_as_the_machine_bears_and_the_others_wait(
    jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_module, "processors", lambda: 2)
    first, second, third = (asked(jobs, 60) for _ in range(3))
    assert [jobs.state(job) for job in (first, second, third)] == ["running", "running", "waiting"]
    with pytest.raises(InputError, match="going on"):
        jobs.again(third.name, ())
    jobs.stop(first.name)
    jobs.begin_some()
    assert jobs.state(third) == "running"
    assert [jobs.stop(job.name) for job in (second, third)] == ["stopped", "stopped"]


def test_one_that_waits_is_stopped_without_being_begun(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_module, "processors", lambda: 1)
    running, waiting = asked(jobs, 60), asked(jobs)
    assert jobs.stop(waiting.name) == "stopped"
    jobs.stop(running.name)


def test_a_nation_runs_alone() -> None:
    small, nation = Job("a", "run", (), "", 1_000), Job("b", "run", (), "", LARGE)
    assert has_room(nation, [])
    assert not has_room(nation, [small])
    assert not has_room(small, [nation])


def test_two_jobs_never_have_one_name_and_a_name_is_a_folders(jobs: Jobs, studio: Studio) -> None:
    (studio.folder / "stem-1").mkdir()
    (studio.folder / "stem-2.partial").mkdir()
    names = [asked(jobs).name, jobs.add("run", "", 1, lambda *_: ("0", "0"), "../<b>é/", {}).name]
    assert names[0] == "stem-3"
    assert not set(names[1]) & set("/<>é") and not names[1].startswith(".")


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"kind": 1, "arguments": 5}', "\x00"])
def test_a_damaged_job_is_no_job_and_stops_nobody(jobs: Jobs, studio: Studio, content: str) -> None:
    (studio.own / "bad").mkdir()
    (studio.own / "bad" / "job.json").write_text(content)
    good = asked(jobs)
    assert [job.name for job in jobs.all()] == [good.name]
    assert awaited(jobs, good) == "done"


def test_what_a_command_printed_is_kept(jobs: Jobs, studio: Studio) -> None:
    job = asked(jobs)
    awaited(jobs, job)
    (studio.own / job.name / LOG).write_bytes(b"x" * 9_000 + b"\xff last words")
    assert jobs.log(job).endswith("last words")
    assert len(jobs.log(job)) < 5_000
    assert jobs.answer(job) is None


def test_a_job_that_the_disk_does_not_take_is_told_and_not_begun(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, text: str) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(jobs_module, "write_text", full)
    with pytest.raises(InputError, match="no room left on the disk"):
        asked(jobs)
    assert jobs.all() == []


def test_the_process_that_holds_a_lock_is_told(tmp_path: Path) -> None:
    assert locks.holder(tmp_path) is None
    with locks.hold(tmp_path):
        assert locks.holder(tmp_path) == os.getpid()
        with pytest.raises(InputError), locks.handed_on(tmp_path):
            pass
    assert locks.holder(tmp_path) is None
    assert json.loads((tmp_path / locks.LOCK).read_text())["process"] == os.getpid()
