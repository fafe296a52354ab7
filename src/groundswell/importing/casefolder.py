"""What an import must know of the case it writes to: its regions and their names, gates, towns and events so far.

The folder may be unfinished: what is missing is empty here, and asked for where it is needed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from groundswell.errors import InputError
from groundswell.importing.sheet import Sheet, read_sheet
from groundswell.inputs.document import as_table
from groundswell.inputs.toml_file import read_toml

HEAD = "case.toml"
REGIONS, TOWNS, AGES = "population/regions.csv", "population/towns.csv", "population/age_sex.csv"
OUTLINES, SPELLINGS = "population/outlines.geojson", "population/spellings.csv"
TIMELINE, SOURCES, OBSERVATIONS = "timeline.toml", "sources.toml", "evidence/observations"
_NAMES = ("name", "name_local")


@dataclass(frozen=True)
class CaseFolder:
    """A case's folder as far as it is written; `names` and `population` are by region code."""

    path: Path
    country: str
    start: date | None
    days: int | None
    names: Mapping[str, tuple[str, ...]]
    population: Mapping[str, int]
    towns: tuple[tuple[str, str], ...]  # (name, region code)
    gates: tuple[str, ...]
    timeline: Mapping[str, Any]  # tables of the events so far

    def label(self, code: str) -> str:
        """Return a code with the region's name, for messages."""
        return f"{code} ({self.names[code][0]})" if self.names.get(code) else code


def read_case(path: Path) -> CaseFolder:
    """Return what is known of a case. Raises InputError for a folder that is none, or whose files cannot be read."""
    if not (path / HEAD).is_file():
        remedy = "name a case's folder: `groundswell case new` makes one, or write a case.toml (docs/case-format.md)"
        raise InputError(f"no {HEAD} in '{path}'", place="case", remedy=remedy, value=str(path))
    head, _ = read_toml(path / HEAD)
    start = head.get("start")
    regions = _table(path / REGIONS)
    codes = _cells(regions, "code")
    names = {code: [cell] if cell else list[str]() for code, cell in zip(codes, _cells(regions, "name"), strict=True)}
    for code, name in zip(codes, _cells(regions, "name_local"), strict=True):
        names[code] += [name] if name else []
    spellings = _table(path / SPELLINGS)
    for code, text in zip(_cells(spellings, "code"), _cells(spellings, "spelling"), strict=True):
        if code in names:
            names[code].append(text)
    persons = zip(codes, _cells(regions, "population"), strict=True)
    towns = _table(path / TOWNS)
    timeline = read_toml(path / TIMELINE)[0] if (path / TIMELINE).exists() else {}
    return CaseFolder(
        path=path,
        country=str(head.get("country", "")),
        start=start if isinstance(start, date) and not isinstance(start, datetime) else None,
        days=days if isinstance(days := head.get("days"), int) else None,
        names={code: tuple(own) for code, own in names.items()},
        population={code: int(cell) for code, cell in persons if cell.isdecimal()},
        towns=tuple(zip(_cells(towns, "name"), _cells(towns, "region"), strict=True)),
        gates=_gates(path),
        timeline=as_table(timeline.get("events")) or {},
    )


def _table(path: Path) -> Sheet | None:
    """Return a table of the case, None if there is none or none with rows."""
    if not path.exists():
        return None
    try:
        return read_sheet(path, delimiter=",", header=True)
    except InputError as error:
        if error.problem.startswith("no rows"):
            return None
        raise


def _cells(sheet: Sheet | None, column: str) -> list[str]:
    if sheet is None:
        return []
    return sheet.column(sheet.header.index(column)) if column in sheet.header else [""] * len(sheet.rows)


def _gates(path: Path) -> tuple[str, ...]:
    """Return the gates that the case's parameters name."""
    file = path / "parameters.toml"
    tables = read_toml(file)[0] if file.exists() else {}
    border = as_table(tables.get("border")) or {}
    return tuple(as_table(border.get("gates")) or ())
