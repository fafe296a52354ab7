"""Detention, fear and anger: what grows with a crowd, and what must not depend on the scale."""

import numpy as np
import pytest

from groundswell.events import calm
from groundswell.process import policing
from groundswell.process.policing import Turnout
from groundswell.process.status_lists import place_counts
from groundswell.simulate import simulate, start

ONE_PER_MILLION_TO_ALL = 10.0 ** np.arange(-6, 0.1, 0.5)


@pytest.fixture(scope="module")
def everybody(two_regions, society_of):
    """The society of two regions, one person for one person."""
    return society_of(persons=int(two_regions.population.sum()))


def crowd(society, share):
    """Return the turnout when `share` of every place's people are in the street."""
    return Turnout(share * society.place_population, np.ones(len(society.place_population)))


def test_the_more_protest_the_more_are_detained_but_a_smaller_share(scenario, everybody):
    society, p = everybody, scenario().policing
    env = calm(2, ())
    shares = np.array([policing.detained_share(society, crowd(society, s), env, p) for s in ONE_PER_MILLION_TO_ALL])
    detained = shares * ONE_PER_MILLION_TO_ALL[:, None]
    assert (np.diff(shares, axis=0) < 0).all()
    assert (np.diff(detained, axis=0) > 0).all()
    assert shares[0] == pytest.approx(p.pmax, rel=0.01)


def test_detentions_go_on_growing_when_a_crowd_grows_from_thousands_to_a_million(scenario, everybody):
    society, p = everybody, scenario().policing
    places = len(society.place_population)
    large = society._replace(place_population=np.full(places, 12.7e6))  # each as large as the largest city

    def detained(crowd, p):
        there = Turnout(np.full(places, crowd), np.ones(places))
        return crowd * policing.detained_share(large, there, calm(2, ()), p)[0]

    few, many = detained(2e3, p), detained(2e5, p)
    assert 300 < few < 900
    assert 2.0 * few < many < 10.0 * few
    fixed = p._replace(crowding=1.0)  # then no crowd loses more than the capacity
    assert detained(1e9, fixed) == pytest.approx(fixed.pmax * policing.capacity(large, calm(2, ()), p)[0], rel=1e-3)


def test_fear_and_anger_grow_with_how_many_could_be_seen(scenario, society_of):
    s, society = scenario(policing={"fear": 1.0, "backlash": 1.0}), society_of()
    felt = []
    for share in (0.0, 1e-6, 1e-4, 1e-2):
        world = start(s, society)
        there = crowd(society, share)
        detained = np.full(len(there.present), 0.2)
        policing.feel(society, world.fields, calm(2, ()), there.present, detained, s.policing)
        felt.append((world.fields.fear.max(), world.fields.backlash.max()))
    assert felt[0] == (0.0, 0.0)
    assert (np.diff(np.array(felt), axis=0) > 0).all()
    assert felt[1][0] < 0.02 * felt[3][0]  # one in a million moves hardly anybody


def test_at_one_to_one_turnout_is_the_count(everybody):
    society = everybody
    assert society.weight == 1.0
    who = np.arange(0, society.n, 997, dtype=np.uint32)
    place = np.searchsorted(society.place_start, who, side="right") - 1
    there = place_counts(society, who)
    assert np.array_equal(there, np.bincount(place, minlength=len(society.place_population)))
    assert np.array_equal(policing.turnout(society, there, 0.3).present, there)


def test_turnout_of_all_places_adds_up_to_about_who_is_in_the_street(society_of):
    society = society_of(persons=3_000)
    who = np.arange(0, society.n, 7, dtype=np.uint32)
    there = policing.turnout(society, place_counts(society, who), 0.3)
    assert (there.present * society.place_count).sum() == pytest.approx(len(who) * society.weight, rel=0.1)


@pytest.mark.slow
def test_participants_detained_and_deterred_do_not_depend_on_the_scale(scenario, society_of):
    loud = scenario(days=6, behaviour={"protest": -8.0}, policing={"fear": 2.0, "capacity_floor": 3.0})
    means, errors = [], []
    for persons, seeds in ((5_000, 24), (20_000, 10), (100_000, 4)):
        rows = []
        for seed in range(seeds):
            tallies = list(simulate(loud, society_of(persons, seed)))
            street, taken = (np.array([t.regional[m].sum() for t in tallies]) for m in ("participants", "detained"))
            rows.append([street[1], street[2:].sum(), taken.sum() / street.sum()])
        means.append(np.mean(rows, axis=0))
        errors.append(np.std(rows, axis=0) / np.sqrt(seeds))
    full = means[-1]
    for mean, error in zip(means[:-1], errors[:-1], strict=True):
        assert (np.abs(mean - full) < 0.1 * full + 3.0 * np.hypot(error, errors[-1])).all(), (mean, full)
