"""Effects from paired runs, how surely they are known, and by how much common random numbers reduce their variance."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from groundswell import resolution
from groundswell.comparisons.intervals import paired
from groundswell.types import Floats

MOST_REDUCTION = 1000.0  # larger factors are not distinguished
METHOD = (
    "90 % interval of the mean: Student's t over pairs, widened where few pairs differ by the exact Poisson bound of "
    "changes that no pair shows (docs/compare.md)"
)


class Effect(NamedTuple):
    """The mean over seeds of an arm's outcome less the baseline's."""

    mean: float
    error: float | None  # of the mean; None where one pair cannot tell
    low50: float | None
    high50: float | None
    low90: float | None  # interval of the mean, see METHOD; None where one pair cannot tell
    high90: float | None
    base: float  # mean of the baseline
    pairs: int
    differ: int  # pairs in which the two arms differ
    simulated_persons: float | None  # behind the effect, in all pairs together; None: no count of persons
    sd_pair: float | None = None  # of a paired difference; None from one pair, as all that follows
    sd_apart: float | None = None  # of a difference of runs with seeds of their own
    variance_reduction: float | None = (
        None  # factor of variance reduction by common random numbers; None: not defined, see `reduction_in_words`
    )
    variance_reduction_low95: float | None = None  # its lower bound at 95 %

    def as_dict(self) -> dict[str, float | None]:
        """Return plain values."""
        return self._asdict()

    @property
    def is_coarse(self) -> bool:
        """Whether a count's effect rests on fewer than resolution.FEWEST simulated persons in all pairs together."""
        return self.simulated_persons is not None and round(self.simulated_persons, 6) < resolution.FEWEST


def effect(base: Sequence[float] | Floats, arm: Sequence[float] | Floats, smallest: float = 0.0) -> Effect:
    """Return the paired effect of outcomes (seeds,) of two arms, in the same order of seeds.

    `smallest`: by how much one simulated person changes the outcome (the weight, for counts of people), 0 when it is no
    count. Variance with independent seeds is the sum of the two arms' variances over seeds. Raises ValueError for no
    seeds or unequal lengths.
    """
    b, a = np.asarray(base, float), np.asarray(arm, float)
    if len(a) != len(b) or len(a) == 0:
        raise ValueError(f"{len(b)} and {len(a)} outcomes: give one a seed in both arms")
    found, pairs = paired(b, a, smallest), len(a)
    mean, differ = float(found.mean), int(found.differ)
    error, half50, half90 = (_known(float(x)) for x in found.interval)
    persons = resolution.simulated_persons(mean, smallest, pairs) if smallest > 0.0 else None
    known = Effect(mean, error, *_ends(mean, half50), *_ends(mean, half90), float(b.mean()), pairs, differ, persons)
    if pairs == 1 or error is None:
        return known
    saved, least = _reduction(float(found.apart) / pairs, error**2, pairs, differ)
    return known._replace(sd_pair=float(np.sqrt(found.variance)), sd_apart=float(np.sqrt(found.apart)),
                          variance_reduction=saved, variance_reduction_low95=least)  # fmt: skip


def _ends(mean: float, half: float | None) -> tuple[float | None, float | None]:
    return (None, None) if half is None else (mean - half, mean + half)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value


# 95 % point of F with n and n degrees of freedom, n = 1..30. Tables of any textbook.
_F95 = (161.4, 19.00, 9.277, 6.388, 5.050, 4.284, 3.787, 3.438, 3.179, 2.978, 2.818, 2.687, 2.577, 2.484, 2.403, 2.333,
        2.272, 2.217, 2.168, 2.124, 2.084, 2.048, 2.014, 1.984, 1.955, 1.929, 1.905, 1.882, 1.861, 1.841)  # fmt: skip


def _reduction(apart: float, paired: float, pairs: int, differ: int) -> tuple[float | None, float | None]:
    """Return the ratio of two error variances and its lower bound at 95 %, or (None, None).

    Not defined when no pair differed, for then nothing is compared, or when no run differs from another. The error of
    pairs includes what they do not show, so that the ratio is finite. The bound is that of two variances from `pairs`
    each (F distribution); that both come from the same runs makes it an approximation.
    """
    if differ == 0 or apart <= 0.0 or paired <= 0.0:
        return None, None
    ratio = apart / paired
    f = _F95[min(pairs - 1, len(_F95)) - 1]
    return min(ratio, MOST_REDUCTION), min(ratio / f, MOST_REDUCTION)


def reduction_in_words(e: Effect) -> str:
    """Return the variance reduction by common random numbers: "12 x (at least 3.2)", or why nothing can be said."""
    if e.pairs == 1:
        return "one pair cannot tell"
    if e.differ == 0:
        return "no pair differed"
    if e.variance_reduction is None or e.variance_reduction_low95 is None:
        return "runs do not differ"
    if e.variance_reduction_low95 >= MOST_REDUCTION:
        return f"over {MOST_REDUCTION:,.0f} x"
    least = e.variance_reduction_low95
    over = "over " if e.variance_reduction >= MOST_REDUCTION else ""
    surely = f"at least {_times(least)}" if least >= 1.0 else "not surely any"
    return f"{over}{_times(e.variance_reduction)} x ({surely})"


def _times(value: float) -> str:
    return f"{value:,.0f}" if value >= 10.0 else f"{value:.1f}"
