"""Outcomes: one number a run, from what is counted. A measure's name with how to sum it up, or a named outcome.

A named one is a file here, or one of the user's own (docs/own-code.md): `outcome(days)`, with `ABOUT` and `UNIT`;
`SERIES` is the measure that reports draw for it.
`participants` sums a flow, `abroad` takes a stock's last day, `attention` a share's mean; `.sum`, `.last`, `.max` and
`.mean` say otherwise, as in `participants.max`. Days count from 0, and both ends of a window are in it.
"""

import math
import sys
from collections.abc import Callable, Mapping
from inspect import isfunction, signature
from typing import Any, NamedTuple

import numpy as np

from groundswell import usercode
from groundswell.comparisons.days import Days
from groundswell.computing.record import recorded
from groundswell.errors import InputError, nearest, shown
from groundswell.running.model import Run
from groundswell.scenario import Scenario
from groundswell.types import Floats
from groundswell.usercode import Slot

_HOW: dict[str, Callable[[Floats], float]] = {
    "sum": lambda v: float(v.sum()),
    "last": lambda v: float(v[-1]),
    "max": lambda v: float(v.max()),
    "mean": lambda v: float(v.mean()),
}
_USUAL = {"flow": "sum", "places": "sum", "stock": "last", "share": "mean", "nation": "last"}
_SPOKEN = {"sum": "over {}", "last": "at the end", "max": "on the highest day", "mean": "on average"}


class Outcome(NamedTuple):
    """What to measure: its name, what that is, its unit, and the days it looks at (None: all)."""

    name: str
    about: str
    unit: str
    window: tuple[int, int] | None = None


SLOT = Slot("outcome", sys.modules[__name__], "groundswell.outcomes", ("ABOUT", "UNIT", "outcome"), "docs/own-code.md")


def named() -> list[str]:
    """Return the names of the outcomes that come with the package."""
    return SLOT.shipped()


def outcome(
    name: str, window: tuple[int, int] | None = None, place: str = "outcome", scenario: Scenario | None = None
) -> Outcome:
    """Return the outcome of a name: a named one, or of what a run of `scenario` (of any one) records.

    Raises InputError for one that is neither, or a window without days; CodeError for code that is not allowed.
    """
    if window is not None and not 0 <= window[0] <= window[1]:
        raise InputError(f"window {list(window)} holds no day", place=place, remedy="give [first, last], 0 = day 0")
    there = recorded(scenario)
    measure, how = _split(name, there)
    if measure not in there:
        return _named(name, window, place, there)
    if how not in _HOW:
        raise InputError(f"'.{how}' of '{name}'", place=place, remedy=f"use one of {', '.join(_HOW)}")
    kind, about = there[measure]
    over = "all days" if window is None else f"days {window[0]} to {window[1]}"
    unit = {"flow": "persons", "stock": "persons", "share": "share", "places": "places"}.get(kind, "1")
    return Outcome(name, f"{about}, {_SPOKEN[how].format(over)}", unit, window)


def _named(name: str, window: tuple[int, int] | None, place: str, there: Mapping[str, Any]) -> Outcome:
    if not (name in named() or usercode.is_own(name) or name in SLOT.installed()):
        raise InputError(f"'{name}' is not recorded", place=place, remedy=nearest(name, [*named(), *there]))
    module, kind = usercode.find(SLOT, name, place)
    own: Any = module
    is_outcome = isfunction(own.outcome) and len(signature(own.outcome).parameters) == 1
    if not is_outcome or not isinstance(own.ABOUT, str) or not isinstance(own.UNIT, str):
        remedy = f"ABOUT and UNIT are texts, outcome a function of days alone: see {SLOT.guide}"
        raise InputError(f"'{usercode.label(name)}' is no outcome", place=place, remedy=remedy)
    if (series := getattr(own, "SERIES", "participants")) not in there:
        problem = f"SERIES of '{usercode.label(name)}' is {shown(series)}, which is not recorded"
        raise InputError(problem, place=place, remedy=nearest(str(series), list(there)))
    if window is not None and getattr(own, "WHOLE_RUN", False):
        raise InputError(f"{usercode.label(name)} are over the whole run", place=place, remedy="leave the window out")
    return Outcome(kind, own.ABOUT, own.UNIT, window)


def series_of(of: Outcome, scenario: Scenario) -> str:
    """Return the measure whose daily series a report draws for an outcome."""
    there = recorded(scenario)
    measure, _ = _split(of.name, there)
    return (
        measure if measure in there else getattr(usercode.find(SLOT, of.name, "outcome")[0], "SERIES", "participants")
    )


def value(of: Outcome, run: Run) -> float:
    """Return the outcome of one run. Raises InputError for a window after its end."""
    days = slice(None)
    if of.window is not None:
        if of.window[1] >= run.scenario.days:
            remedy = f"the run has days 0..{run.scenario.days - 1}"
            raise InputError(f"window {list(of.window)}", place=of.name, remedy=remedy)
        days = slice(of.window[0], of.window[1] + 1)
    measure, how = _split(of.name, recorded(run.scenario))
    if measure in run.counts.at:
        return _HOW[how](run.counts.series(measure)[days])
    own: Any = usercode.find(SLOT, of.name, "outcome")[0]
    try:
        given = np.asarray(own.outcome(Days(run, days)))
    except InputError:
        raise
    except (Exception, SystemExit) as error:
        raise usercode.failed(f"the outcome '{usercode.label(of.name)}'", error, "outcome") from None
    if given.shape != () or given.dtype.kind not in "biuf" or not math.isfinite(given):
        place, remedy = usercode.label(of.name), "let it return one number for every run"
        raise InputError(f"is {shown(given.tolist())} in a run of '{run.scenario.name}'", place=place, remedy=remedy)
    return float(given)


def person_step(of: Outcome, scenario: Scenario, weight: float) -> float:
    """Return by how much one simulated person changes an outcome, who stands for `weight`; 0 when it is no count.

    A life: the risk of a first year of service of one more simulated person who serves.
    """
    if of.unit == "lives":
        return weight * (scenario.lives.risk_first_year or 1.0)
    return weight if of.unit in ("persons", "person-days") else 0.0


def _split(name: str, known: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    measure, dot, how = name.partition(".")
    return measure, how if dot else _USUAL[known.get(measure, ("nation",))[0]]
