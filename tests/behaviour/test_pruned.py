"""Skipping people is exact, and stops where it would not be."""

from itertools import pairwise

import numpy as np
import pytest

from groundswell import rng
from groundswell import simulate as engine
from groundswell.behaviour.exit_voice_loyalty import utilities
from groundswell.behaviour.exit_voice_loyalty.candidates import Known, find
from groundswell.types import LIABLE_BIT

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
        lists = [group.who for group in world.chooser.lists.groups]
        who = np.concatenate(lists)
        assert len(np.unique(who)) == len(who) > 0
        assert all((np.diff(each.astype(np.int64)) > 0).all() for each in lists)
        assert all(len(long) > 4 * len(short) for long, short in pairwise(lists))
    assert len(lists) > 1


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


def could_be_moved(world, i, place, reach):
    """Tell of a person, with all that is fixed in him computed, whether these bounds could move him."""
    g, t, p, _ = world.chooser.search
    kind, region = int(g.kind[i]), int(g.place_region[place])
    me = utilities.fixed_utilities(i, place, region, kind, g.neighbourhood[i >> 8], t, p)
    exits = utilities.may_leave(kind, t) and me.leave + reach.leave[region] >= 0.0
    hides = kind & LIABLE_BIT and me.evade + reach.evade[region] >= 0.0
    return utilities.adult(kind) and (me.voice + reach.voice[place] >= 0.0 or exits or hides)


@pytest.mark.parametrize("k", range(12))
def test_who_is_left_out_at_a_glance_is_somebody_whom_nothing_could_move(scenario, society_of, k):
    u = iter(rng.uniform(np.uint64(k), rng.CLASSICS, 0, np.arange(1000)))
    utility = {"grievance": 3.0 * next(u), "leave_opposition": 4.0 * next(u) - 2.0, "leave_means": next(u)}
    opinion = {"age_slope": 0.1 * next(u) - 0.05, "town_gradient": 2.0 * next(u)}
    s = scenario(behaviour=utility, opinion=opinion, days=1)
    world = engine.start(s, society_of())
    society, search = world.society, world.chooser.search
    places, regions = len(society.place_region), len(society.region_start) - 1
    reach = utilities.Bounds(*(np.array([-9.0 * next(u) for _ in range(n)]) for n in (places, regions, regions)))
    found = find(search, reach, np.ones(places, np.bool_), Known.of_none(society.n))
    place = np.searchsorted(society.place_start, np.arange(society.n), side="right") - 1
    expected = [i for i in range(society.n) if could_be_moved(world, i, int(place[i]), reach)]
    assert 0 < len(expected) < society.n
    assert set(expected) <= set(found.who.tolist())
    assert len(found.who) <= len(expected) + 3  # bounds are widened by a little, so that few more may be listed
