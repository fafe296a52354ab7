"""`run.plot`: each method returns an altair chart of the run."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np

from groundswell.errors import GroundswellError
from groundswell.process.count import MEASURES
from groundswell.report import charts, maps
from groundswell.report.charts import PUBLISHED, SIMULATED
from groundswell.report.counts import COLOUR, OPINION, RESPONSES, Floats, dates, on, per_100_000, responses
from groundswell.report.evidence import fits
from groundswell.report.tables import ledger
from groundswell.run import Run

STREET_DAYS = 15  # detentions are shown for two weeks: later ones would be a flat line
_HUE = {"participants": "voice", "detained": "voice", "left_gross": "exit", "abroad": "exit", "evading": "hide",
        "called": "report", "reported": "report", "deaths_called": "stay"}  # fmt: skip


class Plots:
    """Charts of a run; `others` are runs of the same scenario with other seeds, whose range is drawn as a band."""

    def __init__(self, run: Run, others: Sequence[Run] = ()) -> None:
        self.run, self.others = run, tuple(others)

    def response(self, name: str) -> Any:
        """Return one of the five responses (voice, exit, hide, report, stay) over time, in persons.

        Raises ValueError for another name.
        """
        if name not in COLOUR:
            raise ValueError(f"name = {name!r}: give one of {list(COLOUR)}")
        rows = self._rows(responses(self.run)[name], [responses(other)[name] for other in self.others])
        return charts.panel([row | {"response": name} for row in rows], COLOUR[name])

    def responses(self) -> Any:
        """Return all five, each with an axis of its own: they differ by orders of magnitude."""
        panels = [self.response(r.name).properties(title=f"{r.name}: {r.about}") for r in RESPONSES]
        return alt.vconcat(*panels)

    def detentions(self) -> Any:
        """Return detentions a day as a monitor would have heard of them, against the counts of monitors."""
        return self._against("obs_detained", "voice", ("detained_day",), days=STREET_DAYS)

    def exit(self) -> Any:
        """Return how many have left and not come back, as border guards would have counted, against estimates."""
        return self._against("obs_exit_net", "exit", ("exit_net_total",), so_far=True)

    def attention(self) -> Any:
        """Return the share that follows events, as a poll of the day would have found, against polls."""
        return self._against("obs_attention", "opinion", ("attention_follow",))

    def anxiety(self) -> Any:
        """Return the share that is anxious, as a poll of the day would have found, against polls."""
        return self._against("obs_anxious", "opinion", ("anxious",))

    def support(self) -> Any:
        """Return the share that says it supports the authorities, as a poll would have found, against polls."""
        return self._against("obs_support", "opinion", ("support",))

    def called(self) -> Any:
        """Return how many were called up so far, as officials would have counted, against published totals."""
        return self._against("obs_called", "report", ("called_cum",), so_far=True)

    def map(self, measure: str) -> Any:
        """Return a map of a daily flow summed over the run, per 100,000 inhabitants.

        Raises ValueError for a measure that is none, GroundswellError for a country without outlines here.
        """
        flows = [
            name
            for name, (kind, _) in MEASURES.items()
            if kind == "flow" and name not in ("places_active", "obs_places")
        ]
        if measure not in flows:
            raise ValueError(f"measure = {measure!r}: give one of {flows}")
        rates = per_100_000(self.run, measure)
        if not rates:
            raise GroundswellError(f"no outlines of '{self.run.scenario.country}': maps are of RU only")
        title = f"{MEASURES[measure][1]}, per 100,000 inhabitants"
        return maps.choropleth(rates, title, _HUE.get(measure, "stay"))

    def ledger(self) -> Any:
        """Return the lives in the ledger, with what is known of their uncertainty, beside published figures."""
        lines = [line for line in ledger(self.run) if line.unit == "lives"]
        rows = [
            {"entry": line.short, "what": SIMULATED, "value": line.value, "low": line.low, "high": line.high}
            for line in lines
        ]
        rows += [{"entry": "first year, published", "what": PUBLISHED, "value": f.value, "low": f.lo, "high": f.hi}
                 for f in fits(self.run, "deaths_mobilised_y1") if f.comparable]  # fmt: skip
        return charts.intervals(rows, {SIMULATED: COLOUR["voice"], PUBLISHED: charts.INK})

    def _against(self, measure: str, response: str, quantities: tuple[str, ...], *, days: int = 3650,
                 so_far: bool = False) -> Any:  # fmt: skip
        value, *band = [np.cumsum(v) if so_far else v for v in (r.series(measure) for r in (self.run, *self.others))]
        rows = [row | {"what": SIMULATED} for row in self._rows(value[:days], [b[:days] for b in band])]
        last = on(self.run, min(self.run.days, days) - 1)
        rows += [{"date": f.date.isoformat(), "value": f.value, "low": f.lo, "high": f.hi, "what": PUBLISHED}
                 for f in fits(self.run, *quantities) if f.date <= last]  # fmt: skip
        share = MEASURES[measure][0] in ("share", "nation")
        return charts.against_published(rows, COLOUR.get(response, OPINION), share, daily=not (so_far or share))

    def _rows(self, value: Floats, others: Sequence[Floats]) -> list[dict[str, Any]]:
        shortest = min([len(value), *(len(other) for other in others)])
        stack = np.stack([value[:shortest], *(other[:shortest] for other in others)])
        low, high = stack.min(axis=0).tolist(), stack.max(axis=0).tolist()
        return [
            {
                "date": day,
                "value": float(value[i]),
                "low": low[i] if others else None,
                "high": high[i] if others else None,
            }
            for i, day in enumerate(dates(self.run)[:shortest])
        ]
