"""Who is liable, who lives together, who is friends with whom: as the society's parameters say."""

import numpy as np
import pytest

from groundswell.process.contact_counters import NOBODY, rows
from groundswell.society.people import liable_bands
from groundswell.society.spec import Params
from groundswell.types import BAND_BITS, BAND_STARTS, LIABLE_BIT, MALE_BIT


@pytest.mark.parametrize(("youngest", "oldest"), [(18, 49), (20, 29), (25, 120), (18, 18), (21, 24)])
def test_the_liable_are_men_of_the_whole_age_bands_within_the_liable_ages(society_of, youngest, oldest):
    kind = society_of(liable_from=youngest, liable_to=oldest, liable_share=1.0).kind
    start = np.array(BAND_STARTS)
    last = np.append(start[1:] - 1, 120)
    inside = (start >= youngest) & (last <= oldest)
    liable, band, male = kind & LIABLE_BIT != 0, kind & BAND_BITS, kind & MALE_BIT != 0
    assert np.array_equal(liable, male & inside[band])


def test_ages_in_the_wrong_order_leave_nobody_liable():
    first, end = liable_bands(Params(liable_from=40, liable_to=30))
    assert first == end


def partners(society):
    """Return how many households of two adults join a man and a woman of about one age, as a share."""
    head = np.flatnonzero((society.household & 15 == 0) & (society.household >> 4 > 1))
    a, b = society.kind[head], society.kind[head + 1]
    near = np.abs((a & BAND_BITS).astype(int) - (b & BAND_BITS)) <= 1
    adults = (a & BAND_BITS >= 4) & (b & BAND_BITS >= 4)
    return np.mean((near & (a & MALE_BIT != b & MALE_BIT))[adults])


def test_more_couples_mean_more_partners_of_one_age(society_of):
    few, usual, many = (partners(society_of(couples=share)) for share in (0.0, 0.75, 1.0))
    assert few < 0.3 < usual < many


def test_second_members_are_children_as_often_as_is_said(society_of):
    def children(position, **chances):
        society = society_of(**chances)
        there = society.household & 15 == position
        return np.mean((society.kind & BAND_BITS)[there] < 4)

    assert children(1, child_second=0.0) < children(1, child_second=0.35) < children(1, child_second=1.0)
    assert children(2, child_later=0.5) < children(2, child_later=1.5)


def gap(society):
    """Return the mean difference of age, in years, between friends."""
    who = np.arange(society.n, dtype=np.uint32)
    _, friends = rows(society, who, friends=True)
    other = friends.reshape(society.n, -1)
    met = other != NOBODY
    age = np.array(BAND_STARTS, float)[society.kind & BAND_BITS]
    mine = np.broadcast_to(age[:, None], other.shape)[met]
    return np.mean(np.abs(mine - age[other[met]]))


def test_the_shorter_the_difference_of_age_that_friends_bear_the_nearer_they_are(society_of):
    near, usual, any_ = (gap(society_of(persons=4_000, alike_years=years)) for years in (2.0, 20.0, 1000.0))
    assert near < 0.75 * usual < 0.75 * any_


def test_friends_are_as_many_as_asked_for_however_alike_they_are(society_of):
    for years in (5.0, 20.0, 200.0):
        society = society_of(persons=6_000, alike_years=years)
        _, friends = rows(society, np.arange(society.n, dtype=np.uint32), friends=True)
        assert np.count_nonzero(friends != NOBODY) / society.n == pytest.approx(25.0, rel=0.1)


def test_settlements_and_circles_of_friends_are_pooled_where_they_are_small(society_of):
    many, few = (len(society_of(persons=4_000, settlement_least=least).place_region) for least in (10, 400))
    assert many > few
    wide = society_of(friends_least=2_000)
    sizes = (wide.tie_high - wide.tie_low)[wide.place_region == 0]
    assert (sizes >= 2_000).all()
