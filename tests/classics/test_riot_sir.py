"""Riots as an epidemic: limits that are known exactly."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import lambertw

from groundswell.classics import riot_sir as rs
from groundswell.classics.riot_sir import checks


@given(st.floats(1.001, 50.0))
def test_the_final_size_is_lamberts(r0: float) -> None:
    exact = 1.0 + float(np.real(lambertw(-r0 * math.exp(-r0)))) / r0
    assert rs.final_size(r0) == pytest.approx(exact, abs=1e-9)


@given(st.floats(0.0, 100.0), st.floats(0.0, 2.0))
def test_the_final_size_solves_its_equation_for_any_spark(r0: float, seed: float) -> None:
    x = rs.final_size(r0, seed)
    assert 0.0 <= x <= 1.0
    assert x == pytest.approx(-math.expm1(-r0 * (x + seed)), abs=1e-12)


@pytest.mark.parametrize("r0", [0.0, 0.3, 1.0])
def test_nothing_happens_up_to_one(r0: float) -> None:
    assert rs.final_size(r0) == rs.peak(r0) == 0.0


def test_just_above_one_the_final_size_is_twice_the_excess() -> None:
    assert rs.final_size(1.0 + 1e-6) == pytest.approx(2e-6, rel=1e-3)
    assert rs.peak(1.0 + 1e-4) == pytest.approx(0.5e-8, rel=1e-3)


@pytest.mark.parametrize("r0", [-0.1, math.nan, math.inf])
def test_an_impossible_r0_is_refused_by_name(r0: float) -> None:
    for function in (rs.final_size, rs.peak):
        with pytest.raises(ValueError, match="r0="):
            function(r0)


@settings(max_examples=15, deadline=None)
@given(st.floats(1.2, 6.0), st.floats(1e-5, 0.2), st.floats(0.3, 3.0))
def test_the_equations_end_and_peak_where_the_closed_forms_say(r0: float, seed: float, omega: float) -> None:
    course = rs.single_site(r0, seed, omega, days=200.0 / omega, steps_per_day=math.ceil(20 * omega))
    assert 1.0 - course.susceptible[-1, 0] == pytest.approx(rs.final_size(r0, seed), abs=2e-4)
    assert course.activity.max() == pytest.approx(max(seed, _peak_from(r0, seed)), abs=2e-3)


def _peak_from(r0: float, seed: float) -> float:
    return rs.peak(r0, seed)


def test_all_who_join_leave_the_stock_and_nobody_is_made() -> None:
    riot = rs.simulate_events([300, 50], [3, 0], [[1.0, 0.2], [0.2, 1.0]], beta=0.01, omega=1.0, seed=5, runs=20)
    assert (riot.joined <= [300, 50]).all()
    assert (riot.daily.sum(axis=1) == riot.joined).all()


def test_one_seed_gives_one_riot_and_another_seed_another() -> None:
    first, again, other = (
        rs.simulate_events([500], [5], beta=0.004, omega=1.0, seed=s, runs=3).joined.tolist() for s in (1, 1, 2)
    )
    assert first == again != other


def test_a_riot_that_nobody_can_join_ends_after_the_exponential_time_of_its_rioter() -> None:
    riot = rs.simulate_events([0], [1], beta=1.0, omega=2.0, seed=1, runs=4_000)
    assert riot.last.mean() == pytest.approx(0.5, abs=4 * 0.5 / math.sqrt(4_000))


def test_a_small_riot_dies_out_as_often_as_branching_says() -> None:
    riot = rs.simulate_events([10_000], [1], beta=2.0 / 10_000, omega=1.0, seed=4, runs=2_000)
    small = (riot.joined[:, 0] < 1_000).mean()
    assert small == pytest.approx(0.5, abs=4 * math.sqrt(0.25 / 2_000))


@pytest.mark.parametrize("check", [checks.bg1, checks.bg2, checks.bg3])
def test_coupled_sites_have_the_two_limits(check) -> None:
    assert check() < 1e-12


def test_an_uncoupled_site_without_rioters_stays_calm() -> None:
    course = rs.simulate([100, 100], [1, 0], beta=0.05, omega=1.0, days=30)
    assert course.activity[:, 1].max() == 0.0
    assert course.activity[:, 0].max() > 10.0


@given(st.lists(st.integers(0, 5), min_size=3, max_size=12), st.data())
def test_the_rank_correlation_is_spearmans(x: list[int], data: st.DataObject) -> None:
    from scipy.stats import spearmanr

    y = data.draw(st.lists(st.integers(0, 5), min_size=len(x), max_size=len(x)))
    if len(set(x)) > 1 and len(set(y)) > 1:
        assert rs.rank_correlation(x, y) == pytest.approx(spearmanr(x, y).statistic, abs=1e-12)
    else:
        assert rs.rank_correlation(x, y) == 0.0


def test_what_cannot_be_used_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="activity"):
        rs.simulate([1.0], [1.0, 2.0], beta=1.0, omega=1.0, days=1.0)
    with pytest.raises(ValueError, match="weights"):
        rs.simulate([1.0], [1.0], [[-1.0]], beta=1.0, omega=1.0, days=1.0)
    with pytest.raises(ValueError, match="delta"):
        rs.power_kernel([[0.0]], 1.0, -1.0)
    with pytest.raises(ValueError, match="distances"):
        rs.exponential_kernel([[0.0, 1.0]], 1.0)
    with pytest.raises(ValueError, match="whole persons"):
        rs.simulate_events([1.5], [1], beta=1.0, omega=1.0, seed=1)
    with pytest.raises(ValueError, match="steps_per_day"):
        rs.simulate([1e6], [1.0], beta=1.0, omega=1.0, days=5.0, steps_per_day=1)
