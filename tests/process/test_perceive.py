"""What people see before they choose: how far a call reaches, whom they know, what they expect of others."""

import numpy as np
import pytest

from groundswell.events import calm
from groundswell.process import perceive, reach
from groundswell.process.calendar import Today
from groundswell.process.perceive import Params
from groundswell.simulate import start

FRIDAY = Today(0, 4)
POLICING = {"capacity_floor": 10.0, "capacity_per_million": 0.0, "crowding": 1.0}


@pytest.fixture
def society(society_of):
    return society_of()


@pytest.fixture
def fields(scenario, society):
    return start(scenario(), society).fields


@pytest.fixture
def see(scenario, society, fields):
    """What is seen in an environment that differs from a calm one in what is named."""

    def look(p=Params(), wait=0.0, exit_open=True, today=FRIDAY, **env):  # noqa: B008 (a value, never changed)
        around = calm(2, ())._replace(**env)
        policing = scenario(policing=POLICING).policing
        exposure = perceive.weak_exposure(society, fields, around, p)
        return perceive.perceive(
            today, society, fields, around, exposure, np.full(2, 1e4), wait, exit_open, p, policing
        )

    return look


@pytest.mark.parametrize("exponent", [1, 2, 4, 7])
def test_a_call_arrives_in_half_of_the_towns_of_the_size_that_is_said_and_in_more_of_the_larger(exponent):
    population = np.array([1e2, 1e4, 1e5, 1e6, 1e8])
    share = reach.reach(population, np.full(5, 1e5), exponent)
    assert share[2] == pytest.approx(0.5)
    assert (np.diff(share) > 0).all()
    assert share[3] == pytest.approx(1.0 / (1.0 + 0.1**exponent))
    assert reach.reach(population, np.zeros(5), exponent).tolist() == [1.0] * 5


def test_a_town_takes_up_a_call_whole_or_not_at_all_as_often_as_its_size_lets_expect(society):
    towns = 4000
    many = society._replace(
        place_population=np.full(towns, 1e5), place_count=np.ones(towns), place_start=np.arange(towns + 1)
    )
    for half, chance in ((0.0, 1.0), (1e5, 0.5), (2e5, 1 / 17), (1e9, 0.0)):
        there = reach.arrived(many, np.full(towns, half), 4, word=0)
        assert set(there) <= {0.0, 1.0}
        assert there.mean() == pytest.approx(chance, abs=4 * np.sqrt(chance * (1 - chance) / towns))
    again = reach.arrived(many, np.full(towns, 1.1e5), 4, word=0)
    assert (again <= reach.arrived(many, np.full(towns, 1e5), 4, word=0)).all()  # the same towns, and fewer
    assert reach.arrived(many._replace(place_count=np.full(towns, 9.0)), np.full(towns, 1e5), 4, 0).tolist() == (
        [0.5] * towns
    )


def test_a_call_has_arrived_where_it_is_known_to_have_and_elsewhere_as_before(society):
    towns = 400
    known = np.arange(towns) % 7 == 0
    many = society._replace(
        place_population=np.full(towns, 1e5), place_count=np.ones(towns), place_start=np.arange(towns + 1)
    )
    for half in (0.0, 1e5, 1e9):
        by_chance = reach.arrived(many, np.full(towns, half), 4, 0)
        there = reach.arrived(many, np.full(towns, half), 4, 0, known)
        assert (there == np.where(known, 1.0, by_chance)).all()


def test_nobody_knows_a_called_person_before_anybody_is_called(society, fields):
    assert not perceive.weak_exposure(society, fields, calm(2, ()), Params()).any()


def test_evenly_spread_calls_are_known_to_people_as_to_independent_draws(society, fields):
    fields.called[:] = 0.002 * society.regions.population
    even = Params(acquaintances=300.0, overdispersion=1e6)
    known = perceive.weak_exposure(society, fields, calm(2, ()), even)
    assert known == pytest.approx(np.full(2, 1.0 - np.exp(-0.6)), rel=1e-3)
    clustered = perceive.weak_exposure(society, fields, calm(2, ()), even._replace(overdispersion=0.5))
    assert (clustered < known).all()
    dark = calm(2, ())._replace(connected=np.array([0.5, 0.0]))
    cut = perceive.weak_exposure(society, fields, dark, even)
    assert cut == pytest.approx([1.0 - np.exp(-0.3), 0.0], rel=1e-3)


def test_a_threat_is_felt_where_a_call_up_goes_on_and_most_where_the_quota_is_high(see):
    seen = see(
        calling=np.array([1.0, 1.0]), believed_total=np.full(2, 200.0), quota=np.array([30.0, 10.0]), issue=np.ones(2)
    )
    assert np.exp(seen.threat) - 1.0 == pytest.approx([1.5, 0.5])  # per cent; 200 of 20,000 on average
    assert see(believed_total=np.full(2, 200.0)).threat.tolist() == [0.0, 0.0]


def test_local_deaths_multiply_a_stake_up_to_their_limit(see, society, fields):
    p = Params(death_gain=3.0, death_scale=5.0)
    fields.deaths[:] = np.array([5e-5, 1.0]) * society.regions.population
    assert see(p).death_factor == pytest.approx([2.5, 4.0], rel=1e-3)


def test_waiting_counts_up_to_the_longest_and_a_shut_exit_is_shut(see):
    assert see(Params(longest_wait=20.0), wait=300.0).wait == 20.0
    assert see(wait=3.0).wait == 3.0
    assert not see(exit_open=False).exit_open.any()


def test_the_larger_the_crowd_that_is_expected_the_safer_is_everybody_in_it(see, fields, society):
    fields.turnout[:] = 0.0
    alone = see().detention
    fields.turnout[:] = 0.1 * society.place_population
    crowd = see().detention
    assert (crowd < alone).all()
    assert alone == pytest.approx(np.full(len(alone), 1.0 - np.exp(-10.0)))


def test_an_announced_day_lets_people_expect_one_another_but_no_more_than_there_are(see, fields, society):
    fields.expected_rally[:] = 2.0 * society.place_population
    called = see(rally=np.array([1.0, 0.0]), rally_reach=np.zeros(2))
    first = society.place_region == 0
    assert np.array_equal(called.turnout[first], society.place_population[first])
    assert not called.turnout[~first].any()
    assert not see().turnout.any()


def test_people_learn_from_an_announced_day_what_to_expect_of_the_next(society, fields):
    places = len(society.place_population)
    fields.expected_rally[:] = 100.0
    rally = np.where(np.arange(places) % 2 == 0, 0.5, 0.0)
    perceive.learn(society, fields, calm(2, ()), rally, np.full(places, 10.0), Params(learning=0.75))
    assert fields.expected_rally[::2] == pytest.approx(40.0)  # 10 at half strength speak for 20 at full
    assert fields.expected_rally[1::2] == pytest.approx(100.0)
    assert fields.turnout == pytest.approx(np.full(places, 10.0))


def test_nobody_expects_more_people_than_a_place_has(society, fields):
    weak_call = np.full(len(society.place_population), 1e-6)
    perceive.learn(society, fields, calm(2, ()), weak_call, society.place_population * 0.5, Params())
    assert (fields.expected_rally <= society.place_population).all()


def test_days_of_rest_are_the_weekend_or_what_a_country_says(see):
    def rest(**days):
        return [see(Params(**days), today=Today(0, weekday)).rest_day for weekday in range(7)]

    assert rest() == [0.0] * 5 + [1.0] * 2
    assert rest(rest_from=4) == [0.0] * 4 + [1.0] * 2 + [0.0]
    assert rest(rest_from=6, rest_days=2) == [1.0] + [0.0] * 5 + [1.0]
    assert rest(rest_days=0) == [0.0] * 7
    assert rest(rest_days=7) == [1.0] * 7


def calls(society, fields, p, days=4):
    """What a call of strength one half weighs on each of some days in a row, in the region where it arrives."""
    env, weights = calm(2, ())._replace(rally=np.array([0.5, 0.0]), rally_reach=np.zeros(2)), []
    for _ in range(days):
        weights.append(perceive.call_strength(fields, env, p))
        perceive.learn(society, fields, env, np.zeros(len(society.place_region)), fields.turnout, p)
    assert not np.array(weights)[:, 1].any()
    return np.array(weights)[:, 0]


def test_each_further_call_weighs_the_same_or_less_or_more_as_the_sign_says(society, scenario):
    same, less, more = (
        calls(society, start(scenario(), society).fields, Params(call_repeat=b)) for b in (0.0, 1.0, -1.0)
    )
    assert same.tolist() == [0.5] * 4
    assert less == pytest.approx(0.5 / np.arange(1, 5))
    assert more == pytest.approx(0.5 * np.arange(1, 5))


def test_a_weak_call_weighs_more_or_less_than_its_share(society, fields):
    assert calls(society, fields, Params(call_exponent=0.5), 1) == pytest.approx(0.5**0.5)
    assert calls(society, fields, Params(call_exponent=2.0), 1) == pytest.approx(0.25)
    assert calls(society, fields, Params(call_exponent=1.0), 1).tolist() == [0.5]
