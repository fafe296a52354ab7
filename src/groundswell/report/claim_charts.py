"""Charts of a claim's report: effects, trajectories with bands, what flips the answer, what the effect hangs on."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from groundswell.report.charts import HEIGHT, INK, WIDTH

Row = Mapping[str, Any]
HOLDS, FAILS = "holds", "does not hold"
# Okabe and Ito (2008): apart for the colour-blind; the baseline is grey
COLOURS = ("#555555", "#0072B2", "#D55E00", "#117733", "#AA4499", "#8F5E00")


def effects(rows: Sequence[Row], unit: str) -> Any:
    """Return medians and intervals of `rows` (entry, median, low90, low50, high50, high90, zero)."""
    data = alt.Chart(alt.Data(values=list(rows)))
    down = alt.Y("entry:N", title=None, sort=None, axis=alt.Axis(labelLimit=190, domain=False, ticks=False))
    axis = alt.Axis(labelExpr=_SIGNED, tickCount=5)
    wide = data.mark_rule(strokeWidth=2, color=COLOURS[1]).encode(y=down, x=_x("low90", unit, axis), x2="high90:Q")
    core = data.mark_rule(strokeWidth=7, color=COLOURS[1]).encode(y=down, x=_x("low50", unit, axis), x2="high50:Q")
    dot = data.mark_point(filled=True, size=60, color="white", opacity=1, stroke=INK).encode(
        y=down, x=_x("median", unit, axis)
    )
    zero = data.mark_rule(strokeDash=[4, 3], color="#888").encode(x=_x("zero", unit, axis))
    return (zero + wide + core + dot).properties(width=WIDTH, height=44 * max(len(rows), 1))


def trajectories(rows: Sequence[Row], arms: Sequence[str]) -> Any:
    """Return a line an arm of `rows` (arm, day, median, low, high) with the band of half of the draws."""
    data = alt.Chart(alt.Data(values=list(rows)))
    scale = alt.Scale(domain=list(arms), range=list(COLOURS[: len(arms)]))
    colour = alt.Color("arm:N", title=None, scale=scale, legend=alt.Legend(orient="top", columns=2))
    across = alt.X("day:Q", title="day", axis=alt.Axis(tickCount=6, grid=False))
    up = alt.Axis(labelExpr=_SIGNED, tickCount=4)
    band = data.mark_area(opacity=0.18).encode(
        x=across, y=alt.Y("low:Q", title=None, axis=up), y2="high:Q", color=colour
    )
    line = data.mark_line(strokeWidth=2).encode(x=across, y=alt.Y("median:Q", title=None, axis=up), color=colour)
    return (band + line).properties(width=WIDTH, height=HEIGHT)


def scatter(rows: Sequence[Row], across: str, up: str) -> Any:
    """Return the draws over two parameters (x, y, answer), those that hold filled."""
    data = alt.Chart(alt.Data(values=list(rows)))
    scale = alt.Scale(domain=[HOLDS, FAILS], range=[COLOURS[1], COLOURS[2]])
    shape = alt.Scale(domain=[HOLDS, FAILS], range=["circle", "cross"])
    dots = data.mark_point(filled=True, size=45, opacity=0.8).encode(
        x=alt.X("x:Q", title=across, scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=5)),
        y=alt.Y("y:Q", title=up, scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=5)),
        color=alt.Color("answer:N", title=None, scale=scale),
        shape=alt.Shape("answer:N", title=None, scale=shape),
    )
    return dots.properties(width=WIDTH, height=HEIGHT)


def tornado(rows: Sequence[Row], unit: str) -> Any:
    """Return the effect in the low and the high third of each parameter of `rows` (entry, end, value, low, high)."""
    data = alt.Chart(alt.Data(values=list(rows)))
    down = alt.Y("entry:N", title=None, sort=None, axis=alt.Axis(labelLimit=210, domain=False, ticks=False))
    scale = alt.Scale(domain=["lowest third", "highest third"], range=[COLOURS[1], COLOURS[2]])
    colour = alt.Color("end:N", title=None, scale=scale)
    offset = alt.YOffset("end:N", scale=alt.Scale(paddingOuter=0.3))
    axis = alt.Axis(labelExpr=_SIGNED, tickCount=5)
    bar = data.mark_rule(strokeWidth=2).encode(
        y=down, x=_x("low", unit, axis), x2="high:Q", color=colour, yOffset=offset
    )
    dot = data.mark_point(filled=True, size=50, opacity=1).encode(
        y=down, x=_x("value", unit, axis), color=colour, yOffset=offset
    )
    return (bar + dot).properties(width=WIDTH, height=36 * max(len(rows) // 2, 1))


def interaction(rows: Sequence[Row], one: str, other: str, unit: str) -> Any:
    """Return the mean effect over the low and high half of one parameter, a line for each half of the other."""
    data = alt.Chart(alt.Data(values=[{**row, "first": row[one], "second": f"{other} {row[other]}"} for row in rows]))
    scale = alt.Scale(domain=[f"{other} low", f"{other} high"], range=[COLOURS[1], COLOURS[2]])
    colour = alt.Color("second:N", title=None, scale=scale, legend=alt.Legend(orient="top", columns=1))
    across = alt.X("first:N", title=one, sort=["low", "high"], axis=alt.Axis(labelAngle=0))
    axis = alt.Axis(labelExpr=_SIGNED, tickCount=4)
    bar = data.mark_rule(strokeWidth=2).encode(
        x=across, y=alt.Y("low:Q", title=unit, axis=axis), y2="high:Q", color=colour
    )
    line = data.mark_line(point=True).encode(x=across, y=alt.Y("value:Q", title=unit, axis=axis), color=colour)
    return (bar + line).properties(width=WIDTH - 60, height=HEIGHT)


def _x(field: str, title: str, axis: alt.Axis) -> alt.X:
    return alt.X(f"{field}:Q", title=title, axis=axis)


_SIGNED = ("abs(datum.value) >= 1e6 ? format(datum.value / 1e6, '~g') + ' M' : "
           "abs(datum.value) >= 1 ? format(datum.value, ',~f') : format(datum.value, '~g')")  # fmt: skip
