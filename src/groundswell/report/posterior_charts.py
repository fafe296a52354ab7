"""Charts of a posterior: what it predicts of each target beside the prior and what was published; what was learned."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from groundswell.report import axes
from groundswell.report.axes import COLOURS, WIDTH, Row

AFTER = "after the evidence"
PRIOR, POSTERIOR, PUBLISHED = "before the evidence", "after the evidence, fresh seeds", "published"
OF = (PRIOR, POSTERIOR, PUBLISHED)


def predictive(rows: Sequence[Row], unit: str) -> Any:
    """Return an interval and a middle of each of `rows` (entry, of, low, middle, high), as shares of the published."""
    data = alt.Chart(alt.Data(values=list(rows)))
    colour = alt.Color("of:N", title=None, scale=alt.Scale(domain=list(OF), range=list(COLOURS[:3])),
                       legend=alt.Legend(columns=1))  # fmt: skip
    shape = alt.Shape("of:N", title=None, scale=alt.Scale(domain=list(OF), range=["circle", "square", "diamond"]),
                      legend=alt.Legend(columns=1))  # fmt: skip
    offset = alt.YOffset("of:N", sort=list(OF), scale=alt.Scale(paddingOuter=0.3))
    scale, down = alt.Scale(type="log", nice=False), axes.entries()
    bar = data.mark_rule(strokeWidth=2).encode(
        y=down, yOffset=offset, x=axes.across("low", unit, 4, scale), x2="high:Q", color=colour
    )
    dot = data.mark_point(filled=True, size=55, opacity=1).encode(
        y=down, yOffset=offset, x=axes.across("middle", unit, 4, scale), color=colour, shape=shape
    )
    return (bar + dot).properties(width=WIDTH - 110, height=_height(rows))


def learned(rows: Sequence[Row], unit: str) -> Any:
    """Return a bar to the contraction of each of `rows` (entry, contraction, low, high, least), a line at `least`."""
    data, scale = alt.Chart(alt.Data(values=list(rows))), alt.Scale(domain=[0, 1])
    bar = data.mark_bar(color=COLOURS[1], height=9).encode(
        y=axes.entries(), x=axes.across("contraction", unit, 5, scale), x2=alt.X2Datum(0)
    )
    error = data.mark_rule(color=axes.INK).encode(y=axes.entries(), x=axes.across("low", unit, 5, scale), x2="high:Q")
    line = data.mark_rule(strokeDash=[4, 3], color=axes.SOFT).encode(x=axes.across("least", unit, 5, scale))
    return (bar + error + line).properties(width=WIDTH - 110, height=_height(rows))


def densities(rows: Sequence[Row], unit: str) -> Any:
    """Return a panel an entry of `rows` (entry, of, from, to, density): steps after the evidence, a line before it."""
    scale, of = alt.Scale(domain=[0, 1]), alt.Scale(domain=[PRIOR, AFTER], range=list(COLOURS[:2]))
    data = alt.Chart(alt.Data(values=list(rows)))
    across = axes.across("from", unit, 5, scale)
    up = alt.Y("density:Q", title=None, axis=alt.Axis(tickCount=2, labelExpr=axes.SHORT))
    colour = alt.Color("of:N", title=None, scale=of, legend=alt.Legend(columns=1))
    steps = data.transform_filter(f"datum.of == '{AFTER}'").mark_bar(stroke="white", strokeWidth=0.5)
    line = data.transform_filter(f"datum.of == '{PRIOR}'").mark_rule(strokeWidth=3)
    head = alt.Header(title=None, labelExpr="split(datum.value, '|')", labelFontSize=13, labelAnchor="start",
                      labelOrient="top", labelAlign="left", labelLimit=WIDTH)  # fmt: skip
    panel: Any = alt.layer(
        steps.encode(x=across, x2="to:Q", y=up, y2=alt.Y2Datum(0), color=colour),
        line.encode(x=across, x2="to:Q", y=up, color=colour),
    ).properties(width=WIDTH - 40, height=60)
    names = list(dict.fromkeys(str(row["entry"]) for row in rows))
    return panel.facet(alt.Facet("entry:N", sort=names, header=head), columns=1)


def _height(rows: Sequence[Row]) -> float:
    names = list(dict.fromkeys(str(row["entry"]) for row in rows))
    return axes.row_height(names) * max(len(names), 1)
