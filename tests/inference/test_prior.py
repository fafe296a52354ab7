"""The joint prior: which numbers are uncertain, and draws that depend on nothing but seed, key and number."""

from dataclasses import replace

import numpy as np
import pytest

import groundswell as gs
from groundswell.comparisons import design
from groundswell.inference.prior import joint_prior
from groundswell.scenario.catalogue import assumptions


@pytest.fixture(scope="module")
def toyland() -> gs.Scenario:
    return gs.load("toyland")


def test_every_number_with_a_range_is_a_coordinate_once(toyland: gs.Scenario) -> None:
    keys = joint_prior(toyland).keys
    assert "behaviour.grievance" in keys
    assert "behaviour.kind" not in keys
    assert len(set(keys)) == len(keys)


def test_what_never_acts_in_a_scenario_is_not_drawn() -> None:
    nobody_is_called = joint_prior(gs.load("gdr-1989"))
    assert not [key for key in nobody_is_called.keys if key.startswith("call.") or key == "behaviour.evade"]


def test_a_draw_depends_on_seed_key_and_number_alone(toyland: gs.Scenario) -> None:
    prior = joint_prior(toyland)
    fewer = replace(prior, coordinates=prior.coordinates[::3])
    assert np.array_equal(fewer.units(range(5), 7), prior.units(range(5), 7)[:, ::3])
    assert np.array_equal(prior.units([4, 2], 7), np.stack([prior.unit(4, 7), prior.unit(2, 7)]))
    assert not np.array_equal(prior.unit(2, 7), prior.unit(2, 8))


def test_a_parameter_is_drawn_as_a_claim_draws_it(toyland: gs.Scenario) -> None:
    prior = joint_prior(toyland)
    alone = design.draw([p for p in prior.priors if p.key == "opinion.support"], 3, 11)
    assert prior.values(prior.unit(3, 11))["opinion.support"] == alone["opinion.support"]


def test_every_draw_is_a_scenario_that_can_be_run(toyland: gs.Scenario) -> None:
    for scenario in (toyland, gs.load("mobilization-2022"), gs.load("gdr-1989")):
        prior = joint_prior(scenario)
        ends = [np.full(len(prior.keys), end) for end in (1e-9, 1.0 - 1e-9)]
        for unit in [*ends, *prior.units(range(20), 1)]:
            values = prior.values(unit)
            held = {a.parameter.key: a.value for a in assumptions(scenario.with_(values))}
            assert {key: held[key] for key in values} == values
