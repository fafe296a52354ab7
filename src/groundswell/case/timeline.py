"""The events of a case's base scenario, as timeline.toml writes them."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from groundswell.errors import InputError, nearest, shown
from groundswell.inputs.document import Tables, as_table
from groundswell.inputs.problems import refuse
from groundswell.inputs.toml_file import read_toml

TIMELINE = "timeline.toml"


class Timeline(NamedTuple):
    """Events by name as written, and where each key stands ("timeline.toml:12")."""

    events: Tables
    places: Mapping[str, str]


def read_timeline(folder: Path) -> Timeline:
    """Return the events of a case's folder, none when there is no such file. Raises ScenarioError."""
    file = folder / TIMELINE
    if not file.exists():
        return Timeline({}, {})
    values, places = read_toml(file)
    wrong = [
        InputError(f"unknown table {shown(key)}", place=places.get(key, file.name), remedy=nearest(key, ["events"]))
        for key in values
        if key != "events"
    ]
    events = as_table(values.get("events", {}))
    if events is None:
        wrong.append(InputError("'events' is not a table", place=file.name, remedy="write [events.NAME]"))
    refuse(wrong)
    return Timeline(events or {}, places)
