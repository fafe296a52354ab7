"""Two plots that most papers need: lines of computed values, with published points beside them."""

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["OKABE_ITO", "bars", "lines"]

# Okabe and Ito (2008): distinguishable with every common kind of colour blindness.
OKABE_ITO = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442")

Point = tuple[float, float]


def lines(
    curves: Mapping[str, Sequence[Point]],
    x: str,
    y: str,
    title: str,
    points: Mapping[str, Sequence[Point]] | None = None,
    *,
    log_x: bool = False,
    log_y: bool = False,
) -> Any:
    """Return an altair chart of `curves` (name: [(x, y), ...]) with `points` (published values) over them."""
    import altair as alt
    import pandas as pd

    def table(named: Mapping[str, Sequence[Point]]) -> Any:
        return pd.DataFrame([(a, b, name) for name, values in named.items() for a, b in values], columns=[x, y, "what"])

    names = [*curves, *(points or {})]
    colour = alt.Color("what:N", title=None, scale=alt.Scale(domain=names, range=list(OKABE_ITO[: len(names)])))
    across = alt.X(f"{x}:Q", scale=alt.Scale(type="log" if log_x else "linear", zero=False))
    up = alt.Y(f"{y}:Q", scale=alt.Scale(type="log" if log_y else "linear"))
    chart = alt.Chart(table(curves)).mark_line(strokeWidth=2).encode(x=across, y=up, color=colour)
    if points:
        marks = alt.Chart(table(points)).mark_point(size=70, filled=True).encode(x=across, y=up, color=colour)
        chart = alt.layer(chart, marks)
    return chart.properties(title=title, width=480, height=300)


def bars(heights: Mapping[str, Mapping[str, float]], x: str, y: str, title: str) -> Any:
    """Return an altair chart of grouped bars: `heights` is series -> {label: height}, in the order given."""
    import altair as alt
    import pandas as pd

    rows = [(label, height, series) for series, values in heights.items() for label, height in values.items()]
    labels = list(dict.fromkeys(label for label, _, _ in rows))
    colour = alt.Color(
        "what:N", title=None, scale=alt.Scale(domain=list(heights), range=list(OKABE_ITO[: len(heights)]))
    )
    return (
        alt.Chart(pd.DataFrame(rows, columns=[x, y, "what"]))
        .mark_bar()
        .encode(
            x=alt.X(f"{x}:N", sort=labels), y=f"{y}:Q", color=colour, xOffset=alt.XOffset("what:N", sort=list(heights))
        )
        .properties(title=title, width=480, height=300)
    )
