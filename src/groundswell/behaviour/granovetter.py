"""Granovetter (1978), "Threshold models of collective behavior", AJS 83(6): 1420-1443, in a whole society.

An adult protests when the share that protested yesterday is at least his threshold, normal with mean and s.d. over
persons; thresholds below 0 act first, thresholds above 1 never. With complete mixing, no policing and everybody adult
the share follows r(t+1) = F[r(t)] to the paper's equilibrium (tests/behaviour/test_classic_behaviours.py).
"""

from typing import Annotated, NamedTuple

from groundswell.behaviour import PROTEST, lasting, normal_quantile, otherwise
from groundswell.params import P

SOURCE = "Granovetter (1978), AJS 83(6): 1420-1443"


class Params(NamedTuple):
    """[behaviour] of kind "granovetter"."""

    mean: Annotated[
        float, P("mean threshold", "share", -1, 2, prior=(0.05, 0.3), source="paper: 0.25; range assumed")
    ] = 0.25
    sd: Annotated[
        float, P("s.d. of thresholds", "share", 0, 2, prior=(0.05, 0.2), source="paper: about 0.122 critical")
    ] = 0.1
    mixing: Annotated[
        float,
        P(
            "weight of the nation in the share perceived; the rest is the place",
            "share",
            0,
            1,
            prior=(0, 1),
            source="1: the paper's complete mixing",
        ),
    ] = 1.0


def leaning(me, p, draw):
    """Return a person's threshold."""
    return p.mean + p.sd * normal_quantile(lasting(draw, PROTEST))


def rule(me, p, draw):
    """Return what a person does today."""
    share = p.mixing * me.nation_protesting + (1.0 - p.mixing) * me.place_protesting
    if me.issue > 0.0 and me.leaning <= share and me.leaning <= 1.0:
        return PROTEST
    return otherwise(me)
