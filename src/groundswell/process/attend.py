"""Attention and anxiety: they jump with the shock and with exposure, and forget.

A' = A0 + (A - A0) 2^(-1/h) + s shock + k exposure, kept in 0..1, for attention and, with a base, jump and half-life of
its own, for anxiety (issue-attention cycle, Downs 1972; exponential forgetting). Attention's A0 may change slowly.
"""

from typing import Annotated, NamedTuple

import numpy as np

from groundswell import portable
from groundswell.params import ASSUMED, P
from groundswell.process.calendar import months
from groundswell.types import Environment, Fields, Floats


class Params(NamedTuple):
    """[attention] in a scenario file."""

    base: Annotated[
        float,
        P(
            "share attentive before the shock",
            "share",
            0,
            1,
            prior=(0.1, 0.7),
            status=ASSUMED,
            symbol="A0",
            source="assumed: polls rarely ask before a shock",
        ),
    ] = 0.51
    jump: Annotated[
        float,
        P(
            "rise of attention with the announcement",
            "share",
            0,
            1,
            prior=(0.1, 0.6),
            status=ASSUMED,
            symbol="s",
            source="issue-attention cycle: Downs 1972; size assumed",
        ),
    ] = 0.175
    trend: Annotated[
        float,
        P(
            "slow change of attention, shock or no shock; the sign is free",
            "share per 30 days",
            -1,
            1,
            prior=(-0.1, 0.2),
            source="slow change is the rival of a shock, boredom its end: Downs 1972; size assumed",
            plain="how attention changes slowly, without a shock",
        ),
    ] = 0.0
    half_life: Annotated[
        float,
        P(
            "days in which half of the rise is forgotten",
            "days",
            0.5,
            1000,
            prior=(3, 60),
            symbol="h",
            source="issue-attention cycle: Downs 1972; length assumed",
        ),
    ] = 25.0
    exposure_gain: Annotated[
        float,
        P(
            "daily gain from exposure to the called",
            "share a day",
            0,
            1,
            prior=(0, 0.01),
            symbol="k",
            source="assumed",
            only_with="call",
            plain="daily rise of attention where people one knows of are called up",
        ),
    ] = 0.002
    anxiety_base: Annotated[
        float,
        P(
            "share anxious before the shock",
            "share",
            0,
            1,
            prior=(0.1, 0.6),
            status=ASSUMED,
            source="assumed: polls rarely ask before a shock",
        ),
    ] = 0.35
    anxiety_jump: Annotated[
        float,
        P(
            "rise of anxiety with the announcement",
            "share",
            0,
            1,
            prior=(0.0, 0.6),
            status=ASSUMED,
            source="assumed, as the rise of attention",
        ),
    ] = 0.355
    anxiety_half_life: Annotated[
        float,
        P("days in which half of the anxiety is forgotten", "days", 0.5, 1000, prior=(10, 90), source="as half_life"),
    ] = 40.0


def attend(day: int, fields: Fields, env: Environment, exposure: Floats, p: Params) -> tuple[Floats, Floats]:
    """Return salience and anxiety (R,) of `day`, given yesterday's; `exposure` (R,) is what networks let through."""
    pull = p.exposure_gain * exposure
    before, base = (min(max(p.base + p.trend * months(d), 0.0), 1.0) for d in (max(day - 1, 0), day))
    salience = base + _left(fields.salience - before, p.half_life) + p.jump * env.shock + pull
    anxious = p.anxiety_base + _left(fields.anxiety - p.anxiety_base, p.anxiety_half_life)
    anxiety = anxious + p.anxiety_jump * env.shock + pull
    return _share(salience), _share(anxiety)


def _share(x: Floats) -> Floats:
    return np.minimum(np.maximum(x, 0.0), 1.0)


def _left(rise: Floats, half_life: float) -> Floats:
    return rise * portable.left_after_a_day(half_life)
