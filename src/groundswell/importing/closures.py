"""Flee's closures as border rules: a border between the case's country and a neighbour closes for some days."""

from collections.abc import Iterator
from datetime import date

from groundswell.errors import InputError, shown
from groundswell.importing.source import Source, slug
from groundswell.importing.timeline import NewEvent, gates_there
from groundswell.importing.words import plain

_KIND = "border_rule"


def closures(source: Source) -> Iterator[NewEvent]:
    """Return the closures of a table as events; those that are no border's, or of no gate, are refused."""
    cells, ledger = source.cells, source.ledger
    seen: dict[str, int] = {}
    for row in cells.unique(source.sheet.rows):
        kind = plain(cells.text(row, "type"))
        if kind != "country":
            problem = f"a closure of type {shown(kind)}: one place or road, and groundswell has neither"
            remedy = (
                f"{_KIND} could stand for it: of a gate (capacity), or of regions (exit_open = false), written by hand"
            )
            ledger.refuse(InputError(problem, remedy=remedy), cells.place(row, "type"))
            continue
        gate = _gate(source, cells.text(row, "name1"), cells.text(row, "name2"), cells.place(row, "name2"))
        day, until = cells.day(row, "day"), cells.day(row, "until", negative=True)
        if gate is None or day is None:
            continue
        name = f"{_KIND}-{gate}-{day}"
        if name in seen:
            ledger.note("merged", f"the border at {gate} closes on day {day} as in line {seen[name]}", row.line)
            continue
        seen[name] = row.line
        ledger.kept += 1
        last = None if isinstance(until, int) and until < 0 else until
        keys = {"kind": _KIND, "day": day, "until": last, "gate": gate, "capacity": 0.0,
                "source": f"{source.sheet.name}, line {row.line}"}  # fmt: skip
        ledger.note("note", f"{gate} closes {_days(day, last)}, the last one included", row.line)
        yield NewEvent(name, keys, row.line)


def _days(day: date | int, last: date | int | None) -> str:
    return f"from day {day} on" if last is None else f"on days {day} to {last}"


def _gate(source: Source, first: str, second: str, place: str) -> str | None:
    """Return the gate of the case that one of two countries is, None and a problem if it is neither or both."""
    own = {plain(text): gate for text, gate in source.options.gates.items()}
    gates = {slug(gate): gate for gate in source.case.gates}
    home = [
        text for text in (first, second) if plain(text) in (plain(source.options.country), plain(source.case.country))
    ]
    others = [text for text in (first, second) if text not in home]
    found = {own.get(plain(text)) or gates.get(slug(text)) for text in others} - {None}
    if len(found) == 1:
        return next(iter(found))
    if found:
        problem, remedy = (
            f"both {shown(first)} and {shown(second)} are gates",
            "say which country is the case's: --country",
        )
    else:
        problem, remedy = f"no gate of the case is {' or '.join(map(shown, others))}", gates_there(source.case.gates)
    source.ledger.refuse(InputError(problem, place=place, remedy=remedy))
    return None
