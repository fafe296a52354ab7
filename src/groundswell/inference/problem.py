"""What a method of inference needs to know: the prior, a simulator and what its figures are held against.

Any simulator will do that returns figures of points: the methods know no scenario. `groundswell.inference.table` makes
one of a scenario, tests make them of formulas with known answers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from groundswell.inference.goals import Goals, implausibility
from groundswell.types import Floats


class Simulator(Protocol):
    """Runs a model at points."""

    def __call__(self, name: str, units: Floats, last: bool = False, fresh: bool = False) -> Floats:
        """Return figures of the goals at points in unit coordinates, (points, targets); NaN where a run failed.

        `name` tells one set of points from another, `last` asks for the last scale, `fresh` for seeds of its own to
        each point, none of which served to fit.
        """
        ...


@dataclass(frozen=True)
class Problem:
    """A prior in unit coordinates, a simulator, and goals: those of early waves, and all, of the last scale."""

    prior: Callable[[int], Floats]  # the first so many draws, (draws, coordinates)
    simulate: Simulator
    early: Goals
    last: Goals
    seed: int
    same_scale: bool = True  # early and last runs are of one scale and may share one emulator


@dataclass(frozen=True)
class Found:
    """What a method found: weighted draws at the last scale, or why there are none.

    `log_proposal` (draws,): log density of what the draws were drawn from, relative to the prior. `log_kernels` (draws,
    targets): what each target says of a draw where that is not the kernel of its own figures; None: it is.
    """

    units: Floats
    figures: Floats
    log_proposal: Floats
    diagnostics: Mapping[str, Any] = field(default_factory=dict[str, Any])  # of the method itself, plain values
    empty: str = ""  # why no draw is plausible; "" when some are
    log_kernels: Floats | None = None
    worth: float | None = None  # of draws of the posterior itself, all of one weight: how many independent ones


def or_nothing(problem: Problem, found: Found, cut: float) -> Found:
    """Return what was found, or the empty set if every draw is implausible by its own figures.

    The nearest of draws that all miss their targets would make a posterior too, and a false one.
    """
    goals = problem.last
    away = goals.distances(goals.scaled(found.figures), np.zeros(len(goals.targets)))
    misfit = implausibility(np.where(np.isnan(away), np.inf, away))
    if (misfit <= cut).any():
        return found
    nearest = away[int(np.argmin(misfit))]
    return nothing(problem, f"no draw is plausible: {missed(goals, nearest, cut)}", found.diagnostics)


def missed(goals: Goals, away: Floats, cut: float) -> str:
    """Say which targets a draw misses by more than `cut` sd; `away` (targets,) are its distances."""
    far = [f"{goals.ids[at]} ({away[at]:.1f} sd)" for at in np.argsort(-away) if away[at] > cut]
    return (f"even the nearest misses {', '.join(far)}, where {cut:g} sd of all errors are allowed; the model or a "
            "stated error is wrong")  # fmt: skip


def nothing(problem: Problem, why: str, diagnostics: Mapping[str, Any]) -> Found:
    """Return the empty set, with the reason."""
    d = problem.prior(1).shape[1]
    return Found(np.empty((0, d)), np.empty((0, len(problem.last.targets))), np.empty(0), diagnostics, why)
