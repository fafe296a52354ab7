"""From a document to a scenario: every section validated, days and regions checked, all problems told together."""

import re
from datetime import date, datetime
from importlib import import_module
from typing import Any, TypeVar, cast

from groundswell.errors import InputError, nearest
from groundswell.scenario.checks import check_days, check_notes, check_regions, count_persons
from groundswell.scenario.document import Document, flat
from groundswell.scenario.fill import fill, refuse
from groundswell.scenario.header import Header
from groundswell.scenario.model import SECTIONS, Chosen, Scenario

T = TypeVar("T")
_SAME = ("name", "title", "description", "start", "days", "country", "seed", "fixed_signs")
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_TABLES = ("scenario", "behaviour", "events", *SECTIONS)


def build(document: Document, shortened: bool = False) -> Scenario:
    """Return the scenario that a document describes. Raises ScenarioError with everything that is wrong.

    `shortened` allows events that begin after the end, as when a run is cut short from outside.
    """
    errors: list[InputError] = []
    for key in document.values:
        if key not in _TABLES:
            errors.append(InputError(f"unknown table '{key}'", place=document.place(key), remedy=nearest(key, _TABLES)))
    header = cast(Header | None, fill(Header, document.values.get("scenario", {}), "scenario", document, errors))
    sections = {name: _section(name, document, errors) for name in SECTIONS}
    behaviour = _behaviour(document, errors)
    head = _table(document, "scenario")
    days, start = _if(int, head.get("days")), _if(date, head.get("start"))
    shortened = shortened or "scenario.days" in document.overridden
    events = [_event(name, table, start, document, errors) for name, table in _table(document, "events").items()]
    known = [event for event in events if event is not None]
    for event in known:
        check_days(event, days, shortened and f"events.{event.name}.day" not in document.overridden, document, errors)
        check_regions(event, document, errors)
    persons = count_persons(header, document, errors) if header else 0
    if header:
        check_notes(header, flat(header.tuned), document, errors, known)
    refuse(errors)
    assert header is not None
    assert behaviour is not None
    own = {key: getattr(header, key) for key in _SAME}
    notes = tuple(flat(header.tuned).items())
    return Scenario(**own, **sections, persons=persons, behaviour=behaviour, events=tuple(known), tuned=notes)


def _table(document: Document, name: str) -> dict[str, Any]:
    table = document.values.get(name, {})
    return cast(dict[str, Any], table) if isinstance(table, dict) else {"": table}


def _if(kind: type[T], value: Any) -> T | None:
    return value if type(value) is kind else None


def _section(name: str, document: Document, errors: list[InputError]) -> Any:
    return fill(import_module(SECTIONS[name]).Params, document.values.get(name, {}), name, document, errors)


def _behaviour(document: Document, errors: list[InputError]) -> Chosen | None:
    table = _table(document, "behaviour")
    kind = table.get("kind")
    if not isinstance(kind, str):
        kinds = ", ".join(f'"{k}"' for k in import_module("groundswell.behaviour").kinds())
        problem = "'kind' is missing" if kind is None else f"{kind!r} is not text"
        errors.append(InputError(problem, place=document.place("behaviour.kind"), remedy=f"add kind = {kinds}"))
        return None
    try:
        module = import_module("groundswell.behaviour").resolve(kind)
    except InputError as error:
        errors.append(InputError(error.problem, place=document.place("behaviour.kind"), remedy=error.remedy))
        return None
    own = {key: value for key, value in table.items() if key != "kind"}
    return Chosen(kind, fill(module.Params, own, "behaviour", document, errors, also=("kind",)))


def _event(name: str, table: Any, start: date | None, document: Document, errors: list[InputError]) -> Any:
    at = f"events.{name}"
    place = document.place(at)
    if not _NAME.fullmatch(name) or not isinstance(table, dict):
        errors.append(
            InputError(f"'{name}' is no event", place=place, remedy="write [events.NAME] of a-z, 0-9, - and _")
        )
        return None
    own = dict(cast(dict[str, Any], table))
    if own.pop("remove", False) is True:
        return None
    kind = own.pop("kind", None)
    events = import_module("groundswell.events")
    if not isinstance(kind, str):
        errors.append(InputError("'kind' is missing", place=place, remedy="one of " + ", ".join(events.kinds())))
        return None
    try:
        group = events.resolve(kind)
    except InputError as error:
        errors.append(InputError(error.problem, place=document.place(f"{at}.kind"), remedy=error.remedy))
        return None
    for key in ("day", "until"):
        _date_to_day(own, key, start, document.place(f"{at}.{key}"), errors)
    return fill(group, own, at, document, errors, {"name": name}, also=("kind",))


def _date_to_day(table: dict[str, Any], key: str, start: date | None, place: str, errors: list[InputError]) -> None:
    """Count a date in days from the start."""
    value = table.get(key)
    if start is None or not isinstance(value, date) or isinstance(value, datetime):
        return
    table[key] = max((value - start).days, 0)
    if value < start:
        errors.append(InputError(f"{value} is before the start, {start}", place=place, remedy="give a later date"))
