"""Granovetter (1978), "Threshold models of collective behavior", AJS 83(6): 1420-1443, in a whole society.

An adult protests when the share that protested yesterday is at least his threshold, normal with mean and s.d. over
persons; thresholds below 0 act first, thresholds above 1 never. With complete mixing, no policing and everybody adult
the share follows r(t+1) = F[r(t)] to the paper's equilibrium (tests/unit/test_classic_behaviours.py).
"""

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

import numpy as np

from groundswell import portable, rng
from groundswell.behaviour import Setting
from groundswell.kernel import kernel, prange
from groundswell.params import P
from groundswell.process.crowd import Memory
from groundswell.types import (
    ADULT_BAND,
    BAND_BITS,
    STATUS_BITS,
    Action,
    Choice,
    Floats,
    Ids,
    Seen,
    Society,
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


class Granovetter:
    """Everybody compares the share with a threshold every day."""

    def __init__(self, setting: Setting, params: Params) -> None:
        self.society, self.params = setting.society, params
        self.crowd = Memory(setting.society)

    def decide(self, day: int, state: State, seen: Seen, called: Ids) -> Choice:
        """Return who protests or reports today."""
        s, p, m = self.society, self.params, self.crowd
        _decide(np.uint64(s.seed), p.mean, p.sd, s.kind, s.place_start, s.place_region, state.status, m.mixed(p.mixing),
                seen.issue, m.action)  # fmt: skip
        return m.close_day(called)

    def told(self, state: State, persons: Ids) -> None:
        """Nothing to note: the rule knows shares, not ties."""

    def visits(self) -> int:
        """Return how many persons were evaluated so far."""
        return self.crowd.visits()

    def memory(self) -> dict[str, Any]:
        """Return what yesterday's shares were."""
        return self.crowd.keep()

    def recall(self, memory: Mapping[str, Any]) -> None:
        """Take them up."""
        self.crowd.take(memory)


def start(setting: Setting, params: Params, plain: bool = False) -> Granovetter:
    """Return the chooser of a run; every sweep is plain."""
    return Granovetter(setting, params)


def thresholds(society: Society, params: Params) -> Floats:
    """Return everybody's threshold (n,), as a share."""
    out = np.empty(society.n)
    _thresholds(np.uint64(society.seed), params.mean, params.sd, out)
    return out


@kernel
def _thresholds(seed, mean, sd, out):
    for i in prange(len(out)):
        out[i] = mean + sd * portable.normal_quantile(rng.uniform(seed, rng.TASTES, 0, i))


@kernel
def _decide(seed, mean, sd, kind, place_start, place_region, status, share, issue, action):
    for place in prange(len(share)):
        open_here = issue[place_region[place]] > 0.0
        for i in range(place_start[place], place_start[place + 1]):
            now = status[i] & STATUS_BITS
            action[i] = Action.STAY
            if open_here and (now == Status.HOME or now == Status.CALLED) and kind[i] & BAND_BITS >= ADULT_BAND:
                threshold = mean + sd * portable.normal_quantile(rng.uniform(seed, rng.TASTES, 0, i))
                if threshold <= share[place] and threshold <= 1.0:
                    action[i] = Action.PROTEST
