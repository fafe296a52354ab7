"""The joint prior of a scenario: what is believed of all its uncertain parameters together before it meets evidence.

A coordinate is a parameter with a declared range that acts in the scenario, or an observable, which stands in the place
of the one parameter that it is solved for (groundswell.inference.observables). In unit coordinates, each the
probability below a value, the density of the joint prior is 1 everywhere.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from groundswell import rng
from groundswell.comparisons.design import DESIGN, Prior, word
from groundswell.inference import observables
from groundswell.inference.eve import Eve, eve_of
from groundswell.inference.solve import Days, days_of, defined, solve
from groundswell.params import Parameter
from groundswell.scenario import Scenario
from groundswell.scenario.catalogue import assumptions
from groundswell.types import Floats, Ints


@dataclass(frozen=True)
class Coordinate:
    """One dimension of a joint prior: what is drawn, from what, and what it means."""

    prior: Prior
    parameter: Parameter  # its declaration, or the observable's
    solves: str = ""  # key of the parameter that an observable is solved for; "" for a parameter

    @property
    def key(self) -> str:
        """The key of the parameter, or `observables.NAME`."""
        return self.prior.key


class Point(NamedTuple):
    """A draw: values of parameters, of observables, and the observables whose parameter met a limit."""

    values: dict[str, Any]
    observables: dict[str, float]
    clamped: tuple[str, ...]


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

    @property
    def days(self) -> Days:
        """The days of which the observables speak."""
        return self._ground[1]

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
        return self.point(unit).values

    def point(self, unit: Floats, given: Mapping[str, Any] | None = None) -> Point:
        """Return what a point in unit coordinates, (coordinates,), stands for.

        `given`: values, by key, that count in the place of a coordinate's own, or of the scenario's.
        """
        drawn = {p.key: p.at(float(u)) for p, u in zip(self.priors, unit, strict=True)} | dict(given or {})
        stated = {c.key: float(drawn.pop(c.key)) for c in self.coordinates if c.solves}
        if not stated:
            return Point(drawn, {}, ())
        eve, days, limits = self._ground
        wanted = {key.removeprefix(observables.PREFIX): value for key, value in stated.items()}
        solved = solve(self.scenario.with_(drawn), eve, days, wanted, limits)
        return Point({**drawn, **solved.values}, stated, tuple(solved.clamped))

    @cached_property
    def _ground(self) -> tuple[Eve, Days, dict[str, Parameter]]:
        eve = eve_of(self.scenario)
        return eve, days_of(self.scenario, eve), {a.parameter.key: a.parameter for a in assumptions(self.scenario)}


def joint_prior(scenario: Scenario, known: Collection[str] = ()) -> JointPrior:
    """Return the joint prior of a scenario: its observables, then every other number that acts and has a range.

    What its case knows better stands in the place of what the engine declares. Parameters whose keys are `known` are
    neither drawn nor solved for. Expected turnout is stated relative to turnout, and goes with it.
    """
    asked = [n for n in defined(scenario, days_of(scenario, eve_of(scenario))) if observables.SOLVES[n] not in known]
    if "turnout" not in asked and "expected" in asked:
        asked.remove("expected")
    stated = [_observable(name, scenario) for name in asked]
    replaced = {*(c.solves for c in stated), *known}
    rest = [a.parameter for a in assumptions(scenario) if a.acts and uncertain(a.parameter)]
    return JointPrior(scenario, (*stated, *(_coordinate(p) for p in rest if p.key not in replaced)))


def uncertain(parameter: Parameter) -> bool:
    """Tell whether a parameter is a number with a prior that is more than a point."""
    prior = parameter.meta.prior
    return prior is not None and prior[0] < prior[1] and parameter.kind in (int, float)


def _coordinate(parameter: Parameter, solves: str = "") -> Coordinate:
    low, high = parameter.prior
    prior = Prior(parameter.key, float(low), float(high), parameter.meta.shape, parameter.kind is int)
    return Coordinate(prior, parameter, solves)


def _observable(name: str, scenario: Scenario) -> Coordinate:
    return _coordinate(observables.of_the_case(name, scenario), observables.SOLVES[name])
