"""Observed tables: what was counted or polled, on which days and where, as rows that a result can be scored against.

The columns are those of a case's evidence/observations (docs/case-format.md, docs/scoring.md); only series, a date or a
period, and value must be there. Every cell that cannot be read with certainty is refused, all of them at once.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, cast

from groundswell.case import Case
from groundswell.case.region_names import match_region, nearest_region
from groundswell.case.size_words import SIZE_WORDS, spread
from groundswell.errors import InputError, nearest, shown
from groundswell.importing import sheet as sheets
from groundswell.importing.dates import Order, read_date, shown_order
from groundswell.importing.numbers import Marks, marks, read_number
from groundswell.importing.sheet import Sheet
from groundswell.importing.words import is_total, is_unknown
from groundswell.inputs.problems import refuse

COUNTED, BOUNDS = ("count", "cumulative", "share", "poll", "exact", "about"), ("at least", "at most")
KINDS = (*COUNTED, *BOUNDS, *SIZE_WORDS)
COLUMNS = ("series", "date", "until", "period", "region", "place", "value", "low", "high", "kind", "source")
Value = TypeVar("Value")


@dataclass(frozen=True)
class Row:
    """One observed value: of a day or a period, of the nation, a region, or a place in it."""

    where: str  # "observed.csv:3"
    series: str
    first: date
    last: date
    region: str  # code; "": the nation
    place: str  # "": the whole region
    value: float
    low: float | None
    high: float | None
    kind: str
    source: str


@dataclass(frozen=True)
class Observed:
    """A table's rows in their order, its name, and how it was read in words."""

    name: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def read_observed(file: Path, case: Case) -> Observed:
    """Return the rows of a CSV file: any delimiter, decimal commas, UTF-8 or UTF-16 with a mark, any line ends.

    Raises InputError or ScenarioError with all cells that are wrong, each with line, column and remedy.
    """
    try:
        sheet = sheets.read_sheet(file, header=True)
    except InputError as error:  # the reader of imports names options that this command does not have
        remedy = "save the table as CSV, UTF-8" if "--" in error.remedy else error.remedy
        place = "observed" if error.place == "FILE" else error.place
        raise InputError(error.problem, place=place, remedy=remedy, value=error.value) from None
    return _Reader(sheet, case).read()


def from_records(records: Any, case: Case) -> Observed:
    """Return the rows of a data frame, an Arrow table, or a list of mappings, with the same columns as a file.

    Raises InputError for anything else, and as `read_observed` does.
    """
    for name in ("to_pylist", "to_dicts"):  # Arrow, polars
        if hasattr(records, name):
            records = getattr(records, name)()
    if hasattr(records, "to_dict"):  # pandas
        records = records.to_dict("records")
    given: list[Any] = list(cast(Any, records)) if isinstance(records, list | tuple) else []
    if not given or not all(isinstance(each, Mapping) for each in given):
        remedy = "give a CSV file, a data frame, or a list of dicts with the columns series, date, value"
        raise InputError("no table with rows", place="observed", remedy=remedy)
    header = tuple(dict.fromkeys(str(key) for each in given for key in each))
    rows = tuple(sheets.Row(k + 1, tuple(_as_text(each.get(name)) for name in header)) for k, each in enumerate(given))
    return _Reader(Sheet("row", header, True, rows, "", (), b""), case).read("table")


def _as_text(cell: Any) -> str:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)) or str(cell) in ("NaT", "<NA>"):
        return ""
    return cell.isoformat()[:10] if isinstance(cell, date) else str(cell).strip()


class _Reader:
    """Reads a sheet's rows; keeps what is wrong."""

    def __init__(self, sheet: Sheet, case: Case) -> None:
        self.sheet, self.case, self.wrong = sheet, case, list[InputError]()
        self.at = {name.casefold(): k for k, name in enumerate(sheet.header) if name.casefold() in COLUMNS}
        self._check_header()
        numbers = [self.at[name] for name in ("value", "low", "high") if name in self.at]
        self.marks: Marks = marks(row.cells[k] for row in sheet.rows for k in numbers)
        dates = [row.cells[self.at[n]] for row in sheet.rows for n in ("date", "until", "period") if n in self.at]
        self.order: Order = shown_order(dates)[0]
        self.regions: dict[str, str | None] = {}

    def read(self, name: str = "") -> Observed:
        rows = [found for row in self.sheet.rows if (found := self._row(row)) is not None]
        refuse(self.wrong)
        others = [column for column in self.sheet.header if column.casefold() not in COLUMNS]
        notes = [*self.sheet.notes, *([f"columns that are not read: {', '.join(others)}"] if others else [])]
        return Observed(name or self.sheet.name, tuple(rows), tuple(notes))

    def _check_header(self) -> None:
        missing = [name for name in ("series", "value") if name not in self.at]
        missing += [] if "date" in self.at or "period" in self.at else ["date or period"]
        own = [name.casefold() for name in self.sheet.header]
        if twice := sorted({name for name in self.at if own.count(name) > 1}):
            raise InputError(f"columns twice: {', '.join(twice)}", place=self.sheet.place(1), remedy="keep one of each")
        if missing:
            optional = [name for name in COLUMNS if name not in ("series", "date", "period", "value")]
            remedy = (
                f"the header needs series, date (or period) and value, and may have {', '.join(optional)}; a table "
            )
            remedy += (
                "with a column for each series, or an export such as ACLED's: groundswell case import series writes "
            )
            remedy += "such tables into a case, under evidence/observations"
            raise InputError(f"columns missing: {', '.join(missing)}", place=self.sheet.place(1), remedy=remedy)

    def _row(self, row: sheets.Row) -> Row | None:
        before = len(self.wrong)
        first, last = self._days(row)
        kind = self._text(row, "kind").casefold() or "about"
        value, low, high = (self._number(row, name) for name in ("value", "low", "high"))
        if kind in SIZE_WORDS:
            value, low, high = (own if given is None else given
                                for given, own in zip((value, low, high), spread(kind), strict=True))  # fmt: skip
        if kind not in KINDS:
            self._refuse(row, "kind", f"{shown(kind)} is none of the choices", f"use {' | '.join(KINDS)}")
        series = self._text(row, "series")
        if not series:
            self._refuse(row, "series", "empty cell", "name the measure or the observed series")
        region = self._region(row)
        if value is not None and ((low is not None and low > value) or (high is not None and high < value)):
            self._refuse(row, "value", f"{value:g} lies outside low to high", "give low <= value <= high")
        if len(self.wrong) > before or first is None or last is None or value is None:
            return None
        return Row(self.sheet.place(row.line), series, first, last, region, self._text(row, "place"), value, low, high,
                   kind, self._text(row, "source"))  # fmt: skip

    def _text(self, row: sheets.Row, column: str) -> str:
        return row.cells[self.at[column]].strip() if column in self.at else ""

    def _refuse(self, row: sheets.Row, column: str, problem: str, remedy: str) -> None:
        self.wrong.append(InputError(problem, place=self.sheet.place(row.line, self.at.get(column)), remedy=remedy))

    def _try(self, row: sheets.Row, column: str, read: Callable[[], Value], remedy: str) -> Value | None:
        try:
            return read()
        except InputError as error:
            self._refuse(row, column, error.problem, remedy)
            return None

    def _days(self, row: sheets.Row) -> tuple[date | None, date | None]:
        column = "period" if self._text(row, "period") else "date"
        text = self._text(row, column)
        if not text:
            self._refuse(row, column, "empty cell", "give a day, YYYY-MM-DD, or a period FIRST/LAST")
            return None, None
        parts = [part.strip() for part in text.split("/")] if text.count("/") == 1 else [text]
        if column == "date" and self._text(row, "until"):
            parts.append(self._text(row, "until"))
        names = [column, "until" if self._text(row, "until") else column]
        spans = [
            self._try(row, name, lambda part=part: read_date(part, self.order), "write it as YYYY-MM-DD")
            for part, name in zip(parts, names, strict=False)
        ]
        if len(parts) > 2 or None in spans:
            if len(parts) > 2:
                self._refuse(row, column, "a period, and an end beside it", "give one of the two")
            return None, None
        first, last = spans[0], spans[-1]
        if first is None or last is None or last.last < first.first:
            self._refuse(row, column, f"{shown('/'.join(parts))} ends before it begins", "give the earlier day first")
            return None, None
        return first.first, last.last

    def _number(self, row: sheets.Row, column: str) -> float | None:
        text = self._text(row, column)
        if is_unknown(text):
            if column == "value" and self._text(row, "kind").casefold() not in SIZE_WORDS:
                self._refuse(row, column, "empty cell", "give a number, or leave the row out")
            return None
        remedy = "write 1234.5, without a sign between thousands; a share as a number from 0 to 1"
        if per_cent := re.fullmatch(r"(\d{1,2}|100)\s*%", text):
            remedy = f"shares are 0..1: did you mean {int(per_cent[1]) / 100:g}?"
        found = self._try(row, column, lambda: read_number(text, self.marks), remedy)
        if found is not None and not math.isfinite(found):
            self._refuse(row, column, f"{shown(text)} is not finite", remedy)
            return None
        return found

    def _region(self, row: sheets.Row) -> str:
        text = self._text(row, "region")
        if not text or text == self.case.head.country or is_total(text):
            return ""
        codes, names = self.case.population.codes, self.case.spellings
        if text not in self.regions:
            self.regions[text] = match_region(text, codes, names)
        if (found := self.regions[text]) is not None:
            return found
        near = nearest_region(text, codes, names)
        remedy = f"did you mean {near} ({self.case.population.name(near)})?" if near else nearest(text, codes)
        self._refuse(row, "region", f"unknown region {shown(text)}", remedy)
        return ""
