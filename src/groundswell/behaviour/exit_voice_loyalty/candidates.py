"""Who could switch: found by scanning places under given bounds, or when ties make themselves felt."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.behaviour.exit_voice_loyalty import sift
from groundswell.behaviour.exit_voice_loyalty import utilities as u
from groundswell.behaviour.exit_voice_loyalty.glances import PAGE
from groundswell.behaviour.exit_voice_loyalty.leanings import Leanings
from groundswell.behaviour.exit_voice_loyalty.params import Params
from groundswell.kernel import kernel, parallel_for
from groundswell.process.marks import Words, mark, nobody
from groundswell.types import Floats, Ids, Ints, State

_PIECE = 1 << 15
_GRAIN = 1024  # pages, or persons, worth a thread's while
_PAGE = np.uint64(PAGE)
Numbers = NDArray[np.uint32]


class Candidates(NamedTuple):
    """Persons in order, with their place and what is fixed in them, as precise as it is computed."""

    who: Ids
    place: NDArray[np.int32]
    voice: Floats
    leave: Floats  # -inf: may not
    evade: Floats
    bold: Numbers  # words of the draws of boldness and of attention
    heed: Numbers

    @staticmethod
    def room(n: int) -> "Candidates":
        """Return columns for n persons, to be filled."""
        who, place = np.empty(n, np.uint32), np.empty(n, np.int32)
        voice, leave, evade = (np.empty(n) for _ in range(3))
        return Candidates(who, place, voice, leave, evade, np.empty(n, np.uint32), np.empty(n, np.uint32))


class Search(NamedTuple):
    """What a search needs to know; kernels take its parts one by one."""

    columns: u.SocietyColumns
    traits: u.Traits
    params: Params
    death_cap: float


class Known(NamedTuple):
    """What the list remembers of persons, as bitmaps, and of pages of 256 persons."""

    listed: Words
    felt: Words  # a tie has made itself felt at some time: what ties add is to be asked
    most: NDArray[np.float32]  # by page: no tie adds more to any utility, or the page is `touched`
    touched: NDArray[np.bool_]  # by page: ties gained since the last look

    @staticmethod
    def of_none(n: int) -> "Known":
        """Return what is known of n persons before anything happened."""
        pages = n // PAGE + 1
        return Known(nobody(n), nobody(n), np.zeros(pages, np.float32), np.zeros(pages, np.bool_))


def merge(a: Candidates, b: Candidates) -> Candidates:
    """Return both lists as one, in the order of persons."""
    if not len(a.who) or not len(b.who):
        return b if len(b.who) else a
    joint = [np.concatenate(pair) for pair in zip(a, b, strict=True)]
    order = np.argsort(joint[0], kind="stable")  # two runs in order are merged
    return Candidates._make(column[order] for column in joint)


def touch(known: Known, persons: Ids) -> None:
    """Note that ties of these persons made themselves felt."""
    mark(known.felt, persons)
    _touch(known.touched, persons)


def touch_all(known: Known) -> None:
    """Note that anybody's ties may have made themselves felt, as when a world is taken up from disk."""
    known.felt[:] = ~np.uint64(0)
    known.touched[:] = True


def find(search: Search, drawn: Leanings, reach: u.Bounds, places: NDArray[np.bool_], known: Known) -> Candidates:
    """Return everybody in `places` (P,) whom `reach` could move and who is not listed yet; list them.

    `drawn` are everybody's leanings, or none where they are not kept: who is found is the same.
    """
    return _found(search, drawn, reach, pieces(search.columns.place_start, places), known)


def look(search: Search, drawn: Leanings, state: State, reach: u.Bounds, known: Known) -> Candidates:
    """Return whom `reach` could move and who is not listed yet, where ties gained; list them."""
    if not known.touched.any():
        return Candidates.room(0)
    parallel_for(sift.raised, len(known.most), *search, state, known.most, known.touched, grain=_GRAIN)
    pages = np.flatnonzero(known.touched)
    known.touched[pages] = False
    return _found(search, drawn, reach, _pieces_of(search.columns, pages), known)


def _found(
    search: Search, drawn: Leanings, reach: u.Bounds, given: tuple[Ints, Ints, Ints], known: Known
) -> Candidates:
    """Return who could be moved in pieces of places, with what is fixed in them, and mark them as listed."""
    low, high, _ = given
    if not len(low):
        return Candidates.room(0)
    ends = np.cumsum(high - low)
    who, at = np.empty(ends[-1], np.uint32), np.empty(ends[-1], np.int32)  # of memory only what is filled is used
    desks, marks = np.empty((len(low), 4, PAGE), np.uint32), np.empty((len(low), PAGE), np.bool_)
    work = ends - (high - low), desks, marks, who, at
    parts = parallel_for(sift.scan, len(low), *given, *search[:3], drawn, reach, known.listed, known.most, *work)
    found = Candidates.room(sum(end - first for first, end in parts))
    found.who[:] = np.concatenate([who[first:end] for first, end in parts])
    found.place[:] = np.concatenate([at[first:end] for first, end in parts])
    if len(found.who):
        parallel_for(sift.value, len(found.who), *search[:3], *found, grain=_GRAIN)
    mark(known.listed, found.who)
    return found


def _pieces_of(columns: u.SocietyColumns, pages: Ints) -> tuple[Ints, Ints, Ints]:
    """Return pages as pieces of one place each."""
    start, n = columns.place_start, len(columns.kind)
    low, high = pages * PAGE, np.minimum((pages + 1) * PAGE, n)
    first = np.searchsorted(start, low, side="right") - 1
    count = np.searchsorted(start, high, side="left") - first
    row = np.repeat(np.arange(len(pages)), count)
    place = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count) + first[row]
    low, high = np.maximum(low[row], start[place]), np.minimum(high[row], start[place + 1])
    some = high > low  # no empty place
    return low[some], high[some], place[some]


def pieces(place_start: Ints, places: NDArray[np.bool_] | None = None) -> tuple[Ints, Ints, Ints]:
    """Return (first person, end, place) of parts of `places` (P,) small enough to share out between threads."""
    sizes = np.diff(place_start)
    at = np.flatnonzero(sizes > 0 if places is None else places & (sizes > 0))
    parts = (sizes[at] + _PIECE - 1) // _PIECE
    place = np.repeat(at, parts)
    part = np.arange(len(place)) - np.repeat(np.cumsum(parts) - parts, parts)
    low = place_start[place] + part * _PIECE
    return low, np.minimum(low + _PIECE, place_start[place + 1]), place


@kernel
def _touch(touched, persons):
    """Mark the pages of `persons`."""
    for k in range(len(persons)):
        touched[np.uint64(persons[k]) // _PAGE] = True
