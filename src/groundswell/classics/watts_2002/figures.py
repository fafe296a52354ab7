"""Teacher's plots: the window, the size inside it, and the two kinds of size distribution."""

from typing import Any

import numpy as np

from groundswell.classics import watts_2002 as w
from groundswell.classics.plots import lines

# figure -> its seeds, and what of the paper it stands beside
ORIGIN = {
    "window": "no chance; against edges of the window as another program gives them",
    "density": "seeds 0 to 59 a point; after the paper's window, no published figure was read",
    "sizes": "seeds 0 to 1,499; against the slope printed in the paper",
    "spread": "no chance; after Fig. 4a",
}


def figures() -> dict[str, Any]:
    """Return the charts of the page, by name."""
    return {"window": _window(), "density": _density(), "sizes": _sizes(), "spread": _spread()}


def _window() -> Any:
    edges = [(phi, w.window(phi)) for phi in (float(x) for x in np.linspace(0.06, 0.2501, 60))]
    curves = {
        "lower edge": [(phi, edge.z_low) for phi, edge in edges if edge],
        "upper edge": [(phi, edge.z_high) for phi, edge in edges if edge],
    }
    published = {"published at .18 (approximate)": [(0.18, 1.02), (0.18, 5.75)]}
    return lines(
        curves,
        "threshold, share of neighbours",
        "mean degree, neighbours",
        "Global cascades need a threshold of at most 1/4",
        published,
    )


def _density() -> Any:
    densities = [float(z) for z in np.linspace(0.8, 7.0, 63)]
    simulated = [(z, w.sizes(2000, z, 0.18, range(60)) / 2000) for z in densities[::3]]
    curves = {
        "giant component": [(z, w.giant_component(z)) for z in densities],
        "steady state, seeds .01 %": [(z, w.steady_state(z, 0.18, 1e-4)) for z in densities],
        "share of sparks that go global": [(z, float(np.mean(x > 0.1))) for z, x in simulated],
    }
    size = {"size of global cascades": [(z, float(x[x > 0.1].mean())) for z, x in simulated if np.any(x > 0.1)]}
    return lines(
        curves,
        "mean degree, neighbours",
        "share of vertices or of sparks",
        "Near the upper edge few sparks spread, but to nearly everybody",
        size,
    )


def _sizes() -> Any:
    curves: dict[str, list[tuple[float, float]]] = {}
    for z in (1.05, 6.14):
        sizes = w.sizes(1000, z, 0.18, range(1500))
        at = np.unique(np.geomspace(1, 1000, 40).astype(int))
        curves[f"z = {z:g}"] = [(float(k), float(np.mean(sizes >= k))) for k in at if np.any(sizes >= k)]
    curves["slope -1/2 (published for 1.05)"] = [(1.0, 1.0), (1000.0, 1000.0**-0.5)]
    return lines(curves, "size, vertices", "share of cascades at least as large",
                 "A power law at the lower edge, all or nothing at the upper", log_x=True, log_y=True)  # fmt: skip


def _spread() -> Any:
    densities = [float(z) for z in np.linspace(1.0, 14.0, 27)]
    curves = {f"sd {sd:g}": [(z, w.cascade_condition(0.18, z, sd=sd)) for z in densities] for sd in (0.0, 0.05, 0.1)}
    curves["cascades above this line"] = [(1.0, 1.0), (14.0, 1.0)]
    return lines(
        curves,
        "mean degree, neighbours",
        "cascade condition (1: edge of the window)",
        "Unequal thresholds keep the window open",
    )
