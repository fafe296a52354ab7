"""Scores of many rows together, by series and level, of all counts and all shares: coverage, means, skill."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from groundswell.comparisons.intervals import student
from groundswell.scoring.baselines import NAMES
from groundswell.scoring.predictive import of_share
from groundswell.scoring.score import Score, Scored
from groundswell.types import Floats

ALL_COUNTS, ALL_SHARES = "all counts", "all shares"
_DIFFERENCES = ("log", "ign")
_FEWEST = 3  # days of observation from which a skill has an interval
Interval = tuple[float, float] | None
_Worth = Callable[[Floats, Floats], float | None]


@dataclass(frozen=True)
class Coverage:
    """How often an interval holds the value: a share of `rows`, with its own 90 % interval (Jeffreys).

    `by_rank` counts ties, and values beyond the outermost samples, in part: of right predictions it is the level on
    average, of few samples and of many zeros too, where `share` is not.
    """

    level: int
    rows: int
    share: float
    low: float
    high: float
    by_rank: float
    rank_low: float
    rank_high: float


@dataclass(frozen=True)
class Skill:
    """What a result has over a baseline on the `rows` that the baseline can score.

    `value` is 1 - score/baseline's score; of log and ignorance score, whose zero means nothing, the difference, in nats
    or bits a row. Below 0 the result loses. It is None where the baseline's score is 0 and the result's is not.
    `interval`: 90 %, by leaving out one day of observation after the other; None for fewer than three days.
    """

    baseline: str
    rule: str
    rows: int
    score: float  # of the result, on these rows
    other: float  # of the baseline
    value: float | None
    interval: Interval

    @property
    def verdict(self) -> str:
        """Whether the result wins or loses, and whether that is sure."""
        if self.score == self.other:
            return "equal"
        word = "loses" if self.score > self.other else "wins"
        unsure = self.interval is None or self.interval[0] <= 0.0 <= self.interval[1]
        return f"{word}, not for sure" if unsure else word


@dataclass(frozen=True)
class Group:
    """Rows of a series and level, or all counts, or all shares: their scores together."""

    name: str
    series: str  # "": of all
    unit: str
    rows: int
    bounds: int  # of the rows, those that are a bound
    met: int  # bounds within the 90 % interval's reach
    coverage: tuple[Coverage, ...]  # of the rows that are no bound: 50 and 90 %
    means: dict[str, float]
    relative_difference: float | None
    skills: tuple[Skill, ...]


def groups(score: Score) -> list[Group]:
    """Return the table's groups: each series of the nation and of regions, then all counts and all shares."""
    named = defaultdict[tuple[str, str, str], list[Scored]](list)
    for each in score.rows:
        level = "nation" if not each.row.region else "places" if each.row.place else "regions"
        part = ", shares" if each.ask.how == "part" else ""
        named[f"{each.row.series}, {level}{part}", each.row.series, _unit(each)].append(each)
    found = [group(name, series, unit, rows) for (name, series, unit), rows in named.items()]
    for name, log in ((ALL_COUNTS, True), (ALL_SHARES, False)):
        rows = [each for each in score.rows if each.ask.scale.log == log]
        if rows and len({each.row.series for each in rows}) > 1:
            found.append(group(name, "", "people" if log else "share", rows))
    return found


def _unit(each: Scored) -> str:
    return "share" if not each.ask.scale.log else "places" if each.ask.measured == "places" else "people"


def group(name: str, series: str, unit: str, rows: Sequence[Scored]) -> Group:
    """Return the scores of rows together; `series` is "" of several."""
    exact = [each for each in rows if not each.ask.side]
    bounds = [each for each in rows if each.ask.side]
    rules = [rule for rule in rows[0].scores if all(rule in each.scores for each in rows)]
    means = {rule: float(np.mean([each.scores[rule] for each in rows])) for rule in rules}
    coverage = tuple(_coverage(level, exact) for level in (50, 90)) if exact else ()
    return Group(name, series, unit, len(rows), len(bounds), sum(each.inside(90) for each in bounds), coverage, means,
                 relative_difference(exact), tuple(_skills(rows, rules)))  # fmt: skip


def _coverage(level: int, rows: Sequence[Scored]) -> Coverage:
    inside = sum(each.inside(level) for each in rows) / len(rows)
    beside = (1.0 - level / 100.0) / 2.0
    by_rank = sum(each.within(beside, 1.0 - beside) for each in rows) / len(rows)
    return Coverage(level, len(rows), inside, *_ends(inside, len(rows)), by_rank, *_ends(by_rank, len(rows)))


def _ends(share: float, rows: int) -> tuple[float, float]:
    low, high = of_share(share, rows).quantiles(np.array([0.05, 0.95]))
    return min(float(low), share), max(float(high), share)


def relative_difference(rows: Sequence[Scored]) -> float | None:
    """Return the averaged relative difference: on each day, the sum over places of |median - observed| over the sum of
    what was observed, then the mean over days (Suleimenova, Bell and Groen 2017, Scientific Reports 7, 13377).

    Days on which nothing was observed are left out; None if there is no other.
    """
    days = defaultdict[tuple[int, int], list[Scored]](list)
    for each in rows:
        days[each.ask.first, each.ask.last].append(each)
    found = [
        sum(abs(each.quantiles[2] - each.row.value) for each in some) / whole
        for some in days.values()
        if (whole := sum(each.row.value for each in some)) > 0.0
    ]
    return float(np.mean(found)) if found else None


def _skills(rows: Sequence[Scored], rules: Sequence[str]) -> Iterator[Skill]:
    for name in NAMES:
        same = [each for each in rows if name in each.baselines]
        for rule in rules if same else ():
            own = np.array([each.scores[rule] for each in same])
            other = np.array([each.baselines[name][rule] for each in same])
            days = np.array([each.ask.last for each in same])
            worth = _difference if rule in _DIFFERENCES else ratio
            yield Skill(name, rule, len(same), float(own.mean()), float(other.mean()), worth(own, other),
                        jackknife(own, other, days, worth))  # fmt: skip


def _difference(own: Floats, other: Floats) -> float | None:
    return float(np.mean(other) - np.mean(own))


def ratio(own: Floats, other: Floats) -> float | None:
    """Return 1 - mean(own) / mean(other); 0 where both are 0, None where only the other's is."""
    score, of = float(np.mean(own)), float(np.mean(other))
    if of > 0.0:
        return 1.0 - score / of
    return 0.0 if score == of else None


def jackknife(own: Floats, other: Floats, days: Floats, worth: _Worth) -> Interval:
    """Return the 90 % interval of a skill from leaving out the rows of one day after the other (Efron, Stein 1981)."""
    each = np.unique(days)
    found = [worth(own[days != day], other[days != day]) for day in each] if len(each) >= _FEWEST else []
    left = np.array([value for value in found if value is not None])
    whole = worth(own, other)
    if not found or len(left) < len(found) or whole is None:
        return None
    n = len(left)
    half = student(n - 1)[1] * float(np.sqrt((n - 1) / n * np.sum((left - left.mean()) ** 2)))
    return whole - half, whole + half
