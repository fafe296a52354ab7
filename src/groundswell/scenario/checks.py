"""What no single value can tell: days against the run's end, regions and persons against the census, notes on keys."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from groundswell.data import census
from groundswell.errors import InputError, nearest
from groundswell.scenario.catalogue import parameter_keys
from groundswell.scenario.document import Document, as_table
from groundswell.scenario.header import FREE_SIGNS, Header

_SCALE = re.compile(r"1:([0-9][0-9_,]*(?:\.[0-9]+)?)")


def check_days(event: Any, days: int | None, late: bool, document: Document, errors: list[InputError]) -> None:
    """Refuse an event after the end (unless `late` ones are allowed), or one that ends before it begins."""
    at = f"events.{event.name}"
    if days is not None and event.day >= days and not late:
        remedy = f"give a day within 0..{days - 1}, raise scenario.days, or take the event away (remove = true)"
        problem = f"{event.day} is after the run's end, day {days - 1}"
        errors.append(InputError(problem, place=document.place(f"{at}.day"), remedy=remedy))
    if event.until is not None and event.until < event.day:
        remedy = f"give {event.day} or more"
        errors.append(
            InputError(f"{event.until} is before day {event.day}", place=document.place(f"{at}.until"), remedy=remedy)
        )


def check_regions(event: Any, document: Document, errors: list[InputError]) -> None:
    """Refuse regions that the country does not have."""
    place, facts = document.place(f"events.{event.name}.regions"), census.load()
    if event.regions == ("all",):
        return
    if not event.regions:
        errors.append(InputError("no region", place=place, remedy='name codes, or write ["all"]'))
    for code in event.regions:
        if code not in facts.codes:
            errors.append(InputError(f"unknown region '{code}'", place=place, remedy=_nearest_region(code, facts)))


def _nearest_region(text: str, facts: census.Census) -> str:
    called = {
        name.casefold(): code
        for names in (facts.names_en, facts.names_ru)
        for name, code in zip(names, facts.codes, strict=True)
    }
    known = called | {code.casefold(): code for code in facts.codes}
    close = get_close_matches(text.casefold(), known, n=1, cutoff=0.5)
    if not close:
        return 'use ISO 3166-2 codes such as "RU-DA", or ["all"]'
    code = known[close[0]]
    return f"did you mean '{code}' ({facts.names_en[facts.index(code)]})?"


def count_persons(header: Header, document: Document, errors: list[InputError]) -> int:
    """Return the number of simulated persons; every region must get one, and nobody stands for less than a person."""
    facts = census.load()
    total, smallest = int(facts.population.sum()), int(facts.population.min())
    if (header.persons is None) == (header.scale is None):
        problem = (
            "both persons and scale are given" if header.persons is not None else "neither persons nor scale is given"
        )
        errors.append(InputError(problem, place=document.place("scenario"), remedy='give one: scale = "1:100"'))
        return 0
    if header.persons is None:
        key, shown = "scenario.scale", str(header.scale)
        match = _SCALE.fullmatch(shown.replace(" ", ""))
        factor = float(match.group(1).replace(",", "").replace("_", "")) if match else 0.0
        if factor < 1.0:
            errors.append(
                InputError(f"'{shown}' is no scale", place=document.place(key), remedy='write "1:N", N 1 or more')
            )
            return 0
        persons = round(total / factor)
    else:
        key, persons, shown = "scenario.persons", header.persons, str(header.persons)
    least = -(-total // smallest)
    if not least <= persons <= total:
        region = facts.names_en[int(facts.population.argmin())]
        why = f"leaves a region ({region}) empty" if persons < least else "is more than there are"
        remedy = f"allowed: {least}..{total} persons, 1:{total // least} to 1:1"
        errors.append(InputError(f"{shown} {why}", place=document.place(key), remedy=remedy))
    return persons


def check_notes(header: Header, tuned: Mapping[str, Any], document: Document, errors: list[InputError],
                events: Iterable[Any]) -> None:  # fmt: skip
    """Refuse a start beyond calendars, a name no folder can bear, no data, notes and signs on no parameter."""
    if not 1800 <= header.start.year <= 2200:
        remedy = "give a date within 1800 and 2200"
        errors.append(InputError(f"{header.start}", place=document.place("scenario.start"), remedy=remedy))
    if not header.name or header.name.startswith(".") or set(header.name) & set("/\\\0"):
        remedy = "a run's folder bears it: no slashes, no dot in front"
        errors.append(InputError(f"'{header.name}'", place=document.place("scenario.name"), remedy=remedy))
    if header.country != "RU":
        remedy = 'only "RU" comes with data'
        errors.append(
            InputError(f"no data on '{header.country}'", place=document.place("scenario.country"), remedy=remedy)
        )
    kind = (as_table(document.values.get("behaviour")) or {}).get("kind", "")
    known = parameter_keys(kind, [(e.__class__, e.name) for e in events])
    for key, what in tuned.items():
        place = document.place(f"scenario.tuned.{key}")
        if key not in known:
            errors.append(InputError(f"no parameter '{key}'", place=place, remedy=_nearest_key(key, known)))
        elif not isinstance(what, str):
            errors.append(
                InputError(f"{what!r} is not text", place=place, remedy='say what it was fitted to, such as "C01"')
            )
    for key in header.fixed_signs:
        if key not in FREE_SIGNS:
            remedy = nearest(key, FREE_SIGNS)
            errors.append(
                InputError(f"'{key}' is no free sign", place=document.place("scenario.fixed_signs"), remedy=remedy)
            )


def _nearest_key(key: str, known: Iterable[str]) -> str:
    close = get_close_matches(key, list(known), n=1, cutoff=0.5)
    return f"did you mean '{close[0]}'?" if close else "`groundswell params` lists them"
