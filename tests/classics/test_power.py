"""What a check would find is what makes it fail nine times in ten, and no less."""

import numpy as np
import pytest
from scipy import stats

from groundswell.classics import names, replicate
from groundswell.classics.judge import STATISTICAL, judge
from groundswell.classics.power import smallest, words


@pytest.mark.parametrize("expected", [0.5, 0.3156, 0.0, 1.0, [0.1, 0.4], [0.95, 1.0]])
def test_the_shares_it_finds_fail_nine_times_in_ten(expected: float | list[float]) -> None:
    n, level = 100, 0.01
    fails = np.array(
        [not judge("binomial", expected, {"successes": k, "trials": n}, level=level).passed for k in range(n + 1)]
    )
    found = smallest("binomial", expected, {"successes": 50, "trials": n}, level=level)
    assert any(share is not None for share in found)
    for share, inward in zip(found, (0.01, -0.01), strict=True):
        if share is not None:
            assert stats.binom.pmf(np.arange(n + 1), n, share) @ fails >= 0.9 - 1e-6
            assert stats.binom.pmf(np.arange(n + 1), n, share + inward) @ fails < 0.9


def test_wide_bars_and_few_seeds_are_seen_to_find_nothing() -> None:
    low, high = smallest("binomial", [0.1, 0.4], {"successes": 28, "trials": 100}, level=0.002)
    assert low < 0.01 and high > 0.6  # 2 to 55 of 100 pass
    assert words(smallest("sign", True, {"wins": 1, "trials": 2}, level=0.01)) == "no share of so few"


def test_a_mean_that_far_off_fails_nine_times_in_ten() -> None:
    off = smallest("z", 0.0, {"mean": 0.0, "se": 1.0}, 0.5, 0.05)
    misses = np.abs(off + stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000)) > stats.norm.ppf(0.975) + 0.5
    assert misses.mean() == pytest.approx(0.9, abs=1e-3)


def test_the_wins_it_needs_are_found_nine_times_in_ten() -> None:
    _, share = smallest("sign", True, {"wins": 15, "trials": 20}, level=0.05)
    assert stats.binom.sf(14, 20, share) == pytest.approx(0.9, abs=1e-6)


def test_the_mean_of_a_sample_within_an_interval_says_what_it_would_find() -> None:
    sample = {"wait": {"mean": 21.0, "se": 0.5}, "peaks": [1, 2]}
    found = smallest("interval", {"wait": [20.0, 23.0], "peaks": [0, 3]}, sample)
    assert found == {"wait": pytest.approx(1.5 + 1.2816 * 0.5, abs=1e-4)}


@pytest.mark.parametrize("name", ["lohmann_1994", "centola_macy_2007"])
def test_every_statistical_check_states_what_it_would_find(name: str) -> None:
    for check in replicate.replicate(name).checks:
        assert check.status != "fail", check.why
        assert (check.finds is not None) == (check.target.test in STATISTICAL), check.target.id
    assert name in names()
