"""Events written into timeline.toml below those that are there, each checked as the scenario will check it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from groundswell.errors import InputError, nearest, shown
from groundswell.events import resolve
from groundswell.importing.casefolder import TIMELINE
from groundswell.importing.source import Draft, Source
from groundswell.importing.toml_text import joined, key_text, table_text, without
from groundswell.inputs.document import Document
from groundswell.inputs.fill import collect
from groundswell.textfile import read_text
from groundswell.world.assumptions import counted


class NewEvent(NamedTuple):
    """An event to be added: its name, its keys as the timeline has them, and the line that gives it."""

    name: str
    keys: Mapping[str, Any]
    line: int


def timeline_draft(source: Source, events: Sequence[NewEvent]) -> Draft:
    """Return the timeline with new events. What the scenario would refuse goes to the ledger."""
    path = source.case.path / TIMELINE
    text = read_text(path) if path.exists() else ""
    tables: list[str] = []
    names: dict[str, None] = {}
    for event in events:
        if event.name in names:
            problem = f"two events would be called '{event.name}'"
            source.refuse(problem, "give them names: --column name=HEADER", source.sheet.place(event.line))
            continue
        names[event.name] = None
        _check(source, event)
        there = source.case.timeline.get(event.name)
        if there is not None and _same(there, event.keys):
            source.ledger.note("merged", f"event '{event.name}' is in the timeline already, the same", event.line)
            continue
        if there is not None and not source.options.force:
            problem = f"event '{event.name}' is in the timeline already, and differs"
            source.refuse(problem, "rename one, or replace it: --force", source.sheet.place(event.line))
        header = f"events.{key_text(event.name)}"
        text = without(text, header)
        tables.append(table_text(header, event.keys))
    if not events and not source.ledger.problems:
        notes = "; ".join(str(note) for note in source.ledger.notes()[:5])
        source.refuse(f"no event is left ({notes})", "give events on days of the case")
    summary = [f"{counted(len(tables), 'new event')}: {', '.join(list(names)[:12])}{' ...' if len(names) > 12 else ''}"]
    return Draft(TIMELINE, joined(text, tables), len(tables), tuple(summary), appended=True)


def _same(there: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return dict(there) == {key: value for key, value in new.items() if value is not None}


def _check(source: Source, event: NewEvent) -> None:
    """Add what is wrong with an event: its days, its gate, its values."""
    at, place = f"events.{event.name}", source.sheet.place(event.line)
    keys = {key: value for key, value in event.keys.items() if value is not None}
    days = {name: _number(source, keys[name], place) for name in ("day", "until") if name in keys}
    first, last = days.get("day"), days.get("until")
    keys |= {name: first or 0 if day is None else day for name, day in days.items()}  # nothing more is said of it
    if first is not None and last is not None and last < first:
        source.refuse(f"it ends on day {last}, before it begins, day {first}", "exchange the two", place)
    group = resolve(keys.pop("kind"))
    document = Document(values={}, places={at: place}, name=source.sheet.name)
    gate, gates = event.keys.get("gate"), source.case.gates
    if gate in gates:
        del keys["gate"]  # it is a gate of this case, and that is all there is to check
    collect(group, keys, at, document, source.ledger.problems, {"name": event.name})
    if gate is not None and gate != "all" and gate not in gates:
        error = InputError(f"no gate {shown(gate)} in the case", place=place, remedy=gates_there(gates, str(gate)))
        source.ledger.refuse(error)


def gates_there(gates: Sequence[str], near: str = "") -> str:
    """Return which gates a case has, for a remedy."""
    if not gates:
        return "it has no gates: write one into parameters.toml, [border.gates.NAME.capacity]"
    close = f"{nearest(near, gates)} " if near and "did you mean" in nearest(near, gates) else ""
    return f"{close}gates there are: {', '.join(gates)}; name one with --gate, or add it to parameters.toml"


def _number(source: Source, value: Any, place: str) -> int | None:
    """Return a day as a number from the case's start, None after a problem; it must lie within the case's days."""
    if not isinstance(value, date):
        day = value if isinstance(value, int) else None
    elif source.case.start is None:
        source.refuse("the case has no start", "write start = YYYY-MM-DD into case.toml", "case.toml")
        return None
    else:
        day = (value - source.case.start).days
    if day is None:
        return None
    if day < 0:
        source.refuse(
            f"{value} is before the case's start, {source.case.start}", "leave it out, or begin earlier", place
        )
        return None
    if source.case.days is not None and day >= source.case.days:
        problem = f"{value} is after the case's end, day {source.case.days - 1}"
        source.refuse(problem, f"leave it out, or write days = {day + 1} or more into case.toml", place)
        return None
    return day
