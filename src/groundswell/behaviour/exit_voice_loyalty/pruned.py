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

from groundswell.behaviour import Setting
from groundswell.behaviour.exit_voice_loyalty import utilities as u
from groundswell.behaviour.exit_voice_loyalty.candidates import Candidates, Search, find, merge, revalue
from groundswell.behaviour.exit_voice_loyalty.glances import SLACK
from groundswell.behaviour.exit_voice_loyalty.leanings import dealt
from groundswell.behaviour.exit_voice_loyalty.params import Params
from groundswell.kernel import kernel, parallel_for
from groundswell.types import Choice, Ids, Perception, State, Status

MARGIN = 0.5  # how far above a day's bound the list reaches, so that small rises need no new scan
_UNTOUCHED = np.float32(SLACK)


class Pruned:
    """Evaluates only persons who could do something other than stay."""

    def __init__(self, setting: Setting, params: Params) -> None:
        self.society, self.params = setting.society, params
        self.search = Search(u.columns_of(setting.society), u.traits_of(setting), params, setting.death_cap)
        self.dealt = dealt(setting.society)
        self.base, self.late = Candidates.room(0), Candidates.room(0)  # late ones apart: the base is long
        places, regions = len(self.society.place_region), len(self.society.region_start) - 1
        low = np.full(regions, -np.inf)
        self.reach = u.Bounds(np.full(places, -np.inf), low, low.copy())
        self.visited = 0

    def decide(self, day: int, state: State, seen: Perception, called: Ids) -> Choice:
        """Return who does something other than stay today."""
        today = u.day_terms(self.society, seen, self.params)
        most = u.bounds(self.society, today, seen, self.params)
        self._extend(state, most)
        parts = [self._visit(day, group, state, today, most, Status.HOME) for group in (self.base, self.late)]
        parts.append(self._visit(day, self._with_notice(called), state, today, most, Status.CALLED))
        who, action = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.argsort(who, kind="stable")
        return Choice(who[order], action[order])

    def on_contacts_changed(self, state: State, persons: Ids) -> None:
        """Value what ties add for persons whose counters went up; list those who could now switch."""
        new = revalue(self.search, self.dealt.leanings(), state, self.reach, persons, (self.base, self.late))
        self.late = merge(self.late, new)

    def evaluations(self) -> int:
        """Return how many persons were evaluated so far."""
        return self.visited

    def copy(self) -> "Pruned":
        """Return a chooser that goes on from here by itself, with its own lists."""
        other = copy.copy(self)
        other.base, other.late = (listed._replace(extra=listed.extra.copy()) for listed in (self.base, self.late))
        return other

    def get_state(self) -> dict[str, Any]:
        """Return nothing: the lists are made anew from the state."""
        return {}

    def set_state(self, kept: Mapping[str, Any]) -> None:
        """Start with empty lists: the next day scans all places."""

    def _extend(self, state: State, most: u.Bounds) -> None:
        """Scan the places where the `most` of today exceeds the bounds of the list."""
        old, r = self.reach, self.society.place_region
        rises = (most.voice > old.voice) | (most.leave > old.leave)[r] | (most.evade > old.evade)[r]
        if not rises.any():
            return
        self.reach = u.Bounds(*(np.where(new > had, new + MARGIN, had) for new, had in zip(most, old, strict=True)))
        # a region's bound holds in all its places: scan the whole region where leave or evade rose
        found = find(self.search, self.dealt.leanings(), state, self.reach, rises, (self.base, self.late))
        if len(self.base.who):
            self.late = merge(self.late, found)
        else:
            self.base = found

    def _with_notice(self, called: Ids) -> Candidates:
        """Return a list of those called, whom no bound excludes."""
        group = Candidates.room(len(called))
        group.who[:] = called
        group.place[:] = np.searchsorted(self.society.place_start, called, side="right") - 1
        for column in group[2:]:
            column[:] = np.inf
        return group

    def _visit(
        self, day: int, group: Candidates, state: State, today: u.DayTerms, most: u.Bounds, status: Status
    ) -> tuple[Ids, np.ndarray]:
        """Return (who, action) of those in `group` who do something today."""
        action = np.zeros(len(group.who), np.uint8)
        if not len(action):
            return group.who, action
        given = day, int(status), group, *self.search[:3], state, today, most, action
        visits, broken = np.sum(parallel_for(_visit, len(action), *given, grain=2048), axis=0)
        if broken:
            raise AssertionError(f"day {day}: {broken} persons exceeded the bound by which others were skipped")
        self.visited += int(visits)
        moved = np.flatnonzero(action)
        return group.who[moved], action[moved]


@kernel
def _visit(first, end, day, status, group, columns, t, p, state, today, top, action):
    """Fill `action` for candidates of `status`; return how many were visited, and how many exceeded their bound."""
    who, at, voices, leaves, evades, threshold, extras = group
    top_voice, top_leave, top_evade = top
    region_of, attention, now = columns.place_region, today.attention, state.status
    visits, broken = 0, 0
    for c in range(first, end):
        place, extra = np.int64(at[c]), extras[c]
        region = region_of[place]
        most = voices[c] + top_voice[place] + extra
        exits = max(leaves[c] + top_leave[region], evades[c] + top_evade[region]) + extra
        if most < 0.0 and exits < 0.0:
            continue
        if extra <= _UNTOUCHED and threshold[c] - SLACK >= attention[region]:
            continue  # does not attend, and no tie was called
        i = np.int64(who[c])
        if now[i] != status:
            continue
        visits += 1
        me = u.fixed_utilities(i, place, region, columns.kind[i], columns.neighbourhood[i >> 8], t, p)
        here = u.place_terms(today, place, region)
        action[c], voice = u.choose(i, day, columns.kind[i], status, u.tie_counts(state, i), me, here, t, p)
        broken += voice + p.daily > most + SLACK
    return visits, broken
