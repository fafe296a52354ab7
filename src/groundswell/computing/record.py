"""What is kept of a run in an experiment: every measure, day by day, for each region and the nation."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from groundswell.process.count import Tally, measures, nation
from groundswell.process.observe import Params
from groundswell.scenario import Scenario
from groundswell.simulate import World
from groundswell.types import Floats

HAZARD = "concession_hazard"  # daily hazard of a concession: a smooth outcome where the concession itself is rare
Values = NDArray[np.float64]


def recorded(scenario: Scenario | None = None) -> dict[str, tuple[str, str]]:
    """Return what an experiment keeps of a run of this scenario, or of any: measure -> (kind, what it is), in order."""
    return measures(scenario.observation if scenario else Params()) | {
        HAZARD: ("nation", "daily hazard of a concession")
    }


@dataclass
class Trace:
    """A run's counts.

    `values` (days, measures, regions + 1) in full-size persons or shares, the nation last; NaN where a measure is the
    nation's alone. It answers `series` and `scenario` as a run does, so that one ledger serves both.
    """

    scenario: Scenario
    regions: tuple[str, ...]
    values: Values

    @cached_property
    def at(self) -> dict[str, int]:
        """Where each measure stands in `values`."""
        return {name: at for at, name in enumerate(recorded(self.scenario))}

    def series(self, measure: str, region: str | None = None) -> Floats:
        """Return a measure of a region, or of the nation (None), (days,). Raises ValueError for an unknown one."""
        if measure not in self.at:
            raise ValueError(f"measure = {measure!r}: recorded are {list(self.at)}")
        at = len(self.regions) if region is None else self.regions.index(region)
        return self.values[:, self.at[measure], at]


def blank(scenario: Scenario, world: World) -> Trace:
    """Return a trace to be filled day by day."""
    codes = world.society.regions.codes
    shape = (scenario.days, len(recorded(scenario)), len(codes) + 1)
    return Trace(scenario, codes, np.full(shape, np.nan))


def write_down(trace: Trace, tally: Tally, world: World) -> None:
    """Fill a day of `trace` from its tally and the world at its end."""
    day = trace.values[tally.day]
    for name, counts in tally.regional.items():
        day[trace.at[name], :-1] = counts
        day[trace.at[name], -1] = nation(name, counts, world.society.regions)
    for name, value in tally.national.items():
        day[trace.at[name], -1] = value
    day[trace.at[HAZARD], -1] = world.fields.hazard[0]
