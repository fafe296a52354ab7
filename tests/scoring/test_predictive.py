"""Intervals hold what they promise, for a known distribution; a wrong one does not."""

import numpy as np
import pytest
from scipy import stats

from groundswell.scoring.predictive import known, members, of_count, of_share
from groundswell.scoring.scale import Scale

from .conftest import normal

QS = np.array([0.05, 0.25, 0.5, 0.75, 0.95])


@pytest.mark.parametrize("count", [0, 1, 3, 13, 1330, 2_000_000])
@pytest.mark.parametrize("weight", [1.0, 100.0])
def test_behind_a_count_stands_the_gamma_distribution_of_jeffreys(count: int, weight: float) -> None:
    own = of_count(count * weight, weight).quantiles(QS)
    assert own == pytest.approx(weight * stats.gamma.ppf(QS, count + 0.5), rel=0.02, abs=0.02 * weight)


@pytest.mark.parametrize("yes,asked", [(0, 10), (1, 10), (5, 10), (10, 10), (752, 1600), (1_000_000, 3_000_000)])
def test_behind_a_share_stands_the_beta_distribution_of_jeffreys(yes: int, asked: int) -> None:
    own = of_share(yes / asked, asked).quantiles(QS)
    assert own == pytest.approx(stats.beta.ppf(QS, yes + 0.5, asked - yes + 0.5), rel=0.02, abs=0.003)


def test_a_share_of_nobody_is_anything() -> None:
    low, *_, high = of_share(0.0, 0.0).quantiles(QS)
    assert low < 0.1 and high > 0.9


def test_a_count_of_none_has_an_upper_bound() -> None:
    assert of_count(0.0, 100.0).quantiles(np.array([0.95]))[0] == pytest.approx(192.0, rel=0.02)
    eight = members(np.zeros(8), np.ones(8), 100.0).quantiles(np.array([0.05, 0.5, 0.95]))
    assert eight.tolist() == pytest.approx([0.0, 0.0, 50.0])
    three = members(np.zeros(3), np.ones(3), 100.0).quantiles(np.array([0.95]))
    assert three[0] == pytest.approx(99.9, rel=1e-3)


@pytest.mark.parametrize("size", [19, 39, 200])
def test_intervals_of_exchangeable_members_hold_another_member_as_often_as_they_say(size: int) -> None:
    draws = normal(2000 * (size + 1), size).reshape(2000, size + 1)
    for level in (0.5, 0.9):
        q = np.array([(1 - level) / 2, (1 + level) / 2])
        ends = np.array([members(row[1:], np.ones(size), 0.0).quantiles(q) for row in draws])
        held = np.mean((ends[:, 0] <= draws[:, 0]) & (draws[:, 0] <= ends[:, 1]))
        assert held == pytest.approx(level, abs=0.025)


def test_intervals_that_are_too_narrow_are_seen_to_be() -> None:
    draws = normal(1000 * 40, 7).reshape(1000, 40)
    q = np.array([0.05, 0.95])
    ends = np.array([members(0.5 * row[1:], np.ones(39), 0.0).quantiles(q) for row in draws])
    held = np.mean((ends[:, 0] <= draws[:, 0]) & (draws[:, 0] <= ends[:, 1]))
    assert held < 0.7


def test_a_sample_of_weight_zero_does_not_exist() -> None:
    own = members(np.array([1.0, 2.0, 900.0]), np.array([1.0, 1.0, 0.0]), 0.0)
    assert own.quantiles(np.array([0.99]))[0] <= 2.0
    assert own.size == 2.0


@pytest.mark.parametrize("scale", [Scale(True, 0.5), Scale(True, 500.0), Scale(False)])
def test_a_value_survives_the_way_to_the_scale_and_back(scale: Scale) -> None:
    there = np.array([0.0, 1e-3, 0.3, 0.97, 1.0]) * (1.0 if not scale.log else 1e4)
    assert scale.back(scale.to(there)) == pytest.approx(there, abs=1e-9 if not scale.log else 1e-6)


def test_an_observations_error_widens_what_is_predicted_on_the_scale() -> None:
    wide = known(np.full(8, 1000.0)).dressed(Scale(True, 0.5), 0.2).quantiles(np.array([0.05, 0.5, 0.95]))
    assert np.log(wide[2] / wide[1]) == pytest.approx(1.645 * 0.2, rel=0.05)
    assert np.log(wide[1] / wide[0]) == pytest.approx(1.645 * 0.2, rel=0.05)


def test_ranks_of_true_values_are_even() -> None:
    ranks = [members(row[1:], np.ones(50), 0.0).ranks(row[0]) for row in normal(51 * 500, 9).reshape(500, 51)]
    assert stats.kstest(np.mean(ranks, axis=1), "uniform").pvalue > 0.01
