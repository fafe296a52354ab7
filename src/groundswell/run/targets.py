"""The published figures of the flagship's episode, and which of them a scenario can be held against.

One list for runs, reports, claims and verification: data/targets/targets.csv. The episode is the call-up decreed in
Russia on 21 September 2022. A figure that a scenario cannot be held against has a reason, never a verdict.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from groundswell.data import read_csv
from groundswell.events.decree import Decree
from groundswell.scenario import Scenario

COUNTRY, DECREED = "RU", date(2022, 9, 21)
_NATIONAL_QUEUE = "gates are one national queue: the model counts no crossings by border"
_INPUTS = {"attention_follow": "attention.base", "anxious": "attention.anxiety_base"}


@dataclass(frozen=True)
class Target:
    """A published figure with the interval of credible values; the interval is the fact."""

    id: str
    quantity: str
    date: date
    value: float
    lo: float
    hi: float
    tag: str  # source, see evidence/tags.toml


@cache
def targets() -> tuple[Target, ...]:
    """Return the published figures, in the order of their list."""
    table = read_csv("targets/targets.csv")
    texts = (table.text(name) for name in ("id", "quantity", "date", "tag"))
    figures = (table.numbers(name).tolist() for name in ("value", "lo", "hi"))
    rows = zip(*texts, *figures, strict=True)
    return tuple(Target(i, q, date.fromisoformat(d), v, lo, hi, tag) for i, q, d, tag, v, lo, hi in rows)


def foreign(scenario: Scenario) -> str:
    """Say why none of the figures is of a scenario's episode: another country or other dates; "" if they are of it.

    A scenario is of the episode when it decrees a call-up on the episode's day, or begins on that day (a counterfactual
    without the decree: figures may stand beside it, but carry no verdict, see `why_not`).
    """
    if scenario.country == COUNTRY and (scenario.start == DECREED or DECREED in _decrees(scenario)):
        return ""
    last = scenario.start + timedelta(days=scenario.days - 1)
    return (
        f"None of the {len(targets())} published figures is of this scenario's episode: they are of the call-up "
        f"decreed in Russia ({COUNTRY}) on {DECREED}, this is of {scenario.country}, {scenario.start} to {last}."
    )


def without_decree(scenario: Scenario) -> str:
    """Say why no figure can be judged in a scenario of the episode's dates that decrees no call-up on its day."""
    if DECREED in _decrees(scenario):
        return ""
    others = ", ".join(str(day) for day in sorted(_decrees(scenario)))
    made = f"decrees its call-up on {others}" if others else "decrees no call-up"
    return f"the published figures are of the call-up decreed on {DECREED}, this scenario {made}"


def why_not(target: Target, scenario: Scenario, days: int | None = None, weight: float = 1.0) -> str:
    """Say why `days` of a scenario (all by default) cannot be held against a target, or return "" when they can.

    `weight` is how many people a simulated person stands for.
    """
    days = scenario.days if days is None else days
    day, last = (target.date - scenario.start).days, scenario.start + timedelta(days=days - 1)
    if apart := foreign(scenario) or without_decree(scenario):
        return apart
    if target.quantity == "deaths_mobilised_y1":
        return _calls_cut_short(scenario, days)
    if target.quantity in ("exit_net_KZ", "georgia_in_day"):
        return _NATIONAL_QUEUE
    if day < 0:
        key = _INPUTS.get(target.quantity)
        return "before the first day" + (f": the parameter {key} is an input" if key else "")
    if day >= days:
        return f"after the run's last day, {last}"
    if target.quantity == "cities_with_detention" and weight >= 1.5:
        return f"towns are comparable at 1:1 only: here a simulated person stands for {weight:,.0f}"
    return ""


def split(ids: tuple[str, ...], scenario: Scenario) -> tuple[list[Target], dict[str, str]]:
    """Return which of these targets a scenario can be held against, and for the others, by id, why not.

    For whoever checks runs against some of the targets: a check that was left out must not be told as made.
    """
    whys = {target.id: why_not(target, scenario) for target in targets() if target.id in ids}
    return [t for t in targets() if whys.get(t.id) == ""], {name: why for name, why in whys.items() if why}


def _calls_cut_short(scenario: Scenario, days: int) -> str:
    """Say that a call-up did not run its course: deaths among a part of the called are not deaths among all."""
    for decree in (event for event in scenario.events if isinstance(event, Decree) and _calls(event)):
        course = decree.day + int(decree.duration) - 1
        if decree.last_day() < course:
            return f"the scenario ends the call-up early, on {scenario.start + timedelta(days=decree.last_day())}"
        if days <= course:
            over, last = (scenario.start + timedelta(days=day) for day in (course, days - 1))
            return f"calls were cut short: the run ends on {last}, the decree's last day is {over}"
    return ""


def _calls(event: Any) -> bool:
    """Tell whether an event is a decree that calls anybody."""
    return bool(event.ordered() > 0)


def _decrees(scenario: Scenario) -> set[date]:
    """Return the days on which a scenario decrees a call-up."""
    return {scenario.start + timedelta(days=event.day) for event in scenario.events if _calls(event)}
