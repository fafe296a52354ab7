"""From a table as written to a group of declared parameters: unknown keys, wrong types and values are collected."""

import math
import re
import typing
from collections.abc import Callable, Collection
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, NamedTuple

from pydantic import PydanticUserError, TypeAdapter, ValidationError

from groundswell.errors import InputError, nearest, shown
from groundswell.inputs.document import Document
from groundswell.inputs.problems import limits, some, wrong
from groundswell.params import P, item_kinds

_ITEM = re.compile(r"[A-Za-z0-9_-]{1,100}")  # stands in dotted keys
_NUMBERS = frozenset({float, int, bool})  # what most values are: no text is looked for in them


Note = typing.TypeVar("Note")


class Field(NamedTuple):
    """A key that a group takes; `default` makes the value of one that is not given."""

    check: TypeAdapter[Any]
    meta: P | None
    required: bool
    default: Callable[[], Any]
    item: type | None = None  # of a list of named items
    example: str = ""  # how one that is missing can be written: a text beside its type


@cache
def keys(group: type) -> dict[str, Field]:
    """Return what a NamedTuple or dataclass takes, by key and in order."""
    hints = typing.get_type_hints(group, include_extras=True)
    given: dict[str, Callable[[], Any]] = {
        name: lambda value=value: value for name, value in getattr(group, "_field_defaults", {}).items()
    }
    if is_dataclass(group):
        for f in fields(group):
            if f.default_factory is not MISSING:
                given[f.name] = f.default_factory
            elif f.default is not MISSING:
                given[f.name] = lambda value=f.default: value
    items = item_kinds(typing.cast(type, group))
    return {
        name: Field(
            _adapter(name, hint),
            _note(hint, P),
            name not in given,
            given.get(name, lambda: None),
            items.get(name),
            _note(hint, str) or "",
        )
        for name, hint in hints.items()
    }


def _adapter(name: str, hint: Any) -> TypeAdapter[Any]:
    """Return the check of a field. Raises TypeError for a type that no file can give, such as an array."""
    try:
        return TypeAdapter(hint)
    except PydanticUserError:
        raise TypeError(f"'{name}' is a {hint}, which no file can give") from None


class Filled(NamedTuple):
    """What could be read of a table: every valid value, defaults included, and whether nothing was wrong."""

    values: dict[str, Any]
    whole: bool


def fill(group: type, table: Any, at: str, document: Document, errors: list[InputError], given: Any = None,
         also: Collection[str] = ()) -> Any:  # fmt: skip
    """Return `group` filled from `table`, or None after adding to `errors` whatever is wrong.

    `at` is the table's dotted key, `given` holds values that are no keys of the file, `also` keys that others read.
    """
    filled = collect(group, table, at, document, errors, given, also)
    return group(**filled.values) if filled.whole else None


def collect(group: type, table: Any, at: str, document: Document, errors: list[InputError], given: Any = None,
            also: Collection[str] = ()) -> Filled:  # fmt: skip
    """Return what can be read of `table` as `fill` does, so that more of a wrong table can be reported."""
    own: dict[str, Any] = given or {}
    if not isinstance(table, dict):
        remedy = f"write [{at}]"
        errors.append(InputError(f"{shown(table)} is not a table", place=document.place(at), remedy=remedy))
        return Filled(own, False)
    prefix = f"{at}." if at else ""
    known = {name: field for name, field in keys(group).items() if name not in own}
    before, values, unknown = len(errors), dict(own), list[str]()
    for name, value in typing.cast(dict[str, Any], table).items():
        if name in known:
            wrong_before, item = len(errors), known[name].item
            if item is None:
                checked = _checked(known[name], value, f"{prefix}{name}", document, errors)
            else:
                checked = _items(item, value, f"{prefix}{name}", document, errors)
            if len(errors) == wrong_before:
                values[name] = checked
        elif name not in also:
            unknown.append(name)
    if unknown:
        every = [*known, *also]
        errors += some(unknown, lambda name: InputError(
            f"unknown key {shown(name)}", place=document.place(f"{prefix}{name}"), remedy=nearest(name, every)
        ), "unknown keys", document.place(at))  # fmt: skip
    for name, field in known.items():
        if name in table:
            continue
        if field.required:
            about = f": {field.meta.about} [{field.meta.unit}]" if field.meta else ""
            remedy = f"add {name} = {field.example or '...'}{about}"
            errors.append(InputError(f"'{name}' is missing", place=document.place(at), remedy=remedy))
        else:
            values[name] = field.default()
    return Filled(values, len(errors) == before)


def _items(kind: type, table: Any, at: str, document: Document, errors: list[InputError]) -> tuple[Any, ...]:
    """Return the items of a list in the order of their tables; a key from outside cannot add one."""
    if not isinstance(table, dict):
        remedy = f"write [{at}.NAME]"
        errors.append(InputError(f"{shown(table)} is not a table", place=document.place(at), remedy=remedy))
        return ()
    tables = typing.cast(dict[str, Any], table)
    unknown = [name for name in tables if f"{at}.{name}" in document.added]
    there = [name for name in tables if name not in unknown]
    errors += some(unknown, lambda name: InputError(
        f"{shown(name)} is none of {at}", place=_into(document, f"{at}.{name}"), remedy=nearest(name, there)
    ), f"names that are none of {at}", document.place(at))  # fmt: skip
    made: list[Any] = []
    for name in there:
        if _ITEM.fullmatch(name):
            made.append(fill(kind, tables[name], f"{at}.{name}", document, errors, {"name": name}))
            continue
        remedy = "use at most 100 letters (a-z), digits, - and _"
        errors.append(InputError(f"{shown(name)} is no name", place=document.place(f"{at}.{name}"), remedy=remedy))
    return tuple(made)


def _into(document: Document, item: str) -> str:
    """Return the place of the key from outside that reaches into an item."""
    return document.place(next((key for key in document.overridden if key.startswith(f"{item}.")), item))


def as_written(values: Any) -> dict[str, Any]:
    """Return the table from which `fill` makes a group again: of a list of items a table an item."""
    names: Collection[str] = values._fields if hasattr(values, "_fields") else [f.name for f in fields(values)]
    items = item_kinds(values.__class__)
    return {
        name: {each.name: {key: v for key, v in as_written(each).items() if key != "name"} for each in value}
        if name in items
        else value
        for name, value in ((name, getattr(values, name)) for name in names)
    }


def _checked(field: Field, given: Any, key: str, document: Document, errors: list[InputError]) -> Any:
    """Return the value of a key; where it stands is looked up for one that is wrong."""
    value: Any = tuple(typing.cast(list[Any], given)) if isinstance(given, list) else given
    if isinstance(value, float):
        value += 0.0  # -0.0 and 0.0 are one value and have one hash
        if not math.isfinite(value):
            limit = f"give one within {limits(field.meta)}" if field.meta else "give a finite number"
            errors.append(
                InputError(f"{value} is not a number to reckon with", place=document.place(key), remedy=limit)
            )
            return value
    if type(value) not in _NUMBERS and (text := _unwritable(value)):
        remedy = "give text that can be saved as UTF-8"
        errors.append(InputError(f"{shown(text)} holds half a character", place=document.place(key), remedy=remedy))
        return value
    try:
        return field.check.validate_python(value, strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        expected = str(first.get("ctx", {}).get("expected", first["msg"].removeprefix("Input should be ")))
        culprit: Any = first["input"] if first["loc"] and isinstance(given, list) else value
        finding = first["type"] if not first["loc"] or first["type"] != "string_type" else "text_in_list"
        errors.append(wrong(culprit, finding, expected, field.meta, document.place(key)))
    except (OverflowError, ValueError, TypeError) as error:  # what the validator itself cannot hold
        limit = f"give one within {limits(field.meta)}" if field.meta else "give another value"
        errors.append(InputError(f"{shown(value)} cannot be used: {error}", place=document.place(key), remedy=limit))
    return value


def _unwritable(value: Any) -> str:
    """Return a text of the value that no file can hold (half of a surrogate pair), "" for none."""
    texts: tuple[Any, ...] = typing.cast(tuple[Any, ...], value) if isinstance(value, tuple) else (value,)
    return next((t for t in texts if isinstance(t, str) and not t.isascii() and not _encodes(t)), "")


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _note(hint: Any, kind: type[Note]) -> Note | None:
    notes = typing.get_args(hint)[1:] if typing.get_origin(hint) is Annotated else ()
    return next((note for note in notes if isinstance(note, kind)), None)
