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
        lists = [world.chooser.lists.base.who, world.chooser.lists.late.who]
        who = np.concatenate(lists)
        assert len(np.unique(who)) == len(who) > 0
        assert all((np.diff(each.astype(np.int64)) > 0).all() for each in lists)
    assert len(world.chooser.lists.late.who)


def test_a_copy_goes_on_by_itself_and_finds_for_both(scenario, society_of):
    s = scenario(behaviour=LIVELY, days=6)
    world = engine.start(s, society_of())
    for _ in range(2):
        engine.step(s, world)
    fork = engine.fork(world, s)
    felt, known = ([column.copy() for column in kept] for kept in (world.chooser.felt, world.chooser.lists.known))
    there = course(s, fork)
    assert all(np.array_equal(a, b) for a, b in zip(felt, world.chooser.felt, strict=True))
    assert not all(np.array_equal(a, b) for a, b in zip(known, world.chooser.lists.known, strict=True))
    for a, b in zip(course(s, world), there, strict=True):
        assert all(np.array_equal(a[measure], b[measure], equal_nan=True) for measure in b)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"protest": -11.0, "grievance": 2.0},
        {"leave": -4.0, "leave_opposition": -0.5},
        {"leave_opposition": 0.5, "evade": -3.0},
    ],
)
def test_the_second_world_of_a_society_finds_who_could_switch_by_kept_draws_and_finds_the_same(
    scenario, society_of, changes
):
    s = scenario(behaviour={**LIVELY, **changes}, days=6)
    society = society_of()
    first, second = engine.start(s, society._replace(kind=society.kind.copy())), engine.start(s, society)
    engine.start(s, society)
    for a, b in zip(course(s, first), course(s, second), strict=True):
        assert all(np.array_equal(a[measure], b[measure], equal_nan=True) for measure in b)
    assert not len(first.chooser.dealt.leanings().voice) and len(second.chooser.dealt.leanings().voice)
    one, other = first.chooser.lists, second.chooser.lists
    for a, b in ((one.base, other.base), (one.late, other.late)):
        assert all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))
