"""Attention and anxiety: they jump with the shock and with exposure, and forget.

A' = A0 + (A - A0) 2^(-1/h) + s shock + k exposure, kept in 0..1, for attention and, with a base, jump and half-life of
its own, for anxiety (issue-attention cycle, Downs 1972; exponential forgetting).
"""

from typing import Annotated, NamedTuple

import numpy as np

from groundswell import portable
from groundswell.params import ASSUMED, P
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


def attend(fields: Fields, env: Environment, exposure: Floats, p: Params) -> tuple[Floats, Floats]:
    """Return today's salience and anxiety (R,), given yesterday's; `exposure` (R,) is what networks let through."""
    pull = p.exposure_gain * exposure
    salience = _relax(fields.salience, p.base, p.half_life) + p.jump * env.shock + pull
    anxiety = _relax(fields.anxiety, p.anxiety_base, p.anxiety_half_life) + p.anxiety_jump * env.shock + pull
    return np.clip(salience, 0.0, 1.0), np.clip(anxiety, 0.0, 1.0)


def _relax(level: Floats, base: float, half_life: float) -> Floats:
    return base + (level - base) * portable.exp(-portable.LN2 / half_life)
