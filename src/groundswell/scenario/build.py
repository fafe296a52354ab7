"""From a document to a scenario: every section validated, days and regions checked, all problems reported together."""

from datetime import date, datetime
from typing import Any, NamedTuple, cast

from groundswell import behaviour as behaviours
from groundswell import events as events_
from groundswell import usercode
from groundswell.case import Case
from groundswell.errors import InputError, nearest, shown
from groundswell.inputs.document import Document
from groundswell.inputs.fill import Filled, collect, fill, keys
from groundswell.inputs.problems import refuse, some
from groundswell.scenario.checks import (
    check_covariates,
    check_days,
    check_gate,
    check_head,
    check_liable,
    check_names,
    check_needs,
    check_regions,
    count_persons,
    find_case,
    own_measures_of,
)
from groundswell.scenario.header import Header
from groundswell.scenario.model import OPTIONAL, SECTIONS, Chosen, Scenario
from groundswell.scenario.names import is_event_name

_SAME = ("name", "title", "description", "start", "days", "seed", "fixed_signs")
_TABLES = ("scenario", "behaviour", "events", *SECTIONS)


class _Event(NamedTuple):
    """An event as far as it could be read."""

    name: str
    group: type
    filled: Filled


def build(document: Document, shortened: bool = False, opened: Case | None = None) -> Scenario:
    """Return the scenario that a document describes. Raises ScenarioError with everything that is wrong.

    An event of a layer below the one that sets the length may begin after the end; `shortened`: any that is not set
    from outside. `opened` is a case that need not be looked for if the document names it.
    """
    if isinstance(document.values.get("scenario"), str) and {"arms", "conditions"} & set(document.values):
        refuse([InputError("a claim, not a scenario", place=document.name, remedy="test it with: groundswell claim")])
    errors: list[InputError] = []
    unknown = [key for key in document.values if key not in _TABLES]
    errors += some(unknown, lambda key: InputError(
        f"unknown table {shown(key)}", place=document.place(key), remedy=_belongs(key, document)
    ), "unknown tables", document.name)  # fmt: skip
    for key in ("behaviour", "events"):
        if not isinstance(value := document.values.get(key, {}), dict):
            problem = f"{shown(value)} is not a table"
            errors.append(InputError(problem, place=document.place(key), remedy=f"write [{key}]"))
    read = collect(Header, document.values.get("scenario", {}), "scenario", document, errors)
    head = check_head(read.values, document, errors)
    case = find_case(head, document, errors, opened)
    sections = {name: _section(name, document, errors) for name in SECTIONS}
    if sections["observation"] is not None:
        sections["observation"] = own_measures_of(sections["observation"], document, errors)
    behaviour = _behaviour(document, errors)
    events = [_event(name, table, head.get("start"), document, errors)
              for name, table in _table(document, "events").items()]  # fmt: skip
    known = [event for event in events if event is not None]
    for event in known:
        # Who made it short did not set that day
        late = event.name in document.below or (shortened and f"events.{event.name}.day" not in document.overridden)
        check_days(event.name, event.filled.values, None if late else head.get("days"), document, errors)
        if case is not None:
            check_regions(event.name, event.filled.values, case, document, errors)
            check_covariates(event.name, event.filled.values, case.population, document, errors)
        check_gate(event.name, event.filled.values, sections["border"], document, errors)
        check_needs(event.name, event.group, document, errors)
    check_names(sections, document, errors)
    check_liable(sections["society"], document, errors)
    persons = 0 if case is None else count_persons(head, case.population, document, errors)
    refuse(errors)
    assert behaviour is not None and case is not None
    own = {key: head[key] for key in _SAME}
    made = tuple(event.group(**event.filled.values) for event in known)
    return Scenario(**own, **sections, case=case, persons=persons, behaviour=behaviour, events=made)


def _belongs(key: str, document: Document) -> str:
    """Return where a key of the top belongs, which is a table's own, or the nearest name of a table."""
    if isinstance(document.values[key], dict):
        return nearest(key, _TABLES)
    homes = {"scenario": keys(Header), "behaviour": ("kind",)} | {name: keys(SECTIONS[name]) for name in SECTIONS}
    found = [table for table, own in homes.items() if key in own]
    if len(found) != 1:
        return nearest(key, _TABLES)
    return f"write {found[0]}.{key}" if key in document.overridden else f"write it below [{found[0]}]"


def _table(document: Document, name: str) -> dict[str, Any]:
    table = document.values.get(name, {})
    return cast(dict[str, Any], table) if isinstance(table, dict) else {}


def _section(name: str, document: Document, errors: list[InputError]) -> Any:
    if name in OPTIONAL and name not in document.values:
        return None
    return fill(SECTIONS[name], document.values.get(name, {}), name, document, errors)


def _behaviour(document: Document, errors: list[InputError]) -> Chosen | None:
    """Return the behaviour with its parameters, None after adding to `errors` whatever is wrong."""
    table, place = _table(document, "behaviour"), document.place("behaviour.kind")
    kind = table.get("kind")
    if not isinstance(document.values.get("behaviour", {}), dict):
        return None
    if not isinstance(kind, str):
        kinds = ", ".join(f'"{k}"' for k in behaviours.kinds())
        problem = "'kind' is missing" if kind is None else f"{shown(kind)} is not text"
        errors.append(InputError(problem, place=place, remedy=f"add kind = {kinds}"))
        return None
    try:
        module, kind = behaviours.find(kind, place)
    except InputError as error:
        errors.append(type(error)(error.problem, place=place, remedy=error.remedy))
        return None
    own = {key: value for key, value in table.items() if key != "kind"}
    try:
        params = fill(module.Params, own, "behaviour", document, errors, also=("kind",))
    except (NameError, TypeError, ValueError) as error:  # annotations of the user's own that mean nothing
        remedy = "declare each as Annotated[float, P(...)]: see docs/behaviour.md"
        problem = f"Params of '{usercode.label(kind)}' cannot be read: {error}"
        errors.append(InputError(problem, place=place, remedy=remedy))
        return None
    return Chosen(kind, params)


def _event(name: str, table: Any, start: date | None, document: Document, errors: list[InputError]) -> _Event | None:
    at = f"events.{name}"
    place = document.place(at)
    if not isinstance(table, dict):
        errors.append(InputError(f"{shown(table)} is not a table", place=place, remedy="write [events.NAME]"))
        return None
    if not is_event_name(name):
        remedy = "write [events.NAME], the name of at most 100 letters (a-z), digits, - and _"
        errors.append(InputError(f"{shown(name)} is no event", place=place, remedy=remedy))
        return None
    own = dict(cast(dict[str, Any], table))
    remove = own.pop("remove", False)
    if remove is True:
        return None
    if remove is not False:
        remedy = "write remove = true, or take the line away"
        at_key = document.place(f"{at}.remove")
        errors.append(InputError(f"{shown(remove)} is not true or false", place=at_key, remedy=remedy))
    kind = own.pop("kind", None)
    if not isinstance(kind, str):
        problem = "'kind' is missing" if kind is None else f"kind {shown(kind)} is not text"
        at_kind = place if kind is None else document.place(f"{at}.kind")
        errors.append(InputError(problem, place=at_kind, remedy="one of " + ", ".join(events_.kinds())))
        group = None
    else:
        group = _kind(kind, document.place(f"{at}.kind"), errors)
    given: dict[str, Any] = {"name": name}
    if group is None:  # what all events share is looked at all the same; what it lacks, its kind may explain
        group, own = events_.Event, {key: value for key, value in own.items() if key in keys(events_.Event)}
        given |= {} if "day" in own else {"day": 0}
    undated: list[InputError] = []
    for key in ("day", "until"):
        _date_to_day(own, key, start, document.place(f"{at}.{key}"), undated)
    try:
        filled = collect(group, own, at, document, errors, given, also=("kind", "remove"))
    except (NameError, TypeError, ValueError) as error:  # annotations of the user's own that mean nothing
        problem = f"the fields of '{usercode.label(str(kind))}' cannot be read: {error}"
        remedy = "declare each as Annotated[float, P(...)]: see docs/own-code.md"
        errors.append(InputError(problem, place=document.place(f"{at}.kind"), remedy=remedy))
        return None
    errors += undated
    return _Event(name, group, filled)


def _kind(kind: str, place: str, errors: list[InputError]) -> type[events_.Event] | None:
    """Return the class of a kind of event, None after adding to `errors` why there is none."""
    try:
        return events_.resolve(kind, place)
    except InputError as error:
        errors.append(error)
        return None


def _date_to_day(table: dict[str, Any], key: str, start: date | None, place: str, errors: list[InputError]) -> None:
    """Count a date in days from the start; without a valid start it stands for day 0, and nothing is said of it."""
    value = table.get(key)
    if not isinstance(value, date) or isinstance(value, datetime):
        return
    table[key] = max((value - start).days, 0) if start else 0
    if start and value < start:
        errors.append(InputError(f"{value} is before the start, {start}", place=place, remedy="give a later date"))
