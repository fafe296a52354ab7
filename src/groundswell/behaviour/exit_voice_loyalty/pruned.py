"""The same choice from the few who could switch.

A person at home whose utilities cannot exceed zero under a stated bound on all that is not his fixed leaning stays
put, and need not be visited. Candidates are those whom the highest bounds so far could move; when a day's bound exceeds
them, the places concerned are scanned again. What is bounded, and asserted for everybody visited:

    voice   today's terms of the place, a bold person's cost, the largest daily draw
    leave   today's terms of the region without waiting, the largest daily draw; evade likewise
    extra   what the person's ties add, local deaths at their worst

Visits may come in any order, for a choice reads yesterday's state only.
"""

import copy
from collections.abc import Mapping
from typing import Any

import numpy as np

from groundswell import rng
from groundswell.behaviour import Setting
from groundswell.behaviour.exit_voice_loyalty import utilities as u
from groundswell.behaviour.exit_voice_loyalty.candidates import (
    Candidates,
    Felt,
    Known,
    Lists,
    Search,
    find,
    look,
    touch,
    touch_all,
)
from groundswell.behaviour.exit_voice_loyalty.glances import PAGE, SLACK
from groundswell.behaviour.exit_voice_loyalty.params import Params
from groundswell.behaviour.exit_voice_loyalty.sift import most_of_ties
from groundswell.kernel import device, lean, parallel_for
from groundswell.process.marks import marked
from groundswell.process.status_lists import places_of
from groundswell.types import LIABLE_BIT, Bytes, Choice, Ids, Perception, State, Status

# How far above a day's bound the list reaches, so that small rises need no new scan; farther where they needed one
MARGIN, FARTHER = 0.5, 1.5
_BLOCK = 1 << 12  # candidates that are asked together: what is noted of them stays in the fastest memory


class Pruned:
    """Evaluates only persons who could do something other than stay."""

    def __init__(self, setting: Setting, params: Params) -> None:
        self.society, self.params = setting.society, params
        self.search = Search(u.columns_of(setting.society), u.traits_of(setting), params, setting.death_cap)
        places, regions = len(self.society.place_region), len(self.society.region_start) - 1
        low = np.full(regions, -np.inf)
        reach = u.Bounds(np.full(places, -np.inf), low, low.copy())
        self.lists = Lists(reach, Known.of_none(setting.society.n))
        self.felt = Felt.of_none(setting.society.n)
        self.visited = 0

    def decide(self, day: int, state: State, seen: Perception, called: Ids) -> Choice:
        """Return who does something other than stay today."""
        today = u.day_terms(self.society, seen, self.params)
        most = u.bounds(self.society, today, seen, self.params)
        listed = self.lists
        listed.add(look(self.search, state, listed.reach, listed.known, self.felt.touched))
        self._extend(most)
        parts = [self._visit(day, group, state, today, most) for group in listed.groups]
        parts.append(self._visit_called(day, called, state, today))
        who, action = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.argsort(who, kind="stable")
        return Choice(who[order], action[order])

    def on_contacts_changed(self, state: State, persons: Ids, counter: Bytes) -> None:
        """Note whose counters went up: before the next choice, those who could now switch are listed."""
        kind = [each is counter for each in u.counters(state)].index(True)
        touch(self.felt, self.lists.known, persons, counter, kind)

    def asks_ties_protested(self) -> bool:
        """Tell whether a choice depends on how many ties protested."""
        return self.params.ties_protested != 0.0

    def evaluations(self) -> int:
        """Return how many persons were evaluated so far."""
        return self.visited

    def copy(self) -> "Pruned":
        """Return a chooser that goes on from here by itself, with the same lists."""
        other = copy.copy(self)
        other.felt = Felt._make(each.copy() for each in self.felt)
        return other

    def get_state(self) -> dict[str, Any]:
        """Return nothing: the lists are made anew from the state."""
        return {}

    def set_state(self, kept: Mapping[str, Any]) -> None:
        """Look at everybody's ties on the next day."""
        touch_all(self.felt)

    def _extend(self, most: u.Bounds) -> None:
        """Scan the places where the `most` of today exceeds the bounds of the list."""
        listed, r = self.lists, self.society.place_region
        old = listed.reach
        rises = (most.voice > old.voice) | (most.leave > old.leave)[r] | (most.evade > old.evade)[r]
        if not rises.any():
            return
        listed.reach = u.Bounds(*(
            np.where(new > had, new + np.where(had > -np.inf, FARTHER, MARGIN), had)
            for new, had in zip(most, old, strict=True)
        ))  # fmt: skip
        # a region's bound holds in all its places: scan the whole region where leave or evade rose
        listed.add(find(self.search, listed.reach, rises, listed.known))

    def _visit(
        self, day: int, group: Candidates, state: State, today: u.DayTerms, most: u.Bounds
    ) -> tuple[Ids, np.ndarray]:
        """Return (who, action) of those in `group` at home who do something today."""
        action, left = np.zeros(len(group.who), np.uint8), np.empty(len(group.who), np.uint32)
        given = day, group, self.felt.persons, self.lists.known.most, *self.search, state, today, most, left, action
        visits, broken = np.sum(parallel_for(_visit, len(action), *given, grain=2048), axis=0)
        if broken:
            raise AssertionError(f"day {day}: {broken} persons exceeded the bound by which others were skipped")
        self.visited += int(visits)
        moved = np.flatnonzero(action)
        return group.who[moved], action[moved]

    def _visit_called(self, day: int, called: Ids, state: State, today: u.DayTerms) -> tuple[Ids, np.ndarray]:
        """Return (who, action) of those who hold a notice, whom no bound excludes."""
        who, action = np.sort(called), np.zeros(len(called), np.uint8)  # in order: what is read of them lies in order
        if not len(who):
            return who, action
        given = day, who, places_of(self.society, who), *self.search[:3], state, today, action
        self.visited += int(np.sum(parallel_for(_visit_called, len(action), *given, grain=2048)))
        moved = np.flatnonzero(action)
        return who[moved], action[moved]


@device
def _unfelt(state, i):
    """Return what the ties of person i do, of whom none was ever called, abroad or in the street."""
    none: Any = np.uint8(0)
    return u.TieCounts(none, none, none, none, state.afraid[i])


@device
def _open(begin, stop, group, felt, most_of_page, status, regions, attention, top, left):
    """Write to `left` which candidates from `begin` to `stop` could be moved, look at the issue and are at home.

    Returns how many. Without branches: a processor that need not guess looks up many statuses at once, each somewhere
    else in memory. What ties add at most in a page stands beside that of the person before.
    """
    who, at, voices, leaves, evades, _, heed = group
    top_voice, top_leave, top_evade = top
    near, open_, found = 0, 0, 0
    for c in range(begin, stop):
        place = np.int64(at[c])
        region = np.int64(regions[place])
        exits = max(leaves[c] + top_leave[region], evades[c] + top_evade[region])
        left[begin + near] = c
        near += max(voices[c] + top_voice[place], exits) + (SLACK + most_of_page[np.int64(who[c]) // PAGE]) >= 0.0
    for k in range(begin, begin + near):
        c = left[k]
        attends = rng.unit(heed[c]) < attention[np.int64(regions[np.int64(at[c])])]
        left[begin + open_] = c
        open_ += attends | marked(felt, np.int64(who[c]))
    for k in range(begin, begin + open_):
        c = left[k]
        left[begin + found] = c
        found += status[np.int64(who[c])] == Status.HOME
    return found


@lean
def _visit(first, end, day, group, felt, most_of_page, columns, t, p, death_cap, state, today, top, left, action):
    """Fill `action` for candidates at home; return how many were visited, and how many exceeded their bound.

    `left` (candidates,) is room to work in. Leanings of minus infinity say who may not leave or hide.
    """
    who, at, voices, leaves, evades, bold, heed = group
    regions, status, attention, close_called = columns.place_region, state.status, today.attention, state.close_called
    top_voice, top_leave, top_evade = top
    visits, broken, place, region = 0, 0, np.int64(0), np.int64(0)
    liable = np.uint8(LIABLE_BIT)  # of the type that a person's kind has, so that the choice is compiled once
    here = u.place_terms(today, place, region)
    for begin in range(first, end, _BLOCK):
        stop = min(begin + _BLOCK, end)
        found = _open(begin, stop, group, felt, most_of_page, status, regions, attention, top, left)
        for k in range(begin, begin + found):
            c = left[k]
            i = np.int64(who[c])
            if at[c] != place:
                place = np.int64(at[c])
                region = np.int64(regions[place])
                here = u.place_terms(today, place, region)
            touched = marked(felt, i)
            if rng.unit(heed[c]) >= here.attention and close_called[i] == 0:
                continue  # does not attend, and no tie was called
            ties = u.tie_counts(state, i) if touched else _unfelt(state, i)
            extra = SLACK + (most_of_ties(ties, t, p, death_cap) if touched else 0.0)
            exit_ = max(leaves[c] + top_leave[region], evades[c] + top_evade[region]) + extra
            most = voices[c] + top_voice[place] + extra
            if most < 0.0 and exit_ < 0.0:
                continue
            visits += 1
            me = u.FixedUtilities(voices[c], leaves[c], evades[c], 0.0, rng.unit(bold[c]), rng.unit(heed[c]))
            action[c], voice = u.choose(i, day, liable, Status.HOME, ties, me, here, t, p)
            broken += voice + p.daily > most + SLACK
    return visits, broken


@lean
def _visit_called(first, end, day, who, at, columns, t, p, state, today, action):
    """Fill `action` for those who hold a notice; return how many were visited."""
    status, kind, neighbourhood, visits = state.status, columns.kind, columns.neighbourhood, 0
    for c in range(first, end):
        i, place = np.int64(who[c]), np.int64(at[c])
        if status[i] == Status.CALLED:
            visits += 1
            region = np.int64(columns.place_region[place])
            me = u.fixed_utilities(i, place, region, kind[i], neighbourhood[i >> 8], t, p)
            here = u.place_terms(today, place, region)
            action[c], _ = u.choose(i, day, kind[i], Status.CALLED, u.tie_counts(state, i), me, here, t, p)
    return visits
