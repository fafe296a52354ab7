"""CSV files read with every cell checked against the kind its column declares: NaN, gaps and minus signs are errors."""

import csv
import datetime
import io
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from groundswell.errors import InputError, shown
from groundswell.inputs.problems import refuse
from groundswell.textfile import MEGABYTE, read_text

Cell = str | int | float | None
_HIGHEST = {"percent": 100.0, "amount": math.inf, "number": math.inf}
_LOWEST = {"percent": 0.0, "amount": 0.0, "number": -math.inf}
_LARGEST = 256 * MEGABYTE
_MOST = 100  # wrong cells that are collected
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
        """Return a column of text, with "" for an empty cell, and for all of a column that is not there."""
        return ["" if cell is None else str(cell) for cell in self.columns.get(column, (None,) * len(self))]

    def integers(self, column: str) -> NDArray[np.int64]:
        """Return a column without gaps as int64, shape (rows,)."""
        return np.array(self.columns[column], dtype=np.int64)

    def numbers(self, column: str) -> NDArray[np.float64]:
        """Return a column as float64, shape (rows,): NaN for an empty cell, and for all of a column not there."""
        cells = self.columns.get(column, (None,) * len(self))
        return np.array([math.nan if cell is None else cell for cell in cells], dtype=np.float64)

    def place(self, row: int, column: str = "") -> str:
        """Return where a row stands, as errors name it; a cell with line breaks in it moves those below."""
        return f"{self.origin.name}:{row + 2}" + (f", {column}" if column else "")


def read_table(
    file: str | Path, kinds: Mapping[str, str], optional: Mapping[str, str] = MappingProxyType({}), others: str = "",
    empty: bool = False,
) -> Table:  # fmt: skip
    """Return the table in `file` (CSV with a header, UTF-8), every cell checked against its column's kind.

    `kinds` are the columns that must be there, `optional` those that may be, `others` is the kind of all further ones
    ("": there must be none); `empty` allows a table without rows. Kinds: text, date (ISO; a month; a period "a/b"),
    count, amount, percent, flag (0 or 1), number; a "?" behind one allows an empty cell.
    Raises ScenarioError with file:line, column, value and remedy for all that cannot be read as text or as CSV, a
    missing or unknown column, a row of another length, an empty cell, a NaN or infinite number, a negative count or
    amount, or a percentage above 100.
    """
    file = Path(file)
    rows = _rows(read_text(file, limit=_LARGEST, remedy="name a CSV file"), file.name)
    _, header = next(rows, (1, list[str]()))
    header = [column.strip() for column in header]
    _check_header(header, kinds, optional, others, file.name)
    kind = [kinds.get(column) or optional.get(column) or others for column in header]
    columns: list[list[Cell]] = [[] for _ in header]
    wrong: list[InputError] = []
    for line, row in rows:
        place = f"{file.name}:{line}"
        if len(row) != len(header):
            wrong.append(InputError(f"{len(row)} cells", place=place, remedy=f"the header has {len(header)} columns"))
        else:
            for i, text in enumerate(row):
                try:
                    columns[i].append(_cell(text.strip(), kind[i], f"{place}, {header[i]}"))
                except InputError as error:
                    wrong.append(error)
        if len(wrong) > _MOST:
            break
    if not wrong and not empty and not columns[0]:
        wrong.append(InputError("no rows", place=file.name, remedy="a table needs at least one row below its header"))
    refuse(wrong)
    return Table(file, {column: tuple(cells) for column, cells in zip(header, columns, strict=True)})


def _check_header(
    header: list[str], kinds: Mapping[str, str], optional: Mapping[str, str], others: str, name: str
) -> None:
    missing = [column for column in kinds if column not in header]
    extra = [] if others else [column for column in header if column not in kinds and column not in optional]
    twice = sorted({column for column in header if header.count(column) > 1} | ({""} & set(header)))
    if not (missing or extra or twice):
        return
    found = [("missing", missing), ("unknown", extra), ("repeated or without a name", twice)]
    problem = "; ".join(f"columns {what}: {shown(names)}" for what, names in found if names)
    if header[:1] == ["sep="] or (len(header) == 1 and any(mark in header[0] for mark in ("sep=", ";", "\t"))):
        remedy = "save it with commas between the cells, a decimal point, and the header first"
        raise InputError("no header with commas between its cells", place=f"{name}:1", remedy=remedy)
    more = f", and may have {list(optional)}" if optional else ""
    raise InputError(problem, place=f"{name}:1", remedy=f"the header needs {list(kinds)}{more}")


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
    if base == "flag":
        if text not in ("0", "1"):
            raise InputError(f"{shown(text)} is neither 0 nor 1", place=place, remedy="give 1 for yes, 0 for no")
        return int(text)
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
        point = ", with a decimal point and no mark between thousands" if "," in text else ""
        raise InputError(f"{shown(text)} is not a valid {kind}", place=place, remedy=f"give a number {allowed}{point}")
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
