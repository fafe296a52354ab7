"""Scoring rules: what a predictive distribution is worth when one value has been observed; lower is better.

| rule | source |
|---|---|
| CRPS | Gneiting and Raftery 2007, J. Am. Stat. Assoc. 102(477), eq. 21; fair: Ferro 2014, Q. J. R. Met. Soc. 140 |
| interval score | Gneiting and Raftery 2007, eq. 43 |
| weighted interval score | Bracher et al. 2021, PLoS Comput. Biol. 17(2) e1008618, eq. 1, with their 11 levels |
| log score | Good 1952, J. R. Stat. Soc. B 14(1); of a normal distribution on the target's scale |
| ignorance score | Hegre et al. 2024, arXiv:2407.11045, in the bins of their evaluation code |

Of a bound ("at least") CRPS and interval scores are those of distribution and bound clipped at the bound, the
threshold-weighted CRPS with weight on one side (Gneiting and Ranjan 2011, J. Bus. Econ. Stat. 29(3)); log and ignorance
score are those of the event that the bound holds. All of them stay proper.
"""

from math import log, log2, pi, sqrt

import numpy as np

from groundswell.case.target_scale import log_normal
from groundswell.scoring.predictive import Predictive
from groundswell.scoring.scale import Scale
from groundswell.types import Floats

LEVELS = np.array([0.02, 0.05, *np.arange(0.1, 0.91, 0.1)])  # alpha of the intervals of the WIS
BINS = np.array([0.0, 0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5])  # lower ends; the last is open
_DRAWS = 1000.0  # members of a distribution that is known: as many draws as the challenge asks for


def crps(pred: Predictive, value: float) -> float:
    """Return E|X - value| - E|X - X'| / 2 over the members, X' another member than X where they are exchangeable.

    So an ensemble is not scored better for having more members ("fair"); it may be negative for few of them.
    """
    values, chance = pred.flat
    off = float(np.sum(chance * np.abs(values - value)))
    pairs = _mean_difference(values, chance)
    if np.isinf(pred.size) or pred.size <= 1.0:
        return off - pairs / 2.0
    return off - (pairs - _own_differences(pred)) / (1.0 - 1.0 / pred.size) / 2.0


def _own_differences(pred: Predictive) -> float:
    """Return the part of E|X - X'| in which both are of one member."""
    m = len(pred.values[0])
    if m == 1:
        return 0.0
    order: Floats = np.linspace(1.0 - m, m - 1.0, m)
    within: Floats = np.sum(np.sort(pred.values, axis=1) * order, axis=1) * 2.0 / (m * m)
    return float(np.sum(pred.p * pred.p * within))


def _mean_difference(values: Floats, chance: Floats) -> float:
    """Return E|X - X'| of values in order with their chances."""
    upto = np.cumsum(chance)
    return float(2.0 * np.sum(chance * values * (2.0 * upto - chance - 1.0)))


def interval_score(low: Floats, high: Floats, value: float, alpha: Floats) -> Floats:
    """Return the width of 1 - alpha intervals plus 2/alpha times how far the value lies outside, of alpha's shape."""
    return (high - low) + 2.0 / alpha * (np.maximum(low - value, 0.0) + np.maximum(value - high, 0.0))


def weighted_interval_score(median: float, low: Floats, high: Floats, value: float, alpha: Floats) -> float:
    """Return (|value - median| / 2 + sum of alpha/2 times interval scores) / (K + 1/2)."""
    parts = 0.5 * abs(value - median) + float(np.sum(alpha / 2.0 * interval_score(low, high, value, alpha)))
    return parts / (len(alpha) + 0.5)


def interval_scores(pred: Predictive, value: float, side: str = "") -> tuple[float, float, float]:
    """Return the interval scores of 50 % and 90 %, and the weighted interval score, of an observed value or bound."""
    alpha = np.array([0.5, 0.1, *LEVELS])
    low, high, median = (pred.quantiles(q) for q in (alpha / 2.0, 1.0 - alpha / 2.0, np.array([0.5])))
    if side:
        clip = np.minimum if side == "at least" else np.maximum
        low, high, median = clip(low, value), clip(high, value), clip(median, value)
    half, ninety = interval_score(low[:2], high[:2], value, alpha[:2])
    wis = weighted_interval_score(float(median[0]), low[2:], high[2:], value, alpha[2:])
    return float(half), float(ninety), wis


def log_score(pred: Predictive, value: float, scale: Scale, side: str = "") -> float:
    """Return minus the log density of an observed value on the target's scale, or minus the log chance of a bound.

    The density is normal: of few members two moments are known, a density's shape is not. Its variance is that of
    another member, (1 + 1/S) S/(S - 1) times that of S members, and holds the step in which members move.
    """
    z = scale.to(pred.values)
    mean = float(np.sum(pred.p * z.mean(axis=1)))
    variance = float(np.sum(pred.p * ((z - mean) ** 2).mean(axis=1)))
    if 1.0 < pred.size < np.inf:
        variance *= (pred.size + 1.0) / (pred.size - 1.0)
    variance += float(scale.spread(scale.back(np.array(mean)), pred.step)) ** 2
    sd = sqrt(variance) if variance > 0.0 else 1e-9
    d = (float(scale.to(value)) - mean) / sd
    if side:
        return -float(log_normal(np.array(-d if side == "at least" else d)))
    return 0.5 * log(2.0 * pi) + log(sd) + 0.5 * d * d


def ignorance(pred: Predictive, value: float, side: str = "") -> float:
    """Return minus the binary log of the share of members in the bin of a count, or in all bins that a bound allows.

    One member is added to each bin, so that no bin has probability 0.
    """
    values, chance = pred.flat
    at = np.clip(np.digitize(values, BINS) - 1, 0, len(BINS) - 1)
    members = _DRAWS if np.isinf(pred.size) else pred.size
    shares = (members * np.bincount(at, chance, len(BINS)) + 1.0) / (members + len(BINS))
    own = max(int(np.digitize(value, BINS)) - 1, 0)
    allowed = {"": slice(own, own + 1), "at least": slice(own, None), "at most": slice(None, own + 1)}[side]
    return max(-log2(float(shares[allowed].sum())), 0.0)
