"""Which code of the user's own a scenario names: its behaviour's, its events', its measures'."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from groundswell import codefiles, usercode
from groundswell.inputs.document import Tables, as_table
from groundswell.scenario.model import Scenario


def anchored(values: Tables, folder: Path) -> Tables:
    """Return tables in which relative paths of code begin at `folder`, that of the file which names them."""
    found = dict(values)
    if (behaviour := as_table(values.get("behaviour"))) and "kind" in behaviour:
        found["behaviour"] = {**behaviour, "kind": codefiles.anchored(behaviour["kind"], folder)}
    if events := as_table(values.get("events")):
        found["events"] = {name: _anchored_event(event, folder) for name, event in events.items()}
    if (watched := as_table(values.get("observation"))) and isinstance(watched.get("measures"), list):
        measures = [codefiles.anchored(kind, folder) for kind in cast(list[Any], watched["measures"])]
        found["observation"] = {**watched, "measures": measures}
    return found


def anchored_value(key: str, value: Any, folder: Path) -> Any:
    """Return the value of a dotted key, in which relative paths of code begin at `folder`."""
    if key.endswith(".kind"):
        return codefiles.anchored(value, folder)
    if key == "observation.measures" and isinstance(value, list):
        return [codefiles.anchored(kind, folder) for kind in cast(list[Any], value)]
    return value


def anchored_claim(values: Mapping[str, Any], folder: Path) -> Tables:
    """Return the tables of a claim in which relative paths of code begin at `folder`."""
    found = dict(values)
    if (settings := as_table(values.get("set"))) is not None:
        found["set"] = {key: anchored_value(key, value, folder) for key, value in settings.items()}
    if isinstance(conditions := values.get("conditions"), list):
        found["conditions"] = [_anchored_outcome(each, folder) for each in cast(list[Any], conditions)]
    return found


def _anchored_outcome(condition: Any, folder: Path) -> Any:
    table = as_table(condition)
    return (
        {**table, "outcome": codefiles.anchored(table["outcome"], folder)}
        if table and "outcome" in table
        else condition
    )


def _anchored_event(event: Any, folder: Path) -> Any:
    table = as_table(event)
    return {**table, "kind": codefiles.anchored(table["kind"], folder)} if table and "kind" in table else event


def kind_of(event: Any) -> str:
    """Return the kind of an event as a scenario names it."""
    return usercode.kind_of(type(event).__module__)


def kinds(scenario: Scenario) -> tuple[str, ...]:
    """Return the kinds that name code from outside this package, each once."""
    named = [scenario.behaviour.kind, *map(kind_of, scenario.events), *scenario.observation.measures]
    return tuple(dict.fromkeys(kind for kind in named if usercode.is_own(kind)))


def modules(scenario: Scenario) -> tuple[str, ...]:
    """Return the names of the modules of that code, for `groundswell.fingerprint`."""
    return tuple(map(usercode.module_name, kinds(scenario)))


def files(scenario: Scenario) -> tuple[codefiles.Code, ...]:
    """Return the files of that code, as they were read."""
    return tuple(map(codefiles.read, filter(codefiles.is_file, kinds(scenario))))


def keep(scenario: Scenario, folder: Path) -> None:
    """Write copies of the files of code that a scenario names into a run's folder, as its lock names them.

    Raises OSError.
    """
    codefiles.keep(files(scenario), folder)


def as_kept(kind: str) -> str:
    """Return a kind as a run's folder has it, where a file has a copy."""
    return codefiles.kept_kind(kind) if codefiles.is_file(kind) else kind
