"""Siegel (2009), "Social networks and collective action", AJPS 53(1): 122-138, in a whole society.

A person participates iff b - c > 0: net internal motivation b, normal over persons, against external motivation
c(t) = lambda c(t-1) + (1 - lambda)(1 - lpr(t-1)), with lpr the local participation rate: the share of the person's own
ties that participated yesterday, mixed with the nation's share. It starts at nobody with c = 1, so that only b > 1 act
first. In complete mixing with lambda = 0 it is Granovetter's rule with thresholds 1 - b.
"""

from typing import Annotated, NamedTuple

import numpy as np

from groundswell import portable, rng
from groundswell.behaviour import Setting
from groundswell.kernel import kernel
from groundswell.params import P
from groundswell.process.crowd import Crowd
from groundswell.types import ADULT_BAND, BAND_BITS, Action, Perception, State, Status

SOURCE = "Siegel (2009), AJPS 53(1): 122-138"


class Params(NamedTuple):
    """[behaviour] of kind "siegel"."""

    mean: Annotated[
        float,
        P(
            "mean motivation",
            "utility",
            -2,
            2,
            prior=(0.4, 0.8),
            symbol="b_mean",
            source="the paper's intermediate class, from memory",
        ),
    ] = 0.6
    sd: Annotated[
        float,
        P(
            "s.d. of motivation",
            "utility",
            0,
            2,
            prior=(0.1, 0.4),
            symbol="b_sd",
            source="the paper's intermediate class, from memory",
        ),
    ] = 0.25
    inertia: Annotated[
        float,
        P(
            "weight of yesterday's external motivation",
            "share",
            0,
            0.999,
            symbol="lambda",
            source="0: no inertia; changes the speed only",
        ),
    ] = 0.0
    mixing: Annotated[
        float,
        P(
            "weight of the nation in the participation perceived; the rest are ties",
            "share",
            0,
            1,
            prior=(0, 1),
            source="0: the paper's local participation",
        ),
    ] = 0.0


def start(setting: Setting, params: Params, plain: bool = False) -> Crowd:
    """Return the chooser of a run; every sweep is plain."""
    s = setting.society

    def rule(crowd: Crowd, state: State, seen: Perception) -> None:
        given = params, setting.mean_ties, state.ties_protested, crowd.nation, crowd.columns["external"]
        crowd.sweep(_decide, state, seen, *given)

    return Crowd(s, rule, external=np.ones(s.n, np.float32))


@kernel
def _decide(
    first, end, seed, kind, place_start, place_region, status, issue, action, p, mean_ties, protested, nation, external
):
    for place in range(first, end):
        open_here = issue[place_region[place]] > 0.0
        for i in range(place_start[place], place_start[place + 1]):
            now = status[i]
            action[i] = Action.STAY
            rate = p.mixing * nation + (1.0 - p.mixing) * min(protested[i] / mean_ties, 1.0)
            external[i] = np.float32(p.inertia * external[i] + (1.0 - p.inertia) * (1.0 - rate))
            if open_here and (now == Status.HOME or now == Status.CALLED) and kind[i] & BAND_BITS >= ADULT_BAND:
                motivation = p.mean + p.sd * portable.normal_quantile(rng.uniform(seed, rng.TASTES, 0, i))
                if motivation - external[i] > 0.0:
                    action[i] = Action.PROTEST
