"""A scenario written out: every parameter of every section, so that it runs again to the same bits alone."""

import hashlib
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from groundswell.inputs.document import Tables, as_table
from groundswell.inputs.fill import as_written
from groundswell.scenario import own_code
from groundswell.scenario.model import SECTIONS, Scenario

_HEADER = ("name", "title", "description", "start", "days", "seed", "persons", "fixed_signs")


def tables(scenario: Scenario) -> dict[str, Any]:
    """Return the nested tables from which `build` makes this scenario again."""
    case = {"case": scenario.case.reference, "case_digest": scenario.case.population_digest}
    head = {key: getattr(scenario, key) for key in _HEADER}
    events = {event.name: _event(event) for event in scenario.events}
    return {
        "scenario": {**case, **head},
        "behaviour": {"kind": scenario.behaviour.kind, **as_written(scenario.behaviour.params)},
        "events": events,
        **{name: as_written(own) for name in SECTIONS if (own := getattr(scenario, name)) is not None},
    }


def as_it_runs(scenario: Scenario) -> Scenario:
    """Return the scenario without events that begin after the end: they never happen."""
    return replace(scenario, events=tuple(event for event in scenario.events if event.day < scenario.days))


def lock_text(scenario: Scenario) -> str:
    """Return the canonical TOML text of a scenario as it runs; code of files lies beside it (`own_code.keep`)."""
    return _text(_as_kept(as_it_runs(scenario)))


def page_text(scenario: Scenario) -> str:
    """Return the same for a page that others read: a case of the user's own by its name, not by where it lies here."""
    written = _as_kept(as_it_runs(scenario))
    written["scenario"]["case"] = scenario.case.name
    return _text(written)


def whole_text(scenario: Scenario) -> str:
    """Return the same with events that begin after the end: parameters of a claim may be theirs."""
    return _text(_as_kept(scenario))


def _as_kept(scenario: Scenario) -> Tables:
    """Return a scenario's tables as its run's folder has them: the same wherever the user's own code lies."""
    written = tables(scenario)
    for table in (written["behaviour"], *written["events"].values()):
        table["kind"] = own_code.as_kept(table["kind"])
    written["observation"]["measures"] = tuple(map(own_code.as_kept, written["observation"]["measures"]))
    return written


def _text(written: Tables) -> str:
    head = "# The scenario as it ran, with nothing left to defaults. Run it again: groundswell run scenario.lock.toml\n"
    return head + "".join(_table(name, table) for name, table in written.items())


def scenario_hash(scenario: Scenario) -> str:
    """Return the SHA-256 of the canonical text: two scenarios with the same hash run to the same bits.

    Where the case's folder lies does not matter, only what its population is.
    """
    written = _as_kept(as_it_runs(scenario))
    del written["scenario"]["case"]
    return hashlib.sha256(_text(written).encode()).hexdigest()


def toml_value(value: Any) -> str:
    """Return a value as TOML writes it. Raises TypeError for one that it cannot."""
    if isinstance(value, float):  # most are
        return repr(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, int | date):
        return str(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml_value(item) for item in value) + "]"  # pyright: ignore[reportUnknownVariableType]
    raise TypeError(f"{value!r} has no TOML form")


def _event(event: Any) -> dict[str, Any]:
    own = as_written(event)
    return {
        "kind": own_code.kind_of(event),
        **{key: value for key, value in own.items() if key != "name" and value is not None},
    }


def _table(name: str, table: Tables) -> str:
    lines, inner = list[str](), list[str]()
    for key, value in table.items():
        if (found := as_table(value)) is None:
            lines.append(f"{_key(key)} = {toml_value(value)}\n")
        else:
            inner.append(_table(f"{name}.{_key(key)}", found))
    return "".join([f"\n[{name}]\n", *lines, *inner] if lines else inner)


@lru_cache(maxsize=4096)
def _key(key: str) -> str:
    return key if key.replace("-", "").replace("_", "").isalnum() and key.isascii() else _quoted(key)


def _quoted(text: str) -> str:
    if text.isprintable() and '"' not in text and "\\" not in text:  # as nearly all are
        return f'"{text}"'
    escaped = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return '"' + "".join(escaped.get(c, c if c.isprintable() else f"\\U{ord(c):08x}") for c in text) + '"'
