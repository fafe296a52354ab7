"""The scale of a target there and back: counts as log(value + c), shares as log odds (groundswell.case.target_scale).

c is half of the people that a simulated person of the scored model stands for, for the baselines too.
"""

from typing import NamedTuple

import numpy as np

from groundswell.case.target_scale import HALF_PERCENT, log_count, log_odds
from groundswell.types import Floats


class Scale(NamedTuple):
    """Counts (`log`) with their offset, or shares."""

    log: bool
    offset: float = 0.5  # people

    def to(self, value: Floats | float) -> Floats:
        """Return values on the scale; a count below zero is taken for zero."""
        return log_count(value, self.offset) if self.log else log_odds(value)

    def back(self, z: Floats) -> Floats:
        """Return the counts or shares at points of the scale."""
        if self.log:
            return np.maximum(np.exp(z) - self.offset, 0.0)
        odds = np.exp(-np.abs(z))
        share = np.where(z > 0.0, 1.0 / (1.0 + odds), odds / (1.0 + odds))
        return np.clip(share * (1.0 + 2.0 * HALF_PERCENT) - HALF_PERCENT, 0.0, 1.0)

    def spread(self, value: Floats | float, step: float) -> Floats:
        """Return the standard deviation, on the scale, of a value that is known to a step (uniform within it)."""
        value = np.asarray(value, float)
        if self.log:
            return step / np.sqrt(12.0) / (np.maximum(value, 0.0) + self.offset)
        share = np.clip(value, 0.0, 1.0)
        return step / np.sqrt(12.0) * (1.0 / (share + HALF_PERCENT) + 1.0 / (1.0 - share + HALF_PERCENT))
