"""Who could switch: found by scanning places under given bounds, or when ties make themselves felt."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.behaviour import Setting
from groundswell.behaviour.exit_voice_loyalty import utilities as u
from groundswell.behaviour.exit_voice_loyalty.params import Params
from groundswell.kernel import device, kernel, prange
from groundswell.process.tell import NOBODY, place_of
from groundswell.types import LIABLE_BIT, LISTED_BIT, Floats, Ids, State

_CHUNK = 1 << 15
_SLACK = 1e-3  # leanings are kept in single precision: bounds are widened by more than that rounds
_FOUND = 0x40  # of State.status while a scan is under way
Leanings = NDArray[np.float32]


class Bounds(NamedTuple):
    """The most that a day adds to fixed leanings."""

    voice: Floats  # (P,)
    leave: Floats  # (R,)
    evade: Floats  # (R,)


class Candidates(NamedTuple):
    """Persons in order, with their place, fixed leanings and what ties add at most."""

    who: Ids
    place: NDArray[np.int32]
    voice: Leanings
    leave: Leanings  # -inf: not liable
    evade: Leanings
    extra: Leanings

    @staticmethod
    def none() -> "Candidates":
        """Return an empty list."""
        floats = [np.empty(0, np.float32) for _ in range(4)]
        return Candidates(np.empty(0, np.uint32), np.empty(0, np.int32), *floats)


def merge(a: Candidates, b: Candidates) -> Candidates:
    """Return both lists as one, in the order of persons."""
    if not len(b.who):
        return a
    joint = [np.concatenate(pair) for pair in zip(a, b, strict=True)]
    order = np.argsort(joint[0], kind="stable")
    return Candidates(*(column[order] for column in joint))


def find(
    setting: Setting, traits: u.Traits, p: Params, state: State, reach: Bounds, places: NDArray[np.bool_]
) -> Candidates:
    """List everybody not yet listed in `places` (P,) whom `reach` could move; sets their LISTED bit."""
    s = setting.society
    low, high, place = _chunks(s.place_start, places)
    counts = np.zeros(len(low), np.int64)
    _scan(
        low,
        high,
        place,
        s.kind,
        s.hood,
        s.place_region,
        state.status,
        state,
        traits,
        p,
        setting.death_cap,
        reach,
        counts,
    )
    start = np.concatenate([[0], np.cumsum(counts)])
    out = Candidates(
        np.empty(start[-1], np.uint32),
        np.empty(start[-1], np.int32),
        *(np.empty(start[-1], np.float32) for _ in range(4)),
    )
    _collect(
        low, high, place, s.kind, s.hood, s.place_region, state.status, state, traits, p, setting.death_cap, start, *out
    )
    return out


def revalue(
    setting: Setting,
    traits: u.Traits,
    p: Params,
    state: State,
    reach: Bounds,
    persons: Ids,
    lists: tuple[Candidates, ...],
) -> Candidates:
    """Update `extra` of the listed among `persons`, and return those who must be listed now."""
    s = setting.society
    persons = np.unique(persons)  # told by several ties
    persons = persons[: np.searchsorted(persons, NOBODY)]
    extra, fresh = np.empty(len(persons), np.float32), np.empty(len(persons), np.bool_)
    place = np.empty(len(persons), np.int32)
    leaning = np.empty((3, len(persons)), np.float32)
    _revalue(
        persons,
        s.kind,
        s.hood,
        s.hood_place,
        s.place_start,
        s.place_region,
        state,
        traits,
        p,
        setting.death_cap,
        reach,
        extra,
        fresh,
        place,
        leaning,
    )
    for listed in lists:
        at = np.minimum(np.searchsorted(listed.who, persons), max(len(listed.who) - 1, 0))
        here = listed.who[at] == persons if len(listed.who) else np.zeros(len(persons), bool)
        listed.extra[at[here]] = extra[here]
    new = persons[fresh]
    state.status[new] |= LISTED_BIT
    return Candidates(new, place[fresh], leaning[0, fresh], leaning[1, fresh], leaning[2, fresh], extra[fresh])


def _chunks(place_start: np.ndarray, places: NDArray[np.bool_]) -> tuple[np.ndarray, ...]:
    """Return (first person, end, place) of pieces small enough to share out between threads."""
    at = np.flatnonzero(places & (np.diff(place_start) > 0))
    pieces = (np.diff(place_start)[at] + _CHUNK - 1) // _CHUNK
    place = np.repeat(at, pieces)
    piece = np.arange(len(place)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    low = place_start[place] + piece * _CHUNK
    return low, np.minimum(low + _CHUNK, place_start[place + 1]), place


@device
def _extra(i, state, p, death_cap):
    """Return the most that ties add to any leaning of i, local deaths at their worst."""
    stake = p.stake_close * state.close_called[i] + p.stake_friend * state.friends_called[i]
    ties = max(p.ties_marched, 0.0) * state.ties_marched[i] + max(p.exit_signal_voice, 0.0) * state.ties_left[i]
    return max(
        p.grievance * death_cap * stake + ties / p.mean_ties, max(p.leave_ties, 0.0) * state.ties_left[i] / p.mean_ties
    )


@device
def _could(me, kind, extra, voice, leave, evade):
    """Tell whether these bounds could move a person with these leanings."""
    extra += _SLACK
    exits = kind & LIABLE_BIT and max(me.leave + leave, me.evade + evade) + extra >= 0.0
    return me.voice + voice + extra >= 0.0 or exits


@kernel
def _scan(low, high, place, kind, hood, place_region, status, state, traits, p, death_cap, reach, counts):
    for c in prange(len(low)):
        region = place_region[place[c]]
        voice, leave, evade = reach.voice[place[c]], reach.leave[region], reach.evade[region]
        for i in range(low[c], high[c]):
            if status[i] & LISTED_BIT or not u.adult(kind[i]):
                continue
            extra = _extra(i, state, p, death_cap)
            me = u.personal(i, place[c], region, kind[i], hood[i >> 8], traits, p)
            if _could(me, kind[i], extra, voice, leave, evade):
                status[i] |= LISTED_BIT | _FOUND
                counts[c] += 1


@kernel
def _collect(
    low,
    high,
    place,
    kind,
    hood,
    place_region,
    status,
    state,
    traits,
    p,
    death_cap,
    start,
    who,
    at,
    voice,
    leave,
    evade,
    extra,
):
    for c in prange(len(low)):
        k = start[c]
        for i in range(low[c], high[c]):
            if status[i] & _FOUND:
                status[i] &= 0xFF - _FOUND
                me = u.personal(i, place[c], place_region[place[c]], kind[i], hood[i >> 8], traits, p)
                who[k], at[k], voice[k] = i, place[c], me.voice
                leave[k] = me.leave if kind[i] & LIABLE_BIT else -np.inf
                evade[k] = me.evade if kind[i] & LIABLE_BIT else -np.inf
                extra[k] = _extra(i, state, p, death_cap) + _SLACK
                k += 1


@kernel
def _revalue(
    persons,
    kind,
    hood,
    hood_place,
    place_start,
    place_region,
    state,
    traits,
    p,
    death_cap,
    reach,
    extra,
    fresh,
    place,
    leaning,
):
    for k in prange(len(persons)):
        i = np.int64(persons[k])
        extra[k] = _extra(i, state, p, death_cap) + _SLACK
        fresh[k] = False
        if state.status[i] & LISTED_BIT or not u.adult(kind[i]):
            continue
        at = place_of(i, hood_place, place_start)
        region = place_region[at]
        me = u.personal(i, at, region, kind[i], hood[i >> 8], traits, p)
        if _could(me, kind[i], extra[k], reach.voice[at], reach.leave[region], reach.evade[region]):
            fresh[k], place[k], leaning[0, k] = True, at, me.voice
            leaning[1, k] = me.leave if kind[i] & LIABLE_BIT else -np.inf
            leaning[2, k] = me.evade if kind[i] & LIABLE_BIT else -np.inf
