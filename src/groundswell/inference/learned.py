"""A case's own reference table in coordinates that all cases share, and what its evidence teaches of them.

Shared are the coordinates of behaviour: their priors are the engine's in every case, whatever the case states. All
others (inputs of a case, its events and observers) keep the case's priors and teach other cases nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from groundswell.comparisons.design import Prior
from groundswell.inference import observables
from groundswell.inference.draws import to_normal, to_unit
from groundswell.inference.pooling import Learned, Pooled
from groundswell.inference.prior import Coordinate, JointPrior, joint_prior, uncertain
from groundswell.inference.smoothed import FEWEST
from groundswell.inference.table import Draws, Places, Progress, ReferenceTable
from groundswell.params import Parameter
from groundswell.scenario import Scenario
from groundswell.scenario.catalogue import catalogue
from groundswell.types import Floats

SHARED = ("behaviour.", "perception.", "policing.", observables.PREFIX)
SOCIETIES = 8


@dataclass(frozen=True)
class Moved(JointPrior):
    """A joint prior some of whose coordinates are normal with a mean and sd of their own, by key."""

    to: Mapping[str, Pooled]

    def units(self, numbers: object, seed: int) -> Floats:
        """Return draws in the unit coordinates of the joint prior itself, (numbers, coordinates)."""
        z = to_normal(super().units(numbers, seed))  # pyright: ignore[reportArgumentType]
        for at, key in enumerate(self.keys):
            if key in self.to:
                z[:, at] = self.to[key].mean + self.to[key].sd * z[:, at]
        return to_unit(z)


def neutral(scenario: Scenario) -> JointPrior:
    """Return a scenario's joint prior with the engine's prior of every shared coordinate."""
    prior = joint_prior(scenario)
    engine = {p.key: p for group in catalogue() for p in group.parameters
              if group.name in ("perception", "policing", f"behaviour {scenario.behaviour.kind}")}  # fmt: skip
    engine |= observables.known()
    return replace(prior, coordinates=tuple(_as_declared(c, engine) for c in prior.coordinates))


def _as_declared(own: Coordinate, engine: Mapping[str, Parameter]) -> Coordinate:
    declared = engine.get(own.key)
    if declared is None or not is_shared(own.key) or not uncertain(declared):
        return own
    low, high = declared.prior
    return replace(own, prior=Prior(own.key, float(low), float(high), declared.meta.shape, declared.kind is int))


def is_shared(key: str) -> bool:
    """Tell whether a coordinate means the same in every case."""
    return key.startswith(SHARED)


@dataclass(frozen=True)
class Case:
    """A case's reference table and its draws of the neutral joint prior, weighed by its own targets of role fit.

    `power` of the likelihood: 1 where the draws carry all of it, less where it is flattened until they are worth
    `FEWEST` effective ones.
    """

    table: ReferenceTable
    draws: Draws
    weights: Floats
    power: float

    @property
    def name(self) -> str:
        """The case's name."""
        return self.table.final.case.name

    @property
    def ess(self) -> float:
        """Effective draws of the case's own posterior."""
        return 1.0 / float(np.sum(self.weights**2)) if len(self.weights) else 0.0

    def learned(self) -> dict[str, Learned]:
        """Return mean and variance of the own posterior of each shared coordinate, in normal coordinates.

        At power 0 the likelihood says nothing of any draw: the posterior is the prior, whatever few draws look like.
        """
        z, w = to_normal(self.draws.units), self.weights
        mean, variance = np.zeros(z.shape[1]), np.ones(z.shape[1])
        if self.power > 0.0:
            mean = w @ z
            variance = w @ (z - mean) ** 2
        return {key: Learned(float(mean[at]), float(variance[at]), self.ess)
                for at, key in enumerate(self.table.prior.keys) if is_shared(key)}  # fmt: skip


def study(scenario: Scenario, folder: Path, draws: int, where: Places, progress: Progress | None) -> Case:
    """Run draws of a case's neutral joint prior, those of them that the folder does not hold, and weigh them."""
    targets = scenario.case.evidence.targets
    table = ReferenceTable(neutral(scenario), scenario, scenario, targets, folder, SOCIETIES, where, progress)
    table.planned = draws
    made = table.run("prior", table.prior.units(range(draws), scenario.seed), last=True, fresh=False)
    goals = table.goals(True)
    at = [t.id for t in targets]
    figures = made.figures[:, [at.index(id_) for id_ in goals.ids]]
    weights, power = flattened(goals.log_kernels(goals.scaled(figures)).sum(axis=1))
    return Case(table, made, weights, power)


def flattened(log_likelihood: Floats, fewest: float = FEWEST) -> tuple[Floats, float]:
    """Return weights of draws, and the largest power of the likelihood, up to 1, at which they are worth `fewest`.

    A flattened likelihood is that of larger errors: what is learned from it is less, not other. Draws without a figure
    have no weight; power 0 gives all others the same, and all where none has a figure.
    """
    known = np.isfinite(log_likelihood)
    low, high = 0.0, 1.0
    if not known.any():
        return np.full(len(known), 1.0 / max(len(known), 1)), 0.0
    if _ess(_power(log_likelihood, known, 1.0)) >= fewest:
        return _power(log_likelihood, known, 1.0), 1.0
    for _ in range(40):
        middle = (low + high) / 2.0
        low, high = (middle, high) if _ess(_power(log_likelihood, known, middle)) >= fewest else (low, middle)
    return _power(log_likelihood, known, low), low


def _power(log_likelihood: Floats, known: Floats, power: float) -> Floats:
    log = np.where(known, power * np.where(known, log_likelihood, 0.0), -np.inf)
    w = np.exp(log - log.max())
    return w / w.sum()


def _ess(weights: Floats) -> float:
    return 1.0 / float(np.sum(weights**2))
