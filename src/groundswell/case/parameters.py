"""What an episode knows better than the engine: values, priors and sources of parameters, from parameters.toml."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast, get_args

from groundswell.errors import InputError, nearest, shown
from groundswell.inputs.document import as_table
from groundswell.inputs.problems import refuse
from groundswell.inputs.toml_file import read_toml
from groundswell.params import P, Shape, Status

_KEYS = ("value", "prior", "shape", "status", "source")


@dataclass(frozen=True)
class Given:
    """One entry of parameters.toml; what is None is as the engine declares it."""

    key: str  # "behaviour.protest"
    place: str  # "parameters.toml:12"
    value: Any = None
    prior: tuple[float, float] | None = None
    shape: Shape | None = None
    status: Status | None = None
    source: str = ""
    prior_place: str = ""  # as `place`, of the prior

    def declare(self, meta: P) -> P:
        """Return a declaration with what this case knows better in the place of what the engine says."""
        own = {"prior": self.prior, "shape": self.shape, "status": self.status, "source": self.source or None}
        return replace(meta, **{key: value for key, value in own.items() if value is not None})


def read_parameters(file: Path) -> dict[str, Given]:
    """Return the entries by key, in the order of the file. Raises ScenarioError with all that is wrong."""
    tables, places = read_toml(file)
    found: dict[str, Given] = {}
    wrong: list[InputError] = []
    _collect(tables, "", places, found, wrong)
    refuse(wrong)
    return found


def _collect(
    table: Mapping[str, Any], key: str, places: Mapping[str, str], found: dict[str, Given], wrong: list[InputError]
) -> None:
    if key and not table and "." not in key:  # an empty section, [call]: there is one, as the engine declares it
        found[key] = Given(key, places.get(key, ""))
        return
    inner = {name: under for name, value in table.items() if (under := as_table(value)) is not None}
    if key and not (inner and len(inner) == len(table)):
        found[key] = _entry(key, table, places, wrong)
        return
    for name, value in table.items():
        at = f"{key}.{name}" if key else name
        if (under := as_table(value)) is None:
            place = f"{places.get(at, '')}, {at}"
            wrong.append(InputError(f"{shown(value)} is no table", place=place, remedy=f"write [section.{name}]"))
        else:
            _collect(under, at, places, found, wrong)


def _entry(key: str, table: Mapping[str, Any], places: Mapping[str, str], wrong: list[InputError]) -> Given:
    """Return what a table says of a parameter; what is wrong with it is added to `wrong` and left out."""

    def refuse(name: str, problem: str, remedy: str) -> None:
        wrong.append(InputError(problem, place=f"{places.get(f'{key}.{name}', place)}, {key}.{name}", remedy=remedy))

    place = places.get(key, next((at for name, at in places.items() if name.startswith(f"{key}.")), ""))
    for name in table:
        if name not in _KEYS:
            refuse(name, f"unknown key {shown(name)}", nearest(name, _KEYS))
    prior = table.get("prior")
    if prior is not None and not _is_range(prior):
        refuse("prior", f"{shown(prior)} is no range", "give [low, high], two finite numbers")
        prior = None
    for name, choices in (("status", get_args(Status)), ("shape", get_args(Shape))):
        if name in table and table[name] not in choices:
            refuse(name, f"{shown(table[name])} is none of the choices", f"use one of {', '.join(choices)}")
    if not isinstance(table.get("source", ""), str) or not table.get("source", ""):
        refuse("source", "no source" if not table.get("source") else f"{shown(table['source'])} is not text",
               'say where it comes from: source = "..."')  # fmt: skip
    pair = cast(list[float] | None, prior)
    return Given(
        key,
        places.get(f"{key}.value", place),
        table.get("value"),
        (pair[0], pair[1]) if pair is not None else None,
        table.get("shape"),
        table.get("status"),
        str(table.get("source", "")),
        places.get(f"{key}.prior", place),
    )


def _is_range(prior: Any) -> bool:
    if not isinstance(prior, list) or len(cast(list[Any], prior)) != 2:
        return False
    low, high = cast(list[Any], prior)
    numbers = all(isinstance(end, int | float) and not isinstance(end, bool) for end in (low, high))
    return numbers and math.isfinite(low) and math.isfinite(high) and low <= high
