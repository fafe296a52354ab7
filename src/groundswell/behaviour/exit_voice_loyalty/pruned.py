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
from groundswell.kernel import lean, parallel_for
from groundswell.process.marks import marked
from groundswell.process.status_lists import places_of
from groundswell.types import Bytes, Choice, Ids, Perception, State, Status

# How far above a day's bound the list reaches, so that small rises need no new scan; farther where they needed one
MARGIN, FARTHER = 0.5, 1.5


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
        action = np.zeros(len(group.who), np.uint8)
        given = day, group, self.felt.persons, self.lists.known.most, *self.search, state, today, most, action
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


@lean
def _visit(first, end, day, group, felt, most_of_page, columns, t, p, death_cap, state, today, top, action):
    """Fill `action` for candidates at home; return how many were visited, and how many exceeded their bound.

    Most are passed over by what ties add at most in their page: it stands beside that of the person before, while the
    counters of his own ties are a look into memory each.
    """
    who, at, voices, leaves, evades, bold, heed = group
    top_voice, top_leave, top_evade = top
    region_of, status, kind = columns.place_region, state.status, columns.kind
    close_called, visits, broken = state.close_called, 0, 0
    place = region = np.int64(0)
    here = u.place_terms(today, place, region)
    for c in range(first, end):
        i = np.int64(who[c])
        if at[c] != place:
            place = np.int64(at[c])
            region = np.int64(region_of[place])
            here = u.place_terms(today, place, region)
        voice, exit_ = voices[c] + top_voice[place], max(leaves[c] + top_leave[region], evades[c] + top_evade[region])
        if max(voice, exit_) + (SLACK + most_of_page[i // PAGE]) < 0.0 or status[i] != Status.HOME:
            continue
        touched = marked(felt, i)
        if rng.unit(heed[c]) >= here.attention and not (touched and close_called[i] > 0):
            continue  # does not attend, and no tie was called
        extra = SLACK
        if touched:
            extra += most_of_ties(u.tie_counts(state, i), t, p, death_cap)
        most, exits = voice + extra, exit_ + extra
        if most < 0.0 and exits < 0.0:
            continue
        visits += 1
        me = u.FixedUtilities(voices[c], leaves[c], evades[c], 0.0, rng.unit(bold[c]), rng.unit(heed[c]))
        action[c], voice = u.choose(i, day, kind[i], Status.HOME, u.tie_counts(state, i), me, here, t, p)
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
            region = columns.place_region[place]
            me = u.fixed_utilities(i, place, region, kind[i], neighbourhood[i >> 8], t, p)
            here = u.place_terms(today, place, region)
            action[c], _ = u.choose(i, day, kind[i], Status.CALLED, u.tie_counts(state, i), me, here, t, p)
    return visits
