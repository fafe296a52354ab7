"""A rule at the border: gates lose part of their capacity, or residents of some regions may not leave."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from groundswell.events import Event
from groundswell.params import P
from groundswell.process.border import EVERY_GATE
from groundswell.types import Environment, Floats, Regions


@dataclass(frozen=True, kw_only=True)
class BorderRule(Event):
    """Changes the capacity of a gate, by its name, or of "all"; or who may leave."""

    gate: str = EVERY_GATE
    capacity: Annotated[
        float,
        P(
            "factor on the gate's capacity",
            "1",
            0,
            10,
            prior=(0, 1),
            source="assumed: a closed gate 0",
        ),
    ] = 1.0
    exit_open: Annotated[
        bool,
        P(
            "whether residents of `regions` may leave",
            "yes or no",
            0,
            1,
            source="set by the scenario; exit was closed by order in several of the shipped cases",
        ),
    ] = True

    def apply(self, day: int, env: Environment, regions: Regions, liable: Floats) -> Environment:
        """Return `env` under the rule."""
        chosen = [name for name in env.gates if self.gate in (EVERY_GATE, name)]
        shut = self.where(regions) & (not self.exit_open)
        return env._replace(
            gates={**env.gates, **{name: env.gates[name] * self.capacity for name in chosen}},
            exit_open=np.where(shut, 0.0, env.exit_open),
        )
