"""A posterior's folder is scored as a run's is: by its draws with fresh seeds."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import groundswell as gs
from groundswell.errors import InputError

pytestmark = pytest.mark.usefixtures("in_this_process")
ROWS = [
    {"series": "left_gross", "date": "2001-03-05", "until": "2001-04-03", "value": 430, "low": 350, "high": 520},
    {"series": "obs_detained", "date": "2001-03-10", "value": 40, "low": 25, "high": 60},
]


@pytest.fixture(scope="module")
def posterior(tmp_path_factory: pytest.TempPathFactory, in_this_process: None) -> gs.Posterior:
    scenario = gs.load("toyland").with_(persons=1000)
    return gs.calibrate(scenario, tmp_path_factory.mktemp("own") / "out", budget="100 draws", workers=1)


def test_a_posterior_is_scored_by_its_runs_with_fresh_seeds(posterior: gs.Posterior) -> None:
    assert posterior.fresh is not None
    found = posterior.score(ROWS)
    left = [t.id for t in posterior.targets].index("T3")
    assert found.samples == len(posterior.fresh.seeds)
    assert set(found.seeds) == set(posterior.fresh.seeds)
    low, high = posterior.fresh.figures[:, left].min(), posterior.fresh.figures[:, left].max()
    assert low <= found.rows[0].quantiles[2] <= high
    assert any("T1, T3" in note for note in found.notes)


def test_the_command_scores_a_posteriors_folder(
    groundswell: Callable[..., object], posterior: gs.Posterior, tmp_path: Path
) -> None:
    table = tmp_path / "seen.csv"
    table.write_text("series,date,value\nobs_detained,2001-03-10,40\n", encoding="utf-8")
    code, out, err = groundswell("score", posterior.folder, table, "--json")  # type: ignore[misc]
    assert code == 0, err
    assert json.loads(out)["scored"] == 1


def test_a_posterior_whose_runs_have_gone_is_not_scored(posterior: gs.Posterior, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(posterior.folder, copy, ignore=shutil.ignore_patterns("store"))
    with pytest.raises(InputError, match="have gone"):
        gs.open_posterior(copy).score(ROWS)
