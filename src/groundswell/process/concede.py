"""Concession: the state yields with a hazard that rises with disruption, and on its own account.

h = lambda (D/1000)^a + eta s - mu m, kept in 0..1: D is the mean daily participants of the last days, s the share of
the persons asked for so far who neither complied nor hold a notice, m the share of the whole call-up that has neither
complied nor been waived, or what else is demanded if that is more (the more is asked, the harder to yield). The state
can yield as long as a call-up goes on anywhere or something else is demanded. lambda is almost unidentified: it is
swept, never fixed in a claim. No size of participation is a trigger.

The level in force on a day is the higher of the state's own, which stays, and what an event grants on that day.
"""

from typing import Annotated, NamedTuple

import numpy as np

from groundswell import portable, rng
from groundswell.params import P
from groundswell.process.draws import uniform
from groundswell.types import Environment, Fields, Society

LEVELS = ("none", "targeted", "scaled down", "stopped")
STOPPED = LEVELS.index("stopped")


class Params(NamedTuple):
    """[concession] in a scenario file."""

    disruption: Annotated[
        float,
        P(
            "daily hazard at 1,000 participants a day",
            "1/day",
            0,
            10,
            prior=(1e-05, 0.01),
            shape="loguniform",
            symbol="lambda",
            source="almost unidentified, so swept; disruption invites concession: Klein and Regan 2018",
            plain="how readily disruption brings a concession",
        ),
    ] = 1e-4
    exponent: Annotated[
        float,
        P(
            "curvature of the hazard in participants",
            "1",
            0,
            4,
            prior=(0.5, 2),
            symbol="a",
            source="assumed",
            plain="how much more than in proportion larger protest brings a concession",
        ),
    ] = 1.0
    unfilled: Annotated[
        float,
        P(
            "daily hazard when nobody who is asked for comes",
            "1/day",
            0,
            10,
            prior=(0, 0.05),
            symbol="eta",
            source="assumed: a path without voice, quotas that cannot be filled",
            only_with="call",
            plain="how readily the state concedes when nobody can be called",
        ),
    ] = 0.01
    demand: Annotated[
        float,
        P(
            "what the open target takes off the hazard",
            "1/day",
            0,
            1,
            prior=(0, 0.001),
            symbol="mu",
            source="costly concessions are rarer: Klein and Regan 2018; size assumed",
            plain="how much an unfilled call-up keeps the state from conceding",
        ),
    ] = 1e-4
    memory: Annotated[
        float, P("days over which disruption is averaged", "days", 1, 60, prior=(3, 14), source="assumed")
    ] = 7.0
    scaled_down: Annotated[
        float,
        P(
            "concessions that reach level 2",
            "share",
            0,
            1,
            prior=(0.1, 0.5),
            source="assumed",
            plain="share of concessions that scale the call-up down",
        ),
    ] = 0.3
    stopped: Annotated[
        float,
        P(
            "concessions that reach level 3",
            "share",
            0,
            1,
            prior=(0.02, 0.3),
            source="assumed",
            plain="share of concessions that stop the call-up",
        ),
    ] = 0.1
    targeted_left: Annotated[
        float,
        P(
            "what a targeted concession leaves of quotas, grievance, motive to leave and demand",
            "share",
            0,
            1,
            prior=(0.7, 0.98),
            source="assumed",
        ),
    ] = 0.9
    scaled_down_left: Annotated[
        float,
        P(
            "what scaling down leaves of quotas, grievance, motive to leave and demand",
            "share",
            0,
            1,
            prior=(0.3, 0.7),
            source="assumed",
        ),
    ] = 0.5

    appeasement: Annotated[
        float,
        P(
            "what each level of a concession takes off protest at first; below 0 it emboldens; the sign is free",
            "utility a level",
            -10,
            10,
            prior=(-1, 1),
            source="concessions appease or encourage: Rasler 1996; size assumed",
            plain="how much a concession calms protest, or encourages it",
        ),
    ] = 0.0
    appeasement_half_life: Annotated[
        float,
        P("days in which half of that is forgotten", "days", 0.5, 1000, prior=(3, 60), source="assumed"),
    ] = 14.0


def in_force(env: Environment, fields: Fields) -> int:
    """Return today's level: what the state has yielded to so far, or more if an event grants more today."""
    return max(int(fields.concession[0]), min(max(int(env.concession), 0), len(LEVELS) - 1))


def appease(fields: Fields, level: int, p: Params) -> None:
    """Let what concessions take off protest be forgotten, and rise by as many levels as today's has risen.

    Z' = Z 2^(-1/h) + z max(level - yesterday's, 0), in utility.
    """
    rise = max(level - int(fields.level[0]), 0)
    fields.appeased[0] = fields.appeased[0] * portable.left_after_a_day(p.appeasement_half_life) + p.appeasement * rise
    fields.level[0] = level


def soften(env: Environment, level: int, p: Params) -> Environment:
    """Return the environment under a concession: quotas, grievance, motive to leave and demand shrink alike.

    Those called unlawfully are sent home.
    """
    if level == 0:
        return env
    left = (1.0, p.targeted_left, p.scaled_down_left, 0.0)[level]
    return env._replace(
        quota=env.quota * left,
        returns=np.ones_like(env.returns),
        calling=env.calling * (left > 0),
        grievance=env.grievance * left,
        exit_motive=env.exit_motive * left,
        demand=env.demand * left,
    )


def concede(
    day: int,
    society: Society,
    fields: Fields,
    participants: float,
    holding: float,
    planned: float,
    demand: float,
    going_on: bool,
    p: Params,
) -> None:
    """Let disruption and hazard move, and perhaps the level to which the state yields from tomorrow on.

    `participants` of today, those `holding` a notice and those `planned` by the decrees made so far are full-size
    persons; `demand` is what else is asked, 0..1; `going_on` tells whether a call-up is.
    """
    asked, waived, complied = fields.asked[0], fields.waived[0], fields.complied[0]
    unfilled = max(1.0 - (complied + holding) / asked, 0.0) if asked > 0 else 0.0
    still_open = max(1.0 - (complied + waived) / planned, 0.0) if planned > 0 else 0.0
    still_open = max(still_open, demand)
    fields.disruption[0] += (participants - fields.disruption[0]) / p.memory
    pressure = p.disruption * portable.power(fields.disruption[0] / 1000.0, p.exponent)
    h = min(max(pressure + p.unfilled * unfilled - p.demand * still_open, 0.0), 1.0) if going_on or demand > 0 else 0.0
    fields.hazard[0] = h
    u = float(uniform(society, rng.CONCEDE, day, 0, np.zeros(1, np.uint32))[0]) if h > 0.0 else 1.0
    if u < h:
        fall = u / h  # uniform below 1, given a concession: the same draw says how far it goes
        level = STOPPED if fall < p.stopped else 2 if fall < p.scaled_down else 1
        fields.concession[0] = max(int(fields.concession[0]), level)
