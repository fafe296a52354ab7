"""CSV files read with every cell checked against the kind its column declares: NaN, gaps and minus signs are errors."""

import csv
import datetime
import io
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from groundswell.data.sources import data_file, path
from groundswell.errors import InputError, shown
from groundswell.textfile import MEGABYTE, read_text

Cell = str | int | float | None
_HIGHEST = {"percent": 100.0, "amount": math.inf, "number": math.inf}
_LOWEST = {"percent": 0.0, "amount": 0.0, "number": -math.inf}
_LARGEST = 256 * MEGABYTE
_DIGITS = 18  # of a count: what 64 bits hold for sure
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Table:
    """A checked table: the file it came from and its columns, all equally long; an empty cell is None."""

    origin: Path
    columns: Mapping[str, tuple[Cell, ...]]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def text(self, column: str) -> list[str]:
        """Return a column of text, with "" for an empty cell."""
        return ["" if cell is None else str(cell) for cell in self.columns[column]]

    def integers(self, column: str) -> NDArray[np.int64]:
        """Return a column without gaps as int64, shape (rows,)."""
        return np.array(self.columns[column], dtype=np.int64)

    def numbers(self, column: str) -> NDArray[np.float64]:
        """Return a column without gaps as float64, shape (rows,)."""
        return np.array(self.columns[column], dtype=np.float64)


def read_csv(name: str) -> Table:
    """Return a shipped table by its key, such as "regions/cities_2020.csv". Raises InputError as `read_table` does."""
    return read_table(path(name), data_file(name).columns)


def read_table(file: str | Path, kinds: Mapping[str, str]) -> Table:
    """Return the table in `file` (CSV with a header, UTF-8), every cell checked against its column's kind.

    Kinds: text, date, count, amount, percent, number (see sources.toml); a "?" behind one allows an empty cell.
    Raises InputError with file:line, column, value and remedy for what cannot be read as text or as CSV, a missing or
    unknown column, a row of another length, an empty cell, a NaN or infinite number, a negative count or amount, or a
    percentage above 100.
    """
    file = Path(file)
    rows = _rows(read_text(file, limit=_LARGEST, remedy="name a CSV file"), file.name)
    _, header = next(rows, (1, list[str]()))
    if sorted(header) != sorted(kinds):
        missing, extra = set(kinds) - set(header), set(header) - set(kinds)
        problem = f"columns {shown(header)} (missing: {sorted(missing)}, unknown or repeated: {shown(sorted(extra))})"
        raise InputError(problem, place=f"{file.name}:1", remedy=f"use exactly {list(kinds)}")
    columns: dict[str, list[Cell]] = {column: [] for column in header}
    for line, row in rows:
        place = f"{file.name}:{line}"
        if len(row) != len(header):
            raise InputError(f"{len(row)} cells", place=place, remedy=f"the header has {len(header)} columns")
        for column, text in zip(header, row, strict=True):
            columns[column].append(_cell(text.strip(), kinds[column], f"{place}, {column}"))
    if not columns[header[0]]:
        raise InputError("no rows", place=file.name, remedy="a table needs at least one row below its header")
    return Table(file, {column: tuple(cells) for column, cells in columns.items()})


def _rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Return each row with its line. Raises InputError where the text is no CSV."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        remedy = "close each quote, and write a quote within a cell twice"
        raise InputError(f"no valid CSV: {error}", place=f"{name}:{max(reader.line_num, 1)}", remedy=remedy) from None


def _cell(text: str, kind: str, place: str) -> Cell:
    base = kind.removesuffix("?")
    if not text:
        if kind != base:
            return None
        raise InputError("empty cell", place=place, remedy=f"give a {base}, or leave the row out")
    if base == "text":
        return text
    if base == "date":
        return _date(text, place)
    if base == "count":
        if not (text.isascii() and text.isdigit()):
            raise InputError(f"{shown(text)} is not a count", place=place, remedy="give a whole number, 0 or more")
        if len(text) > _DIGITS:
            raise InputError(f"{shown(text)} is too large", place=place, remedy=f"give at most {_DIGITS} digits")
        return int(text)
    return _number(text, base, place)


def _number(text: str, kind: str, place: str) -> float:
    low, high = _LOWEST[kind], _HIGHEST[kind]
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or not low <= value <= high:
        allowed = {"percent": "from 0 to 100", "amount": "that is 0 or more", "number": "that is finite"}[kind]
        raise InputError(f"{shown(text)} is not a valid {kind}", place=place, remedy=f"give a number {allowed}")
    return value


def _date(text: str, place: str) -> str:
    for day in text.split("/"):
        try:
            if not _MONTH.fullmatch(day) and datetime.date.fromisoformat(day).isoformat() != day:
                raise ValueError(day)  # other forms of ISO 8601, such as 20220921
        except ValueError:
            remedy = "give YYYY-MM-DD, YYYY-MM or a period YYYY-MM-DD/YYYY-MM-DD"
            raise InputError(f"{shown(text)} is not a date", place=place, remedy=remedy) from None
    return text
