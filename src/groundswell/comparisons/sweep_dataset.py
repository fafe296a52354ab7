"""The dataset of a sweep, put together from the results in its store: the same bytes in whatever order runs ended."""

from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from groundswell.computing import store
from groundswell.computing.job import Job
from groundswell.files import write_whole
from groundswell.json_text import json_text
from groundswell.running.model import Run
from groundswell.seals import DamagedError
from groundswell.storage.arrow import as_column, pa, parquet

_GROUP = 65_536  # rows from which on a group of them is written
_READERS = 2  # threads that read groups; the library does most of it without the interpreter
Points = Sequence[Mapping[str, Any]]
Rows = Sequence[Mapping[str, Any]]
Totals = Callable[[Mapping[str, Run]], Mapping[str, Mapping[str, float]]]  # arm -> its run; arm -> total -> value


@dataclass(frozen=True)
class Gathered:
    """What a sweep's runs gave: a row a run and arm, with its totals, and why a run has no result (key -> reason)."""

    rows: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    failures: dict[str, str] = field(default_factory=dict[str, str])


def gather(path: Path, results: Path, points: Points, jobs: Sequence[Job], totals: Totals) -> Gathered:
    """Write all results that are there into the file `path`, which goes when there is none. Raises OSError.

    A row group holds some runs; memory holds five groups at most.
    """
    gathered = Gathered()
    with closing(_read_ahead(results, points, jobs, totals)) as parts:
        groups = _groups(parts, gathered)
        if (first := next(groups, None)) is None:
            path.unlink(missing_ok=True)
        else:
            write_whole(path, lambda file: _write(file, first.schema, chain([first], groups)))
    return gathered


def cell(value: Any) -> Any:
    """Return what a table holds of a value: texts and numbers as they are, lists and the like as JSON."""
    return value if isinstance(value, str | int | float) or value is None else json_text(value, indent=None)


def _write(file: BinaryIO, schema: Any, groups: Iterator[Any]) -> None:
    with ThreadPoolExecutor(1) as pen:  # writes a group while the next one is read
        told = schema.names[: schema.names.index("region") + 1]  # extremes of a count help nobody to find a row
        writer = parquet.ParquetWriter(file, schema, compression="zstd", write_statistics=told)
        written: Future[None] | None = None
        try:
            for group in groups:
                if written:
                    written.result()
                written = pen.submit(writer.write_table, group)
            if written:
                written.result()
        finally:
            pen.submit(writer.close).result()


class _Part(NamedTuple):
    """What some runs gave: their results as one table (None: they have none), their totals, why one has no result."""

    table: Any
    found: Gathered


def _read_ahead(results: Path, points: Points, jobs: Sequence[Job], totals: Totals) -> Generator[_Part, None, None]:
    """Yield what the jobs' results hold, some at once in the order of `jobs`, while those after them are read."""
    columns = {key: _column([cell(point[key]) for point in points]) for key in points[0]}
    under_way = deque[Future[_Part]]()
    with ThreadPoolExecutor(_READERS) as readers:
        try:
            for part in _parts(jobs):
                under_way.append(readers.submit(_read, results, points, part, totals, columns))
                if len(under_way) > _READERS:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            readers.shutdown(cancel_futures=True)


def _parts(jobs: Sequence[Job]) -> Iterator[list[Job]]:
    """Yield the jobs whose results make a row group each."""
    part, rows = list[Job](), 0
    for job in jobs:
        scenario = job.variants[0].scenario
        part.append(job)
        rows += len(job.variants) * scenario.days * (len(scenario.case.population.codes) + 1)
        if rows >= _GROUP:
            yield part
            part, rows = [], 0
    if part:
        yield part


def _read(results: Path, points: Points, jobs: Sequence[Job], totals: Totals, columns: Mapping[str, Any]) -> _Part:
    """Return what these jobs gave; `columns` has the values of each parameter by draw."""
    found, held, tables = Gathered(), list[Job](), list[Any]()
    for job in jobs:
        try:
            table = store.read_table(results, job.key)
        except (FileNotFoundError, DamagedError):
            found.failures[job.key] = store.failure(results, job.key) or "was not run"
            continue
        what = {"key": job.key, "draw": job.draw, "seed": job.seed, **points[job.draw]}
        of_arms = totals(store.nation(table, job.variants))
        found.rows.extend({**what, "arm": arm, **values} for arm, values in of_arms.items())
        held.append(job)
        tables.append(table.replace_schema_metadata(None))
    return _Part(_joint(held, tables, columns) if held else None, found)


def _groups(parts: Iterator[_Part], gathered: Gathered) -> Iterator[Any]:
    """Yield the tables of parts that have one; add what else was found to `gathered`."""
    for table, found in parts:
        gathered.rows.extend(found.rows)
        gathered.failures.update(found.failures)
        if table is not None:
            yield table


def _joint(jobs: Sequence[Job], tables: Sequence[Any], columns: Mapping[str, Any]) -> Any:
    """Return the results of some runs as one table, what identifies each run before them."""
    table = pa.concat_tables(tables).unify_dictionaries()
    run = np.repeat(np.arange(len(jobs), dtype=np.int32), [len(each) for each in tables])
    draws = np.array([job.draw for job in jobs], np.int64)
    named = {"key": pa.DictionaryArray.from_arrays(as_column(run), as_column([job.key for job in jobs])),
             "draw": as_column(draws[run]), "seed": as_column(np.array([job.seed for job in jobs], np.int64)[run]),
             **{key: column.take(as_column(draws[run])) for key, column in columns.items()}}  # fmt: skip
    for at, (name, column) in enumerate(named.items()):
        table = table.add_column(at, name, column)
    return table


def _column(values: list[Any]) -> Any:
    """Return the values of a parameter as a column: whole numbers, numbers, truth values, or else texts."""
    if all(isinstance(value, bool) for value in values):
        return as_column(np.array(values, np.int8)).cast(pa.bool_())
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        whole = all(isinstance(value, int) for value in values)
        return as_column(np.array(values, np.int64 if whole else np.float64))
    return as_column([value if isinstance(value, str) else json_text(value, indent=None) for value in values])
