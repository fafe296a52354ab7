"""A point fit: better than draws of the prior, the same again, and never taken for a posterior."""

import json
from pathlib import Path

import numpy as np
import pytest

import groundswell as gs
from groundswell.computing.job import Done
from groundswell.errors import InputError

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("in_this_process")]  # a hundred runs are little, but not quick
SCENARIO = gs.load("toyland").with_(persons=1000)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory, in_this_process: None) -> gs.PointFit:
    return gs.fit_point(SCENARIO, tmp_path_factory.mktemp("point"), budget="120 draws", workers=1)


def test_the_best_point_fits_better_than_the_best_draw_of_the_prior(found: gs.PointFit) -> None:
    from groundswell.inference.goals import Goals
    from groundswell.storage.arrow import parquet

    table = parquet.read_table(found.folder / "sets" / "draws-of-the-prior.parquet")
    fitted = [t for t in found.targets if t.id in found.used]
    goals = Goals(tuple(fitted), 100.0)
    figures = np.stack([table[t.id].to_numpy() for t in fitted], axis=1)
    assert found.log_kernel > goals.log_kernels(goals.scaled(figures)).sum(axis=1).max()
    assert found.log_kernel > -8.0


def test_asked_again_the_same_points_are_proposed_and_nothing_is_run(found: gs.PointFit) -> None:
    before, ran = (found.folder / "fitted.toml").read_bytes(), list[Done]()
    for file in (found.folder / "sets").iterdir():
        file.unlink()
    again = gs.fit_point(SCENARIO, found.folder, budget="120 draws", workers=1, resume=True,
                         progress=lambda done, _n, _of: ran.append(done))  # fmt: skip
    assert ran
    assert all(done.found for done in ran)
    assert (found.folder / "fitted.toml").read_bytes() == before
    np.testing.assert_array_equal(again.figures, found.figures)


def test_a_point_says_that_it_is_no_posterior(found: gs.PointFit) -> None:
    assert "no posterior" in repr(found)
    stored = json.loads((found.folder / "point.json").read_text())
    assert "no posterior" in stored["what"]
    assert {t["id"] for t in stored["targets"]} == {t.id for t in found.targets}
    assert gs.load(found.folder / "fitted.toml").hash == found.scenario.hash
    with pytest.raises(InputError, match="not a posterior"):
        gs.open_posterior(found.folder)


def test_a_method_that_gives_a_point_is_not_one_for_a_posterior(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="fit_point"):
        gs.calibrate(SCENARIO, tmp_path, method="optuna")
