"""What is kept of a run in an experiment: every measure, day by day, for each region and the nation."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.process.count import MEASURES, Tally
from groundswell.scenario import Scenario
from groundswell.simulate import World
from groundswell.types import Floats

HAZARD = "concession_hazard"  # daily hazard of a concession: a smooth outcome where the concession itself is rare
RECORDED = (*MEASURES, HAZARD)
_AT = {name: at for at, name in enumerate(RECORDED)}
Values = NDArray[np.float64]


@dataclass
class Trace:
    """A run's counts.

    `values` (days, measures, regions + 1) in full-size persons or shares, the nation last; NaN where a measure is the
    nation's alone. It answers `series`, `scenario` and `manifest` as a run does, so that one ledger serves both.
    """

    scenario: Scenario
    regions: tuple[str, ...]
    values: Values
    planned: float = 0.0  # full-size persons whom the decrees made so far call

    @property
    def manifest(self) -> dict[str, Any]:
        """What a ledger reads of a run's manifest."""
        return {"society": {"planned": self.planned}}

    def series(self, measure: str, region: str | None = None) -> Floats:
        """Return a measure of a region, or of the nation (None), (days,). Raises ValueError for an unknown one."""
        if measure not in _AT:
            raise ValueError(f"measure = {measure!r}: recorded are {list(RECORDED)}")
        at = len(self.regions) if region is None else self.regions.index(region)
        return self.values[:, _AT[measure], at]


def blank(scenario: Scenario, world: World) -> Trace:
    """Return a trace to be filled day by day."""
    codes = world.society.regions.codes
    shape = (scenario.days, len(RECORDED), len(codes) + 1)
    return Trace(scenario, codes, np.full(shape, np.nan))


def write_down(trace: Trace, tally: Tally, world: World) -> None:
    """Fill a day of `trace` from its tally and the world at its end."""
    population = world.society.regions.population
    weight = population / population.sum()
    day = trace.values[tally.day]
    for name, counts in tally.regional.items():
        day[_AT[name], :-1] = counts
        day[_AT[name], -1] = counts @ weight if MEASURES[name][0] == "share" else counts.sum()
    for name, value in tally.national.items():
        day[_AT[name], -1] = value
    day[_AT[HAZARD], -1] = _hazard(trace.scenario, world)
    trace.planned = world.planned


def _hazard(scenario: Scenario, world: World) -> float:
    """Return the hazard with which the state could have yielded today (groundswell.process.concede)."""
    p, called = scenario.concession, world.fields.called.sum()
    unfilled = 1.0 - min(called / world.quota_so_far, 1.0) if world.quota_so_far > 0 else 0.0
    still_open = 1.0 - min(called / world.planned, 1.0) if world.planned > 0 else 0.0
    disruption = world.fields.disruption[0] / 1000.0
    h = p.disruption * disruption**p.exponent + p.unfilled * unfilled - p.demand * still_open
    return float(min(max(h, 0.0), 1.0)) if still_open > 0 else 0.0
