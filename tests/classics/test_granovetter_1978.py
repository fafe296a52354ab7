"""Granovetter's crowds: who riots, why one person matters, and where the jump is."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import norm

from groundswell.classics import granovetter_1978 as g
from groundswell.classics.judge import judge

crowds = st.lists(st.integers(-5, 60), max_size=50)


def test_the_uniform_crowd_of_any_size_riots_to_the_last_and_falls_to_one_when_the_1_becomes_a_2():
    for n in (3, 10, 100, 1000):
        assert g.run(range(n)) == n
        assert g.run([0, 2, *range(2, n)]) == 1


def test_nobody_riots_without_an_instigator_and_an_empty_crowd_is_quiet():
    assert g.run([1, 1, 1]) == 0
    assert g.run([]) == 0
    assert g.run([-3, 1, math.inf]) == 2


def test_shares_given_as_floats_run_as_far_as_the_same_counts():
    assert g.run([k / 100 for k in range(100)], unit="share") == 100
    assert g.run([Fraction(k, 7) for k in range(7)], unit="share") == 7


def test_joining_only_when_more_than_the_threshold_act_leaves_the_uniform_crowd_at_rest():
    assert g.run(range(100), strict=True) == 0
    assert g.run([-1, *range(99)], strict=True) == 100


@given(st.lists(st.one_of(st.integers(-9, 99), st.floats(-9, 99), st.just(math.inf)), max_size=30), st.booleans())
def test_a_crowd_given_as_an_array_needs_what_the_same_crowd_as_a_list_needs(thresholds: list[float], strict: bool):
    listed = g.needed_counts(thresholds, strict=strict)
    assert np.array_equal(listed, g.needed_counts(np.array(thresholds, float), strict=strict))


@given(crowds)
def test_the_riot_ends_at_the_smallest_number_that_its_own_members_hold_up(thresholds: list[int]):
    r = g.run(thresholds)
    assert r == sum(t <= r for t in thresholds)
    assert all(sum(t <= k for t in thresholds) > k for k in range(r))


@given(crowds)
def test_the_steps_of_a_riot_rise_to_the_same_end(thresholds: list[int]):
    path = g.trajectory(thresholds)
    assert path[0] == 0 and path[-1] == g.run(thresholds) and path == sorted(set(path))


@given(crowds, st.data())
def test_one_bolder_person_never_shrinks_a_riot(thresholds: list[int], data: st.DataObject):
    if thresholds:
        i = data.draw(st.integers(0, len(thresholds) - 1))
        assert g.run([*thresholds[:i], thresholds[i] - 1, *thresholds[i + 1 :]]) >= g.run(thresholds)


@given(st.floats(-20, 150), st.floats(0.01, 200), st.sampled_from([1, 50, 100, 1e6]))
def test_the_continuous_equilibrium_is_the_first_crossing_seen_by_iterating_the_map(mean: float, sd: float, n: float):
    mean, sd = mean / 100 * n, sd / 100 * n
    r = g.equilibrium(mean, sd, n)
    assert 0.0 <= r <= n
    assert n * norm.cdf((r - mean) / sd) == pytest.approx(r, abs=1e-7 * n)
    climb = 0.0
    for _ in range(300):
        climb = n * norm.cdf((climb - mean) / sd)
    assert climb <= r + 1e-7 * n  # the map from 0 never passes its first fixed point


def test_a_crowd_without_spread_acts_at_once_or_never():
    assert g.equilibrium(25, 0) == 0.0
    assert g.equilibrium(0, 0) == 100.0
    assert g.equilibrium(50, 1e-3, 100) == 0.0
    assert g.equilibrium(25, 1e9) == pytest.approx(50.0, abs=1e-5)


@given(st.floats(0.1, 49.9), st.sampled_from([1, 100, 5000]))
def test_the_critical_spread_is_where_the_equilibrium_jumps(mean: float, n: int):
    touch = g.critical_sd(mean / 100 * n, n)
    assert touch is not None
    below, above = (g.equilibrium(mean / 100 * n, touch.sd * f, n) for f in (1 - 1e-6, 1 + 1e-6))
    assert below <= touch.r * (1 + 1e-6) and above > touch.r
    assert n * norm.cdf((touch.r - mean / 100 * n) / touch.sd) == pytest.approx(touch.r, rel=1e-9)


def test_there_is_no_jump_from_rest_when_the_mean_is_half_the_crowd_or_more():
    assert g.critical_sd(50) is None
    assert g.critical_sd(75) is None
    assert g.critical_sd(25, branch="high") is None
    assert g.critical_sd(75, branch="high") == pytest.approx((12.222087, 100 - 6.200325), abs=1e-6)


def test_a_crowd_of_100_tips_where_rounding_puts_it():
    tips = {rule: g.crowd_critical_sd(25, 100, rule) for rule in g.ROUNDING}
    assert {rule: round(tip.sd, 2) for rule, tip in tips.items() if tip} == {
        "none": 12.55, "nearest": 12.22, "half_even": 12.22, "floor": 11.89, "ceil": 12.55,
    }  # fmt: skip


def test_quantile_crowds_have_no_negative_thresholds_and_their_middle_at_the_mean():
    crowd = g.quantile_crowd(25, 30, 101, "none")
    assert crowd.min() == 0.0 and crowd[50] == pytest.approx(25.0) and crowd.max() > 100 * 0.9
    assert g.quantile_crowd(25, 0, 3, "nearest").tolist() == [25, 25, 25]
    assert g.quantile_crowd(2.5, 0, 1, "half_even").tolist() == [2]


def _exact(mean: float, sd: float, n: int, scale: float = 1.0) -> float:
    return float(g.final_size_distribution(lambda j: g.normal_share_acting(j / scale, mean, sd), n)[n // 2 + 1 :].sum())


@pytest.mark.parametrize("rule,scale", [("count", 1.0), ("share", 1.0), ("share_of_others", 49 / 50)])
def test_drawn_crowds_riot_as_often_as_the_exact_chain_says(rule: str, scale: float):
    seen = g.riot_probability(12, 6.5, 50, crowds=3000, seed=3, counting=rule, confidence=0.999)
    assert seen.low <= _exact(12, 6.5, 50, scale) <= seen.high
    assert float(seen) == seen.riots / 3000


def test_the_same_seed_draws_the_same_crowds_and_stricter_rules_never_riot_more():
    assert g.riot_probability(25, 13, seed=5) == g.riot_probability(25, 13, seed=5)
    assert g.riot_probability(25, 13, seed=5) != g.riot_probability(25, 13, seed=6)
    sizes = {rule: g.sampled_sizes(25, 13, 100, 500, 5, rule) for rule in g.COUNTING}
    assert np.all(sizes["share_of_others"] >= sizes["share"]) and np.all(sizes["share"] >= sizes["share_strict"])


def test_the_exact_chain_is_a_distribution_and_agrees_with_the_two_smallest_crowds_by_hand():
    assert g.final_size_distribution(lambda j: (0.3, 0.8)[j], 1) == pytest.approx([0.7, 0.3])
    # nobody acts alone: (1-.3)^2; exactly one: 2 * .3 * (1-.8); else both
    assert g.final_size_distribution(lambda j: (0.3, 0.8, 0.9)[j], 2) == pytest.approx([0.49, 0.12, 0.39])
    assert g.final_size_distribution(lambda j: 1.0, 0).tolist() == [1.0]
    assert g.city_distribution(60, 90).sum() == pytest.approx(1.0, abs=1e-12)


def test_city_closed_forms_are_the_chain_and_the_draws():
    for n, levels in ((100, 100), (30, 100), (100, 37)):
        chain = g.city_distribution(n, levels)
        assert [g.city_share(k, n, levels) for k in (0, 1)] == pytest.approx(chain[:2].tolist())
        sizes = g.simulate_city(n, levels, crowds=4000, seed=1)
        assert judge(
            "binomial", float(chain[0]), {"successes": int((sizes == 0).sum()), "trials": 4000}, level=1e-3
        ).passed


def test_friends_change_what_is_seen_by_an_exact_ratio():
    assert g.perceived_share(15, 33, 5, 47, 2) == Fraction(63, 120)
    assert g.perceived_share(15, 33, 5, 47, 1) == Fraction(48, 100)
    assert g.perceived_share(1, 0, 0, 1, 0.1) == Fraction(1, 11)


def test_friends_who_count_as_strangers_change_nothing():
    for crowd, end in ((range(100), 100), ([0, 2, *range(2, 100)], 1)):
        assert set(g.friends_sizes(list(crowd), 0.3, 1, 20, 0)) == {end}
    assert set(g.friends_sizes(list(range(40)), 0.0, 5, 5, 0)) == {40}


def test_heavier_friends_start_the_stalled_crowd_more_often():
    stalled = [0, 2, *range(2, 100)]
    starts = [np.mean(g.friends_sizes(stalled, 0.25, w, 200, 1) > 1) for w in (2, 5, 10)]
    assert starts[0] == 0.0 and starts[0] < starts[1] < starts[2]


def test_ten_incidents_rarely_pass_without_a_riot():
    assert g.no_riot_probability(0.1, 10) == pytest.approx(0.34868, abs=1e-5)
    assert g.no_riot_probability(0.1, 0) == 1.0


def test_tangency_agrees_with_a_solver_of_another_kind():
    z = brentq(lambda z: norm.cdf(z) - z * norm.pdf(z) - 0.1, -10, 0)
    assert g.critical_sd(10) == pytest.approx((100 * norm.pdf(z), 100 * norm.cdf(z)))


@pytest.mark.parametrize("call,words", [
    (lambda: g.equilibrium(25, -1), "sd=-1"),
    (lambda: g.equilibrium(math.nan, 1), "mean=nan"),
    (lambda: g.equilibrium(25, 1, 0), r"n=0 must be a finite number within \(0"),
    (lambda: g.critical_sd(0), "mean=0"),
    (lambda: g.critical_sd(100), "mean=100"),
    (lambda: g.quantile_crowd(25, 12, 100, "neerest"), "rounding='neerest' is unknown; did you mean 'nearest'"),
    (lambda: g.riot_probability(25, 12, crowds=0), "crowds=0"),
    (lambda: g.riot_probability(25, 12, counting="shares"), "counting='shares'"),
    (lambda: g.run([1, math.nan]), r"thresholds\[1\]=nan"),
    (lambda: g.run(np.array([0.0, -math.inf])), r"thresholds\[1\]=-inf"),
    (lambda: g.run(np.zeros((2, 2))), "thresholds has shape"),
    (lambda: g.perceived_share(-1, 0, 0, 0, 2), "friends_acting=-1"),
    (lambda: g.final_size_distribution(lambda j: 1.0 - j, 3), "cdf="),
    (lambda: g.no_riot_probability(1.5, 3), "riot=1.5"),
])  # fmt: skip
def test_impossible_arguments_are_refused_by_name_value_and_range(call, words: str):
    with pytest.raises(ValueError, match=words):
        call()
