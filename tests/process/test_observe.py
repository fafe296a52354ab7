"""Who watches: monitors hear of a part, by where it happens; polls ask some, and some refuse."""

import numpy as np
import pytest

from groundswell.process import observe
from groundswell.process.observe import Monitor, Params, Poll


@pytest.fixture
def society(society_of):
    """A society of two regions, of which the first alone is a capital; the second has one town."""
    built = society_of()
    return built._replace(regions=built.regions._replace(capitals=np.array([True, False])))


def place_of(society, persons):
    return np.searchsorted(society.place_start, persons, side="right") - 1


def test_a_monitor_hears_best_of_the_capitals_then_of_towns(society):
    everybody = np.arange(society.n, dtype=np.uint32)
    known = observe.heard(0, society, everybody, 0, Monitor("m", capitals=0.9, towns=0.6, elsewhere=0.2))
    place = place_of(society, everybody)
    region, town = society.place_region[place], np.array([name != "" for name in society.place_name])[place]
    for where, share in ((region == 0, 0.9), ((region == 1) & town, 0.6), ((region == 1) & ~town, 0.2)):
        assert where.sum() > 500
        assert known[where].mean() == pytest.approx(share, abs=4.0 * np.sqrt(share * (1 - share) / where.sum()))


def test_monitors_hear_independently_of_each_other_and_of_other_days(society):
    half = Monitor("m", capitals=0.5, towns=0.5, elsewhere=0.5)
    everybody = np.arange(society.n, dtype=np.uint32)
    days = [observe.heard(day, society, everybody, which, half) for which in (0, 1, 2) for day in (3, 4)]
    together = np.corrcoef(np.array(days, float)) - np.eye(6)
    assert abs(together).max() < 0.03


def test_nobody_is_heard_of_where_nothing_happens(society):
    nobody = np.empty(0, np.uint32)
    assert len(observe.heard(0, society, nobody, 1, Monitor("m"))) == 0


def test_what_a_monitor_and_a_poll_give_is_named_after_them():
    watching = Params(monitors=(Monitor("deaths", counts="deaths_protest"),), polls=(Poll("mood", "anxiety"),))
    found = observe.measures(watching)
    assert list(found) == ["obs_deaths", "obs_deaths_places", "obs_mood"]
    assert [kind for kind, _ in found.values()] == ["flow", "places", "nation"]
    assert observe.measures(Params()) == {}
    assert observe.respondents(watching, "obs_mood") == 1600
    with pytest.raises(ValueError, match="polls are \\['mood'\\]"):
        observe.respondents(watching, "obs_deaths")


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_polls_are_right_on_average_and_never_finer_than_one_answer(society, share):
    p = Poll("mood", "anxiety", respondents=1_000)
    answers = np.array([observe.poll(day, society, 0, share, p) for day in range(60)])
    assert answers.mean() == pytest.approx(share, abs=4.0 * np.sqrt(share * (1 - share) / 60_000))
    assert np.array_equal(np.round(answers * 1_000), answers * 1_000)
    if 0 < share < 1:
        assert answers.std() == pytest.approx(np.sqrt(share * (1 - share) / 1_000), rel=0.4)


def test_two_polls_of_a_day_ask_different_people(society):
    p = Poll("mood", "anxiety", respondents=200)
    one, two = ([observe.poll(day, society, which, 0.5, p) for day in range(40)] for which in (0, 1))
    assert one != two
    assert abs(np.corrcoef(one, two)[0, 1]) < 0.5


@pytest.mark.parametrize(
    ("said", "gap", "reported"), [(0.5, 0.0, 0.5), (0.5, 0.5, 2 / 3), (0.0, 0.5, 0.0), (1, 0.9, 1)]
)
def test_who_would_say_no_and_refuses_makes_the_rest_look_larger(said, gap, reported):
    assert observe.answering(said, Poll("mood", "anxiety", refusal_gap=gap)) == pytest.approx(reported)


def test_a_border_guard_counts_the_share_that_is_said(society):
    leavers = np.arange(10_000, dtype=np.uint32)
    counted = observe.counted(2, society, leavers, Params(border_count=0.8))
    assert counted.mean() == pytest.approx(0.8, abs=0.02)
