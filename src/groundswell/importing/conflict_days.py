"""Flee's table of conflicts with a row a day and a column a place, as one event for each spell of one intensity."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from groundswell.errors import InputError, shown
from groundswell.importing.event_kinds import kind_of, refuse_kind
from groundswell.importing.places import Regions, region_of_town
from groundswell.importing.source import Source, slug
from groundswell.importing.timeline import NewEvent

_INTENSITY = {"announcement": "exit_motive"}  # what an intensity of 0..1 becomes; else strength


class _Cell(NamedTuple):
    day: date | int
    line: int
    intensity: float


def intensity_key(kind: str) -> str:
    """Return the key of a kind of event that Flee's intensity becomes."""
    return _INTENSITY.get(kind, "strength")


def place_columns(source: Source) -> dict[int, str]:
    """Return the region of each column, if all that hold no days are named after towns or regions of the case."""
    regions = Regions(source.case, source.options, source.ledger, "")
    found: dict[int, str] = {}
    for column in source.columns.rest:
        name = source.sheet.header[column]
        code = region_of_town(name, source.case) or regions.quiet(name)
        if code is None:
            return {}
        found[column] = code
    return found


def conflict_spells(source: Source, places: dict[int, str]) -> Iterator[NewEvent]:
    """Return an event for each spell in which a place's intensity is above 0 and does not change."""
    kind = kind_of("conflict", source)
    if kind is None:
        refuse_kind("conflict", [row.line for row in source.sheet.rows], source)
        return
    if not kind:
        source.ledger.note("left out", f"{shown('conflict')}, as asked for")
        return
    rows = list(source.cells.unique(source.sheet.rows))
    source.ledger.kept = len(rows)
    for column, code in places.items():
        cells = [cell for row in rows if (cell := _cell(source, row, column))]
        for first, until in _spells(source, cells):
            name = f"{kind}-{slug(source.sheet.header[column]).replace('_', '-')}-{first.day}"
            keys: dict[str, Any] = {
                "kind": kind, "day": first.day, "until": until, "regions": [code],
                intensity_key(kind): first.intensity, "source": f"{source.sheet.name}, line {first.line}",
            }  # fmt: skip
            yield NewEvent(name, keys, first.line)
    source.ledger.note("assumed", f"the intensity is taken as {kind}.{intensity_key(kind)}, as it is")


def _cell(source: Source, row: Any, column: int) -> _Cell | None:
    day = source.cells.day(row, "date" if "date" in source.columns else "day")
    amount = source.cells.amount(row, column)
    return None if day is None or amount is None else _Cell(day, row.line, amount)


def _spells(source: Source, cells: Sequence[_Cell]) -> Iterator[tuple[_Cell, date | int]]:
    """Return the first cell of each spell and its last day: the one before the next row of another intensity."""
    first: _Cell | None = None
    for k, cell in enumerate(cells):
        if k and not _is_after(cell.day, cells[k - 1].day):
            problem, remedy = f"{cell.day} does not come after {cells[k - 1].day}", "sort the rows by day"
            source.ledger.refuse(InputError(problem, place=source.sheet.place(cell.line), remedy=remedy))
            return
        if first is not None and cell.intensity != first.intensity:
            yield first, _before(cell.day)
            first = None
        if first is None and cell.intensity > 0:
            first = cell
    if first is not None:
        yield first, cells[-1].day


def _is_after(day: date | int, other: date | int) -> bool:
    if isinstance(day, date) and isinstance(other, date):
        return day > other
    return isinstance(day, int) and isinstance(other, int) and day > other


def _before(day: date | int) -> date | int:
    return day - timedelta(days=1) if isinstance(day, date) else day - 1
