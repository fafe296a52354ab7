"""A whole calibration against evidence that a run with known parameters made: the posterior finds them again."""

from dataclasses import replace

import numpy as np
import pytest

import groundswell as gs
from groundswell.case.evidence import Target
from groundswell.inference.posterior_folder import targets_text
from groundswell.inference.prior import JointPrior
from groundswell.running.figures import value_of

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("in_this_process")]  # 240 runs, half a minute of a processor
PERSONS, DRAWS = 4000, 240
TRUTH = {"observables.leaving": 0.9, "observables.detained": 0.8, "observables.turnout": 0.8}  # all others: the middle
ERROR = 0.1  # of a published figure, either way


def truth(prior: JointPrior) -> np.ndarray:
    return np.array([TRUTH.get(key, 0.5) for key in prior.keys])


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory, in_this_process: None) -> gs.Posterior:
    folder = tmp_path_factory.mktemp("truth")
    scenario = gs.load("toyland").with_(persons=PERSONS)
    prior = gs.joint_prior(scenario)
    run = gs.run(scenario.with_({**prior.values(truth(prior)), "seed": 79}))
    targets = list[Target]()
    for target in scenario.case.evidence.targets[:3]:
        value = max(value_of(run, target), 1.0)
        targets.append(replace(target, value=value, low=value * (1 - ERROR), high=value * (1 + ERROR), role="fit"))
    evidence = folder / "targets.csv"
    evidence.write_text(targets_text(targets), encoding="utf-8")
    return gs.calibrate(scenario, folder / "out", evidence=evidence, budget=f"{DRAWS} draws", workers=1)


def test_the_parameters_that_made_the_evidence_are_within_the_posterior(found: gs.Posterior) -> None:
    units, w = found.table.units, found.weights
    for key, true in TRUTH.items():
        below = float(w @ (units[:, found.coordinates.index(key)] <= true))
        assert 0.01 < below < 0.99, key


def test_the_evidence_rules_out_what_the_prior_thought_likely(found: gs.Posterior) -> None:
    at = found.coordinates.index("observables.leaving")
    assert found.weights @ (found.table.units[:, at] > 0.5) > 0.9
    assert found.contraction["observables.leaving"] > 0.3


def test_runs_with_fresh_seeds_meet_the_evidence_that_draws_of_the_prior_miss(found: gs.Posterior) -> None:
    for target in found.targets:
        bands = found.bands(target.id)
        fresh, prior = bands["fresh"], bands["prior"]
        assert fresh is not None
        assert prior is not None
        assert fresh[0] <= target.high
        assert fresh[2] >= target.low
    left = found.bands("T3")
    assert left["fresh"] is not None
    assert left["prior"] is not None
    published = found.targets[2].value
    assert abs(np.log(left["fresh"][1] / published)) < abs(np.log((left["prior"][1] + 1.0) / published)) / 2


def test_two_hundred_runs_of_which_ninety_are_weighed_are_worth_thirty(found: gs.Posterior) -> None:
    assert found.ess > 30.0
    assert found.khat < 1.0
    assert gs.open_posterior(found.folder).ess == found.ess
