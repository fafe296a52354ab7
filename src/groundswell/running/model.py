"""What a run leaves: the scenario as it ran, daily counts, provenance, and views of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import groundswell  # the results' own methods that write pages: the one way up
from groundswell.arguments import AnyPath, as_path
from groundswell.extras import need
from groundswell.files import as_input_errors, refuse_foreign, write_text
from groundswell.overwrite import replacing
from groundswell.resolution import sentence
from groundswell.running.fit import Fit, fit
from groundswell.running.ledger import Entry, ledger
from groundswell.running.manifest import of_scenario
from groundswell.scenario import Scenario
from groundswell.scenario.card import escape, framed, html_table
from groundswell.storage import table
from groundswell.storage.arrow import Table
from groundswell.storage.counts import Counts
from groundswell.storage.frames import to_frame

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from groundswell import Score


@dataclass(frozen=True, repr=False, eq=False)
class Run:
    """A run, finished or interrupted: of a folder, in memory, or an arm of an experiment."""

    scenario: Scenario
    stored: Counts | Path  # what was counted; a path: of the long table that holds it, read when asked for
    provenance: Mapping[str, Any] | None = None  # as in manifest.json; None: no more than the scenario tells

    @property
    def seed(self) -> int:
        """The seed of every draw."""
        return self.scenario.seed

    @property
    def days(self) -> int:
        """Days that were run."""
        return int(self.manifest["days"]) if isinstance(self.stored, Path) else len(self.stored.values)

    @property
    def complete(self) -> bool:
        """Whether all days of the scenario were run."""
        return self.days == self.scenario.days

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        """Provenance, as manifest.json holds it."""
        return of_scenario(self.scenario, self.days) if self.provenance is None else self.provenance

    @cached_property
    def counts(self) -> Counts:
        """Everything that was counted, as an array. Raises InputError when the file that holds it has gone."""
        return table.counts_of(self.daily, self.scenario.country) if isinstance(self.stored, Path) else self.stored

    @cached_property
    def daily(self) -> Table:
        """Everything that was counted: day, date, region, measure, value."""
        if isinstance(self.stored, Path):
            return table.read(self.stored)
        return table.daily_table(self.stored, self.scenario.country, self.scenario.start)

    @cached_property
    def nation(self) -> Table:
        """The nation: a row a day, a column a measure."""
        return table.nation_table(self._national, self.scenario.start)

    @cached_property
    def regions(self) -> Table:
        """The regions: a row a day and region, a column a measure."""
        return table.regions_table(self.counts, self.scenario.start)

    def series(self, measure: str, region: str | None = None) -> np.ndarray[Any, Any]:
        """Return a measure of a region, or of the nation, (days,). Raises ValueError for an unknown one."""
        if region in (None, self.scenario.country):
            return self._national.series(measure)
        return self.counts.series(measure, region)

    @cached_property
    def _national(self) -> Counts:
        """The nation's counts, of a file without its regions': a summary of a long run needs no more."""
        country = self.scenario.country
        if isinstance(self.stored, Path):
            return table.counts_of(table.read(self.stored, country), country)
        return self.stored

    @cached_property
    def ledger(self) -> tuple[Entry, ...]:
        """What it cost: lives, prison-days, years abroad."""
        return ledger(self)

    @cached_property
    def fit(self) -> tuple[Fit, ...]:
        """The observed series against the published figures."""
        return fit(self)

    @property
    def plot(self) -> Any:
        """Charts of this run (needs the extra `report`)."""
        need("report")
        return groundswell.Plots(self)

    def report(self, path: AnyPath) -> Path:
        """Write report.html and a CSV beside every chart into a folder; return the page (needs the extra `report`).

        Raises InputError if it cannot be written, or if a link leads out of the folder.
        """
        need("report")
        folder = as_path(path)
        refuse_foreign(*(folder / name for name in ("report.html", "limits.html", "figures")))
        with as_input_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            return groundswell.write_report(self, folder)

    def score(self, observed: Any) -> "Score":
        """Score the run against an observed table: a CSV file, a data frame, or a list of dicts (docs/scoring.md).

        Raises InputError for a table that is wrong, or of which no row can be scored.
        """
        return groundswell.score(self, observed)

    def save(self, path: AnyPath, force: bool = False) -> Path:
        """Write the run into a new folder, whole or not at all; `force` lets a run's folder that exists be replaced.

        Raises InputError if it exists otherwise, or cannot be written.
        """
        from groundswell.running.store import save

        folder = as_path(path)
        with replacing(folder, force):
            return save(self, folder)

    def to_csv(self, path: AnyPath, nation: bool = False) -> Path:
        """Write the regions' table as CSV, a row a day and region, or the nation's, a row a day; return the file.

        Raises InputError when it cannot be written.
        """
        from groundswell.running.exports import write_csv

        file = as_path(path)
        write_csv(self.nation if nation else self.regions, file)
        return file

    def to_geojson(self, path: AnyPath, day: int | None = None) -> Path:
        """Write regional results as GeoJSON, of all days or of one; `groundswell.running.exports.geojson` has details.

        Raises InputError when it cannot be written, ValueError for a day that was not run.
        """
        from groundswell.json_text import json_text
        from groundswell.running.exports import geojson

        file, text = as_path(path), json_text(geojson(self, day)) + "\n"
        with as_input_errors(file, remedy="name another file"):
            file.parent.mkdir(parents=True, exist_ok=True)
            write_text(file, text)
        return file

    def to_pandas(self, nation: bool = False) -> "pd.DataFrame":
        """Return the regions' table as a data frame indexed by day and region, or the nation's by day.

        The column `date` holds dates (datetime64), so that both can be resampled: needs the extra `tables`.
        """
        frame: Any = to_frame(self.nation if nation else self.regions)
        return frame.set_index("day" if nation else ["day", "region"])

    def to_xarray(self) -> "xr.Dataset":
        """Return measures over (day, region), and over (day) those only the nation has (needs the extra `tables`)."""
        need("tables")
        import xarray as xr

        wide, nation = self.regions, self.nation
        days = nation["day"].to_numpy()
        codes = wide["region"].to_numpy()[: len(wide) // max(len(days), 1)]
        shape = (len(days), len(codes))
        local = {n: (("day", "region"), wide[n].to_numpy().reshape(shape)) for n in wide.column_names[3:]}
        only = {n: (("day",), nation[n].to_numpy()) for n in nation.column_names[2:] if n not in local}
        dates = nation["date"].to_numpy().astype("datetime64[ns]")
        return xr.Dataset(local | only, {"day": days, "region": codes, "date": ("day", dates)}, {"run": repr(self)})

    def __str__(self) -> str:
        from groundswell.running.summary import as_text

        return as_text(self)

    def __repr__(self) -> str:
        state = f"{self.days} days" if self.complete else f"incomplete, {self.days} of {self.scenario.days} days"
        return f"Run of '{self.scenario.name}', seed {self.seed}: {state}, {self.scenario.persons:,} persons"

    def _repr_html_(self) -> str:
        figures = {e.about: f"{e.value:,.0f} {e.unit}" if e.value > 0 else "none counted" for e in self.ledger}
        note = f"<p>{escape(sentence(float(self.manifest['society']['weight'])))}</p>"
        return framed(repr(self), html_table(figures) + note, self.scenario.case)
