"""Rival mechanisms of the literature: without effect at their neutral value, and able to win on either side of it."""

import pytest

from groundswell import simulate as engine

LIVELY = {"protest": -8.0}


@pytest.fixture
def total(scenario, society_of):
    """What a small lively society gives over its days: the sum of a measure, with keys of sections changed."""

    def run(measure="participants", days=6, **sections):
        sections["behaviour"] = LIVELY | sections.get("behaviour", {})
        s = scenario(days=days, **sections)
        return sum(tally.regional[measure].sum() for tally in engine.simulate(s, society_of()))

    return run


def test_believed_detention_provokes_or_deters_beyond_its_cost_as_its_sign_says(total):
    deterred, neutral, provoked = (total(behaviour={"provocation": b}) for b in (-2.0, 0.0, 2.0))
    assert deterred < neutral < provoked


def test_with_provocation_above_the_cost_more_cells_bring_more_people_and_below_it_fewer(total):
    few, many = {"capacity_floor": 2.0}, {"capacity_floor": 60.0}
    assert total(policing=many) < total(policing=few)
    provoked = {"behaviour": {"provocation": 4.0, "cost": 0.5}}
    assert total(policing=many, **provoked) > total(policing=few, **provoked)
