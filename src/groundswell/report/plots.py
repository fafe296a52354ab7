"""`run.plot`: each method returns an altair chart of the run."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np

from groundswell.comparisons.ensemble import band
from groundswell.errors import GroundswellError
from groundswell.process.count import measures
from groundswell.report import charts, maps
from groundswell.report.axes import INK
from groundswell.report.charts import PUBLISHED, SIMULATED
from groundswell.report.counts import COLOUR, RESPONSES, dates, per_100_000, responses
from groundswell.report.evidence import fits
from groundswell.report.geography import of_case
from groundswell.report.observed import Against, drawn
from groundswell.report.tables import ledger
from groundswell.running import Run
from groundswell.running.figures import series_of
from groundswell.running.targets import FIRST_YEAR
from groundswell.types import Floats

_HUE = {"participants": "voice", "detained": "voice", "left_gross": "exit", "abroad": "exit", "evading": "hide",
        "called": "comply", "complied": "comply", "deaths_called": "stay"}  # fmt: skip
PERSONS = "persons"


class Plots:
    """Charts of a run; with `others`, runs of other seeds, lines are medians and bands hold nine tenths of the runs."""

    def __init__(self, run: Run, others: Sequence[Run] = ()) -> None:
        self.run, self.others = run, tuple(others)

    def response(self, name: str) -> Any:
        """Return one of the five responses (voice, exit, hide, comply, stay) over time, in persons.

        Raises ValueError for another name.
        """
        if name not in COLOUR:
            raise ValueError(f"name = {name!r}: give one of {list(COLOUR)}")
        daily = next(r.daily for r in RESPONSES if r.name == name)
        rows = self._rows([responses(each)[name] for each in self._runs])
        return charts.panel([row | {"response": name} for row in rows], COLOUR[name], PERSONS, daily)

    def responses(self) -> Any:
        """Return all five, each with an axis of its own: they differ by orders of magnitude."""
        panels = [self.response(r.name).properties(title=f"{r.title}: {r.about}") for r in RESPONSES]
        return alt.vconcat(*panels)

    def against(self, series: str, *regions: str) -> Any:
        """Return an observed series as the observer would have counted in the simulation, against what was published.

        `regions`: none for the nation. Raises ValueError where the case's evidence holds nothing that a chart can show.
        """
        known = {(each.series, each.regions): each for each in drawn(self.run)}
        if (series, regions) not in known:
            names = [name if not where else f"{name} of {', '.join(where)}" for name, where in known]
            raise ValueError(f"series = {series!r}, regions = {list(regions)}: give one of {names}")
        return self.against_published(known[series, regions])

    def against_published(self, of: Against) -> Any:
        """Return the chart of one of `observed.drawn`."""
        values = [np.cumsum(v) if of.so_far else v for v in (series_of(r, of.series, of.regions) for r in self._runs)]
        rows = [row | {"what": SIMULATED} for row in self._rows([value[: of.days] for value in values])]
        rows += of.rows
        return charts.against_published(rows, of.colour, of.unit, of.share, steps=not (of.so_far or of.share))

    def map(self, measure: str) -> Any:
        """Return a map of a daily flow summed over the run, per 100,000 inhabitants; of several runs, their mean.

        Raises ValueError for a measure that is none, GroundswellError for a case that does not say where regions lie.
        """
        flows = [name for name, (kind, _) in self._measures.items() if kind == "flow"]
        if measure not in flows:
            raise ValueError(f"measure = {measure!r}: give one of {flows}")
        case = self.run.scenario.case
        if of_case(case) is None:
            problem = f"the case '{case.name}' says of no two places where they lie"
            raise GroundswellError(f"{problem}; give outlines, or lat and lon of towns")
        rates = per_100_000(self.run, measure, self.others)
        title = f"{self._measures[measure][1]}, per 100,000 inhabitants"
        return maps.choropleth(case, rates, title, _HUE.get(measure, "stay"))

    def ledger(self) -> Any:
        """Return the lives in the ledger, with what is known of their uncertainty, beside published figures."""
        lines = [line for line in ledger(self.run, self.others) if line.unit == "lives"]
        rows = [
            {"entry": line.short, "what": SIMULATED, "value": line.value, "low": line.low, "high": line.high}
            for line in lines
        ]
        rows += [{"entry": "first year, published", "what": PUBLISHED, "value": f.target.value, "low": f.target.low,
                  "high": f.target.high} for f in fits(self.run, FIRST_YEAR, "cumulative") if f.comparable]  # fmt: skip
        return charts.intervals(rows, {SIMULATED: COLOUR["voice"], PUBLISHED: INK}, "lives")

    @property
    def _measures(self) -> dict[str, tuple[str, str]]:
        return measures(self.run.scenario.observation)

    @property
    def _runs(self) -> tuple[Run, ...]:
        return (self.run, *self.others)

    def _rows(self, values: Sequence[Floats]) -> list[dict[str, Any]]:
        """Return the line and its band; of a single run there is no band."""
        shortest = min(map(len, values))
        low, middle, high = band(np.stack([each[:shortest] for each in values]))
        several = len(values) > 1
        return [
            {"date": when, "value": float(middle[i]), "low": float(low[i]) if several else None,
             "high": float(high[i]) if several else None}
            for i, when in enumerate(dates(self.run)[:shortest])
        ]  # fmt: skip
