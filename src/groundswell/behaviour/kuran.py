"""Kuran (1989, 1991), preference falsification, in a whole society.

A person whose private opposition is x in 0..1 shows it in public when E(S) + N(x) >= 0, with the reputational payoff
E(S) = reputation (2 S - 1) of the share S that did yesterday and the integrity payoff N(x) = integrity (2 x - 1). His
revolutionary threshold is T(x) = (1 - (integrity/reputation)(2 x - 1)) / 2, so that the dynamics are Granovetter's
with thresholds T. The functional forms are linear by assumption; the papers leave them general. x is uniform: the
rank of the person's opposition in the population.
"""

from typing import Annotated, NamedTuple

import numpy as np

from groundswell import rng
from groundswell.behaviour import PROTEST, otherwise
from groundswell.kernel import kernel, parallel_for
from groundswell.params import P
from groundswell.process.rule import Follower

SOURCE = "Kuran (1991), World Politics 44(1): 7-48; Kuran (1989), Public Choice 61(1): 41-74"


class Params(NamedTuple):
    """[behaviour] of kind "kuran"."""

    reputation: Annotated[
        float,
        P("weight of what others think", "utility", 0.01, 100, prior=(0.5, 2), source="left general by the papers"),
    ] = 1.0
    integrity: Annotated[
        float,
        P("weight of being true to oneself", "utility", 0, 100, prior=(0.2, 2), source="left general by the papers"),
    ] = 0.9
    mixing: Annotated[
        float,
        P(
            "weight of the nation in the share perceived; the rest is the place",
            "share",
            0,
            1,
            prior=(0, 1),
            source="1: the papers' complete mixing",
        ),
    ] = 1.0


def leaning(me, p, draw):
    """Return a person's integrity payoff, in units of the weight of what others think."""
    return p.integrity / p.reputation * (2.0 * me.opposition_rank - 1.0)


def rule(me, p, draw):
    """Return what a person does today."""
    share = p.mixing * me.nation_protesting + (1.0 - p.mixing) * me.place_protesting
    if me.issue > 0.0 and 2.0 * share - 1.0 + me.leaning >= 0.0:
        return PROTEST
    return otherwise(me)


def falsification(crowd: Follower) -> float:
    """Return private less public opposition, in shares of all persons: private opponents have x > 1/2."""
    private = np.count_nonzero(opponents(crowd.society.seed, crowd.society.n)) / crowd.society.n
    return private - crowd.nation


def opponents(seed: int, n: int) -> np.ndarray:
    """Tell who of n persons opposes in private (n,)."""
    out = np.empty(n, np.bool_)
    parallel_for(_opponents, n, np.uint64(seed), out, grain=1 << 14)
    return out


@kernel
def _opponents(first, end, seed, out):
    for i in range(first, end):
        out[i] = rng.uniform(seed, rng.TRAITS, 0, i) > 0.5
