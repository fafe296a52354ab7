"""The joint prior of a scenario: what is believed of all its uncertain parameters together before it meets evidence.

A coordinate is a parameter with a declared range that acts in the scenario. In unit coordinates, each the probability
below a value, the density of the joint prior is 1 everywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from groundswell import rng
from groundswell.comparisons.design import DESIGN, Prior, word
from groundswell.params import Parameter
from groundswell.scenario import Scenario
from groundswell.scenario.catalogue import assumptions
from groundswell.types import Floats, Ints


@dataclass(frozen=True)
class Coordinate:
    """One dimension of a joint prior: what is drawn, from what, and what it means."""

    prior: Prior
    about: str
    unit: str
    status: str
    source: str

    @property
    def key(self) -> str:
        """The parameter's key."""
        return self.prior.key


@dataclass(frozen=True)
class JointPrior:
    """The joint prior of a scenario; see `joint_prior`."""

    scenario: Scenario
    coordinates: tuple[Coordinate, ...]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The names of the coordinates, in the order of every array here."""
        return tuple(c.key for c in self.coordinates)

    @cached_property
    def priors(self) -> tuple[Prior, ...]:
        """What each coordinate is drawn from."""
        return tuple(c.prior for c in self.coordinates)

    def unit(self, number: int, seed: int) -> Floats:
        """Return draw `number` in unit coordinates, (coordinates,), each strictly between 0 and 1."""
        return self.units([number], seed)[0]

    def units(self, numbers: Sequence[int] | Ints, seed: int) -> Floats:
        """Return draws in unit coordinates, (numbers, coordinates).

        Each is a function of (seed, key, number) alone: a coordinate keeps its draws when another joins or leaves.
        """
        which = np.asarray(numbers, np.uint64)
        columns = [rng.unit(rng.words(seed, DESIGN, word(key), which)[0]) for key in self.keys]
        return np.stack(columns, axis=1) if columns else np.empty((len(which), 0))

    def values(self, unit: Floats) -> dict[str, Any]:
        """Return the values of parameters, by key, of a point in unit coordinates, (coordinates,)."""
        return {p.key: p.at(float(u)) for p, u in zip(self.priors, unit, strict=True)}


def joint_prior(scenario: Scenario) -> JointPrior:
    """Return the joint prior of a scenario: every number that acts in it and has a range, in the order of a file.

    What its case knows better stands in the place of what the engine declares.
    """
    return JointPrior(scenario, tuple(_coordinate(a.parameter) for a in assumptions(scenario)
                                      if a.acts and uncertain(a.parameter)))  # fmt: skip


def uncertain(parameter: Parameter) -> bool:
    """Tell whether a parameter is a number with a prior that is more than a point."""
    prior = parameter.meta.prior
    return prior is not None and prior[0] < prior[1] and parameter.kind in (int, float)


def _coordinate(parameter: Parameter) -> Coordinate:
    meta = parameter.meta
    low, high = parameter.prior
    prior = Prior(parameter.key, float(low), float(high), meta.shape, parameter.kind is int)
    return Coordinate(prior, meta.about, meta.unit, meta.status, meta.source)
