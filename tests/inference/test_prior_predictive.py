"""The prior predictive: draws are run and held against what was published, and a repeated call runs nothing again."""

from pathlib import Path

import numpy as np
import pytest

import groundswell as gs
from groundswell.errors import InputError
from groundswell.inference.format_prior import as_dict, as_text
from groundswell.inference.prior_predictive import POINTS, PriorPredictive

pytestmark = pytest.mark.usefixtures("in_this_process")

DRAWS = 8


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("prior")


@pytest.fixture(scope="module")
def found(store: Path, in_this_process: None) -> PriorPredictive:
    return gs.prior_predictive(gs.load("toyland").with_(scale="1:10"), DRAWS, out=store, workers=1)


def test_every_draw_is_run_and_has_a_figure_of_every_target(found: PriorPredictive) -> None:
    assert found.numbers == tuple(range(DRAWS))
    assert not found.failures
    assert {h.target.id for h in found.held} | set(found.left_out) == {
        t.id for t in found.scenario.case.evidence.targets
    }
    for held in found.held:
        assert list(held.quantiles) == sorted(held.quantiles)
        assert len(held.quantiles) == len(POINTS)
        assert 0.0 <= held.below <= 1.0


def test_a_repeated_call_runs_nothing_again_and_fewer_draws_are_the_first(found: PriorPredictive, store: Path) -> None:
    cached: list[bool] = []
    again = gs.prior_predictive(found.scenario, 3, out=store, progress=lambda done, _n, _of: cached.append(done.found))
    assert cached == [True] * 3
    assert np.array_equal(again.street, found.street[:3])
    assert all(np.array_equal(values, found.figures[id_][:3]) for id_, values in again.figures.items())


def test_more_people_come_in_draws_whose_stated_turnout_is_larger(found: PriorPredictive) -> None:
    stated = np.array([point.observables["observables.turnout"] for point in found.points])
    came = found.street[:, found.first_day or 0]
    assert np.corrcoef(np.log(stated), np.log(came + 5.0))[0, 1] > 0.5


def test_the_words_name_every_figure_and_its_place(found: PriorPredictive) -> None:
    text, facts = as_text(found), as_dict(found)
    for held in found.held:
        assert held.target.id in text
    assert facts["draws"] == DRAWS
    assert {row["key"] for row in facts["coordinates"]} == set(found.prior.keys)
    outside = [h.target.id for h in found.held if not h.inside]
    assert text.count("OUTSIDE") == len(outside)


def test_the_page_shows_coordinates_and_targets_with_a_csv_beside(found: PriorPredictive, tmp_path: Path) -> None:
    page = found.report(tmp_path / "page").read_text(encoding="utf-8")
    for key in ("observables.turnout", "behaviour.grievance"):
        assert key in page
    files = {file.name for file in (tmp_path / "page" / "figures").iterdir()}
    assert {"draws.csv", "targets.csv", "coordinates.csv", "turnout-first-day.csv", "turnout-by-day.svg"} <= files


def test_no_draws_are_refused() -> None:
    with pytest.raises(InputError, match="draws"):
        gs.prior_predictive("toyland", 0)
