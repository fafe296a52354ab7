"""The plain sweep: every adult is evaluated every day. The reference that the pruned one must equal bit for bit.

It keeps everybody's fixed leanings (48 bytes a person), for they never change.
"""

import copy
from collections.abc import Mapping
from typing import Any

import numpy as np

from groundswell.behaviour import Setting
from groundswell.behaviour.exit_voice_loyalty import utilities as u
from groundswell.behaviour.exit_voice_loyalty.candidates import pieces
from groundswell.behaviour.exit_voice_loyalty.params import Params
from groundswell.behaviour.exit_voice_loyalty.terms import Exposure, TieCounts
from groundswell.kernel import device, kernel, parallel_for
from groundswell.types import (
    ADULT_BAND,
    BAND_BITS,
    LIABLE_BIT,
    Action,
    Bytes,
    Choice,
    Ids,
    Perception,
    State,
    Status,
)

_BLOCK = 1 << 11


class Plain:
    """Evaluates everybody."""

    def __init__(self, setting: Setting, params: Params) -> None:
        self.society, self.params = setting.society, params
        self.columns, self.traits = u.columns_of(setting.society), u.traits_of(setting)
        self.action = np.zeros(self.society.n, np.uint8)
        self.leanings = u.FixedUtilities._make(np.empty(self.society.n) for _ in u.FixedUtilities._fields)
        parallel_for(fill_leanings, len(self.columns.place_region), self.columns, self.traits, params, *self.leanings)
        self.pieces = pieces(self.columns.place_start)
        self.days = 0

    def decide(self, day: int, state: State, seen: Perception, called: Ids) -> Choice:
        """Return who does something other than stay today."""
        today = u.day_terms(self.society, seen, self.params)
        given = self.columns, self.leanings, state, self.traits, today, self.params, self.action
        who = np.concatenate(parallel_for(sweep, len(self.pieces[0]), *self.pieces, day, *given, grain=16))
        self.days += 1
        return Choice(who.astype(np.uint32), self.action[who])

    def on_contacts_changed(self, state: State, persons: Ids, counter: Bytes) -> None:
        """Nothing to note: everybody is visited anyway."""

    def asks_ties_protested(self) -> bool:
        """Tell whether a choice depends on how many ties protested."""
        return self.params.ties_protested != 0.0

    def evaluations(self) -> int:
        """Return how many persons were evaluated so far."""
        return self.days * self.society.n

    def copy(self) -> "Plain":
        """Return a chooser that goes on from here by itself; leanings never change and are shared."""
        other = copy.copy(self)
        other.action = np.zeros_like(self.action)
        return other

    def get_state(self) -> dict[str, Any]:
        """Return nothing: all that counts is in the state."""
        return {}

    def set_state(self, kept: Mapping[str, Any]) -> None:
        """Start with nothing."""


@kernel
def fill_leanings(first, end, columns, traits, p, voice, leave, evade, comply, boldness, threshold):
    """Fill everybody's fixed leanings, the columns of `FixedUtilities` (n,)."""
    for place in range(first, end):
        region = columns.place_region[place]
        for i in range(columns.place_start[place], columns.place_start[place + 1]):
            me = u.fixed_utilities(i, place, region, columns.kind[i], columns.neighbourhood[i >> 8], traits, p)
            voice[i], leave[i], evade[i], comply[i] = me.voice, me.leave, me.evade, me.comply
            boldness[i], threshold[i] = me.boldness, me.attention_threshold


@device
def prefilter(first, m, kind, state, leanings, here, leave, evade, attention, t, p, open_):
    """Mark in `open_` (m,) who of the persons from `first` on may do something other than stay.

    It is the whole of `choose` for an adult at home none of whose ties acted, but for the daily draw, in one pass
    without branches, which the compiler turns into vector code.
    """
    kinds, now = kind[first : first + m], state.status[first : first + m]
    close, friends = state.close_called[first : first + m], state.friends_called[first : first + m]
    left, protested = state.ties_left[first : first + m], state.ties_protested[first : first + m]
    afraid = state.afraid[first : first + m]
    a_voice, a_leave, a_evade = (
        leanings.voice[first : first + m],
        leanings.leave[first : first + m],
        leanings.evade[first : first + m],
    )
    bold, threshold = leanings.boldness[first : first + m], leanings.attention_threshold[first : first + m]
    voice, stake, cost, mean_ties, all_may_leave = here.voice, here.stake, here.cost, t.mean_ties, t.all_may_leave
    for k in range(np.uint64(m)):
        touched = close[k] | friends[k] | left[k] | protested[k] | afraid[k]
        x = Exposure(TieCounts(0, 0, 0, 0, 0), 0, bold[k], stake, cost, mean_ties)
        liable = (kinds[k] & LIABLE_BIT) != 0
        exits = (liable | all_may_leave) & (u.LEAVE(a_leave[k] + leave, x, p) >= -p.daily)
        hides = liable & (u.EVADE(a_evade[k] + evade, x, p) >= -p.daily)
        moves = (u.PROTEST(a_voice[k] + voice, x, p) >= -p.daily) | exits | hides
        attentive = threshold[k] < attention
        home, called = now[k] == Status.HOME, now[k] == Status.CALLED
        grown = (kinds[k] & BAND_BITS) >= ADULT_BAND
        open_[k] = grown & (called | (home & ((touched != 0) | (attentive & moves))))


@kernel
def sweep(begin, stop, low, high, at, day, g, leanings, state, t, today, p, action):
    """Fill `action` (n,) with what everybody does today, piece by piece: persons [low, high) of place `at`.

    Return who does something other than stay.
    """
    kind, status = g.kind, state.status
    for c in range(begin, stop):
        place = at[c]
        here = u.place_terms(today, place, g.place_region[place])
        attention = here.attention if here.issue > 0.0 else -1.0
        leave = here.leave if here.exit_open > 0.0 else -np.inf
        evade = here.evade if here.calling > 0.0 else -np.inf
        open_ = np.empty(_BLOCK, np.bool_)
        for first in range(low[c], high[c], _BLOCK):
            m = min(_BLOCK, high[c] - first)
            prefilter(first, m, kind, state, leanings, here, leave, evade, attention, t, p, open_)
            action[first : first + m] = Action.STAY
            for k in range(m):
                if open_[k]:
                    i = first + k
                    me = u.FixedUtilities(
                        leanings.voice[i],
                        leanings.leave[i],
                        leanings.evade[i],
                        leanings.comply[i],
                        leanings.boldness[i],
                        leanings.attention_threshold[i],
                    )
                    action[i] = u.choose(i, day, kind[i], status[i], u.tie_counts(state, i), me, here, t, p)[0]
    return low[begin] + np.flatnonzero(action[low[begin] : high[stop - 1]])
