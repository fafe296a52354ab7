"""Many runs of a cheap scale and few of a dear one: the dear ones are weighed, the cheap ones say where to look."""

from collections.abc import Iterator

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from groundswell.inference import emulator, weights
from groundswell.inference.draws import normals, to_normal, uniforms
from groundswell.inference.problem import Problem
from groundswell.inference.smoothed import smooth
from groundswell.types import Floats

from . import toys

IDLE = 9  # coordinates on which no figure depends
SLOPES = np.hstack([np.array([[1.0, 0.5, 0.0], [0.3, -1.0, 0.0]]), np.zeros((2, IDLE))])
PUBLISHED = [1.0, 0.5]
CHEAP, DEAR = 0.3, 0.1  # chance between runs
OFFSET = 0.4  # by which figures of the cheap scale are too small


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    with threadpool_limits(1):
        yield


def problem(targets_early: int = 2) -> Problem:
    """Early runs give the first so many figures, too small by an offset and with more chance."""
    goals = toys.problem(SLOPES, PUBLISHED).last

    def simulate(name: str, units: Floats, last: bool = False, fresh: bool = False) -> Floats:
        del fresh
        y = to_normal(units) @ SLOPES.T
        chance = normals(1, f"chance, {name}", *y.shape)
        return np.exp(y + DEAR * chance) if last else np.exp(y - OFFSET + CHEAP * chance)[:, :targets_early]

    early = emulator.Goals(goals.targets[:targets_early], 0.0)
    return Problem(
        lambda count: uniforms(1, "prior", count, SLOPES.shape[1]), simulate, early, goals, 1, same_scale=False
    )


@pytest.mark.parametrize("synthetic", [True, False])
def test_the_posterior_is_that_of_the_dear_scale(synthetic: bool) -> None:
    found = weights.by_history(problem(), [300, 150], 200, synthetic)
    kernels = found.log_kernels
    if kernels is None:
        kernels = problem().last.log_kernels(problem().last.scaled(found.figures))
    own = smooth(kernels.sum(axis=1) - found.log_proposal)
    w, z = np.exp(own.log), to_normal(found.units)
    mean, covariance = toys.exact(SLOPES, PUBLISHED, chance=DEAR)
    sd = np.sqrt(np.diag(covariance))
    assert (np.abs(w @ z - mean) / sd).max() < 0.25
    assert own.ess > 50
    assert own.khat < 0.7


def test_what_the_cheap_scale_misses_is_learned_from_few_dear_runs() -> None:
    of = problem()
    cheap_at, dear_at, new = (
        uniforms(2, name, n, SLOPES.shape[1]) for name, n in (("cheap", 400), ("dear", 30), ("new", 500))
    )
    cheap = emulator.fit_all(of.early, cheap_at, of.early.scaled(of.simulate("cheap", cheap_at)))
    figures = of.last.scaled(of.simulate("dear", dear_at, last=True))
    truth = to_normal(new) @ SLOPES.T
    errors = {}
    for name, below in (("alone", None), ("built upon", cheap)):
        found = emulator.fit_all(of.last, dear_at, figures, below)
        errors[name] = float(np.sqrt(np.mean((found.at(new) - truth) ** 2)))
    assert errors["built upon"] < 0.75 * errors["alone"], errors


def test_a_figure_that_the_cheap_scale_does_not_give_has_an_emulator_of_its_own() -> None:
    found = weights.by_history(problem(targets_early=1), [200, 100], 40, synthetic=True)
    kinds = found.diagnostics["likelihood"]
    assert "added to" in kinds["T0"]
    assert "added to" not in kinds["T1"]
