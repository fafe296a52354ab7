"""Who could switch: found by scanning places under given bounds, or when ties make themselves felt."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.behaviour.exit_voice_loyalty import sift
from groundswell.behaviour.exit_voice_loyalty import utilities as u
from groundswell.behaviour.exit_voice_loyalty.glances import CLASSES, PAGE
from groundswell.behaviour.exit_voice_loyalty.params import Params
from groundswell.kernel import kernel, parallel_for
from groundswell.pages import untouched
from groundswell.process.marks import Words, mark, mark_one, nobody
from groundswell.types import Bytes, Floats, Ids, Ints, State

_PIECE = 1 << 15
_WORDS = 8  # of a person: four of tastes, four of traits
_MUCH = 4  # times as long
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
    """What is known of persons, as bitmaps, and of pages of 256 persons, whatever happens in a world."""

    listed: Words
    most: NDArray[np.float32]  # by page: no tie adds more to any utility, while its counts of ties are not above
    counts: Bytes  # (4, pages) these, kind by kind

    @staticmethod
    def of_none(n: int) -> "Known":
        """Return what is known of n persons before anybody is looked at."""
        pages = _pages(n)
        return Known(nobody(n), np.zeros(pages, np.float32), np.zeros((4, pages), np.uint8))


@dataclass
class Lists:
    """Who could switch under which bounds.

    True whatever happens in a world, so that all worlds of the same people and parameters share them: each lists more,
    and needs to look only for what no other has looked for. They take turns.
    """

    reach: u.Bounds
    known: Known
    groups: list[Candidates] = field(default_factory=list[Candidates])  # each much shorter than the one before

    def add(self, found: Candidates) -> None:
        """List who was found: a long list is merged with others only when these have become long too."""
        if len(found.who):
            self.groups.append(found)
        while len(self.groups) > 1 and len(self.groups[-2].who) <= _MUCH * len(self.groups[-1].who):
            self.groups.append(merge(*(self.groups.pop() for _ in range(2))))


class Felt(NamedTuple):
    """What happened in one world."""

    persons: Words  # a tie has made itself felt at some time: what ties add is to be asked
    touched: NDArray[np.bool_]  # (pages,) more ties did than is known of

    @staticmethod
    def of_none(n: int) -> "Felt":
        """Return what n persons felt before anything happened."""
        return Felt(nobody(n), np.zeros(_pages(n), np.bool_))


def _pages(n: int) -> int:
    return n // PAGE + 1


def merge(a: Candidates, b: Candidates) -> Candidates:
    """Return both lists as one, in the order of persons."""
    joint = [np.concatenate(pair) for pair in zip(a, b, strict=True)]
    order = np.argsort(joint[0], kind="stable")  # two runs in order are merged
    return Candidates._make(column[order] for column in joint)


def touch(felt: Felt, known: Known, persons: Ids, counter: Bytes, kind: int) -> None:
    """Note that ties of these persons made themselves felt: `counter` (n,) of the counts of this kind went up."""
    _touch(felt.persons, known.counts[kind], felt.touched, persons, counter)


def touch_all(felt: Felt) -> None:
    """Note that anybody's ties may have made themselves felt, as when a world is taken up from disk."""
    felt.persons[:] = ~np.uint64(0)
    felt.touched[:] = True


def find(search: Search, reach: u.Bounds, places: NDArray[np.bool_], known: Known) -> Candidates:
    """Return everybody in `places` (P,) whom `reach` could move and who is not listed yet; list them."""
    return _found(search, reach, pieces(search.columns.place_start, places), known)


def look(search: Search, state: State, reach: u.Bounds, known: Known, touched: NDArray[np.bool_]) -> Candidates:
    """Return whom `reach` could move and who is not listed yet, in pages `touched` by ties; list them."""
    if not touched.any():
        return Candidates.room(0)
    parallel_for(sift.raised, len(touched), *search, u.counters(state), *known[1:], touched, grain=_GRAIN)
    pages = np.flatnonzero(touched)
    touched[pages] = False
    return _found(search, reach, _pieces_of(search.columns, pages), known)


def _found(search: Search, reach: u.Bounds, given: tuple[Ints, Ints, Ints], known: Known) -> Candidates:
    """Return who could be moved in pieces of places, with what is fixed in them, and mark them as listed."""
    low, high, _ = given
    if not len(low):
        return Candidates.room(0)
    ends = np.cumsum(high - low)
    who, at = untouched(ends[-1], np.uint32), untouched(ends[-1], np.int32)  # few are found, few parts need a desk
    desks = untouched(len(low) * _WORDS * PAGE, np.uint32).reshape(len(low), _WORDS, PAGE)
    cuts, marks = np.empty((len(low), 3, CLASSES), np.uint32), np.empty((len(low), PAGE), np.bool_)
    work = ends - (high - low), desks, cuts, marks, who, at
    parts = parallel_for(sift.scan, len(low), *given, *search[:3], reach, known.listed, known.most, *work)
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
def _touch(felt, counts, touched, persons, counter):
    """Mark `persons` as felt, and the pages of those whose counter is above what its page is known to have."""
    for k in range(len(persons)):
        i = np.uint64(persons[k])
        mark_one(felt, i)
        page = i // _PAGE
        touched[page] |= counter[i] > counts[page]
