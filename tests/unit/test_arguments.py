"""Paths of every kind and whole numbers of every library are one and the same to every call."""

import os
import subprocess
import sys
from pathlib import Path, PurePosixPath

import numpy as np
import pytest

import groundswell as gs
from groundswell.arguments import as_path, as_seeds, as_whole
from groundswell.errors import InputError
from groundswell.json_text import json_text

SMALL = {"persons": 1_000, "days": 3}


class Folder:
    """A path of somebody's own, as os.PathLike allows."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __fspath__(self) -> str:
        return str(self.path)


@pytest.fixture(scope="session")
def scenario() -> gs.Scenario:
    return gs.load("toyland").with_(**SMALL)


@pytest.fixture(scope="session")
def run(scenario: gs.Scenario) -> gs.Run:
    return gs.run(scenario)


@pytest.mark.parametrize("kind", [str, Path, Folder])
def test_a_path_may_be_a_text_a_path_or_like_one(kind: type, run: gs.Run, tmp_path: Path) -> None:
    place = kind(tmp_path / "run")
    run.save(place)
    assert gs.open_run(place).seed == run.seed
    assert gs.load(kind(tmp_path / "run" / "scenario.lock.toml")).hash == run.scenario.hash


@pytest.mark.parametrize("kind", [str, Path, Folder])
def test_experiments_take_any_path(in_this_process: None, kind: type, scenario: gs.Scenario, tmp_path: Path) -> None:
    swept = gs.sweep(scenario, {"behaviour.others": np.array([0.0])}, kind(tmp_path / "s"), seeds=np.int64(1))
    assert swept.folder == tmp_path / "s"
    assert gs.ensemble(scenario, np.int64(1), out=kind(tmp_path / "e")).seeds == (1,)


def test_the_home_folder_may_be_written_as_a_tilde(
    run: gs.Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert run.save("~/mine") == tmp_path / "mine"
    assert gs.open_run("~/mine").seed == 1
    assert gs.load("~/mine/scenario.lock.toml").hash == run.scenario.hash
    assert not Path("~").exists()


@pytest.mark.parametrize("given", [3, None, b"x", "", "a\0b", ["a"]])
def test_what_is_no_path_is_refused_in_words(given: object) -> None:
    with pytest.raises(InputError, match="is not a path; give a text or a"):
        as_path(given)  # type: ignore[arg-type]
    assert as_path(PurePosixPath("a/b")) == Path("a/b")


def test_whole_numbers_of_numpy_are_whole_numbers_and_truth_values_are_none(scenario: gs.Scenario) -> None:
    assert [as_whole(n, "n") for n in (np.int8(3), np.uint64(3), 3)] == [3, 3, 3]
    for wrong in (True, np.bool_(True), 3.0, "3", None, np.float64(3)):
        with pytest.raises(InputError, match="is not a whole number"):
            as_whole(wrong, "n")
    assert as_seeds(np.int64(2), 5) == [5, 6]
    assert as_seeds(np.array([7, 9]), 5) == [7, 9]


def test_a_run_is_kept_as_numbers_of_numpy_ask(scenario: gs.Scenario, tmp_path: Path) -> None:
    run = gs.run(scenario, out=tmp_path / "r", keeping=gs.Keeping(checkpoint_every=np.int64(2), panel=np.int64(3)))
    assert run.manifest["keeping"] == {"checkpoint_every": 2, "keep_checkpoints": False, "panel": 3}
    with pytest.raises(InputError, match="panel: True is not a whole number"):
        gs.Keeping(panel=True)


def test_a_single_value_is_no_list_of_levels(scenario: gs.Scenario, tmp_path: Path) -> None:
    for wrong in (0.5, "0.5"):
        with pytest.raises(InputError, match="no list of levels"):
            gs.sweep(scenario, {"behaviour.others": wrong}, tmp_path / "s")  # type: ignore[dict-item]


def test_weeks_can_be_summed_from_dates_in_pandas(run: gs.Run) -> None:
    for frame in (run.to_pandas(nation=True), run.to_pandas()):
        assert str(frame["date"].dtype) == "datetime64[ns]"
        weekly = frame.set_index("date")[["called"]].resample("W").sum()
        assert weekly["called"].sum() == pytest.approx(run.series("called").sum())


def test_imports_need_no_module_of_one_system(tmp_path: Path) -> None:
    """As on a system without fcntl and resource: all of the package can be imported, and processors are counted."""
    code = (
        "import sys\nfor name in ('fcntl', 'resource', 'pwd', 'grp', 'termios'): sys.modules[name] = None\n"
        "import os\nif hasattr(os, 'sched_getaffinity'): del os.sched_getaffinity\n"
        "import groundswell as gs, groundswell.running.live, groundswell.cli, groundswell.bench.engine\n"
        "from groundswell import platforms\nfor name in gs.__all__: getattr(gs, name)\n"
        "print(platforms.processors() >= 1, platforms.peak_memory())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.stdout.split() == ["True", "0"], done.stderr


def test_a_path_is_written_as_text_in_json() -> None:
    assert json_text({"folder": Path("a") / "b"}, indent=None) == f'{{"folder": "a{os.sep}b"}}'
