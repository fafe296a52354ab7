"""Regions into population/regions.csv: codes, names, population, and every other column of numbers as a covariate."""

import re
from collections.abc import Mapping
from typing import Any

from groundswell.errors import InputError, shown
from groundswell.importing.casefolder import REGIONS
from groundswell.importing.country import of_country
from groundswell.importing.covariates import add_columns, covariates
from groundswell.importing.flee import resident_places
from groundswell.importing.observations import number
from groundswell.importing.persons import persons, population_column, unit_of
from groundswell.importing.sheet import Row
from groundswell.importing.source import Draft, Source, slug
from groundswell.importing.words import is_total, is_unknown, plain
from groundswell.world.assumptions import counted
from groundswell.world.files import table as csv_text

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,30}")
_OWN = ("code", "name", "name_local", "group", "population", "capital", "lat", "lon")
_YES, _NO = ("1", "yes", "true", "x", "ja", "да"), ("", "0", "no", "false", "nein", "нет")
Table = dict[str, dict[str, str]]  # cells by column, by region code


def read_regions(source: Source) -> Draft:
    """Return regions.csv: a new one, or the one that is there with new covariates. Problems go to the ledger."""
    source = population_column(source)
    columns = source.columns
    if columns.layout and "type" in columns:
        table = _from_places(source)
        return _draft(source, table, ("code", "name", "population"))
    if "code" not in columns and "name" not in columns:
        source.refuse("no column of codes or names of regions", "name it: --column code=HEADER or --column name=HEADER")
        return Draft(REGIONS, "", 0)
    found = covariates(source, _OWN)
    given = [name for name in _OWN if name in columns and name not in ("code", "name", "name_local")]
    if source.case.names and not given and found:
        return add_columns(source, found)
    table = _from_table(source, found)
    return _draft(source, table, ("code", *(n for n in _OWN[1:] if n in columns), *found))


def _from_table(source: Source, found: Mapping[str, int]) -> Table:
    cells, ledger, columns = source.cells, source.ledger, source.columns
    table: Table = {}
    lines: dict[str, int] = {}
    unit = unit_of(source, columns.at["population"]) if "population" in columns else 1
    for row in of_country(source, list(cells.unique(source.sheet.rows))):
        code, name = cells.text(row, "code"), cells.text(row, "name")
        if is_total(name) or (not name and is_total(code)):
            ledger.note("left out", f"{shown(name or code)} is the sum of the others, no region", row.line)
            continue
        code = code or slug(name).upper()
        if not _CODE.fullmatch(code):
            remedy = "give letters, digits, - and _, such as an ISO 3166-2 code"
            ledger.refuse(InputError(f"{shown(code)} is no code of a region", remedy=remedy), cells.place(row, "code"))
            continue
        if code in table:
            problem = f"region {shown(code)} again, with other values than in line {lines[code]}"
            ledger.refuse(InputError(problem, remedy="keep one of the rows"), cells.place(row, "code"))
            continue
        lines[code] = row.line
        table[code] = {"code": code, **_own_cells(source, row, unit)}
        table[code] |= {name: _number(source, row, at) for name, at in found.items()}
        table[code].setdefault("name", code)
        ledger.kept += 1
    if "code" not in columns and table:
        ledger.note("assumed", f"the file has no codes: made of the names, such as {next(iter(table))}")
    return table


def _own_cells(source: Source, row: Row, unit: int) -> dict[str, str]:
    """Return the cells of the columns that every case knows."""
    cells, columns = source.cells, source.columns
    found = {name: cells.text(row, name) for name in ("name", "name_local", "group") if name in columns}
    if "population" in columns:
        people = persons(source, row, columns.at["population"], unit)
        found["population"] = "" if people is None else str(people)
        if people == 0:
            error = InputError("0 people", remedy="leave the region out, or the cell empty if it is not known")
            source.ledger.refuse(error, cells.place(row, "population"))
        if people is None and is_unknown(cells.text(row, "population")):
            error = InputError("no population", remedy="give each region one, or leave the whole column out")
            source.ledger.refuse(error, cells.place(row, "population"))
    for name in ("lat", "lon"):
        if name in columns:
            found[name] = number(cells.degrees(row, name))
    if "capital" in columns:
        word = plain(cells.text(row, "capital"))
        if word not in _YES + _NO:
            error = InputError(f"{shown(word)} is not 1 or 0", remedy="mark capitals with 1")
            source.ledger.refuse(error, cells.place(row, "capital"))
        found["capital"] = "1" if word in _YES else "0"
    return found


def _number(source: Source, row: Row, column: int) -> str:
    return number(source.cells.amount(row, column))


def _from_places(source: Source) -> Table:
    """Return the regions of a list of places, each with the people of its places."""
    cells, ledger, columns = source.cells, source.ledger, source.columns
    table: dict[str, Any] = {}
    if "population" not in columns:
        source.refuse("no column of the places' population", "name it: --column population=HEADER")
        return {}
    unit = unit_of(source, columns.at["population"])
    for row in resident_places(source, list(cells.unique(source.sheet.rows))):
        name = cells.text(row, "region")
        people = persons(source, row, columns.at["population"], unit)
        if people is None:
            ledger.note("unknown", f"{shown(cells.text(row, 'name'))} has no population: it adds nothing", row.line)
        own = table.setdefault(slug(name).upper(), {"name": name, "population": 0})
        own["population"] += people or 0
        ledger.kept += 1
    for code in [code for code, own in table.items() if not own["population"]]:
        ledger.note("left out", f"region {shown(table.pop(code)['name'])}: none of its places has people")
    if table:
        total = sum(own["population"] for own in table.values())
        ledger.note("assumed", f"regions have the people of their places and no others: {total:,} in all")
        ledger.note("assumed", f"the file has no codes: made of the names, such as {next(iter(table))}")
        ledger.note("note", "its towns are not written yet: groundswell case import towns, with the same file")
    return {code: {"code": code, "name": own["name"], "population": str(own["population"])}
            for code, own in table.items()}  # fmt: skip


def _draft(source: Source, table: Table, columns: tuple[str, ...]) -> Draft:
    header = ("code", "name", *(name for name in columns if name not in ("code", "name")))
    if not table and not source.ledger.problems:
        source.refuse("no region is left", "give a table with a row for each region")
    rows = [[table[code].get(name, "") for name in header] for code in sorted(table)]
    known = [int(own["population"]) for own in table.values() if own.get("population")]
    summary = [f"{counted(len(table), 'region')}" + (f", {sum(known):,} people" if known else "")]
    more = [name for name in header if name not in _OWN]
    summary += [f"covariates: {', '.join(more)}"] if more else []
    return Draft(REGIONS, csv_text(header, rows), len(rows), tuple(summary))
