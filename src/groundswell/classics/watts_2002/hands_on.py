"""Watts' sparks at another density and threshold: whether a global cascade is possible, and how often one comes."""

from typing import Annotated, NamedTuple

import numpy as np

from groundswell.classics import watts_2002 as w
from groundswell.classics.judge import clopper_pearson
from groundswell.classics.playing import Played
from groundswell.params import P

__all__ = ["Params", "play"]


class Params(NamedTuple):
    """A Poisson graph, one threshold, and how many sparks to try, each in a newly drawn graph."""

    z: Annotated[float, P("mean number of neighbours", "neighbours", 0, 20, source="the paper varies it")] = 3.0
    phi: Annotated[
        float, P("threshold: the share of neighbours that must be on", "share", 0.01, 1, source="the paper's 0.18")
    ] = 0.18
    n: Annotated[int, P("vertices of the graph", "vertices", 10, 10_000, source="the paper's 1,000 and 10,000")] = 1000
    sparks: Annotated[int, P("graphs, each with one spark", "graphs", 1, 1000, source="ours; the paper's 1,000")] = 100
    seed: Annotated[int, P("first seed", "", 0, 2**32 - 1, source="any")] = 0


def play(p: Params) -> Played:
    """Return the window, the size that a global cascade would have, and the share of sparks that set one off."""
    edge = w.window(p.phi)
    open_ = edge is not None and edge.z_low < p.z < edge.z_high
    sizes = w.sizes(p.n, p.z, p.phi, range(p.seed, p.seed + p.sparks))
    large = sizes[sizes > 0.5 * p.n]
    low, high = clopper_pearson(len(large), p.sparks, 0.05)
    where = (
        f"the window is open from z = {edge.z_low:.4g} to {edge.z_high:.4g}" if edge else "no density opens a window"
    )
    return Played(
        {"window": edge and list(edge), "within": open_, "giant_component": w.giant_component(p.z),
         "sizes": sizes.tolist(), "share_global": len(large) / p.sparks, "share_global_low": low,
         "share_global_high": high},
        (
            f"At threshold {p.phi:g} {where}; z = {p.z:g} lies {'within' if open_ else 'outside'}.",
            f"{len(large)} of {p.sparks} sparks turn more than half of {p.n:,} vertices on (95 % interval {low:.3f} to"
            f" {high:.3f}).",
            f"Median size of these: {np.median(large) / p.n:.4f} of the graph; the giant component holds"
            f" {w.giant_component(p.z):.4f}." if len(large) else f"The largest reaches {sizes.max()} vertices.",
        ),
    )  # fmt: skip
