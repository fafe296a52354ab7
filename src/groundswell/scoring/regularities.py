"""Regularities of protest: figures of any episode, of any table of counts by day and unit.

A unit is a place or a region. An event is a day on which a unit's count reaches a threshold; counts that were published
have one, kept or not, so both sides of a comparison must be given the same. A spell is a run of days with events in
one unit. A figure for which too little happened is None.
"""

from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.running import Run
from groundswell.scoring.asks import persons_for
from groundswell.types import Floats, Ints

Flags = NDArray[np.bool_]

_FEW = 10  # events, spells, or gaps of a unit, below which nothing is said of them
_WEEK, _SATURDAY = 7, 5


class Regularities(NamedTuple):
    """What a table of counts shows; None where too little happened."""

    events: int  # days of units on which the threshold was reached
    tail_exponent: float | None  # of the density of counts above the threshold, x^-a
    large: float | None  # share of events that are ten times the threshold or more
    one_day: float | None  # share of spells that last one day
    longer_than_week: float | None  # share of spells that last more than seven days
    burstiness: float | None  # median over units, of gaps between days with events
    weekend: float | None  # share of events on Saturdays and Sundays, of whole weeks
    growth: float | None  # factor a day of the number of units with an event, until half of its largest value
    days_to_half: int | None  # days from the first event until then
    day_after: float | None  # sum of counts on the day after the largest one over that of the largest
    weekly: float | None  # factor a week of the sum of counts, from the largest day on
    together: float | None  # mean correlation of two units' log counts over days
    elasticity: float | None  # of detained with respect to participants, by unit and day


def regularities(run: Run, least: float = 100.0) -> Regularities:
    """Return the regularities of a run's participants by region and day; `least` is the threshold, in persons.

    At a scale of 1:N no count but zero lies below N: take a threshold of ten simulated persons or more.
    Raises ValueError for a threshold that is not above zero.
    """
    codes = run.scenario.case.population.codes
    counts, detained = (
        np.stack([run.series(name, code) for code in codes], axis=1) for name in ("participants", "detained")
    )
    return of_counts(counts, run.scenario.start, least, detained, persons_for(run.scenario))


def of_counts(counts: Floats, start: date, least: float, detained: Floats | None = None, step: float = 1.0
              ) -> Regularities:  # fmt: skip
    """Return the regularities of counts (days, units), whose first day is `start`; `detained` has the same shape.

    `step` is that in which counts move, in persons. Raises ValueError for a threshold that is not above zero.
    """
    if not least > 0.0:
        raise ValueError(f"least = {least}: give more than 0 persons")
    active = counts >= least
    lengths, total, units = spells(active), counts.sum(axis=1), active.sum(axis=1)
    enough = len(lengths) >= _FEW
    by_unit = [burstiness(gaps(column)) for column in active.T if column.sum() > _FEW]
    return Regularities(
        int(active.sum()),
        tail_exponent(counts[active], least, step),
        float((counts[active] >= 10.0 * least).mean()) if active.sum() >= _FEW else None,
        float((lengths == 1).mean()) if enough else None,
        float((lengths > _WEEK).mean()) if enough else None,
        float(np.median(by_unit)) if by_unit else None,
        weekend_share(units, start),
        *rise(units),
        *decay(total),
        correlation(counts),
        None if detained is None else elasticity(detained, counts),
    )


def tail_exponent(sizes: Floats, least: float, step: float = 1.0) -> float | None:
    """Return the exponent a of a density x^-a of the sizes from `least` on, in any unit of which `step` is the grain.

    Maximum likelihood for whole numbers, by its approximation 1 + n/sum log(x/(least - step/2)) (Clauset, Shalizi and
    Newman 2009, SIAM Review 51(4), eq. 3.7; good where least is six steps or more). None for fewer than ten sizes.
    """
    above = sizes[sizes >= least]
    if len(above) < _FEW:
        return None
    return float(1.0 + len(above) / np.log(above / (least - step / 2.0)).sum())


def gaps(active: Flags) -> Ints:
    """Return the days between each day with an event and the next, of one unit (days,): 1 for days in a row."""
    return np.diff(np.flatnonzero(active))


def burstiness(between: Floats | Ints) -> float:
    """Return B = (r sqrt(n + 1) - sqrt(n - 1)) / ((sqrt(n + 1) - 2) r + sqrt(n - 1)) of n gaps, r = sd/mean.

    Kim and Jo (2016, Phys. Rev. E 94, 032311): (sd - mean)/(sd + mean) of Goh and Barabasi (2008, EPL 81,
    48002, eq. 1) without its bias for small n. -1: regular; 0: as a Poisson process; 1: bursts as far apart as can be.
    Raises ValueError for fewer than two gaps.
    """
    n, mean = len(between), float(np.mean(between)) if len(between) else 0.0
    if n < 2 or mean <= 0.0:
        raise ValueError(f"{n} gaps with mean {mean:g}: burstiness needs two or more, with a mean above 0")
    r, more, less = float(np.std(between)) / mean, np.sqrt(n + 1.0), np.sqrt(n - 1.0)
    return float((more * r - less) / ((more - 2.0) * r + less))


def spells(active: Flags) -> Ints:
    """Return the lengths in days of the spells of all units (days, units), but for those that last on the last day."""
    days, units = active.shape
    padded = np.zeros((units, days + 2), np.int8)
    padded[:, 1:-1] = active.T
    steps = np.diff(padded, axis=1)
    begin, end = np.nonzero(steps == 1)[1], np.nonzero(steps == -1)[1]  # both unit by unit, so that they agree
    return (end - begin)[end < days]


def weekend_share(events: Floats | Ints, start: date) -> float | None:
    """Return the share of events (days,) on Saturdays and Sundays, in whole weeks from `start` on; 2/7: no rhythm."""
    whole = events[: len(events) // _WEEK * _WEEK]
    if whole.sum() < _FEW:
        return None
    weekday = (start.weekday() + np.arange(len(whole))) % _WEEK
    return float(whole[weekday >= _SATURDAY].sum() / whole.sum())


def rise(units: Floats | Ints) -> tuple[float | None, int | None]:
    """Return growth a day of units with an event (days,) until half of the largest number, and the days it took.

    There is no growth to tell of where the first day with events has half of the largest number.
    """
    if units.sum() < _FEW:
        return None, None
    first = int(np.flatnonzero(units)[0])
    half = int(np.flatnonzero(units >= units.max() / 2.0)[0])
    days = half - first
    return (float((units[half] / units[first]) ** (1.0 / days)) if days else None), days


def decay(total: Floats) -> tuple[float | None, float | None]:
    """Return what is left of counts (days,) on the day after the largest, and the factor a week from that day on.

    The factor is the sum of all weeks but the first over that of all but the last, for whole weeks: the least
    squares estimate weighted by size. None where the period ends before.
    """
    peak = int(np.argmax(total)) if len(total) else 0
    if not total.any() or peak + 1 >= len(total):
        return None, None
    weeks = total[peak:][: (len(total) - peak) // _WEEK * _WEEK].reshape(-1, _WEEK).sum(axis=1)
    return float(total[peak + 1] / total[peak]), float(weeks[1:].sum() / weeks[:-1].sum()) if len(weeks) > 1 else None


def correlation(counts: Floats) -> float | None:
    """Return the mean correlation over days of log(1 + count) of two units (days, units), none of them constant."""
    logs = np.log1p(counts)
    logs = logs[:, logs.std(axis=0) > 0.0]
    units = logs.shape[1]
    if units < 2:
        return None
    z = (logs - logs.mean(axis=0)) / logs.std(axis=0)
    return float(((z.sum(axis=1) ** 2).mean() - units) / (units * (units - 1)))


def elasticity(detained: Floats, participants: Floats) -> float | None:
    """Return b of E[detained] = a participants^b over cells with participants; None if fewer than ten had any detained.

    Poisson pseudo maximum likelihood, in which cells with nobody detained count too (Santos Silva and Tenreyro 2006,
    Rev. Econ. Stat. 88(4)), by Newton's method.
    """
    there = participants > 0.0
    y, x = detained[there], np.log(participants[there])
    if np.count_nonzero(y) < _FEW or x.std() <= 0.0:
        return None
    x, b, level = x - x.mean(), 1.0, 0.0
    for _ in range(100):
        shape = np.exp(b * x - (b * x).max())
        level = shape.sum()
        mean = (shape * x).sum() / level
        change = ((y * x).sum() / y.sum() - mean) / ((shape * (x - mean) ** 2).sum() / level)
        b += float(np.clip(change, -1.0, 1.0))
        if abs(change) < 1e-9:
            break
    return b
