"""Crowds of whole people with normal thresholds: placed at the quantiles, or drawn, under each rule of counting."""

import math
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.classics.arguments import choice, integer, number, seed_word
from groundswell.classics.granovetter_1978.model import needed_counts, settle
from groundswell.classics.judge import clopper_pearson
from groundswell.kernel import kernel
from groundswell.portable import normal_quantile
from groundswell.rng import CLASSICS, unit, words

__all__ = [
    "COUNTING",
    "ROUNDING",
    "Counting",
    "CrowdJump",
    "RiotProbability",
    "crowd_critical_sd",
    "quantile_crowd",
    "riot_probability",
    "sampled_sizes",
]

_STREAM = 1 << 16  # sub-stream 1 of CLASSICS: thresholds of sampled crowds

ROUNDING = ("none", "nearest", "half_even", "floor", "ceil")


class Counting(NamedTuple):
    """How a person compares the crowd with a threshold; the paper leaves each open.

    unit : "count" compares the number acting with the threshold in persons; "share" compares the share of the group
        acting with the threshold as a share of n
    self_counted : whether the person belongs to the group that a share is taken of (n), or not (n - 1); the paper's
        example of friends counts the person (63/120)
    strict : join when more than the threshold act, instead of at least the threshold (the paper's rule)
    """

    unit: str = "count"
    self_counted: bool = True
    strict: bool = False


# A count and a share of a group that includes oneself ask the same; both are named because papers say one or the other.
COUNTING = {
    "count": Counting(),
    "count_strict": Counting(strict=True),
    "share": Counting("share"),
    "share_strict": Counting("share", strict=True),
    "share_of_others": Counting("share", self_counted=False),
    "share_of_others_strict": Counting("share", self_counted=False, strict=True),
}


class CrowdJump(NamedTuple):
    """The standard deviation at which a crowd tips, and how many act just below and just above it."""

    sd: float
    before: int
    after: int


class RiotProbability(NamedTuple):
    """The share of crowds that riot, its exact (Clopper-Pearson) interval at `confidence`, and the counts behind it."""

    probability: float
    low: float
    high: float
    riots: int
    crowds: int
    confidence: float

    def __float__(self) -> float:
        return self.probability


def quantile_crowd(mean: float, sd: float, n: int = 100, rounding: str = "nearest") -> NDArray[Any]:
    """Return the n thresholds (n,) at the quantiles (i - 1/2)/n of the normal, in persons, upwards.

    rounding : "none" keeps fractions of a person (float64); "nearest" (halves up), "half_even", "floor" and "ceil"
        make whole persons (int64). Thresholds below 0 are given as 0; those above n stay and are never met.
    Raises ValueError for sd < 0, n < 1 or an unknown rounding.
    """
    mean, sd, n = number("mean", mean), number("sd", sd, 0.0), integer("n", n, 1)
    choice("rounding", rounding, ROUNDING)
    standard = NormalDist()
    exact = mean + sd * np.array([standard.inv_cdf((i + 0.5) / n) for i in range(n)])
    return _rounded(np.maximum(exact, 0.0), rounding)


def _rounded(thresholds: NDArray[np.float64], rounding: str) -> NDArray[Any]:
    match rounding:
        case "none":
            return thresholds
        case "nearest":
            return np.floor(thresholds + 0.5).astype(np.int64)
        case "half_even":
            return np.rint(thresholds).astype(np.int64)
        case "floor":
            return np.floor(thresholds).astype(np.int64)
        case _:
            return np.ceil(thresholds).astype(np.int64)


def crowd_critical_sd(mean: float, n: int = 100, rounding: str = "nearest") -> CrowdJump | None:
    """Return the standard deviation at which the quantile crowd tips into a riot of more than half, to 1e-9.

    Returns None when the crowd of no spread already riots or the crowd of a very wide spread does not.
    """
    low, high = 0.0, 1.5 * n
    if not 0.0 < number("mean", mean) < integer("n", n, 1) / 2:
        return None

    def size(sd: float) -> int:
        return settle(needed_counts(quantile_crowd(mean, sd, n, rounding)))

    # A very wide crowd splits in two halves, one acting at once and one never: look for a spread that does riot.
    spreads = np.linspace(low, high, 301)[1:]
    tipped = next((k for k, sd in enumerate(spreads) if 2 * size(float(sd)) > n), None)
    if tipped is None:
        return None
    low, high = float(spreads[tipped - 1]) if tipped else 0.0, float(spreads[tipped])
    while high - low > 1e-9:
        middle = 0.5 * (low + high)
        low, high = (low, middle) if 2 * size(middle) > n else (middle, high)
    return CrowdJump(high, size(low), size(high))


@kernel
def _draw_needed(
    seed: Any, crowd: Any, mean: Any, sd: Any, others: Any, rounding: Any, strict: Any, needed: Any
) -> None:
    """Fill `needed` (n,) with the whole number of others that each person of one sampled crowd must see."""
    n = len(needed)
    for i in range(n):
        w0, _, _, _ = words(seed, CLASSICS, np.uint64(_STREAM), np.uint64(crowd * n + i))
        threshold = mean + sd * normal_quantile(unit(w0))
        if rounding == 1:
            threshold = math.floor(threshold + 0.5)
        elif rounding == 2:
            threshold = np.rint(threshold)
        elif rounding == 3:
            threshold = math.floor(threshold)
        elif rounding == 4:
            threshold = math.ceil(threshold)
        need = threshold * others / n  # of a group of `others`; exact where it is whole
        whole = math.floor(need) + 1 if strict else math.ceil(need)
        needed[i] = min(max(whole, 0), n + 1)


@kernel
def _sampled_sizes(
    seed: Any, mean: Any, sd: Any, others: Any, rounding: Any, strict: Any, needed: Any, joining: Any, sizes: Any
) -> None:
    """Fill `sizes` (crowds,): how many act at the end in each sampled crowd; `needed`, `joining` are work space."""
    n = len(needed)
    for crowd in range(len(sizes)):
        _draw_needed(seed, crowd, mean, sd, others, rounding, strict, needed)
        joining[:] = 0
        for i in range(n):
            joining[needed[i]] += 1
        acting, level = joining[0], 0
        while level < acting:  # everybody whose need is at most `acting` joins
            level += 1
            acting += joining[level]
        sizes[crowd] = acting


def sampled_sizes(
    mean: float, sd: float, n: int, crowds: int, seed: int, counting: str | Counting = "count", rounding: str = "none"
) -> NDArray[np.int64]:
    """Return how many act at the end in each of `crowds` crowds of n drawn from the normal, (crowds,).

    Arguments as in `riot_probability`. The same seed gives the same crowds under every rule of counting.
    """
    mean, sd, n = number("mean", mean), number("sd", sd, 0.0), integer("n", n, 1)
    integer("crowds", crowds, 1, 2**32 // n)
    rule = COUNTING[choice("counting", counting, COUNTING)] if isinstance(counting, str) else Counting(*counting)
    choice("counting.unit", rule.unit, ("count", "share"))
    rounded = ROUNDING.index(choice("rounding", rounding, ROUNDING))
    others = n if rule.unit == "count" or rule.self_counted else n - 1
    sizes = np.empty(crowds, np.int64)
    work, bins = np.empty(n, np.int64), np.empty(n + 2, np.int64)
    _sampled_sizes(seed_word(seed), mean, sd, others, rounded, rule.strict, work, bins, sizes)
    return sizes


def riot_probability(
    mean: float,
    sd: float,
    n: int = 100,
    crowds: int = 2000,
    seed: int = 0,
    counting: str | Counting = "count",
    *,
    rounding: str = "none",
    riot: float = 0.5,
    confidence: float = 0.95,
) -> RiotProbability:
    """Return the share of crowds, drawn from normal thresholds, in which more than `riot` of the crowd act at the end.

    counting : a name in COUNTING, or a `Counting` of one's own
    rounding : how drawn thresholds become whole persons (as in `quantile_crowd`)

    A drawn crowd of 100 has no jump: its probability of a riot is a ramp over sd from about 10 to 16. The exact
    probability (no sampling) is the sum of `final_size_distribution`.
    Raises ValueError for sd < 0, n < 1, crowds < 1, riot outside [0, 1] or an unknown rule.
    """
    riot = number("riot", riot, 0.0, 1.0)
    confidence = number("confidence", confidence, 0.0, 1.0, open_low=True)
    sizes = sampled_sizes(mean, sd, n, crowds, seed, counting, rounding)
    riots = int(np.count_nonzero(sizes > riot * n))
    low, high = clopper_pearson(riots, crowds, 1.0 - confidence)
    return RiotProbability(riots / crowds, low, high, riots, crowds, confidence)
