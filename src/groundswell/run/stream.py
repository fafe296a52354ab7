"""Days of a table, written while a run goes on: parquet files of consecutive days, at the end joined to one.

Memory holds the days of one block only. Every block is whole: a folder of them can be read at any moment as one table
(`duckdb.sql("from 'x.partial/daily/*.parquet'")`, `polars.read_parquet`, `pandas.read_parquet`).
"""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from groundswell.run.arrow import Table, compute, pa, parquet
from groundswell.run.files import write_whole

_LONGEST = 64  # days in a block
_PATIENCE = 1.0  # seconds until a block is written although it is short: somebody may be watching
_GROUP = 32  # days in a row group of the joined file


class Block(NamedTuple):
    """A file with the days [first, end)."""

    file: Path
    first: int
    end: int


class Stream:
    """A growing table with a column `day`, in a folder of its own."""

    def __init__(self, folder: Path, schema: Any) -> None:
        self.folder, self.schema = folder, schema
        folder.mkdir(exist_ok=True)
        self.held: list[Table] = []
        self.days = blocks(folder)[-1].end if blocks(folder) else 0  # that were added
        self.written = time.monotonic()

    def add(self, day: Table) -> None:
        """Append the rows of the next day. Raises OSError."""
        self.held.append(day)
        self.days += 1
        if len(self.held) >= _LONGEST or time.monotonic() - self.written > _PATIENCE:
            self.flush()

    def flush(self) -> None:
        """Put on disk what was added. Raises OSError; nothing is lost then."""
        if self.held:
            self._write(pa.concat_tables(self.held), self.days - len(self.held), self.days)
            self.held = []
        self.written = time.monotonic()

    def cut(self, day: int) -> None:
        """Forget `day` and all later ones. Raises OSError."""
        self.flush()
        for block in blocks(self.folder):
            if block.first < day < block.end:
                whole = parquet.read_table(block.file)
                self._write(whole.filter(compute.less(whole["day"], day)), block.first, day)
        kept = [block.file for block in blocks(self.folder) if block.end <= day]
        for file in self.folder.glob("days-*.parquet"):
            if file not in kept:
                file.unlink()
        self.days = min(self.days, day)

    def join(self, target: Path) -> None:
        """Write all days into one file, in row groups that do not depend on how blocks fell. Raises OSError."""
        self.flush()
        write_whole(target, self._join)

    def _join(self, file: BinaryIO) -> None:
        with parquet.ParquetWriter(file, self.schema, compression="zstd") as writer:
            for group in self._groups():
                writer.write_table(group, row_group_size=len(group) or None)

    def _groups(self) -> Iterator[Table]:
        held: list[Table] = []
        for block in blocks(self.folder):
            whole = parquet.read_table(block.file).cast(self.schema)
            for first in range(block.first // _GROUP * _GROUP, block.end, _GROUP):
                if held and first >= block.first:
                    yield pa.concat_tables(held).combine_chunks()
                    held = []
                inside = compute.and_(
                    compute.greater_equal(whole["day"], first), compute.less(whole["day"], first + _GROUP)
                )
                held.append(whole.filter(inside))
        if held:
            yield pa.concat_tables(held).combine_chunks()

    def _write(self, table: Table, first: int, end: int) -> None:
        def fill(file: BinaryIO) -> None:
            parquet.write_table(table.cast(self.schema), file, compression="zstd")

        write_whole(self.folder / f"days-{first:05}-{end:05}.parquet", fill, workshop=self.folder.parent)


def blocks(folder: Path) -> list[Block]:
    """Return the blocks of a folder that follow one another from day 0 on, in order."""
    found: list[Block] = []
    for file in sorted(folder.glob("days-*.parquet")):
        first, end = (int(part) for part in file.stem.split("-")[1:])
        if first == (found[-1].end if found else 0):
            found.append(Block(file, first, end))
    return found
