"""Intervals of paired effects that know rare changes.

The mean difference of n pairs errs in two ways. What the pairs show is Student's t s / sqrt(n). What they do not show:
where changes are rare most pairs differ alike, mostly by nothing, and s says little or is zero. A change that none of n
pairs shows happens at most -ln(tail) / n times a pair (the exact bound of a Poisson count of zero, see
groundswell.resolution), each time by a lump. Both are added in squares, the second weighted by `quiet`, the share of
pairs that agree with another one, so that it vanishes where every pair differs:

    half width = sqrt((t s)^2 / n + (-ln(tail) quiet lump / n)^2)

A lump is the size-weighted mean of the changes seen. For a count it is at least one simulated person and at least its
index of dispersion over runs (variance over mean: in a compound Poisson count the size-weighted mean of what comes at
once), of which at most LARGEST persons are taken: societies differ by more than lumps. A pair of shares that never
differed says nothing of lumps; then it is the standard deviation between runs with seeds of their own. Coverage is
measured in verification/results/interval_coverage.md.
"""

from math import log
from typing import NamedTuple

import numpy as np

from groundswell.types import Floats

LARGEST = 5.0  # simulated persons, of a lump that was not seen
_ROUNDING = 1e-11  # of a sum; one person of a nation is 7e-9
_ALIKE = 1e-9  # of the largest difference: closer ones are equal

# Student's t, two-sided 50 and 90 %, by degrees of freedom 1..30 (beyond: normal). Tables of any textbook.
_T50 = (1.000, .816, .765, .741, .727, .718, .711, .706, .703, .700, .697, .695, .694, .692, .691, .690, .689, .688,
        .688, .687, .686, .686, .685, .685, .684, .684, .684, .683, .683, .683)  # fmt: skip
_T90 = (6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812, 1.796, 1.782, 1.771, 1.761, 1.753, 1.746,
        1.740, 1.734, 1.729, 1.725, 1.721, 1.717, 1.714, 1.711, 1.708, 1.706, 1.703, 1.701, 1.699, 1.697)  # fmt: skip
_NONE50, _NONE90 = -log(0.25), -log(0.05)  # bounds of a count of zero, at the upper ends of both intervals


class Spread(NamedTuple):
    """Mean and variance over runs, of one arm or of differences; all of one shape."""

    mean: Floats
    variance: Floats


class Interval(NamedTuple):
    """The error of a mean effect and the half widths of its intervals; NaN where one pair cannot tell."""

    error: Floats
    half50: Floats
    half90: Floats


def student(freedom: int) -> tuple[float, float]:
    """Return the half widths of the 50 and 90 % intervals in standard errors."""
    if freedom < 1:
        raise ValueError(f"freedom = {freedom}: give 1 or more")
    return (_T50[freedom - 1], _T90[freedom - 1]) if freedom <= len(_T50) else (0.6745, 1.6449)


def difference(base: Floats, arm: Floats) -> Floats:
    """Return arm less base; what is less than sums of floating-point numbers can tell apart is zero."""
    gap = arm - base
    return np.where(np.abs(gap) <= _ROUNDING * np.maximum(np.abs(arm), np.abs(base)), 0.0, gap)


def _clear(mean: Floats, size: Floats) -> Floats:
    """Return means without what rounding leaves of differences that cancel."""
    return np.where(np.abs(mean) <= _ROUNDING * size, 0.0, mean)


def commonest(differences: Floats) -> tuple[Floats, Floats]:
    """Return the commonest value over pairs (pairs, ...) and how many pairs have it, both (...)."""
    near = _ALIKE * np.abs(differences).max(axis=0)
    alike = np.stack([(np.abs(differences - each) <= near).sum(axis=0) for each in differences])
    first = alike.argmax(axis=0)
    return tuple(np.take_along_axis(a, first[None], axis=0)[0].astype(float) for a in (differences, alike))


def seen_lump(total: Floats, squares: Floats) -> Floats:
    """Return the size-weighted mean of changes from the sum of their sizes and of their squares; 0 for none."""
    return np.divide(squares, total, out=np.zeros_like(total, dtype=float), where=total > 0.0)


def lump(seen: Floats, base: Spread, arm: Spread, smallest: Floats | float) -> Floats:
    """Return the size in which changes come.

    `smallest`: what one simulated person changes, 0 where an outcome is no count.
    """
    variance, mean = base.variance + arm.variance, base.mean + arm.mean
    dispersion = np.divide(variance, mean, out=np.zeros_like(variance), where=mean > 0.0)
    count = np.maximum(np.clip(dispersion, smallest, LARGEST * np.asarray(smallest)), seen)
    return np.where(np.asarray(smallest) > 0.0, count, np.where(seen > 0.0, seen, np.sqrt(variance)))


def interval(pairs: int, difference: Spread, alike: Floats, lump: Floats) -> Interval:
    """Return error and half widths of the mean difference over `pairs`, of which `alike` differ by the same.

    From one pair only the bound of no difference at all is known: NaN elsewhere, and where `lump` is 0.
    """
    if pairs == 1:
        none = np.where((difference.mean == 0.0) & (lump > 0.0), lump, np.nan)
        return Interval(none, _NONE50 * none, _NONE90 * none)
    t50, t90 = student(pairs - 1)
    seen = difference.variance / pairs
    unseen = np.maximum(alike - 1.0, 0.0) / (pairs - 1) * lump / pairs
    halves = [np.sqrt(t * t * seen + (none * unseen) ** 2) for t, none in ((1.0, 1.0), (t50, _NONE50), (t90, _NONE90))]
    return Interval(*halves)


class Paired(NamedTuple):
    """What pairs of runs tell of the mean difference between two arms; arrays of one shape (...)."""

    mean: Floats
    interval: Interval
    differ: Floats  # pairs in which the arms differ
    variance: Floats  # of a difference, 0 from one pair; differences that rounding alone makes are none
    apart: Floats  # of a difference of runs with seeds of their own


def paired(base: Floats, arm: Floats, smallest: Floats | float) -> Paired:
    """Return the mean difference of arms (pairs, ...) and its intervals; `smallest` as in `lump`."""
    pairs, change = len(base), difference(base, arm)
    usual, alike = commonest(change)
    rest = change - usual
    rest[np.abs(rest) <= _ALIKE * np.abs(change).max(axis=0)] = 0.0
    spreads = [Spread(x.mean(axis=0), x.var(axis=0, ddof=1) if pairs > 1 else np.zeros(x.shape[1:]))
               for x in (rest, base, arm)]  # fmt: skip
    size = lump(seen_lump(np.abs(rest).sum(axis=0), (rest**2).sum(axis=0)), spreads[1], spreads[2], smallest)
    found = Spread(_clear(change.mean(axis=0), np.abs(change).mean(axis=0)), spreads[0].variance)
    return Paired(found.mean, interval(pairs, found, alike, size), np.count_nonzero(change, axis=0), found.variance,
                  spreads[1].variance + spreads[2].variance)  # fmt: skip


class Running:
    """Mean and variance over runs of arrays that come one by one and are not kept (Welford 1962)."""

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
    def variance(self) -> Floats:
        """Variance over runs, 0 from a single one."""
        return self._squares / max(self.count - 1, 1)

    @property
    def error(self) -> Floats:
        """Standard error of the mean, NaN from a single one."""
        return np.sqrt(self.variance / self.count) if self.count > 1 else np.full_like(self.mean, np.nan)


class RunningPairs:
    """Mean effect and its intervals, of arrays of pairs that come one by one and are not kept."""

    def __init__(self) -> None:
        self.effect, self._base, self._arm = Running(), Running(), Running()
        self._alike, self._sizes, self._squares = np.zeros(0), np.zeros(0), np.zeros(0)

    def add(self, base: Floats, arm: Floats) -> None:
        """Take in a pair; all must have the same shape."""
        change = difference(base, arm)
        self.effect.add(change)
        self._base.add(base)
        self._arm.add(arm)
        if self.effect.count == 1:
            self._alike, self._sizes, self._squares = (np.zeros_like(change) for _ in range(3))
        self._alike += change == 0.0
        self._sizes += np.abs(change)
        self._squares += change**2

    def interval(self, smallest: Floats | float) -> Interval:
        """Return the intervals; `smallest` as in `lump`, one a measure (measures, 1).

        The commonest difference is taken to be none at all.
        """
        each = [Spread(r.mean, r.variance) for r in (self.effect, self._base, self._arm)]
        each[0] = each[0]._replace(mean=_clear(each[0].mean, self._sizes / self.effect.count))
        size = lump(seen_lump(self._sizes, self._squares), each[1], each[2], smallest)
        return interval(self.effect.count, each[0], self._alike, size)
