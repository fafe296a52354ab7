"""All values that a claim's parameters may have, as a design can cover them: the declared range and far beyond it.

Hard limits are often far off (a utility may be -60 to 60, a variance up to a million), and some ends may be infinite.
Points spread evenly between such limits would hardly ever meet the declared range. So half of the points lie in the
declared range and a quarter on either side of it, out to the hard limit, their distances from the range's end spaced by
orders of magnitude. Where a range ends at its limit, its quarter is the range's. No value that is allowed is left out;
an infinite limit is taken to lie a thousand widths of the range away, and that is said.
"""

import math
from typing import NamedTuple

from groundswell.comparisons.design import Prior, parameters
from groundswell.scenario.arms import apply
from groundswell.verdicts.claim import Claim

BEYOND = 0.25  # share of the points on one side of the declared range
_FAR = 1000.0  # widths of the range that stand for an infinite limit


class Range(NamedTuple):
    """A parameter's hard limits around its declared range; `endless`: a limit is infinite."""

    prior: Prior
    low: float
    high: float
    endless: bool

    def at(self, u: float) -> float | int:
        """Return the value at `u` in 0..1; it grows with `u`."""
        p = self.prior
        width = p.high - p.low or abs(p.high) or 1.0
        below, above = (BEYOND if room > 0.0 else 0.0 for room in (p.low - self.low, self.high - p.high))
        if u < below:
            value = p.low - _distance(p.low - self.low, width, 1.0 - u / below)
        elif u > 1.0 - above:
            value = p.high + _distance(self.high - p.high, width, (u - 1.0 + above) / above)
        else:
            value = p.at((u - below) / (1.0 - below - above))
        value = min(max(value, self.low), self.high)
        return min(max(round(value), math.ceil(self.low)), math.floor(self.high)) if p.whole else float(value)


def ranges(claim: Claim) -> tuple[Range, ...]:
    """Return the allowed range of each parameter that a claim draws, in the order of its file.

    A claim's own cut is not heeded, unless no prior is declared.
    """
    known = parameters(claim.scenario)
    for arm in claim.arms:
        known = {**parameters(apply(claim.scenario, arm, late=claim.placebo)), **known}
    found: list[Range] = []
    for own in claim.priors:
        meta = known[own.key].meta
        if meta.prior is None:
            prior = own
        else:
            prior = Prior(own.key, float(meta.prior[0]), float(meta.prior[1]), meta.shape, own.whole)
        far = _FAR * (prior.high - prior.low or abs(prior.high) or 1.0)
        low = float(meta.low) if math.isfinite(meta.low) else prior.low - far
        high = float(meta.high) if math.isfinite(meta.high) else prior.high + far
        found.append(Range(prior, low, high, not (math.isfinite(meta.low) and math.isfinite(meta.high))))
    return tuple(found)


def _distance(room: float, width: float, t: float) -> float:
    """Return the distance from a range's end at `t` in 0..1: 0 to `room`, by orders of magnitude beyond `width`."""
    return width * (math.exp(t * math.log1p(room / width)) - 1.0)
