"""What the classic rules share when they run in a whole society: yesterday's shares, and who joins when called.

These rules know protest only: who holds a notice complies, unless the rule sends him into the street that day.
"""

import copy
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.kernel import parallel_for
from groundswell.types import Action, Bytes, Choice, Floats, Ids, Perception, Society, State


class Crowd:
    """Everybody follows one rule every day; a chooser, as groundswell.behaviour describes it.

    `rule(crowd, state, seen)` fills `crowd.action` (n,) from yesterday's protest: `nation` is its share of all persons,
    `place` (P,) of each place's, `columns` what else the rule keeps a person.
    """

    def __init__(
        self, society: Society, rule: Callable[["Crowd", State, Perception], None], **columns: NDArray[np.float32]
    ) -> None:
        self.society, self.rule, self.columns = society, rule, columns
        self.action = np.zeros(society.n, np.uint8)
        self.nation = 0.0
        self.place: Floats = np.zeros(len(society.place_region))
        self.persons: Floats = np.maximum(np.diff(society.place_start), 1).astype(float)
        self.days = 0

    def mixed(self, mixing: float) -> Floats:
        """Return the share (P,) that a person perceives: `mixing` of the nation's, the rest of the place's."""
        return mixing * self.nation + (1.0 - mixing) * self.place

    def sweep(self, loop: Callable[..., None], state: State, seen: Perception, *own: Any) -> None:
        """Let all threads fill `action` by a kernel that goes through the places first..end-1.

        It gets first, end, seed, kind, place_start, place_region, status, issue, action and what is its `own`.
        """
        s = self.society
        given = np.uint64(s.seed), s.kind, s.place_start, s.place_region, state.status, seen.issue, self.action
        parallel_for(loop, len(s.place_region), *given, *own, grain=16)

    def decide(self, day: int, state: State, seen: Perception, called: Ids) -> Choice:
        """Return who protests or complies today, and keep today's shares for tomorrow."""
        self.rule(self, state, seen)
        protest: NDArray[np.int64] = np.flatnonzero(self.action == Action.PROTEST)
        self.nation = len(protest) / self.society.n
        at = np.searchsorted(self.society.place_start, protest, side="right") - 1
        self.place = np.bincount(at, minlength=len(self.place)) / self.persons
        self.days += 1
        return choices(self.action, called)

    def on_contacts_changed(self, state: State, persons: Ids) -> None:
        """Nothing to note: everybody is visited anyway."""

    def evaluations(self) -> int:
        """Return how many persons were evaluated so far."""
        return self.days * self.society.n

    def copy(self) -> "Crowd":
        """Return a crowd that goes on from here by itself."""
        other = copy.copy(self)
        other.action = np.zeros_like(self.action)
        other.columns = {name: column.copy() for name, column in self.columns.items()}
        return other

    def get_state(self) -> dict[str, Any]:
        """Return yesterday's shares and the rule's own columns, as arrays by name."""
        return {"nation": np.array([self.nation]), "place": self.place, "days": np.array([self.days]), **self.columns}

    def set_state(self, kept: Mapping[str, Any]) -> None:
        """Take up what `get_state` returned."""
        self.nation, self.place, self.days = float(kept["nation"][0]), kept["place"], int(kept["days"][0])
        self.columns = {name: kept[name] for name in self.columns}


def choices(action: Bytes, called: Ids) -> Choice:
    """Return who does something today: those marked in `action` (n,), and the rest of the called, who comply."""
    idle = called[action[called] == Action.STAY]
    action[idle] = Action.COMPLY
    who = np.flatnonzero(action)
    return Choice(who.astype(np.uint32), action[who])
