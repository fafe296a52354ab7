"""`run.plot`: each method returns an altair chart of the run."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np

from groundswell.errors import GroundswellError
from groundswell.experiments.ensemble import spread
from groundswell.process.count import measures
from groundswell.report import charts, maps
from groundswell.report.axes import INK
from groundswell.report.charts import PUBLISHED, SIMULATED
from groundswell.report.counts import (
    ANXIETY,
    ATTENTION,
    COLOUR,
    RESPONSES,
    SUPPORT,
    dates,
    on,
    per_100_000,
    responses,
)
from groundswell.report.evidence import fits
from groundswell.report.tables import ledger
from groundswell.run import Run
from groundswell.types import Floats

STREET_DAYS = 15  # detentions are shown for two weeks: later ones would be a flat line
_HUE = {"participants": "voice", "detained": "voice", "left_gross": "exit", "abroad": "exit", "evading": "hide",
        "called": "comply", "complied": "comply", "deaths_called": "stay"}  # fmt: skip
PERSONS, A_DAY, OF_RESPONDENTS = "persons", "persons a day", "share of respondents"


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
        panels = [self.response(r.name).properties(title=f"{r.name}: {r.about}") for r in RESPONSES]
        return alt.vconcat(*panels)

    def detentions(self) -> Any:
        """Return detentions a day as a monitor would have heard of them, against the counts of monitors."""
        return self._against("obs_detained", COLOUR["voice"], ("detained_day",), days=STREET_DAYS)

    def exit(self) -> Any:
        """Return how many have left and not come back, as border guards would have counted, against estimates."""
        return self._against("obs_exit_net", COLOUR["exit"], ("exit_net_total",), so_far=True)

    def attention(self) -> Any:
        """Return the share that follows events, as a poll of the day would have found, against polls."""
        return self._against("obs_attention", ATTENTION, ("attention_follow",))

    def anxiety(self) -> Any:
        """Return the share that is anxious, as a poll of the day would have found, against polls."""
        return self._against("obs_anxious", ANXIETY, ("anxious",))

    def support(self) -> Any:
        """Return the share that says it supports the authorities, as a poll would have found, against polls."""
        return self._against("obs_support", SUPPORT, ("support",))

    def called(self) -> Any:
        """Return how many were called up so far, as officials would have counted, against published totals."""
        return self._against("obs_called", COLOUR["comply"], ("called_cum",), so_far=True)

    def map(self, measure: str) -> Any:
        """Return a map of a daily flow summed over the run, per 100,000 inhabitants; of several runs, their mean.

        Raises ValueError for a measure that is none, GroundswellError for a country without outlines here.
        """
        known = measures(self.run.scenario.observation)
        flows = [name for name, (kind, _) in known.items() if kind == "flow"]
        if measure not in flows:
            raise ValueError(f"measure = {measure!r}: give one of {flows}")
        rates = per_100_000(self.run, measure, self.others)
        if not self.run.scenario.case.outlines:
            raise GroundswellError(f"case '{self.run.scenario.case.name}' has no outlines")
        title = f"{known[measure][1]}, per 100,000 inhabitants"
        return maps.choropleth(rates, title, self.run.scenario.case, _HUE.get(measure, "stay"))

    def ledger(self) -> Any:
        """Return the lives in the ledger, with what is known of their uncertainty, beside published figures."""
        lines = [line for line in ledger(self.run, self.others) if line.unit == "lives"]
        rows = [
            {"entry": line.short, "what": SIMULATED, "value": line.value, "low": line.low, "high": line.high}
            for line in lines
        ]
        rows += [{"entry": "first year, published", "what": PUBLISHED, "value": f.value, "low": f.lo, "high": f.hi}
                 for f in fits(self.run, "deaths_mobilised_y1") if f.comparable]  # fmt: skip
        return charts.intervals(rows, {SIMULATED: COLOUR["voice"], PUBLISHED: INK}, "lives")

    @property
    def _runs(self) -> tuple[Run, ...]:
        return (self.run, *self.others)

    def _against(self, measure: str, colour: str, quantities: tuple[str, ...], *, days: int = 3650,
                 so_far: bool = False) -> Any:  # fmt: skip
        values = [np.cumsum(v) if so_far else v for v in (each.series(measure) for each in self._runs)]
        rows = [row | {"what": SIMULATED} for row in self._rows([value[:days] for value in values])]
        last = on(self.run, min(self.run.days, days) - 1)
        rows += [{"date": f.date.isoformat(), "value": f.value, "low": f.lo, "high": f.hi, "what": PUBLISHED}
                 for f in fits(self.run, *quantities) if f.date <= last]  # fmt: skip
        share = measures(self.run.scenario.observation)[measure][0] in ("share", "nation")
        unit = OF_RESPONDENTS if share else PERSONS if so_far else A_DAY
        return charts.against_published(rows, colour, unit, share, steps=not (so_far or share))

    def _rows(self, values: Sequence[Floats]) -> list[dict[str, Any]]:
        """Return the line and its band; of a single run there is no band."""
        shortest = min(map(len, values))
        low, middle, high = spread(np.stack([each[:shortest] for each in values]))
        band = len(values) > 1
        return [
            {"date": when, "value": float(middle[i]), "low": float(low[i]) if band else None,
             "high": float(high[i]) if band else None}
            for i, when in enumerate(dates(self.run)[:shortest])
        ]  # fmt: skip
