"""Toyland: every mechanism of the model can be seen within a month among 100,000 people."""

from functools import cache

import numpy as np
import pytest

import groundswell as gs
from groundswell.running import Run

SATURDAYS = (5, 12, 19, 26)


@cache
def month(name: str = "toyland", seed: int = 1) -> Run:
    """Run a scenario of Toyland at 1:1."""
    return gs.run(gs.load(name), seed=seed)


def total(run: Run, measure: str) -> float:
    return float(run.series(measure).sum())


@pytest.mark.parametrize(
    "measure", ["participants", "detained", "called", "complied", "evading", "queueing", "left_gross"]
)
def test_every_mechanism_is_alive_in_the_base_scenario(measure: str) -> None:
    assert total(month(), measure) >= 10


def test_the_state_yields_within_the_month_in_most_runs() -> None:
    assert sum(month(seed=seed).series("concession")[-1] > 0 for seed in range(1, 6)) >= 3


def test_saturdays_called_alike_grow_from_week_to_week() -> None:
    voice = month(seed=2).series("participants")[list(SATURDAYS)]
    assert voice[0] >= 50
    assert (np.diff(voice[:3]) > 0).all()


def test_nobody_leaves_where_exit_is_closed() -> None:
    assert total(month("toyland/no-exit"), "left_gross") == 0


def test_without_a_call_up_people_protest_and_leave_and_nobody_hides() -> None:
    run = month("toyland/no-call-up")
    assert total(run, "called") == total(run, "evading") == 0
    assert total(run, "participants") >= 100
    assert total(run, "left_gross") >= 10


def test_nothing_happens_where_nothing_is_announced() -> None:
    run = month("toyland/quiet")
    assert all(total(run, measure) == 0 for measure in ("participants", "left_gross", "called", "evading"))
