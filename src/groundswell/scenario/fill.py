"""From a table as written to a group of declared parameters: unknown keys, wrong types and values are collected."""

import math
import typing
from collections.abc import Collection
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from groundswell.errors import InputError, nearest
from groundswell.params import P
from groundswell.scenario.document import Document
from groundswell.scenario.problems import ScenarioError, limits, wrong


class Field(NamedTuple):
    """A key that a group takes."""

    check: TypeAdapter[Any]
    meta: P | None
    required: bool


@cache
def keys(group: type) -> dict[str, Field]:
    """Return what a NamedTuple or dataclass takes, by key and in order."""
    hints = typing.get_type_hints(group, include_extras=True)
    given: set[str] = set(getattr(group, "_field_defaults", ()))
    if is_dataclass(group):
        given = {f.name for f in fields(group) if f.default is not MISSING or f.default_factory is not MISSING}
    return {name: Field(TypeAdapter(hint), _meta(hint), name not in given) for name, hint in hints.items()}


def fill(group: type, table: Any, at: str, document: Document, errors: list[InputError], given: Any = None,
         also: Collection[str] = ()) -> Any:  # fmt: skip
    """Return `group` filled from `table`, or None after adding to `errors` whatever is wrong.

    `at` is the table's dotted key, `given` holds values that are no keys of the file, `also` keys that others read.
    """
    own: dict[str, Any] = given or {}
    if not isinstance(table, dict):
        errors.append(InputError(f"{table!r} is not a table", place=document.place(at), remedy=f"write [{at}]"))
        return None
    known = {name: field for name, field in keys(group).items() if name not in own}
    before, values = len(errors), dict(own)
    for name, value in typing.cast(dict[str, Any], table).items():
        if name in known:
            value = _checked(known[name], value, document.place(f"{at}.{name}"), errors)
            values[name] = value
        elif name not in also:
            remedy = nearest(name, [*known, *also])
            errors.append(InputError(f"unknown key '{name}'", place=document.place(f"{at}.{name}"), remedy=remedy))
    for name, field in known.items():
        if field.required and name not in table:
            about = f": {field.meta.about} [{field.meta.unit}]" if field.meta else ""
            errors.append(
                InputError(f"'{name}' is missing", place=document.place(at), remedy=f"add {name} = ...{about}")
            )
    return group(**values) if len(errors) == before else None


def _checked(field: Field, value: Any, place: str, errors: list[InputError]) -> Any:
    if isinstance(value, list):
        value = tuple(typing.cast(list[Any], value))
    if isinstance(value, float) and not math.isfinite(value):
        limit = f"give one within {limits(field.meta)}" if field.meta else "give a finite number"
        errors.append(InputError(f"{value} is not a number to reckon with", place=place, remedy=limit))
        return value
    try:
        return field.check.validate_python(value, strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        expected = str(first.get("ctx", {}).get("expected", first["msg"].removeprefix("Input should be ")))
        errors.append(wrong(value, first["type"], expected, field.meta, place))
        return value


def _meta(hint: Any) -> P | None:
    notes = typing.get_args(hint)[1:] if typing.get_origin(hint) is Annotated else ()
    return next((note for note in notes if isinstance(note, P)), None)


def refuse(errors: list[InputError]) -> None:
    """Raise what was collected, if anything."""
    if errors:
        raise ScenarioError(errors)
