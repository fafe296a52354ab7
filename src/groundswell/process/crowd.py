"""What the classic rules share when they run in a whole society: shares of participants, and who joins when called.

These rules know protest only: who holds a notice reports, unless the rule sends him into the street that day.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.types import Action, Bytes, Choice, Floats, Ids, Society


class Memory:
    """Yesterday's protest, in shares of all persons: of the nation, and of each place."""

    def __init__(self, society: Society) -> None:
        self.society = society
        self.action = np.zeros(society.n, np.uint8)
        self.nation = 0.0
        self.place: Floats = np.zeros(len(society.place_region))
        self.persons: Floats = np.maximum(np.diff(society.place_start), 1).astype(float)
        self.days = 0

    def mixed(self, mixing: float) -> Floats:
        """Return the share (P,) that a person perceives: `mixing` of the nation's, the rest of the place's."""
        return mixing * self.nation + (1.0 - mixing) * self.place

    def close_day(self, called: Ids) -> Choice:
        """Return the day's choices from `action`, and keep its shares for tomorrow."""
        protest: NDArray[np.int64] = np.flatnonzero(self.action == Action.PROTEST)
        self.nation = len(protest) / self.society.n
        at = np.searchsorted(self.society.place_start, protest, side="right") - 1
        self.place = np.bincount(at, minlength=len(self.place)) / self.persons
        self.days += 1
        return choices(self.action, called)

    def visits(self) -> int:
        """Return how many persons were evaluated so far."""
        return self.days * self.society.n

    def keep(self) -> dict[str, Any]:
        """Return yesterday's shares, as arrays by name."""
        return {"nation": np.array([self.nation]), "place": self.place, "days": np.array([self.days])}

    def take(self, memory: Mapping[str, Any]) -> None:
        """Take up what `keep` returned."""
        self.nation, self.place, self.days = float(memory["nation"][0]), memory["place"], int(memory["days"][0])


def choices(action: Bytes, called: Ids) -> Choice:
    """Return who does something today: those marked in `action` (n,), and the rest of the called, who report."""
    idle = called[action[called] == Action.STAY]
    action[idle] = Action.REPORT
    who = np.flatnonzero(action)
    return Choice(who.astype(np.uint32), action[who])
