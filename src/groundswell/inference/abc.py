"""Sequential approximate Bayesian computation: the check on history matching, without any emulator.

Particles go from the prior to the posterior under a kernel whose tolerance shrinks to the stated errors (Toni et al.
2009, J R Soc Interface 6; tolerances by effective sample size: Del Moral, Doucet and Jasra 2012). The Gaussian kernel
of h times the stated errors is that of the errors to the power 1 / h^2, so this is annealing with a run an evaluation.
The last tolerance is h = 1: the same kernel, and so the same posterior, as the weights' of the other method.

At each tolerance the particles that fit less give way to copies of those that fit, and a run accepts or refuses a whole
point: so after a few tolerances all descend from a few tens of draws, and resemble these wherever the evidence says
nothing. What the draws are worth is counted by these ancestors, not by how many points there are.
"""

import numpy as np

from groundswell.inference.adaptive import Particles, anneal, begin, move, worth
from groundswell.inference.draws import to_normal
from groundswell.inference.history import CUT
from groundswell.inference.problem import Found, Problem, nothing, or_nothing
from groundswell.types import Floats

_GENERATIONS = 14  # particles are the budget over this many runs each
_SWEEPS = 2  # moves a tolerance
_FEWEST = 20  # particles


class _Runs:
    """The log likelihood of points by running them; keeps the figures in the order of the runs."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.units, self.figures = problem, list[Floats](), list[Floats]()

    def __call__(self, units: Floats) -> Floats:
        self.units.append(units)
        self.figures.append(self.problem.simulate(f"generation {len(self.units)}", units, last=True))
        goals = self.problem.last
        return goals.log_kernels(goals.scaled(self.figures[-1])).sum(axis=1)


def sequential(problem: Problem, runs: int) -> Found:
    """Return a sample of the posterior after at most `runs` runs; none when the last tolerance was not reached."""
    count = max(runs // _GENERATIONS, _FEWEST)
    of, start = _Runs(problem), problem.prior(count)
    now = anneal(begin(start, of(start)), of, problem.seed, "sequential", sweeps=_SWEEPS, most=runs)
    kept = [now.number]
    while now.power == 1.0 and now.spent + count <= runs:
        now = move(now, of, problem.seed, f"sequential, more {len(kept)}")
        kept.append(now.number)
    diagnostics = {"particles": count, "runs": now.spent, "tolerances": now.stage, "tolerance": _tolerance(now)}
    if now.power < 1.0:
        return nothing(problem, _why(now, runs), diagnostics)
    last = kept[len(kept) // 2 :]
    number, ancestor = np.concatenate(last), np.tile(now.ancestor, len(last))
    units, figures = np.concatenate(of.units)[number], np.concatenate(of.figures)[number]
    diagnostics["ancestors"] = len(np.unique(ancestor))
    found = Found(units, figures, np.zeros(len(number)), diagnostics, worth=worth(to_normal(units), ancestor))
    return or_nothing(problem, found, CUT)


def _tolerance(now: Particles) -> float:
    """Return the tolerance reached, in stated errors."""
    return float(now.power**-0.5) if now.power > 0.0 else float("inf")


def _why(now: Particles, runs: int) -> str:
    if not np.isfinite(now.log_likelihood).any():
        return "no run gave a figure of every target"
    return (f"after {now.spent} of {runs} runs the tolerance is still {_tolerance(now):.1f} times the stated errors: a "
            "larger budget is needed, or the model or a stated error is wrong")  # fmt: skip
