"""Who could switch: found by scanning places under given bounds, or when ties make themselves felt."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell import rng
from groundswell.behaviour.exit_voice_loyalty import terms
from groundswell.behaviour.exit_voice_loyalty import utilities as u
from groundswell.behaviour.exit_voice_loyalty.glances import PAGE, SLACK, glance, hopeless, look, may_move, thresholds
from groundswell.behaviour.exit_voice_loyalty.leanings import Leanings
from groundswell.behaviour.exit_voice_loyalty.params import Params
from groundswell.kernel import device, kernel, parallel_for
from groundswell.process.contact_counters import NOBODY, place_of
from groundswell.process.status_lists import shared
from groundswell.types import LIABLE_BIT, Ids, Ints, State

_PIECE = 1 << 15
_GRAIN = 1024  # persons worth a thread's while
Column = NDArray[np.float32]
_PROTEST_MOST, _LEAVE_MOST = terms.personal("protest", most=True), terms.personal("leave", most=True)
_EVADE_MOST = terms.personal("evade", most=True)


class Candidates(NamedTuple):
    """Persons in order, with their place, fixed leanings, attention draw and what ties add at most."""

    who: Ids
    place: NDArray[np.int32]
    voice: Column
    leave: Column  # -inf: may not
    evade: Column
    threshold: Column
    extra: Column  # SLACK: no tie has made itself felt; more where a close tie was called, whatever it weighs

    @staticmethod
    def room(n: int) -> "Candidates":
        """Return columns for n persons, to be filled."""
        return Candidates(np.empty(n, np.uint32), np.empty(n, np.int32), *(np.empty(n, np.float32) for _ in range(5)))


class Search(NamedTuple):
    """What a search needs to know; kernels take its parts one by one."""

    columns: u.SocietyColumns
    traits: u.Traits
    params: Params
    death_cap: float


def merge(a: Candidates, b: Candidates) -> Candidates:
    """Return both lists as one, in the order of persons."""
    if not len(b.who):
        return a
    joint = [np.concatenate(pair) for pair in zip(a, b, strict=True)]
    order = np.argsort(joint[0], kind="stable")
    return Candidates._make(column[order] for column in joint)


def find(
    search: Search,
    drawn: Leanings,
    state: State,
    reach: u.Bounds,
    places: NDArray[np.bool_],
    lists: tuple[Candidates, ...],
) -> Candidates:
    """Return everybody in `places` (P,) whom `reach` could move and who is on none of both `lists`.

    `drawn` are everybody's leanings, or none where they are not kept: who is found is the same.
    """
    listed = tuple(group.who for group in lists)
    pieces_ = pieces(search.columns.place_start, places)
    parts = parallel_for(_scan, len(pieces_[0]), *pieces_, *search, drawn, state, reach, *listed)
    who, place = (np.concatenate(column) for column in zip(*parts, strict=True))
    return _valued(search, state, who, place)


def revalue(
    search: Search, drawn: Leanings, state: State, reach: u.Bounds, persons: Ids, lists: tuple[Candidates, ...]
) -> Candidates:
    """Update `extra` of the listed among `persons`, and return those who must be listed now."""
    persons = np.sort(persons)
    new = np.ones(len(persons), np.bool_)
    new[1:] = persons[1:] != persons[:-1]  # a contact of several
    persons = persons[new & (persons != NOBODY)]
    if not len(persons):
        return Candidates.room(0)
    extra, fresh = np.empty(len(persons), np.float32), np.empty(len(persons), np.bool_)
    place, known = np.empty(len(persons), np.int32), np.zeros(len(persons), np.bool_)
    at = [_found_in(listed.who, persons, known) for listed in lists]
    parallel_for(_revalue, len(persons), *search, drawn, persons, state, reach, extra, fresh, known, place,
                 grain=_GRAIN)  # fmt: skip
    for listed, (here, rows) in zip(lists, at, strict=True):
        listed.extra[rows] = extra[here]
    return _valued(search, state, persons[fresh], place[fresh])


def _found_in(who: Ids, persons: Ids, known: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Mark in `known` those of `persons` who are in `who` too; return where they are in both, which are sorted."""
    if len(who) < len(persons):  # look up the fewer
        rows, here = shared(who, persons)
    else:
        here, rows = shared(persons, who)
    known[here] = True
    return here, rows


def _valued(search: Search, state: State, who: Ids, place: NDArray[np.int32]) -> Candidates:
    """Return candidates with their leanings and what ties add."""
    found = Candidates.room(len(who))
    found.who[:], found.place[:] = who, place
    if len(who):
        parallel_for(_value, len(who), *search, state, *found, grain=_GRAIN)
    return found


def pieces(place_start: Ints, places: NDArray[np.bool_] | None = None) -> tuple[Ints, Ints, Ints]:
    """Return (first person, end, place) of parts of `places` (P,) small enough to share out between threads."""
    sizes = np.diff(place_start)
    at = np.flatnonzero(sizes > 0 if places is None else places & (sizes > 0))
    parts = (sizes[at] + _PIECE - 1) // _PIECE
    place = np.repeat(at, parts)
    part = np.arange(len(place)) - np.repeat(np.cumsum(parts) - parts, parts)
    low = place_start[place] + part * _PIECE
    return low, np.minimum(low + _PIECE, place_start[place + 1]), place


@device
def _extra(i, state, t, p, death_cap):
    """Return the most that ties add to any utility of i, local deaths at their worst."""
    x = terms.Exposure(u.tie_counts(state, i), 0, 0.0, p.grievance * death_cap, 0.0, t.mean_ties)
    return max(max(_PROTEST_MOST(0.0, x, p), _LEAVE_MOST(0.0, x, p)), _EVADE_MOST(0.0, x, p))


@device
def _felt(extra, close_called):
    """Widen what ties add for rounding; by twice as much where a close tie was called, which opens the choice."""
    return extra + (2.0 * SLACK if close_called > 0 else SLACK)


@device
def _could(me, kind, extra, voice, leave, evade, t):
    """Tell whether these bounds could move a person with these leanings."""
    exits = u.may_leave(kind, t) and me.leave + leave + extra >= 0.0
    hides = kind & LIABLE_BIT != 0 and me.evade + evade + extra >= 0.0
    return me.voice + voice + extra >= 0.0 or exits or hides


@kernel
def _scan(begin, stop, low, high, place, g, t, p, death_cap, drawn, state, reach, base, late):
    """Return (who, place) of those in the pieces whom the bounds could move, but for the listed in `base` or `late`."""
    room = 0
    for c in range(begin, stop):
        room += high[c] - low[c]
    who, at, found = np.empty(room, np.uint32), np.empty(room, np.int32), 0
    kind, seed = g.kind, t.seed
    v0, v1 = np.empty(PAGE, np.uint32), np.empty(PAGE, np.uint32)
    v2, v3 = np.empty(PAGE, np.uint32), np.empty(PAGE, np.uint32)
    open_, cuts, is_kept = np.empty(PAGE, np.bool_), (0.0, 0.0, 0.0, 0.0), len(drawn.voice) > 0
    for c in range(begin, stop):
        region = g.place_region[place[c]]
        voice, leave, evade = reach.voice[place[c]], reach.leave[region], reach.evade[region]
        first = low[c]
        a, b = np.searchsorted(base, first), np.searchsorted(late, first)
        while first < high[c]:
            page = first // PAGE
            m = min((page + 1) * PAGE, high[c]) - first
            neighbourhood = g.neighbourhood[page]
            if is_kept:
                around = t.shift[place[c]] + neighbourhood
                more = SLACK  # as those whose contacts did nothing have
                look(first, m, kind, state, drawn, voice + more, leave + more, evade + more, around, t, p, open_)
            else:
                cuts = thresholds(0.0, voice, leave, evade, t.shift[place[c]], neighbourhood, t, p)
                rng.fill(seed, rng.TASTES, 0, first, v0, v1, v2, v3)
                glance(first, m, kind, state, v0, v1, v2, cuts, t.all_may_leave, open_)
            for k in range(m):
                if not open_[k]:
                    continue
                i = first + k
                while a < len(base) and base[a] < i:
                    a += 1
                while b < len(late) and late[b] < i:
                    b += 1
                if (a < len(base) and base[a] == i) or (b < len(late) and late[b] == i):
                    continue
                extra = _extra(i, state, t, p, death_cap)
                if (
                    extra == 0.0
                    and not is_kept
                    and hopeless(i, kind[i], rng.unit(v0[k]), rng.unit(v1[k]), rng.unit(v2[k]), cuts, t)
                ):
                    continue
                me = u.fixed_utilities(i, place[c], region, kind[i], neighbourhood, t, p)
                if _could(me, kind[i], extra + SLACK, voice, leave, evade, t):
                    who[found], at[found] = i, place[c]
                    found += 1
            first += m
    return who[:found].copy(), at[:found].copy()


@kernel
def _value(first, end, g, t, p, death_cap, state, who, place, voice, leave, evade, threshold, extra):
    """Fill the leanings of those in `who`."""
    for k in range(first, end):
        i = np.int64(who[k])
        region = g.place_region[place[k]]
        me = u.fixed_utilities(i, np.int64(place[k]), region, g.kind[i], g.neighbourhood[i >> 8], t, p)
        voice[k], threshold[k] = me.voice, me.attention_threshold
        leave[k] = me.leave if u.may_leave(g.kind[i], t) else -np.inf
        evade[k] = me.evade if g.kind[i] & LIABLE_BIT else -np.inf
        extra[k] = _felt(_extra(i, state, t, p, death_cap), state.close_called[i])


@kernel
def _revalue(first, end, g, t, p, death_cap, drawn, persons, state, reach, extra, fresh, known, place):
    """Fill what ties add now, and mark those not yet `known` whom the bounds could move with it."""
    kind, neighbourhoods, neighbourhood_place, place_start, place_region = g
    seed, shift = t.seed, t.shift
    voices, leaves, evades = reach
    theta, a_voice, a_leave, a_evade = drawn
    is_kept, own = len(theta) > 0, math.sqrt(1.0 - t.neighbourhood_share)
    for k in range(first, end):
        i = np.int64(persons[k])
        more = _felt(_extra(i, state, t, p, death_cap), state.close_called[i])
        extra[k] = more
        fresh[k] = False
        if known[k] or not u.adult(kind[i]):
            continue
        at = place_of(i, neighbourhood_place, place_start)
        region, neighbourhood = place_region[at], neighbourhoods[i >> 8]
        voice, leave, evade = voices[at], leaves[region], evades[region]
        if is_kept:
            x, y, z, around = voice + more, leave + more, evade + more, shift[at] + neighbourhood
            if not may_move(kind[i], theta[i], a_voice[i], a_leave[i], a_evade[i], x, y, z, around, own, t, p):
                continue
        else:
            cuts = thresholds(more, voice, leave, evade, shift[at], neighbourhood, t, p)
            v0, v1, v2, _ = rng.words(seed, rng.TASTES, 0, i)
            if hopeless(i, kind[i], rng.unit(v0), rng.unit(v1), rng.unit(v2), cuts, t):
                continue
        me = u.fixed_utilities(i, at, region, kind[i], neighbourhood, t, p)
        if _could(me, kind[i], more, voice, leave, evade, t):
            fresh[k], place[k] = True, at
