import json
from pathlib import Path

import pytest

import groundswell as gs
from groundswell.case.evidence import read_targets
from groundswell.errors import InputError
from groundswell.inference import calibrate, plan
from groundswell.inference.posterior_folder import targets_text


def test_targets_written_are_read_back(tmp_path: Path) -> None:
    own = gs.load("mobilization-2022").case.evidence.targets
    file = tmp_path / "targets.csv"
    file.write_text(targets_text(own))
    again = read_targets(file)
    assert [(t.id, t.value, t.low, t.high, t.role, t.kind, t.regions) for t in again] == [
        (t.id, t.value, t.low, t.high, t.role, t.kind, t.regions) for t in own
    ]


@pytest.mark.parametrize(
    "text",
    ["", "2", "h", "-1h", "0h", "99 draws", "two hours", "1e9 draws", "nan h", "1000001 draws", f"{10**40} draws"],
)
def test_a_budget_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        plan.parse(text)


def test_a_budget_is_spent_whole() -> None:
    assert plan.parse("1h30m").seconds == 5400
    for draws in (100, 777, 20_000):
        assert plan.plan(draws).runs == draws
        assert plan.plan(draws, waves=False).runs == draws
    assert 5.0 < plan.cost(1_460_000, 14_600_000) < 8.0  # a run has work that does not grow with its persons
    assert plan.cost(5_000, 5_000) == 1.0
    dear = plan.plan(10_000, cost=10.0)
    assert sum(dear.waves) + 10 * (dear.last + dear.fresh) == pytest.approx(10_000, rel=0.01)


def test_a_target_smaller_than_one_simulated_person_is_noted(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    calibrate._table("toyland", tmp_path, None, "1:100", "", 1)
    assert "one simulated person stands for 100 people, more than the figures of T1 (40)" in caplog.text
    assert "a scale of 1:40 or finer can" in caplog.text
    caplog.clear()
    calibrate._table("toyland", tmp_path, None, "1:100", "1:20", 1)  # what is weighed is run finer
    assert not caplog.text


def test_a_budget_that_is_none_is_refused_before_the_scenario_is_read() -> None:
    with pytest.raises(InputError, match="'60' draws; give 100 to 1,000,000 draws"):
        calibrate.calibrate("nosuch", "out", budget="60 draws")


def test_a_budget_that_is_a_number_could_be_draws_or_hours(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"budget: '2000'; give \"2h\", \"30m\" or \"2000 draws\""):
        gs.calibrate("toyland", tmp_path / "out", budget=2000)  # type: ignore[arg-type]


@pytest.mark.parametrize("manifest", [{"kind": "sweep"}, {"kind": "claim", "seal": "sealed:" + 64 * "0"}, [1]])
def test_the_folder_of_another_result_is_no_damaged_posterior(tmp_path: Path, manifest: object) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    said = "manifest.json is not a posterior's" if isinstance(manifest, dict) else "is not what was written"
    with pytest.raises(InputError, match=said):
        gs.open_posterior(tmp_path)
