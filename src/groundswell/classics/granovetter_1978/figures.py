"""A teacher's plots of the paper's two figures and of what sampling does to them."""

from typing import Any

import numpy as np

from groundswell.classics import granovetter_1978 as g
from groundswell.classics.plots import lines

# figure -> its seeds, and what of the paper it stands beside
ORIGIN = {
    "two_crowds": "no chance; the paper's two crowds",
    "jump": "no chance; against the paper's curve of the equilibrium, mean 25",
    "ramp": "exact; computed, no figure of the paper",
    "city": "exact; against shares printed in the paper",
}


def figures() -> dict[str, Any]:
    """Return the charts of the page, by name."""
    return {"two_crowds": _two_crowds(), "jump": _jump(), "ramp": _ramp(), "city": _city()}


def _two_crowds() -> Any:
    crowds = {"thresholds 0, 1, ..., 99": range(100), "the 1 becomes a 2": [0, 2, *range(2, 100)]}
    curves = {name: [(float(t), float(r)) for t, r in enumerate(g.trajectory(crowd))] for name, crowd in crowds.items()}
    curves["the 1 becomes a 2"].append((100.0, 1.0))
    return lines(curves, "step", "people acting, of 100", "One person's threshold moves by one: 100 rioters or 1")


def _jump() -> Any:
    spreads = np.concatenate([np.linspace(1.0, 12.2, 57), np.linspace(12.25, 40.0, 112)])
    curve = {"continuous map": [(float(sd), g.equilibrium(25.0, float(sd))) for sd in spreads]}
    published = {"published, approximate": [(12.2, 6.0), (12.3, 100.0)]}
    return lines(curve, "standard deviation of thresholds, persons", "equilibrium, persons of 100",
                 "Mean threshold 25: the equilibrium jumps at a standard deviation of 12.222", published)  # fmt: skip


def _ramp() -> Any:
    spreads = [float(sd) for sd in np.linspace(8.0, 20.0, 25)]
    close = sorted({*spreads, *(float(sd) for sd in np.linspace(12.0, 12.5, 51))})  # a jump is drawn as one

    def exact(sd: float) -> float:
        return float(g.final_size_distribution(lambda j: g.normal_share_acting(j, 25.0, sd), 100)[51:].sum())

    curves = {
        "drawn crowds of 100 (exact)": [(sd, exact(sd)) for sd in spreads],
        "crowd at the quantiles": [(sd, float(g.run(g.quantile_crowd(25.0, sd)) > 50)) for sd in close],
    }
    return lines(curves, "standard deviation of thresholds, persons", "probability that more than half act",
                 "Drawn crowds have no jump: only the deterministic curve has one")  # fmt: skip


def _city() -> Any:
    sizes = g.city_distribution()
    curve = {"exact": [(float(k), float(p)) for k, p in enumerate(sizes)]}
    return lines(curve, "people acting at the end", "probability",
                 "Crowds of 100 from a city that would riot to the last: half end with 0 or 1",
                 {"published": [(0.0, 0.37), (1.0, 0.14)]})  # fmt: skip
