"""Which column of a table holds what: named by the user, known from its layout, or known by its header."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from groundswell.errors import InputError, nearest, shown
from groundswell.importing.counts import looks_like_count
from groundswell.importing.dates import looks_like_date
from groundswell.importing.layouts import Layout, header_key, layouts, recognise
from groundswell.importing.ledger import Ledger, listed
from groundswell.importing.options import Options
from groundswell.importing.sheet import Sheet
from groundswell.importing.words import plain
from groundswell.inputs.problems import ScenarioError

_DAY = ("day", "tag", "день", "jour", "dia")  # beside year and month a day of the month, else a date


@dataclass(frozen=True)
class Columns:
    """The column of each field, those that hold no known field, and the layout if it is a known one."""

    layout: Layout | None
    at: Mapping[str, int]
    rest: tuple[int, ...]
    named: tuple[str, ...]  # fields of the user's own: series or covariates
    command: str

    def __contains__(self, field: str) -> bool:
        return field in self.at

    def cell(self, cells: tuple[str, ...], field: str) -> str:
        """Return what a row holds of a field, "" if there is no such column."""
        return cells[self.at[field]] if field in self.at else ""

    def title(self) -> str:
        """Return what the table is read as."""
        return (
            self.layout.title if self.layout else f"a table of {'days' if self.command == 'series' else self.command}"
        )


@cache
def fields_of(command: str) -> Mapping[str, tuple[str, ...]]:
    """Return the headers that each field of a command is known by."""
    tables = tomllib.loads(files(__package__ or "").joinpath("fields.toml").read_text(encoding="utf-8"))
    return MappingProxyType({key: tuple(names) for key, names in tables[command].items()})


def find_columns(sheet: Sheet, command: str, options: Options, own: bool = False) -> Columns:
    """Return the columns of a table. `own`: fields of other names may be given (series, covariates).

    Raises InputError for a column that is not there or there twice, an unknown field, and for a known layout of which
    this command can make nothing.
    """
    keys = [header_key(name) for name in sheet.header] if sheet.has_header else list(sheet.header)
    layout = recognise(keys, options.layout) if sheet.has_header else _headless(sheet, command, options)
    if layout and command not in layout.commands:
        raise _unfit(sheet, layout, command)
    if not (sheet.has_header or layout or options.columns):
        remedy = "name the columns by their number, such as --column date=1, or give --header"
        raise InputError(f"{len(sheet.header)} columns without a header", place=f"{sheet.name}:1", remedy=remedy)
    known = {**fields_of(command), **{field: () for field in (layout.columns if layout else ())}}
    at: dict[str, int] = {}
    for field, header in options.columns.items():
        if field not in known and not own:
            raise InputError(f"no field {shown(field)}", place="--column", remedy=f"fields: {', '.join(known)}")
        at[field] = _index(sheet, keys, header)
    wanted = layout.columns if layout else known if sheet.has_header else {}
    for field, headers in wanted.items():
        header = next((h for h in headers if h in keys and keys.index(h) not in at.values()), None)
        if field not in at and header is not None:
            at[field] = _index(sheet, keys, header)
    if {"year", "month", "date"} <= set(at) and keys[at["date"]] in _DAY:
        at["day"] = at.pop("date")
    ignored = set(layout.ignore) if layout else set[str]()
    rest = [k for k, key in enumerate(keys) if k not in at.values() and key not in ignored]
    return Columns(layout, at, tuple(rest), tuple(f for f in options.columns if f not in known), command)


def rows_where(sheet: Sheet, header: str, value: str, ledger: Ledger) -> Sheet:
    """Return a sheet with the rows in which a column has a value; the others are noted. Raises InputError if none."""
    keys = [header_key(name) for name in sheet.header]
    column = _index(sheet, keys, header)
    kept = tuple(row for row in sheet.rows if plain(row.cells[column]) == plain(value))
    if not kept:
        found = list(dict.fromkeys(row.cells[column] for row in sheet.rows))[:20]
        problem = f"no row with {shown(value)} in {sheet.header[column]}"
        raise InputError(problem, place="--where", remedy=f"there are: {', '.join(found)}")
    for row in sheet.rows:
        if plain(row.cells[column]) != plain(value):
            ledger.note("left out", f"{sheet.header[column]} is not {shown(value)}", row.line)
    return replace(sheet, rows=kept)


def _headless(sheet: Sheet, command: str, options: Options) -> Layout | None:
    """Return the layout of a table without a header: two columns of days and counts are what Flee has."""
    if options.layout or options.columns:
        return recognise(sheet.header, options.layout) if options.layout else None
    is_pair = len(sheet.header) == 2 and all(looks_like_date(r[0]) and looks_like_count(r[1]) for _, r in sheet.rows)
    return layouts()["flee-refugees"] if command == "series" and is_pair else None


def _index(sheet: Sheet, keys: list[str], header: str) -> int:
    found = [k for k, name in enumerate(sheet.header) if name == header]
    found = found or [k for k, key in enumerate(keys) if key == header_key(header)]
    place = f"{sheet.name}:1"
    if not found:
        remedy = nearest(header, sheet.header) if sheet.has_header else f"columns are numbered 1 to {len(sheet.header)}"
        raise InputError(f"no column {shown(header)}", place=place, remedy=remedy)
    if len(found) > 1:
        raise InputError(f"{len(found)} columns are called {shown(header)}", place=place, remedy="rename all but one")
    return found[0]


def repeated(sheet: Sheet, column: int) -> list[InputError]:
    """Return a problem for each text that a column holds more than once, in a table where each should stand once."""
    lines: dict[str, list[int]] = {}
    for row in sheet.rows:
        lines.setdefault(row.cells[column], []).append(row.line)
    return [
        InputError(
            f"{shown(text)} stands {len(own)} times ({listed(own)}): neither summed nor overwritten",
            place=sheet.place(own[1], column),
            remedy="keep one row, or tell them apart",
        )
        for text, own in lines.items()
        if text and len(own) > 1
    ]


def _unfit(sheet: Sheet, layout: Layout, command: str) -> InputError:
    """Return why a command can make nothing of a layout; a table of countries names its repeated rows too."""
    problem = f"read as: {layout.title}; {layout.reason or f'it holds no {command}'}"
    others = " or ".join(f"groundswell case import {name}" for name in layout.commands)
    error = InputError(problem, place=sheet.name, remedy=layout.remedy or f"take it with {others}")
    keys = [header_key(name) for name in sheet.header]
    named = [keys.index(name) for name in layout.columns.get("id", ()) if name in keys]
    return error if layout.commands or not named else ScenarioError([error, *repeated(sheet, named[0])])
