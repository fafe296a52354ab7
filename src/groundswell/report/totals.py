"""A count with how sure it is: from one run by sampling alone, from several by how they differ."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from groundswell.comparisons.ensemble import MANY, band
from groundswell.report.numbers import amount, give
from groundswell.resolution import count_interval, is_coarse, zero_count_bound

SAMPLING = "± 2 standard errors of sampling individuals; a lower bound, since individuals are not independent"
_LEVEL = 0.95


class Total(NamedTuple):
    """A count in full-size persons with its interval, and where that is from.

    `kind`: "sampling" (± 2 standard errors), "exact" (Poisson, for few), "bound" (of a count of none), "runs".
    """

    value: float
    low: float
    high: float
    kind: Literal["sampling", "exact", "bound", "runs"]
    runs: int = 1

    def __str__(self) -> str:
        """Return "about 1,400 (± 750)", "about 1,400 (900 to 2,300 over 8 runs)", "none (up to 3,000, 95 %)"."""
        low, high = amount(self.low), amount(self.high)
        if self.kind == "bound":
            return f"none{f' in {self.runs} runs' if self.runs > 1 else ''} (up to {high}, 95\u00a0%)"
        if self.kind == "sampling":
            return f"about {amount(self.value)} (±\u00a0{give(self.high - self.value)})"
        over = f" over {self.runs} runs" if self.kind == "runs" else ""
        return f"about {amount(self.value)} ({low} to {high}{over})"


def total(values: Sequence[float], weight: float) -> Total:
    """Return a count from its value in each run of an ensemble, or in a single one."""
    runs, value = len(values), float(values[0])
    if max(values) <= 0.0:
        return Total(0.0, 0.0, zero_count_bound(weight, runs), "bound", runs)
    if runs > 1:
        low, middle, high = (float(end) for end in band(np.asarray(values, float)))
        return Total(middle, low, high, "runs", runs)
    if is_coarse(value, weight):
        return Total(value, *count_interval(value, weight, level=_LEVEL), "exact")
    margin = 2.0 * (weight * value) ** 0.5
    return Total(value, max(value - margin, 0.0), value + margin, "sampling")


def band_words(runs: int) -> str:
    """Return what a band over runs holds."""
    return f"nine tenths of {runs} runs" if runs >= MANY else f"the lowest to the highest of {runs} runs"
