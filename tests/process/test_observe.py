"""Who watches: monitors hear of a part, by where it happens; polls ask some, and some refuse."""

import numpy as np
import pytest

from groundswell.process import observe
from groundswell.process.observe import Params
from groundswell.process.watchers import Crossing, Estimate, Monitor, Poll


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
    assert observe.poll_of(watching, "obs_mood").respondents == 1600
    with pytest.raises(ValueError, match="polls are \\['mood'\\]"):
        observe.poll_of(watching, "obs_deaths")


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
    counted = observe.counted(2, society, leavers, 0.8)
    assert counted.mean() == pytest.approx(0.8, abs=0.02)


def test_a_missed_place_is_missed_whole_and_capitals_never_are(society):
    everybody = np.arange(society.n, dtype=np.uint32)
    all_heard = Monitor("m", capitals=1.0, towns=1.0, elsewhere=1.0, places=0.5)
    place, capital = place_of(society, everybody), society.regions.capitals
    shares = []
    for day in range(40):
        known = observe.heard(day, society, everybody, 1, all_heard)
        there = np.bincount(place, known, minlength=len(society.place_region))
        people = np.bincount(place, minlength=len(society.place_region))
        heard_from = (there == people)[people > 0]
        assert (heard_from | (there == 0.0)[people > 0]).all()
        assert heard_from[capital[society.place_region[people > 0]]].all()
        shares.append(heard_from[~capital[society.place_region[people > 0]]].mean())
    n = 40 * (~capital[society.place_region]).sum()
    assert np.mean(shares) == pytest.approx(0.5, abs=4.0 * np.sqrt(0.25 / n))


def test_counts_of_places_missed_together_vary_more_than_those_of_persons_missed_alone(society):
    everybody = np.arange(society.n, dtype=np.uint32)
    alone, together = Monitor("a", towns=0.5, elsewhere=0.5), Monitor("b", towns=1.0, elsewhere=1.0, places=0.5)
    counts = [[observe.heard(day, society, everybody, 1, m).sum() for day in range(40)] for m in (alone, together)]
    assert np.std(counts[1]) > 3.0 * np.std(counts[0])


def test_a_monitor_that_hears_from_no_place_counts_nothing(society):
    everybody = np.arange(society.n, dtype=np.uint32)
    outside = ~society.regions.capitals[society.place_region[place_of(society, everybody)]]
    deaf = Monitor("m", towns=1.0, elsewhere=1.0, places=0.0)
    assert not observe.heard(3, society, everybody, 0, deaf)[outside].any()
    assert not observe.heard(3, society, everybody, 0, Monitor("m", capitals=0.0, towns=0.0, elsewhere=0.0)).any()


def logit(share):
    return np.log(share / (1.0 - share))


@pytest.mark.parametrize(("house", "week"), [(0.2, 0.0), (0.0, 0.15), (0.2, 0.15)])
def test_a_polls_error_has_the_stated_variance_over_seeds_and_its_interval_the_stated_coverage(society, house, week):
    share, n = 0.4, 4000
    p = Poll("mood", "anxiety", respondents=n, house_sd=house, week_sd=week)
    seen = np.array([observe.poll(3, society._replace(seed=seed), 0, share, p) for seed in range(400)])
    off = logit(seen) - logit(share)
    sd = np.sqrt(house**2 + week**2 + 1.0 / (n * share * (1.0 - share)))  # the last: sampling on the logit scale
    assert off.std() == pytest.approx(sd, rel=0.15)
    assert 338 <= np.count_nonzero(abs(off) < 1.645 * sd) <= 381  # 90 % of 400, within 3.6 sd


def test_a_house_errs_alike_every_day_and_a_week_on_its_own_days_alone(society):
    house, week = Poll("a", "anxiety", house_sd=0.3), Poll("a", "anxiety", week_sd=0.3)
    of_house = [observe.poll_error(day, society.seed, 1, house) for day in range(21)]
    of_week = [observe.poll_error(day, society.seed, 1, week) for day in range(21)]
    assert len(set(of_house)) == 1 and of_house[0] != observe.poll_error(0, society.seed, 2, house)
    assert [len(set(of_week[first : first + 7])) for first in (0, 7, 14)] == [1, 1, 1] and len(set(of_week)) == 3


def test_nobody_and_everybody_say_so_in_any_poll(society):
    p = Poll("mood", "anxiety", house_sd=1.0, week_sd=1.0)
    assert [observe.poll(2, society, 0, share, p) for share in (0.0, 1.0)] == [0.0, 1.0]


def test_organisers_tell_their_multiple_of_a_crowd_and_nobody_stays_nobody(society):
    there = np.array([0.0, 1500.0])
    assert observe.estimated(1, society, 0, there, Estimate("e")).tolist() == there.tolist()
    assert observe.estimated(1, society, 0, there, Estimate("e", bias=2.5)).tolist() == [0.0, 3750.0]
    wrong = Estimate("e", bias=2.5, bias_sd=0.4)
    estimates = np.array([observe.estimated(day, society, 0, there, wrong) for day in range(400)])
    assert (estimates[:, 0] == 0.0).all()
    errors = np.log(estimates[:, 1] / 1500.0)
    assert errors.mean() == pytest.approx(np.log(2.5), abs=4.0 * 0.4 / np.sqrt(400))
    assert errors.std() == pytest.approx(0.4, rel=0.15)
    assert np.array_equal(estimates[5], observe.estimated(5, society, 0, there, wrong))


def test_one_counted_person_adds_what_an_observer_multiplies_by():
    p = Params(gross_ratio=3.0, estimates=(Estimate("e", bias=2.0),), gates=(Crossing("west", gross_ratio=5.0),))
    names = ("obs_exit_gross", "obs_exit_gross_west", "obs_exit_net_west", "obs_e", "participants")
    assert [observe.adds(p, name) for name in names] == [3.0, 5.0, 1.0, 2.0, 1.0]
