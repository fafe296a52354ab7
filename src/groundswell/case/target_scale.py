"""The scale on which a simulated figure is held against a published one, and how likely it makes that one.

Counts are compared by their ratio, shares by their odds. On that scale a published figure y is the model's s plus two
normal errors: that of the observation, whose published interval is taken for 90 %, and a stated discrepancy of the
model. Weighting draws by this density is exact inference for the model plus those errors (Wilkinson 2013, Statistical
Applications in Genetics and Molecular Biology 12(2): 129-141, section 3). Of a bound, or of a number in words, only
that the true figure lies on one side, or between the ends, is known: the kernel is the probability of that (Tobin
1958, Econometrica 26(1): 24-36).
"""

from math import erfc, log, pi, sqrt

import numpy as np

from groundswell.case.evidence import Target
from groundswell.case.size_words import SIZE_WORDS
from groundswell.types import Floats

DISCREPANCY = {"log": 0.25, "logit": 0.2}  # sd, where the table states none
Z90 = 1.645  # of a normal distribution, 90 % lies within so many sd
HALF_PERCENT = 0.005  # shares are published in whole per cent: 0 % and 100 % are anything up to half of one away
_FAR = -20.0  # below it the tail is a series, since its probability would vanish


def on_logit(target: Target) -> bool:
    """Tell whether a figure is compared by its odds: it is a share, or its column `scale` says so."""
    fraction = target.aggregate == "share" or 0.0 < target.value < 1.0
    return target.scale == "logit" or (target.scale == "" and fraction)


def discrepancy(target: Target) -> float:
    """Return the stated sd of the model's own error, on the target's scale."""
    default = DISCREPANCY["logit" if on_logit(target) else "log"]
    return default if target.discrepancy is None else target.discrepancy


def scale(target: Target, value: Floats | float, weight: float) -> Floats:
    """Return figures on the target's scale, of the shape of `value`.

    A count is log(value + weight / 2), `weight` being the persons a simulated person stands for: so nobody simulated is
    not infinitely far from somebody. A net count below zero is taken for zero. A share is its log odds, each side
    half a per cent larger.
    """
    return log_odds(value) if on_logit(target) else log_count(value, 0.5 * weight)


def log_count(value: Floats | float, offset: float) -> Floats:
    """Return log(value + offset), of the shape of `value`; a count below zero is taken for zero."""
    return np.asarray(np.log(np.maximum(np.asarray(value, float), 0.0) + offset))


def log_odds(value: Floats | float) -> Floats:
    """Return the log odds of shares, each side half a per cent larger, of the shape of `value`."""
    share = np.clip(np.asarray(value, float), 0.0, 1.0)
    return np.asarray(np.log((share + HALF_PERCENT) / (1.0 - share + HALF_PERCENT)))


def observation_sd(target: Target, weight: float) -> float:
    """Return the sd of the observation's error on the target's scale.

    ((z(high) - z(low)) / (2 * 1.645)); of a bound, from the end on its open side to the bound; of a number in words 0.
    """
    low, value, high = scale(target, np.array([target.low, target.value, target.high]), weight).tolist()
    if target.kind in SIZE_WORDS:
        return 0.0
    if target.kind in ("at least", "at most"):
        return abs(value - (low if target.kind == "at least" else high)) / Z90
    return (high - low) / (2.0 * Z90)


def error_sd(target: Target, weight: float) -> float:
    """Return the sd of observation and discrepancy together, on the target's scale."""
    return sqrt(observation_sd(target, weight) ** 2 + discrepancy(target) ** 2)


def log_kernel(target: Target, simulated: Floats | float, weight: float) -> Floats:
    """Return the log weight that a published figure gives to simulated ones, of their shape; never above 0.

    About a value: -d^2 / 2, d the distance in sd of `error_sd`. At least: log Phi(d), which falls below it and is
    nearly 0 well above. Numbers in words: the log probability that the figure lies between the ends.
    """
    return kernel_at(target, scale(target, simulated, weight), weight)


def kernel_at(target: Target, z: Floats, weight: float, spread: float = 0.0) -> Floats:
    """Return `log_kernel` of figures `z` that are on the target's scale already.

    `spread`: sd of a further normal error of these figures, such as an emulator's.
    """
    sd = sqrt(error_sd(target, weight) ** 2 + spread**2)
    low, value, high = scale(target, np.array([target.low, target.value, target.high]), weight).tolist()
    if target.kind == "at least":
        return log_normal((z - value) / sd)
    if target.kind == "at most":
        return log_normal((value - z) / sd)
    if target.kind in SIZE_WORDS:
        return _log_between((low - z) / sd, (high - z) / sd)
    return -0.5 * ((z - value) / sd) ** 2


def log_normal(d: Floats) -> Floats:
    """Return log Phi(d) of the standard normal distribution, of the shape of `d`; exact to 1e-9 in far tails too."""
    return np.vectorize(_log_phi, otypes=[float])(d)


def _log_phi(d: float) -> float:
    if d >= _FAR:
        return log(0.5 * erfc(-d / sqrt(2.0)))
    x = d * d  # Abramowitz and Stegun 1964, 26.2.12
    series = 1.0 - 1.0 / x + 3.0 / x**2 - 15.0 / x**3 + 105.0 / x**4
    return -0.5 * x - log(-d * sqrt(2.0 * pi)) + log(series)


def _log_between(a: Floats, b: Floats) -> Floats:
    """Return log(Phi(b) - Phi(a)), a < b; of two positive ends their mirror, since Phi is near 1 there."""
    a, b = np.where(a > 0.0, -b, a), np.where(a > 0.0, -a, b)
    upper = log_normal(b)
    return upper + np.log1p(-np.exp(log_normal(a) - upper))
