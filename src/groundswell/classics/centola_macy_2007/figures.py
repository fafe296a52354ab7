"""Teacher's plots: the U-shape of rewiring, and the critical threshold of each lattice."""

from typing import Any

from groundswell.classics import centola_macy_2007 as c
from groundswell.classics.plots import lines

_REWIRING = (0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 1.0)

# figure -> its seeds, and what of the paper it stands beside
ORIGIN = {
    "rewiring": "seeds 0 to 19 a point; computed, no published figure was read",
    "success": "seeds 0 to 19 a point; computed, no published figure was read",
    "critical": "no chance; computed, no published figure was read",
    "noise": "seeds 0 to 7 a point; after the abstract of Eckles and others 2024",
}


def figures() -> dict[str, Any]:
    """Return the charts of the page, by name."""
    return {"rewiring": _rewiring(), "success": _success(), "critical": _critical(), "noise": _noise()}


def _runs(threshold: int, rewiring: float) -> list[c.Contagion]:
    return [c.simulate("moore", 45, 1, threshold, rewiring, seed) for seed in range(20)]


def _rewiring() -> Any:
    curves: dict[str, list[tuple[float, float]]] = {}
    for a in (1, 2):
        done = {p: [run.steps for run in _runs(a, p) if run.success] for p in _REWIRING}
        curves[f"threshold {a}"] = [(p, sum(steps) / len(steps)) for p, steps in done.items() if steps]
    return lines(curves, "share of ties rewired", "steps to fill 45 x 45",
                 "Long ties speed up both contagions; the complex one then stops", log_x=True)  # fmt: skip


def _success() -> Any:
    curves = {f"threshold {a}": [(p, sum(r.success for r in _runs(a, p)) / 20) for p in _REWIRING] for a in (1, 2, 3)}
    return lines(curves, "share of ties rewired", "share of runs that fill the lattice",
                 "Too many long ties kill a contagion that needs two or three contacts", log_x=True)  # fmt: skip


def _critical() -> Any:
    curves = {
        f"{called}, {label}": [(float(r), float(c.critical_threshold(lattice, r, shape))) for r in range(1, 8)]
        for lattice, called in (("moore", "Moore"), ("von_neumann", "von Neumann"))
        for shape, label in (("band", "wide front"), ("cm", "focal seed"))
    }
    return lines(
        curves, "radius, sites", "critical threshold, neighbours", "A small seed stalls where a wide front goes on"
    )


def _noise() -> Any:
    curves = {
        f"rewiring {p:g}": [(q, sum(c.simulate("ring", 1000, 4, 2, p, s, noise=q).steps for s in range(8)) / 8)
                            for q in (0.001, 0.003, 0.01, 0.03, 0.1)]
        for p in (0.0, 0.1)
    }  # fmt: skip
    return lines(curves, "chance of joining below the threshold", "steps to fill the ring",
                 "With a little noise long ties do speed it up", log_x=True, log_y=True)  # fmt: skip
