"""A run is a function of scenario and seed: nothing else changes a bit of it."""

import subprocess
import sys
from pathlib import Path

import pytest

import groundswell as gs
from groundswell.process.count import Tally, measures
from groundswell.running import Run

SCENARIO = gs.load("mobilization-2022").with_(persons=30_000, days=6)
MEASURES = measures(SCENARIO.observation)
SEEN = [name for name in MEASURES if name.startswith("obs_")]


@pytest.fixture(scope="module")
def run() -> Run:
    """Six days of the flagship with 30,000 simulated persons."""
    return gs.run(SCENARIO)


def test_a_second_run_is_the_same(run: Run) -> None:
    assert gs.run(SCENARIO).daily.equals(run.daily)


def test_the_package_runs_whichever_part_of_it_came_first(run: Run) -> None:
    for first in ("groundswell.storage.table", "groundswell"):
        code = f"import {first}, groundswell as gs; print(gs.run('quiet-day').daily.num_rows)"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert int(done.stdout) > 0


def test_another_seed_is_another_society(run: Run) -> None:
    other = gs.run(SCENARIO, seed=2)
    assert other.seed == 2
    assert not other.daily.equals(run.daily)


def test_a_run_from_its_lock_is_the_same(run: Run, tmp_path: Path) -> None:
    run.save(tmp_path / "run")
    assert gs.run(tmp_path / "run" / "scenario.lock.toml").daily.equals(run.daily)


def test_who_observes_and_how_changes_nothing_that_is_observed(run: Run) -> None:
    other = gs.run(
        SCENARIO.with_(
            {
                "observation.monitors.detained.towns": 0.1,
                "observation.polls.attention.respondents": 50,
                "observation.border_count": 0.2,
            }
        )
    )
    assert all((other.series(m) == run.series(m)).all() for m in MEASURES if m not in SEEN)
    assert any((other.series(m) != run.series(m)).any() for m in SEEN)


def test_being_watched_changes_nothing(run: Run) -> None:
    days: list[int] = []
    watched = gs.run(SCENARIO, progress=lambda tally, total: days.append(tally.day))
    assert watched.daily.equals(run.daily)
    assert days == list(range(6))


def test_a_run_cut_short_is_the_beginning_of_the_long_one(run: Run) -> None:
    short = gs.run(SCENARIO.with_(days=3, events={"decree.duration": 37}))
    for name in ("participants", "called", "attention"):
        assert (short.series(name) == run.series(name)[:3]).all()


def test_an_interrupted_run_keeps_its_days_and_says_so(run: Run, tmp_path: Path) -> None:
    def interrupt(tally: Tally, total: int) -> None:
        if tally.day == 2:
            raise KeyboardInterrupt

    part = gs.run(SCENARIO, progress=interrupt)
    assert (part.complete, part.days) == (False, 3)
    again = gs.open_run(part.save(tmp_path / "part"))
    assert not again.complete
    assert "incomplete, 3 of 6 days" in repr(again)
    assert (again.series("called") == run.series("called")[:3]).all()


def test_a_small_society_takes_one_thread_unless_asked_otherwise(run: Run) -> None:
    assert run.manifest["threads"] == 1


def test_fewer_than_one_thread_are_refused() -> None:
    with pytest.raises(ValueError, match="threads = 0"):
        gs.run(SCENARIO, threads=0)
