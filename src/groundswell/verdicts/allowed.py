"""All values that a claim's parameters may have, as a design can cover them: the declared range and far beyond it.

Hard limits are often far off (a utility may be -60 to 60, a variance up to a million), and some ends may be infinite.
Points spread evenly between such limits would hardly ever meet the declared range. So half of the points lie in the
declared range and a quarter on either side of it, out to the hard limit, their distances from the range's end spaced by
orders of magnitude. Where a range ends at its limit, its quarter is the range's. No value that is allowed is left out;
an infinite limit is taken to lie a thousand widths of the range away, and that is said.
"""

import math
from typing import NamedTuple

from groundswell.comparisons.design import Prior
from groundswell.verdicts.claim import Claim
from groundswell.verdicts.joint import Joint

BEYOND = 0.25  # share of the points on one side of the declared range
_FAR = 1000.0  # widths of the range that stand for an infinite limit


class Range(NamedTuple):
    """A parameter's hard limits around its declared range; `endless`: a limit is infinite."""

    prior: Prior
    low: float
    high: float
    endless: bool
    solves: str = ""  # the parameter that is solved for, where the range is that of an observable

    @property
    def key(self) -> str:
        """The parameter that the claim names."""
        return self.solves or self.prior.key

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


def ranges(claim: Claim, drawn: Joint) -> tuple[Range, ...]:
    """Return the allowed range of each parameter that a claim names, in the order of its file.

    For a parameter that is solved for it is the observable's. A claim's own range is not heeded, unless no prior is
    declared.
    """
    known = claim.parameters()
    found: list[Range] = []
    for own, declared_as in zip(claim.priors, claim.declared(), strict=True):
        c = drawn.coordinate(own.key)
        meta, prior = (c.parameter.meta, c.prior) if c else (known[own.key].meta, declared_as or own)
        far = _FAR * (prior.high - prior.low or abs(prior.high) or 1.0)
        low = float(meta.low) if math.isfinite(meta.low) else prior.low - far
        high = float(meta.high) if math.isfinite(meta.high) else prior.high + far
        found.append(Range(prior, low, high, not (math.isfinite(meta.low) and math.isfinite(meta.high)),
                           c.solves if c else ""))  # fmt: skip
    return tuple(found)


def _distance(room: float, width: float, t: float) -> float:
    """Return the distance from a range's end at `t` in 0..1: 0 to `room`, by orders of magnitude beyond `width`."""
    return width * (math.exp(t * math.log1p(room / width)) - 1.0)
