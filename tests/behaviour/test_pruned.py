"""Skipping people is exact, and stops where it would not be."""

import numpy as np
import pytest

from groundswell import simulate as engine
from groundswell.behaviour.exit_voice_loyalty import utilities

LIVELY = {"protest": -8.0}


def course(s, world):
    return [engine.step(s, world).regional for _ in range(world.day, s.days)]


def test_few_are_evaluated_and_nobody_is_left_out(scenario, society_of):
    s, society = scenario(behaviour=LIVELY, days=5), society_of()
    few, all_ = engine.start(s, society), engine.start(s, society, plain=True)
    for a, b in zip(course(s, few), course(s, all_), strict=True):
        assert all(np.array_equal(a[measure], b[measure], equal_nan=True) for measure in b)
    assert few.chooser.evaluations() < all_.chooser.evaluations() / 2


def test_a_bound_that_is_too_low_ends_the_run(scenario, society_of, monkeypatch):
    right = utilities.bounds

    def wrong(*given):
        found = right(*given)
        return found._replace(voice=found.voice - 3.0)

    monkeypatch.setattr(utilities, "bounds", wrong)
    s = scenario(behaviour=LIVELY, days=5)
    with pytest.raises(AssertionError, match="exceeded the bound by which others were skipped"):
        course(s, engine.start(s, society_of()))


def test_the_lists_are_in_order_and_hold_nobody_twice(scenario, society_of):
    s = scenario(behaviour=LIVELY, days=5)
    world = engine.start(s, society_of())
    for _ in range(s.days):
        engine.step(s, world)
        lists = [world.chooser.base.who, world.chooser.late.who]
        who = np.concatenate(lists)
        assert len(np.unique(who)) == len(who) > 0
        assert all(
            (np.diff(listed.who.astype(np.int64)) > 0).all() for listed in (world.chooser.base, world.chooser.late)
        )
    assert len(world.chooser.late.who)


def test_a_copy_goes_on_by_itself(scenario, society_of):
    s = scenario(behaviour=LIVELY, days=6)
    world = engine.start(s, society_of())
    for _ in range(2):
        engine.step(s, world)
    fork = engine.fork(world, s)
    kept = [column.copy() for column in world.chooser.base]
    there = course(s, fork)
    assert all(np.array_equal(a, b) for a, b in zip(kept, world.chooser.base, strict=True))
    for a, b in zip(course(s, world), there, strict=True):
        assert all(np.array_equal(a[measure], b[measure], equal_nan=True) for measure in b)
