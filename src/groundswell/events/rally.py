"""A protest day announced in advance: a date that lets people expect one another. No place, no route.

On its day the matter is an issue, whatever else is known: a day of protest is a reason to come by itself.
"""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from groundswell.events import Event, touched
from groundswell.params import ASSUMED, P
from groundswell.types import Environment, Floats, Regions


@dataclass(frozen=True, kw_only=True)
class Rally(Event):
    """A call for protest on its day (or days)."""

    strength: Annotated[
        float,
        P(
            "strength of the call",
            "1",
            0,
            3,
            prior=(0.3, 1.5),
            status=ASSUMED,
            source="assumed; in units of behaviour.rally",
        ),
    ] = 1.0
    reach: Annotated[
        float,
        P(
            "population at which it arrives in half of the towns; 0: everywhere",
            "persons",
            0,
            2e7,
            prior=(0, 2000000.0),
            status=ASSUMED,
            symbol="P0",
            source="assumed; 0: everywhere",
        ),
    ] = 0.0
    stronger_in: tuple[str, ...] = ()
    stronger_by: Annotated[
        float, P("what the strength is multiplied by in the regions of `stronger_in`", "1", 0, 10, source="assumed")
    ] = 1.0
    every: Annotated[
        int,
        P("days from one such day to the next; 1: daily", "days", 1, 365, source="set by the scenario: 7 for weekly"),
    ] = 1

    def days(self, of: int) -> range:
        """Return the days of a run of `of` days on which the call stands."""
        return range(self.day, min(self.last_day() + 1, of), self.every)

    def when(self) -> str:
        """Return on which days of the scenario the call stands, in words."""
        if self.last_day() <= self.day:
            return super().when()
        often = "daily" if self.every == 1 else f"every {self.every} days"
        return f"{super().when()} and then {often}" + (f" to day {self.until}" if self.until is not None else "")

    def apply(self, day: int, env: Environment, regions: Regions, liable: Floats) -> Environment:
        """Return `env` with the call in force and an issue; of two calls on one day the stronger counts."""
        if day not in self.days(day + 1):
            return env
        strength = np.where(touched(self.stronger_in, regions.codes), self.strength * self.stronger_by, self.strength)
        here = self.where(regions) & (strength > env.rally)
        return env._replace(
            rally=np.where(here, strength, env.rally),
            rally_reach=np.where(here, self.reach, env.rally_reach),
            issue=np.where(here, 1.0, env.issue),
        )

    def last_day(self) -> int:
        """Return the day itself when no other end is given and the day does not repeat."""
        return self.day if self.until is None and self.every == 1 else super().last_day()
