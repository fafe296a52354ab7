"""Counters of what a person's household, kin and friends do: moved by those who act, up or down again.

Few act on a day, so updating their ties costs less than asking everybody's; the counters are what an edge-by-edge
count would give (tests/process/test_contact_counters.py).
"""

import numpy as np

from groundswell.kernel import device, kernel, parallel_for
from groundswell.society import ties
from groundswell.society.people import LARGEST
from groundswell.types import Ids, Society

NOBODY = np.uint32(0xFFFFFFFF)
MATES = LARGEST - 1  # other members of the largest household
_PAGE = 8  # a neighbourhood is 256 persons


def contacts(society: Society, who: Ids, friends: bool) -> tuple[Ids, Ids]:
    """Return (close, friends): the ties of `who`, person by person, NOBODY where one does not exist.

    Friends are looked up only if asked for, else that part is empty.
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


@device
def place_of(i, neighbourhood_place, place_start):
    """Return the place of a person."""
    p = np.int64(neighbourhood_place[i >> _PAGE])
    while place_start[p + 1] <= i:
        p += 1
    return p


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
        p = place_of(i, neighbourhood_place, place_start)
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
        if persons[k] != NOBODY:
            counter[persons[k]] = int(counter[persons[k]]) + step


@kernel
def stamp(persons, column, value):
    """Set the column of each of `persons` to `value`."""
    for k in range(len(persons)):
        if persons[k] != NOBODY:
            column[persons[k]] = value
