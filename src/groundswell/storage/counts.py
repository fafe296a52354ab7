"""Daily counts of a run as one array: what a run holds in memory, and every arm of an experiment."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from groundswell.process.count import SHARES, Tally, over_adults
from groundswell.types import Floats, Regions

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Counts:
    """What was counted on each day from day `first` on.

    `values` (days, measures, regions + 1) in full-size persons or shares, the nation last; NaN where a measure is the
    nation's alone.
    """

    measures: tuple[str, ...]
    regions: tuple[str, ...]  # codes
    values: Values
    first: int = 0

    @cached_property
    def at(self) -> dict[str, int]:
        """Where each measure stands in `values`."""
        return {name: at for at, name in enumerate(self.measures)}

    @cached_property
    def national(self) -> tuple[str, ...]:
        """The measures that the nation alone has."""
        values = self.values[:, :, :-1]
        return tuple(name for name, at in self.at.items() if self.regions and bool(np.isnan(values[:, at]).all()))

    @cached_property
    def regional(self) -> tuple[str, ...]:
        """The measures that each region has, and the nation too."""
        return tuple(name for name in self.measures if name not in self.national)

    def series(self, measure: str, region: str | None = None) -> Floats:
        """Return a measure of a region, or of the nation (None), (days,). Raises ValueError for an unknown one."""
        known = self.measures if region is None else self.regional
        if measure not in known or not (region is None or region in self.regions):
            place = "the nation" if region is None else f"region '{region}'"
            codes = "regions are ISO 3166-2 codes"
            raise ValueError(f"no measure '{measure}' of {place}; {codes}, measures {list(known)}")
        days = self.values[:, self.at[measure], -1 if region is None else self.regions.index(region)]
        days.flags.writeable = False  # a view: who changes it would change the run
        return days

    def write_down(self, tally: Tally, regions: Regions) -> None:
        """Fill in the day of a tally: what its regions have, and the nation's sum or mean of it."""
        day = self.values[tally.day - self.first]
        for name, value in tally.regional.items():
            day[self.at[name], :-1] = value
        day[:, -1] = day[:, :-1].sum(axis=1)  # not a number where a measure is the nation's alone
        shares = [self.at[name] for name in SHARES & tally.regional.keys()]
        day[shares, -1] = over_adults(day[shares, :-1], regions)
        for name, value in tally.national.items():
            day[self.at[name], -1] = value

    def of(self, measures: Sequence[str]) -> "Counts":
        """Return these measures alone."""
        return Counts(tuple(measures), self.regions, self.values[:, [self.at[name] for name in measures]], self.first)


def blank(measures: Sequence[str], regions: Sequence[str], days: int, first: int = 0) -> Counts:
    """Return counts to be filled day by day."""
    shape = (days, len(measures), len(regions) + 1)
    return Counts(tuple(measures), tuple(regions), np.full(shape, np.nan), first)


def tallied(tallies: Sequence[Tally], regions: Regions) -> Counts:
    """Return the counts of days that follow one another, one or more; measures in the order of the first day's."""
    first = tallies[0]
    counts = blank([*first.regional, *first.national], regions.codes, len(tallies), first.day)
    for tally in tallies:
        counts.write_down(tally, regions)
    return counts
