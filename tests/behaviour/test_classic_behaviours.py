"""The classic rules in a whole society have the limits of the papers."""

import numpy as np
import pytest

from groundswell.behaviour import resolve
from groundswell.behaviour.kuran import falsification
from groundswell.classics import epstein_2002, granovetter_1978
from groundswell.scenario import Chosen
from groundswell.simulate import start, step

CALM = {"policing": {"pmax": 0.0}}


def women(society_of, persons):
    """A society whose every member is a grown woman: nobody is called, everybody may act."""
    society = society_of(persons=persons, near_kin=0, far_kin=0, friends=0.0)
    return society._replace(kind=np.full(society.n, 8, np.uint8))


@pytest.fixture(scope="module")
def adults(society_of):
    """A society of 100,000."""
    return women(society_of, 100_000)


def test_in_a_society_of_a_million_complete_mixing_reaches_granovetters_equilibrium(scenario, society_of):
    million = women(society_of, 1_000_000)
    _, shares = crowd(scenario, million, "granovetter", 15, mean=0.25, sd=0.10)
    assert abs(shares[-1] - granovetter_1978.equilibrium(mean=25, sd=10, n=100) / 100) < 4 * np.sqrt(0.0077 / million.n)


def crowd(scenario, society, kind, days, **params):
    """Run a rule without policing; return its world, and the share acting each day."""
    s = scenario(events=scenario().events[:1], days=days, **CALM)
    object.__setattr__(s, "behaviour", Chosen(kind, resolve(kind).Params(**params)))
    world = start(s, society)
    return world, [step(s, world).regional["participants"].sum() / society.weight / society.n for _ in range(days)]


@pytest.mark.parametrize(("mean", "sd", "days"), [(0.25, 0.10, 30), (0.25, 0.11, 60), (0.25, 0.15, 60), (0.4, 0.3, 40)])
def test_complete_mixing_with_thresholds_only_reaches_granovetters_equilibrium(scenario, adults, mean, sd, days):
    _, shares = crowd(scenario, adults, "granovetter", days, mean=mean, sd=sd)
    expected = granovetter_1978.equilibrium(mean=100 * mean, sd=100 * sd, n=100) / 100
    assert np.all(np.diff(shares) >= 0)
    # the fixed point of a sampled crowd scatters by sqrt(r(1-r)/n) over the map's distance from tangency, below 4 here
    assert abs(shares[-1] - expected) < 4 * 4 * np.sqrt(max(expected * (1 - expected), 1e-4) / adults.n)


def test_siegel_in_complete_mixing_is_granovetter_with_thresholds_one_minus_motivation(scenario, adults):
    _, siegel = crowd(scenario, adults, "siegel", 40, mean=0.75, sd=0.1, mixing=1.0)
    expected = granovetter_1978.equilibrium(mean=25, sd=10, n=100) / 100
    assert abs(siegel[-1] - expected) < 0.0015


def test_inertia_slows_siegels_crowd_but_moves_it_to_the_same_place(scenario, adults):
    _, fast = crowd(scenario, adults, "siegel", 30, mean=0.75, sd=0.15, mixing=1.0)
    _, slow = crowd(scenario, adults, "siegel", 40, mean=0.75, sd=0.15, mixing=1.0, inertia=0.5)
    assert slow[3] < fast[3]
    assert abs(slow[-1] - fast[-1]) < 1e-4


def test_without_cops_epsteins_active_share_is_the_closed_form(scenario, adults):
    _, shares = crowd(scenario, adults, "epstein", 2, legitimacy=0.7, cops=0.0)
    expected = epstein_2002.active_share(legitimacy=0.7, arrest_probability=0.0, threshold=0.1)
    assert abs(shares[0] - expected) < 4 * np.sqrt(expected * (1 - expected) / adults.n)


def test_epstein_with_a_certain_arrest_probability_is_the_closed_form(scenario, adults):
    _, shares = crowd(scenario, adults, "epstein", 1, legitimacy=0.2, cops=1.0)
    p = epstein_2002.arrest_probability(cops=1, actives=1, k=2.3)
    expected = epstein_2002.active_share(legitimacy=0.2, arrest_probability=p, threshold=0.1)
    assert abs(shares[0] - expected) < 4 * np.sqrt(expected * (1 - expected) / adults.n)


def test_kurans_society_lies_where_reputation_outweighs_integrity_and_tells_the_truth_otherwise(scenario, adults):
    quiet, shares = crowd(scenario, adults, "kuran", 5, integrity=0.9)
    assert shares[-1] == 0.0
    assert abs(falsification(quiet.chooser) - 0.5) < 0.006
    honest, shares = crowd(scenario, adults, "kuran", 20, integrity=2.0)
    assert abs(shares[-1] - 0.5) < 0.006
    assert abs(falsification(honest.chooser)) < 0.004
