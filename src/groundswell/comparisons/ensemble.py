"""An ensemble: one scenario with several seeds, so that every figure has an interval.

A single run cannot tell what is the scenario's and what is chance. `ensemble` runs the same scenario with other seeds
(other societies, other draws), each in a process of its own.

Two intervals are given, and they answer different questions:

- the interval of the mean (`low`, `high`; 90 %): where the mean over all possible seeds lies. Student's t over seeds;
  for counts of persons no narrower than the exact Poisson interval of the simulated persons counted
  (groundswell.resolution), so that "nobody in eight runs" has an upper bound;
- quantiles of single runs (`quantile_low`, `quantile_high`): where single runs lie. The 5 % and 95 %
  quantiles from 20 runs on, the lowest and the highest of fewer.

Neither holds what the parameters leave open: that is what claims and sweeps are for.
"""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

import groundswell  # the results' own methods that write pages: the one way up
from groundswell.arguments import AnyPath, Seeds, as_path, as_seeds
from groundswell.comparisons import ensemble_folder
from groundswell.comparisons.compare import BASE
from groundswell.comparisons.intervals import student
from groundswell.computing import store
from groundswell.computing.fork import Variant
from groundswell.computing.job import Done, Job
from groundswell.computing.pool import check, run_jobs
from groundswell.errors import GroundswellError
from groundswell.extras import need
from groundswell.resolution import count_interval
from groundswell.running import memory
from groundswell.running.model import Run
from groundswell.running.relevance import meaningless
from groundswell.running.summary import figures
from groundswell.scenario import Scenario
from groundswell.scenario.load import load
from groundswell.scenario.lock import as_it_runs
from groundswell.storage.arrow import Table
from groundswell.types import Floats

if TYPE_CHECKING:
    import pandas as pd

    from groundswell import Score

SUBSTITUTES = "ledger.deaths_substitutes"
MANY = 20  # runs from which the band is given by the 5 % and 95 % quantiles
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
Progress = Callable[[Done, int, int], None]  # a run's end, how many have ended, how many there are


class Total(NamedTuple):
    """One number a run, over all runs: the mean with its 90 % interval, and quantiles of single runs."""

    id: str
    about: str
    unit: str
    mean: float
    low: float | None  # None: not known from a single run
    high: float | None
    quantile_low: float
    quantile_high: float
    values: tuple[float, ...]  # by seed, in the order of Ensemble.seeds


@dataclass(frozen=True, repr=False, eq=False)
class Ensemble:
    """Runs of one scenario that differ by seed alone, with bands and intervals over them.

    `runs` are whole runs by seed, as `gs.run` returns them; `failures` says why a seed has none.
    """

    scenario: Scenario  # with the first seed
    runs: Mapping[int, Run]
    failures: Mapping[int, str]

    @property
    def seeds(self) -> tuple[int, ...]:
        """Seeds that have a run, in the order asked for: the first axis of every array here."""
        return tuple(self.runs)

    @property
    def days(self) -> int:
        """Days of every run."""
        return self.scenario.days

    @property
    def weight(self) -> float:
        """How many people a simulated person stands for."""
        return float(self._first.manifest["society"]["weight"])

    @property
    def band_is(self) -> str:
        """What a band from `band` holds, in words."""
        n = len(self.runs)
        return f"nine tenths of {n} runs" if n >= MANY else f"the lowest to the highest of {n} runs"

    def series(self, measure: str, region: str | None = None) -> Floats:
        """Return a measure of a region, or of the nation (None), in every run: (runs, days).

        Raises ValueError for an unknown measure or region.
        """
        return np.stack([run.series(measure, region) for run in self.runs.values()])

    def band(self, measure: str, region: str | None = None) -> tuple[Floats, Floats, Floats]:
        """Return (low, median, high) of single runs day by day, (days,) each; `band_is` says which ends."""
        low, middle, high = band(self.series(measure, region))
        return low, middle, high

    def quantile(self, measure: str, region: str | None = None, q: Sequence[float] = QUANTILES) -> Floats:
        """Return quantiles over runs day by day, (len(q), days): linear between order statistics (numpy's default)."""
        return np.quantile(self.series(measure, region), list(q), axis=0)

    @cached_property
    def totals(self) -> dict[str, Total]:
        """The key figures and the ledger by id, each with its intervals."""
        rows: dict[str, tuple[str, str, list[float]]] = {}
        for run in self.runs.values():
            for name, about, value in figures(run):
                rows.setdefault(name, (about, "share" if "share" in about else "persons", []))[2].append(value)
            for entry in run.ledger:
                rows.setdefault(f"ledger.{entry.id}", (entry.about, entry.unit, []))[2].append(entry.value)
        return {name: total(name, about, unit, values, self.weight) for name, (about, unit, values) in rows.items()}

    @property
    def relevant(self) -> dict[str, Total]:
        """The totals, but for those that the scenario leaves without meaning."""
        left_out = meaningless(self.scenario)
        return {name: t for name, t in self.totals.items() if name.removeprefix("ledger.") not in left_out}

    @cached_property
    def quantiles(self) -> Table:
        """Every measure of every region and the nation: day, date, region, measure, runs, mean, q05 ... q95."""
        return ensemble_folder.quantile_table(list(self.runs.values()), QUANTILES)

    def to_pandas(self) -> "pd.DataFrame":
        """Return `quantiles` as a data frame with dates as dates (needs the extra `tables`)."""
        from groundswell.storage.frames import to_frame

        return to_frame(self.quantiles)

    def save(self, path: AnyPath) -> Path:
        """Write the ensemble into a new folder: a run's folder a seed, ensemble.json, quantiles and totals.

        Raises InputError if the folder exists or cannot be written.
        """
        return ensemble_folder.save(self, as_path(path))

    def score(self, observed: Any) -> "Score":
        """Score the runs against an observed table: a CSV file, a data frame, or a list of dicts (docs/scoring.md).

        Raises InputError for a table that is wrong, or of which no row can be scored.
        """
        return groundswell.score(self, observed)

    def report(self, path: AnyPath) -> Path:
        """Write report.html, with bands over runs, and a CSV beside every chart; return the page (needs `report`)."""
        need("report")
        first, *others = self.runs.values()
        return groundswell.write_report(first, as_path(path), others)

    def _repr_html_(self) -> str:
        return groundswell.card(self)

    def __str__(self) -> str:
        from groundswell.comparisons.format_ensemble import as_text

        return as_text(self)

    def __repr__(self) -> str:
        who = f"{self.days} days, {self.scenario.persons:,} persons"
        return f"Ensemble of '{self.scenario.name}': {len(self.runs)} seeds, {who}"

    @property
    def _first(self) -> Run:
        return next(iter(self.runs.values()))


def ensemble(scenario: Scenario | AnyPath, seeds: Seeds = 8, *, out: AnyPath | None = None,
             executor: str = "processes", workers: int | None = None, address: str = "",
             progress: Progress | None = None, force: bool = False) -> Ensemble:  # fmt: skip
    """Run a scenario with several seeds at once and return the runs with their bands and intervals.

    `seeds`: how many, from the scenario's own on, or which. With `out`, a new folder, results are kept there as they
    come, and the same call goes on after an interrupt; the finished folder can be opened with `open_ensemble`. `force`
    lets the folder of a finished ensemble or run be replaced.
    `executor`, `workers`, `address` as in `sweep`; none of them changes a result. Raises InputError for no seeds, a
    folder that holds something else, or too little memory; GroundswellError when no seed has a result.
    """
    chosen = as_it_runs(scenario if isinstance(scenario, Scenario) else load(scenario))
    which = as_seeds(seeds, chosen.seed, "seeds")
    memory.check(chosen.persons, chosen.case.population.total)
    check(executor, workers, address)
    jobs = [Job((Variant(BASE, chosen.with_(seed=seed)),)) for seed in which]
    if out is None:
        with tempfile.TemporaryDirectory(prefix="groundswell-") as scratch:
            return _gather(chosen, jobs, Path(scratch), executor, workers, address, progress)
    folder = as_path(out, "out")
    with ensemble_folder.under_way(folder, chosen, which, force) as kept:
        found = _gather(chosen, jobs, kept, executor, workers, address, progress)
        return ensemble_folder.finish(found, folder)


def open_ensemble(path: AnyPath) -> Ensemble:
    """Return the ensemble saved in a folder. Raises InputError for a folder that is not one or is damaged."""
    runs, failures = ensemble_folder.read(as_path(path))
    return Ensemble(next(iter(runs.values())).scenario, runs, failures)


def _gather(scenario: Scenario, jobs: Sequence[Job], folder: Path, executor: str, workers: int | None, address: str,
            progress: Progress | None) -> Ensemble:  # fmt: skip
    took: dict[str, float] = {}
    for count, done in enumerate(run_jobs(jobs, folder, executor, workers, address), 1):
        took[done.key] = done.seconds
        if progress:
            progress(done, count, len(jobs))
    runs, failures = dict[int, Run](), dict[int, str]()
    for job in jobs:
        if store.has(folder, job.key):
            arm = next(iter(store.read(folder, job.key, job.variants).runs.values()))
            runs[job.seed] = ensemble_folder.run_of(arm, took.get(job.key, 0.0))
        else:
            failures[job.seed] = store.failure(folder, job.key) or "was not run"
    if not runs:
        raise GroundswellError(f"no run ended well; the first: {next(iter(failures.values()))}")
    return Ensemble(scenario.with_(seed=next(iter(runs))), runs, failures)


def total(name: str, about: str, unit: str, values: Sequence[float], weight: float) -> Total:
    """Return the mean of a number over runs with both intervals; `weight` people stand behind a simulated person."""
    array = np.asarray(values, float)
    mean, n = float(array.mean()), len(array)
    ends: list[tuple[float, float]] = []
    if n > 1:
        half = student(n - 1)[1] * float(array.std(ddof=1)) / n**0.5
        ends.append((mean - half, mean + half))
    let_off_nobody = name == SUBSTITUTES and mean == 0.0  # by rule, not by chance: no bound of a person
    if not let_off_nobody and mean >= 0.0 and (unit == "persons" or (mean == 0.0 and unit != "share")):
        ends.append(count_interval(mean, weight, n))
    low, high = (min(e[0] for e in ends), max(e[1] for e in ends)) if ends else (None, None)
    if low is not None and array.min() >= 0.0:
        low = max(low, 0.0)
    least, _, most = band(array)
    return Total(name, about, unit, mean, low, high, float(least), float(most), tuple(array.tolist()))


def band(values: Floats) -> tuple[Any, Any, Any]:
    """Return (low, middle, high) over the first axis, that of runs: see the top of this file."""
    ends = (0.05, 0.95) if len(values) >= MANY else (0.0, 1.0)
    low, middle, high = np.quantile(values, [ends[0], 0.5, ends[1]], axis=0)
    return low, middle, high
