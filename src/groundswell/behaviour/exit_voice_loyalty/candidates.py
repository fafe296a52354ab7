"""Who could switch: found by scanning places under given bounds, or when ties make themselves felt."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell import portable, rng
from groundswell.behaviour.exit_voice_loyalty import terms
from groundswell.behaviour.exit_voice_loyalty import utilities as u
from groundswell.behaviour.exit_voice_loyalty.params import Params
from groundswell.kernel import device, kernel, parallel_for
from groundswell.process.contact_counters import NOBODY, place_of
from groundswell.process.status_lists import shared
from groundswell.types import ADULT_BAND, BAND_BITS, LIABLE_BIT, Ids, Ints, State

SLACK = 1e-3  # leanings are kept in single precision: bounds are widened by more than that rounds
_PIECE = 1 << 15
_PAGE = 256  # persons of a neighbourhood
_GRAIN = 1024  # persons worth a thread's while
_USUAL_Z, _USUAL = 3.0, 0.99865  # most people's opposition is below three standard deviations: share of a normal
_CERTAIN_Z = 7.0  # nobody's is above: the largest uniform draw gives 6.4
_OLDEST = 100.0  # years
_STEPS, _WIDEST = 16, 40.0  # of a table of the logistic distribution: steps a unit, reach on both sides
_BELOW = (1.0 - 1e-9) / (1.0 + portable.exp_of(-np.arange(-_WIDEST, _WIDEST, 1.0 / _STEPS)))
Column = NDArray[np.float32]
_FIXED_PROTEST_MOST, _FIXED_LEAVE_MOST = terms.fixed("protest", most=True), terms.fixed("leave", most=True)
_FIXED_EVADE_MOST, _EVADE_MOST = terms.fixed("evade", most=True), terms.personal("evade", most=True)
_PROTEST_MOST, _LEAVE_MOST = terms.personal("protest", most=True), terms.personal("leave", most=True)


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
    search: Search, state: State, reach: u.Bounds, places: NDArray[np.bool_], lists: tuple[Candidates, ...]
) -> Candidates:
    """Return everybody in `places` (P,) whom `reach` could move and who is on none of both `lists`."""
    listed = tuple(group.who for group in lists)
    pieces_ = pieces(search.columns.place_start, places)
    parts = parallel_for(_scan, len(pieces_[0]), *pieces_, *search, state, reach, *listed)
    who, place = (np.concatenate(column) for column in zip(*parts, strict=True))
    return _valued(search, state, who, place)


def revalue(search: Search, state: State, reach: u.Bounds, persons: Ids, lists: tuple[Candidates, ...]) -> Candidates:
    """Update `extra` of the listed among `persons`, and return those who must be listed now."""
    persons = np.sort(persons)
    new = np.ones(len(persons), np.bool_)
    new[1:] = persons[1:] != persons[:-1]  # a contact of several
    persons = persons[new & (persons != NOBODY)]
    extra, fresh = np.empty(len(persons), np.float32), np.empty(len(persons), np.bool_)
    place, known = np.empty(len(persons), np.int32), np.zeros(len(persons), np.bool_)
    at = [_found_in(listed.who, persons, known) for listed in lists]
    parallel_for(_revalue, len(persons), *search, persons, state, reach, extra, fresh, known, place, grain=_GRAIN)
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


@device
def _below(leaning):
    """Return a lower bound, at most 6 % too low, of the share of logistic tastes that fall short of `leaning`."""
    step = (leaning + _WIDEST) * _STEPS
    return 0.0 if not step >= 0.0 else _BELOW[int(min(step, len(_BELOW) - 1.0))]


@device
def _hopeless(i, kind, voice, leave, evade, cuts, t):
    """Tell from the uniform draws of tastes that nothing could move a person: no quantile needed for most."""
    if (u.may_leave(kind, t) and leave >= cuts[1]) or (kind & LIABLE_BIT != 0 and evade >= cuts[2]):
        return False
    if voice < cuts[3]:
        return True
    return voice < cuts[0] and rng.unit(rng.words(t.seed, rng.TRAITS, 0, i)[0]) < _USUAL


@device
def _cuts(extra, voice, leave, evade, shift, neighbourhood, t, p):
    """Return the shares of tastes below which the bounds, plus `extra`, move nobody.

    For voice of usual opposition, leave, evade, and voice whatever a person's opposition.
    """
    around, by_age = shift + neighbourhood, abs(t.age_slope) * max(t.mean_age, _OLDEST - t.mean_age)
    known = around + by_age
    usual, most = terms.Person(_USUAL_Z + known, 1.0), terms.Person(_CERTAIN_Z + known, 1.0)
    farthest = terms.Person(_CERTAIN_Z + abs(around) + by_age, 1.0)
    more = extra + SLACK
    return (
        _below(-_FIXED_PROTEST_MOST(voice + more, usual, p)),
        _below(-_FIXED_LEAVE_MOST(leave + more, farthest, p)),
        _below(-_FIXED_EVADE_MOST(evade + more, most, p)),
        _below(-_FIXED_PROTEST_MOST(voice + more, most, p)),
    )


@device
def _glance(first, m, kind, state, v0, v1, v2, cuts, all_may_leave, open_):
    """Mark in `open_` (m,) who of the persons from `first` on may be moved: one pass without branches, for vector code.

    Left to a closer look are those whose contacts acted and those whose tastes alone exclude nothing; no children.
    """
    kinds = kind[first : first + m]
    close, friends = state.close_called[first : first + m], state.friends_called[first : first + m]
    left, protested = state.ties_left[first : first + m], state.ties_protested[first : first + m]
    for k in range(np.uint64(m)):
        acted = (close[k] | friends[k] | left[k] | protested[k]) != 0
        liable = (kinds[k] & LIABLE_BIT) != 0
        goes = ((liable | all_may_leave) & (rng.unit(v1[k]) >= cuts[1])) | (liable & (rng.unit(v2[k]) >= cuts[2]))
        adult = (kinds[k] & BAND_BITS) >= ADULT_BAND
        open_[k] = adult & (acted | goes | (rng.unit(v0[k]) >= cuts[3]))


@kernel
def _scan(begin, stop, low, high, place, g, t, p, death_cap, state, reach, base, late):
    """Return (who, place) of those in the pieces whom the bounds could move, but for the listed in `base` or `late`."""
    room = 0
    for c in range(begin, stop):
        room += high[c] - low[c]
    who, at, found = np.empty(room, np.uint32), np.empty(room, np.int32), 0
    kind, seed = g.kind, t.seed
    v0, v1 = np.empty(_PAGE, np.uint32), np.empty(_PAGE, np.uint32)
    v2, v3 = np.empty(_PAGE, np.uint32), np.empty(_PAGE, np.uint32)
    open_ = np.empty(_PAGE, np.bool_)
    for c in range(begin, stop):
        region = g.place_region[place[c]]
        voice, leave, evade = reach.voice[place[c]], reach.leave[region], reach.evade[region]
        first = low[c]
        a, b = np.searchsorted(base, first), np.searchsorted(late, first)
        while first < high[c]:
            page = first // _PAGE
            m = min((page + 1) * _PAGE, high[c]) - first
            neighbourhood = g.neighbourhood[page]
            cuts = _cuts(0.0, voice, leave, evade, t.shift[place[c]], neighbourhood, t, p)
            rng.fill(seed, rng.TASTES, 0, first, v0, v1, v2, v3)
            _glance(first, m, kind, state, v0, v1, v2, cuts, t.all_may_leave, open_)
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
                if extra == 0.0 and _hopeless(i, kind[i], rng.unit(v0[k]), rng.unit(v1[k]), rng.unit(v2[k]), cuts, t):
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
def _revalue(first, end, g, t, p, death_cap, persons, state, reach, extra, fresh, known, place):
    """Fill what ties add now, and mark those not yet `known` whom the bounds could move with it."""
    kind, neighbourhoods, neighbourhood_place, place_start, place_region = g
    seed, shift = t.seed, t.shift
    voices, leaves, evades = reach
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
        cuts = _cuts(more, voice, leave, evade, shift[at], neighbourhood, t, p)
        v0, v1, v2, _ = rng.words(seed, rng.TASTES, 0, i)
        if _hopeless(i, kind[i], rng.unit(v0), rng.unit(v1), rng.unit(v2), cuts, t):
            continue
        me = u.fixed_utilities(i, at, region, kind[i], neighbourhood, t, p)
        if _could(me, kind[i], more, voice, leave, evade, t):
            fresh[k], place[k] = True, at
