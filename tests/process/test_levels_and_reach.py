"""What a concession leaves, how long people hide, how far a call reaches: as their parameters say."""

import numpy as np
import pytest

from groundswell import simulate as engine
from groundswell.events import resolve
from groundswell.process import opinion
from groundswell.process.perceive import reach

WORD = resolve("announcement")(name="word", day=0)
DECREE = resolve("decree")(name="decree", day=0, duration=8, target=3_000.0)


def course(s, society):
    """Return each day's counts."""
    world = engine.start(s, society)
    return [engine.step(s, world) for _ in range(s.days)]


@pytest.mark.parametrize(("level", "name"), [(1, "targeted_left"), (2, "scaled_down_left")])
def test_a_concession_leaves_as_much_of_the_quotas_as_is_said(scenario, society_of, level, name):
    def asked(left):
        grant = resolve("concession")(name="yield", day=0, level=level, returns=False)
        s = scenario(events=(WORD, DECREE, grant), days=4, concession={name: left})
        return sum(t.regional["asked"].sum() for t in course(s, society_of()))

    whole, half, none = (asked(left) for left in (1.0, 0.5, 0.0))
    assert whole > 0
    assert half == pytest.approx(whole / 2)
    assert none == 0


def test_after_the_end_of_a_call_up_those_in_hiding_come_home_the_sooner_the_shorter_they_hide(scenario, society_of):
    end = resolve("concession")(name="stop", day=4, level=3, returns=False)
    hide = {"comply": -40.0, "evade": 40.0, "leave": -60.0}

    def hidden(days):
        s = scenario(events=(WORD, DECREE, end), days=10, behaviour=hide, call={"hiding": days})
        return [t.regional["evading"].sum() for t in course(s, society_of())]

    day, week, year = (hidden(days) for days in (1.0, 7.0, 365.0))
    assert day[3] == week[3] == year[3] > 0
    assert day[4] == 0 < week[6] < year[6]


def test_half_of_a_call_arrives_at_its_reach_and_the_exponent_says_how_sharply():
    towns = np.array([1e4, 1e5, 1e6])
    half = np.full(3, 1e5)
    for exponent in (1, 2, 3, 4, 8):
        share = reach(towns, half, exponent)
        assert share[1] == 0.5
        assert share[0] == pytest.approx(1.0 / (1.0 + 10.0**exponent))
        assert share[0] + share[2] == pytest.approx(1.0)
    assert np.all(reach(towns, np.zeros(3), 4) == 1.0)


def test_places_below_the_size_from_which_opposition_rises_are_alike(society_of):
    society = society_of()
    level = opinion.place_shift(society, opinion.Params(gradient_from=1e6))
    assert np.ptp(level) == 0.0
    assert np.ptp(opinion.place_shift(society, opinion.Params())) > 0.0
