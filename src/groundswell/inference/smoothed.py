"""Pareto-smoothed importance weights, and what they tell of themselves (Vehtari et al. 2024, JMLR 25(72)).

The largest weights are replaced by what a generalised Pareto distribution fitted to them expects at their ranks. Its
shape k tells how far the weights can be trusted: up to .7 they can, above a few draws decide.
"""

from dataclasses import dataclass

import numpy as np

from groundswell.inference.adaptive import effective
from groundswell.types import Floats

FEWEST, WORST = 50.0, 0.7  # effective draws and shape k beyond which a posterior is not usable
_PRIOR_DRAWS, _PRIOR_K = 10.0, 0.5  # the weak prior of k: Vehtari et al. 2024, appendix G


@dataclass(frozen=True)
class Weights:
    """Log weights (draws,) that add up to 1, the number of draws they are worth, and the shape of their tail."""

    log: Floats
    ess: float
    khat: float


def tail_in_words(khat: float) -> str:
    """Return what is said of the tail of weights, to follow how many there are: "" where nothing is known."""
    if np.isnan(khat):
        return ""
    return ", all alike" if np.isneginf(khat) else f", shape k of their tail {khat:.2f}"


def smooth(log_ratios: Floats) -> Weights:
    """Return Pareto-smoothed weights of log importance ratios (draws,); minus infinity is a weight of 0.

    k is infinite where fewer than five weights make a tail.
    """
    count = len(log_ratios)
    if not np.isfinite(log_ratios).any():
        return Weights(np.full(count, -np.inf), 0.0, np.inf)
    log = log_ratios - log_ratios.max()
    tail = int(np.ceil(min(0.2 * count, 3.0 * np.sqrt(count))))
    order = np.argsort(log, kind="stable")
    khat = np.inf
    if 5 <= tail < count:
        cut = float(np.exp(log[order[-tail - 1]]))
        above = np.exp(log[order[-tail:]]) - cut
        if above[-1] > 0.0 and above[0] > 0.0:
            khat, scale = pareto(above)
            expected = cut + _quantiles((np.arange(tail) + 0.5) / tail, khat, scale)
            log[order[-tail:]] = np.minimum(np.log(expected), 0.0)
        elif above[-1] == 0.0:
            khat = -np.inf  # all alike: no tail
    log = log - np.log(np.sum(np.exp(log)))
    return Weights(log, effective(log), khat)


def pareto(above: Floats) -> tuple[float, float]:
    """Return shape and scale of a generalised Pareto distribution fitted to exceedances in increasing order.

    Zhang and Stephens (2009, Technometrics 51(3)), with the weak prior on the shape.
    """
    n = len(above)
    grid = 30 + int(np.sqrt(n))
    place = np.arange(1, grid + 1) - 0.5
    theta = 1.0 / above[-1] + (1.0 - np.sqrt(grid / place)) / (3.0 * above[int(n / 4 + 0.5) - 1])
    shape = np.mean(np.log1p(-theta[:, None] * above), axis=1)
    fit = n * (np.log(-theta / shape) - shape - 1.0)
    weight = 1.0 / np.sum(np.exp(fit - fit[:, None]), axis=1)
    mean = float(np.sum(theta * weight) / np.sum(weight))
    k = float(np.mean(np.log1p(-mean * above)))
    scale = -k / mean
    return (n * k + _PRIOR_DRAWS * _PRIOR_K) / (n + _PRIOR_DRAWS), scale


def _quantiles(share: Floats, k: float, scale: float) -> Floats:
    return -scale * np.log1p(-share) if abs(k) < 1e-12 else scale * np.expm1(-k * np.log1p(-share)) / k


def trouble(ess: float, khat: float) -> str:
    """Say why weights do not carry a posterior, or return "" when they do. A k that is NaN is of another method."""
    if ess < FEWEST:
        return f"the draws are worth {ess:.0f} effective ones, under {FEWEST:.0f}"
    if khat > WORST:
        return f"a few draws decide: the shape k of the weights' tail is {khat:.2f}, over {WORST}"
    return ""
