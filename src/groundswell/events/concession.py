"""The state yields, by decision of the scenario: exemptions and returns, a smaller target, or an end."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from groundswell.events import Event
from groundswell.params import P
from groundswell.types import Environment, Floats, Regions


@dataclass(frozen=True, kw_only=True)
class Concession(Event):
    """Returns of the unlawfully called, exemptions, and a level for the whole country."""

    returns: Annotated[
        bool,
        P("send home those called against the rules", "yes or no", 0, 1, source="set by the scenario"),
    ] = True
    exempt: Annotated[
        float,
        P(
            "share of the quota waived",
            "share",
            0,
            1,
            prior=(0, 0.1),
            source="assumed: deferrals, in numbers not known",
        ),
    ] = 0.0
    level: Annotated[
        int,
        P(
            "0 none, 1 targeted, 2 scaled down, 3 stopped",
            "level",
            0,
            3,
            source="set by the scenario",
        ),
    ] = 0

    def apply(self, day: int, env: Environment, regions: Regions, liable: Floats) -> Environment:
        """Return `env` with the concession made."""
        here = self.where(regions)
        return env._replace(
            returns=np.where(here & self.returns, 1.0, env.returns),
            exempt=np.where(here, np.maximum(env.exempt, self.exempt), env.exempt),
            concession=max(env.concession, self.level),
        )
