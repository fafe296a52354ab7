"""Two plots that most papers need: lines of computed values, with published points beside them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["OKABE_ITO", "bars", "lines"]

# Okabe and Ito (2008): distinguishable with every common kind of colour blindness.
OKABE_ITO = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442")

# A second mark of each curve, for a grey printer and where curves lie on one another: dots and gaps in pixels.
DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [4, 4], [12, 4], [1, 3], [6, 2, 1, 2])

Point = tuple[float, float]


def _column(title: str) -> str:
    """Return an axis title as a column name: Vega reads dots, brackets and quotes in a name as a path."""
    return re.sub(r"\W+", "_", title).strip("_")


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

    def table(named: Mapping[str, Sequence[Point]]) -> Any:
        rows = ((float(a), float(b), name) for name, values in named.items() for a, b in values)
        return alt.Data(values=[{_column(x): a, _column(y): b, "what": name} for a, b, name in rows])

    legend = alt.Legend(title=None, labelLimit=400)

    def colour(shown: Sequence[str], first: int) -> Any:
        scale = alt.Scale(domain=list(shown), range=list(OKABE_ITO[first : first + len(shown)]))
        return alt.Color("what:N", legend=legend, scale=scale)

    across = alt.X(f"{_column(x)}:Q", title=x, scale=alt.Scale(type="log" if log_x else "linear", zero=False))
    up = alt.Y(f"{_column(y)}:Q", title=y, scale=alt.Scale(type="log" if log_y else "linear"))
    dashes = alt.Scale(domain=list(curves), range=list(DASHES[: len(curves)]))
    dash = alt.StrokeDash("what:N", legend=legend, scale=dashes)
    chart = (
        alt.Chart(table(curves))
        .mark_line(strokeWidth=2)
        .encode(x=across, y=up, color=colour(list(curves), 0), strokeDash=dash)
    )
    if points:  # with a key of its own: lines are told by their dashes, points by a dot
        marks = (
            alt.Chart(table(points))
            .mark_point(size=70, filled=True, opacity=0.9)
            .encode(x=across, y=up, color=colour(list(points), len(curves)))
        )
        chart = alt.layer(chart, marks).resolve_scale(color="independent", strokeDash="independent")
    return chart.properties(title=title, width=480, height=300)


def bars(heights: Mapping[str, Mapping[str, float]], x: str, y: str, title: str) -> Any:
    """Return an altair chart of grouped bars: `heights` is series -> {label: height}, in the order given."""
    import altair as alt

    rows = [
        {_column(x): label, _column(y): float(height), "what": series}
        for series, values in heights.items()
        for label, height in values.items()
    ]
    labels = list(dict.fromkeys(label for values in heights.values() for label in values))
    colour = alt.Color(
        "what:N",
        legend=alt.Legend(title=None, labelLimit=400),
        scale=alt.Scale(domain=list(heights), range=list(OKABE_ITO[: len(heights)])),
    )
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_bar()
        .encode(
            x=alt.X(f"{_column(x)}:N", title=x, sort=labels, axis=alt.Axis(labelAngle=0)),
            y=alt.Y(f"{_column(y)}:Q", title=y),
            color=colour,
            xOffset=alt.XOffset("what:N", sort=list(heights)),
        )
        .properties(title=title, width=480, height=300)
    )
