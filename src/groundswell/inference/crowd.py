"""A middling crowd, of which two observables speak: 300 participants in a town of a million, on an ordinary day."""

from math import log

import numpy as np

from groundswell.behaviour.exit_voice_loyalty import terms
from groundswell.behaviour.exit_voice_loyalty.params import Params
from groundswell.behaviour.exit_voice_loyalty.terms import Exposure, TieCounts
from groundswell.inference.eve import ties_of
from groundswell.scenario import Scenario
from groundswell.types import Perception

CROWD, TOWN = 300.0, 1e6  # participants, inhabitants
_MORE = 0.01  # by this share more are in the street when the response to it is asked for


def pmax_of(scenario: Scenario, per_thousand: float) -> float:
    """Return the largest detained share that gives so many detained per thousand, pmax (1 + N/C)^-eta solved for pmax.

    N is the crowd, C the capacity of its town.
    """
    return per_thousand / 1000.0 * (1.0 + CROWD / _capacity(scenario)) ** scenario.policing.crowding


def others_of(scenario: Scenario, seen: Perception, wanted: float) -> float:
    """Return the weight of others with which the crowd grows by `wanted` per cent for each per cent more.

    It is so small a part of the town that it grows as the exponential of utility. What people believe of detention and
    what their ties did count too; `seen` is what else they see.
    """
    p: Params = scenario.behaviour.params
    without, each = (_response(scenario, seen, p._replace(others=c)) for c in (0.0, 1.0))
    return (wanted - without) / (each - without)


def _response(scenario: Scenario, seen: Perception, p: Params) -> float:
    """Return by how many per cent the crowd grows for each per cent more on the day before."""
    crowd, nothing = CROWD * np.array([1.0, 1.0 + _MORE]), np.zeros(2)
    outgrown = (_capacity(scenario) / (1.0 + crowd)) ** scenario.policing.crowding
    detention = 1.0 - np.exp(-scenario.perception.detention_belief * outgrown)
    seen = seen._replace(turnout=crowd, detention=detention, rally=nothing, trigger=nothing, fear=nothing)
    of_ties = ties_of(scenario) * crowd / TOWN
    ties = TieCounts(0, 0, 0, of_ties, 0)  # pyright: ignore[reportArgumentType] two mean counts at once
    exposure = Exposure(ties, 0, 0.5, 0.0, p.cost * detention, ties_of(scenario))  # pyright: ignore[reportArgumentType] as above
    utility = terms.daily("protest", "place", seen, p) + terms.personal("protest")(0.0, exposure, p)
    return float(utility[1] - utility[0]) / log(1.0 + _MORE)


def _capacity(scenario: Scenario) -> float:
    p = scenario.policing
    return max(p.capacity_floor + p.capacity_per_million * TOWN / 1e6, 1e-9)
