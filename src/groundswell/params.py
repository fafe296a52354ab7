"""One declaration a parameter, from which come validation, the command line's help, documentation, sweeps and priors.

    class Params(NamedTuple):
        cost: Annotated[float, P("what detention costs a person", "utility", 0, 20, prior=(1, 6), status=CALIBRATED,
                                 source="fitted to C01, C03")] = 2.0

`low` and `high` are the values that make sense at all (validation refuses others); `prior` is a range that
claims and sweeps draw from, from evidence where `source` names any. A shape other than uniform is named: "loguniform",
"lognormal" (5 and 95 % points).

A field `gates: tuple[Gate, ...] = ()` is a list of named items, whose NamedTuple begins with `name: str`: in a file a
table an item, `[border.gates.north]`, and a key of each item's parameters, `border.gates.north.capacity`.
"""

import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from typing import Annotated, Any, Literal

from annotated_types import Ge, GroupedMetadata, Le

from groundswell.errors import InputError, shown

Status = Literal["measured", "calibrated", "assumed"]
MEASURED: Status = "measured"
CALIBRATED: Status = "calibrated"
ASSUMED: Status = "assumed"
Shape = Literal["uniform", "loguniform", "lognormal"]


@dataclass(frozen=True)
class P(GroupedMetadata):
    """What a number means: sentence, unit, hard limits, prior, status and source. Pydantic reads it as limits."""

    about: str
    unit: str
    low: float
    high: float
    prior: tuple[float, float] | None = None
    status: Status = ASSUMED
    source: str = "assumed: no evidence found"
    shape: Shape = "uniform"
    symbol: str = ""
    only_with: str = ""  # a section of a scenario without which the number never acts
    plain: str = ""  # the sentence in a reader's words, where `about` is written for those who know the model

    def __iter__(self) -> Iterator[object]:
        yield Ge(self.low)
        yield Le(self.high)


@dataclass(frozen=True)
class Parameter:
    """A declared parameter: its key ("behaviour.cost"), its default and its metadata."""

    key: str
    default: Any  # None: must be given
    kind: type
    meta: P

    @property
    def prior(self) -> tuple[float, float]:
        """The declared range; a parameter without one is not varied: (default, default)."""
        fixed = float(self.default) if isinstance(self.default, int | float) else float("nan")
        return self.meta.prior or (fixed, fixed)


def declared(group: Any, prefix: str = "") -> dict[str, Parameter]:
    """Return the parameters that a NamedTuple or dataclass of `Annotated[..., P(...)]` fields declares, in order.

    Of a class, an item of a list stands as `gates.NAME.capacity`; of a value, each of its items by its name.
    """
    kind = group if isinstance(group, type) else type(group)
    items = item_kinds(kind)
    found: dict[str, Parameter] = {}
    defaults: dict[str, Any] = getattr(kind, "_field_defaults", None) or {
        name: f.default for name, f in getattr(kind, "__dataclass_fields__", {}).items()
    }
    for name, hint in typing.get_type_hints(kind, include_extras=True).items():
        if name in items:
            for each in ["NAME"] if group is kind else [item.name for item in getattr(group, name)]:
                at = f"{name}.{each}."
                found |= {f"{at}{key}": p for key, p in declared(items[name], f"{prefix}{at}").items()}
        if typing.get_origin(hint) is not Annotated:
            continue
        taken, *notes = typing.get_args(hint)
        meta = next((note for note in notes if isinstance(note, P)), None)
        if meta is not None:
            found[name] = Parameter(f"{prefix}{name}", defaults.get(name), taken, meta)
    return found


@cache
def item_kinds(group: type) -> dict[str, type]:
    """Return the fields that are lists of named items, each with the NamedTuple of its items."""
    found: dict[str, type] = {}
    for name, hint in typing.get_type_hints(group).items():
        item, *rest = typing.get_args(hint) or (None,)
        if typing.get_origin(hint) is tuple and rest == [...] and getattr(item, "_fields", ("",))[0] == "name":
            found[name] = typing.cast(type, item)
    return found


def value_of(values: Any, name: str) -> Any:
    """Return the value of a declared name: "preparation", "gates.north.capacity"."""
    field, _, inner = name.partition(".")
    found = getattr(values, field)
    if not inner:
        return found
    item, _, last = inner.partition(".")
    return getattr(next(each for each in found if each.name == item), last)


_DEEPEST = 20  # tables within tables; none of ours is half as deep


def as_file_value(value: Any, place: str = "", deep: int = 0) -> Any:
    """Return a value as a file would give it, wherever it comes from: the one door for values.

    Scalars and arrays of numpy become numbers, dates and lists, -0.0 becomes 0.0 (equal values have equal hashes),
    tuples become lists. Raises InputError for tables that are too deep, and for keys that are no text.
    """
    if deep > _DEEPEST:
        raise InputError("tables too deep within one another", place=place, remedy="write table.key")
    if hasattr(value, "dtype") and hasattr(value, "tolist"):
        days = value.dtype.kind == "M"
        value = (value.astype("datetime64[us]") if days else value).tolist()
        if days and isinstance(value, datetime) and value.time() == time.min:
            value = value.date()
    if isinstance(value, float):
        return value + 0.0
    if isinstance(value, list | tuple):
        return [as_file_value(item, place, deep + 1) for item in typing.cast(list[Any], value)]
    if isinstance(value, Mapping):
        table = typing.cast(Mapping[Any, Any], value)
        if wrong := [key for key in table if not isinstance(key, str)]:
            raise InputError(
                f"{shown(wrong[0])} is no key", place=place, remedy='keys are text, such as "policing.pmax"'
            )
        return {key: as_file_value(item, place, deep + 1) for key, item in table.items()}
    return value
