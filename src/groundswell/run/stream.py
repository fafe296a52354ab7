"""Days of a table, written while a run goes on: parquet files of consecutive days, at the end joined to one.

Memory holds the days of one block, or of one row group, only. Every block is whole: a folder of them can be read at any
moment as one table (`duckdb.sql("from 'x.partial/daily/*.parquet'")`, `polars.read_parquet`, `pandas.read_parquet`).
"""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from groundswell.files import write_whole
from groundswell.run.arrow import Table, compute, pa, parquet

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
            self._write([pa.concat_tables(self.held)], self.days - len(self.held), self.days)
            self.held = []
        self.written = time.monotonic()

    def cut(self, day: int) -> None:
        """Forget `day` and all later ones. Raises OSError."""
        self.flush()
        for block in blocks(self.folder):
            if block.first < day < block.end:
                self._write((p.filter(compute.less(p["day"], day)) for p in pieces(block.file)), block.first, day)
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
        held, at = list[Table](), 0
        for piece in (piece for block in blocks(self.folder) for piece in pieces(block.file)):
            group = compute.divide(piece["day"], _GROUP)
            for number in compute.unique(group).to_pylist():
                if held and number != at:
                    yield pa.concat_tables(held).combine_chunks()
                    held = []
                held.append(piece.filter(compute.equal(group, number)).cast(self.schema))
                at = number
        if held:
            yield pa.concat_tables(held).combine_chunks()

    def _write(self, tables: Iterable[Table], first: int, end: int) -> None:
        def fill(file: BinaryIO) -> None:
            with parquet.ParquetWriter(file, self.schema, compression="zstd") as writer:
                for table in tables:
                    writer.write_table(table.cast(self.schema), row_group_size=len(table) or None)

        write_whole(self.folder / f"days-{first:05}-{end:05}.parquet", fill, workshop=self.folder.parent)


def pieces(file: Path) -> Iterator[Table]:
    """Yield the rows of a file, a row group at a time; a day is never split between two."""
    held: Any = parquet.ParquetFile(file)
    for number in range(held.num_row_groups):
        yield held.read_row_group(number)


def blocks(folder: Path) -> list[Block]:
    """Return the blocks of a folder that follow one another from day 0 on, in order."""
    found: list[Block] = []
    for file in sorted(folder.glob("days-*.parquet")):
        first, end = (int(part) for part in file.stem.split("-")[1:])
        if first == (found[-1].end if found else 0):
            found.append(Block(file, first, end))
    return found
