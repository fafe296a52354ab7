"""Days of a table, written while a run goes on: parquet files of consecutive days, at the end joined to one.

Memory holds the days of one block, or of one row group, only. Every block is whole: a folder of them can be read at any
moment as one table (`duckdb.sql("from 'x.partial/daily/*.parquet'")`, `polars.read_parquet`, `pandas.read_parquet`).
It carries its digest, and whose days it holds: one that is not what was written is cut, never joined.
"""

import io
import json
import re
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from groundswell.files import write_whole
from groundswell.seals import BLANK, KEY, DamagedError, read_sealed, write_sealed
from groundswell.storage.arrow import Table, as_numbers, compute, pa, parquet

_LONGEST = 64  # days in a block
_PATIENCE = 1.0  # seconds until a block is written although it is short: somebody may be watching
_GROUP = 32  # days in a row group of the joined file
_NAME = re.compile(r"days-([0-9]{5,9})-([0-9]{5,9})\.parquet")
_META = b"groundswell"


class Block(NamedTuple):
    """A file with the days [first, end)."""

    file: Path
    first: int
    end: int


class Stream:
    """A growing table with a column `day`, in a folder of its own; `of` tells whose days they are."""

    def __init__(self, folder: Path, schema: Any, of: str = "") -> None:
        self.folder, self.schema, self.of = folder, schema, of
        folder.mkdir(exist_ok=True)
        self.held: list[Table] = []
        self.days = blocks(folder)[-1].end if blocks(folder) else 0  # that were added
        self.written = time.monotonic()

    def mend(self, say: Callable[[str], object]) -> None:
        """Cut the first block that is not what was written, and what follows it; tell which. Raises OSError."""
        for block in blocks(self.folder):
            try:
                self._content(block)
            except DamagedError as error:
                say(f"{error}; its days, from {block.first} on, are run again")
                return self.cut(block.first)

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
                kept_days = [p.filter(compute.less(p["day"], day)) for p in self._pieces(block)]
                self._write(kept_days, block.first, day)
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
        for piece in (piece for block in blocks(self.folder) for piece in self._pieces(block)):
            group = as_numbers(piece["day"]) // _GROUP
            for number in np.unique(group).tolist():
                if held and number != at:
                    yield pa.concat_tables(held).combine_chunks()
                    held = []
                first, end = np.searchsorted(group, [number, number + 1]).tolist()  # days are in order
                held.append(piece.slice(first, end - first).cast(self.schema))
                at = number
        if held:
            yield pa.concat_tables(held).combine_chunks()

    def _write(self, tables: Iterable[Table], first: int, end: int) -> None:
        schema = self.schema.with_metadata({_META: json.dumps(self._metadata(first, end)), KEY: BLANK})
        content = io.BytesIO()
        with parquet.ParquetWriter(content, schema, compression="zstd") as writer:
            for table in tables:
                writer.write_table(table.cast(schema), row_group_size=len(table) or None)
        write_sealed(self.folder / f"days-{first:05}-{end:05}.parquet", content.getvalue(), self.folder.parent)

    def _metadata(self, first: int, end: int) -> dict[str, Any]:
        return {"of": self.of, "what": self.folder.name, "first": first, "end": end}

    def _content(self, block: Block) -> bytes:
        """Return what a block's file holds. Raises DamagedError if it is not what was written for these days."""
        content = read_sealed(block.file)
        kept = parquet.ParquetFile(io.BytesIO(content)).schema_arrow.metadata.get(_META, b"{}")
        if json.loads(kept) != self._metadata(block.first, block.end):
            raise DamagedError("does not belong here", place=str(block.file))
        return content

    def _pieces(self, block: Block) -> Iterator[Table]:
        return pieces(io.BytesIO(self._content(block)))


def pieces(file: Path | io.BytesIO) -> Iterator[Table]:
    """Yield the rows of a file, a row group at a time; a day is never split between two."""
    held: Any = parquet.ParquetFile(file)
    for number in range(held.num_row_groups):
        yield held.read_row_group(number)


def blocks(folder: Path) -> list[Block]:
    """Return the blocks of a folder that follow one another from day 0 on, in order."""
    found: list[Block] = []
    named = [(file, match) for file in sorted(folder.glob("days-*.parquet")) if (match := _NAME.fullmatch(file.name))]
    for file, match in named:
        first, end = int(match[1]), int(match[2])
        if first == (found[-1].end if found else 0) < end:
            found.append(Block(file, first, end))
    return found
