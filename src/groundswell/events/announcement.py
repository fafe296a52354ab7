"""The state announces: the call-up becomes an issue, attention and anxiety jump on the first day."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from groundswell.events import Event
from groundswell.params import P
from groundswell.types import Environment, Floats, Regions


@dataclass(frozen=True, kw_only=True)
class Announcement(Event):
    """Makes the mobilization known."""

    strength: Annotated[
        float, P("shock, 1 as on 21 September 2022", "1", 0, 5, prior=(1, 1), source="sets the unit")
    ] = 1.0

    def apply(self, day: int, env: Environment, regions: Regions, liable: Floats) -> Environment:
        """Return `env` with the issue known and, on the first day, the shock."""
        here = self.where(regions)
        shock = np.where(here & (day == self.day), env.shock + self.strength, env.shock)
        return env._replace(issue=np.where(here & (self.strength > 0), 1.0, env.issue), shock=shock)
