"""Concession: the state yields with a hazard that rises with disruption, and on its own account.

h = lambda (D/1000)^a + eta s - mu m, with D the mean daily participants of the last days, s the share of the call-up
that could not be filled, m the share of the target still open (the more is asked, the harder to yield). lambda is
almost unidentified: it is swept, never fixed in a claim. No size of participation is a trigger.
"""

from typing import Annotated, NamedTuple

import numpy as np

from groundswell import rng
from groundswell.params import P
from groundswell.process.draws import uniform
from groundswell.types import Fields, Society

LEVELS = ("none", "targeted", "scaled down", "stopped")


class Params(NamedTuple):
    """[concession] in a scenario file."""

    disruption: Annotated[
        float,
        P(
            "daily hazard at 1,000 participants a day",
            "1/day",
            0,
            10,
            prior=(1e-5, 1e-2),
            shape="loguniform",
            symbol="lambda",
            source="almost unidentified, so swept; disruption invites concession: Klein and Regan 2018 [S64]",
        ),
    ] = 1e-4
    exponent: Annotated[
        float, P("curvature of the hazard in participants", "1", 0, 4, prior=(0.5, 2), symbol="a", source="assumed")
    ] = 1.0
    unfilled: Annotated[
        float,
        P(
            "daily hazard when nobody can be called",
            "1/day",
            0,
            10,
            prior=(0, 0.05),
            symbol="eta",
            source="assumed: a path without voice, quotas that cannot be filled",
        ),
    ] = 0.01
    demand: Annotated[
        float,
        P(
            "what the open target takes off the hazard",
            "1/day",
            0,
            1,
            prior=(0, 1e-3),
            symbol="mu",
            source="costly concessions are rarer: Klein and Regan 2018 [S64]; size assumed",
        ),
    ] = 1e-4
    memory: Annotated[
        float, P("days over which disruption is averaged", "days", 1, 60, prior=(3, 14), source="assumed")
    ] = 7.0
    scaled_down: Annotated[
        float, P("concessions that reach level 2", "share", 0, 1, prior=(0.1, 0.5), source="assumed")
    ] = 0.3
    stopped: Annotated[
        float, P("concessions that reach level 3", "share", 0, 1, prior=(0.02, 0.3), source="assumed")
    ] = 0.1


def quota_left(level: int) -> float:
    """Return the factor on quotas at a concession level: targeted exempts a tenth, scaled down halves, stopped ends."""
    return (1.0, 0.9, 0.5, 0.0)[level]


def concede(
    day: int,
    society: Society,
    fields: Fields,
    participants: float,
    unfilled: float,
    still_open: float,
    granted: int,
    p: Params,
) -> int:
    """Return the level after today, and let disruption and level move; `granted` is what an event grants."""
    fields.disruption[0] += (participants - fields.disruption[0]) / p.memory
    h = p.disruption * (fields.disruption[0] / 1000.0) ** p.exponent + p.unfilled * unfilled - p.demand * still_open
    u = float(uniform(society, rng.CONCEDE, day, 0, np.zeros(1, np.uint32))[0])
    level = int(fields.concession[0])
    if still_open > 0 and u < min(max(h, 0.0), 1.0):
        fall = u / min(h, 1.0)  # uniform below 1, given a concession: the same draw says how far it goes
        level = max(level, 3 if fall < p.stopped else 2 if fall < p.scaled_down else 1)
    level = max(level, int(np.clip(granted, 0, 3)))
    fields.concession[0] = level
    return level
