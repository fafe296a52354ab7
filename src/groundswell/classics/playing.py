"""A classic's parameters as something to turn: declared once, for the command `classics play` and for the lab's pages.

A paper that can be played with has a `hands_on.py` beside its model: `Params`, whose fields carry limits and sources
(`P`, or `Choice` for words), and `play(params) -> Played`.
"""

import math
import typing
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, NamedTuple, cast

from groundswell.classics import FOLDER, names
from groundswell.classics.replicate import paper
from groundswell.errors import InputError, nearest, shown
from groundswell.params import P

__all__ = ["Choice", "Played", "Turned", "parameters", "parse", "play", "playable"]


class Choice(NamedTuple):
    """What a word means, the words it may be, and their source."""

    about: str
    words: tuple[str, ...]
    source: str


class Turned(NamedTuple):
    """A parameter of a classic: its name, default, kind (int, float or str) and declaration."""

    name: str
    default: Any
    kind: type
    meta: P | Choice

    @property
    def allowed(self) -> str:
        """The values that it may have, in words."""
        if isinstance(self.meta, Choice):
            return ", ".join(self.meta.words)
        return f"{self.meta.low:g} to {self.meta.high:g} {self.meta.unit}".rstrip()


class Played(NamedTuple):
    """What one setting gives: numbers by name, and the same in sentences."""

    numbers: dict[str, Any]
    sentences: tuple[str, ...]


def playable() -> tuple[str, ...]:
    """Return the papers that can be played with."""
    return tuple(name for name in names() if (FOLDER / name / "hands_on.py").exists())


def _module(name: str) -> Any:
    if name not in playable():
        paper(name)  # an unknown name is told as everywhere
        raise InputError(f"'{name}' has nothing to turn", remedy=f"these have: {', '.join(playable())}")
    return import_module(f"groundswell.classics.{name}.hands_on")


def parameters(name: str) -> dict[str, Turned]:
    """Return the declared parameters of a paper, in order. Raises InputError when it cannot be played with."""
    declared: Any = _module(name).Params
    found: dict[str, Turned] = {}
    for field, hint in typing.get_type_hints(declared, include_extras=True).items():
        kind, *notes = typing.get_args(hint)
        meta = next(note for note in notes if isinstance(note, P | Choice))
        found[field] = Turned(field, declared._field_defaults[field], kind, meta)
    return found


def parse(name: str, words: Sequence[str]) -> dict[str, Any]:
    """Return the changes that words such as ["--sd", "12.2", "--n=50"] ask for.

    Raises InputError, which names the option, the value, what is allowed and the nearest option.
    """
    known, changes, rest = parameters(name), {}, list(words)
    while rest:
        option, equals, value = rest.pop(0).partition("=")
        key = option.removeprefix("--").replace("-", "_")
        if not option.startswith("--") or key not in known:
            remedy = f"{nearest(key, known)}; `groundswell classics play {name}` lists all"
            raise InputError(f"unknown option {shown(option)}", place=name, remedy=remedy)
        if not equals and not rest:
            raise InputError("no value", place=option, remedy=f"allowed: {known[key].allowed}")
        if key in changes:
            raise InputError("given twice", place=option, remedy="give it once")
        changes[key] = _value(known[key], value if equals else rest.pop(0), option)
    return changes


def _value(of: Turned, text: str, place: str) -> Any:
    if isinstance(of.meta, Choice):
        return text
    try:
        return of.kind(text)
    except ValueError:
        what = "a whole number" if of.kind is int else "a number"
        raise InputError(f"{shown(text)} is not {what}", place=place, value=text, allowed=of.allowed,
                         remedy=f"allowed: {of.allowed}") from None  # fmt: skip


def _checked(of: Turned, value: Any, place: str) -> Any:
    meta = of.meta
    if isinstance(meta, Choice):
        good, remedy = value in meta.words, nearest(str(value), meta.words)
    else:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        good = number and math.isfinite(value) and meta.low <= value <= meta.high
        good, remedy = good and (of.kind is not int or int(value) == value), f"allowed: {of.allowed}"
    if not good:
        raise InputError(f"{shown(value)} is not allowed", place=place, value=value, allowed=of.allowed, remedy=remedy)
    return of.kind(value)


def play(name: str, changes: Mapping[str, Any] | None = None) -> tuple[dict[str, Any], Played]:
    """Return all parameters of one setting, and what it gives.

    changes : values by name, in place of the paper's; checked against the declared limits (InputError)
    """
    known, given = parameters(name), dict(changes or {})
    for key in given:
        if key not in known:
            raise InputError(f"no parameter '{key}'", place=name, remedy=nearest(key, known))
    full = {key: _checked(p, given.get(key, p.default), f"--{key.replace('_', '-')}") for key, p in known.items()}
    module = _module(name)
    return full, cast(Played, module.play(module.Params(**full)))
