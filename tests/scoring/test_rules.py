"""Scores are what the package scoringrules gives, and proper: the truth is never beaten by a wrong distribution."""

from dataclasses import replace

import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st

from groundswell.case.target_scale import log_normal
from groundswell.scoring import rules
from groundswell.scoring.predictive import Predictive, known, members
from groundswell.scoring.scale import Scale

from .conftest import normal

COUNTS = Scale(log=True, offset=0.5)
samples = st.lists(st.floats(0, 1e6), min_size=2, max_size=40).map(np.array)
values = st.floats(0, 1e6)


def of(sample: np.ndarray, weights: np.ndarray | None = None) -> Predictive:
    return members(sample, np.ones(len(sample)) if weights is None else weights, 0.0)


@given(samples, values)
def test_the_crps_of_exchangeable_members_is_the_fair_one(sample: np.ndarray, value: float) -> None:
    expected = scoringrules.crps_ensemble(value, sample, estimator="fair")
    assert rules.crps(of(sample), value) == pytest.approx(expected, abs=1e-6 * (1 + sample.max()))


@given(samples, values)
def test_the_crps_of_a_known_distribution_is_that_of_the_energy_form(sample: np.ndarray, value: float) -> None:
    expected = scoringrules.crps_ensemble(value, sample, estimator="nrg")
    assert rules.crps(known(sample), value) == pytest.approx(expected, abs=1e-6 * (1 + sample.max()))


def test_a_member_of_double_weight_counts_as_two() -> None:
    sample, weights = np.array([1.0, 4.0, 9.0]), np.array([2.0, 1.0, 1.0])
    own = replace(of(sample, weights), size=np.inf)
    assert rules.crps(own, 3.0) == pytest.approx(
        scoringrules.crps_ensemble(3.0, np.array([1.0, 1.0, 4.0, 9.0]), estimator="nrg")
    )


@given(st.floats(0, 1e5), st.floats(0, 1e5), values, st.sampled_from([0.02, 0.1, 0.5, 0.9]))
def test_the_interval_score_is_that_of_gneiting_and_raftery(a: float, b: float, value: float, alpha: float) -> None:
    low, high = min(a, b), max(a, b)
    own = rules.interval_score(np.array([low]), np.array([high]), value, np.array([alpha]))
    assert own[0] == pytest.approx(scoringrules.interval_score(value, low, high, alpha))


@given(samples, values)
def test_the_weighted_interval_score_is_that_of_bracher(sample: np.ndarray, value: float) -> None:
    alpha = rules.LEVELS
    low, high = (np.quantile(sample, q) for q in (alpha / 2, 1 - alpha / 2))
    median = float(np.median(sample))
    expected = scoringrules.weighted_interval_score(value, median, low, high, alpha)
    assert rules.weighted_interval_score(median, low, high, value, alpha) == pytest.approx(expected)


def test_the_weighted_interval_score_comes_near_the_crps() -> None:
    sample = 1000.0 * np.exp(0.5 * normal(4000, 1))
    for value in (300.0, 1000.0, 4000.0):
        assert rules.interval_scores(of(sample), value)[2] == pytest.approx(rules.crps(of(sample), value), rel=0.15)


def test_the_log_score_is_that_of_a_normal_distribution_on_the_scale_of_the_target() -> None:
    z = 5.0 + 0.3 * normal(2000, 2)
    own = rules.log_score(known(COUNTS.back(z)), 150.0, COUNTS)
    expected = scoringrules.logs_normal(float(COUNTS.to(150.0)), z.mean(), z.std())
    assert own == pytest.approx(float(expected), abs=1e-9)


def test_a_bound_far_out_has_a_finite_log_score_without_a_jump() -> None:
    d = np.linspace(-30.0, -20.0, 400)
    own = log_normal(d)
    assert np.isfinite(own).all()
    assert (np.diff(own) > 0.0).all()
    assert np.abs(np.diff(own, 2)).max() < 1e-3


def test_ignorance_is_in_the_bins_of_views_with_one_member_added_to_each() -> None:
    sample = np.array([0.0, 0.0, 1.0, 2.0, 30.0, 2000.0, 5.0, 6.0])
    for value, inside in ((0.0, 2), (2.0, 2), (3.0, 1), (6.0, 1), (26.0, 1), (75.0, 0), (1000.0, 0), (1001.0, 1)):
        assert rules.ignorance(of(sample), value) == pytest.approx(-np.log2((inside + 1) / (8 + 11)))


def test_a_bound_that_is_surely_met_costs_nothing() -> None:
    sample = np.array([500.0, 700.0, 900.0])
    assert rules.crps(of(sample).clipped("at least", 100.0), 100.0) == pytest.approx(0.0)
    assert rules.interval_scores(of(sample), 100.0, "at least") == pytest.approx((0.0, 0.0, 0.0))
    assert rules.log_score(of(sample), 100.0, COUNTS, "at least") == pytest.approx(0.0, abs=1e-6)
    assert rules.ignorance(of(sample), 100.0, "at least") < rules.ignorance(of(sample), 2000.0, "at least")


@pytest.mark.parametrize("wrong", [lambda x: x * 2.0, lambda x: x * 0.5, lambda x: np.exp(np.log(x) * 0.5 + 3.45)])
def test_no_wrong_distribution_has_a_better_mean_score_than_the_true_one(wrong) -> None:
    truth, drawn = 1000.0 * np.exp(0.6 * normal(300, 3)), 1000.0 * np.exp(0.6 * normal(300, 4))
    right, other = of(truth), of(wrong(truth))

    def means(pred: Predictive) -> np.ndarray:
        return np.mean([(rules.crps(pred, y), *rules.interval_scores(pred, y), rules.log_score(pred, y, COUNTS),
                         rules.ignorance(pred, y)) for y in drawn], axis=0)  # fmt: skip

    assert (means(right) < means(other)).all()


@pytest.mark.parametrize("bound", [500.0, 1000.0, 3000.0])
def test_clipped_scores_stay_proper_for_bounds(bound: float) -> None:
    truth, drawn = 1000.0 * np.exp(0.6 * normal(300, 3)), 1000.0 * np.exp(0.6 * normal(300, 4))

    def mean(sample: np.ndarray) -> float:
        pred = of(sample).clipped("at least", bound)
        return float(np.mean([rules.crps(pred, min(y, bound)) for y in drawn]))

    assert mean(truth) < mean(truth * 2.0)
    assert mean(truth) < mean(truth * 0.5)
