"""Who is where, by list: the moving persons are few, so their lists are kept beside the status column."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from groundswell.kernel import device, kernel
from groundswell.society.ties import place_of
from groundswell.types import Bytes, Floats, Ids, Ints, Society, Status


def _ids() -> Ids:
    return np.empty(0, np.uint32)


def _days() -> Ints:
    return np.empty(0, np.int64)


@dataclass
class StatusLists:
    """Lists of persons in motion; each agrees with the status column at every day's end."""

    called: Ids = field(default_factory=_ids)
    called_on: Ints = field(default_factory=_days)
    noticed: Ids = field(default_factory=_ids)  # ever served a notice, in order; no status
    preparing: Ids = field(default_factory=_ids)
    queue: Ids = field(default_factory=_ids)
    queue_since: Ints = field(default_factory=_days)
    abroad: Ids = field(default_factory=_ids)
    evading: Ids = field(default_factory=_ids)
    serving: Ids = field(default_factory=_ids)
    death_on: Ints = field(default_factory=_days)
    back_on: Ints = field(default_factory=_days)
    held: Ids = field(default_factory=_ids)
    held_until: Ints = field(default_factory=_days)
    held_from: Bytes = field(default_factory=lambda: np.empty(0, np.uint8))  # status before the detention
    protesters: Ids = field(default_factory=_ids)  # of yesterday, in order; no status


@kernel
def clear(first, end, status, close_called, friends_called, ties_left):
    """Zero a part of the columns that a call-up writes to everywhere, in order: page by page as needed costs more."""
    status[first:end] = 0
    close_called[first:end] = 0
    friends_called[first:end] = 0
    ties_left[first:end] = 0


def put(status: Bytes, persons: Ids, now: Status) -> None:
    """Set the status of persons."""
    if len(persons):
        status[persons] = np.uint8(now)


def region_counts(society: Society, persons: Ids) -> Floats:
    """Return how many full-size persons of a list live in each region (R,)."""
    counts = np.zeros(len(society.region_start) - 1)
    if len(persons):
        _count(society.region_start, persons, society.weight, counts)
    return counts


def places_of(society: Society, persons: Ids) -> NDArray[np.int32]:
    """Return the place (m,) of each person of a list."""
    out = np.empty(len(persons), np.int32)
    if len(persons):
        _places(society.neighbourhood_place, society.place_start, persons, out)
    return out


def place_counts(society: Society, persons: Ids) -> Ints:
    """Return how many of a list that is in order, without repeats, live in each place (P,)."""
    counts = np.zeros(len(society.place_region), np.int64)
    if len(persons):
        _ends(society.place_start, persons, counts)
    return counts


@kernel
def _places(neighbourhood_place, place_start, persons, out):
    """Fill the place of each person; one who lives where the person before him does is not looked up."""
    p = np.int64(0)
    for k in range(len(persons)):
        i = np.int64(persons[k])
        if i < place_start[p] or i >= place_start[p + 1]:
            p = place_of(i, neighbourhood_place, place_start)
        out[k] = p


@kernel
def _ends(place_start, persons, counts):
    """Fill `counts` (P,): a place's last is among as many as live there, the last of these where all are listed."""
    k = 0
    for p in range(len(counts)):
        end, low, high = place_start[p + 1], k, min(k + place_start[p + 1] - place_start[p], len(persons))
        if high > low and persons[high - 1] < end:
            low = high
        while low < high:
            middle = (low + high) // 2
            if persons[middle] < end:
                low = middle + 1
            else:
                high = middle
        counts[p], k = low - k, low


@kernel
def _count(region_start, persons, weight, counts):
    """Fill `counts` (R,), which are zero; most lists are in order, so that many stand beside others of their region."""
    r = 0
    for k in range(len(persons)):
        i = np.int64(persons[k])
        if i < region_start[r] or i >= region_start[r + 1]:
            r = _region_of(i, region_start)
        counts[r] += 1.0
    for r in range(len(counts)):
        counts[r] *= weight


@device
def _region_of(i, region_start):
    """Return the last region that starts at person i or before; numpy's search would be five functions to compile."""
    low, beyond = 0, len(region_start) - 1
    while beyond - low > 1:
        middle = (low + beyond) // 2
        if region_start[middle] <= i:
            low = middle
        else:
            beyond = middle
    return low


def shared(persons: Ids, others: Ids) -> tuple[Ints, Ints]:
    """Return where in `persons`, and where in `others` (sorted), are those who are in both."""
    if not len(others) or not len(persons):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    at = np.minimum(np.searchsorted(others, persons), len(others) - 1)
    here = np.flatnonzero(others[at] == persons)
    return here, at[here]


def parted(before: Ids, now: Ids) -> tuple[Ids, Ids]:
    """Return who is on the first list only and who on the second only; both are in order, without repeats."""
    gone, new = np.empty(len(before), np.uint32), np.empty(len(now), np.uint32)
    left, came = _parted(before, now, gone, new)
    return gone[:left], new[:came]


@kernel
def _parted(before, now, gone, new):
    """Fill who is in one of two sorted lists only; return how many in each."""
    a = left = came = 0
    for b in range(len(now)):
        while a < len(before) and before[a] < now[b]:
            gone[left] = before[a]
            left += 1
            a += 1
        if a < len(before) and before[a] == now[b]:
            a += 1
        else:
            new[came] = now[b]
            came += 1
    for rest in range(a, len(before)):
        gone[left] = before[rest]
        left += 1
    return left, came
