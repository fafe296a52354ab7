"""A scenario before validation: nested tables as written, where each key stands, and how layers are put together."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from groundswell.errors import InputError, nearest
from groundswell.scenario import presets
from groundswell.scenario.toml_places import key_lines

Tables = dict[str, Any]
_LINE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")
_ONE_OF = ({"scenario.persons", "scenario.scale"},)  # a layer that sets one drops the other of the layer below


@dataclass(frozen=True)
class Document:
    """Tables, the place of each dotted key ("war.toml:12"), and the keys that were set from outside the files."""

    values: Tables
    places: Mapping[str, str] = field(default_factory=dict[str, str])
    overridden: frozenset[str] = frozenset()

    def place(self, key: str) -> str:
        """Return where a key stands, "war.toml:12, policing.pmax"; a missing key stands where its table does."""
        parts = key.split(".")
        for end in range(len(parts), 0, -1):
            if where := self.places.get(".".join(parts[:end])):
                return f"{where}, {key}"
        within = next((where for known, where in self.places.items() if known.startswith(f"{key}.")), "")
        return f"{within}, {key}" if within else key


def read(source: str | Path) -> Document:
    """Return a preset (by name) or a file (by path) with what it extends already below it. Raises InputError."""
    return _read(source, Path.cwd(), ())


def overlay(base: Document, over: Document) -> Document:
    """Return `base` with the keys of `over` in place of its own.

    `remove = true` takes an event and its notes away; another kind of behaviour takes away the notes on the old one.
    """
    values = _merge(base.values, over.values, "")
    gone = {f"events.{name}." for name in _names(base.values, "events") - _names(values, "events")}
    if _kind(base.values) != _kind(values):
        gone.add("behaviour.")
    if gone and (head := as_table(values.get("scenario"))):
        own = flat(as_table((as_table(over.values.get("scenario")) or {}).get("tuned")) or {})
        notes = flat(as_table(head.get("tuned")) or {})
        kept = {key: note for key, note in notes.items() if key in own or not key.startswith(tuple(gone))}
        values["scenario"] = {**head, "tuned": kept}
    return Document(values, {**base.places, **over.places}, base.overridden | over.overridden)


def _names(values: Tables, section: str) -> set[str]:
    return set(as_table(values.get(section)) or ())


def _kind(values: Tables) -> Any:
    return (as_table(values.get("behaviour")) or {}).get("kind")


def flat(table: Mapping[str, Any], prefix: str = "") -> Tables:
    """Return nested tables as dotted keys."""
    found: Tables = {}
    for key, value in table.items():
        inner = as_table(value)
        found.update({f"{prefix}{key}": value} if inner is None else flat(inner, f"{prefix}{key}."))
    return found


def as_table(value: Any) -> Tables | None:
    """Return a value that is a table, else None."""
    return cast(Tables, value) if isinstance(value, dict) else None


def override(base: Document, changes: Mapping[str, Any], place: str) -> Document:
    """Return `base` with dotted keys ("events.rally-21.strength") set from outside; `place` says by what."""
    values: Tables = {}
    for key, value in changes.items():
        *way, last = key.split(".")
        inside = values
        for step in way:
            inner = as_table(inside.setdefault(step, {}))
            if inner is None:
                raise InputError("a value and a table at once", place=f"{place}, {key}", remedy="set one of the two")
            inside = inner
        inside[last] = value
    return overlay(base, Document(values, dict.fromkeys(changes, place), frozenset(changes)))


def parse_set(text: str) -> tuple[str, Any]:
    """Return key and value of "key=value", the value read as TOML, or as text when it is none."""
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise InputError(f"'{text}'", place="--set", remedy="write --set key=value, such as --set behaviour.others=0.5")
    try:
        return key.strip(), tomllib.loads(f"x = {value}")["x"]
    except tomllib.TOMLDecodeError:
        return key.strip(), value.strip()


def _read(source: str | Path, folder: Path, below: tuple[Path, ...]) -> Document:
    path = presets.find(source, folder)
    if path in below:
        chain = " -> ".join(p.name for p in (*below, path))
        raise InputError(f"extends itself: {chain}", place=path.name, remedy="break the circle")
    text = _text(path)
    values = _parse(text, path.name)
    places = {key: f"{path.name}:{line}" for key, line in key_lines(text).items()}
    if (head := as_table(values.setdefault("scenario", {}))) is not None:
        head.setdefault("name", path.name.removesuffix(".toml").removesuffix(".lock"))
    own = Document(values, places)
    if "extends" not in values:
        return own
    parent = values.pop("extends")
    if not isinstance(parent, str):
        remedy = "give a preset's name or a file's path"
        raise InputError(f"{parent!r} is not a name", place=own.place("extends"), remedy=remedy)
    try:
        base = _read(parent, path.parent, (*below, path))
    except InputError as error:
        if error.place:
            raise
        raise InputError(error.problem, place=own.place("extends"), remedy=error.remedy) from None
    return overlay(base, own)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"byte {error.start} is not UTF-8", place=path.name, remedy="save it as UTF-8 text") from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", place=str(path), remedy="name a readable file") from None


def _parse(text: str, name: str) -> Tables:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = _LINE.search(str(error))
        place = f"{name}:{at.group(1) if at and at.group(1) else len(text.splitlines())}"
        what = _LINE.sub("", str(error)).strip()
        column = f" in column {at.group(2)}" if at and at.group(2) else " at the end"
        remedy = "TOML wants key = value, text in quotes, each key once"
        raise InputError(f"no valid TOML{column}: {what}", place=place, remedy=remedy) from None


def _merge(base: Tables, over: Tables, prefix: str) -> Tables:
    merged = dict(base)
    for pair in _ONE_OF:
        if any(prefix + key in pair for key in over):
            merged = {key: value for key, value in merged.items() if prefix + key not in pair}
    for key, value in over.items():
        below, above = as_table(merged.get(key)), as_table(value)
        if prefix == "events." and above and above.get("remove") is True:
            if key not in merged:
                raise InputError(f"no event '{key}' to remove", place=f"events.{key}", remedy=nearest(key, merged))
            del merged[key]
        elif below is not None and above is not None and above.get("kind", below.get("kind")) == below.get("kind"):
            merged[key] = _merge(below, above, f"{prefix}{key}.")
        else:  # a behaviour or an event of another kind replaces what stood there
            merged[key] = value
    return merged
