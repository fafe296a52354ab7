"""Persons dealt fast are those dealt one by one."""

import numpy as np
import pytest

from groundswell.apportion import apportion
from groundswell.society import dealing, people
from groundswell.society.spec import Params
from groundswell.society.synthesize import size_steps
from groundswell.types import BAND_BITS

PLACES = np.array([0, 1, 1, 7, 2_000, 2_003, 5_000, 5_001])  # one person, nobody, fewer than the largest household
REGIONS = np.array([0, 4, 6, 7])  # first places


def margins(children, oldest=18):
    """Return persons to deal by region, sex and band: a share of children, nobody from band `oldest` on."""
    weights = np.where(np.arange(18) < 4, children / 4.0, (1.0 - children) / 14.0)
    weights[oldest:] = 0.0
    both = np.tile(weights, 2)
    sizes = np.diff(PLACES[REGIONS])
    return np.array([apportion(int(n), both).reshape(2, 18) for n in sizes])


def both_ways(persons, p):
    """Return (kind, household) as they are dealt one by one, and fast."""
    given = np.uint64(77), PLACES[REGIONS], REGIONS, PLACES
    steps, liable = size_steps(p.household_mean), people.liable_bands(p)
    columns = [(np.zeros(PLACES[-1], np.uint8), np.zeros(PLACES[-1], np.uint8)) for _ in range(2)]
    people.deal_people(0, 3, *given, persons, steps, liable, p, *columns[0])
    dealing.deal(0, 3, *given, dealing.plan(persons, liable), steps, p, *columns[1])
    return columns


@pytest.mark.parametrize("children", [0.0, 0.02, 0.22, 0.9, 1.0])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"household_mean": 6.0, "child_second": 10.0, "child_later": 0.0},
        {"household_mean": 1.2, "couples": 0.0, "liable_share": 0.0},
        {"couples": 1.0, "child_later": 10.0, "liable_share": 1.0},
        {"liable_from": 40, "liable_to": 30},
    ],
)
def test_who_is_dealt_fast_is_who_is_dealt_one_by_one(children, changes):
    for oldest in (5, 18):
        one_by_one, fast = both_ways(margins(children, oldest), Params(**changes))
        assert np.array_equal(one_by_one[0], fast[0])
        assert np.array_equal(one_by_one[1], fast[1])


def test_everybody_is_dealt_once():
    persons = margins(0.22)
    (kind, _), _ = both_ways(persons, Params())
    assert np.array_equal(np.bincount(kind & BAND_BITS, minlength=18)[:18], persons.sum((0, 1)))
