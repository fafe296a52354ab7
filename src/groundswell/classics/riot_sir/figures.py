"""Plots: what one number decides, one riot by equation and by chance, and a riot that travels."""

from typing import TYPE_CHECKING

import numpy as np

from groundswell.classics.plots import lines
from groundswell.classics.riot_sir import final_size, peak, power_kernel, simulate, simulate_events
from groundswell.classics.riot_sir.towns import distances, people

if TYPE_CHECKING:
    import altair as alt

TOWNS = 60

# figure -> its seeds, and what of the paper it stands beside
ORIGIN = {
    "size": "no chance; closed form, no published figure",
    "chance": "seed 3; computed, no published figure",
    "wave": "no chance, invented towns; computed, no published figure",
    "shapes": "no chance, invented towns; computed, no published figure",
}


def figures() -> dict[str, "alt.Chart"]:
    """Return the plots by name."""
    return {"size": _size(), "chance": _chance(), "wave": _wave(), "shapes": _shapes()}


def _size() -> "alt.Chart":
    r0s = [i / 50 for i in range(201)]
    curves = {
        "share that joins": [(r, final_size(r)) for r in r0s],
        "share rioting at the peak": [(r, peak(r)) for r in r0s],
    }
    points = {"tabled (closed form)": [(1.5, 0.58281), (2.0, 0.79681), (1.5, 0.06302), (2.0, 0.15343)]}
    return lines(
        curves,
        "R0, new rioters per rioter at first",
        "share of those who might join",
        "Nothing happens up to R0 = 1; then R0 alone decides",
        points,
    )


def _chance() -> "alt.Chart":
    days = 25
    curves: dict[str, list[tuple[float, float]]] = {}
    for people_, spark in ((200, 2), (20_000, 200)):
        riot = simulate_events([people_], [spark], beta=2.0 / people_, omega=1.0, seed=3, days=days).daily[0, :, 0]
        curves[f"one random riot, {people_:,} persons"] = [(d + 0.5, n / people_) for d, n in enumerate(riot)]
    course = simulate([1.0], [0.01], beta=2.0, omega=1.0, days=days)
    joined = -np.diff(course.susceptible[::20, 0])
    curves["differential equation"] = [(d + 0.5, float(n)) for d, n in enumerate(joined)]
    return lines(
        curves,
        "day",
        "share joining on the day",
        "A large riot follows the equation; a small one follows chance (R0 = 2)",
    )


def _coupled(delta: float) -> tuple["np.ndarray", "np.ndarray"]:
    sigma, w = people(TOWNS), power_kernel(distances(TOWNS), 10.0, delta)
    beta = 2.5 / np.abs(np.linalg.eigvals(sigma[:, None] * w)).max()
    course = simulate(sigma, np.eye(TOWNS)[0], w, beta=float(beta), omega=1.0, days=20.0)
    return course.times, course.activity


def _wave() -> "alt.Chart":
    import altair as alt

    rows = []
    for delta, name in (
        (4.0, "influence falls with distance (delta = 4)"),
        (0.0, "influence reaches everywhere (delta = 0)"),
    ):
        times, activity = _coupled(delta)
        dates = times[activity.argmax(axis=0)]
        rows += [{"distance": float(d), "peak": float(t), "influence": name}
                 for d, t in zip(distances(TOWNS)[0, 1:], dates[1:], strict=True)]  # fmt: skip
    colour = alt.Scale(domain=list(dict.fromkeys(str(r["influence"]) for r in rows)), range=["#0072B2", "#E69F00"])
    return (
        alt.Chart(alt.Data(values=rows), title="A riot travels only if influence falls with distance (invented towns)")
        .mark_point(filled=True, size=60, opacity=0.9)
        .encode(x=alt.X("distance:Q", title="distance from the first town, km"),
                y=alt.Y("peak:Q", title="day of the town's peak", scale=alt.Scale(zero=False)),
                color=alt.Color("influence:N", scale=colour, title=None, legend=alt.Legend(columns=1)),
                shape=alt.Shape("influence:N", scale=alt.Scale(domain=colour.domain), title=None))
        .properties(width=460, height=280)
    )  # fmt: skip


def _shapes() -> "alt.Chart":
    times, activity = _coupled(4.0)
    far = distances(TOWNS)[0]
    curves = {}
    for town in np.argsort(far)[[1, 20, 40, 59]]:
        curve = activity[:, town] / activity[:, town].max()
        date = times[curve.argmax()]
        curves[f"{far[town]:.0f} km away"] = [
            (float(t - date), float(a)) for t, a in zip(times[::4], curve[::4], strict=True) if abs(t - date) <= 5.0
        ]
    return lines(
        curves,
        "days from the town's own peak",
        "share of the town's own peak",
        "Height and date apart, coupled towns riot nearly alike",
    )
