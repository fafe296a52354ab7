"""A rule at the border: gates lose part of their capacity, or residents of some regions may not leave."""

from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np

from groundswell.events import Event
from groundswell.params import P
from groundswell.process.border import GATES
from groundswell.types import Environment, Floats, Regions

Gate = Literal["georgia", "kazakhstan", "finland", "elsewhere", "all"]


@dataclass(frozen=True, kw_only=True)
class BorderRule(Event):
    """Changes capacity of a gate, or who may leave."""

    gate: Gate = "all"
    capacity: Annotated[
        float,
        P(
            "factor on the gate's capacity",
            "1",
            0,
            10,
            prior=(0, 1),
            source="a closed gate 0; a road ban on incoming cars 0.4-1 (reported crossings of Verkhny Lars [S18])",
        ),
    ] = 1.0
    exit_open: Annotated[
        bool,
        P(
            "whether residents of `regions` may leave",
            "yes or no",
            0,
            1,
            source="a counterfactual; precedent: GDR, 3 October 1989 [S36]",
        ),
    ] = True

    def apply(self, day: int, env: Environment, regions: Regions, liable: Floats) -> Environment:
        """Return `env` under the rule."""
        chosen = np.array([self.gate in ("all", name) for name in GATES])
        shut = self.where(regions) & (not self.exit_open)
        return env._replace(
            gates=np.where(chosen, env.gates * self.capacity, env.gates), exit_open=np.where(shut, 0.0, env.exit_open)
        )
