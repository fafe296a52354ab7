"""Three predictions that know nothing of society: a result that does not beat them explains nothing that they do not.

- last value: the last value before, with the past's changes to either side of it (as the baseline of the COVID-19
  Forecast Hub: Cramer and others 2022, PNAS 119(15) e2113561119, but on the target's scale)
- exponential decay: a straight line through all values before on the target's scale, that may fall but not rise
- draws from the past: the last 12 values before, equally likely (conflictology: Hegre et al. 2024, arXiv:2407.11045)

Only rows that end before the scored one begins are used, of the same series, region, place and form; of several that
end on one day the last in the table. Sums are given by their rate a day, sums since the start by the rate since the row
before. The last value needs 2 rows, draws 2, the decay 3.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from groundswell.scoring.asks import Ask
from groundswell.scoring.predictive import Predictive, known
from groundswell.scoring.scale import Scale
from groundswell.types import Floats

NAMES = ("last value", "exponential decay", "draws from the past")
_LAST = 12  # values from which the past is drawn
_NORMAL = np.array([NormalDist().inv_cdf((k + 0.5) / 41) for k in range(41)])
_Key = tuple[str, str, str, str, bool]


class _Past(NamedTuple):
    """Values before a row, in order of their days: the middle day and the last of each, and its level or rate a day."""

    middle: Floats
    last: Floats
    level: Floats
    total: Floats  # the value itself


def predictions(asks: Sequence[Ask]) -> list[dict[str, Predictive]]:
    """Return, for each row, the baselines that have values enough before it, by name."""
    groups = defaultdict[_Key, list[Ask]](list)
    for each in asks:
        groups[_key(each)].append(each)
    series = {key: _levels(some) for key, some in groups.items()}
    return [_of(each, series[_key(each)]) for each in asks]


def _key(each: Ask) -> _Key:
    return each.row.series, each.row.region, each.row.place, each.how, each.so_far


def _levels(some: Sequence[Ask]) -> _Past:
    by_day = {each.last: each for each in some}  # the last in the table of those that end on a day
    rows = [by_day[day] for day in sorted(by_day)]
    total = np.array([each.row.value for each in rows])
    last = np.array([each.last for each in rows], float)
    if rows[0].so_far:
        before = np.concatenate([[-1.0], last[:-1]])
        level = np.maximum(np.diff(total, prepend=0.0), 0.0) / (last - before)
        return _Past((last + before + 1.0) / 2.0, last, level, total)
    length = np.array([each.length for each in rows], float)
    return _Past(last - (length - 1.0) / 2.0, last, total / length if rows[0].rated else total, total)


def _of(row: Ask, past: _Past) -> dict[str, Predictive]:
    begins = float(row.last if row.so_far else row.first)
    known_before = past.last < begins
    level, middle = past.level[known_before], past.middle[known_before]
    if len(level) < 2:
        return {}
    days, added = (float(row.length), 0.0) if row.rated else (1.0, 0.0)
    if row.so_far:
        days, added = begins - past.last[known_before][-1], float(past.total[known_before][-1])
    scale = Scale(row.scale.log)
    centre = (begins + row.last) / 2.0 if not row.so_far else begins - (days - 1.0) / 2.0
    found = {NAMES[0]: _last_value(level, scale), NAMES[2]: level[-_LAST:]}
    if len(level) > 2:
        found[NAMES[1]] = _decay(level, middle, centre, scale)
    step = days if row.scale.log else 0.01  # a person a day; whole per cent
    return {name: replace(known(added + days * found[name]), step=step) for name in NAMES if name in found}


def _last_value(level: Floats, scale: Scale) -> Floats:
    z = scale.to(level)
    changes = np.abs(np.diff(z))
    return scale.back(np.concatenate([z[-1] - changes, z[-1] + changes]))


def _decay(level: Floats, middle: Floats, centre: float, scale: Scale) -> Floats:
    """Return quantiles of the line's value at the row's middle day, with the spread of the values about the line."""
    z = scale.to(level)
    t = middle - middle.mean()
    ssq = float(np.sum(t * t))
    slope = min(float(np.sum(t * z)) / ssq, 0.0)
    rest = z - z.mean() - slope * t
    ahead = 1.0 + 1.0 / len(z) + (centre - middle.mean()) ** 2 / ssq
    sd = np.sqrt(float(np.sum(rest * rest)) / (len(z) - 2) * ahead)
    return scale.back(z.mean() + slope * (centre - middle.mean()) + sd * _NORMAL)
