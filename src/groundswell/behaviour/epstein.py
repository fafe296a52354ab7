"""Epstein (2002), "Modeling civil violence", PNAS 99 suppl. 3: 7243-7250, model I, in a whole society.

Active iff G - N > T with grievance G = H (1 - L), net risk N = R P and P = 1 - exp(-k (C/A)). What a grid's agent
counts within his vision, a person here knows as an average of his place: C cops, and A = 1 + actives, among `seen`
persons. The paper's vision of 7 with density 0.7 sees about 104 agents and 6 cops. Rounding C/A down is not in the
paper; without it the grid has no outbursts (groundswell.classics.epstein_2002).
"""

import math
from typing import Annotated, NamedTuple

from groundswell.behaviour import PROTEST, exp, otherwise
from groundswell.params import P

SOURCE = "Epstein (2002), PNAS 99 suppl. 3: 7243-7250"


class Params(NamedTuple):
    """[behaviour] of kind "epstein"."""

    legitimacy: Annotated[
        float, P("legitimacy of the state", "share", 0, 1, prior=(0.6, 0.95), symbol="L", source="paper, run 2")
    ] = 0.82
    threshold: Annotated[
        float, P("least grievance net of risk", "utility", -1, 1, symbol="T", source="paper, Table 2")
    ] = 0.1
    deterrence: Annotated[
        float, P("slope of the arrest probability", "1", 0, 20, symbol="k", source="paper, Table 2")
    ] = 2.3
    seen: Annotated[
        float, P("persons within vision", "persons", 1, 1e5, source="148 sites of radius 7 at density 0.7")
    ] = 103.6
    cops: Annotated[float, P("cops within vision", "cops", 0, 1e5, source="148 sites at density 0.04")] = 5.92
    rounding: Annotated[
        int,
        P(
            "round C/A down: 1; take it as it is: 0",
            "yes or no",
            0,
            1,
            source="not in the paper, but needed: see the classic's notes",
        ),
    ] = 1


def rule(me, p, draw):
    """Return what a person does today; hardship and risk aversion are uniform over persons."""
    ratio = p.cops / (1.0 + me.place_protesting * p.seen)
    if p.rounding == 1:
        ratio = math.floor(ratio)
    arrest = 1.0 - exp(-p.deterrence * ratio)
    hardship, aversion = me.opposition_rank, me.boldness
    if me.issue > 0.0 and hardship * (1.0 - p.legitimacy) - aversion * arrest > p.threshold:
        return PROTEST
    return otherwise(me)
