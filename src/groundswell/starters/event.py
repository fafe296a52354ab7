"""NAME: fewer calls and far ties get through. Say here what happened, and who says so."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from groundswell.events import Event
from groundswell.params import P
from groundswell.types import Environment, Floats, Regions


@dataclass(frozen=True, kw_only=True)
class Starter(Event):
    """Lowers connectivity in the regions it touches; each field is a key of [events.NAME]."""

    cut: Annotated[float, P("share of calls and of far ties' news that is lost", "share", 0, 1, source="assumed")] = 0.5

    def apply(self, day: int, env: Environment, regions: Regions, liable: Floats) -> Environment:
        """Return the environment under the event: groundswell/types.py says what there is to change."""
        connected = np.where(self.where(regions), env.connected * (1.0 - self.cut), env.connected)
        return env._replace(connected=connected)
