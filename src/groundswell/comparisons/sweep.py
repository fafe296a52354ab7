"""Sweeps: a scenario and its arms over a grid or a design, seeds as replicates, one dataset as the result.

Asking again, after an interrupt or with more levels, runs only what the folder does not hold yet; what the folder holds
is described in groundswell.comparisons.sweep_folder.
"""

from collections.abc import Generator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import groundswell  # the results' own methods that write pages: the one way up
from groundswell.arguments import MOST_RUNS, AnyPath, as_path, as_whole
from groundswell.comparisons import outcomes, sweep_folder
from groundswell.comparisons.compare import BASE, TOTALS, Progress, check_arms, variants
from groundswell.comparisons.design import Prior
from groundswell.comparisons.over import Levels, as_levels, points_of, prior_of
from groundswell.comparisons.sweep_dataset import Totals
from groundswell.computing import shard, store
from groundswell.computing.job import Done, Job
from groundswell.computing.pool import check, run_jobs, start_early
from groundswell.computing.processes import Workers
from groundswell.computing.provenance import provenance
from groundswell.computing.record import recorded
from groundswell.computing.shard import Part, Shard
from groundswell.extras import need
from groundswell.files import as_input_errors
from groundswell.locks import hold
from groundswell.running import memory
from groundswell.scenario import Scenario
from groundswell.scenario.arms import Arm, parse_arm
from groundswell.scenario.load import load
from groundswell.types import Floats

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr


@dataclass(frozen=True)
class Sweep:
    """A finished sweep: its points (draw -> values), its jobs and what failed (key -> reason).

    `rows`, one a run and arm, hold key, draw, seed, what is varied, arm, and the totals that comparisons have.
    """

    folder: Path
    points: tuple[dict[str, Any], ...]
    seeds: tuple[int, ...]
    jobs: tuple[Job, ...]
    failures: dict[str, str]
    rows: tuple[dict[str, Any], ...]
    over: Mapping[str, Any] = field(default_factory=dict[str, Any])  # what was varied, as the design has it

    @property
    def file(self) -> Path | None:
        """The dataset of all results; None when no run has one."""
        return self.folder / sweep_folder.DATASET if self.rows else None

    def report(self, path: AnyPath) -> Path:
        """Write sweep.html, its charts and a CSV beside each into a folder; return the page (needs `report`)."""
        need("report")
        return groundswell.write_sweep_report(self, as_path(path))

    def __repr__(self) -> str:
        what = f"{len(self.points)} points, {len(self.seeds)} seeds, {len(self.failures)} runs without a result"
        return f"Sweep of '{self.jobs[0].variants[0].scenario.name}': {what}; {self.folder}"

    def _repr_html_(self) -> str:
        return groundswell.card(self)

    def to_ema(self) -> "tuple[pd.DataFrame, dict[str, Floats]]":
        """Return (experiments, outcomes) as the EMA Workbench has them: a row a run and arm (needs the extra `tables`).

        Arms are policies, draws are scenarios, and each seed is a row; outcomes are the totals, (rows,) each.
        """
        from groundswell.comparisons.exports import as_ema

        return as_ema(self)

    def to_salib(self, total: str, arm: str = BASE) -> tuple[dict[str, Any], Floats, Floats]:
        """Return (problem, X, Y) for SALib: X (draws, parameters), Y (draws,) a total's mean over seeds in an arm.

        For its methods that take given data, such as delta and PAWN. Raises ValueError for an unknown total or arm, for
        what is varied but no number, and for no result.
        """
        from groundswell.comparisons.exports import as_salib

        return as_salib(self, total, arm)

    def to_xarray(self, measures: Sequence[str] = ("participants", "called", "abroad")) -> "xr.Dataset":
        """Return measures over (arm, draw, seed, day, region), NaN where a run failed (needs the extra `tables`).

        Raises ValueError for a measure that is not recorded.
        """
        need("tables")
        import xarray as xr

        scenario = self.jobs[0].variants[0].scenario
        if unknown := set(measures) - set(recorded(scenario)):
            raise ValueError(f"measures = {sorted(unknown)}: recorded are {list(recorded(scenario))}")
        arms = [v.name for v in self.jobs[0].variants]
        regions = [*scenario.case.population.codes, scenario.country]
        shape = (len(arms), len(self.points), len(self.seeds), scenario.days, len(regions))
        arrays = {name: np.full(shape, np.nan) for name in measures}
        for job in self.jobs:
            if store.has(self.folder / "store", job.key):
                runs = store.read(self.folder / "store", job.key, job.variants).runs
                for a, arm in enumerate(arms):
                    for name in measures:
                        values = runs[arm].counts.values[:, runs[arm].counts.at[name]]
                        arrays[name][a, job.draw, self.seeds.index(job.seed)] = values
        dims = ("arm", "draw", "seed", "day", "region")
        coords: dict[str, Any] = {"arm": arms, "draw": np.arange(len(self.points)), "seed": list(self.seeds),
                                  "day": np.arange(scenario.days), "region": regions}  # fmt: skip
        coords |= {key: ("draw", [point[key] for point in self.points]) for key in self.points[0]}
        return xr.Dataset({name: (dims, array) for name, array in arrays.items()}, coords)


def sweep(scenario: Scenario | AnyPath, over: Mapping[str, Prior | Levels], folder: AnyPath, *, points: int = 32,
          kind: str = "latin", seeds: int = 1, arms: Sequence[Arm | str] = (), executor: str = "processes",
          workers: int | None = None, address: str = "", progress: Progress | None = None,
          force: bool = False) -> Sweep:  # fmt: skip
    """Run a scenario, and arms of it, over parameters.

    `over`: levels, of which every combination is run, and priors, of which `points` are by a design ("random",
    "latin", "sobol", "grid"). `force` lets the folder of another design be used; its runs stay, its tables go. Raises
    InputError for nothing to vary, an unknown key, no seeds or points, and a folder that another process uses, that
    holds another design or that cannot be written.
    """
    asked = prepare(scenario, over, folder, points=points, kind=kind, seeds=seeds, arms=arms, force=force)
    return asked.run(executor, workers, address, progress)


def prepare(scenario: Scenario | AnyPath, over: Mapping[str, Prior | Levels], folder: AnyPath, *, points: int = 32,
            kind: str = "latin", seeds: int = 1, arms: Sequence[Arm | str] = (),
            force: bool = False) -> "Prepared":  # fmt: skip
    """Return a sweep that is ready to be run, as a whole or in parts. Arguments and errors are those of `sweep`."""
    base = scenario if isinstance(scenario, Scenario) else load(scenario)
    over = {key: prior_of(key, x) if isinstance(x, Prior) else as_levels(key, x) for key, x in over.items()}
    parsed = [parse_arm(a) if isinstance(a, str) else a for a in arms]
    if parsed:
        check_arms(base, parsed)
    seeds, points = as_whole(seeds, "seeds", 1, MOST_RUNS), as_whole(points, "points", 1, MOST_RUNS)
    memory.check(base.persons, base.case.population.total)
    chosen = points_of(base, over, points, kind)
    which = tuple(range(base.seed, base.seed + seeds))
    base.with_({"seed": which[-1]})  # refuses a seed out of range
    made = [base.with_(point) for point in chosen]
    jobs = tuple(Job(variants(replace(s, seed=seed), parsed), draw) for draw, s in enumerate(made) for seed in which)
    design_ = _design(over, points, kind, which, parsed)
    return Prepared(base, tuple(chosen), which, jobs, design_, as_path(folder, "out"), force)


@dataclass(frozen=True)
class Prepared:
    """A sweep that is asked for: its points, seeds and jobs, and the folder that they go into."""

    base: Scenario
    points: tuple[dict[str, Any], ...]
    seeds: tuple[int, ...]
    jobs: tuple[Job, ...]
    design: Mapping[str, Any]
    folder: Path
    force: bool = False

    @property
    def store(self) -> Path:
        """The folder of results, one a job."""
        return self.folder / "store"

    def run(self, executor: str = "processes", workers: int | None = None, address: str = "",
            progress: Progress | None = None) -> Sweep:  # fmt: skip
        """Run all jobs and write down what they gave. Raises as `sweep` does."""
        check(executor, workers, address)
        with self._own_folder(), Workers() as crew:
            if executor == "processes":
                start_early(crew, self.jobs, self.store, workers)
            return self._end(self._runs(crew, executor, workers, address), progress)

    def run_part(self, part: Shard, workers: int | None = None, progress: Progress | None = None) -> Part:
        """Run what falls to a part; nothing but runs and the design is written. Raises as `sweep` does."""
        check("processes", workers)
        self._make_folder()
        about = {"design": self.design}
        sweep_folder.share(self.folder, about, self.points, self.jobs, self.force)
        return shard.run_part(self.jobs, self.store, part, workers, progress)

    def merge(self) -> Sweep:
        """Write down what all parts gave, to the bit what one run of all of them writes.

        Raises InputError when runs are missing: of which parts.
        """
        with self._own_folder():
            return self._end(shard.all_there(self.jobs, self.store))

    def _runs(self, crew: Workers, executor: str, workers: int | None, address: str) -> Generator[Done, None, None]:
        with crew:  # they are gone before results are gathered: the memory is free again
            yield from run_jobs(self.jobs, self.store, executor, workers, address, crew)

    def _end(self, runs: Generator[Done, None, None], progress: Progress | None = None) -> Sweep:
        points = self.points
        with closing(runs) as ends:
            about = {**provenance("sweep", self.base, self.jobs), "design": self.design}
            sweep_folder.begin(self.folder, about, points, self.jobs, self.force)
            for count, done in enumerate(ends, 1):
                if progress:
                    progress(done, count, len(self.jobs))
            found = sweep_folder.finish(self.folder, about, points, self.jobs, _totals())
        rows, failures = tuple(found.rows), found.failures
        return Sweep(self.folder, points, self.seeds, self.jobs, failures, rows, self.design["over"])

    @contextmanager
    def _own_folder(self) -> Generator[None, None, None]:
        """Make the folder, and keep other processes out of it."""
        self._make_folder()
        with hold(self.folder):
            yield

    def _make_folder(self) -> None:
        with as_input_errors(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)


def _design(over: Mapping[str, Prior | Levels], points: int, kind: str, seeds: Sequence[int],
            arms: Sequence[Arm]) -> dict[str, Any]:  # fmt: skip
    drawn = any(isinstance(value, Prior) for value in over.values())
    return {
        "over": {key: value._asdict() if isinstance(value, Prior) else list(value) for key, value in over.items()},
        "kind": kind if drawn else "levels",
        "points": points if drawn else None,
        "seeds": list(seeds),
        "arms": {arm.name: [f"{c.key} {c.how} {c.value}" for c in arm.changes] for arm in arms},
    }


def _totals() -> Totals:
    """Return what finds the totals of each arm from the nation's counts."""
    wanted = [(name, outcomes.outcome(name)) for name in TOTALS]
    return lambda runs: {arm: {name: outcomes.value(of, run) for name, of in wanted} for arm, run in runs.items()}
