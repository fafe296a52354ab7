"""The prior predictive: what a scenario makes of draws of its joint prior, beside what was published.

It shows what the priors say before any evidence is used: a prior under which a published figure lies far outside says
that it cannot have been, one under which anything may happen says nothing.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import groundswell  # the results' own methods that write pages: the one way up
from groundswell.arguments import MOST_RUNS, AnyPath, as_path, as_whole
from groundswell.case.evidence import Target
from groundswell.comparisons.compare import BASE
from groundswell.computing import store
from groundswell.computing.fork import Variant
from groundswell.computing.job import Done, Job
from groundswell.computing.pool import run_jobs
from groundswell.errors import GroundswellError
from groundswell.extras import need
from groundswell.files import as_input_errors, refuse_foreign
from groundswell.inference.prior import JointPrior, Point, joint_prior
from groundswell.inference.table import not_given
from groundswell.resolution import weight as stands_for
from groundswell.running import memory
from groundswell.running.figures import value_of
from groundswell.running.targets import why_not
from groundswell.scenario import Scenario
from groundswell.scenario.load import load
from groundswell.scenario.lock import as_it_runs
from groundswell.types import Floats

Progress = Callable[[Done, int, int], None]  # a run's end, how many have ended, how many there are
POINTS = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
STREET = "participants"


class Held(NamedTuple):
    """A published figure beside the draws' figures: their quantiles at `POINTS`, and the share of draws below it."""

    target: Target
    quantiles: tuple[float, ...]
    below: float  # draws that give exactly the figure count half

    @property
    def inside(self) -> bool:
        """Whether the published value lies between the 1 and 99 % points of the draws."""
        return self.quantiles[0] <= self.target.value <= self.quantiles[-1]


def quantiles(values: Floats) -> tuple[float, ...]:
    """Return the quantiles of draws (draws,) at `POINTS`."""
    found: Floats = np.quantile(values, POINTS)
    return tuple(found.tolist())


@dataclass(frozen=True, eq=False)
class PriorPredictive:
    """Draws that were run; arrays have a row a draw, in the order of `numbers`.

    `figures` hold a value a draw of each target that runs can be held against, `left_out` says why not of the others.
    """

    prior: JointPrior
    scenario: Scenario
    seed: int
    numbers: tuple[int, ...]
    points: tuple[Point, ...]
    street: Floats  # (draws, days) participants a day, full size
    figures: dict[str, Floats]
    left_out: dict[str, str]
    failures: dict[int, str]  # number of a draw -> why it has no run

    @property
    def weight(self) -> float:
        """How many people a simulated person stands for."""
        return stands_for(float(self.scenario.case.population.total), self.scenario.persons)

    @cached_property
    def first_day(self) -> int | None:
        """The day of which the observable `turnout` speaks: the first announced one, where there is any."""
        return self.prior.days.street

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """Every published figure that runs can be held against."""
        targets = (t for t in self.scenario.case.evidence.targets if t.id in self.figures)
        return tuple(_held(target, self.figures[target.id]) for target in targets)

    @property
    def clamped(self) -> dict[str, int]:
        """In how many draws no allowed value of a parameter gives the observable, by observable."""
        names = [name for point in self.points for name in point.clamped]
        return {name: names.count(name) for name in dict.fromkeys(names)}

    def rows(self) -> list[dict[str, Any]]:
        """Return a row a draw: its number, observables, values of parameters, and figures of targets."""
        return [
            {"draw": n, **point.observables, **point.values, **{t: float(f[at]) for t, f in self.figures.items()}}
            for at, (n, point) in enumerate(zip(self.numbers, self.points, strict=True))
        ]

    def report(self, path: AnyPath) -> Path:
        """Write prior.html, its charts and a CSV beside each into a folder; return the page (needs `report`)."""
        need("report")
        return groundswell.write_prior_report(self, as_path(path))

    def __str__(self) -> str:
        from groundswell.inference.format_prior import as_text

        return as_text(self)

    def __repr__(self) -> str:
        return (
            f"Prior predictive of '{self.scenario.name}': {len(self.numbers)} draws, {len(self.failures)} without a run"
        )


def prior_predictive(scenario: Scenario | AnyPath, draws: int = 500, *, seed: int = 1, out: AnyPath | None = None,
                     executor: str = "processes", workers: int | None = None, address: str = "",
                     progress: Progress | None = None) -> PriorPredictive:  # fmt: skip
    """Run draws 0, 1, ... of a scenario's joint prior, each with a seed of its own; return them beside the evidence.

    With `out`, results are kept in a folder as they come, and the same call goes on after an interrupt; `seed` is that
    of the draws. `executor`, `workers`, `address` as in `sweep`; none of them changes a result. Raises InputError for
    no draws or a folder that cannot be written; GroundswellError when no draw has a run.
    """
    chosen = as_it_runs(scenario if isinstance(scenario, Scenario) else load(scenario))
    count = as_whole(draws, "draws", 1, MOST_RUNS)
    memory.check(chosen.persons, chosen.case.population.total)
    prior = joint_prior(chosen)
    points = [prior.point(unit) for unit in prior.units(range(count), seed)]
    jobs = [Job((Variant(BASE, chosen.with_({**p.values, "seed": chosen.seed + n})),), n) for n, p in enumerate(points)]
    if out is None:
        with tempfile.TemporaryDirectory(prefix="groundswell-") as scratch:
            return _gather(prior, seed, points, jobs, Path(scratch), (executor, workers, address), progress)
    folder = as_path(out, "out") / "store"
    with as_input_errors(folder):
        refuse_foreign(folder)
        folder.mkdir(parents=True, exist_ok=True)
    return _gather(prior, seed, points, jobs, folder, (executor, workers, address), progress)


def _gather(prior: JointPrior, seed: int, points: list[Point], jobs: list[Job], folder: Path,
            where: tuple[str, int | None, str], progress: Progress | None) -> PriorPredictive:  # fmt: skip
    for count, done in enumerate(run_jobs(jobs, folder, *where), 1):
        if progress:
            progress(done, count, len(jobs))
    scenario = prior.scenario
    left_out = {t.id: why for t in scenario.case.evidence.targets
                if (why := why_not(t, scenario) or not_given(t, scenario))}  # fmt: skip
    targets = [t for t in scenario.case.evidence.targets if t.id not in left_out]
    numbers, rows, failures = list[int](), list[tuple[Floats, list[float]]](), dict[int, str]()
    for number, job in enumerate(jobs):
        if not store.has(folder, job.key):
            failures[number] = store.failure(folder, job.key) or "was not run"
            continue
        (run,) = store.read(folder, job.key, job.variants).runs.values()
        rows.append((run.series(STREET), [value_of(run, t) for t in targets]))
        numbers.append(number)
    if not rows:
        raise GroundswellError(f"no draw has a run; the first: {next(iter(failures.values()))}")
    figures = {t.id: np.array([own[at] for _, own in rows]) for at, t in enumerate(targets)}
    street = np.stack([series for series, _ in rows])
    return PriorPredictive(prior, scenario, seed, tuple(numbers), tuple(points[n] for n in numbers), street, figures,
                           left_out, failures)  # fmt: skip


def _held(target: Target, values: Floats) -> Held:
    below = float(np.less(values, target.value).mean() + 0.5 * np.equal(values, target.value).mean())
    return Held(target, quantiles(values), below)
