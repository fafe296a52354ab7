"""The way in: a preset's name or a file's path, with changes from outside, becomes a validated scenario."""

from collections.abc import Mapping
from typing import Any, cast

from groundswell.arguments import AnyPath, as_name_or_path
from groundswell.inputs.document import Document
from groundswell.scenario.build import build
from groundswell.scenario.document import override, read
from groundswell.scenario.header import Header
from groundswell.scenario.lock import tables
from groundswell.scenario.model import Scenario
from groundswell.trust import trusting


def load(source: AnyPath, changes: Mapping[str, Any] | None = None, place: str = "", *,
         trust: bool = False) -> Scenario:  # fmt: skip
    """Return the scenario of a preset's name or a file's path, with dotted keys changed.

    `place` is what errors name as the origin of `changes`. `trust`: code of the user's own that the file names (a
    `kind` with a dot) may be run; what was run before, or lies in a trusted folder, may be named anyway.
    Raises InputError for what cannot be read, ScenarioError with every problem for what is not valid.
    """
    with trusting(trust):
        return build(override(read(as_name_or_path(source, "scenario")), changes or {}, place))


def change(scenario: Scenario, changes: Mapping[str, Any], place: str = "") -> Scenario:
    """Return a scenario with keys changed: dotted ones, tables, or bare ones of [scenario]. Raises ScenarioError.

    An event that begins after a shortened run's end stays in the scenario; it does not happen.
    """
    flat: dict[Any, Any] = {}
    for key, value in changes.items():
        if (
            isinstance(value, Mapping) and str(key).count(".") < 2
        ):  # an item of a list, border.gates.x, comes as a whole
            table = cast(Mapping[str, Any], value)
            flat.update({f"{key}.{inner}": given for inner, given in table.items()})
        else:
            flat[f"scenario.{key}" if key in Header.__dataclass_fields__ else key] = value
    return build(override(Document(tables(scenario), name=place), flat, place), shortened=True, opened=scenario.case)


def not_reached(scenario: Scenario) -> list[str]:
    """Return the events that begin after the run's end."""
    return [event.name for event in scenario.events if event.day >= scenario.days]
