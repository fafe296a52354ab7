"""Pooling over cases with exact answers: what others teach, and no more."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from groundswell.inference.draws import normals, uniforms
from groundswell.inference.learned import Case, flattened
from groundswell.inference.pooling import Learned, as_observation, given, pooled

MANY = 1e12  # draws, so that nothing is added for few of them


def seen(y: float, s2: float) -> Learned:
    """The exact posterior of z ~ N(0, 1) after one observation y with variance s2."""
    variance = 1.0 / (1.0 + 1.0 / s2)
    return Learned(variance * y / s2, variance, MANY)


def test_a_posterior_is_worth_the_observation_that_made_it() -> None:
    for y, s2 in ((0.7, 0.2), (-1.5, 1.0), (0.0, 5.0)):
        assert as_observation(seen(y, s2)) == pytest.approx((y, s2), rel=1e-4)


def test_the_next_case_has_the_conditional_distribution_of_a_multivariate_normal() -> None:
    y, s2, rho = np.array([1.0, 0.4, 1.4]), np.array([0.2, 0.5, 0.1]), 0.6
    covariance = np.full((3, 3), rho) + np.diag(1.0 - rho + s2)
    across = np.full(3, rho)
    mean, variance = given(y, s2, rho)
    assert mean == pytest.approx(across @ np.linalg.solve(covariance, y))
    assert variance == pytest.approx(1.0 - across @ np.linalg.solve(covariance, across))


def test_cases_that_teach_nothing_leave_the_neutral_prior() -> None:
    assert pooled([])[:2] == (0.0, 1.0)
    assert pooled([Learned(0.3, 0.97, MANY), Learned(0.4, 0.7, 20.0)])[:2] == (0.0, 1.0)


def test_cases_that_agree_narrow_the_prior_and_cases_that_disagree_do_not() -> None:
    agree = pooled([seen(1.5, 0.05), seen(1.5, 0.05), seen(1.5, 0.05)])
    apart = pooled([seen(2.0, 0.05), seen(-2.0, 0.05), seen(0.3, 0.05)])
    assert agree.mean > 0.8 and agree.sd < 0.9
    assert abs(apart.mean) < 0.1 and apart.sd > 0.85
    assert agree.rho > apart.rho


def test_what_three_cases_teach_together_is_wider_than_the_surest_of_them() -> None:
    for at in range(50):
        u = uniforms(at, "widths", 3)
        cases = [seen(float(y), float(s2)) for y, s2 in zip(normals(at, "means", 3), u, strict=True)]
        assert pooled(cases).sd >= min(case.variance for case in cases) ** 0.5 - 1e-6
        assert pooled(cases).sd <= 1.3


@pytest.mark.parametrize("rho,least", [(None, 0.87), (0.0, 0.84), (0.5, 0.88), (0.9, 0.92)])
def test_nine_in_ten_cases_left_out_lie_in_the_pooled_interval(rho: float | None, least: float) -> None:
    s2, inside, worlds = 0.1, 0, 600
    r = np.maximum(2.0 * uniforms(1, "rho", worlds) - 1.0, 0.0) if rho is None else np.full(worlds, rho)
    common, own = normals(1, "mu", worlds), normals(1, "own", worlds, 4)
    z = np.sqrt(r)[:, None] * common[:, None] + np.sqrt(1.0 - r)[:, None] * own
    y = z + np.sqrt(s2) * normals(1, "errors", worlds, 4)
    for at in range(worlds):
        found = pooled([seen(float(value), s2) for value in y[at, :3]])
        inside += abs(z[at, 3] - found.mean) <= 1.645 * found.sd
    assert inside / worlds > least
    assert rho is not None or inside / worlds < 0.93


def test_a_likelihood_that_few_draws_carry_is_flattened_and_one_that_many_carry_is_not() -> None:
    log = -500.0 * normals(2, "far", 400) ** 2
    weights, power = flattened(log, 50.0)
    assert 1.0 / np.sum(weights**2) == pytest.approx(50.0, rel=1e-3) and 0.0 < power < 1.0
    assert flattened(1e-3 * log, 50.0)[1] == 1.0
    assert np.isfinite(flattened(np.full(10, -np.inf), 5.0)[0]).all()


@pytest.mark.parametrize("usable", [0, 1, 20])
def test_a_case_whose_likelihood_is_flattened_to_nothing_teaches_others_nothing(usable: int) -> None:
    units = uniforms(3, "few", 200, 6)
    units[:usable] = 0.5 + 0.05 * (units[:usable] - 0.5)  # as close together as if much had been learned
    weights, power = flattened(np.where(np.arange(200) < usable, 0.0, -np.inf))
    keys = tuple(f"behaviour.key-{at}" for at in range(6))
    case: Any = SimpleNamespace(draws=SimpleNamespace(units=units), weights=weights, power=power, ess=20.0,
                                table=SimpleNamespace(prior=SimpleNamespace(keys=keys)))  # fmt: skip
    assert power == 0.0
    for learned in Case.learned(case).values():
        assert pooled([learned, learned]) == pooled([])
