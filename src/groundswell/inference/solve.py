"""From observables to the parameters that they are solved for: a pure function of a scenario and of what is wanted."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import log
from typing import Any, NamedTuple

import numpy as np

from groundswell.behaviour.exit_voice_loyalty.params import Params as Utilities
from groundswell.behaviour.exit_voice_loyalty.terms import Alternative
from groundswell.inference import crowd, shares
from groundswell.inference.course import Course
from groundswell.inference.eve import Eve, Morning, calm_of, environment_of, mornings
from groundswell.inference.observables import SOLVES
from groundswell.inference.root import root
from groundswell.params import Parameter
from groundswell.process import border
from groundswell.scenario import Scenario

MONTH = 30  # days in which people leave or hide
RUN_UP = 7  # days before the one that turnout speaks of on which people may be in the street already


class Days(NamedTuple):
    """The days of a scenario on which observables are defined; None: there is no such day."""

    announced: int | None  # the first announced day
    street: int | None  # the first announced day; else of the first local occasion; else of the issue
    leaving: int | None  # from which on something makes people leave and the border is open
    calling: int | None  # from which on people may be called

    @property
    def last(self) -> int:
        """The last day that an observable speaks of, -1 for none."""
        months = [day + MONTH - 1 for day in (self.leaving, self.calling) if day is not None]
        return max([-1, *months, *(day for day in (self.street,) if day is not None)])


def days_of(scenario: Scenario, eve: Eve) -> Days:
    """Return the days on which observables are defined."""
    first: dict[str, int] = {}
    way_out = border.capacity(calm_of(scenario, eve), scenario.border).sum() > 0
    for day in range(scenario.days):
        env = environment_of(scenario, eve, day)
        found = {
            "announced": env.rally, "occasion": env.trigger, "issue": env.issue, "calling": env.calling * env.issue,
            "leaving": np.maximum(env.calling, env.exit_motive) * env.exit_open * env.issue * way_out,
        }  # fmt: skip
        for name, level in found.items():
            if level.max() > 0.0:
                first.setdefault(name, day)
    street = next((first[name] for name in ("announced", "occasion", "issue") if name in first), None)
    return Days(first.get("announced"), street, first.get("leaving"), first.get("calling"))


def defined(scenario: Scenario, days: Days) -> tuple[str, ...]:
    """Return which observables are defined in a scenario, in the order in which they are solved."""
    if not isinstance(scenario.behaviour.params, Utilities):
        return ("detained",)
    asked = {
        "expected": days.announced is not None, "turnout": days.street is not None,
        "reproduction": days.street is not None, "detained": True, "leaving": days.leaving is not None,
        "hiding": days.calling is not None, "complying": days.calling is not None,
    }  # fmt: skip
    return tuple(name for name in SOLVES if asked[name])


@dataclass(frozen=True)
class Solved:
    """Values of parameters by key, and the observables that no allowed value of their parameter gives."""

    limits: Mapping[str, Parameter]
    values: dict[str, float] = field(default_factory=dict[str, float])
    clamped: list[str] = field(default_factory=list[str])

    def keep(self, name: str, value: float) -> float:
        """Take a value, or the nearest allowed one, for the parameter of an observable, and return it."""
        low, high = self.ends(name)
        if not low <= value <= high:
            self.clamped.append(name)
        self.values[SOLVES[name]] = min(max(value, low), high)
        return self.values[SOLVES[name]]

    def ends(self, name: str) -> tuple[float, float]:
        """Return the limits of the parameter of an observable."""
        meta = self.limits[SOLVES[name]].meta
        return meta.low, meta.high


def solve(
    scenario: Scenario, eve: Eve, days: Days, wanted: Mapping[str, float], limits: Mapping[str, Parameter]
) -> Solved:
    """Return the parameters that give the observables `wanted` in a scenario, all others being the scenario's.

    Where none within the limits does, the nearest limit is returned and the observable named.
    """
    found = Solved(limits)
    if "detained" in wanted:
        found.keep("detained", crowd.pmax_of(scenario, wanted["detained"]))
        scenario = replace(scenario, policing=scenario.policing._replace(pmax=found.values[SOLVES["detained"]]))
    if "expected" in wanted:
        people = wanted["turnout"] * float(eve.adults.sum()) / float(eve.society.inhabitants.sum())
        expected = found.keep("expected", 1000.0 * wanted["expected"] * people)
        scenario = replace(scenario, perception=scenario.perception._replace(expected_rally=expected))
    if {"turnout", "leaving", "hiding", "complying"} & set(wanted):
        seen = list(mornings(scenario, eve, range(min(scenario.days, days.last + 1))))
        if "turnout" in wanted:
            _street(scenario, eve, days, seen, wanted, found)
        _ways_out(scenario, eve, days, seen, wanted, found)
    return found


def _street(scenario: Scenario, eve: Eve, days: Days, seen: list[Morning], wanted: Mapping[str, float],
            found: Solved) -> None:  # fmt: skip
    """Solve for what makes the turnout and its response to itself."""
    assert days.street is not None
    run_up = seen[max(0, days.street - RUN_UP) : days.street + 1]
    p: Utilities = scenario.behaviour.params
    if "reproduction" in wanted:
        others = crowd.others_of(scenario, run_up[-1].seen, wanted["reproduction"])
        p = p._replace(others=found.keep("reproduction", others))
    course = Course(scenario, eve, run_up, p)
    constant = root(lambda c: _log(course.share(c)), log(wanted["turnout"]), *found.ends("turnout"), p.protest)
    found.keep("turnout", constant)


def _ways_out(scenario: Scenario, eve: Eve, days: Days, seen: list[Morning], wanted: Mapping[str, float],
              found: Solved) -> None:  # fmt: skip
    """Solve for what makes people leave, hide and comply, in this order: the later depends on the earlier."""
    p: Any = scenario.behaviour.params
    asked: list[tuple[str, Alternative, int | None]] = [
        ("leaving", "leave", days.leaving), ("hiding", "evade", days.calling),
    ]  # fmt: skip
    for name, of, since in asked:
        if name in wanted and since is not None:
            at = shares.going(scenario, eve, seen[since : since + MONTH], p, of)
            constant = root(lambda c, at=at: _log(shares.share_going(at, c)), log(wanted[name]), *found.ends(name))
            p = p._replace(**{of: found.keep(name, constant)})
    if "complying" in wanted and days.calling is not None:
        held = shares.notice(scenario, eve, seen[days.calling], p)
        constant = root(lambda c: shares.share_complying(held, c), wanted["complying"], *found.ends("complying"))
        found.keep("complying", constant)


def _log(share: float) -> float:
    return log(max(share, 1e-300))
