"""The dataset of a sweep, put together from the results in its store: the same bytes in whatever order runs ended."""

from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from groundswell.computing import store
from groundswell.computing.job import Job
from groundswell.files import write_whole
from groundswell.json_text import json_text
from groundswell.running.model import Run
from groundswell.seals import DamagedError
from groundswell.storage.arrow import as_column, pa, parquet

_GROUP = 65_536  # rows from which on a group of them is written
_READERS = 2  # threads that read results; the library does most of it without the interpreter
_AHEAD = 8  # results that are read before they are needed
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

    A row group holds some runs; memory holds two groups.
    """
    gathered = Gathered()
    with closing(_read_ahead(results, jobs, totals)) as read:
        groups = _groups(read, points, gathered, results)
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
        writer, written = parquet.ParquetWriter(file, schema, compression="zstd"), None
        try:
            for group in groups:
                if written:
                    written.result()
                written = pen.submit(writer.write_table, group)
            if written:
                written.result()
        finally:
            pen.submit(writer.close).result()


# A job, the table of its result (None: there is none), its totals.
Read = tuple[Job, Any, Mapping[str, Mapping[str, float]]]


def _read_ahead(results: Path, jobs: Sequence[Job], totals: Totals) -> Generator[Read, None, None]:
    """Yield what each job's result holds, in the order of `jobs`, while those after it are read."""

    def read(job: Job) -> Read:
        try:
            table = store.read_table(results, job.key)
        except (FileNotFoundError, DamagedError):
            return job, None, {}
        return job, table.replace_schema_metadata(None), totals(store.nation(table, job.variants))

    under_way = deque[Future[Read]]()
    with ThreadPoolExecutor(_READERS) as readers:
        try:
            for job in jobs:
                under_way.append(readers.submit(read, job))
                if len(under_way) > _AHEAD:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            readers.shutdown(cancel_futures=True)


def _groups(read: Iterator[Read], points: Points, gathered: Gathered, results: Path) -> Iterator[Any]:
    """Yield the results of some runs at once, as a table; add their totals, and what is missing, to `gathered`."""
    columns = {key: _column([cell(point[key]) for point in points]) for key in points[0]}
    held, tables, count = list[Job](), list[Any](), 0
    for job, table, totals in read:
        if table is None:
            gathered.failures[job.key] = store.failure(results, job.key) or "was not run"
            continue
        what = {"key": job.key, "draw": job.draw, "seed": job.seed, **points[job.draw]}
        gathered.rows.extend({**what, "arm": arm, **values} for arm, values in totals.items())
        held.append(job)
        tables.append(table)
        count += len(table)
        if count >= _GROUP:
            yield _joint(held, tables, columns)
            held, tables, count = [], [], 0
    if held:
        yield _joint(held, tables, columns)


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
