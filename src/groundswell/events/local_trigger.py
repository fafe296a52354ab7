"""A local occasion that moves people where it happens, for reasons that the model does not explain: always assumed."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from groundswell.events import Event
from groundswell.params import ASSUMED, P
from groundswell.types import Environment, Floats, Regions


@dataclass(frozen=True, kw_only=True)
class LocalTrigger(Event):
    """Adds to the utility of protest in some regions."""

    strength: Annotated[
        float,
        P(
            "what it adds to protest",
            "utility",
            0,
            20,
            prior=(0, 10),
            status=ASSUMED,
            source="assumed: a local occasion is an input",
        ),
    ] = 5.0
    reach: Annotated[
        float,
        P(
            "population at which it arrives in half of the towns; 0: everywhere",
            "persons",
            0,
            2e7,
            prior=(0, 2e6),
            status=ASSUMED,
            source="as a rally's",
        ),
    ] = 0.0

    def apply(self, day: int, env: Environment, regions: Regions, liable: Floats) -> Environment:
        """Return `env` with the occasion in force."""
        here = self.where(regions) & (self.strength > env.trigger)
        return env._replace(
            trigger=np.where(here, self.strength, env.trigger),
            trigger_reach=np.where(here, self.reach, env.trigger_reach),
        )

    def last_day(self) -> int:
        """Return the day itself when no other end is given."""
        return self.day if self.until is None else self.until
