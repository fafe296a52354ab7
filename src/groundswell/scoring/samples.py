"""What is scored: samples of a scenario's daily series with weights. A run is one sample, an ensemble one a seed."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from groundswell.running import Run
from groundswell.scenario import Scenario
from groundswell.types import Floats


class Samples(Protocol):
    """Samples x days of every series, with weights: runs that differ by seed, or draws of a posterior."""

    @property
    def scenario(self) -> Scenario:
        """The scenario of all samples; its parameters may differ from sample to sample."""
        ...

    @property
    def weights(self) -> Floats:
        """Weight of each sample, (S,), 0 or more; they need not add up to 1."""
        ...

    @property
    def discrepancy(self) -> tuple[float, float]:
        """Standard deviation of the model's own stated error: of log counts, of log odds of shares."""
        ...

    def series_samples(self, measure: str, region: str = "") -> Floats:
        """Return a measure of a region ("": the nation) in each sample, (S, days); NaN where a sample has no such day.

        Raises ValueError for an unknown measure or region.
        """
        ...


class OfRuns:
    """Runs as samples: of one scenario with other seeds, of equal weight; or of weighted draws of its parameters."""

    def __init__(
        self, runs: Sequence[Run], weights: Floats | None = None, discrepancy: tuple[float, float] = (0.0, 0.0)
    ) -> None:
        self.runs, self._discrepancy = tuple(runs), discrepancy
        self._weights = np.full(len(runs), 1.0 / len(runs)) if weights is None else weights
        self._days = min(run.days for run in self.runs)

    @property
    def scenario(self) -> Scenario:
        """The scenario of the first run."""
        return self.runs[0].scenario

    @property
    def discrepancy(self) -> tuple[float, float]:
        """The model's stated error, of log counts and of log odds; seeds alone state none."""
        return self._discrepancy

    @property
    def weights(self) -> Floats:
        """The weight of each run, (S,)."""
        return self._weights

    def series_samples(self, measure: str, region: str = "") -> Floats:
        """Return a measure of a region ("": the nation) in each run, (S, days) of the shortest run."""
        return np.stack([np.asarray(run.series(measure, region or None), float)[: self._days] for run in self.runs])
