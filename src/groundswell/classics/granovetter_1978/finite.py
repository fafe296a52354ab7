"""A crowd of n people drawn independently: the exact distribution of how many act at the end.

Let c(j) be the number of people whose thresholds are at most j. The riot stops at the first j with c(j) = j; given
c(j), the people who join next are binomial. That chain is followed exactly, with no sampling and no cancellation.
The same distribution, by another route, is in Fontanari (2026), arXiv 2606.25921.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.classics.arguments import integer
from groundswell.kernel import kernel

__all__ = ["beta_window", "final_size_distribution", "mean_share_beta"]


@kernel
def _chain(joins: Any, alive: Any, work: Any, final: Any) -> None:
    """Fill `final` (n+1,) from `joins` (n+1,): chance that one who needs more than j-1 needs at most j."""
    n = len(joins) - 1
    alive[:] = 0.0
    alive[0] = 1.0
    for level in range(n + 1):
        p = joins[level]
        work[:] = 0.0
        for c in range(n + 1):
            if alive[c] > 0.0:
                _spread(alive[c], c, n, p, work)
        final[level] = work[level]
        work[level] = 0.0
        alive[:] = work


@kernel
def _spread(mass: Any, c: Any, n: Any, p: Any, work: Any) -> None:
    """Add `mass` times the binomial(n - c, p) probabilities to work[c], work[c + 1], ..."""
    left = n - c
    if p <= 0.0 or left == 0:
        work[c] += mass
        return
    if p >= 1.0:
        work[n] += mass
        return
    mode = int((left + 1) * p)
    odds = p / (1.0 - p)
    peak = mass * math.exp(
        math.lgamma(left + 1.0) - math.lgamma(mode + 1.0) - math.lgamma(left - mode + 1.0)
        + mode * math.log(p) + (left - mode) * math.log1p(-p)
    )  # fmt: skip
    term, k, tiny = peak, mode, 1e-20 * peak
    while k <= left and term > tiny:
        work[c + k] += term
        term *= (left - k) / (k + 1.0) * odds
        k += 1
    term, k = peak, mode
    while k > 0:
        term *= k / ((left - k + 1.0) * odds)
        k -= 1
        if term <= tiny:
            break
        work[c + k] += term


def final_size_distribution(cdf: Callable[[int], float], n: int) -> NDArray[np.float64]:
    """Return P(k people act at the end), k = 0..n, (n+1,), when n thresholds are drawn independently.

    cdf : the probability that a person joins when j act, for j = 0..n; it must not fall with j
    Cost grows as n^3 (n = 100 in milliseconds, n = 1,000 in seconds).
    Raises ValueError when n < 0 or cdf falls or leaves [0, 1].
    """
    n = integer("n", n, 0)
    levels = np.array([cdf(j) for j in range(n + 1)], float)
    if not (np.all(levels >= 0.0) and np.all(levels <= 1.0) and np.all(np.diff(levels) >= 0.0)):
        raise ValueError(f"cdf={levels[:5]}... must rise within [0, 1] over the counts 0..{n}")
    below = np.concatenate(([0.0], levels[:-1]))
    with np.errstate(invalid="ignore", divide="ignore"):
        joins = np.where(below < 1.0, (levels - below) / (1.0 - below), 1.0)
    final = np.empty(n + 1)
    _chain(joins, np.empty(n + 1), np.empty(n + 1), final)
    return final


def mean_share_beta(alpha: float, n: int) -> float:
    """Return the mean share acting when one instigator faces n - 1 people with Beta(alpha, 1) thresholds.

    A threshold x becomes the whole number 1 + floor(n x): a person joins k others with probability (k/n)^alpha, and
    nobody but the instigator acts alone (Fontanari 2026).
    """
    # The others see themselves plus the instigator: j of them acting means j + 1 people.
    sizes = final_size_distribution(lambda j: min((j + 1) / n, 1.0) ** alpha, n - 1)
    return float((sizes @ np.arange(1, n + 1)) / n)


def beta_window(n: int) -> float:
    """Return the width in alpha of the transition at alpha = 1: 1 / |d ln(mean share) / d alpha| there.

    At alpha = 1 the mean share follows n^(-1/2) g((alpha - 1) n^(1/2)), so that both this width and the share fall as
    n^(-1/2) (Fontanari 2026). The width between two fixed shares shrinks more slowly, because below 1 the cascade must
    still survive its first steps: see NOTES.md.
    """
    step = 1e-4
    rise = math.log(mean_share_beta(1.0 - step, n)) - math.log(mean_share_beta(1.0 + step, n))
    return 2.0 * step / rise
