"""How a scenario's layers are put together: what a file extends, its own keys, and what is set from outside."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from groundswell.case import Case, find
from groundswell.errors import InputError, nearest, shown
from groundswell.inputs.document import Document, Tables, as_table
from groundswell.inputs.toml_file import parse_value, read_toml
from groundswell.inputs.toml_places import DEEPEST
from groundswell.params import as_file_value
from groundswell.scenario import presets
from groundswell.scenario.case_layer import base_scenario, without_events
from groundswell.scenario.own_code import anchored

_LONGEST_CHAIN = 20  # files that extend one another
_REMOVABLE = ("events.", "border.gates.", "observation.monitors.", "observation.polls.")  # lists of named tables
_ONE_OF = ({"scenario.persons", "scenario.scale"},)  # a layer that sets one drops the other of the layer below


def read(source: str | Path, folder: Path | None = None) -> Document:
    """Return a preset (by name) or a file (by path) with what it extends already below it. Raises InputError.

    `folder`: where the file lies that names it (default: the working directory); a case's own files may leave out of
    which case a name is.
    """
    return _read(source, Path.cwd() if folder is None else folder, ())


def overlay(base: Document, over: Document) -> Document:
    """Return `base` with the keys of `over` in place of its own.

    `remove = true` takes an event, a gate, a monitor or a poll away.
    """
    values = _merge(base.values, over.values, "", over.place)
    name = base.name or over.name
    overridden, added = base.overridden | over.overridden, base.added | over.added
    lasting = "days" in (as_table(over.values.get("scenario")) or {})
    below = (_dated(base.values) if lasting else base.below) - _dated(over.values)
    return Document(values, {**base.places, **over.places}, overridden, name, added, below)


def _dated(values: Tables) -> frozenset[str]:
    """Return the events that are given a day."""
    events = as_table(values.get("events")) or {}
    return frozenset(name for name, event in events.items() if "day" in (as_table(event) or {}))


def override(base: Document, changes: Mapping[str, Any], place: str = "",
             places: Mapping[str, str] | None = None) -> Document:  # fmt: skip
    """Return `base` with dotted keys ("events.rally-21.strength") set from outside; `place` says by what.

    `places` names single keys' places, where these are known.

    Raises InputError for what is no key, and for a key that is a value and a table at once.
    """
    values: Tables = {}
    added: set[str] = set()
    given = as_table(as_file_value(changes, place))
    if given is None:
        raise InputError(f"{shown(changes)} is no table of changes", place=place, remedy='give {"policing.pmax": 0.4}')
    for key, value in given.items():
        *way, last = way_to = key.split(".")
        if not all(way_to) or len(way_to) > DEEPEST:
            raise InputError(f"{shown(key)} is no key", place=place, remedy="write table.key, such as policing.pmax")
        inside, known = values, as_table(base.values)
        for deep, step in enumerate(way, 1):
            known = as_table((known or {}).get(step))
            if known is None:
                added.add(".".join(way[:deep]))
            inner = as_table(inside.setdefault(step, {}))
            if inner is None:
                at = f"{place}, {key}" if place else key
                raise InputError("a value and a table at once", place=at, remedy="set one of the two")
            inside = inner
        inside[last] = value
    where = dict.fromkeys([*added, *given], place) | dict(places or {})
    return overlay(base, Document(anchored(values, Path.cwd()), where, frozenset(given), added=frozenset(added)))


def parse_set(text: str, option: str = "--set") -> tuple[str, Any]:
    """Return key and value of "key=value", the value read as TOML, or as text when it is none.

    `option` is the one that was given. Raises InputError.
    """
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        remedy = f"write {option} key=value, such as {option} behaviour.others=0.5"
        raise InputError(shown(text), place=option, remedy=remedy)
    return key.strip(), parse_value(value)


def _read(source: str | Path, folder: Path, below: tuple[Path, ...]) -> Document:
    path = presets.find(source, folder)
    if isinstance(path, Case):
        return base_scenario(path)
    if len(below) > _LONGEST_CHAIN:
        problem = f"more than {_LONGEST_CHAIN} files that extend one another"
        raise InputError(problem, place=path.name, remedy="write what changes into one file")
    if path in below:
        chain = " -> ".join(p.name for p in (*below, path))
        raise InputError(f"extends itself: {chain}", place=path.name, remedy="break the circle")
    values, places = read_toml(path)
    if (head := as_table(values.setdefault("scenario", {}))) is not None and "name" not in head:
        head["name"] = path.name.removesuffix(".toml").removesuffix(".lock")
        places = {**places, "scenario.name": path.name}
    own = Document(anchored(values, path.parent), places, name=path.name)
    values, head = own.values, as_table(own.values["scenario"])
    parent, case = values.pop("extends", None), (head or {}).get("case")
    if parent is None:
        return own if case is None else overlay(_ground(case, path, own), own)
    for key, name in (("extends", parent), ("scenario.case", case)):
        if name is not None and not isinstance(name, str):
            remedy = "give a name or a path"
            raise InputError(f"{shown(name)} is not a name", place=own.place(key), remedy=remedy)
    try:
        base = _read(parent, path.parent, (*below, path))
    except InputError as error:
        if error.place:
            raise
        raise InputError(error.problem, place=own.place("extends"), remedy=error.remedy) from None
    if case is not None:
        remedy = "keep 'extends' alone: the case is that of the scenario it names"
        raise InputError("'case' beside 'extends'", place=own.place("scenario.case"), remedy=remedy)
    return overlay(base, own)


def _ground(case: Any, path: Path, own: Document) -> Document:
    """Return what the case says that a file names; the file then holds the reference by which it is found anywhere."""
    if not isinstance(case, str):
        raise InputError(f"{shown(case)} is not a name", place=own.place("scenario.case"), remedy="give a case's name")
    try:
        found = find(case, path.parent)
    except InputError as error:
        if error.place:
            raise
        raise InputError(error.problem, place=own.place("scenario.case"), remedy=error.remedy) from None
    own.values["scenario"]["case"] = found.reference
    return without_events(found)


def _merge(base: Tables, over: Tables, prefix: str, place: Callable[[str], str]) -> Tables:
    merged = dict(base)
    for pair in _ONE_OF:
        if any(prefix + key in pair for key in over):
            merged = {key: value for key, value in merged.items() if prefix + key not in pair}
    for key, value in over.items():
        below, above = as_table(merged.get(key)), as_table(value)
        if prefix in _REMOVABLE and above and above.get("remove") is True:
            if key not in merged:
                what = prefix.rstrip(".").rpartition(".")[2].removesuffix("s")
                at = place(f"{prefix}{key}")
                raise InputError(f"no {what} {shown(key)} to remove", place=at, remedy=nearest(key, merged))
            del merged[key]
        elif below is not None and above is not None and above.get("kind", below.get("kind")) == below.get("kind"):
            merged[key] = _merge(below, above, f"{prefix}{key}.", place)
        else:  # a behaviour or an event of another kind replaces what stood there
            merged[key] = value
    return merged
