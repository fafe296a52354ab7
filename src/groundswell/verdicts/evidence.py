"""Draws that evidence has weighed: which of them a claim runs, and what each is worth with and without each target.

Running every draw of a posterior would be dear. So a few are chosen by systematic resampling (Kitagawa 1996) from the
mixture, in equal parts, of the posterior and of what it would be without each of its targets. A chosen draw has the
importance weight p / q for each of these (p its weight there, q that in the mixture), which is bounded by their number:
one set of runs answers all, and the difference between two answers is not one of other draws.

A share of weighted draws has the interval of Clopper and Pearson with the effective number of draws in the place of the
number (Korn and Graubard 1998, Survey Methodology 24, for shares in surveys with unequal weights): the smallest of what
the weighed table is worth, of Kish's (sum w)^2 / sum w^2 over the draws that were run, and of the number that equal
draws would need for the variance of this share (`verdict.effective`): draws that hold may weigh more than others. With
equal weights it is the interval for counts. How often it covers the truth is tested.
"""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from groundswell import rng
from groundswell.errors import InputError, shown
from groundswell.inference.posterior import Posterior
from groundswell.json_text import json_text
from groundswell.scenario import Scenario
from groundswell.types import Floats, Ints

CHOICE = np.uint64(33)  # purpose: w0 where systematic resampling of a posterior begins (day: how many are chosen)
LEAST_ESS, MOST_KHAT = 50.0, 0.7  # a verdict needs so many draws at least, and weights with no heavier tail
POSTERIOR = "posterior"
_SPARE = 1.2  # so many times the draws that would be worth enough, were their weights as now


@dataclass(frozen=True)
class Weighed:
    """What the chosen draws are worth under one set of evidence: weights (chosen,) that add up to 1; ESS; k.

    `whole`: ESS of all draws of the posterior under that evidence: more chosen draws are never worth more.
    """

    weights: Floats
    ess: float
    khat: float
    whole: float = math.inf

    @property
    def trouble(self) -> str:
        """Why no verdict may rest on them, and what would help; "" if one may. Equal weights have no k (NaN)."""
        larger = "needs a posterior of a larger budget (groundswell calibrate --budget)"
        if self.ess < LEAST_ESS:
            more = math.ceil(_SPARE * LEAST_ESS * len(self.weights) / self.ess)
            remedy = larger if self.whole < LEAST_ESS else f"needs some {more:,} draws (--draws)"
            return f"the draws are worth {self.ess:.0f}, fewer than {LEAST_ESS:.0f}; {remedy}"
        heavy = f"the weights' tail is too heavy: k = {self.khat:.2f}, above {MOST_KHAT}; {larger}"
        return heavy if self.khat > MOST_KHAT else ""


@dataclass(frozen=True)
class Choice:
    """Numbers of the draws to run, ascending, and their worth: of the posterior, and without each target."""

    numbers: Ints
    posterior: Weighed
    without: Mapping[str, Weighed]


def choose(of: Posterior, count: int, seed: int) -> Choice:
    """Return `count` draws of a posterior, fewer where one is taken twice. Raises InputError for one without draws."""
    if not len(of.draws):
        remedy = "no draw comes near the evidence: the model is wrong there, and no claim can be weighed by it"
        raise InputError("the posterior is empty", place="posterior", remedy=remedy)
    each = {POSTERIOR: of.smoothed, **{target: of.without(target) for target in of.used}}
    shares = {name: _shares(w.log) for name, w in each.items()}
    mixture: Floats = np.mean(list(shares.values()), axis=0)
    start = float(rng.uniform(seed, CHOICE, count, 0))
    at = np.searchsorted(np.cumsum(mixture) / mixture.sum(), (np.arange(count) + start) / count)
    numbers, times = np.unique(np.minimum(at, len(mixture) - 1), return_counts=True)
    worth: dict[str, Weighed] = {}
    for name, share in shares.items():
        weights = times * share[numbers] / mixture[numbers]
        weights = weights / weights.sum() if weights.sum() > 0.0 else np.full(len(numbers), 1.0 / len(numbers))
        kish = float(1.0 / np.sum(weights**2))
        worth[name] = Weighed(weights, min(kish, each[name].ess), each[name].khat, each[name].ess)
    posterior = worth.pop(POSTERIOR)
    return Choice(np.asarray(numbers, np.int64), posterior, worth)


def check_case(of: Posterior, scenario: Scenario) -> None:
    """Refuse a posterior of another case. Raises InputError."""
    own, asked = of.scenario.case.name, scenario.case.name
    if own != asked:
        remedy = f"fit {shown(asked)}: groundswell calibrate {scenario.name}"
        raise InputError(
            f"is about the case {shown(own)}, the claim about {shown(asked)}", place="posterior", remedy=remedy
        )


def identity(of: Posterior) -> str:
    """Return the digest of a posterior's draws and weights: what a kept verdict was weighed by."""
    digest = hashlib.sha256(json_text([of.scenario.hash, list(of.used), [dict(d) for d in of.draws]]).encode())
    digest.update(np.ascontiguousarray(of.smoothed.log, np.float64).tobytes())
    return digest.hexdigest()


def _shares(log: Floats) -> Floats:
    weights: Floats = np.exp(log - np.max(log))
    return weights / weights.sum()
