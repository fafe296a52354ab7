"""What a published figure counts, read from a run: its value alone, without the interval of its sampling error."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from groundswell.case.evidence import Target
from groundswell.process.count import measures
from groundswell.running.ledger import SUMMED
from groundswell.running.targets import FIRST_YEAR
from groundswell.types import Floats

if TYPE_CHECKING:
    from groundswell.running.model import Run


def value_of(run: "Run", target: Target) -> float:
    """Return a run's value of what a target counts; the days of the target are days of the run."""
    if target.series == FIRST_YEAR:
        return next(entry.value for entry in run.ledger if entry.id == FIRST_YEAR)
    days = days_of(run, target)
    series = series_of(run, target.series, target.regions)[days]
    if target.aggregate == "share":
        whole = float(run.series(target.series)[days].sum())
        return float(series.sum()) / whole if whole > 0.0 else 0.0
    if target.aggregate == "cumulative":
        return float(series.sum())
    return float(series.mean() if target.aggregate == "mean" else series.max())


def measures_of(targets: Iterable[Target]) -> set[str]:
    """Return the measures from which `value_of` takes the values of targets."""
    return {name for t in targets for name in (SUMMED if t.series == FIRST_YEAR else (t.series,))}


def days_of(run: "Run", target: Target) -> slice:
    """Return the days that a target speaks of: of a date alone, sums, peaks and means begin on the run's first day."""
    last = (target.date - run.scenario.start).days
    since = (target.since - run.scenario.start).days if target.since else 0
    return slice(last if target.aggregate == "day" else since, last + 1)


def series_of(run: "Run", series: str, regions: Sequence[str]) -> Floats:
    """Return a series of the nation, or of regions: added up, or for a share the mean over their people."""
    if not regions:
        return run.series(series)
    own = np.array([run.series(series, code) for code in regions])
    if measures(run.scenario.observation)[series][0] != "share":
        return own.sum(axis=0)
    return np.average(own, axis=0, weights=people_of(run, regions))


def people_of(run: "Run", regions: Sequence[str]) -> Floats:
    """Return the inhabitants of each of these regions, or of the nation."""
    known = run.scenario.case.population
    people = [known.population[known.index(code)] for code in regions]
    return np.array(people or [known.total], float)
