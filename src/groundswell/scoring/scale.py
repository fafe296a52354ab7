"""The scale of a target: counts as log(value + c), shares as log odds; the same for a model and its baselines.

c is half of the people that a simulated person of the scored model stands for; each side of a share is half a per cent
larger, since shares are published in whole per cent.
"""

from typing import NamedTuple

import numpy as np

from groundswell.types import Floats

_HALF_PERCENT = 0.005
Z90 = 1.645  # a published interval is taken for 90 % of a normal distribution on this scale


class Scale(NamedTuple):
    """Counts (`log`) with their offset, or shares."""

    log: bool
    offset: float = 0.5  # people

    def to(self, value: Floats | float) -> Floats:
        """Return values on the scale; a count below zero is taken for zero."""
        value = np.asarray(value, float)
        if self.log:
            return np.asarray(np.log(np.maximum(value, 0.0) + self.offset))
        share = np.clip(value, 0.0, 1.0)
        return np.asarray(np.log((share + _HALF_PERCENT) / (1.0 - share + _HALF_PERCENT)))

    def back(self, z: Floats) -> Floats:
        """Return the counts or shares at points of the scale."""
        if self.log:
            return np.maximum(np.exp(z) - self.offset, 0.0)
        odds = np.exp(-np.abs(z))
        share = np.where(z > 0.0, 1.0 / (1.0 + odds), odds / (1.0 + odds))
        return np.clip(share * (1.0 + 2.0 * _HALF_PERCENT) - _HALF_PERCENT, 0.0, 1.0)

    def spread(self, value: Floats | float, step: float) -> Floats:
        """Return the standard deviation, on the scale, of a value that is known to a step (uniform within it)."""
        value = np.asarray(value, float)
        if self.log:
            return step / np.sqrt(12.0) / (np.maximum(value, 0.0) + self.offset)
        share = np.clip(value, 0.0, 1.0)
        return step / np.sqrt(12.0) * (1.0 / (share + _HALF_PERCENT) + 1.0 / (1.0 - share + _HALF_PERCENT))
