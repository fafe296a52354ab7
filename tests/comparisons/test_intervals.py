"""Intervals of paired effects: they know what rare changes do to a handful of pairs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell import resolution, rng
from groundswell.comparisons.effects import effect, reduction_in_words
from groundswell.comparisons.intervals import RunningPairs, paired, student

WEIGHT = 1000.0


def draws(word: int, *shape: int) -> np.ndarray:
    """Uniform draws, the same at every call."""
    return rng.uniform(7, np.uint64(90 + word), 0, np.arange(np.prod(shape))).reshape(shape)


def rare(pairs: int, often: float, longest: int, both: bool, times: int = 600) -> tuple[np.ndarray, np.ndarray, float]:
    """Baselines and arms (pairs, times) of a count of some 15 lumps, and the mean change of a pair.

    A lump is 1 to `longest` persons; a share `often` of pairs changes by one, up only or, in three of ten, down.
    """
    lumps = (draws(0, 60, pairs, times) < 0.25) * np.ceil(longest * draws(1, 60, pairs, times))
    base = WEIGHT * lumps.sum(axis=0)
    way = np.where(draws(3, pairs, times) < 0.3, -1.0, 1.0) if both else 1.0
    change = WEIGHT * (draws(4, pairs, times) < often) * np.ceil(longest * draws(2, pairs, times)) * way
    return base, base + change, WEIGHT * often * (longest + 1) / 2.0 * (0.4 if both else 1.0)


@pytest.mark.parametrize("pairs", [4, 8, 16])
@pytest.mark.parametrize(("often", "longest", "both"), [(0.03, 1, True), (0.06, 1, True), (0.1, 3, False),
                                                        (0.2, 1, False), (0.2, 5, False), (0.5, 2, True)])  # fmt: skip
def test_rare_changes_are_inside_the_interval_as_often_as_it_says(pairs, often, longest, both):
    base, arm, truth = rare(pairs, often, longest, both)
    found = paired(base, arm, WEIGHT)
    held = (np.abs(found.mean - truth) <= found.interval.half90).mean()
    assert held >= 0.85
    naive = student(pairs - 1)[1] * (arm - base).std(axis=0, ddof=1) / np.sqrt(pairs)
    assert often >= 0.2 or (np.abs(found.mean - truth) <= naive).mean() < 0.85


def test_where_every_pair_differs_the_interval_is_students():
    base, change = np.linspace(8e4, 9e4, 8), WEIGHT * np.array([180, 204, 196, 201, 188, 199, 190, 207.0])
    found = effect(base, base + change, WEIGHT)
    half = student(7)[1] * change.std(ddof=1) / np.sqrt(8)
    assert (found.low90, found.high90) == pytest.approx((change.mean() - half, change.mean() + half))


@pytest.mark.parametrize("pairs", [1, 2, 8, 40])
def test_when_no_pair_differs_as_much_stays_possible_as_of_a_count_of_zero(pairs):
    found = effect([20_000.0] * pairs, [20_000.0] * pairs, WEIGHT)
    bound = resolution.zero_count_bound(WEIGHT, pairs)
    assert (found.low90, found.mean, found.high90) == pytest.approx((-bound, 0.0, bound))
    assert found.error == pytest.approx(WEIGHT / pairs)
    assert (found.differ, found.variance_reduction) == (0, None)


def test_what_comes_in_larger_lumps_may_be_larger_unseen():
    alone = effect([20_000.0] * 8, [20_000.0] * 8, WEIGHT)
    crowds = [8_000.0, 32_000.0, 14_000.0, 26_000.0, 20_000.0, 11_000.0, 29_000.0, 20_000.0]
    found = effect(crowds, crowds, WEIGHT)
    assert alone.high90 is not None
    assert found.high90 is not None
    assert 2.0 * alone.high90 < found.high90 <= 5.0 * alone.high90


def test_an_effect_that_is_the_same_in_every_pair_is_not_known_to_the_last_person():
    found = effect([71_000.0, 70_000.0, 73_000.0, 71_000.0], [70_000.0, 69_000.0, 72_000.0, 70_000.0], WEIGHT)
    assert found.mean == -WEIGHT
    assert found.low90 is not None
    assert found.low90 < -WEIGHT - 0.5 * resolution.zero_count_bound(WEIGHT, 4)


def test_from_one_pair_an_effect_has_no_interval():
    found = effect([3_000.0], [4_000.0], WEIGHT)
    assert (found.error, found.low90, found.high50, found.variance_reduction) == (None, None, None, None)
    assert found.simulated_persons == 1.0


def test_intervals_narrow_with_pairs():
    halves = [effect([2e4] * n, [2e4] * (n - 1) + [2.1e4], WEIGHT).high90 or 0.0 for n in (4, 8, 16, 30)]
    assert halves == sorted(halves, reverse=True)


@given(st.lists(st.integers(-3, 3), min_size=2, max_size=12), st.sampled_from([0.5, 10.0, 2935.6]))
def test_in_a_society_of_other_weight_everything_has_that_weight(changes, weight):
    base = np.array([20.0, 23.0, 18.0, 25.0, 20.0, 21.0, 16.0, 22.0, 19.0, 20.0, 24.0, 17.0])[: len(changes)]
    one, other = effect(base, base + changes, 1.0), effect(weight * base, weight * (base + changes), weight)
    for name in ("mean", "error", "low50", "high50", "low90", "high90"):
        assert getattr(other, name) == pytest.approx(weight * getattr(one, name), rel=1e-6, abs=1e-9)
    assert other.simulated_persons == pytest.approx(one.simulated_persons)
    assert (other.differ, other.variance_reduction is None) == (one.differ, one.variance_reduction is None)


@given(st.lists(st.integers(-2, 2), min_size=2, max_size=12))
def test_pairs_that_come_one_by_one_give_the_same_interval_as_all_at_once(changes):
    base = np.array([20.0, 23.0, 18.0, 25.0, 20.0, 21.0, 16.0, 22.0, 19.0, 20.0, 24.0, 17.0])[: len(changes)]
    changes = [*changes, *([0] * (len(changes) + 1))]  # none at all is the commonest
    base = np.concatenate([base, base, [20.0]])
    running = RunningPairs()
    for before, change in zip(base, changes, strict=True):
        running.add(np.array([before]), np.array([before + change]))
    whole = paired(base, base + changes, 1.0).interval
    assert np.ravel(running.interval(1.0)) == pytest.approx(np.ravel(whole), abs=1e-9)


def test_shares_that_never_differed_may_do_as_runs_with_other_seeds_do():
    shares = [0.685, 0.686, 0.684, 0.687]
    found = effect(shares, shares)
    assert found.high90 is not None
    assert 0.0 < found.high90 < 3.0 * np.std(shares)
    assert not found.is_coarse


def test_ten_persons_in_all_pairs_together_are_not_coarse():
    assert effect([0.0] * 4, [3_000.0, 3_000.0, 2_000.0, 1_000.0], WEIGHT).is_coarse
    assert not effect([0.0] * 4, [3_000.0, 3_000.0, 2_000.0, 2_000.0], WEIGHT).is_coarse


def test_pairing_has_saved_nothing_that_can_be_stated_when_no_pair_differed():
    idle = effect([5.0, 6.0, 7.0], [5.0, 6.0, 7.0], 1.0)
    assert (idle.variance_reduction, idle.variance_reduction_low95) == (None, None)
    assert reduction_in_words(idle) == "no pair differed"


def test_pairing_saves_no_more_than_the_pairs_can_tell():
    steady = effect([0.1 + 0.2, 0.4, 0.7, 0.5], [1.1 + 0.2, 1.4, 1.7, 1.5])  # one more, but for rounding
    assert steady.variance_reduction == pytest.approx(4.0)
    nearly = effect([1e5, 2e5, 3e5, 4e5], [1e5 + 1.0, 2e5 + 2.0, 3e5 + 1.5, 4e5 + 0.5])
    assert reduction_in_words(nearly) == "over 1,000 x"


def test_a_saving_has_a_lower_bound_that_more_pairs_raise():
    few, many = ([10.0, 20.0, 30.0] * n for n in (1, 6))
    change = [2.0, 2.0, 5.0]
    small, large = (effect(b, np.add(b, change * (len(b) // 3))) for b in (few, many))
    assert small.variance_reduction_low95 is not None
    assert large.variance_reduction_low95 is not None
    assert small.variance_reduction_low95 < large.variance_reduction_low95 < (large.variance_reduction or 0.0)
    assert "at least" in reduction_in_words(large)
