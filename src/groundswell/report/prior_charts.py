"""Charts of a prior predictive: a distribution over magnitudes, bands of days, where published figures lie."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import altair as alt
import numpy as np

from groundswell.report import axes
from groundswell.report.axes import COLOURS, HEIGHT, INK, WIDTH, Row
from groundswell.types import Floats

_BARS = 4  # to a power of ten


def histogram(values: Floats, unit: str) -> Any:
    """Return how many draws fall in each quarter of a power of ten."""
    places = np.floor(np.log10(values) * _BARS).astype(int)
    rows = [{"low": 10.0 ** (at / _BARS), "high": 10.0 ** ((at + 1) / _BARS), "draws": int(np.sum(places == at))}
            for at in range(int(places.min()), int(places.max()) + 1)]  # fmt: skip
    across = axes.across("low", unit, 5, alt.Scale(type="log", nice=False))
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(color=COLOURS[1], stroke="white", strokeWidth=1)
        .encode(x=across, x2="high:Q", y=axes.up("draws", "draws"), y2=alt.Y2Datum(0))
        .properties(width=WIDTH, height=HEIGHT)
    )


def bands(quantiles: Floats, start: date, unit: str) -> Any:
    """Return the median and two bands of `quantiles` (5, days): 5, 25, 50, 75 and 95 % points."""
    names = ("low90", "low50", "median", "high50", "high90")
    rows = [{"date": str(start + timedelta(days=day)), **dict(zip(names, column.tolist(), strict=True))}
            for day, column in enumerate(quantiles.T)]  # fmt: skip
    data, scale = alt.Chart(alt.Data(values=rows)), alt.Scale(type="log", nice=False)
    layers = [
        data.mark_area(opacity=opacity, color=COLOURS[1]).encode(
            x=axes.date(), y=axes.up(low, unit, scale), y2=f"{high}:Q"
        )
        for low, high, opacity in (("low90", "high90", 0.18), ("low50", "high50", 0.3))
    ]
    line = data.mark_line(color=INK, strokeWidth=2).encode(x=axes.date(), y=axes.up("median", unit, scale))
    return alt.layer(*layers, line).properties(width=WIDTH, height=HEIGHT)


def positions(rows: Sequence[Row], unit: str) -> Any:
    """Return a dot an entry of `rows` (entry, below, low, high) on its line from `low` to `high`."""
    data, scale = alt.Chart(alt.Data(values=list(rows))), alt.Scale(domain=[0, 1])
    line = data.mark_rule(strokeWidth=2, color=axes.SOFT).encode(
        x=axes.across("low", unit, 5, scale), x2="high:Q", y=axes.entries()
    )
    dot = data.mark_point(filled=True, size=70, color=COLOURS[2], opacity=1).encode(
        x=axes.across("below", unit, 5, scale), y=axes.entries()
    )
    height = axes.row_height([str(row["entry"]) for row in rows]) * len(rows)
    return (line + dot).properties(width=WIDTH - 110, height=height)
