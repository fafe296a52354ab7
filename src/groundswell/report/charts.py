"""The kinds of chart a run's report has. Each holds one table; what is not simulated carries its interval."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from groundswell.report import axes
from groundswell.report.axes import HEIGHT, INK, SOFT, WIDTH, Row

SIMULATED, PUBLISHED, COUNTED = "simulated", "published, with interval", "published, without one"
STEP = "step"  # what is counted a day, or granted at once, has no slope between two days


def panel(rows: Sequence[Row], colour: str, unit: str, steps: bool = False) -> Any:
    """Return a filled line from zero of `rows` (date, value, low, high); low and high are None for a single run."""
    across = axes.date(3)
    up = axes.up("value", unit, _from_zero(rows))
    base, shape = alt.Chart(alt.Data(values=list(rows))), STEP if steps else "linear"
    area = base.mark_area(color=colour, opacity=0.18, interpolate=shape).encode(x=across, y=up)
    line = base.mark_line(color=colour, strokeWidth=2, interpolate=shape).encode(x=across, y=up)
    return (area + _band(base, colour, unit, shape, False, across) + line).properties(width=185, height=110)


def against_published(rows: Sequence[Row], colour: str, unit: str, share: bool = False, steps: bool = False) -> Any:
    """Return simulated values as a line and published ones as points with their intervals.

    `rows`: date, what (SIMULATED, PUBLISHED, or COUNTED with no interval), value, low, high. `share` writes per cent.
    """
    scale = alt.Scale(domain=[0, 1]) if share else _from_zero(rows)
    up = axes.up("value", unit, scale, percent=share, ticks=5 if share else 4)
    when = axes.date(room=8)  # points of the first day stay off the axis and its numbers
    shown = [what for what in (SIMULATED, PUBLISHED, COUNTED) if any(row["what"] == what for row in rows)]
    hues = {SIMULATED: colour, PUBLISHED: INK, COUNTED: SOFT}
    key = alt.Legend(symbolType="circle", symbolStrokeWidth=0, symbolSize=90, columns=1 if COUNTED in shown else 2)
    what = alt.Color("what:N", title=None, scale=alt.Scale(domain=shown, range=[hues[w] for w in shown]), legend=key)
    data, shape = alt.Chart(alt.Data(values=list(rows))), STEP if steps else "linear"
    simulated, published = data.transform_filter(_is(SIMULATED)), data.transform_filter(_is(PUBLISHED))
    line = simulated.mark_line(strokeWidth=2, interpolate=shape).encode(x=when, y=up, color=what)
    low = axes.up("low", unit, scale, percent=share)
    bar = published.mark_rule(strokeWidth=2).encode(x=when, y=low, y2="high:Q", color=what)
    ends = [published.mark_tick(thickness=2, size=11).encode(x=when, y=axes.up(end, unit, scale, share),
                                                             color=what) for end in ("low", "high")]  # fmt: skip
    dot = published.mark_point(filled=True, size=55, opacity=1).encode(x=when, y=up, color=what)
    plain = (
        data.transform_filter(_is(COUNTED))
        .mark_point(filled=True, size=40, opacity=0.9)
        .encode(x=when, y=up, color=what)
    )
    layers = (_band(simulated, colour, unit, shape, share, when), line, plain, bar, *ends, dot)
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)


def intervals(rows: Sequence[Row], colours: Mapping[str, str], unit: str) -> Any:
    """Return one point with its interval for each of `rows` (entry, what, value, low, high), coloured by `what`."""
    data = alt.Chart(alt.Data(values=list(rows)))
    shown = {what: hue for what, hue in colours.items() if any(row["what"] == what for row in rows)}
    what = alt.Color("what:N", title=None, scale=alt.Scale(domain=list(shown), range=list(shown.values())))
    down, across = axes.entries(), axes.across("value", unit, 4, alt.Scale(domainMin=0))
    bar = data.mark_rule(strokeWidth=3).encode(y=down, x=axes.across("low", unit, 4), x2="high:Q", color=what)
    dot = data.mark_point(filled=True, size=70, opacity=1).encode(y=down, x=across, color=what)
    return (bar + dot).properties(width=WIDTH - 80, height=38 * max(len(rows), 1))


def _from_zero(rows: Sequence[Row]) -> alt.Scale:
    top = max([1.0, *(row["value"] if row["high"] is None else row["high"] for row in rows)])
    return alt.Scale(domainMin=0, domainMax=top * 1.05, nice=False)


def _band(base: Any, colour: str, unit: str, shape: str, share: bool, when: alt.X) -> Any:
    """Return the band over runs of other seeds; nothing shows where low is null."""
    known = base.transform_filter(f"datum.low !== null && datum.what !== '{PUBLISHED}'")
    band = known.mark_area(color=colour, opacity=0.3, interpolate=shape)
    return band.encode(x=when, y=axes.up("low", unit, percent=share), y2="high:Q")


def _is(what: str) -> str:
    return f"datum.what === '{what}'"
