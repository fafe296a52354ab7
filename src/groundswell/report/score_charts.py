"""Charts of a score: predictive intervals with what was observed, coverage, ranks, and shares of regions."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from groundswell.report import axes
from groundswell.report.axes import COLOURS, HEIGHT, INK, WIDTH, Row

PREDICTED, OBSERVED, BOUND = "predicted: median, 50 and 90 %", "observed", "observed, a bound"
_HUES = {PREDICTED: COLOURS[1], OBSERVED: INK, BOUND: COLOURS[2]}
_MARKS = {PREDICTED: "square", OBSERVED: "circle", BOUND: "triangle-up"}


def over_time(rows: Sequence[Row], unit: str, share: bool) -> Any:
    """Return predictive intervals and observed values by date.

    `rows`: date, what (PREDICTED, OBSERVED or BOUND), value, low, high (90 %, or as published), low50, high50.
    """
    top = max(float(row["value"] if row["high"] is None else row["high"]) for row in rows)
    scale = alt.Scale(domain=[0, 1]) if share else alt.Scale(domainMin=0, domainMax=max(top, 1.0) * 1.05, nice=False)
    when, data = axes.date(room=12), alt.Chart(alt.Data(values=list(rows)))
    shown = [what for what in _HUES if any(row["what"] == what for row in rows)]
    what = alt.Color("what:N", title=None, scale=alt.Scale(domain=shown, range=[_HUES[w] for w in shown]),
                     legend=alt.Legend(columns=1, symbolStrokeWidth=0, symbolSize=80))  # fmt: skip
    shape = alt.Shape("what:N", title=None, legend=None,
                      scale=alt.Scale(domain=shown, range=[_MARKS[w] for w in shown]))  # fmt: skip

    def up(field: str) -> alt.Y:
        return axes.up(field, unit, scale, percent=share)

    predicted = data.transform_filter(f"datum.what === '{PREDICTED}'")
    seen = data.transform_filter(f"datum.what !== '{PREDICTED}'")
    wide = predicted.mark_rule(strokeWidth=2).encode(x=when, y=up("low"), y2="high:Q", color=what)
    narrow = predicted.mark_rule(strokeWidth=6, opacity=0.7).encode(x=when, y=up("low50"), y2="high50:Q", color=what)
    middle = predicted.mark_tick(thickness=2, size=14, orient="horizontal").encode(x=when, y=up("value"), color=what)
    known = seen.transform_filter("datum.low !== null")
    error = known.mark_rule(strokeWidth=1).encode(x=when, y=up("low"), y2="high:Q", color=what)
    point = seen.mark_point(filled=True, size=50, opacity=1).encode(x=when, y=up("value"), color=what, shape=shape)
    return alt.layer(wide, narrow, middle, error, point).properties(width=WIDTH, height=HEIGHT)


def coverage(rows: Sequence[Row], unit: str) -> Any:
    """Return how often intervals hold what was observed, by series; `rows`: entry, what, nominal, value, low, high."""
    data = alt.Chart(alt.Data(values=list(rows)))
    shown = list(dict.fromkeys(str(row["what"]) for row in rows))
    what = alt.Color("what:N", title=None, scale=alt.Scale(domain=shown, range=list(COLOURS[1 : 1 + len(shown)])))
    down, place = axes.entries(24), alt.YOffset("what:N", sort=shown)
    scale = alt.Scale(domain=[0, 100])

    def level(field: str) -> alt.X:
        return axes.across(field, unit, 5, scale)

    bar = data.mark_rule(strokeWidth=3).encode(y=down, yOffset=place, x=level("low"), x2="high:Q", color=what)
    dot = data.mark_point(filled=True, size=70, opacity=1).encode(y=down, yOffset=place, x=level("value"), color=what)
    aim = data.mark_tick(thickness=2, size=14, color=INK, orient="vertical").encode(
        y=down, yOffset=place, x=level("nominal")
    )
    high = axes.row_height((str(row["entry"]) for row in rows), 24) * len({row["entry"] for row in rows})
    return (bar + aim + dot).properties(width=WIDTH - 80, height=high)


def ranks(rows: Sequence[Row], unit: str) -> Any:
    """Return the histogram of the chance that the prediction gives to less than was observed; `rows`: low, high, rows,
    expected.
    """
    data = alt.Chart(alt.Data(values=list(rows)))
    top = alt.Scale(domainMin=0, domainMax=max(float(row["rows"]) for row in rows) + 1.0, nice=False)
    across = axes.across("low", "predicted chance of less than was observed", 5, alt.Scale(domain=[0, 1]))
    bar = data.mark_bar(color=COLOURS[1], stroke="white").encode(x=across, x2="high:Q", y=axes.up("rows", unit, top))
    aim = data.mark_rule(color=INK, strokeDash=[5, 3]).encode(y=axes.up("expected", unit, top))
    return (bar + aim).properties(width=WIDTH, height=HEIGHT)


def regional(rows: Sequence[Row], unit: str) -> Any:
    """Return observed and simulated counts by region; `rows`: entry, what, value, low, high."""
    data = alt.Chart(alt.Data(values=list(rows)))
    shown = list(dict.fromkeys(str(row["what"]) for row in rows))
    hues = {"simulated": COLOURS[1], "observed": INK}
    what = alt.Color("what:N", title=None, scale=alt.Scale(domain=shown, range=[hues[w] for w in shown]))
    down, place = axes.entries(24), alt.YOffset("what:N", sort=shown)
    scale = alt.Scale(domainMin=0)
    known = data.transform_filter("datum.low !== null")
    low, value = axes.across("low", unit, 4, scale), axes.across("value", unit, 4, scale)
    bar = known.mark_rule(strokeWidth=3).encode(y=down, yOffset=place, x=low, x2="high:Q", color=what)
    dot = data.mark_point(filled=True, size=60, opacity=1).encode(y=down, yOffset=place, x=value, color=what)
    return (bar + dot).properties(width=WIDTH - 80, height=34 * len({row["entry"] for row in rows}))
