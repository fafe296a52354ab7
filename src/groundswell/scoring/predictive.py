"""A predictive distribution of one observed value, as weighted members; nothing here is drawn at random.

Members of an ensemble are S values. Of one run the distribution is that of drawing its simulated persons alone: the
rate behind a count of n persons is Gamma(n + 1/2), a share of n asked Beta(k + 1/2, n - k + 1/2) (Jeffreys' priors;
Brown, Cai and DasGupta 2001, Statistical Science 16(2)). Both are taken at quantiles, equally far apart in probability.

An observation's own error is added to the predictive distribution, not to the observation (Saetra et al. 2004, Monthly
Weather Review 132(6)): each member becomes several, at quantiles of a normal distribution on the scale of the target.
"""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import asin, pi, sqrt
from statistics import NormalDist

import numpy as np

from groundswell.scoring.scale import Scale
from groundswell.types import Floats

NODES = 200  # quantiles of a run's own distribution
_GRID = 4001


@dataclass(frozen=True, eq=False)
class Predictive:
    """Members of a predictive distribution: `values` (S, m), m of equal chance a member; `p` (S,) adds up to 1.

    `size` is how many exchangeable members there are (the effective number, if weights differ); infinite where the
    members stand for a distribution that is known. `step` is the step in which a member's value moves.
    """

    values: Floats
    p: Floats
    size: float
    step: float

    @cached_property
    def flat(self) -> tuple[Floats, Floats]:
        """Values in order, and their chances, (S * m,) each."""
        values, m = self.values.ravel(), self.values.shape[1]
        order = np.argsort(values, kind="stable")
        return values[order], (np.repeat(self.p, m) / m)[order]

    def quantiles(self, q: Floats) -> Floats:
        """Return quantiles at levels `q`, of its shape, widened to what a simulated person hides.

        The k-th of S exchangeable members is exceeded with chance 1 - k/(S + 1): ends beyond the outermost members are
        not known and stay at these. Below the median half a step is taken off, above it half a step is added; where
        all members are zero the upper end is at least that of a zero count (groundswell.resolution).
        """
        values, chance = self.flat
        shrunk = 1.0 if np.isinf(self.size) else self.size / (self.size + 1.0)
        at = (np.cumsum(chance) - chance / 2.0) * shrunk + (1.0 - shrunk) / 2.0
        found = np.interp(q, at, values) + np.sign(np.round(q - 0.5, 12)) * self.step / 2.0
        if values[-1] <= 0.0 and self.step > 0.0:
            found = np.maximum(found, np.where(q > 0.5, -np.log1p(-q) * self.step / self.size, 0.0))
        return np.maximum(found, 0.0) if values[0] >= 0.0 else found

    def ranks(self, value: float) -> tuple[float, float]:
        """Return the ends of the part of [0, 1] that a value takes up among the members in order.

        Of right predictions these parts cover [0, 1] evenly, whatever the number of members and of ties (Czado,
        Gneiting and Held 2009, Biometrics 65(4)). Members within half a step of the value are ties.
        """
        values, chance = self.flat
        near = np.abs(values - value) <= self.step / 2.0
        below, ties = float(chance[(values < value) & ~near].sum()), float(chance[near].sum())
        shrunk = 1.0 if np.isinf(self.size) else self.size / (self.size + 1.0)
        return below * shrunk, (below + ties) * shrunk + 1.0 - shrunk

    def clipped(self, side: str, bound: float) -> "Predictive":
        """Return what a bound can tell of the distribution: all beyond it is as good as the bound itself."""
        if not side:
            return self
        clip = np.minimum if side == "at least" else np.maximum
        return replace(self, values=clip(self.values, bound))

    def dressed(self, scale: Scale, sd: float) -> "Predictive":
        """Return the distribution with a normal error of `sd` on the scale of the target."""
        if sd <= 0.0:
            return self
        z = scale.to(self.values.ravel())[:, None] + sd * errors(2 * (1000 // len(self.p)) + 21)[None, :]
        return replace(self, values=scale.back(z).reshape(len(self.p), -1))


@lru_cache
def errors(count: int) -> Floats:
    """Return so many quantiles of the standard normal distribution, equally far apart in probability."""
    return np.array([NormalDist().inv_cdf((k + 0.5) / count) for k in range(count)])


def members(values: Floats, weights: Floats, step: float) -> Predictive:
    """Return the distribution of samples (S,) with weights (S,); samples of weight 0 are left out."""
    kept = weights > 0.0
    p = weights[kept] / weights[kept].sum()
    return Predictive(values[kept][:, None], p, float(1.0 / np.sum(p * p)), step)


def known(values: Floats) -> Predictive:
    """Return a distribution that is known, from its quantiles or equally likely values (S,)."""
    return Predictive(values[:, None], np.full(len(values), 1.0 / len(values)), np.inf, 0.0)


def of_count(value: float, weight: float) -> Predictive:
    """Return the distribution behind a run's count in people, of whom a simulated person stands for `weight`."""
    shape = max(value, 0.0) / weight + 0.5
    middle, room = float(shape ** (1.0 / 3.0)), float(2.2 / shape ** (1.0 / 6.0))
    u: Floats = np.linspace(max(middle - room, 0.0), middle + room, _GRID)[1:]  # cube roots are nearly normal
    return known(weight * _quantiles(u, (3.0 * shape - 1.0) * np.log(u) - u**3) ** 3)


def of_share(share: float, asked: float) -> Predictive:
    """Return the distribution behind a share of `asked` persons; of nobody it is anything from 0 to 1."""
    asked = max(asked, 0.0)
    yes = min(max(share, 0.0), 1.0) * asked
    middle, room = asin(sqrt(yes / asked if asked else 0.5)), 5.0 / sqrt(asked + 1.0)
    low, high = max(middle - room, 0.0), min(middle + room, pi / 2.0)
    angle: Floats = np.linspace(low, high, _GRID + 1)[1:-1]
    density = 2.0 * yes * np.log(np.sin(angle)) + 2.0 * (asked - yes) * np.log(np.cos(angle))
    return known(np.sin(_quantiles(angle, density)) ** 2)


def _quantiles(x: Floats, log_density: Floats) -> Floats:
    """Return NODES quantiles, equally far apart in probability, of a density known up to a factor on a grid."""
    density = np.exp(log_density - log_density.max())
    below = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2.0 * np.diff(x))])
    return np.interp((np.arange(NODES) + 0.5) / NODES, below / below[-1], x)
