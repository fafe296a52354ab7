"""Cells read as dates, counts, amounts and coordinates; what cannot be read is refused by line and column."""

import math
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeVar

from groundswell.errors import InputError, shown
from groundswell.importing.columns import Columns
from groundswell.importing.counts import VAGUE, Count, read_count
from groundswell.importing.dates import Order, Span, looks_like_date, read_date, shown_order, year_of
from groundswell.importing.ledger import Ledger
from groundswell.importing.numbers import Marks, marks, read_number
from groundswell.importing.options import Options
from groundswell.importing.sheet import Row, Sheet
from groundswell.importing.words import is_unknown

Value = TypeVar("Value")
_SIGN = {"comma": ",", "point": "."}
_SHARE = re.compile(r"percent|per cent|%|share|rate|ratio|index|mean|prozent|anteil|доля|процент", re.IGNORECASE)
_FRACTION = re.compile(r"\d[.,]\d")
_GROUP = 3  # digits that a sign may stand before as thousands
_LIMITS = {"lat": 90.0, "lon": 180.0}


class Cells:
    """Reads the cells of a sheet in the notation that the sheet shows or the user names."""

    def __init__(self, sheet: Sheet, columns: Columns, options: Options, ledger: Ledger) -> None:
        self.sheet, self.columns, self.options, self.ledger = sheet, columns, options, ledger
        self._marks = self._notation()
        self._shares: dict[int, bool] = {}
        self._order: Order = options.dates
        if not self._order and "date" in columns:
            self._order, cell = shown_order(sheet.column(columns.at["date"]))
            if self._order and any(_has_two_readings(text) for text in sheet.column(columns.at["date"])):
                words = "day before month" if self._order == "dmy" else "month before day"
                ledger.note("note", f"dates are read {words}, as {shown(cell)} shows")

    def unique(self, rows: tuple[Row, ...]) -> Iterator[Row]:
        """Return the rows without those that repeat an id, or, without ids, all of an earlier row."""
        seen: dict[str | tuple[str, ...], Row] = {}
        for row in rows:
            self.ledger.rows += 1
            identity = self.columns.cell(row.cells, "id")
            first = seen.setdefault(identity or row.cells, row)
            if first is row:
                yield row
            elif first.cells == row.cells:
                what = f"id {shown(identity)} again" if identity else "the same row again"
                self.ledger.note("merged", f"{what}, as in line {first.line}: counted once", row.line)
            else:
                names = ", ".join(
                    name for name, a, b in zip(self.sheet.header, first.cells, row.cells, strict=True) if a != b
                )
                text = f"id {shown(identity)} again, with another {names}: line {first.line} is kept"
                self.ledger.note("merged", text, row.line)

    def place(self, row: Row, field: str | int) -> str:
        """Return where a cell stands."""
        return self.sheet.place(row.line, self.columns.at.get(field) if isinstance(field, str) else field)

    def text(self, row: Row, field: str | int) -> str:
        """Return a cell's text."""
        return row.cells[field] if isinstance(field, int) else self.columns.cell(row.cells, field)

    def count(self, row: Row, field: str | int) -> Count | None:
        """Return a count, None if it is unknown or could not be read."""
        found = self._read(row, field, lambda text: read_count(text, self._marks))
        if found is VAGUE:
            text = f"{shown(self.text(row, field))} is a size in words: unknown"
            self.ledger.note("unknown", text, row.line)
            return None
        return found

    def amount(self, row: Row, field: str | int) -> float | None:
        """Return a finite number, None if it is unknown or could not be read."""
        return self._read(row, field, lambda text: _finite(text.removesuffix("%"), self._marks))

    def holds_shares(self, column: int) -> bool:
        """Tell whether a column holds shares or means: its header says so, or most of its numbers have decimals."""
        if column not in self._shares:
            known = [cell for cell in self.sheet.column(column) if not is_unknown(cell)]
            parts = sum(bool(_FRACTION.search(cell)) and len(cell.split(".")[-1]) != _GROUP for cell in known)
            self._shares[column] = bool(_SHARE.search(self.sheet.header[column])) or 2 * parts > len(known)
        return self._shares[column]

    def degrees(self, row: Row, field: str) -> float | None:
        """Return a latitude ("lat") or longitude ("lon"), None if it is unknown or refused."""
        found = self._read(row, field, _coordinate)
        if found is not None and abs(found) > _LIMITS[field]:
            most = _LIMITS[field]
            error = InputError(
                f"{found:g} is outside -{most:g}..{most:g} degrees", remedy="give degrees, or leave it empty"
            )
            self.ledger.refuse(error, self.place(row, field))
            return None
        return found

    def span(self, row: Row, field: str = "date") -> Span | None:
        """Return a day or period, None if it is unknown or could not be read."""
        prefix = "" if field == "date" else f"{field}_"
        if field not in self.columns and f"{prefix}year" in self.columns:
            return self._from_parts(row, prefix)
        if field not in self.columns and field == "date" and "month" in self.columns:
            field = "month"  # a whole month, such as 2001-03
        return self._read(row, field, lambda text: read_date(text, self._order))

    def day(self, row: Row, field: str, negative: bool = False) -> date | int | None:
        """Return a date, or a number of days from the case's start; None if it is unknown or refused.

        `negative`: a number below 0 is returned too, which some tables write for "no end".
        """
        text = self.text(row, field)
        if not text.lstrip("+-").isdecimal() or len(text) > 4:
            span = self._read(row, field, lambda cell: read_date(cell, self._order))
            return span.first if span else None
        number = int(text)
        if number < 0 and not negative:
            error = InputError(f"day {number} is before the start", remedy="count days from 0")
            self.ledger.refuse(error, self.place(row, field))
            return None
        return number

    def _from_parts(self, row: Row, prefix: str) -> Span | None:
        """Return the day, month or year that columns of their own give."""
        parts = [self.text(row, f"{prefix}{name}").removesuffix(".0") for name in ("year", "month", "day")]
        if is_unknown(parts[0]):
            return None
        known = [part for part in parts if not is_unknown(part)]
        named = len(known) > 1 and not known[1].isdecimal()
        try:
            if len(known) == 1:
                return year_of(known[0])
            return read_date(" ".join(reversed(known)) if named else "-".join(known))
        except InputError as error:
            self.ledger.refuse(error, self.place(row, f"{prefix}year"))
            return None

    def _read(self, row: Row, field: str | int, read: Callable[[str], Value]) -> Value | None:
        text = self.text(row, field)
        if is_unknown(text):
            return None
        try:
            return read(text)
        except InputError as error:
            if self.options.skip_unreadable:
                name = self.sheet.header[self.columns.at[field] if isinstance(field, str) else field]
                self.ledger.note("left out", f"{name}: {error.problem}", row.line)
            else:
                remedy = f"{error.remedy}; to take such cells as unknown: --skip-unreadable"
                self.ledger.refuse(InputError(error.problem, remedy=remedy), self.place(row, field))
            return None

    def _notation(self) -> Marks:
        """Return the notation that the user names, or that the columns show that are no dates."""
        if self.options.decimal:
            return Marks(decimal=frozenset(_SIGN[self.options.decimal]))
        at = self.columns.at
        dates = {at[name] for name in ("date", "until") if name in at}
        texts = {at[name] for name in ("id", "name", "region", "place", "source") if name in at}
        wanted = [k for k in range(len(self.sheet.header)) if k not in dates | texts]
        return marks(row.cells[k] for row in self.sheet.rows for k in wanted)


def _finite(text: str, known: Marks) -> float:
    value = read_number(text, known)
    if not math.isfinite(value):
        raise InputError(f"{shown(text)} is not finite", remedy="give a finite number, or leave the cell empty")
    return value


def _coordinate(text: str) -> float:
    """Return degrees: there are no thousands of them, so that a sign always stands before decimals."""
    return _finite(text.removesuffix("°").replace(",", "."), Marks(decimal=frozenset(".")))


def _has_two_readings(text: str) -> bool:
    """Tell whether a cell is a date of which the order of day and month is in doubt."""
    try:
        read_date(text)
    except InputError as error:
        return looks_like_date(text) and " could be " in error.problem
    return False
