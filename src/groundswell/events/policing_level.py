"""Policing goes up or down: places to detain, visible force, perceived penalty for not complying. Abstract factors."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from groundswell.events import Event
from groundswell.params import P
from groundswell.types import Environment, Floats, Regions


@dataclass(frozen=True, kw_only=True)
class PolicingLevel(Event):
    """Factors on capacity, force and perceived penalty, and a motive to leave."""

    capacity: Annotated[
        float, P("factor on the capacity to detain", "1", 0, 10, prior=(0.3, 3), source="assumed: a third to threefold")
    ] = 1.0
    force: Annotated[
        float, P("factor on visible force", "1", 0, 10, prior=(0.5, 2), source="assumed: half to double")
    ] = 1.0
    penalty: Annotated[
        float,
        P(
            "factor on the perceived penalty",
            "1",
            0,
            5,
            prior=(0.5, 2),
            source="assumed",
        ),
    ] = 1.0

    exit_motive: Annotated[
        float,
        P("what a crackdown makes of the wish to leave", "1", 0, 1, prior=(0, 1), source="assumed; 0: nothing"),
    ] = 0.0

    def apply(self, day: int, env: Environment, regions: Regions, liable: Floats) -> Environment:
        """Return `env` with the three factors and the motive applied."""
        here = self.where(regions)
        return env._replace(
            policing=np.where(here, env.policing * self.capacity, env.policing),
            force=np.where(here, env.force * self.force, env.force),
            penalty=np.where(here, env.penalty * self.penalty, env.penalty),
            exit_motive=np.where(here, np.maximum(env.exit_motive, self.exit_motive), env.exit_motive),
        )
