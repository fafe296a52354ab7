"""Days are written as they come: memory does not grow, and what is there can be read at any moment."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.files import write_whole
from groundswell.storage.stream import _LONGEST, Stream

SCHEMA = pa.schema([("day", pa.int32()), ("value", pa.float64())])


def day(number: int, rows: int = 3) -> pa.Table:
    return pa.table({"day": [number] * rows, "value": [number + 0.1 * k for k in range(rows)]}, schema=SCHEMA)


def stream_of(folder: Path, days: int, flushed: frozenset[int] = frozenset()) -> Stream:
    stream = Stream(folder, SCHEMA)
    for number in range(days):
        stream.add(day(number))
        if number in flushed:
            stream.flush()
    return stream


@given(st.integers(0, 80), st.frozensets(st.integers(0, 79), max_size=6), st.integers(0, 80))
def test_the_joined_file_does_not_depend_on_how_days_were_written(
    tmp_path_factory: pytest.TempPathFactory, days: int, flushed: frozenset[int], cut: int
) -> None:
    folder = tmp_path_factory.mktemp("streams")
    stream = stream_of(folder / "a", days, flushed)
    stream.cut(min(cut, days))
    again = Stream(folder / "a", SCHEMA)  # as another process finds it
    assert again.days == min(cut, days)
    for number in range(again.days, days):
        again.add(day(number))
    again.join(folder / "a.parquet")
    stream_of(folder / "b", days).join(folder / "b.parquet")
    assert (folder / "a.parquet").read_bytes() == (folder / "b.parquet").read_bytes()
    assert pq.read_table(folder / "a.parquet")["day"].to_pylist() == [n for n in range(days) for _ in range(3)]


def die_half_way(file: BinaryIO) -> None:
    file.write(b"half a file")
    raise KeyboardInterrupt


def by_pandas(folder: Path) -> tuple[int, int]:
    import pandas as pd

    read = pd.read_parquet(folder)
    return len(read), int(read["day"].max())


def by_duckdb(folder: Path) -> tuple[int, int]:
    import duckdb

    return duckdb.sql(f"select count(*), max(day) from '{folder}/*.parquet'").fetchall()[0]


def by_polars(folder: Path) -> tuple[int, int]:
    import polars as pl

    read = pl.read_parquet(folder / "*.parquet")
    return read.height, read["day"].max()


@pytest.mark.parametrize("read", [by_pandas, by_duckdb, by_polars])
def test_a_growing_folder_reads_as_one_table(tmp_path: Path, read: Callable[[Path], tuple[int, int]]) -> None:
    stream = stream_of(tmp_path / "daily", 10, frozenset({3, 6}))
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "daily" / "days-00007-00010.parquet", die_half_way, workshop=tmp_path)
    assert read(tmp_path / "daily") == (21, 6)
    stream.flush()
    assert read(tmp_path / "daily") == (30, 9)


def test_memory_does_not_grow_with_days(tmp_path: Path) -> None:
    stream = Stream(tmp_path / "daily", SCHEMA)
    before, peaks = pa.total_allocated_bytes(), []
    tracemalloc.start()
    for number in range(12 * _LONGEST):
        stream.add(day(number, 500))
        if number % _LONGEST == _LONGEST - 2:
            peaks.append(pa.total_allocated_bytes() - before)
    assert len(stream.held) < _LONGEST
    assert max(peaks) <= 1.2 * peaks[0]
    tracemalloc.stop()
