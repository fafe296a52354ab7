"""Plots of the production functions, of the order of giving, and of the critical mass."""

from typing import TYPE_CHECKING

import numpy as np

from groundswell.classics.oliver_marwell_1985 import contributions, production
from groundswell.classics.plots import lines

if TYPE_CHECKING:
    import altair as alt

# figure -> its seeds, and what of the paper it stands beside
ORIGIN = {
    "production": "no chance; computed, no published figure was read",
    "order": "one order of people; computed, no published figure was read",
    "critical mass": "no chance; computed, no published figure was read",
}


def figures() -> dict[str, "alt.Chart"]:
    """Return the plots by name."""
    return {"production": _production(), "order": _order(), "critical mass": _critical_mass()}


def _production() -> "alt.Chart":
    totals = np.arange(0.0, 101.0, 2.0)
    shapes = {"decelerating, 1 - exp(-R/25)": production("decelerating", a=0.04), "linear, R/100": production("linear"),
              "accelerating, (R/100)²": production("accelerating"), "s-shaped": production("s-shaped")}  # fmt: skip
    curves = {name: list(zip(totals.tolist(), p(totals).tolist(), strict=True)) for name, p in shapes.items()}
    return lines(
        curves,
        "total given R",
        "good produced P(R)",
        "Where first gifts do most, few suffice; where last ones do, nobody starts",
    )


def _order() -> "alt.Chart":
    v = 1.0 + 20.0 * ((np.arange(1, 41) * 0.6180339887) % 1.0) ** 3
    curves = {}
    for order in ("most interested first", "least interested first", "random"):
        given = contributions(v, "decelerating", order=order, resources=0.15, seed=1)
        totals = np.cumsum(given.amounts[given.order])
        curves[order] = [(float(i + 1), float(t)) for i, t in enumerate(totals)]
    return lines(
        curves,
        "people who have decided",
        "total given R",
        "Most is given when the least interested go first (decelerating production)",
    )


def _critical_mass() -> "alt.Chart":
    curves = {
        f"each values the good at {v:g} units": [
            (float(s), float(contributions([v] * 100, "accelerating", unit=1.0, start=s).amounts.sum()))
            for s in range(0, 101)
        ]
        for v in (80.0, 120.0, 200.0)
    }
    return lines(
        curves,
        "already given R",
        "how many of 100 then give",
        "Accelerating production: nobody below the critical mass, everybody above",
    )
