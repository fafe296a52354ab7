"""What a sweep varies: levels and priors, as Python and the command line give them, and the points they make."""

import itertools
import re
from collections.abc import Mapping
from typing import Any, cast

from groundswell.comparisons import design
from groundswell.comparisons.design import Prior
from groundswell.errors import InputError, shown
from groundswell.inputs.problems import limits
from groundswell.params import P, as_file_value
from groundswell.scenario import Scenario
from groundswell.scenario.document import parse_set

Levels = tuple[Any, ...]
_COMMA = re.compile(r"(-?[0-9]+),([0-9]+)")


def as_levels(key: str, given: Any) -> Levels:
    """Return levels as a file would give them, from a list, a tuple, a range or an array. Raises InputError."""
    values: Any = as_file_value(list(given) if isinstance(given, range) else given, f"over, {key}")
    if not isinstance(values, list):
        raise InputError(f"{shown(given)} is no list of levels", place=f"over, {key}", remedy="give [0.1, 0.2]")
    levels = tuple(cast(list[Any], values))
    if not levels:
        raise InputError("no level", place=f"over, {key}", remedy="give one or more, such as [0.1, 0.2]")
    if twice := [level for at, level in enumerate(levels) if level in levels[:at]]:
        raise InputError(f"has {twice[0]} twice", place=f"over, {key}", remedy="give each level once")
    return levels


def prior_of(key: str, given: Prior) -> Prior:
    """Return a prior given in Python for `key`. Raises InputError for one of another key, and for unsound ones."""
    if given.key != key:
        raise InputError(f"has a prior of '{given.key}'", place=f"over, {key}", remedy="give both the same key")
    return design.sound(given, f"over, {key}")


def parse_over(text: str, scenario: Scenario) -> tuple[str, Prior | Levels]:
    """Return what "key", "key=low..high", "key=low..high loguniform" or "key=a,b,c" asks for. Raises InputError."""
    known = design.parameters(scenario)
    key, equals, given = (part.strip() for part in text.partition("="))
    if equals and not given:
        raise InputError(f"'{text}' names no level", place="over", remedy=f"give {key}=0.1,0.2, or {key} for its prior")
    if not given:
        return key, design.prior(key, True, known, "over")
    if ".." in given:
        ends, _, shape = given.partition(" ")
        try:
            low, high = (float(end) for end in ends.split(".."))
        except ValueError:
            raise InputError(f"'{text}'", place="over", remedy="write key=0.7..1.0") from None
        return key, design.prior(key, {"low": low, "high": high, "shape": shape.strip() or "uniform"}, known, "over")
    if key not in known:
        design.prior(key, True, known, "over")
    levels = tuple(parse_set(f"{key}={value}")[1] for value in given.split(","))
    _check_comma(given, known[key].meta, levels)
    return key, as_levels(key, levels)


def _check_comma(given: str, meta: P, levels: Levels) -> None:
    """Refuse "0,4" for a parameter that cannot be 4 but can be 0.4: a decimal comma, not two levels."""
    if (comma := _COMMA.fullmatch(given)) and not all(meta.low <= level <= meta.high for level in levels):
        meant = float(f"{comma.group(1)}.{comma.group(2)}")
        if meta.low <= meant <= meta.high:
            problem = f"'{given}' is two levels, and {limits(meta)} does not hold both"
            raise InputError(problem, place="over", remedy=f"did you mean {meant:g}?")


def points_of(base: Scenario, over: Mapping[str, Prior | Levels], count: int, kind: str) -> list[dict[str, Any]]:
    """Return the points of a sweep: every combination of levels with every point drawn. Raises InputError."""
    if "seed" in over:
        raise InputError("'seed'", place="over", remedy="give --seeds: replicates of each point")
    if not over:
        raise InputError("nothing to vary", place="over", remedy="name a parameter, such as --over behaviour.others")
    priors = [value for value in over.values() if isinstance(value, Prior)]
    levels = {key: value for key, value in over.items() if not isinstance(value, Prior)}
    drawn = design.design(priors, count, kind, base.seed) if priors else [dict[str, Any]()]
    grid = [dict(zip(levels, combination, strict=True)) for combination in itertools.product(*levels.values())]
    return [{**point, **cell} for cell in grid for point in drawn]
