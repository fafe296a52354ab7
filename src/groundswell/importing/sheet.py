"""A text cut into rows: delimiter, header, titles above and sources below the table are found, and said."""

import contextlib
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from groundswell.errors import InputError, shown
from groundswell.importing import decode
from groundswell.importing.counts import looks_like_count
from groundswell.importing.dates import looks_like_date

_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "bars", ",": "commas"}  # a comma may be decimal: it comes last
_MARKUP = {
    "{": ("JSON", "save the table as CSV; GeoJSON is for case import outlines"),
    "[": ("JSON", "save the table as CSV"),
    "<": ("a web page or XML", "save the table as CSV"),
}
_LOOKED = 200  # rows that show the delimiter
_ROWS = 500_000
_TITLE = 3  # cells: a line of as many is no title
_AGES = re.compile(r"(\d{1,4})(?:[-–]\d{1,3}|\+)?")  # ages or years above columns


class Row(NamedTuple):
    """A row and the line it begins in."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A table of texts; without a header its columns are called "1", "2" and so on.

    `about` says in words how the file was read; `notes` name lines that are no rows of the table.
    """

    name: str
    header: tuple[str, ...]
    has_header: bool
    rows: tuple[Row, ...]
    about: str
    notes: tuple[str, ...]
    content: bytes

    def place(self, line: int, column: int | None = None) -> str:
        """Return where a cell stands: "series.csv:6, detained"."""
        named = f"column {self.header[column]}" if column is not None and not self.has_header else ""
        named = named or (self.header[column] if column is not None else "")
        return f"{self.name}:{line}" + (f", {named}" if named else "")

    def column(self, index: int) -> list[str]:
        """Return the cells of a column."""
        return [row.cells[index] for row in self.rows]


def read_sheet(file: Path, encoding: str = "", delimiter: str = "", header: bool | None = None) -> Sheet:
    """Return the table of a file. `header`: whether it has one, found out if None.

    Raises InputError for what cannot be decoded, is no CSV, has no rows, or has rows of another length (all of them).
    """
    text = decode.read(file, encoding)
    body, skipped = text.text, 0
    if body.lstrip()[:1] in _MARKUP:
        what, remedy = _MARKUP[body.lstrip()[0]]
        raise InputError(f"this is {what}, not a table", place=file.name, remedy=remedy)
    if body[:4].casefold() == "sep=" and len(body) > 4:  # Excel's own line
        delimiter, skipped = delimiter or body[4], 1
        body = body.partition("\n")[2]
    mark = delimiter or _delimiter(body)
    rows = [Row(line + skipped, cells) for line, cells in _rows(body, mark, file.name) if any(cells)]
    width = _width(rows)
    notes = list[str]()
    rows = list(_inner(rows, width, notes))
    if not rows:
        raise InputError("no rows", place=file.name, remedy="name a table with a header and at least one row")
    has_header = _is_header(rows) if header is None else header
    names = rows[0].cells if has_header else tuple(str(k + 1) for k in range(width))
    names = tuple(_label(name, k) for k, name in enumerate(names[:width]))
    body_rows = tuple(_even(rows[has_header:], width, file.name))
    if not body_rows:
        raise InputError("no rows below the header", place=file.name, remedy="give at least one row")
    about = f"{text.encoding}, {_DELIMITERS.get(mark, f'separated by {mark!r}')}" + (
        "" if has_header else ", no header"
    )
    return Sheet(file.name, names, has_header, body_rows, about, tuple(notes), text.content)


def _label(name: str, index: int) -> str:
    return " ".join(name.strip().lstrip("#").strip('" ').split()) or str(index + 1)


def _rows(text: str, delimiter: str, name: str, most: int = _ROWS) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Return the cells of each row, stripped, and the line where it begins. Raises InputError for what is no CSV."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
    line = 1
    try:
        for number, row in enumerate(reader):
            if number == most:
                raise InputError(f"more than {most:,} rows", place=name, remedy="cut it to the case's days and regions")
            yield line, tuple(cell.strip() for cell in row)
            line = reader.line_num + 1
    except csv.Error as error:
        problem, remedy = f"no valid CSV: {error}", "close each quote, and write a quote within a cell twice"
        if "field limit" in str(error):
            most = csv.field_size_limit()
            problem, remedy = (
                f"a cell of more than {most:,} characters",
                f"{remedy}; or name the delimiter (--delimiter)",
            )
        raise InputError(problem, place=f"{name}:{line}", remedy=remedy) from None


def _delimiter(text: str) -> str:
    """Return the sign that cuts the rows into equally many cells; else the one that cuts the first row most.

    Rows above the table are passed over only where no sign cuts the first of them into three cells: it is a title then.
    """
    widths = {mark: _widths(text, mark) for mark in _DELIMITERS}
    titled = max((found[0] for found in widths.values() if found), default=0) < _TITLE
    for most in (0, len(text) if titled else 0):
        for mark, found in widths.items():
            above = next((k for k, width in enumerate(found) if width > 1), len(found))
            if above <= most and len(set(found[above:])) == 1:
                return mark
    return max(widths, key=lambda mark: widths[mark][:1] or [0])


def _widths(text: str, mark: str) -> list[int]:
    """Return the number of cells of the first rows that hold anything, as far as they can be read."""
    found: list[int] = []
    with contextlib.suppress(InputError):
        rows = (cells for _, cells in _rows(text, mark, "") if any(cells))
        found.extend(len(cells) for _, cells in zip(range(_LOOKED), rows, strict=False))
    while found[-1:] == [1] and max(found) > 1:  # a source below the table
        found.pop()
    return found


def _width(rows: Sequence[Row]) -> int:
    """Return the number of columns: of the first row that is more than a title, without empty ones at its end."""
    first = next((row.cells for row in rows if sum(map(bool, row.cells)) > 1), rows[0].cells if rows else ())
    filled = max((_filled(row.cells) for row in rows if len(row.cells) == len(first)), default=0)
    return min(len(first), filled)


def _filled(cells: Sequence[str]) -> int:
    return max((k + 1 for k, cell in enumerate(cells) if cell), default=0)


def _inner(rows: Sequence[Row], width: int, notes: list[str]) -> Iterator[Row]:
    """Return the rows of the table itself; titles above, comments, and sources below it are noted."""
    begun = False
    last = max((k for k, row in enumerate(rows) if _filled(row.cells) > 1), default=0)
    for k, row in enumerate(rows):
        alone = width > 1 and _filled(row.cells) == 1 and (not begun or len(row.cells) < width)
        comment = begun and row.cells[0].startswith("#")
        comment = comment or (not begun and row.cells[0].startswith("#") and _filled(row.cells) != width)
        if comment or (alone and (not begun or k > last)):
            notes.append(f"line {row.line} is no row of the table: {shown(' '.join(filter(None, row.cells)))}")
        else:
            begun = True
            yield row


def _even(rows: Sequence[Row], width: int, name: str) -> Iterator[Row]:
    """Return rows of one width. Raises InputError for those with more or fewer cells; empty ones at the end are cut."""
    wrong = [row for row in rows if len(row.cells) < width or _filled(row.cells) > width]
    if wrong:
        more = f" (and {len(wrong) - 1:,} rows more)" if len(wrong) > 1 else ""
        problem = f"{len(wrong[0].cells)} cells, where the table has {width} columns{more}"
        remedy = "put a text with the delimiter in it in quotes, or name the right delimiter (--delimiter)"
        raise InputError(problem, place=f"{name}:{wrong[0].line}", remedy=remedy)
    return (Row(row.line, row.cells[:width]) for row in rows)


def _is_header(rows: Sequence[Row]) -> bool:
    """Tell whether the first row names columns: it holds no date, and no number but years and ages that mount."""
    cells = [cell for cell in rows[0].cells if cell]
    if any(looks_like_date(cell) for cell in cells):
        return False
    numbers = [cell for cell in cells if looks_like_count(cell)]
    if not numbers:
        return True
    labels = [_AGES.fullmatch(cell) for cell in numbers]
    starts = [int(label[1]) for label in labels if label]
    return len(starts) == len(numbers) > 1 and starts == sorted(set(starts))
