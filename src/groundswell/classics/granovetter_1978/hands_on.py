"""Granovetter's crowd with other thresholds: where it rests, where it jumps, and what drawing people does to it."""

from typing import Annotated, NamedTuple

from groundswell.classics import granovetter_1978 as g
from groundswell.classics.playing import Played
from groundswell.params import P

__all__ = ["Params", "play"]


class Params(NamedTuple):
    """Normal thresholds, counted in persons who act already."""

    mean: Annotated[float, P("mean threshold", "persons", 0, 100, source="the paper's figure 2: mean 25 of 100")] = 25.0
    sd: Annotated[
        float, P("standard deviation of thresholds", "persons", 0, 100, source="the paper varies it; it jumps at 12.2")
    ] = 12.2
    n: Annotated[int, P("size of the crowd", "persons", 1, 500, source="the paper's crowd of 100")] = 100


def play(p: Params) -> Played:
    """Return the equilibrium of the curve, the path of the crowd at the quantiles and the chance of a drawn crowd."""
    rest = g.equilibrium(p.mean, p.sd, p.n)
    path = g.trajectory(g.quantile_crowd(p.mean, p.sd, p.n))
    touch = g.critical_sd(p.mean, p.n) if 0 < p.mean < p.n else None
    sizes = g.final_size_distribution(lambda j: g.normal_share_acting(j, p.mean, p.sd), p.n)
    riot = float(sizes[p.n // 2 + 1 :].sum())
    jump = (
        f"the jump is at standard deviation {touch.sd:.3f}, from {touch.r:.1f} persons" if touch else "there is no jump"
    )
    return Played(
        {"equilibrium": rest, "trajectory": path, "critical_sd": touch and touch.sd, "jumps_from": touch and touch.r,
         "riot_probability": riot},
        (
            f"The curve r = N F(r) rests at {rest:.4g} of {p.n} persons; for this mean {jump}.",
            f"A crowd at the quantiles of the same distribution: {_shown(path)} acting.",
            f"Crowds drawn from it at random have no jump: more than half act with probability {riot:.4f} (exact).",
        ),
    )  # fmt: skip


def _shown(path: list[int]) -> str:
    steps = [str(r) for r in path]
    return ", ".join(steps if len(steps) <= 16 else [*steps[:8], "...", *steps[-4:]])
