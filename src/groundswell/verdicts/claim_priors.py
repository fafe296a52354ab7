"""The table [priors] of a claim file: all that is wrong in it is told at once, with a scenario and without."""

import math
from collections.abc import Iterable, Mapping
from typing import Any, cast

from groundswell.comparisons import design
from groundswell.comparisons.design import SHAPES, Prior
from groundswell.errors import InputError, nearest, shown
from groundswell.inputs.document import Document
from groundswell.inputs.problems import some
from groundswell.params import Parameter
from groundswell.scenario.arms import Arm

_KEYS = ("low", "high", "shape")
_FORMS = "give true, [low, high] with the lower first, or {low, high, shape}"
_LARGEST = 1e300


def priors(given: Mapping[str, Any], known: Mapping[str, Parameter] | None, arms: Iterable[Arm], broken: bool,
           document: Document, errors: list[InputError]) -> tuple[Prior, ...]:  # fmt: skip
    """Return the priors of a claim, after adding to `errors` whatever is wrong with any.

    `known` are the parameters that may be drawn; None where no scenario could be read: what is written is looked at.
    `broken`: an arm cannot be read, and the events that it adds are not known.
    """
    for each in arms:
        for change in each.changes:
            if change.key in given and change.how == "=" and (known is None or change.key in known):
                remedy = "let the arm change something else, or do not draw it"
                place = document.place(f"arms.{each.name}")
                errors.append(InputError(f"'{change.key}' is drawn", place=place, remedy=remedy))
    unknown = [key for key in given if known is not None and key not in known]
    unknown = [key for key in unknown if not (broken and key.startswith("events."))]
    errors += some(unknown, lambda key: InputError(
        f"no parameter {shown(key)}", place=document.place(f"priors.{key}"), remedy=nearest(key, known or ())
    ), "priors of no parameter", document.place("priors"))  # fmt: skip
    made = list[Prior]()
    for key, value in given.items():
        place = document.place(f"priors.{key}")
        if wrong := _wrong(value, place):
            errors += wrong
        elif known is not None and key in known:
            try:
                made.append(design.prior(key, value, known, ""))
            except InputError as error:
                errors.append(InputError(error.problem, place=place, remedy=error.remedy))
    return tuple(made)


def _wrong(given: Any, place: str) -> list[InputError]:
    """Return what is wrong with a prior as it is written: what `design.prior` need not know of files."""
    table = cast(dict[str, Any], given) if isinstance(given, dict) else {}
    found = [InputError(f"unknown key {shown(name)}", place=place, remedy=nearest(name, _KEYS))
             for name in table if name not in _KEYS]  # fmt: skip
    shape = table.get("shape", SHAPES[0])
    if isinstance(shape, str) and shape not in SHAPES:
        found.append(InputError(f"no shape {shown(shape)}", place=place, remedy=nearest(shape, SHAPES)))
    listed = cast(list[Any], given) if isinstance(given, list) else list[Any]()
    ends: list[Any] = [table[name] for name in _KEYS[:2] if name in table] if table else listed
    if found and table and len(ends) < len(_KEYS[:2]):
        return found  # the one that is misspelt
    numbers = len(ends) == len(_KEYS[:2]) and all(type(e) in (int, float) and abs(e) <= _LARGEST for e in ends)
    usable = given is True or (numbers and not any(math.isnan(e) for e in ends) and ends[0] < ends[1])
    if not usable or not isinstance(shape, str):
        found.append(InputError(shown(given), place=place, remedy=_FORMS))
    return found
