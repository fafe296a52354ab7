"""Outcomes: one number a run, from what is counted. A measure's name with how to sum it up, or a named outcome.

`participants` sums a flow, `abroad` takes a stock's last day, `attention` a share's mean; `.sum`, `.last`, `.max` and
`.mean` say otherwise, as in `participants.max`. Days count from 0, and both ends of a window are in it.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, cast

import numpy as np

from groundswell.errors import InputError, nearest
from groundswell.experiments.record import HAZARD, Trace, recorded
from groundswell.run.ledger import ledger
from groundswell.scenario import Scenario
from groundswell.types import Floats

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


class _Named(NamedTuple):
    about: str
    unit: str
    value: Callable[[Trace, slice], float]


def _sum(trace: Trace, measure: str, days: slice) -> float:
    return float(trace.series(measure)[days].sum())


def _summed(measure: str) -> Callable[[Trace, slice], float]:
    return lambda trace, days: _sum(trace, measure, days)


def _lives(trace: Trace, days: slice) -> float:
    del days
    entries = {entry.id: entry.value for entry in ledger(cast(Any, trace))}
    return entries["deaths_first_year"] + entries["deaths_substitutes"] + entries["deaths_protest"]


def _cut(trace: Trace, days: slice) -> float:
    """Return the chance that a concession that cuts the call-up came within the days, from each day's hazard."""
    hazard = trace.series(HAZARD)[days] * max(trace.scenario.concession.scaled_down, trace.scenario.concession.stopped)
    return 1.0 - float(np.exp(np.log1p(-np.minimum(hazard, 1.0 - 1e-15)).sum()))


def _gone(trace: Trace, days: slice) -> float:
    left = trace.series("preparing") + trace.series("queueing") + trace.series("abroad")
    return float(left[days][-1])


def _exit_to_voice(trace: Trace, days: slice) -> float:
    # one is added to each, so that none has a logarithm too
    return float(np.log((_gone(trace, days) + 1.0) / (_sum(trace, "participants", days) + 1.0)))


def _detained_share(trace: Trace, days: slice) -> float:
    return _sum(trace, "detained", days) / max(_sum(trace, "participants", days), 1e-12)


_LIVES = "expected deaths of a first year of service, of volunteers in their place, and in protest"
NAMED: dict[str, _Named] = {
    "voice": _Named("days of protest, summed over people", "person-days", _summed("participants")),
    "exit": _Named("persons abroad, on their way or about to go, at the end", "persons", _gone),
    "exit_to_voice": _Named(
        "persons gone or going for each day of protest",
        "log ratio",
        _exit_to_voice,
    ),
    "lives": _Named(_LIVES, "lives", _lives),
    "cut_chance": _Named("chance that the call-up is halved or stopped by a concession", "chance", _cut),
    "detained_share": _Named("share of participants who are detained", "share", _detained_share),
    "prison_days": _Named("days in detention, summed over people", "person-days", _summed("held")),
}


def outcome(
    name: str, window: tuple[int, int] | None = None, place: str = "outcome", scenario: Scenario | None = None
) -> Outcome:
    """Return the outcome of a name: one of `NAMED`, or of what a run of `scenario` (of any one) records.

    Raises InputError for one that is neither, or a window without days.
    """
    if window is not None and not 0 <= window[0] <= window[1]:
        raise InputError(f"window {list(window)} holds no day", place=place, remedy="give [first, last], 0 = day 0")
    if name in NAMED:
        if name == "lives" and window is not None:
            raise InputError("lives are reckoned over the whole run", place=place, remedy="leave the window out")
        return Outcome(name, NAMED[name].about, NAMED[name].unit, window)
    there = recorded(scenario)
    measure, how = _split(name, there)
    if measure not in there:
        raise InputError(f"'{name}' is not recorded", place=place, remedy=nearest(measure, [*NAMED, *there]))
    if how not in _HOW:
        raise InputError(f"'.{how}' of '{name}'", place=place, remedy=f"use one of {', '.join(_HOW)}")
    kind, about = there[measure]
    over = "all days" if window is None else f"days {window[0]} to {window[1]}"
    unit = {"flow": "persons", "stock": "persons", "share": "share", "places": "places"}.get(kind, "1")
    return Outcome(name, f"{about}, {_SPOKEN[how].format(over)}", unit, window)


def value(of: Outcome, trace: Trace) -> float:
    """Return the outcome of one run. Raises InputError for a window after its end."""
    days = slice(None)
    if of.window is not None:
        if of.window[1] >= trace.scenario.days:
            remedy = f"the run has days 0..{trace.scenario.days - 1}"
            raise InputError(f"window {list(of.window)}", place=of.name, remedy=remedy)
        days = slice(of.window[0], of.window[1] + 1)
    if of.name in NAMED:
        return NAMED[of.name].value(trace, days)
    measure, how = _split(of.name, recorded(trace.scenario))
    return _HOW[how](trace.series(measure)[days])


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
