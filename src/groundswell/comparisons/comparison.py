"""What a comparison of arms has found, and its forms: arrays, a long table, pandas, xarray."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

import groundswell  # the results' own methods that write pages: the one way up
from groundswell import resolution
from groundswell.arguments import AnyPath, as_path
from groundswell.comparisons import outcomes
from groundswell.comparisons.effects import Effect
from groundswell.computing.persons import Moved
from groundswell.computing.record import recorded
from groundswell.extras import need
from groundswell.running.relevance import meaningless
from groundswell.scenario import Scenario
from groundswell.types import Floats

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

LEVEL = 0.90  # of the intervals that are printed


class Daily(NamedTuple):
    """Effects by day, measure and region, the nation last: (days, measures, regions + 1), in full-size persons."""

    mean: Floats
    error: Floats  # NaN where one pair cannot tell
    half50: Floats  # half widths of the intervals of the mean
    half90: Floats


class Transition(NamedTuple):
    """Persons who ended in one status in the baseline and in another in an arm: mean over seeds, exact interval."""

    in_baseline: str
    in_arm: str
    by: str
    level: str
    persons: float
    low90: float
    high90: float
    simulated_persons: float  # in all seeds together


@dataclass(frozen=True, repr=False)
class Comparison:
    """What changed between arms. Counts are in full-size persons."""

    scenario: Scenario
    arms: tuple[str, ...]  # the baseline first
    seeds: tuple[int, ...]
    regions: tuple[str, ...]
    weight: float  # people whom one simulated person stands for
    totals: dict[str, dict[str, Effect]]  # by arm, by outcome
    regional: dict[str, dict[str, dict[str, Effect]]]  # by arm, by flow (summed over days), by region
    level: Floats  # the baseline's mean (days, measures, regions + 1), the nation last
    daily: dict[str, Daily]  # by arm
    moved: dict[str, Moved]  # mean over seeds, by arm
    from_day: dict[str, int]  # first day on which an arm can differ: the past before was not run again
    failures: dict[int, str]  # seed -> why it has no result
    texts: tuple[str, ...] = ()  # the arms but the baseline as `compare` takes them

    @property
    def resolution(self) -> float:
        """The smallest mean effect on a count that is not zero: one simulated person in one pair."""
        return resolution.resolution_of_effect(self.weight, len(self.seeds))

    def effect(self, arm: str, measure: str, region: str | None = None) -> Floats:
        """Return the mean effect on a measure day by day (days,), of the nation (None) or a region.

        Raises ValueError for an arm, measure or region that is not there.
        """
        return self._series(arm, measure, region)[0]

    def interval(self, arm: str, measure: str, region: str | None = None) -> tuple[Floats, Floats]:
        """Return the ends of the 90 % interval of `effect` (days,), NaN where one pair cannot tell."""
        mean, _, _, half = self._series(arm, measure, region)
        return mean - half, mean + half

    def _series(self, arm: str, measure: str, region: str | None) -> tuple[Floats, ...]:
        measures = list(recorded(self.scenario))
        if arm not in self.daily or measure not in measures or region not in (None, *self.regions):
            raise ValueError(f"arm = {arm!r}, measure = {measure!r}, region = {region!r}: arms {list(self.daily)}, "
                             f"measures {measures}, regions {list(self.regions)} or None")  # fmt: skip
        at = len(self.regions) if region is None else self.regions.index(region)
        return tuple(values[:, measures.index(measure), at] for values in self.daily[arm])

    def relevant(self, arm: str) -> dict[str, Effect]:
        """Return an arm's effects on totals, but for those that the scenario leaves without meaning."""
        left_out = meaningless(self.scenario)
        return {name: e for name, e in self.totals[arm].items() if name not in left_out}

    def transitions(self, arm: str, dimension: str = "all") -> list[Transition]:
        """Return final-status transitions against the baseline, most frequent first, with exact Poisson intervals."""
        runs, found = len(self.seeds), list[Transition]()
        for (before, after, by, level), persons in sorted(self.moved[arm].items(), key=lambda each: -each[1]):
            if by == dimension:
                ends = resolution.count_interval(persons, self.weight, runs)
                some = resolution.simulated_persons(persons, self.weight, runs)
                found.append(Transition(before, after, by, level, persons, *ends, some))
        return found

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the effects as rows of a long table: totals of the nation, then sums of flows by region."""
        for arm in self.arms[1:]:
            for name, e in self.totals[arm].items():
                yield self._row(arm, name, self.scenario.country, e)
            for name, places in self.regional[arm].items():
                for code, e in places.items():
                    yield self._row(arm, name, code, e)

    def _row(self, arm: str, name: str, region: str, e: Effect) -> dict[str, Any]:
        unit = outcomes.outcome(name, scenario=self.scenario).unit
        return {
            "arm": arm, "measure": name, "region": region, "unit": unit, "estimate": e.mean,
            "low": e.low90, "high": e.high90, "level": LEVEL, "error": e.error, "baseline": e.base,
            "seeds": e.pairs, "pairs_that_differ": e.differ, "weight": self.weight,
            "simulated_persons": e.simulated_persons, "coarse": e.is_coarse,
        }  # fmt: skip

    def to_csv(self, path: str | Path) -> Path:
        """Write the long table of `rows` as CSV and return its path; what is not known stays empty."""
        rows = list(self.rows())
        with Path(path).open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return Path(path)

    def to_pandas(self) -> "pd.DataFrame":
        """Return the long table of `rows` (needs the extra `tables`)."""
        need("tables")
        import pandas as pd

        return pd.DataFrame(list(self.rows()))

    def report(self, path: AnyPath) -> Path:
        """Write compare.html, its charts and a CSV beside each into a folder; return the page (needs `report`)."""
        need("report")
        return groundswell.write_comparison_report(self, as_path(path))

    def _repr_html_(self) -> str:
        return groundswell.card(self)

    def to_xarray(self) -> "xr.Dataset":
        """Return the effects over (arm, day, measure, region), with errors and 90 % intervals (extra `tables`)."""
        need("tables")
        import xarray as xr

        dims = ("arm", "day", "measure", "region")
        mean, error, _, half = (np.stack([getattr(d, name) for d in self.daily.values()]) for name in Daily._fields)
        stacked = {"effect": mean, "error": error, "low": mean - half, "high": mean + half}
        coords = {"arm": list(self.daily), "day": np.arange(self.scenario.days),
                  "measure": list(recorded(self.scenario)),
                  "region": [*self.regions, self.scenario.country]}  # fmt: skip
        attributes = {"level": LEVEL, "seeds": list(self.seeds), "weight": self.weight}
        return xr.Dataset({name: (dims, values) for name, values in stacked.items()}, coords, attributes)

    def __str__(self) -> str:
        from groundswell.comparisons.format_comparison import as_text

        return as_text(self)

    def __repr__(self) -> str:
        return f"Comparison of '{self.scenario.name}' with: {', '.join(self.arms[1:])}; {len(self.seeds)} seeds"
