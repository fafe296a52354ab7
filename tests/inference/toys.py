"""Simulators with known answers: figures whose logarithm is a line in the parameters, with normal chance between runs.

On the log scale a figure is slope . z + chance, z the normal coordinates of a point, so prior and posterior are normal.
"""

from collections.abc import Callable
from datetime import date

import numpy as np

from groundswell.case.evidence import Target
from groundswell.inference.draws import normals, to_normal, uniforms
from groundswell.inference.goals import Goals
from groundswell.inference.problem import Problem
from groundswell.types import Floats

DISCREPANCY, OBSERVED = 0.25, 0.1
CHANCE = 0.1


def target(name: str, y: float, observed: float = OBSERVED, kind: str = "about") -> Target:
    ends = y + 1.645 * observed * np.array([-1.0, 0.0, 1.0])
    low, value, high = np.exp(ends).tolist()
    day = date(2001, 3, 5)
    return Target(name, "a count", "counted", "day", (), None, day, value, low, high, "fit", "", "invented",
                  kind=kind, discrepancy=DISCREPANCY, scale="log")  # pyright: ignore[reportArgumentType] # fmt: skip


def problem(slopes: Floats, published: list[float], seed: int = 1, chance: float = CHANCE,
            bend: Callable[[Floats], Floats] = lambda y: y, observed: float = OBSERVED) -> Problem:  # fmt: skip
    """`slopes` (targets, coordinates), `published` (targets,) on the log scale."""

    def simulate(name: str, units: Floats, last: bool = False, fresh: bool = False) -> Floats:
        del last, fresh
        y = bend(to_normal(units) @ slopes.T)
        return np.exp(y + chance * normals(seed, f"chance, {name}", *y.shape))

    goals = Goals(tuple(target(f"T{at}", y, observed) for at, y in enumerate(published)), 0.0)
    d = slopes.shape[1]
    return Problem(lambda count: uniforms(seed, "prior", count, d), simulate, goals, goals, seed)


def exact(slopes: Floats, published: list[float], chance: float = CHANCE,
          observed: float = OBSERVED) -> tuple[Floats, Floats]:  # fmt: skip
    """Mean (coordinates,) and covariance of the posterior in normal coordinates."""
    error = DISCREPANCY**2 + observed**2 + chance**2
    covariance = np.linalg.inv(np.eye(slopes.shape[1]) + slopes.T @ slopes / error)
    return covariance @ slopes.T @ np.array(published) / error, covariance
