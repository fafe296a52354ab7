"""What a case says of a scenario: the lowest layer of a document, on which a scenario's own keys are laid."""

from typing import Any

from groundswell.case import Case
from groundswell.case.lookup import FILE
from groundswell.case.timeline import TIMELINE
from groundswell.errors import InputError
from groundswell.inputs.document import Document, Tables, as_table
from groundswell.inputs.problems import refuse
from groundswell.inputs.toml_file import read_toml
from groundswell.scenario.model import OPTIONAL


def base_scenario(case: Case) -> Document:
    """Return the base scenario of a case: its head, its parameters and its timeline. Raises InputError."""
    ground = without_events(case)
    head = {"name": case.scenario, "title": case.head.title, "description": case.head.description}
    events, places = case.timeline
    values = {**ground.values, "scenario": {**head, **ground.values["scenario"]}, "events": events}
    return Document(values, {**ground.places, **places, "scenario": FILE}, name=case.name)


def without_events(case: Case) -> Document:
    """Return what holds for every scenario of a case: start, length, scale, behaviour and parameters."""
    head = case.head
    own = {"case": case.reference, "start": head.start, "days": head.days, "scale": head.scale}
    values: Tables = {"scenario": own, "behaviour": {"kind": head.behaviour}}
    _, lines = read_toml(case.folder / FILE)
    places = {"scenario": FILE, "behaviour": FILE, **{f"scenario.{key}": lines[key] for key in own if key in lines}}
    places["behaviour.kind"] = lines.get("behaviour", FILE)
    wrong: list[InputError] = []
    for key, given in case.parameters.items():
        if (section := key.partition(".")[0]) in OPTIONAL or section == key:
            values.setdefault(section, {})
        if given.value is None:
            continue
        if key.startswith("events."):
            remedy = f"write it into {TIMELINE}; a prior, a status and a source may stand here"
            wrong.append(InputError("an event's value", place=f"{given.place}, {key}", remedy=remedy))
            continue
        if not _place_value(values, key.split("."), given.value):
            wrong.append(InputError("a value and a table at once", place=f"{given.place}, {key}", remedy="keep one"))
        places[key] = given.place
    refuse(wrong)
    return Document(values, places, name=case.name)


def _place_value(values: Tables, path: list[str], value: Any) -> bool:
    """Put a value at its place; False if a part of the way is a value itself."""
    *way, last = path
    inside = values
    for step in way:
        inner = as_table(inside.setdefault(step, {}))
        if inner is None:
            return False
        inside = inner
    inside[last] = value
    return True
