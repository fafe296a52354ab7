"""A claim: what was said and where, how it is read as arms and outcomes, what is uncertain, what would refute it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from groundswell.comparisons import outcomes
from groundswell.comparisons.compare import BASE
from groundswell.comparisons.design import Prior, parameters
from groundswell.computing.fork import Variant
from groundswell.computing.job import Job
from groundswell.params import Parameter
from groundswell.scenario import Scenario
from groundswell.scenario.arms import Arm, Change, apply

Direction = Literal["rises", "falls", "unchanged", "identical"]
DIRECTIONS = ("rises", "falls", "unchanged", "identical")


@dataclass(frozen=True)
class Condition:
    """What must hold between two arms: an outcome's difference rises above, falls below or stays within a threshold.

    `relative`: the threshold is a share of the outcome in the arm `against`.
    """

    text: str
    arm: str
    against: str
    outcome: outcomes.Outcome
    direction: Direction
    threshold: float = 0.0
    relative: bool = False

    def margin(self, arm: float, against: float) -> float:
        """Return by how much the condition holds (above 0) or fails (0 or below)."""
        effect = arm - against
        wanted = self.threshold * (abs(against) if self.relative else 1.0)
        if self.direction == "rises":
            return effect - wanted
        return -effect - wanted if self.direction == "falls" else wanted - abs(effect)

    def holds(self, margin: float) -> bool:
        """Tell whether a margin means that the condition holds; at exactly 0 only a zero effect asked for does."""
        return margin > 0.0 or (margin == 0.0 and self.direction in ("unchanged", "identical"))


@dataclass(frozen=True)
class Claim:
    """A claim, ready to be tested; it holds in a draw when all its conditions do."""

    name: str
    title: str
    text: str
    said: str
    reading: str
    literature: str
    refuted_if: str
    assumptions: tuple[str, ...]
    scenario: Scenario
    arms: tuple[Arm, ...]
    conditions: tuple[Condition, ...]
    priors: tuple[Prior, ...]  # of the parameters that the claim names, as it asks about them
    settings: Mapping[str, Any]  # of the scenario that its file sets: not drawn
    placebo: bool
    source: str  # the name or file it was read from
    fixed: Mapping[str, Any]  # parameters that would else be drawn
    case: str = ""  # the case that was asked for, in the place of the file's own

    def variants(self, draw: Mapping[str, Any], seed: int) -> tuple[Variant, ...]:
        """Return the arms of one draw and seed, the baseline first; what an arm multiplies is what was drawn."""
        common = _of(self.scenario, draw)
        base = self.scenario.with_({**common, "seed": seed})
        made = [Variant(BASE, base)]
        for arm in self.arms:
            changed = apply(base, arm, late=self.placebo)
            own = {key: value for key, value in _of(changed, draw).items() if key not in common}
            made.append(Variant(arm.name, changed.with_(own) if own else changed, arm.relabel, self.placebo))
        return tuple(made)

    def parameters(self) -> dict[str, Parameter]:
        """Return the parameters of the scenario and of its arms, which may have events of their own, by key."""
        known = parameters(self.scenario)
        for arm in self.arms:
            known = {**parameters(apply(self.scenario, arm, late=self.placebo)), **known}
        return known

    def declared(self) -> tuple[Prior | None, ...]:
        """Return the declared prior of each named parameter, None where none is declared."""
        known = self.parameters()
        return tuple(_declared(p, known.get(p.key)) for p in self.priors)

    def job(self, draw: Mapping[str, Any], seed: int, number: int) -> Job:
        """Return the runs of one draw and seed."""
        return Job(self.variants(draw, seed), number)

    def with_(self, changes: Mapping[str, Any]) -> "Claim":
        """Return the claim with parameters fixed: what is fixed is no longer drawn. Raises ScenarioError."""
        common = _of(self.scenario, changes)
        own = [Change(key, "=", value) for key, value in changes.items() if key not in common]
        arms = tuple(replace(a, changes=(*a.changes, *(c for c in own if own_event(c.key) in map(own_event, a.keys))))
                     for a in self.arms)  # fmt: skip
        rest = tuple(p for p in self.priors if p.key not in changes)
        fixed = {**self.fixed, **changes}
        return replace(self, scenario=self.scenario.with_(common), priors=rest, arms=arms, fixed=fixed)


def _declared(p: Prior, parameter: Parameter | None) -> Prior | None:
    if parameter is None or parameter.meta.prior is None:
        return None
    low, high = parameter.meta.prior
    return Prior(p.key, float(low), float(high), parameter.meta.shape, p.whole)


def _of(scenario: Scenario, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return those values whose key the scenario has: an event's only if it has the event."""
    events = {f"events.{event.name}" for event in scenario.events}
    return {key: v for key, v in values.items() if not key.startswith("events.") or own_event(key) in events}


def own_event(key: str) -> str:
    """Return the event that a key belongs to, "events.NAME", or the key's first two parts."""
    return ".".join(key.split(".")[:2])
