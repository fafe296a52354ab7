"""A calibration of a scenario whose people follow code of the user's own."""

from pathlib import Path

import pytest

import groundswell as gs
from groundswell.scenario.load import load
from groundswell.starters import write
from groundswell.trust import trusting

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("in_this_process")]  # a hundred runs of a week


def test_parameters_of_own_code_are_fitted_and_the_posterior_is_read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GROUNDSWELL_TRUSTED", raising=False)
    monkeypatch.chdir(tmp_path)
    write("behaviour", "walker", "toyland")
    scenario = load("walker.toml", {"scenario.persons": 300, "scenario.days": 7}, trust=True)
    found = gs.calibrate(scenario, "out", budget="100 draws", workers=1)
    assert {"behaviour.willing", "behaviour.enough"} <= set(found.coordinates)
    assert not any(key in found.coordinates for key in ("observables.turnout", "observables.leaving"))
    assert found.used == ("T1",)  # of the first week; the other figures are of later days
    assert len(found.weights) == found.about["plan"]["last"]
    with trusting():
        assert gs.open_posterior("out").draws == found.draws
