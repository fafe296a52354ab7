"""Arms of a comparison: the same scenario with something changed, and the first day on which that can act.

An arm is written as its name, a colon and its changes, apart by "|":

    closed: events.border.kind=border_rule | events.border.day=0 | events.border.exit_open=false
    louder: behaviour.protest += 1.1
    lean:   policing.capacity_per_million *= 0.3 | -penalties | +belief.toml

`key=value` sets, `*=` and `+=` change what the scenario has, `-event` takes an event away, `+file.toml` adds events.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from groundswell.errors import InputError, closest, shown
from groundswell.inputs.document import as_table, flat
from groundswell.inputs.toml_file import read_toml
from groundswell.process.observe import measures
from groundswell.scenario import SECTIONS, Scenario, own_code
from groundswell.scenario.document import parse_set
from groundswell.scenario.load import change as with_changes
from groundswell.scenario.lock import tables, toml_value

_OPERATION = re.compile(r"\s*([^=+*|]+?)\s*([+*])=\s*(\S+)\s*")
_NAME = re.compile(r"[\w .,:%/()×-]+")
_LONGEST = 100  # characters of an arm's name
SHARED = ("scenario", "society")  # tables that no arm may change: the arms live in one society


class Change(NamedTuple):
    """One change: a dotted key, how ("=", "*=" or "+=") and the value."""

    key: str
    how: str
    value: Any


@dataclass(frozen=True)
class Arm:
    """A name and what it changes. `relabel`: the regions get one another's codes, which must change nothing."""

    name: str
    changes: tuple[Change, ...] = ()
    relabel: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """Dotted keys that the arm sets."""
        return tuple(change.key for change in self.changes)

    @property
    def text(self) -> str:
        """The arm as `parse_arm` reads it; events from a file as keys of their own."""
        return f"{self.name}: {' | '.join([*map(_written, self.changes), *['relabel'] * self.relabel])}"


def _written(change: Change) -> str:
    if change.how == "=" and change.key.startswith("events.") and change.key.endswith(".remove"):
        return f"-{change.key.removeprefix('events.').removesuffix('.remove')}"
    value = str(change.value) if change.how != "=" else toml_value(change.value)
    return f"{change.key} {change.how} {value}"


def parse_arm(text: str, folder: Path | None = None) -> Arm:
    """Return the arm that "name: change | change" writes; files are looked for from `folder`. Raises InputError."""
    name, colon, changes = text.partition(":")
    if not colon or not name.strip() or "=" in name:
        remedy = 'write "name: key=value | -event | +event.toml"'
        raise InputError(shown(text), place="arm", remedy=remedy)
    return arm(name.strip(), [part for part in changes.split("|") if part.strip()], folder)


def arm(name: str, changes: Sequence[str], folder: Path | None = None) -> Arm:
    """Return the arm of a name and its changes, each a text. Raises InputError."""
    if not _NAME.fullmatch(name) or len(name) > _LONGEST:
        remedy = f"use letters, digits, spaces and -, at most {_LONGEST}"
        raise InputError(f"{shown(name)} is no name for an arm", place="arm", remedy=remedy)
    made: list[Change] = []
    relabel = False
    for text in changes:
        if text.strip() == "relabel":
            relabel = True
        else:
            made += _changes(text.strip(), f"arm '{name}'", folder or Path.cwd())
    _refuse_twice(name, made)
    return Arm(name, tuple(made), relabel)


def _refuse_twice(name: str, made: Sequence[Change]) -> None:
    """Refuse a key that an arm sets and had changed before: the earlier change would be lost without a word."""
    seen = set[str]()
    for change in made:
        if change.how == "=" and change.key in seen:
            remedy = "keep one of the two, or make two arms"
            raise InputError(
                f"{shown(change.key)} is set, and was changed before", place=f"arm '{name}'", remedy=remedy
            )
        seen.add(change.key)


def _changes(text: str, place: str, folder: Path) -> list[Change]:
    if text.startswith("-"):
        return [Change(f"events.{text[1:].strip()}.remove", "=", True)]
    if text.startswith("+") and "=" not in text:
        return _added(text[1:].strip(), folder, place)
    if operation := _OPERATION.fullmatch(text):
        key, sign, given = operation.groups()
        try:
            amount = float(given)
        except ValueError:
            amount = math.nan
        if not math.isfinite(amount):
            remedy = f"{key} {sign}= 0.5"
            if comma := re.fullmatch(r"(-?[0-9]+),([0-9]{1,2}|[0-9]{4,})", given):
                remedy = f"did you mean {comma.group(1)}.{comma.group(2)}?"
            raise InputError(f"{shown(given)} is no number", place=f"{place}, {key}", remedy=remedy)
        return [Change(key, f"{sign}=", amount + 0.0)]
    try:
        key, value = parse_set(text)
    except InputError as error:
        raise InputError(error.problem, place=place, remedy="write key=value, -event or +event.toml") from None
    return [Change(key, "=", own_code.anchored_value(key, value, folder))]


def _added(name: str, folder: Path, place: str) -> list[Change]:
    """Return the events of a file: tables [events.NAME], or one event whose name is the file's."""
    written, _ = read_toml(folder / name, place, remedy="name a file of events")
    written = own_code.anchored(written, (folder / name).parent)
    events = as_table(written.get("events")) or ({Path(name).stem: written} if "kind" in written else {})
    if not events or (written.keys() - {"events"} and "kind" not in written):
        raise InputError(f"{shown(name)} holds no events alone", place=place, remedy="write [events.NAME] tables only")
    found = flat(events).items()
    return [Change(f"events.{k}", "=", own_code.anchored_value(k, v, (folder / name).parent)) for k, v in found]


def apply(base: Scenario, arm: Arm, more: Mapping[str, Any] | None = None, late: bool = False) -> Scenario:
    """Return `base` as an arm has it; `more` sets keys besides, `late` lets events begin after the end (a placebo).

    Raises InputError naming the arm.
    """
    settled, place = dict(more or {}), f"arm '{arm.name}'"
    known = flat(tables(base))
    for change in arm.changes:
        table = change.key.split(".")[0]
        if table in SHARED or table not in ("behaviour", "events", *SECTIONS):
            remedy = "change behaviour, events or a section; scale, seed, days and the society are common to all arms"
            raise InputError(f"{shown(change.key)} is not an arm's to change", place=place, remedy=remedy)
        settled[change.key] = _value(change, {**known, **settled}, arm.name)
    if not settled:
        return base
    # An arm may come from a claim that somebody sent: it imports no code unless that is allowed.
    if late:
        changed = replace(with_changes(base, {**settled, "days": 3650}, place), days=base.days)
    else:
        changed = with_changes(base, settled, place)
    if measures(changed.observation).keys() != measures(base.observation).keys():
        remedy = "monitors and polls are common to all arms; what they hear may change"
        raise InputError("counts something else than the baseline", place=place, remedy=remedy)
    return changed


def _value(change: Change, known: Mapping[str, Any], name: str) -> Any:
    if change.how == "=":
        return change.value
    before = known.get(change.key)
    if isinstance(before, bool) or not isinstance(before, int | float):
        numbers = [key for key, value in known.items() if isinstance(value, int | float)]
        close = closest(change.key, numbers)
        remedy = f"did you mean '{close}'?" if close else "name a number that the scenario has, see groundswell params"
        raise InputError(f"{shown(change.key)} cannot be changed by {change.how}", place=f"arm '{name}'", remedy=remedy)
    after = before * change.value if change.how == "*=" else before + change.value
    if not math.isfinite(after):
        raise InputError(f"{change.key} {change.how} {change.value} is no number", place=f"arm '{name}', {change.key}")
    return round(after) if isinstance(before, int) else after + 0.0


def first_day(base: Scenario, other: Scenario) -> int | None:
    """Return the first day on which `other` can differ from `base`, None if it says the same.

    A parameter acts from day 0, an event from its day. Raises ValueError when the two do not share society, seed and
    days.
    """
    for name in ("seed", "persons", "days", "start", "country", "society"):
        if getattr(base, name) != getattr(other, name):
            raise ValueError(f"{name} = {getattr(other, name)!r}: arms share it, {getattr(base, name)!r}")
    if base.behaviour != other.behaviour or any(getattr(base, s) != getattr(other, s) for s in SECTIONS):
        return 0
    mine, theirs = ({event.name: event for event in s.events} for s in (base, other))
    common = [name for name in mine if name in theirs]
    if common != [name for name in theirs if name in mine]:
        return 0
    changed = [
        event
        for name in {**mine, **theirs}
        if mine.get(name) != theirs.get(name)
        for event in (mine.get(name), theirs.get(name))
        if event is not None
    ]
    return min((event.day for event in changed), default=None)
