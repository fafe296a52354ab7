"""What counts as learned: a contraction that chance among few effective draws does not make."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import groundswell as gs
from groundswell.case.evidence import Target
from groundswell.inference.draws import normals, to_unit
from groundswell.inference.posterior import Table

from . import toys

IDLE = 100


def posterior(scenario: gs.Scenario, z: np.ndarray, figure: np.ndarray, worth: float | None = None) -> gs.Posterior:
    """Draws of the prior, of which the first coordinate is what a target counts on the log scale."""
    keys = tuple(f"of.c{at}" for at in range(z.shape[1]))
    table = Table(to_unit(z), {key: z[:, at].tolist() for at, key in enumerate(keys)}, np.exp(figure)[:, None],
                  [1] * len(z), [""] * len(z))  # fmt: skip
    target: Target = toys.target("T", 0.0)
    kernel = -0.5 * (figure / 0.3) ** 2
    about: dict[str, Any] = {
        "empty": "", "sample": worth is not None, "worth": worth, "method": "history-matching", "diagnostics": {},
        "priors": [[1.0, 3.0, "uniform", False]] * len(keys),
    }  # fmt: skip
    return gs.Posterior(scenario, keys, (target,), ("T",), {}, table, kernel[:, None], np.zeros(len(z)), table, table,
                        about, Path())  # fmt: skip


@pytest.fixture(scope="module")
def toyland() -> gs.Scenario:
    return gs.load("toyland").with_(persons=1000)


def test_of_idle_parameters_hardly_any_is_learned_by_fifty_effective_draws(toyland: gs.Scenario) -> None:
    wrong = 0
    for again in range(20):
        z = normals(again, "idle", 230, IDLE + 1)
        found = posterior(toyland, z, z[:, 0])
        assert 50 < found.ess < 120
        assert found.learned[0] == "of.c0"
        wrong += len(found.learned) - 1
        over = sum(share > 0.1 for share in found.contraction.values()) - 1
        assert over > 5  # what chance makes without a look at its error
    assert wrong / (20 * IDLE) < 0.01


def test_of_many_particles_that_come_from_few_draws_hardly_more_is_learned_than_those_few_teach(
    toyland: gs.Scenario,
) -> None:
    wrong = dict.fromkeys((60.0, 300.0), 0)
    for again in range(10):
        few = normals(again, "ancestors", 60, IDLE + 1)
        few[:, 0] *= 0.2  # what the target left of its coordinate
        many = np.repeat(few, 5, axis=0)
        for worth in wrong:
            found = posterior(toyland, many, many[:, 0], worth)
            assert found.learned[0] == "of.c0"
            wrong[worth] += len(found.learned) - 1
    assert wrong[60.0] / (10 * IDLE) < 0.01
    assert wrong[300.0] / (10 * IDLE) > 0.02  # were each particle a draw of its own


def test_of_draws_that_are_not_usable_nothing_is_learned(toyland: gs.Scenario) -> None:
    z = normals(1, "few", 60, 3)
    assert posterior(toyland, z, z[:, 0]).learned == ()


def test_the_error_of_a_contraction_is_its_spread_over_repeated_posteriors(toyland: gs.Scenario) -> None:
    found = [posterior(toyland, z, z[:, 0]) for again in range(60) for z in [normals(again, "spread", 300, 2)]]
    for key in ("of.c0", "of.c1"):
        spread = np.std([each.contraction[key] for each in found])
        stated = np.mean([each.contraction_error[key] for each in found])
        assert stated == pytest.approx(spread, rel=0.35)


def test_a_density_is_that_of_the_prior_where_nothing_was_learned(toyland: gs.Scenario) -> None:
    z = normals(3, "dense", 20_000, 2)
    found = posterior(toyland, z, z[:, 0])
    assert np.abs(found.density("of.c1") - 1.0).max() < 0.15
    assert found.density("of.c0")[[0, -1]].max() < 0.01
    assert found.density("of.c0").sum() == pytest.approx(10.0)
    assert found.ends("of.c1") == pytest.approx((1.1, 2.9))
    low, middle, high = found.interval("of.c0")
    assert 1.4 < low < middle < high < 2.6


def test_a_page_shows_what_was_learned_and_lists_what_was_not(toyland: gs.Scenario, tmp_path: Path) -> None:
    z = normals(4, "page", 400, 4)
    found = posterior(toyland, z, z[:, 0])
    page = found.report(tmp_path).read_text(encoding="utf-8")
    assert "Not learned: 3 of 4 parameters" in page
    assert (tmp_path / "figures" / "densities.svg").exists()
    assert (tmp_path / "figures" / "densities.csv").read_text().count("of.c0") == 20
