"""Networks are throttled: calls for protest and news of acquaintances get through less."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from groundswell.events import Event
from groundswell.params import P
from groundswell.types import Environment, Floats, Regions


@dataclass(frozen=True, kw_only=True)
class Shutdown(Event):
    """Lowers connectivity."""

    connected: Annotated[float, P("share that still gets through", "share", 0, 1, prior=(0.2, 1), source="assumed")] = (
        0.3
    )

    def apply(self, day: int, env: Environment, regions: Regions, liable: Floats) -> Environment:
        """Return `env` with connectivity lowered."""
        return env._replace(connected=np.where(self.where(regions), env.connected * self.connected, env.connected))
