"""Charts of paired experiments: effects, trajectories with bands, what the answer and the effect depend on."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from groundswell.report import axes
from groundswell.report.axes import COLOURS, DASHES, HEIGHT, INK, WIDTH, Row
from groundswell.report.charts import STEP

HOLDS, FAILS = "holds", "does not hold"
LOWEST, HIGHEST = "lowest third", "highest third"


def effects(rows: Sequence[Row], unit: str) -> Any:
    """Return medians and intervals of `rows` (entry, median, low90, low50, high50, high90, zero)."""
    data, down = alt.Chart(alt.Data(values=list(rows))), axes.entries()
    wide = data.mark_rule(strokeWidth=2, color=COLOURS[1]).encode(
        y=down, x=axes.across("low90", unit, 4), x2="high90:Q"
    )
    core = data.mark_rule(strokeWidth=7, color=COLOURS[1]).encode(
        y=down, x=axes.across("low50", unit, 4), x2="high50:Q"
    )
    dot = data.mark_point(filled=True, size=60, color="white", opacity=1, stroke=INK).encode(
        y=down, x=axes.across("median", unit, 4)
    )
    return (_zero(data, unit) + wide + core + dot).properties(
        width=WIDTH - 110, height=_high([row["entry"] for row in rows])
    )


def trajectories(rows: Sequence[Row], arms: Sequence[str], unit: str, steps: bool = False,
                 zero: bool = False, first: int = 0) -> Any:  # fmt: skip
    """Return a line an arm of `rows` (arm, day, median, low, high) with its band.

    `zero` draws the line of no change; `first` is the place of the first arm among the colours (0: the baseline's).

    Arms differ in colour and in dashes, so that a grey printer keeps them apart.
    """
    data, shape = alt.Chart(alt.Data(values=list(rows))), STEP if steps else "linear"
    marks = [(first + k) % len(COLOURS) for k in range(len(arms))]
    hues, dashes = [COLOURS[k] for k in marks], [DASHES[k] for k in marks]
    key = alt.Legend(columns=1 if max(map(len, arms), default=0) > 18 else 2, symbolType="stroke", symbolSize=500)
    colour = alt.Color("arm:N", title=None, scale=alt.Scale(domain=list(arms), range=hues), legend=key)
    dash = alt.StrokeDash("arm:N", title=None, scale=alt.Scale(domain=list(arms), range=dashes), legend=key)
    known = data.transform_filter("datum.low !== null")
    band = known.mark_area(opacity=0.16, interpolate=shape).encode(
        x=axes.day(), y=axes.up("low", unit), y2="high:Q", color=colour
    )
    line = data.mark_line(strokeWidth=2, interpolate=shape).encode(
        x=axes.day(), y=axes.up("median", unit), color=colour, strokeDash=dash
    )
    layers = [band, line]
    if zero:
        level = data.mark_rule(strokeDash=[4, 3], color=axes.SOFT).encode(y=alt.YDatum(0))
        layers.insert(0, level)
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)


def scatter(rows: Sequence[Row], across: str, up: str) -> Any:
    """Return the draws over two parameters (x, y, answer), those that hold as filled circles."""
    data = alt.Chart(alt.Data(values=list(rows)))
    shown = [answer for answer in (HOLDS, FAILS) if any(row["answer"] == answer for row in rows)]
    lines = axes.broken(up, 46)
    key = alt.Legend(offset=axes.KEY_OFFSET + axes.LINE * (len(lines) - 1))
    hues, shapes = {HOLDS: COLOURS[1], FAILS: COLOURS[2]}, {HOLDS: "circle", FAILS: "cross"}
    dots = data.mark_point(filled=True, size=45, opacity=0.8).encode(
        x=axes.across("x", axes.broken(across, 48), scale=alt.Scale(zero=False, padding=8)),
        y=axes.up("y", lines, alt.Scale(zero=False, padding=8), ticks=5),
        color=alt.Color(
            "answer:N", title=None, legend=key, scale=alt.Scale(domain=shown, range=[hues[a] for a in shown])
        ),
        shape=alt.Shape(
            "answer:N", title=None, legend=key, scale=alt.Scale(domain=shown, range=[shapes[a] for a in shown])
        ),
    )
    return dots.properties(width=WIDTH, height=HEIGHT)


def tornado(rows: Sequence[Row], unit: str, ends: Sequence[str] = (LOWEST, HIGHEST)) -> Any:
    """Return for each of `rows` (entry, end, value, low, high) a point with its interval, from a line at zero.

    `ends` are what `end` may say: a parameter's low and high third, or two kinds of index.
    """
    data = alt.Chart(alt.Data(values=[{**row, "zero": 0} for row in rows]))
    hues, shapes = list(COLOURS[1 : 1 + len(ends)]), ["circle", "square"][: len(ends)]
    colour = alt.Color("end:N", title=None, scale=alt.Scale(domain=list(ends), range=hues))
    shape = alt.Shape("end:N", title=None, scale=alt.Scale(domain=list(ends), range=shapes))
    down = axes.entries()
    offset = alt.YOffset("end:N", sort=list(ends), scale=alt.Scale(paddingOuter=0.3))
    bar = data.mark_rule(strokeWidth=2).encode(
        y=down, x=axes.across("low", unit, 4), x2="high:Q", color=colour, yOffset=offset
    )
    dot = data.mark_point(filled=True, size=55, opacity=1).encode(
        y=down, x=axes.across("value", unit, 4), color=colour, shape=shape, yOffset=offset
    )
    return (_zero(data, unit) + bar + dot).properties(width=WIDTH - 135, height=_high([r["entry"] for r in rows]))


def dots(rows: Sequence[Row], across: str, unit: str, arms: Sequence[str], numbers: bool) -> Any:
    """Return an outcome of `rows` (arm, x, y) over a parameter; without `numbers` the parameter is a word."""
    data = alt.Chart(alt.Data(values=list(rows)))
    marks = [k % len(COLOURS) for k in range(len(arms))]
    key = alt.Legend(columns=2) if len(arms) > 1 else None
    shapes = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down"]
    lines = axes.broken(across, 46)
    level = (
        axes.across("x", lines, scale=alt.Scale(zero=False, padding=10))
        if numbers
        else alt.X("x:N", title=lines, sort=None)
    )
    return data.mark_point(filled=False, size=45, strokeWidth=1.8, opacity=0.9).encode(
        x=level, y=axes.up("y", unit, alt.Scale(zero=True)),
        color=alt.Color("arm:N", title=None, legend=key,
                        scale=alt.Scale(domain=list(arms), range=[COLOURS[k] for k in marks])),
        shape=alt.Shape("arm:N", title=None, legend=key,
                        scale=alt.Scale(domain=list(arms), range=[shapes[k] for k in marks])),
    ).properties(width=WIDTH, height=HEIGHT)  # fmt: skip


def interaction(rows: Sequence[Row], one: str, other: str, unit: str) -> Any:
    """Return the mean effect of `rows` (first, second, value, low, high) over halves of two parameters."""
    data = alt.Chart(alt.Data(values=list(rows)))
    ends = ["low", "high"]
    colour = alt.Color("second:N", title=axes.broken(other, 48), legend=alt.Legend(titleOrient="top", titleLimit=400),
                       scale=alt.Scale(domain=ends, range=[COLOURS[1], COLOURS[2]]))  # fmt: skip
    dash = alt.StrokeDash("second:N", scale=alt.Scale(domain=ends, range=list(DASHES[:2])), legend=None)
    across = alt.X("first:N", title=axes.broken(one, 48), sort=ends, axis=alt.Axis(labelAngle=0))
    bar = data.mark_rule(strokeWidth=2).encode(x=across, y=axes.up("low", unit), y2="high:Q", color=colour)
    line = data.mark_line(point=True).encode(x=across, y=axes.up("value", unit), color=colour, strokeDash=dash)
    return (bar + line).properties(width=WIDTH - 30, height=HEIGHT)


def _high(entries: Sequence[str]) -> int:
    """Return the height of a chart with a line for each entry."""
    return axes.row_height(entries) * max(len(set(entries)), 1)


def _zero(data: Any, unit: str) -> Any:
    """Return the line of no change; the axis then holds zero."""
    return data.mark_rule(strokeDash=[4, 3], color=axes.SOFT, strokeWidth=1.5).encode(x=axes.across("zero", unit, 4))
