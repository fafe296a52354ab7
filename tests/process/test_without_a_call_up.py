"""Hiding, exit and concession, dead and alive, with a call-up and without: an engine that knows other shocks."""

from dataclasses import replace

import numpy as np
import pytest

from groundswell import simulate as engine
from groundswell.events import resolve
from groundswell.simulate import simulate

DECREE = resolve("decree")(name="decree", day=0, duration=8, target=3_000.0, believed_total=600_000.0)
STREET = resolve("rally")(name="street", day=0, until=12, reach=0.0)
EAGER = {"leave": 1.0, "evade": 1.0, "protest": -8.0}


def shock(**more):
    return resolve("announcement")(name="word", day=0, **more)


def story(scenario, *events, days=12, **changes):
    """Return a scenario of these events; unless there is a decree it has no [call]."""
    s = scenario(events=events, days=days, **{"behaviour": EAGER, **changes})
    return s if DECREE in events else replace(s, call=None)


def of(tallies, measure):
    return np.array([t.regional[measure].sum() for t in tallies])


@pytest.mark.parametrize("motive", [0.0, 1.0])
@pytest.mark.parametrize("decree", [(), (DECREE,)])
def test_people_leave_if_a_call_up_or_another_motive_makes_them_and_hide_from_a_call_up_only(
    scenario, society_of, decree, motive
):
    tallies = list(simulate(story(scenario, shock(exit_motive=motive), *decree), society_of()))
    assert of(tallies, "left_gross").any() == (bool(decree) or motive > 0)
    assert of(tallies, "evading").any() == bool(decree)


def test_a_crackdown_makes_people_leave(scenario, society_of):
    crackdown = resolve("policing_level")(name="hard", day=3, force=2.0, exit_motive=1.0)
    left = of(list(simulate(story(scenario, shock(), crackdown), society_of())), "left_gross")
    assert not left[:3].any()
    assert left[3:].any()


@pytest.mark.parametrize("everybody", [False, True])
def test_who_may_leave_is_the_scenarios_to_say(scenario, society_of, everybody):
    society = society_of()
    s = story(scenario, shock(exit_motive=1.0), border={"everybody": everybody})
    world = engine.start(s, society)
    for _ in range(s.days):
        engine.step(s, world)
    liable = society.kind[world.lists.abroad] & 0x40 != 0
    assert len(liable) > 50
    assert liable.all() != everybody
    assert ((society.kind[world.lists.abroad] & 0x1F) >= 4).all()


@pytest.mark.parametrize("demand", [0.0, 0.5])
@pytest.mark.parametrize("decree", [(), (DECREE,)])
def test_the_state_can_yield_if_something_is_asked_of_it(scenario, society_of, decree, demand):
    yielding = {"disruption": 1.0, "unfilled": 0.0, "demand": 0.0, "memory": 1.0}
    s = story(scenario, shock(demand=demand), STREET, *decree, concession=yielding)
    levels = [t.national["concession"] for t in simulate(s, society_of())]
    assert (max(levels) > 0) == (bool(decree) or demand > 0)


def test_when_the_state_has_yielded_grievance_motive_and_demand_are_gone(scenario, society_of):
    granted = resolve("concession")(name="yield", day=6, level=3)
    angry = shock(grievance=4.0, exit_motive=1.0, demand=1.0)
    s, calm = (story(scenario, word, STREET, granted, concession={"disruption": 0.0}) for word in (angry, shock()))
    world = engine.start(s, society_of())
    tallies = [engine.step(s, world) for _ in range(s.days)]
    street, without = of(tallies, "participants"), of(list(simulate(calm, society_of())), "participants")
    assert street[5] > 1.5 * without[5]
    assert street[8:].sum() < 1.6 * without[8:].sum()  # what is expected of others stays higher for a while
    assert not of(tallies, "left_gross")[6:].any()
    assert world.fields.hazard[0] == 0.0


def test_grievance_of_a_region_brings_its_people_into_the_street(scenario, society_of):
    here = resolve("announcement")(name="beaten", day=0, strength=0.0, regions=("RU-DA",), grievance=3.0)
    with_it, without = (
        sum(t.regional["participants"] for t in simulate(story(scenario, shock(), *more), society_of()))
        for more in ((here,), ())
    )
    assert with_it[1] > 3.0 * without[1]
    assert with_it[0] == pytest.approx(without[0], rel=0.2)


def test_an_announced_day_is_reason_enough_to_come_on_that_day_alone(scenario, society_of):
    day = resolve("rally")(name="day", day=3, reach=0.0)
    tallies = list(simulate(story(scenario, day), society_of()))
    street = of(tallies, "participants")
    assert street[3] > 0
    assert not np.delete(street, 3).any()


def test_an_announced_day_can_come_every_week(scenario, society_of):
    weekly = resolve("rally")(name="sunday", day=2, every=7, reach=0.0)
    street = of(list(simulate(story(scenario, shock(), weekly, days=20), society_of())), "participants")
    rises = np.flatnonzero(street[1:] > 3.0 * street[:-1] + 100.0) + 1
    assert rises.tolist() == [2, 9, 16]


def test_skipping_people_is_exact_where_everybody_may_leave(scenario, society_of):
    s = story(scenario, shock(grievance=1.0, exit_motive=0.7, demand=1.0), STREET, border={"everybody": True}, days=8)
    for a, b in zip(simulate(s, society_of()), simulate(s, society_of(), plain=True), strict=True):
        assert all(np.array_equal(a.regional[m], b.regional[m]) for m in a.regional)
