"""The plain sweep: every adult is evaluated every day. The reference that the pruned one must equal bit for bit."""

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
        self.traits = u.traits_of(setting)
        self.action = np.zeros(self.society.n, np.uint8)
        self.days = 0

    def decide(self, day: int, state: State, seen: Seen, called: Ids) -> Choice:
        """Return who does something other than stay today."""
        s, terms = self.society, u.terms(self.society, seen, self.params)
        sweep(
            day,
            s.kind,
            s.hood,
            s.hood_place,
            s.place_start,
            s.place_region,
            state,
            self.traits,
            terms,
            self.params,
            self.action,
        )
        self.days += 1
        who = np.flatnonzero(self.action)
        return Choice(who.astype(np.uint32), self.action[who])

    def told(self, state: State, persons: Ids) -> None:
        """Nothing to note: everybody is visited anyway."""

    def visits(self) -> int:
        """Return how many persons were evaluated so far."""
        return self.days * self.society.n


@kernel
def sweep(day, kind, hood, hood_place, place_start, place_region, state, traits, terms, p, action):
    """Fill `action` (n,) with what everybody does today."""
    n = len(kind)
    for b in prange((n + _BLOCK - 1) // _BLOCK):
        first = b * _BLOCK
        place = np.int64(hood_place[first >> 8])
        for i in range(first, min(first + _BLOCK, n)):
            while place_start[place + 1] <= i:
                place += 1
            now = state.status[i] & STATUS_BITS
            action[i] = Action.STAY
            if (now == Status.HOME or now == Status.CALLED) and u.adult(kind[i]):
                region = place_region[place]
                me = u.personal(i, place, region, kind[i], hood[i >> 8], traits, p)
                action[i] = u.choose(
                    i,
                    day,
                    place,
                    region,
                    kind[i],
                    now,
                    state.close_called[i],
                    state.friends_called[i],
                    state.ties_left[i],
                    state.ties_marched[i],
                    state.afraid[i],
                    me,
                    traits,
                    terms,
                    p,
                )[0]
