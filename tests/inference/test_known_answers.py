from collections.abc import Iterator

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from groundswell.inference import abc, weights
from groundswell.inference.draws import to_normal
from groundswell.inference.problem import Found, Problem
from groundswell.inference.smoothed import Weights, smooth
from groundswell.types import Floats

from . import toys

SLOPES = np.array([[1.0, 0.5, 0.0], [0.3, -1.0, 0.0]])
PUBLISHED = [1.0, 0.5]


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    with threadpool_limits(1):
        yield


def weighted(problem: Problem, found: Found) -> Weights:
    kernels = problem.last.log_kernels(problem.last.scaled(found.figures)).sum(axis=1)
    return smooth(kernels - found.log_proposal if found.worth is None else np.zeros(len(found.units)))


@pytest.mark.parametrize("method", ["history", "sequential"])
def test_both_methods_find_the_posterior_that_is_known(method: str) -> None:
    problem = toys.problem(SLOPES, PUBLISHED)
    found = weights.by_history(problem, [200, 100], 1500) if method == "history" else abc.sequential(problem, 12000)
    own = weighted(problem, found)
    w, z = np.exp(own.log), to_normal(found.units)
    mean, covariance = toys.exact(SLOPES, PUBLISHED)
    sd = np.sqrt(np.diag(covariance))
    assert (np.abs(w @ z - mean) / sd).max() < 0.1
    ratio = np.sqrt(w @ (z - w @ z) ** 2) / sd
    assert ratio.min() > 0.85
    assert ratio.max() < 1.15
    assert found.worth or (own.ess > 500 and own.khat < 0.7)


def test_the_synthetic_likelihood_finds_the_known_posterior_where_chance_leaves_single_runs_worth_little() -> None:
    chance = 1.0  # four stated errors: a run's own kernel is a lucky one
    problem = toys.problem(SLOPES, PUBLISHED, chance=chance)
    found = weights.by_history(problem, [200, 100], 1500, synthetic=True)
    assert found.log_kernels is not None
    by_run, own = weighted(problem, found), smooth(found.log_kernels.sum(axis=1) - found.log_proposal)
    w, z = np.exp(own.log), to_normal(found.units)
    mean, covariance = toys.exact(SLOPES, PUBLISHED, chance=chance)
    sd = np.sqrt(np.diag(covariance))
    assert (np.abs(w @ z - mean) / sd).max() < 0.1
    ratio = np.sqrt(w @ (z - w @ z) ** 2) / sd
    assert 0.85 < ratio.min() < ratio.max() < 1.15
    assert own.ess > 2 * by_run.ess
    assert own.khat < 0.7


def test_what_sequential_abc_says_its_draws_are_worth_is_how_far_parameters_stray_that_no_figure_touches() -> None:
    slopes = np.zeros((3, 106))
    slopes[[0, 1, 2], [0, 1, 2]], slopes[:, 3:6] = 1.0, 0.3
    away, worth = list[float](), list[float]()
    for seed in range(1, 5):
        found = abc.sequential(toys.problem(slopes, [1.0, 0.5, -0.5], seed=seed, chance=0.3), 3000)
        idle: Floats = to_normal(found.units)[:, 6:]
        assert found.worth is not None
        assert found.diagnostics["ancestors"] < found.diagnostics["particles"] / 2
        middle: Floats = idle.mean(axis=0)
        away.append(float(np.sum(middle**2)) / len(middle))
        worth.append(found.worth)
        spread = 1.0 - 1.0 / found.worth  # that of so many draws of the prior about their own mean
        assert np.mean(idle.var(axis=0)) == pytest.approx(spread, abs=0.1)
    assert 0.6 < np.mean(away) * np.mean(worth) < 1.5  # means as far from the prior's as those of so many draws


@pytest.mark.parametrize("method", ["history", "sequential"])
def test_where_two_targets_contradict_each_other_nothing_fits(method: str) -> None:
    problem = toys.problem(np.array([[1.0, 0.0], [1.0, 0.0]]), [3.0, -3.0])
    found = weights.by_history(problem, [100, 60], 100) if method == "history" else abc.sequential(problem, 600)
    assert found.empty
    assert not len(found.units)
    assert "wrong" in found.empty


def test_the_same_question_has_the_same_draws_again() -> None:
    once = weights.by_history(toys.problem(SLOPES, PUBLISHED), [100, 60], 100)
    again = weights.by_history(toys.problem(SLOPES, PUBLISHED), [100, 60], 100)
    np.testing.assert_array_equal(once.units, again.units)
    np.testing.assert_array_equal(once.log_proposal, again.log_proposal)


def test_weights_from_a_bad_proposal_say_so() -> None:
    problem = toys.problem(np.array([[1.0]]), [4.0], observed=0.01)
    units = problem.prior(2000)
    figures = problem.simulate("prior", units)
    own = smooth(problem.last.log_kernels(problem.last.scaled(figures)).sum(axis=1))
    assert own.khat > 0.7
    assert own.ess < 50
