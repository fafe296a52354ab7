"""Something drastic becomes known: it is an issue from now on, and attention and anxiety jump on the first day.

A call-up brings its own grievance, its own motive to leave and its own demand. What else a state does, a stolen
election or a beating, brings what is written here, as long as the announcement is in force and the state does not
yield.
"""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from groundswell.events import Event
from groundswell.params import P
from groundswell.types import Environment, Floats, Regions


@dataclass(frozen=True, kw_only=True)
class Announcement(Event):
    """Makes known what the state has done."""

    strength: Annotated[
        float, P("shock, 1 as the case has it", "1", 0, 5, prior=(0.3, 3), source="sets the unit of the case")
    ] = 1.0

    grievance: Annotated[
        float,
        P(
            "opposition added to everybody's private opposition",
            "standard deviations",
            0,
            10,
            prior=(0, 2),
            source="assumed; 0 for a call-up, whose grievance comes through ties",
        ),
    ] = 0.0
    covariate: str = ""  # of the regions, in proportion to which the grievance is felt; "": everywhere the same
    exit_motive: Annotated[
        float,
        P("what makes people want to leave, beside a call-up", "1", 0, 1, prior=(0, 1), source="assumed; 0: nothing"),
    ] = 0.0
    demand: Annotated[
        float,
        P(
            "what the street asks of the state, beside the end of a call-up",
            "share",
            0,
            1,
            prior=(0, 1),
            source="assumed; 0: nothing that it could yield to",
        ),
    ] = 0.0

    def apply(self, day: int, env: Environment, regions: Regions, liable: Floats) -> Environment:
        """Return `env` with the issue known and, on the first day, the shock."""
        here = self.where(regions)
        felt = self.grievance * (regions.relative(self.covariate) if self.covariate else 1.0)
        shock = np.where(here & (day == self.day), env.shock + self.strength, env.shock)
        return env._replace(
            issue=np.where(here & (self.strength > 0), 1.0, env.issue),
            shock=shock,
            grievance=np.where(here, np.maximum(env.grievance, felt), env.grievance),
            exit_motive=np.where(here, np.maximum(env.exit_motive, self.exit_motive), env.exit_motive),
            demand=max(env.demand, self.demand),
        )
