"""Effects from paired runs, their Monte-Carlo error, and what pairing has bought."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from groundswell.types import Floats


class Effect(NamedTuple):
    """The mean over seeds of an arm's outcome less the baseline's."""

    mean: float
    error: float | None  # standard error over seeds; None from a single pair
    low50: float
    high50: float
    low90: float  # 90 % interval of the mean: t distribution over seeds
    high90: float
    base: float  # mean of the baseline
    sd_pair: float | None  # of a paired difference
    sd_apart: float | None  # of a difference of runs with seeds of their own
    runs_saved: float | None  # independent pairs that give the error of one paired one; None: not known or no noise

    def as_dict(self) -> dict[str, float | None]:
        """Return plain values."""
        return self._asdict()


# Student's t, two-sided 50 and 90 %, by degrees of freedom 1..30 (beyond: normal). Tables of any textbook.
_T50 = (1.000, .816, .765, .741, .727, .718, .711, .706, .703, .700, .697, .695, .694, .692, .691, .690, .689, .688,
        .688, .687, .686, .686, .685, .685, .684, .684, .684, .683, .683, .683)  # fmt: skip
_T90 = (6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812, 1.796, 1.782, 1.771, 1.761, 1.753, 1.746,
        1.740, 1.734, 1.729, 1.725, 1.721, 1.717, 1.714, 1.711, 1.708, 1.706, 1.703, 1.701, 1.699, 1.697)  # fmt: skip


_ROUNDING = 1e-11  # of a sum; one person of a nation is 7e-9


def student(freedom: int) -> tuple[float, float]:
    """Return the half widths of the 50 and 90 % intervals in standard errors."""
    if freedom < 1:
        raise ValueError(f"freedom = {freedom}: give 1 or more")
    return (_T50[freedom - 1], _T90[freedom - 1]) if freedom <= len(_T50) else (0.6745, 1.6449)


def effect(base: Sequence[float] | Floats, arm: Sequence[float] | Floats) -> Effect:
    """Return the paired effect of outcomes (seeds,) of two arms, in the same order of seeds.

    Variance with independent seeds is the sum of the two arms' variances over seeds. Raises ValueError for no seeds or
    unequal lengths.
    """
    b, a = np.asarray(base, float), np.asarray(arm, float)
    if len(a) != len(b) or len(a) == 0:
        raise ValueError(f"{len(b)} and {len(a)} outcomes: give one a seed in both arms")
    effects = difference(b, a)
    mean, level = float(effects.mean()), float(b.mean())
    if len(a) == 1:
        return Effect(mean, None, mean, mean, mean, mean, level, None, None, None)
    paired, apart = float(effects.var(ddof=1)), float(a.var(ddof=1) + b.var(ddof=1))
    error = float(np.sqrt(paired / len(a)))
    t50, t90 = student(len(a) - 1)
    saved = apart / paired if paired > 0.0 else None
    return Effect(mean, error, mean - t50 * error, mean + t50 * error, mean - t90 * error, mean + t90 * error,
                  level, float(np.sqrt(paired)), float(np.sqrt(apart)), saved)  # fmt: skip


def difference(base: Floats, arm: Floats) -> Floats:
    """Return arm less base; what is less than sums of floating-point numbers can tell apart is zero."""
    told = arm - base
    return np.where(np.abs(told) <= _ROUNDING * np.maximum(np.abs(arm), np.abs(base)), 0.0, told)


class Running:
    """Mean and standard error of arrays that come one by one and are not kept (Welford 1962)."""

    def __init__(self) -> None:
        self.count, self.mean, self._squares = 0, np.zeros(0), np.zeros(0)

    def add(self, value: Floats) -> None:
        """Take in an array; all must have the same shape."""
        self.count += 1
        if self.count == 1:
            self.mean, self._squares = value.copy(), np.zeros_like(value)
            return
        step = value - self.mean
        self.mean += step / self.count
        self._squares += step * (value - self.mean)

    @property
    def error(self) -> Floats:
        """Standard error of the mean, NaN from a single one."""
        if self.count < 2:
            return np.full_like(self.mean, np.nan)
        return np.sqrt(self._squares / (self.count - 1) / self.count)
