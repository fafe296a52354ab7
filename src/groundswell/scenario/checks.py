"""What no single value can tell: days against the run's end, regions, gates and persons against those there are.

Each check looks at values that could be read, and is silent on those that could not: what is wrong is reported once.
"""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from groundswell.case import Case, find
from groundswell.case.population import Population
from groundswell.case.region_names import nearest_region
from groundswell.errors import InputError, nearest, shown
from groundswell.inputs.document import Document
from groundswell.inputs.problems import each, some
from groundswell.process import count, observe, own_measures
from groundswell.process.border import names
from groundswell.process.count import ALWAYS
from groundswell.scenario.header import FREE_SIGNS
from groundswell.scenario.names import check_file_name
from groundswell.society.people import liable_bands
from groundswell.textfile import NAME_FORM
from groundswell.types import ADULT_BAND, BAND_STARTS

_SCALE = re.compile(r"1:([0-9]+|[0-9]{1,3}(?:[,_ \u00a0\u202f][0-9]{3})+)(\.[0-9]+)?")
_COMMA = re.compile(r"1:([0-9]+),([0-9]{1,2}|[0-9]{4,})")


def check_days(name: str, event: Mapping[str, Any], days: int | None, document: Document,
               errors: list[InputError]) -> None:  # fmt: skip
    """Refuse an event after the end (`days`; None: any day will do), or one that ends before it begins."""
    at, day, until = f"events.{name}", event.get("day"), event.get("until")
    if day is None:
        return
    if days is not None and day >= days:
        remedy = f"give a day within 0..{days - 1}, raise scenario.days, or take the event away (remove = true)"
        problem = f"{day} is after the run's end, day {days - 1}"
        errors.append(InputError(problem, place=document.place(f"{at}.day"), remedy=remedy))
    if until is not None and until < day:
        place, remedy = document.place(f"{at}.until"), f"give {day} or more"
        errors.append(InputError(f"{until} is before day {day}", place=place, remedy=remedy))


def check_regions(name: str, event: Mapping[str, Any], case: Case, document: Document,
                  errors: list[InputError]) -> None:  # fmt: skip
    """Refuse regions that the case does not have, and a factor of strength that no region has."""
    by = event.get("stronger_by", 1.0)
    if by != 1.0 and event.get("stronger_in") == ():
        place, remedy = (
            document.place(f"events.{name}.stronger_by"),
            'add stronger_in = ["CODE"], or write it into strength',
        )
        errors.append(InputError(f"{by:g} acts in no region", place=place, remedy=remedy))
    for key in ("regions", "stronger_in"):
        named = event.get(key)
        if named is not None and named != ("all",) and (named or key == "regions"):
            _check_codes(named, document.place(f"events.{name}.{key}"), case, errors)


def _check_codes(regions: tuple[str, ...], place: str, case: Case, errors: list[InputError]) -> None:
    people = case.population
    if not regions:
        errors.append(InputError("no region", place=place, remedy='name codes, or write ["all"]'))
    if "all" in regions:
        remedy = 'write ["all"], or the codes alone'
        errors.append(InputError("'all' stands alone", place=place, remedy=remedy))
    unknown = [code for code in dict.fromkeys(regions) if code not in people.codes and code != "all"]
    errors += some(unknown, lambda code: InputError(
        f"unknown region {shown(code)}", place=place, remedy=_region(code, case)
    ), "unknown regions", place)  # fmt: skip


def check_gate(name: str, event: Mapping[str, Any], border: Any, document: Document, errors: list[InputError]) -> None:
    """Refuse a rule for a gate that the scenario does not have; `border` is its section, None if it was not read."""
    gate = event.get("gate")
    if gate is None or gate == "all" or border is None or gate in (known := names(border)):
        return
    place = document.place(f"events.{name}.gate")
    remedy = nearest(gate, [*known, "all"]) if known else "add [border.gates.NAME] with its capacity"
    errors.append(InputError(f"no gate {shown(gate)}", place=place, remedy=remedy))


def check_covariates(name: str, event: Mapping[str, Any], people: Population, document: Document,
                     errors: list[InputError]) -> None:  # fmt: skip
    """Refuse a covariate that the regions do not have, or that has no mean to compare a region with."""
    for key in ("covariate", "published_covariate"):
        asked, place = event.get(key), document.place(f"events.{name}.{key}")
        if not asked:
            continue
        if (column := people.covariates.get(asked)) is None:
            problem, remedy = f"no covariate {shown(asked)} of the regions", nearest(asked, people.covariates)
            errors.append(InputError(problem, place=place, remedy=remedy))
        elif key == "covariate" and not float(np.nansum(column * people.population)) > 0.0:
            remedy = "take a column whose mean is above 0"
            errors.append(InputError(f"the mean of {shown(asked)} is not above 0", place=place, remedy=remedy))


def check_liable(society: Any, document: Document, errors: list[InputError]) -> None:
    """Refuse liable ages that hold no whole age band: nobody would be liable. `society`: None if it was not read."""
    if society is None or liable_bands(society)[1] > 0:
        return
    key = "liable_to" if "society.liable_to" in document.places else "liable_from"
    starts = ", ".join(map(str, BAND_STARTS[ADULT_BAND:]))
    problem = f"no whole age band lies within the liable ages, {society.liable_from} to {society.liable_to}"
    remedy = f"widen them: bands begin at {starts} years; for nobody liable, set society.liable_share to 0"
    errors.append(InputError(problem, place=document.place(f"society.{key}"), remedy=remedy))


def check_needs(name: str, group: Any, document: Document, errors: list[InputError]) -> None:
    """Refuse an event that acts through a section which the scenario does not have: a decree without a call-up."""
    if group.needs and group.needs not in document.values:
        remedy = f"add [{group.needs}] to the scenario, or take the event away (remove = true)"
        problem = f"the scenario has no [{group.needs}]"
        errors.append(InputError(problem, place=document.place(f"events.{name}"), remedy=remedy))


def check_names(sections: Mapping[str, Any], document: Document, errors: list[InputError]) -> None:
    """Refuse a gate that is called as all of them are, a watcher whose measure there is already, and one at no gate."""
    border, observation = sections["border"], sections["observation"]
    if border is not None and any(gate.name == "all" for gate in border.gates):
        place = document.place("border.gates.all")
        errors.append(InputError("'all' means every gate", place=place, remedy="call the gate something else"))
    if observation is None:
        return
    known = set(ALWAYS)
    kinds = {"monitors": ("obs_{}", "obs_{}_places"), "polls": ("obs_{}",), "estimates": ("obs_{}",),
             "gates": ("obs_exit_gross_{}", "obs_exit_net_{}")}  # fmt: skip
    for kind, its_measures in kinds.items():
        for watcher in getattr(observation, kind):
            mine = [measure.format(watcher.name) for measure in its_measures]
            if taken := [measure for measure in mine if measure in known]:
                place = document.place(f"observation.{kind}.{watcher.name}")
                remedy = "call it something else"
                errors.append(InputError(f"there is a measure '{taken[0]}' already", place=place, remedy=remedy))
            known.update(mine)
    ways = [] if border is None else [gate.name for gate in border.gates]
    for gate in observation.gates:
        if border is not None and gate.name not in ways:
            place = document.place(f"observation.gates.{gate.name}")
            remedy = nearest(gate.name, ways) if ways else "add [border.gates.NAME] with its capacity"
            errors.append(InputError(f"no gate {shown(gate.name)} to count at", place=place, remedy=remedy))


def _region(text: str, case: Case) -> str:
    if text.strip().casefold() == "all":
        return 'did you mean ["all"]?'
    code = nearest_region(text, case.population.codes, case.spellings)
    if code is None:
        first = case.population.codes[0]
        return f'use codes of the case\'s regions (population/regions.csv), such as "{first}", or ["all"]'
    return f"did you mean '{code}' ({case.population.name(code)})?"


def find_case(
    head: Mapping[str, Any], document: Document, errors: list[InputError], opened: Case | None = None
) -> Case | None:
    """Return the case that a scenario stands on, None after adding to `errors` why there is none."""
    if "case" not in head:
        return None
    place = document.place("scenario.case")
    try:
        found = opened if opened is not None and opened.reference == head["case"] else find(head["case"])
        _ = found.population  # read now, so that all is reported together
    except InputError as error:
        errors += [e if e.place else InputError(e.problem, place=place, remedy=e.remedy) for e in each(error)]
        return None
    if head.get("case_digest") not in ("", None, found.population_digest):
        problem = "the case's population is not the one this scenario was written for"
        remedy = "put the case's files back as they were, or take the line away"
        errors.append(InputError(problem, place=document.place("scenario.case_digest"), remedy=remedy))
    return found


def count_persons(head: Mapping[str, Any], people: Population, document: Document, errors: list[InputError]) -> int:
    """Return the number of simulated persons; every region must get one, and nobody stands for less than a person."""
    if not head.keys() >= {"persons", "scale"}:
        return 0
    total, smallest = people.total, int(people.population.min())
    persons, scale = head["persons"], head["scale"]
    if (persons is None) == (scale is None):
        problem = "both persons and scale are given" if persons is not None else "neither persons nor scale is given"
        errors.append(InputError(problem, place=document.place("scenario"), remedy='give one: scale = "1:100"'))
        return 0
    key = "scenario.persons" if scale is None else "scenario.scale"
    given = str(persons) if scale is None else shown(scale).strip("'")
    if scale is not None:
        factor = _factor(scale, document.place(key), errors)
        if factor is None:
            return 0
        persons = round(total / factor)
    least = -(-total // smallest)
    if not least <= persons <= total:
        region = people.names[int(people.population.argmin())]
        why = f"leaves a region ({region}) empty" if persons < least else "is more than there are"
        remedy = f"allowed: {least}..{total} persons, 1:{total // least} to 1:1"
        errors.append(InputError(f"{given} {why}", place=document.place(key), remedy=remedy))
    return persons


def _factor(scale: str, place: str, errors: list[InputError]) -> float | None:
    """Return N of "1:N"; thousands may be set apart by a comma, a space or an underscore, but not by a point."""
    text, remedy = scale.strip(), 'write "1:N", N 1 or more'
    match = _SCALE.fullmatch(text.replace(": ", ":").replace(" :", ":"))
    if match:
        whole, part = re.sub("[^0-9]", "", match.group(1)), match.group(2) or ""
        if len(part) != 4:  # a point and three digits are thousands in some languages, and a fraction in others
            factor = float(whole + part) if len(whole) < 300 else float("inf")
            if factor >= 1.0:
                return factor
        else:
            remedy = f'write "1:{whole}{part[1:]}" if the point sets thousands apart'
            if stripped := part.rstrip("0").rstrip("."):
                remedy += f', "1:{whole}{stripped}0" if it is a fraction'
    elif comma := _COMMA.fullmatch(text):
        remedy = f'did you mean "1:{comma.group(1)}.{comma.group(2)}"?'
    errors.append(InputError(f"{shown(scale)} is no scale", place=place, remedy=remedy))
    return None


def _whose_name(document: Document) -> tuple[str, str]:
    """Return the place of a scenario's name, and what to do about it: a file's own name stands for one not given."""
    where = document.places.get("scenario.name", "")
    if where.endswith(".toml"):  # no line: nothing is written there
        return where, f"rename the file, or add name = ... to its [scenario]: {NAME_FORM}"
    return document.place("scenario.name"), NAME_FORM


def check_head(given: Mapping[str, Any], document: Document, errors: list[InputError]) -> dict[str, Any]:
    """Refuse a start beyond calendars, a name no folder can bear, no data. Return the values that stand."""
    head = dict(given)
    if "start" in head and not 1800 <= head["start"].year <= 2200:
        problem, remedy = str(head.pop("start")), "give a date within 1800 and 2200"
        errors.append(InputError(problem, place=document.place("scenario.start"), remedy=remedy))
    if "name" in head:
        try:
            check_file_name(head["name"], *_whose_name(document))
        except InputError as error:
            errors.append(error)
    for key in head.get("fixed_signs", ()):
        if key not in FREE_SIGNS:
            place, remedy = document.place("scenario.fixed_signs"), nearest(key, FREE_SIGNS)
            errors.append(InputError(f"{shown(key)} is no free sign", place=place, remedy=remedy))
    return head


def own_measures_of(p: observe.Params, document: Document, errors: list[InputError]) -> observe.Params:
    """Return [observation] with the measures of the user's own named for good; refuse what is none, or has no name."""
    place, named = document.place("observation.measures"), list[str]()
    taken = {"concession_hazard", *count.measures(p._replace(measures=()))}
    for kind in p.measures:
        try:
            found = own_measures.find(kind, place)[1]
        except InputError as error:
            errors.append(error)
            continue
        if (name := own_measures.name_of(found)) in taken:
            errors.append(InputError(f"'{name}' is counted already", place=place, remedy="give the file another name"))
            continue
        named.append(found)
        taken.add(name)
    return p._replace(measures=tuple(named))
