"""A society is what the census says, whoever is in it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.apportion import apportion
from groundswell.errors import InputError
from groundswell.kernel import kernel
from groundswell.scenario import SECTIONS
from groundswell.society import places, ties
from groundswell.types import BAND_BITS, LIABLE_BIT, MALE_BIT


def test_every_region_has_the_ages_and_sexes_of_the_census(society_of):
    residuals = society_of().residuals
    assert residuals["age and sex by region, persons"] == 0
    assert residuals["household size, share"] < 0.02
    assert residuals["households without an adult, share"] < 0.01


def test_two_seeds_give_two_societies_and_one_seed_the_same(society_of):
    first, again, other = society_of(seed=1), society_of(seed=1), society_of(seed=2)
    assert np.array_equal(first.kind, again.kind)
    assert np.array_equal(first.household, again.household)
    assert not np.array_equal(first.kind, other.kind)


def test_only_men_of_18_to_49_are_liable(society_of):
    kind = society_of().kind
    liable = kind[kind & LIABLE_BIT > 0]
    assert len(liable) > 1000
    assert (liable & MALE_BIT > 0).all()
    assert ((liable & BAND_BITS >= 4) & (liable & BAND_BITS <= 10)).all()


def test_households_are_whole_and_stay_within_their_place(society_of):
    society = society_of()
    position, size = society.household & 15, society.household >> 4
    first = np.flatnonzero(position == 0)
    assert np.array_equal(np.diff(np.append(first, society.n)), size[first])
    assert np.isin(society.place_start[:-1], np.append(first, society.n)).all()


def test_places_that_societies_share_cannot_be_written_even_before_the_first_is_built(two_regions):
    laid = places.lay_out(two_regions, 5_003, SECTIONS["society"]())
    assert not any(column.flags.writeable for column in laid if isinstance(column, np.ndarray))


def test_a_region_must_not_be_left_empty(society_of):
    with pytest.raises(InputError, match="leave region RU-DA empty; take at least"):
        society_of(persons=1)


@given(st.integers(0, 10_000), st.lists(st.floats(0.01, 1e6), min_size=1, max_size=40))
def test_parts_sum_to_the_whole_and_miss_their_share_by_less_than_one(total, shares):
    parts = apportion(total, np.array(shares))
    exact = np.array(shares) * total / np.sum(shares)
    assert parts.sum() == total
    assert (np.abs(parts - exact) < 1 + 1e-6).all()


@kernel
def _partners(low, high, keys, layer, out):
    for i in range(low, high):
        out[i - low] = ties.partner(i, ties.span(low, high), keys, layer)


@given(st.integers(0, 1000), st.integers(1, 5000), st.integers(0, 2**32))
def test_a_tie_is_seen_from_both_its_ends(low, n, seed):
    out = np.empty(n, np.int64)
    _partners(low, low + n, ties.keys(seed, 1), 0, out)
    assert np.array_equal(out[out - low], np.arange(low, low + n))
    assert np.count_nonzero(out == np.arange(low, low + n)) == n % 2  # one odd person has no partner


def test_friendships_hardly_ever_repeat():
    n = 1 << 14
    out = np.empty((20, n), np.int64)
    for layer in range(20):
        _partners(0, n, ties.keys(7, 20), layer, out[layer])
    pairs = np.sort(out, axis=0)
    repeated = np.count_nonzero(pairs[1:] == pairs[:-1]) / n
    expected = 20 * 19 / 2 / n  # of a random partner in each layer
    assert repeated < 2 * expected + 3 * np.sqrt(expected / n)
