"""The plain sweep: every adult is evaluated every day. The reference that the pruned one must equal bit for bit."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from groundswell.behaviour import Setting
from groundswell.behaviour.exit_voice_loyalty import utilities as u
from groundswell.behaviour.exit_voice_loyalty.params import Params
from groundswell.kernel import kernel, prange
from groundswell.types import STATUS_BITS, Action, Choice, Ids, Seen, State, Status

_BLOCK = 1 << 14


class Plain:
    """Evaluates everybody."""

    def __init__(self, setting: Setting, params: Params) -> None:
        self.society, self.params = setting.society, params
        self.ground, self.traits = u.ground_of(setting.society), u.traits_of(setting)
        self.action = np.zeros(self.society.n, np.uint8)
        self.days = 0

    def decide(self, day: int, state: State, seen: Seen, called: Ids) -> Choice:
        """Return who does something other than stay today."""
        sweep(day, self.ground, state, self.traits, u.terms(self.society, seen, self.params), self.params, self.action)
        self.days += 1
        who = np.flatnonzero(self.action)
        return Choice(who.astype(np.uint32), self.action[who])

    def told(self, state: State, persons: Ids) -> None:
        """Nothing to note: everybody is visited anyway."""

    def visits(self) -> int:
        """Return how many persons were evaluated so far."""
        return self.days * self.society.n

    def memory(self) -> dict[str, Any]:
        """Return nothing: all that counts is in the state."""
        return {}

    def recall(self, memory: Mapping[str, Any]) -> None:
        """Start with nothing."""


@kernel
def sweep(day, ground, state, traits, terms, p, action):
    """Fill `action` (n,) with what everybody does today."""
    n = len(ground.kind)
    for b in prange((n + _BLOCK - 1) // _BLOCK):
        first = b * _BLOCK
        place = np.int64(ground.hood_place[first >> 8])
        for i in range(first, min(first + _BLOCK, n)):
            while ground.place_start[place + 1] <= i:
                place += 1
            action[i] = Action.STAY
            now = state.status[i] & STATUS_BITS
            if (now == Status.HOME or now == Status.CALLED) and u.adult(ground.kind[i]):
                region = ground.place_region[place]
                me = u.personal(i, place, region, ground.kind[i], ground.hood[i >> 8], traits, p)
                action[i] = u.choose(i, day, place, region, ground.kind[i], now, state, me, traits, terms, p)[0]
