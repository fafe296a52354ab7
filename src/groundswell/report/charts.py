"""The kinds of chart a report has. Each holds one table; what is not simulated carries its interval."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

Row = Mapping[str, Any]
WIDTH, HEIGHT = 300, 170  # pixels at which letters have their size; pages scale the picture
INK = "#1a1a1a"
SIMULATED, PUBLISHED = "simulated", "published, with interval"


def panel(rows: Sequence[Row], colour: str) -> Any:
    """Return a filled line from zero of `rows` (date, value, low, high); low and high are None for a single run."""
    across, top = _date(3), max([1.0, *(row["value"] if row["high"] is None else row["high"] for row in rows)])
    up = _persons("value:Q", alt.Scale(domainMin=0, domainMax=top * 1.05, nice=False))
    base = alt.Chart(alt.Data(values=list(rows)))
    area = base.mark_area(color=colour, opacity=0.18).encode(x=across, y=up)
    line = base.mark_line(color=colour, strokeWidth=2).encode(x=across, y=up)
    return (area + _band(base, colour) + line).properties(width=180, height=105)


def against_published(rows: Sequence[Row], colour: str, share: bool = False, daily: bool = False) -> Any:
    """Return simulated values as a line and published ones as points with their intervals.

    `rows`: date, what (SIMULATED or PUBLISHED), value, low, high. `share` writes per cent; `daily` marks each
    day's value, for flows that jump from day to day.
    """
    top = max([1.0, *(row["value"] if row["high"] is None else row["high"] for row in rows)])
    scale = alt.Scale(domain=[0, 1]) if share else alt.Scale(domainMin=0, domainMax=top * 1.05, nice=False)
    up = (
        alt.Y("value:Q", title=None, scale=scale, axis=alt.Axis(format="%", tickCount=5))
        if share
        else _persons("value:Q", scale)
    )
    what = alt.Color(
        "what:N", title=None, scale=alt.Scale(domain=[SIMULATED, PUBLISHED], range=[colour, INK]), legend=None
    )
    data = alt.Chart(alt.Data(values=list(rows)))
    simulated, published = data.transform_filter(_is(SIMULATED)), data.transform_filter(_is(PUBLISHED))
    line = simulated.mark_line(strokeWidth=2, point=alt.OverlayMarkDef(size=28) if daily else False)
    bar = published.mark_rule(strokeWidth=2).encode(x=_date(), y=alt.Y("low:Q", title=None), y2="high:Q", color=what)
    ends = [published.mark_tick(thickness=2, size=11).encode(x=_date(), y=alt.Y(f"{end}:Q", title=None), color=what)
            for end in ("low", "high")]  # fmt: skip
    dot = published.mark_point(filled=True, size=55, opacity=1).encode(x=_date(), y=up, color=what)
    layers = (_band(simulated, colour), line.encode(x=_date(), y=up, color=what), bar, *ends, dot)
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)


def intervals(rows: Sequence[Row], colours: Mapping[str, str]) -> Any:
    """Return one point with its interval for each of `rows` (entry, what, value, low, high), coloured by `what`."""
    data = alt.Chart(alt.Data(values=list(rows)))
    what = alt.Color("what:N", title=None, scale=alt.Scale(domain=list(colours), range=list(colours.values())))
    down = alt.Y("entry:N", title=None, sort=None, axis=alt.Axis(labelLimit=190, domain=False, ticks=False))
    across = alt.X("value:Q", title="lives", axis=alt.Axis(format=",.0f", tickCount=4), scale=alt.Scale(domainMin=0))
    bar = data.mark_rule(strokeWidth=3).encode(y=down, x=alt.X("low:Q", title="lives"), x2="high:Q", color=what)
    dot = data.mark_point(filled=True, size=70, opacity=1).encode(y=down, x=across, color=what)
    return (bar + dot).properties(width=WIDTH - 40, height=38 * max(len(rows), 1))


def _date(ticks: int = 4) -> alt.X:
    axis = alt.Axis(format="%-d %b", tickCount=ticks, grid=False, labelOverlap=True, labelSeparation=3, labelFlush=True)
    return alt.X("date:T", title=None, scale=alt.Scale(type="utc"), axis=axis)


def _persons(field: str, scale: alt.Scale) -> alt.Y:
    return alt.Y(field, title=None, scale=scale, axis=alt.Axis(labelExpr=_SHORT, tickCount=4))


def _band(base: Any, colour: str) -> Any:
    """Return the band between a run's companions (other seeds); nothing shows where low is null."""
    known = base.transform_filter("datum.low !== null && datum.what !== '" + PUBLISHED + "'")
    return known.mark_area(color=colour, opacity=0.3).encode(x=_date(), y=alt.Y("low:Q", title=None), y2="high:Q")


def _is(what: str) -> str:
    return f"datum.what === '{what}'"


_SHORT = "datum.value >= 1e6 ? format(datum.value / 1e6, '~g') + ' M' : format(datum.value, ',~f')"
