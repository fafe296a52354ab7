"""Importance weights on a fresh table: new runs where the emulators expect a fit, weighted by what they turn out to be.

The emulators only say where to look: a draw's weight is its kernel over the density of what it was drawn from. That is
a mixture (Owen and Zhou 2000, JASA 95) of the prior times what the emulators expect, and of a flatter part, its square
root, that guards against an emulator that is wrong. It is drawn in two rounds; the second knows the runs of the first
(Cornuet et al. 2012, Scandinavian Journal of Statistics 39(4)).

A single run's kernel is a noisy estimate of the likelihood of a model in which chance decides: with many targets, and
crowds of a few simulated persons, a handful of lucky runs carries all the weight. The synthetic likelihood (Wood 2010,
Nature 466; by an emulator: Meeds and Welling 2014, UAI) takes the mean over chance instead: the kernel of what
emulators, fitted to all runs, expect at a draw, the error that they have on runs held back added to its variance.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from groundswell.inference.adaptive import anneal, begin
from groundswell.inference.emulator import Emulators, fit_all
from groundswell.inference.history import CUT, History, match, spread, trained_on
from groundswell.inference.problem import Found, Problem, nothing, or_nothing
from groundswell.types import Floats

_PARTICLES = 2000
_FLATTER = 0.5  # power of the guarding part
_GUARD = 0.2  # its share of the draws
_FIRST = 0.4  # the first round's share of the draws
Learned = Callable[[Floats, Floats], Emulators]  # emulators fitted to points and their figures


@dataclass(frozen=True)
class Part:
    """A part of the mixture: the prior times a power of what emulators expect, and how many draws are from it."""

    emulators: Emulators
    power: float
    log_mean: float  # of that power under the prior: what makes it a density
    count: int

    def log_density(self, units: Floats) -> Floats:
        """Return the log of its density relative to the prior's, (points,)."""
        return self.power * self.emulators.log_likelihood(units) - self.log_mean


def by_history(problem: Problem, waves: list[int], last: int, synthetic: bool = False) -> Found:
    """Match history in `waves`, then weigh `last` fresh draws; the empty set when no point is plausible.

    `synthetic`: by the synthetic likelihood rather than by the kernels of their own figures.
    """
    found = match(problem, waves)
    diagnostics = {"waves": list(found.waves)}
    if found.empty:
        return nothing(problem, found.empty, diagnostics)
    units, figures, parts, learned = weighed(problem, found, last)
    made = Found(units, figures, log_mixture(parts, units), diagnostics)
    return or_nothing(problem, synthesised(problem, made, learned(units, figures)) if synthetic else made, CUT)


def synthesised(problem: Problem, found: Found, emulators: Emulators) -> Found:
    """Return what was found with the synthetic likelihood of each target."""
    kernels = problem.last.log_kernels(emulators.at(found.units), emulators.spread)
    return replace(found, log_kernels=kernels, diagnostics={**found.diagnostics, "likelihood": emulators.summary()})


def weighed(problem: Problem, history: History, count: int) -> tuple[Floats, Floats, list[Part], Learned]:
    """Return fresh draws of both rounds, their figures, and the parts of the mixture that they are from.

    Last, what fits emulators to runs of the last scale; on another early scale they build upon those of that scale.
    """
    inside = trained_on(history)
    known, scaled = history.units[inside], history.scaled[inside]
    early = fit_all(problem.early, known, scaled)

    def learned(units: Floats, figures: Floats) -> Emulators:
        fresh = problem.last.scaled(figures)
        if not problem.same_scale:
            return fit_all(problem.last, units, fresh, early)
        return fit_all(problem.last, np.concatenate([known, units]), np.concatenate([scaled, fresh]))

    units, parts = drawn(problem, early, round(_FIRST * count), "round 1")
    figures = problem.simulate("round 1", units, last=True)
    emulators = learned(units, figures)
    more, others = drawn(problem, emulators, count - len(units), "round 2")
    figures = np.concatenate([figures, problem.simulate("round 2", more, last=True)])
    units = np.concatenate([units, more])
    return units, figures, [*parts, *others], learned


def drawn(problem: Problem, emulators: Emulators, count: int, name: str) -> tuple[Floats, list[Part]]:
    """Return `count` points of the mixture that emulators make, and its parts."""
    guard = round(_GUARD * count)
    points, parts = list[Floats](), list[Part]()
    for power, some in ((1.0, count - guard), (_FLATTER, guard)):
        part = f"{name}, power {power}"

        def of(units: Floats, power: float = power) -> Floats:
            return power * emulators.log_likelihood(units)

        start = problem.prior(max(_PARTICLES, some))
        last = anneal(begin(start, of(start)), of, problem.seed, part)
        points.append(spread(last, of, some, problem.seed, part))
        parts.append(Part(emulators, power, last.log_mean, some))
    return np.concatenate(points), parts


def log_mixture(parts: list[Part], units: Floats) -> Floats:
    """Return the log density, relative to the prior, of the mixture of all parts by their shares, (points,)."""
    total = sum(part.count for part in parts)
    logs = np.stack([part.log_density(units) + np.log(part.count / total) for part in parts if part.count])
    top = logs.max(axis=0)
    return top + np.log(np.exp(logs - top).sum(axis=0))
