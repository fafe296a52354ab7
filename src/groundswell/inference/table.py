"""The reference table: draws of all uncertain parameters, each run once through the store, with every target's figure.

A draw is a job with a key of its own (groundswell.computing.job), so what was run is never run again, on however many
workers. When all draws of a set have ended their figures are written into a sealed file; a calibration that is
repeated takes them from there. A damaged file is made again from the store.

FOLDER/store/KEY.parquet: a run. FOLDER/sets/NAME.parquet: a row a draw.
"""

import hashlib
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from groundswell.case.evidence import Target
from groundswell.comparisons.compare import BASE
from groundswell.computing import store
from groundswell.computing.fork import Variant
from groundswell.computing.job import Done, Job
from groundswell.computing.pool import run_jobs
from groundswell.computing.processes import Workers
from groundswell.computing.shard import Shard, all_there, run_all
from groundswell.errors import GroundswellError
from groundswell.files import as_input_errors
from groundswell.inference.goals import Goals
from groundswell.inference.prior import JointPrior
from groundswell.process.count import measures
from groundswell.resolution import weight as stands_for
from groundswell.running.figures import measures_of, value_of
from groundswell.running.model import Run
from groundswell.running.targets import FIRST_YEAR, why_not
from groundswell.scenario import Scenario
from groundswell.seals import BLANK, KEY, DamagedError, read_sealed, write_sealed
from groundswell.storage.arrow import as_column, as_numbers, pa, parquet
from groundswell.types import Floats

Progress = Callable[[Done, int, int], None]  # a run's end, how many have ended, how many there are
_FRESH = 1_000_000  # seeds of runs that none was fitted with begin so far above the scenario's own
_ASKED = b"asked"
_AT_ONCE = 100  # runs that are asked for while the next points are solved


class Places(NamedTuple):
    """Where runs are done: "processes", "ray" or "dask", how many workers, the cluster's address, and processes that
    all sets share; or in parts, of which this is `part`; or nowhere, to `merge` what all parts ran.
    """

    executor: str = "processes"
    workers: int | None = None
    address: str = ""
    kept: Workers | None = None
    part: Shard | None = None
    merge: bool = False

    def run(self, jobs: Sequence[Job], folder: Path) -> Generator[Done, None, None]:
        """Have all jobs end, and yield how. Raises as `run_jobs` does, and InputError for a merge that lacks runs."""
        if self.merge:
            return all_there(jobs, folder)
        if self.part:
            return run_all(jobs, folder, self.part, self.workers, self.kept)
        return run_jobs(jobs, folder, self.executor, self.workers, self.address, self.kept)


@dataclass(frozen=True)
class Draws:
    """A set of draws that were run: points (draws, coordinates), figures of all targets, seeds and keys of the jobs."""

    name: str
    units: Floats
    figures: Floats
    seeds: tuple[int, ...]
    keys: tuple[str, ...]
    last: bool


@dataclass
class ReferenceTable:
    """Runs a scenario at points of its joint prior; the simulator of `groundswell.inference.problem`.

    `early` and `final` are the scenario at the scales of the waves and of what is weighed; `seeds`, how many societies
    draws take in turn. `planned` runs will there be in all; those of the last scale cost as much as `dearer` runs of
    the early scale more than as many of these.
    """

    prior: JointPrior
    early: Scenario
    final: Scenario
    targets: tuple[Target, ...]
    folder: Path
    seeds: int
    where: Places = field(default_factory=Places)
    progress: Progress | None = None
    planned: int = 0
    dearer: float = 0.0
    sets: dict[str, Draws] = field(default_factory=dict[str, Draws])
    solved: dict[bytes, dict[str, Any]] = field(default_factory=dict[bytes, dict[str, Any]])

    def goals(self, last: bool) -> Goals:
        """Return the targets of role fit that runs of a scale can be held against."""
        scenario = self.final if last else self.early
        some = (t for t in self.targets if t.role == "fit" and not self.left_out(t, last))
        return Goals(tuple(some), _weight(scenario))

    def left_out(self, target: Target, last: bool = True) -> str:
        """Say why runs of a scale cannot be held against a target, or return ""."""
        scenario = self.final if last else self.early
        return why_not(target, scenario, weight=_weight(scenario)) or not_given(target, scenario)

    def __call__(self, name: str, units: Floats, last: bool = False, fresh: bool = False) -> Floats:
        """Return figures of the goals at points (points, targets); see `Simulator`."""
        made = self.run(name, units, last, fresh)
        ids = [target.id for target in self.targets]
        return made.figures[:, [ids.index(id_) for id_ in self.goals(last).ids]]

    def run(self, name: str, units: Floats, last: bool, fresh: bool) -> Draws:
        """Return a set of draws, from its file if it was run before."""
        seeds = self._seeds(len(units), fresh)
        file = self.folder / "sets" / f"{name.replace(' ', '-').replace(',', '')}.parquet"
        asked = self._asked(units, seeds, last)
        kept = self._read(file, asked)
        figures, keys = kept or self._made(units, seeds, last)
        if kept is None:
            self._write(file, asked, figures, keys)
        self.sets[name] = Draws(name, units, figures, seeds, keys, last)
        return self.sets[name]

    def _seeds(self, count: int, fresh: bool) -> tuple[int, ...]:
        first = self.early.seed
        return tuple(first + (_FRESH + at if fresh else at % self.seeds) for at in range(count))

    def _made(self, units: Floats, seeds: Sequence[int], last: bool) -> tuple[Floats, tuple[str, ...]]:
        """Run what the store does not hold and return figures of all targets, and the keys of the jobs."""
        scenario = self.final if last else self.early
        figures, keys = np.full((len(units), len(self.targets)), np.nan), np.empty(len(units), object)
        before, count, failed = sum(len(each.units) for each in self.sets.values()), 0, ""
        for done, job, rows in self._ends(scenario, units, seeds):
            count += len(rows)
            failed, keys[rows] = done.error or failed, done.key
            if not done.error:
                read = store.read(self._store, job.key, job.variants, measures_of(self.targets))
                figures[rows] = self._figures(read.runs[BASE])
            if self.progress:
                of = max(self.planned, before + len(units))
                left = of - before - count + (0.0 if last else self.dearer)
                self.progress(replace(done, left=left), before + count, of)
        if failed and np.isnan(figures).all():
            raise GroundswellError(f"no run of '{scenario.name}' gave a result: {failed}")
        return figures, tuple(keys)

    def _ends(self, scenario: Scenario, units: Floats,
              seeds: Sequence[int]) -> Generator[tuple[Done, Job, list[int]], None, None]:  # fmt: skip
        """Run points, and yield each end with its job and the rows that it is of.

        Points are solved for their parameters, and named, while those before them run. Parts of a calibration, which
        help each other to the end of what was asked for, ask for all at once.
        """
        order = sorted(range(len(units)), key=lambda at: (seeds[at], at))  # a society serves as many as it can
        most = len(order) if self.where.part or self.where.merge else _AT_ONCE
        jobs_of = (self.job(scenario, units[at], seeds[at], at) for at in order)
        made = ((job.key, job, at) for job, at in zip(jobs_of, order, strict=True))
        ahead = list(islice(made, most))
        while ahead:
            jobs, rows = dict[str, Job](), dict[str, list[int]]()
            for key, job, at in ahead:
                jobs[key] = job
                rows.setdefault(key, []).append(at)
            ahead = list[tuple[str, Job, int]]()
            with closing(self.where.run(list(jobs.values()), self._store)) as ends:
                for done in ends:
                    yield done, jobs[done.key], rows[done.key]
                    ahead += islice(made, len(rows[done.key]))

    @property
    def _store(self) -> Path:
        return self.folder / "store"

    def _figures(self, run: Run) -> list[float]:
        return [np.nan if not_given(t, run.scenario) else value_of(run, t) for t in self.targets]

    def values(self, unit: Floats) -> dict[str, Any]:
        """Return the values of parameters of a point in unit coordinates; solved once a point."""
        at = unit.tobytes()
        if at not in self.solved:
            self.solved[at] = self.prior.values(unit)
        return self.solved[at]

    def job(self, scenario: Scenario, unit: Floats, seed: int, number: int = 0) -> Job:
        """Return the job of a point with a seed."""
        return Job((Variant(BASE, scenario.with_({**self.values(unit), "seed": seed})),), number)

    def _asked(self, units: Floats, seeds: Sequence[int], last: bool) -> bytes:
        """Return a digest of all that decides the figures of a set."""
        base = Job((Variant(BASE, self.final if last else self.early),)).key
        what = (base, self.prior.keys, self.targets, seeds, units.shape)
        return hashlib.sha256(repr(what).encode() + np.ascontiguousarray(units).tobytes()).hexdigest().encode()

    def _read(self, file: Path, asked: bytes) -> tuple[Floats, tuple[str, ...]] | None:
        """Return what a set's file holds; None if there is none, it is damaged, or it is of another set."""
        try:
            table: Any = parquet.ParquetFile(BytesIO(read_sealed(file))).read()
        except (FileNotFoundError, DamagedError):
            return None
        if table.schema.metadata.get(_ASKED) != asked:
            return None
        columns = [as_numbers(table[target.id]) for target in self.targets]
        figures = np.stack(columns, axis=1) if columns else np.empty((len(table), 0))
        return figures, tuple(table["key"].to_pylist())

    def _write(self, file: Path, asked: bytes, figures: Floats, keys: Sequence[str]) -> None:
        columns = {"key": as_column(keys), **{t.id: as_column(figures[:, at]) for at, t in enumerate(self.targets)}}
        table = pa.table(columns).replace_schema_metadata({_ASKED: asked, KEY: BLANK})
        content = BytesIO()
        parquet.write_table(table, content, compression="zstd")
        with as_input_errors(file, remedy="repeat the command to go on"):
            file.parent.mkdir(parents=True, exist_ok=True)
            write_sealed(file, content.getvalue())


def _weight(scenario: Scenario) -> float:
    return stands_for(float(scenario.case.population.total), scenario.persons)


def not_given(target: Target, scenario: Scenario) -> str:
    """Say why a scenario's runs give no figure of a target, or return ""."""
    if target.series == FIRST_YEAR:
        return ""
    first, last = ((day - scenario.start).days for day in (target.since or target.date, target.date))
    known = target.series in measures(scenario.observation)
    return "" if known and first >= 0 and last < scenario.days else "the run has no such series on these days"
