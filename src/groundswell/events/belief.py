"""People come to believe another number: a rumour or a report, with the decree unchanged."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from groundswell.events import Event
from groundswell.params import P
from groundswell.types import Environment, Floats, Regions


@dataclass(frozen=True, kw_only=True)
class Belief(Event):
    """Replaces the believed total."""

    believed_total: Annotated[
        float,
        P(
            "how many people think will be called",
            "persons",
            0,
            2e7,
            prior=(0, 5000000.0),
            source="assumed: what is believed can exceed what was announced",
        ),
    ]

    def apply(self, day: int, env: Environment, regions: Regions, liable: Floats) -> Environment:
        """Return `env` with the new belief."""
        return env._replace(believed_total=np.where(self.where(regions), self.believed_total, env.believed_total))
