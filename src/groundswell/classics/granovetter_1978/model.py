"""The threshold model: r(t+1) = F(r(t)) from r(0) = 0, for a crowd of whole people and for the normal distribution.

Source: Granovetter, M. (1978), "Threshold Models of Collective Behavior", American Journal of Sociology 83(6).
"""

import math
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.classics.arguments import as_fraction, choice, integer, number

__all__ = ["Tangency", "critical_sd", "equilibrium", "needed_counts", "normal_share_acting", "run", "trajectory"]


_NEVER = 2**62  # more people than any crowd holds


class Tangency(NamedTuple):
    """Where the distribution function touches the 45-degree line: the standard deviation and r, both in persons."""

    sd: float
    r: float


def needed_counts(
    thresholds: Iterable[float | Fraction], *, unit: str = "count", group: int | None = None, strict: bool = False
) -> NDArray[np.int64]:
    """Return the number of others that each person must see acting, as whole numbers (n,).

    unit : "count" (thresholds are persons) or "share" (they are shares of `group` persons, read as exact fractions,
        so that 0.29 of 100 is 29 and not one float above it)
    group : persons in the denominator of a share; by default the crowd's own size
    strict : join when more than the threshold act (>) instead of at least the threshold (>=)

    Thresholds below 0 need nobody. A threshold of infinity is never met.
    Raises ValueError when a threshold is not a number, or the unit is unknown.
    """
    choice("unit", unit, ("count", "share"))
    values = thresholds if isinstance(thresholds, np.ndarray) else np.array(list(thresholds), object)
    if values.ndim != 1:
        raise ValueError(f"thresholds has shape {values.shape}; it must be (n,), one per person")
    size = integer("group", len(values) if group is None else group, 0)
    if unit == "count" and values.dtype.kind in "iuf":
        return _whole(values.astype(float), strict)
    return np.array([_needed(i, value, size, unit, strict) for i, value in enumerate(values.tolist())], np.int64)


def _whole(thresholds: NDArray[np.float64], strict: bool) -> NDArray[np.int64]:
    """Do for an array of counts what `_needed` does for one threshold; rounding a float up or down is exact."""
    bad = np.flatnonzero(np.isnan(thresholds) | (thresholds == -np.inf))
    if len(bad):
        _needed(int(bad[0]), float(thresholds[bad[0]]), 0, "count", strict)
    needed = np.floor(thresholds) + 1.0 if strict else np.ceil(thresholds)
    return np.where(needed < _NEVER, np.clip(needed, 0.0, 2.0**62), _NEVER).astype(np.int64)


def _needed(i: int, value: float | Fraction, group: int, unit: str, strict: bool) -> int:
    if value != value or value == -math.inf:
        raise ValueError(f"thresholds[{i}]={value!r} must be a number above minus infinity")
    if value == math.inf:
        return _NEVER
    exact = as_fraction(value) * group if unit == "share" else Fraction(value)
    return min(max(math.floor(exact) + 1 if strict else math.ceil(exact), 0), _NEVER)


def run(
    thresholds: Iterable[float | Fraction], *, unit: str = "count", group: int | None = None, strict: bool = False
) -> int:
    """Return how many of the crowd act at the end: the smallest r with r = #{thresholds <= r}.

    The keywords are those of `needed_counts`. All comparisons are between whole numbers: floats stop the uniform crowd
    of 100 at 29, because 29/100 * 100 < 29.
    """
    return settle(np.sort(needed_counts(thresholds, unit=unit, group=group, strict=strict)))


def settle(needed: NDArray[np.int64]) -> int:
    """Return the final number acting for `needed` (n,) sorted upwards: the first place where nobody new joins."""
    waiting = np.flatnonzero(needed > np.arange(len(needed)))
    return int(waiting[0]) if len(waiting) else len(needed)


def trajectory(
    thresholds: Iterable[float | Fraction], *, unit: str = "count", group: int | None = None, strict: bool = False
) -> list[int]:
    """Return r(0) = 0, r(1), ... up to the equilibrium, named once; the keywords are those of `needed_counts`."""
    needed = np.sort(needed_counts(thresholds, unit=unit, group=group, strict=strict))
    path = [0]
    while (r := int(np.searchsorted(needed, path[-1], side="right"))) != path[-1]:
        path.append(r)
    return path


def normal_share_acting(r: float, mean: float, sd: float) -> float:
    """Return F(r), the share of a normal distribution of thresholds that `r` persons acting satisfy."""
    if sd == 0.0:
        return float(r >= mean)
    return 0.5 * math.erfc((mean - r) / (sd * math.sqrt(2.0)))


def equilibrium(mean: float, sd: float, n: float = 100) -> float:
    """Return the equilibrium of r(t+1) = n F(r(t)) from r(0) = 0, in persons of n (0..n).

    F is the normal distribution function: thresholds below 0 act first, those above n never act (the normal is not
    truncated and renormalised; then F(0) = 0 and nothing ever starts). `mean` and `sd` are in persons.
    Raises ValueError when mean is not finite, sd < 0 or n <= 0.
    Source: Granovetter (1978), figure 2: the point where F first crosses the 45-degree line from above.
    """
    mean, sd, n = number("mean", mean), number("sd", sd, 0.0), number("n", n, 0.0, open_low=True)
    if sd == 0.0:
        return n if mean <= 0.0 else 0.0

    def gain(r: float) -> float:
        return n * normal_share_acting(r, mean, sd) - r

    density = sd * math.sqrt(2.0 * math.pi) / n
    if density >= 1.0:  # the map never rises faster than the 45-degree line: one crossing
        return _crossing(gain, 0.0, n)
    bend = sd * math.sqrt(-2.0 * math.log(density))  # gain falls up to mean - bend, rises to mean + bend, falls
    valley = min(mean - bend, n)
    if valley > 0.0 and gain(valley) <= 0.0:
        return _crossing(gain, 0.0, valley)
    return _crossing(gain, min(max(mean + bend, 0.0), n), n)


def _crossing(gain: Callable[[float], float], low: float, high: float) -> float:
    """Return the zero of a function that falls from gain(low) >= 0 to gain(high) <= 0, by bisection to the last bit."""
    if gain(low) <= 0.0:
        return low
    if gain(high) >= 0.0:
        return high
    while low < (middle := 0.5 * (low + high)) < high:
        low, high = (middle, high) if gain(middle) > 0.0 else (low, middle)
    return high if abs(gain(high)) < abs(gain(low)) else low


def critical_sd(mean: float, n: float = 100, branch: Literal["low", "high"] = "low") -> Tangency | None:
    """Return the standard deviation at which the equilibrium jumps, and the r from which it jumps (both in persons).

    There F touches the 45-degree line: n F(r) = r and n f(r) = 1. With z = (r - mean)/sd this is r = n Phi(z),
    sd = n phi(z), mean = n (Phi(z) - z phi(z)), and the last rises in z, so z is found by bisection.

    branch : "low" follows the equilibrium reached from r = 0, which jumps up as sd grows; "high" follows the one
        reached from r = n (all act, who stays?), which jumps down: the mirror image, mean -> n - mean.

    Returns None where there is no jump: for "low" when mean >= n/2 (the equilibrium then changes smoothly with sd), for
    "high" when mean <= n/2. Raises ValueError unless 0 < mean < n and n > 0.
    Source: Granovetter (1978), figure 2 and its text ("approximately 12.2", "about six" for mean 25 of 100).
    """
    n = number("n", n, 0.0, open_low=True)
    mean = number("mean", mean, 0.0, n, open_low=True)
    if mean == n:
        raise ValueError(f"mean={mean!r} must lie within (0, {n:g}), ends excluded")
    if choice("branch", branch, ("low", "high")) == "high":
        mirrored = critical_sd(n - mean, n)
        return mirrored and Tangency(mirrored.sd, n - mirrored.r)
    share = mean / n
    if share >= 0.5:
        return None
    z = -_crossing(lambda w: _tangent_mean(-w) - share, 0.0, 40.0)
    return Tangency(n * _phi(z), n * normal_share_acting(z, 0.0, 1.0))


def _phi(z: float) -> float:
    return math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)


def _tangent_mean(z: float) -> float:
    return normal_share_acting(z, 0.0, 1.0) - z * _phi(z)
