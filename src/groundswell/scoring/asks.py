"""What an observed row asks of a result: which days of which series, added up or averaged, and on which scale.

A row that cannot be answered has a reason, which is reported; a row that contradicts its series is an error.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from groundswell.errors import InputError, closest
from groundswell.process.count import measures
from groundswell.process.observe import adds, poll_of, poll_sd
from groundswell.resolution import weight as stands_for
from groundswell.scenario import Scenario
from groundswell.scoring.observed import BOUNDS, Row
from groundswell.scoring.predictive import Predictive, members, of_count, of_share
from groundswell.scoring.samples import Samples
from groundswell.scoring.scale import Scale
from groundswell.types import Floats

How = Literal["sum", "level", "part"]  # over its days: added up, their mean, the region's part of the nation's sum
_NET = ("obs_exit_net", "asked")  # counts that may lie below zero
_ONE_TO_ONE = 1.5
NO_SERIES = "no such series in this scenario"


@dataclass(frozen=True)
class Ask:
    """A row that a result answers: days `first` to `last` of the run, and how its value is read."""

    row: Row
    first: int
    last: int
    how: How
    measured: str  # kind of the measure: flow, stock, places, share, nation
    scale: Scale
    side: str  # "", "at least", "at most"
    so_far: bool  # a sum since the run's first day

    @property
    def length(self) -> int:
        """Days it goes over."""
        return self.last - self.first + 1

    @property
    def rated(self) -> bool:
        """Whether its value grows with its days: a sum, which past values tell by the rate a day."""
        return self.how == "sum"


def ask(row: Row, scenario: Scenario, days: int) -> Ask | str:
    """Return what a row asks of `days` of a scenario, or why it cannot be answered.

    Raises InputError for a kind or a value that contradicts the series.
    """
    known = measures(scenario.observation)
    if row.series not in known:
        near = closest(row.series, list(known))
        return NO_SERIES + (f" (did you mean '{near}'?)" if near else "")
    measured, weight = known[row.series][0], persons_for(scenario)
    if measured == "nation" and not row.series.startswith("obs_"):
        return f"'{row.series}' is a level, not a count or a share"
    is_share = measured in ("share", "nation")
    _check(row, is_share)
    if reason := _unanswered(row, measured, weight):
        return reason
    part = row.kind == "share" and not is_share
    so_far = row.kind == "cumulative" and row.first == row.last and measured in ("flow", "places")
    first, last = (0 if so_far else (row.first - scenario.start).days), (row.last - scenario.start).days
    if first < 0 or last >= days or last < 0:
        return "outside the days of the run"
    if measured == "stock" and row.kind == "cumulative":
        first = last
    how: How = "part" if part else "sum" if measured in ("flow", "places") else "level"
    side = row.kind if row.kind in BOUNDS else "at least" if row.place else ""
    scale = Scale(False) if is_share or part else Scale(True, 0.5 * (1.0 if measured == "places" else weight))
    return Ask(row, first, last, how, measured, scale, side, so_far)


def persons_for(scenario: Scenario) -> float:
    """Return how many people a simulated person stands for."""
    return stands_for(float(scenario.case.population.total), scenario.persons)


def _check(row: Row, is_share: bool) -> None:
    kinds = "share, poll, exact, about, at least, at most" if is_share else "count, cumulative, share of a region"
    if (is_share and row.kind in ("count", "cumulative")) or (not is_share and row.kind == "poll"):
        what = "a share" if is_share else "a count"
        problem = f"'{row.kind}' of {row.series}, which is {what}"
        raise InputError(problem, place=f"{row.where}, kind", remedy=f"its kinds are {kinds}")
    share, ends = is_share or row.kind == "share", [end for end in (row.low, row.value, row.high) if end is not None]
    if share and not 0.0 <= min(ends) <= max(ends) <= 1.0:
        remedy = "a share is 0..1" + (f": did you mean {row.value / 100:g}?" if 1 < row.value <= 100 else "")
        raise InputError(f"{row.value:g} is no share", place=f"{row.where}, value", remedy=remedy)
    if not share and row.series not in _NET and min(ends) < 0.0:
        raise InputError(f"{min(ends):g} is below zero", place=f"{row.where}, value", remedy="a count is 0 or more")


def _unanswered(row: Row, measured: str, weight: float) -> str:
    """Say why a series of this kind cannot answer a row, or "" when it can."""
    if measured == "nation" and (row.region or row.place):
        return f"'{row.series}' is of the nation alone"
    if measured == "places" and weight >= _ONE_TO_ONE:
        return f"places are comparable at 1:1 only: here a simulated person stands for {weight:,.0f}"
    if row.place and (measured != "flow" or row.kind in ("at most", "share", "cumulative")):
        return "of a place: a result counts regions, of which a place's count of persons a day is the least"
    if measured == "places" and row.first != row.last:
        return "places over several days: some are the same on each"
    if measured == "stock" and row.first != row.last:
        return f"'{row.series}' is a level at a day's end, and the row is of several days"
    if row.kind == "share" and measured == "stock":
        return "shares of regions are of what is counted a day"
    if row.kind == "share" and measured in ("flow", "places") and not row.region:
        return "the share of a count that falls on no region"
    return ""


def answer(asked: Ask, samples: Samples, weights: Floats) -> tuple[Predictive, Floats]:
    """Return the predictive distribution of a row, without the observation's error, and the value of each sample, (S,).

    With one sample alone it is that of drawing its persons, or of the respondents, house and week of its poll.
    """
    row, days = asked.row, slice(asked.first, asked.last + 1)
    own = samples.series_samples(row.series, row.region)[:, days]
    weight = 1.0 if asked.measured == "places" else persons_for(samples.scenario)
    weight *= adds(samples.scenario.observation, row.series)
    whole = samples.series_samples(row.series)[:, days].sum(axis=1) if asked.how == "part" else np.zeros(len(own))
    if asked.how == "part":
        values = np.divide(own.sum(axis=1), whole, out=np.zeros(len(own)), where=whole > 0.0)
    else:
        values = own.sum(axis=1) if asked.how == "sum" else own.mean(axis=1)
    asked_persons = whole / weight if asked.how == "part" else np.full(len(own), _people(asked, samples.scenario))
    if len(values) > 1:
        step = weight if asked.scale.log else float(1.0 / max(np.median(asked_persons), 1.0))
        return members(values, weights, step), values
    value = float(values[0])
    if not asked.scale.log:
        own_share = of_share(value, float(asked_persons[0]))
        return own_share.dressed(asked.scale, _poll_sd(asked, samples.scenario)), values
    return of_count(value, weight), values


def _people(asked: Ask, scenario: Scenario) -> float:
    """Return how many persons stand behind a share: respondents, or the simulated people of the place."""
    if asked.measured == "nation":
        return float(poll_of(scenario.observation, asked.row.series).respondents) * asked.length
    people = scenario.case.population
    own = float(people.population[people.index(asked.row.region)]) if asked.row.region else float(people.total)
    return own / persons_for(scenario)


def _poll_sd(asked: Ask, scenario: Scenario) -> float:
    """Return the sd of the error of a poll's house and week in log odds; 0 of what no poll gives."""
    return poll_sd(poll_of(scenario.observation, asked.row.series), asked.length) if asked.measured == "nation" else 0.0
