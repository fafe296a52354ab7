"""Scenario discovery: it finds what decides, and names nothing where chance does."""

import numpy as np
import pytest

from groundswell import rng
from groundswell.comparisons.design import Prior
from groundswell.verdicts.discovery import discover

PRIORS = [Prior(key, 0.0, 1.0) for key in "abcdefg"]


def luck(case, draws):
    """Return parameters (draws, 7) and a luck (draws,), a function of the case."""
    values = rng.uniform(case, np.uint64(63), np.arange(8)[:, None], np.arange(draws))
    return values[:7].T.copy(), values[7]


def test_a_box_of_two_parameters_is_found_with_coverage_and_density_of_held_back_draws():
    values, _ = luck(1, 200)
    found = discover(values, (values[:, 0] > 0.6) & (values[:, 1] > 0.3), PRIORS)
    assert {key for key, _ in found.parameters} == {"a", "b"}
    (box,) = found.boxes
    assert {b.key: b.low for b in box.bounds} == pytest.approx({"a": 0.6, "b": 0.3}, abs=0.05)
    assert box.density > 0.9
    assert box.coverage > 0.9
    assert found.skill > found.always


@pytest.mark.parametrize("rate", [0.2, 0.5])
def test_coin_flips_are_said_to_depend_on_a_parameter_in_one_case_of_ten_at_most(rate):
    named = 0
    for case in range(100):
        values, chance = luck(100 + case, 64)
        named += bool(discover(values, chance < rate, PRIORS).parameters)
    assert named <= 10


def test_beside_a_true_threshold_no_other_parameter_is_named_and_the_true_one_seldom_missed():
    right = wrong = 0
    for case in range(40):
        values, chance = luck(300 + case, 64)
        found = {
            k for k, _ in discover(values, np.where(chance < 0.3, chance < 0.15, values[:, 2] > 0.5), PRIORS).parameters
        }
        right += "c" in found
        wrong += bool(found - {"c"})
    assert right >= 32
    assert wrong <= 4


def test_density_is_that_of_draws_which_were_not_used_to_find_the_box():
    reported, true = [], []
    for case in range(60):
        values, chance = luck(500 + case, 128)
        holds = np.where(chance < 0.6, chance < 0.3, values[:, 2] > 0.5)
        found = discover(values[:64], holds[:64], PRIORS)
        for box in found.boxes[:1]:
            inside = np.ones(64, bool)
            for b in box.bounds:
                at = values[64:, "abcdefg".index(b.key)]
                inside &= (at > b.low) & (at <= b.high)
            reported.append(box.density)
            true.append(holds[64:][inside].mean())
    assert len(reported) > 15
    assert np.mean(reported) == pytest.approx(np.mean(true), abs=0.05)


def test_the_same_draws_give_the_same_discovery():
    values, chance = luck(2, 64)
    holds = np.where(chance < 0.3, chance < 0.15, values[:, 0] > 0.5)
    assert discover(values, holds, PRIORS) == discover(values, holds, PRIORS)


def test_whole_numbers_are_split_between_two_of_them():
    values, _ = luck(3, 64)
    values[:, 0] = np.floor(values[:, 0] * 4.0)
    found = discover(values, values[:, 0] > 1.0, PRIORS)
    assert [b.low for b in found.boxes[0].bounds] == [1.5]


def test_where_all_or_almost_all_draws_agree_nothing_is_named():
    values, _ = luck(4, 64)
    for holds in (np.ones(64, bool), np.arange(64) < 4):
        assert discover(values, holds, PRIORS)[:2] == ((), ())
