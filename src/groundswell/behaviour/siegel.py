"""Siegel (2009), "Social networks and collective action", AJPS 53(1): 122-138, in a whole society.

A person participates iff b - c > 0: net internal motivation b, normal over persons, against external motivation
c(t) = lambda c(t-1) + (1 - lambda)(1 - lpr(t-1)), with lpr the local participation rate: the share of the person's own
ties that participated yesterday, mixed with the nation's share. It starts at nobody with c = 1, so that only b > 1 act
first. In complete mixing with lambda = 0 it is Granovetter's rule with thresholds 1 - b.
"""

from typing import Annotated, NamedTuple

import numpy as np

from groundswell.behaviour import PROTEST, lasting, normal_quantile, otherwise
from groundswell.params import P

SOURCE = "Siegel (2009), AJPS 53(1): 122-138"
REMEMBERS = 1.0  # external motivation, at first


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


def leaning(me, p, draw):
    """Return a person's net internal motivation."""
    return p.mean + p.sd * normal_quantile(lasting(draw, PROTEST))


def rule(me, p, draw):
    """Return what a person does today, and external motivation."""
    rate = p.mixing * me.nation_protesting + (1.0 - p.mixing) * me.ties_protesting
    external = np.float64(np.float32(p.inertia * me.remembered + (1.0 - p.inertia) * (1.0 - rate)))
    if me.issue > 0.0 and me.adult and me.free and me.leaning - external > 0.0:
        return PROTEST, external
    return otherwise(me), external
