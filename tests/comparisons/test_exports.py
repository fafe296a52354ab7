"""A sweep in the words of other programs: nothing is lost, and rows stand where they belong."""

import re
import warnings
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from SALib.sample import latin
from scipy.stats import lognorm

import groundswell as gs
from groundswell.comparisons.compare import BASE
from groundswell.comparisons.design import Prior
from groundswell.comparisons.exports import problem

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "interop.md").read_text(encoding="utf-8")
OTHERS, PMAX = "behaviour.others", "policing.pmax"


@pytest.fixture(scope="module")
def sweep(in_this_process: None, tmp_path_factory: pytest.TempPathFactory) -> gs.Sweep:
    scenario = gs.load("toyland").with_(persons=1_000, days=3)
    over = {OTHERS: Prior(OTHERS, -0.5, 1.5), PMAX: (0.1, 0.3)}
    return gs.sweep(
        scenario, over, tmp_path_factory.mktemp("s"), points=3, seeds=2, arms=["shut: border.everybody=true"]
    )


def test_experiments_have_a_row_a_run_and_arm_and_outcomes_stand_beside_them(sweep: gs.Sweep) -> None:
    experiments, outcomes = sweep.to_ema()
    assert len(experiments) == 3 * 2 * 2 * 2  # draws, levels, seeds, arms
    assert set(experiments.columns) == {OTHERS, PMAX, "seed", "scenario", "policy", "model"}
    assert {len(column) for column in outcomes.values()} == {len(experiments)}
    for at, row in enumerate(sweep.rows):
        assert experiments["policy"][at] == row["arm"]
        assert experiments[OTHERS][at] == sweep.points[row["draw"]][OTHERS]
        assert outcomes["called"][at] == row["called"]


def test_salib_gets_the_mean_over_seeds_of_each_draw(sweep: gs.Sweep) -> None:
    found, x, y = sweep.to_salib("called")
    assert found["names"] == [OTHERS, PMAX]
    assert found["bounds"] == [[-0.5, 1.5], [0.1, 0.3]]
    assert x.shape == (6, 2)
    both = [row["called"] for row in sweep.rows if row["draw"] == 4 and row["arm"] == BASE]
    assert y[4] == np.mean(both)
    drawn = latin.sample(found, 8, seed=1)
    assert np.all((drawn >= [-0.5, 0.1]) & (drawn <= [1.5, 0.3]))


def test_what_salib_cannot_be_given_is_refused(sweep: gs.Sweep) -> None:
    with pytest.raises(ValueError, match="total = 'turnout'"):
        sweep.to_salib("turnout")
    with pytest.raises(ValueError, match="arm = 'open'"):
        sweep.to_salib("called", "open")


def test_a_lognormal_prior_keeps_its_5_and_95_percent_points() -> None:
    given = {"a": Prior("a", 0.2, 5.0, "lognormal")._asdict(), "b": Prior("b", 1.0, 10.0, "loguniform")._asdict()}
    found = problem(given, ["a", "b"], np.ones((1, 2)))
    assert found["dists"] == ["lognorm", "logunif"]
    (mean, sd), ends = found["bounds"]
    assert lognorm(sd, scale=np.exp(mean)).ppf([0.05, 0.95]) == pytest.approx([0.2, 5.0])
    assert ends == [1.0, 10.0]


@pytest.mark.skipif(find_spec("ema_workbench") is None, reason="ema_workbench is in requirements/docs.txt only")
def test_the_workbench_reads_what_it_gets(sweep: gs.Sweep) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells of parts of its own that are not installed
        from ema_workbench.analysis import feature_scoring

    experiments, outcomes = sweep.to_ema()
    scores = feature_scoring.get_feature_scores_all(experiments[[OTHERS, PMAX]], {"called": outcomes["called"]})
    assert set(scores.index) == {OTHERS, PMAX}


def test_duckdb_tells_runs_of_many_folders_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.chdir(tmp_path)
    runs = [gs.run(gs.load("toyland").with_(persons=1_000, days=2), seed=seed) for seed in (1, 2, 3)]
    for run in runs:
        run.save(tmp_path / "exported" / "runs" / f"toy-{run.seed}")
    query = re.search(r'duckdb\.sql\("""(.+?)"""\)', PAGE, re.DOTALL)
    assert query is not None
    rows = duckdb.sql(query[1]).fetchall()
    assert [row[1] for row in rows] == [1, 2, 3]
    assert [row[4] for row in rows] == [pytest.approx(run.series("called").sum()) for run in runs]
    assert {row[3] for row in rows} == {100.0}
