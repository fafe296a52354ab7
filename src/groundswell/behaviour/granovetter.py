"""Granovetter (1978), "Threshold models of collective behavior", AJS 83(6): 1420-1443, in a whole society.

An adult protests when the share that protested yesterday is at least his threshold, normal with mean and s.d. over
persons; thresholds below 0 act first, thresholds above 1 never. With complete mixing, no policing and everybody adult
the share follows r(t+1) = F[r(t)] to the paper's equilibrium (tests/unit/test_classic_behaviours.py).
"""

from typing import Annotated, NamedTuple

from groundswell import portable, rng
from groundswell.behaviour import Setting
from groundswell.kernel import kernel
from groundswell.params import P
from groundswell.process.crowd import Crowd
from groundswell.types import (
    ADULT_BAND,
    BAND_BITS,
    Action,
    Perception,
    State,
    Status,
)

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


def start(setting: Setting, params: Params, plain: bool = False) -> Crowd:
    """Return the chooser of a run; every sweep is plain."""
    s, p = setting.society, params

    def rule(crowd: Crowd, state: State, seen: Perception) -> None:
        share = crowd.mixed(p.mixing)
        crowd.sweep(_decide, state, seen, p.mean, p.sd, share)

    return Crowd(s, rule)


@kernel
def _decide(first, end, seed, kind, place_start, place_region, status, issue, action, mean, sd, share):
    for place in range(first, end):
        open_here = issue[place_region[place]] > 0.0
        for i in range(place_start[place], place_start[place + 1]):
            now = status[i]
            action[i] = Action.STAY
            if open_here and (now == Status.HOME or now == Status.CALLED) and kind[i] & BAND_BITS >= ADULT_BAND:
                threshold = mean + sd * portable.normal_quantile(rng.uniform(seed, rng.TASTES, 0, i))
                if threshold <= share[place] and threshold <= 1.0:
                    action[i] = Action.PROTEST
