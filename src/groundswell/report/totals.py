"""A count with how sure it is: from one run by sampling alone, from several by how they differ."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from groundswell.report.numbers import amount, give
from groundswell.resolution import count_interval, is_coarse, zero_count_bound
from groundswell.types import Floats

TENTHS = 20  # runs from which nine tenths of them are told; the range of fewer is their lowest and highest
SAMPLING = "± 2 standard errors of sampling individuals; a lower bound, since individuals are not independent"
_LEVEL = 0.95


class Total(NamedTuple):
    """A count in full-size persons, its interval, how many runs it is from, and whether it is ± 2 standard errors."""

    value: float
    low: float
    high: float
    runs: int = 1
    even: bool = False  # the interval lies evenly about the value

    def __str__(self) -> str:
        """Return "about 1,400 (± 750)", "about 1,400 (900 to 2,300 over 8 runs)", "none (up to 3,000, 95 %)"."""
        if self.runs > 1:
            if self.high <= 0.0:
                return f"none in {self.runs} runs"
            return f"about {amount(self.value)} ({amount(self.low)} to {amount(self.high)} over {self.runs} runs)"
        if self.value <= 0.0:
            return f"none (up to {amount(self.high)}, 95\u00a0%)"
        if self.even:
            return f"about {amount(self.value)} (±\u00a0{give(self.high - self.value)})"
        return f"about {amount(self.value)} ({amount(self.low)} to {amount(self.high)})"


def total(values: Sequence[float], weight: float) -> Total:
    """Return a count from its value in each run of an ensemble, or in a single one."""
    if len(values) > 1:
        middle, low, high = (float(end) for end in spread_over_runs(np.asarray(values, float)))
        return Total(middle, low, high, len(values))
    value = float(values[0])
    if value <= 0.0:
        return Total(0.0, 0.0, zero_count_bound(weight))
    if is_coarse(value, weight):
        return Total(value, *count_interval(value, weight, level=_LEVEL))
    margin = 2.0 * (weight * value) ** 0.5
    return Total(value, max(value - margin, 0.0), value + margin, even=True)


def spread_over_runs(values: Floats) -> tuple[Floats, Floats, Floats]:
    """Return median, lower and upper end over the first axis, that of runs: nine tenths of them, or all of a few."""
    ends = (0.05, 0.95) if len(values) >= TENTHS else (0.0, 1.0)
    middle, low, high = np.quantile(values, [0.5, *ends], axis=0)
    return middle, low, high


def band_words(runs: int) -> str:
    """Return what a band over runs holds."""
    return f"nine tenths of {runs} runs" if runs >= TENTHS else f"the lowest to the highest of {runs} runs"
