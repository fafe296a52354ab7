"""Sweeps: a scenario and its arms over a grid or a design, seeds as replicates, one dataset as the result.

FOLDER/store holds a result a run (see `store`), FOLDER/design.csv what was asked for, FOLDER/failures.csv what has no
result and why, FOLDER/results.parquet everything: draw, seed, arm, day, region, then a column a measure. Asking again,
after an interrupt or with more points, runs only what the store does not hold.
"""

import csv
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from groundswell.data import census
from groundswell.errors import InputError
from groundswell.experiments import design, store
from groundswell.experiments.arms import Arm, parse_arm
from groundswell.experiments.compare import Progress, check_arms, variants
from groundswell.experiments.design import Prior
from groundswell.experiments.job import Job
from groundswell.experiments.pool import run_jobs
from groundswell.experiments.record import RECORDED
from groundswell.extras import need
from groundswell.run import memory
from groundswell.run.arrow import pa, parquet
from groundswell.scenario import Scenario
from groundswell.scenario.document import parse_set
from groundswell.scenario.load import load

if TYPE_CHECKING:
    import xarray as xr

Levels = tuple[Any, ...]


@dataclass(frozen=True)
class Sweep:
    """A finished sweep: its points (draw -> values), its jobs and what failed (key -> reason)."""

    folder: Path
    points: tuple[dict[str, Any], ...]
    seeds: tuple[int, ...]
    jobs: tuple[Job, ...]
    failures: dict[str, str]

    @property
    def file(self) -> Path:
        """The dataset of all results."""
        return self.folder / "results.parquet"

    def to_xarray(self, measures: Sequence[str] = ("participants", "called", "abroad")) -> "xr.Dataset":
        """Return measures over (arm, draw, seed, day, region), NaN where a run failed (needs the extra `tables`).

        Raises ValueError for a measure that is not recorded.
        """
        need("tables")
        import xarray as xr

        if unknown := set(measures) - set(RECORDED):
            raise ValueError(f"measures = {sorted(unknown)}: recorded are {list(RECORDED)}")
        scenario = self.jobs[0].variants[0].scenario
        arms = [v.name for v in self.jobs[0].variants]
        regions = [*census.load().codes, scenario.country]
        shape = (len(arms), len(self.points), len(self.seeds), scenario.days, len(regions))
        arrays = {name: np.full(shape, np.nan) for name in measures}
        for job in self.jobs:
            if store.has(self.folder / "store", job.key):
                traces = store.read(self.folder / "store", job.key, job.variants).traces
                for a, arm in enumerate(arms):
                    for name in measures:
                        at = RECORDED.index(name)
                        arrays[name][a, job.draw, self.seeds.index(job.seed)] = traces[arm].values[:, at]
        dims = ("arm", "draw", "seed", "day", "region")
        coords: dict[str, Any] = {"arm": arms, "draw": np.arange(len(self.points)), "seed": list(self.seeds),
                                  "day": np.arange(scenario.days), "region": regions}  # fmt: skip
        coords |= {key: ("draw", [point[key] for point in self.points]) for key in self.points[0]}
        return xr.Dataset({name: (dims, array) for name, array in arrays.items()}, coords)


def sweep(scenario: Scenario | str | Path, over: Mapping[str, Prior | Levels], folder: Path, *, points: int = 32,
          kind: str = "latin", seeds: int = 1, arms: Sequence[Arm | str] = (), executor: str = "processes",
          workers: int | None = None, address: str = "", progress: Progress | None = None) -> Sweep:  # fmt: skip
    """Run a scenario, and arms of it, over parameters.

    `over`: levels, of which every combination is run, and priors, of which `points` are by a design ("random",
    "latin", "sobol", "grid"). Raises InputError for nothing to vary, an unknown key, no seeds or points.
    """
    base = scenario if isinstance(scenario, Scenario) else load(scenario)
    told = [parse_arm(a) if isinstance(a, str) else a for a in arms]
    if told:
        check_arms(base, told)
    if seeds < 1:
        raise InputError(f"{seeds}", place="--seeds", remedy="give 1 or more")
    memory.check(base.persons, int(census.load().population.sum()))
    chosen = _points(base, over, points, kind)
    which = tuple(range(base.seed, base.seed + seeds))
    base.with_({"seed": which[-1]})  # refuses a seed out of range
    made = [base.with_(point) for point in chosen]
    jobs = tuple(Job(variants(replace(s, seed=seed), told), draw) for draw, s in enumerate(made) for seed in which)
    folder.mkdir(parents=True, exist_ok=True)
    _write_design(folder, chosen, jobs)
    for count, done in enumerate(run_jobs(jobs, folder / "store", executor, workers, address), 1):
        if progress:
            progress(done, count, len(jobs))
    missing = [job for job in jobs if not store.has(folder / "store", job.key)]
    failures = {job.key: store.failure(folder / "store", job.key) or "was not run" for job in missing}
    rows = [[job.key, job.draw, job.seed, failures[job.key]] for job in missing]
    _write_csv(folder / "failures.csv", ["key", "draw", "seed", "reason"], rows)
    _gather(folder, [job for job in jobs if job.key not in failures])
    return Sweep(folder, tuple(chosen), which, jobs, failures)


def parse_over(text: str, scenario: Scenario) -> tuple[str, Prior | Levels]:
    """Return what "key", "key=low..high", "key=low..high loguniform" or "key=a,b,c" asks for. Raises InputError."""
    known = design.parameters(scenario)
    key, _, given = (part.strip() for part in text.partition("="))
    if not given:
        return key, design.prior(key, True, known, "--over")
    if ".." in given:
        ends, _, shape = given.partition(" ")
        try:
            low, high = (float(end) for end in ends.split(".."))
        except ValueError:
            raise InputError(f"'{text}'", place="--over", remedy="write key=0.7..1.0") from None
        return key, design.prior(key, {"low": low, "high": high, "shape": shape.strip() or "uniform"}, known, "--over")
    if key not in known:
        design.prior(key, True, known, "--over")
    levels = tuple(parse_set(f"{key}={value}")[1] for value in given.split(","))
    if twice := [level for at, level in enumerate(levels) if level in levels[:at]]:
        raise InputError(f"'{text}' has {twice[0]} twice", place="--over", remedy="give each level once")
    return key, levels


def _points(base: Scenario, over: Mapping[str, Prior | Levels], count: int, kind: str) -> list[dict[str, Any]]:
    if not over:
        raise InputError("nothing to vary", place="--over", remedy="name a parameter, such as --over behaviour.others")
    priors = [value for value in over.values() if isinstance(value, Prior)]
    levels = {key: value for key, value in over.items() if not isinstance(value, Prior)}
    drawn = design.design(priors, count, kind, base.seed) if priors else [dict[str, Any]()]
    grid = [dict(zip(levels, combination, strict=True)) for combination in itertools.product(*levels.values())]
    return [{**point, **cell} for cell in grid for point in drawn]


def _write_design(folder: Path, points: Sequence[Mapping[str, Any]], jobs: Sequence[Job]) -> None:
    keys = list(points[0])
    rows = [[job.key, job.draw, job.seed, *(points[job.draw][key] for key in keys)] for job in jobs]
    _write_csv(folder / "design.csv", ["key", "draw", "seed", *keys], rows)


def _write_csv(file: Path, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _gather(folder: Path, jobs: Sequence[Job]) -> None:
    """Write all results into one file, a row group a run: memory holds one run at a time."""
    beside, writer = folder / ".results.parquet", None
    try:
        for job in jobs:
            table: Any = parquet.read_table(store.path(folder / "store", job.key)).replace_schema_metadata(None)
            rows = len(table)
            for at, (name, value) in enumerate((("draw", job.draw), ("seed", job.seed))):
                table = table.add_column(at, name, pa.array(np.full(rows, value, np.int64)))
            writer = writer or parquet.ParquetWriter(beside, table.schema, compression="zstd")
            writer.write_table(table)
    finally:
        if writer:
            writer.close()
    if writer:
        beside.replace(folder / "results.parquet")
