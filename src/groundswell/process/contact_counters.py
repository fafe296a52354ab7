"""Counters of what a person's household, kin and friends do: moved by those who act, up or down again.

Few act on a day, so updating their ties costs less than asking everybody's; the counters are what an edge-by-edge
count would give (tests/process/test_contact_counters.py).
"""

from collections.abc import Callable

import numpy as np

from groundswell.kernel import kernel, parallel_for
from groundswell.society import lanes, ties
from groundswell.society.people import LARGEST
from groundswell.types import Bytes, Ids, Society

NOBODY = np.uint32(0xFFFFFFFF)
MATES = LARGEST - 1  # other members of the largest household
_PART = 1 << 14  # persons whose ties are looked up at once
Heard = Callable[[Ids, Bytes], None]


def unheard(persons: Ids, counter: Bytes) -> None:
    """Take no note."""


def contacts(society: Society, who: Ids, friends: bool) -> tuple[Ids, Ids]:
    """Return (close, friends): the ties of `who`, in any order.

    Friends are looked up only if asked for, else that part is empty.
    """
    kin, last = society.kin_layers, len(society.tie_scope)
    close = [_mates(society, who), *_layers(society, who, 0, kin)]
    return np.concatenate(close), np.concatenate(_layers(society, who, kin, last if friends else kin))


def tell(society: Society, who: Ids, counters: tuple[Bytes, Bytes], step: int, heard: Heard = unheard) -> None:
    """Move the counters (close, friends) of the ties of `who` by `step`; `heard` is told whose, and which, moved.

    Goes by parts, so that the ties of a whole nation never lie in memory at once.
    """
    alike = counters[0] is counters[1]
    for first in range(0, len(who), _PART):
        some = who[first : first + _PART]
        told = [_all(society, some)] if alike else contacts(society, some, friends=True)
        for ties_, counter in zip(told, counters, strict=not alike):
            add(ties_, counter, step)
            heard(ties_, counter)


def _all(society: Society, who: Ids) -> Ids:
    """Return the ties of `who`, close or not, in any order: worked out at once."""
    return np.concatenate([_mates(society, who), *_layers(society, who, 0, len(society.tie_scope))])


def _layers(society: Society, who: Ids, begin: int, stop: int) -> list[Ids]:
    """Return the ties of `who` in the layers [begin, stop), in parts."""
    out = np.empty(len(who) * (stop - begin), np.uint32)
    if not len(out):
        return [out]
    parts = parallel_for(lanes.ties_of, len(who), who, begin, stop, lanes.columns_of(society), out, grain=256)
    return [out[a:b] for a, b in parts]


def _mates(society: Society, who: Ids) -> Ids:
    out = np.empty(len(who) * MATES, np.uint32)
    return out[: _household(who, society.household, out)]


@kernel
def _household(who, household, out):
    """Write the other members of the households of `who` one after the other; return how many."""
    written = 0
    for k in range(len(who)):
        i = np.int64(who[k])
        head = i - (household[i] & 15)
        for j in range(head, head + (household[i] >> 4)):
            if j != i:  # the person himself may come last, where there is no more room
                out[written] = j
                written += 1
    return written


def rows(society: Society, who: Ids, friends: bool) -> tuple[Ids, Ids]:
    """Return what `contacts` does, person by person and layer by layer, NOBODY where there is no tie: the reference.

    It asks `ties.partner` and `ties.befriend` one tie at a time (tests/process/test_contact_counters.py).
    """
    kin = society.kin_layers
    close = np.empty((len(who), MATES + kin), np.uint32)
    loose = np.empty((len(who), len(society.tie_scope) - kin if friends else 0), np.uint32)
    if not len(who):
        return close.ravel(), loose.ravel()
    parallel_for(
        _contacts,
        len(who),
        who,
        society.household,
        society.kind,
        society.neighbourhood_place,
        society.place_start,
        society.place_region,
        society.region_start,
        society.tie_low,
        society.tie_high,
        society.tie_keys,
        society.tie_scope,
        kin,
        society.alike_years,
        close,
        loose,
        grain=1024,
    )
    return close.ravel(), loose.ravel()


@kernel
def _contacts(
    first,
    end,
    who,
    household,
    kind,
    neighbourhood_place,
    place_start,
    place_region,
    region_start,
    tie_low,
    tie_high,
    keys,
    scope,
    kin,
    alike_years,
    close,
    loose,
):
    nation = ties.span(np.int64(0), region_start[len(region_start) - 1])
    for k in range(first, end):
        i = np.int64(who[k])
        p = ties.place_of(i, neighbourhood_place, place_start)
        r = place_region[p]
        near = ties.span(tie_low[p], tie_high[p])
        spans = near, ties.span(region_start[r], region_start[r + 1]), nation
        head = i - (household[i] & 15)
        for m in range(MATES):
            j = head + m + (head + m >= i)
            close[k, m] = j if m + 1 < household[i] >> 4 else NOBODY
        for layer in range(kin):
            j = ties.partner(i, spans[scope[layer]], keys, layer)
            close[k, MATES + layer] = j if j != i else NOBODY
        for friend in range(loose.shape[1]):
            loose[k, friend] = ties.partner(i, spans[scope[kin + friend]], keys, kin + friend)
        for friend in range(loose.shape[1]):  # a loop of its own, in which looks into memory overlap
            j = np.int64(loose[k, friend])
            befriended = ties.befriend(i, j, keys[kin + friend], kind, alike_years)
            loose[k, friend] = j if befriended & (j != i) else NOBODY


@kernel
def add(persons, counter, step):
    """Move the counter of each of `persons` by `step` (+1 or -1)."""
    for k in range(len(persons)):
        counter[persons[k]] = int(counter[persons[k]]) + step


@kernel
def stamp(persons, column, value):
    """Set the column of each of `persons` to `value`."""
    for k in range(len(persons)):
        column[persons[k]] = value
