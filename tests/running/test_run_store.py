"""A run's folder is there whole or not at all, and says when it was tampered with."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import groundswell as gs
from groundswell.errors import InputError
from groundswell.runfolder import MANIFEST
from groundswell.running import Run
from groundswell.running.store import check_target, save

KILLED = """
import os, signal, sys
from pathlib import Path
import groundswell as gs
from groundswell.running.store import save
run = gs.run(gs.load("toyland").with_(persons=5_000, days=1))
save(run, Path(sys.argv[1]), lambda folder: os.kill(os.getpid(), signal.SIGKILL))
"""


@pytest.fixture(scope="module")
def run() -> Run:
    """Two days of Toyland."""
    return gs.run(gs.load("toyland").with_(persons=5_000, days=2))


def test_a_saved_run_opens_as_it_was(run: Run, tmp_path: Path) -> None:
    again = gs.open_run(run.save(tmp_path / "a" / "b"))
    assert again.daily.equals(run.daily)
    assert (again.scenario, again.complete) == (run.scenario, True)
    assert {p.name for p in (tmp_path / "a" / "b").iterdir()} == {
        "manifest.json",
        "scenario.lock.toml",
        "daily.parquet",
    }


def test_a_folder_that_is_not_there_is_not_called_a_killed_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        gs.resume(tmp_path / "gone.partial")
    (tmp_path / "done").mkdir()
    with pytest.raises(InputError, match=r"no such folder.*'.*done' is there: that run has ended"):
        gs.resume(tmp_path / "done.partial")
    (tmp_path / "under-way.partial").mkdir()
    with pytest.raises(InputError, match=r"'.*under-way.partial' is there: that run is under way or was killed"):
        gs.open_run(tmp_path / "under-way")


def test_a_killed_save_leaves_nothing_that_opens(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "run")], check=False, env=os.environ)
    assert done.returncode == -signal.SIGKILL
    left = list(tmp_path.iterdir())
    assert [p.name.startswith(".run.partial-") for p in left] == [True]
    for folder in (tmp_path / "run", *left):
        with pytest.raises(InputError, match=r"no manifest\.json|no such folder"):
            gs.open_run(folder)


def test_what_fails_beside_a_run_is_reported_after_the_run_is_safe(run: Run, tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        save(run, tmp_path / "run", fail)
    assert gs.open_run(tmp_path / "run").daily.equals(run.daily)
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


def test_a_folder_that_exists_is_not_touched(run: Run, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="exists"):
        run.save(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_hold_a_folder_is_refused_beforehand(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written to"):
        check_target(tmp_path / "file" / "run")
    check_target(tmp_path / "new" / "run")
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("name", ["daily.parquet", "scenario.lock.toml"])
def test_a_damaged_or_missing_file_is_noticed(run: Run, tmp_path: Path, name: str) -> None:
    file = run.save(tmp_path / "run") / name
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(InputError, match=f"{name} is not what was written"):
        gs.open_run(tmp_path / "run")
    file.unlink()
    with pytest.raises(InputError, match=f"{name} is missing"):
        gs.open_run(tmp_path / "run")


def test_a_run_of_a_newer_version_names_the_version_to_take(run: Run, tmp_path: Path) -> None:
    file = run.save(tmp_path / "run") / MANIFEST
    stored = json.loads(file.read_text())
    file.write_text(json.dumps(stored | {"format": 99, "versions": {"groundswell": "9.1"}}))
    with pytest.raises(InputError, match=r"groundswell 9\.1 or newer"):
        gs.open_run(tmp_path / "run")


@pytest.mark.parametrize("text", ["", "[]", "{}"])
def test_another_json_file_is_no_manifest(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(InputError, match="manifest"):
        gs.open_run(tmp_path)
