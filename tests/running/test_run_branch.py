"""Another future of the same past: what begins later leaves the days before as they were."""

import shutil
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

import groundswell as gs
from groundswell.errors import InputError
from groundswell.types import Action, Status

AT = 7
RALLY = """
[events.late]
kind = "rally"
day = 9
strength = 3.0
reach = 0.0
"""


@pytest.fixture(scope="module")
def parent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fourteen days with checkpoints of the mornings of days 4, 8 and 12, and a panel."""
    folder = tmp_path_factory.mktemp("parent") / "run"
    scenario = gs.load("mobilization-2022").with_(persons=50_000, days=14)
    gs.run(scenario, out=folder, keeping=gs.Keeping(4, True, 300))
    return folder


@pytest.fixture
def rally(tmp_path: Path) -> Path:
    """A file with one event."""
    file = tmp_path / "late.toml"
    file.write_text(RALLY)
    return file


def days_of(run: gs.Run, first: int, end: int) -> np.ndarray:
    day = run.daily["day"].to_numpy()
    return run.daily["value"].to_numpy()[(day >= first) & (day < end)]


def test_a_branch_without_a_change_is_the_run_itself(parent: Path, tmp_path: Path) -> None:
    said: list[str] = []
    branch = gs.branch(parent, AT, tmp_path / "b", say=said.append)
    assert said == [f"day {AT} from a checkpoint, 3 days run again"]
    assert branch.daily.equals(gs.open_run(parent).daily)
    assert (tmp_path / "b" / "panel.parquet").read_bytes() == (parent / "panel.parquet").read_bytes()


def test_a_branch_with_a_late_event_is_the_scenario_with_that_event(parent: Path, rally: Path, tmp_path: Path) -> None:
    branch = gs.branch(parent, AT, tmp_path / "b", event_files=(rally,))
    event = {"kind": "rally", "day": 9, "strength": 3.0, "reach": 0.0}
    whole = gs.run(gs.open_run(parent).scenario.with_({"events.late": event}))
    assert branch.daily.equals(whole.daily)
    assert branch.series("participants")[9] > gs.open_run(parent).series("participants")[9]
    assert branch.manifest["identity"]["branch"]["day"] == AT


def test_a_parameter_changed_holds_from_the_branch_on(parent: Path, tmp_path: Path) -> None:
    old = gs.open_run(parent)
    branch = gs.branch(parent, AT, tmp_path / "b", {"attention.base": 0.9})
    assert np.array_equal(days_of(branch, 0, AT), days_of(old, 0, AT))
    assert (branch.series("attention")[AT:] > old.series("attention")[AT:]).all()


def test_a_gate_may_open_with_the_branch(parent: Path, tmp_path: Path) -> None:
    wide = gs.branch(parent, AT, tmp_path / "b", {"border.gates.south": {"capacity": 1e6}})
    before, after = (run.series("left_gross") for run in (gs.open_run(parent), wide))
    assert np.array_equal(before[:AT], after[:AT])
    assert after[AT:].sum() > 2.0 * before[AT:].sum()


def test_a_branch_needs_no_checkpoint_and_can_branch_again(parent: Path, tmp_path: Path) -> None:
    shutil.copytree(parent, tmp_path / "bare")
    shutil.rmtree(tmp_path / "bare" / "checkpoints")
    first = gs.branch(tmp_path / "bare", AT, tmp_path / "b", {"attention.base": 0.9})
    second = gs.branch(tmp_path / "b", 9, tmp_path / "bb")
    assert second.daily.equals(first.daily)
    with pytest.raises(InputError, match="branch anew from the run that it came from"):
        gs.branch(tmp_path / "b", AT - 1, tmp_path / "bbb")


def test_an_interrupted_branch_goes_on(parent: Path, tmp_path: Path) -> None:
    def interrupt(tally: object, days: int) -> None:
        raise KeyboardInterrupt

    whole = gs.branch(parent, AT, tmp_path / "whole", {"attention.base": 0.9})
    assert not gs.branch(parent, AT, tmp_path / "b", {"attention.base": 0.9}, progress=interrupt).complete
    assert gs.resume(tmp_path / "b")[0].daily.equals(whole.daily)


@pytest.mark.parametrize(
    ("at", "changes", "said"),
    [
        (15, {}, r"day 15; 0\.\.14"),
        (AT, {"seed": 2}, "seed cannot change"),
        (AT, {"society.friends": 3}, "society cannot change"),
        (AT, {"observation.monitors.marches": {"counts": "participants"}}, "monitors and polls cannot change"),
        (AT, {"events.decree.target": 1000.0}, "touch day 0, before the branch"),
        (AT, {"policing.pmax": 85}, "did you mean"),
    ],
)
def test_what_would_change_the_past_is_refused(
    parent: Path, tmp_path: Path, at: int, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        gs.branch(parent, at, tmp_path / "b", changes)
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_parameters_is_no_event(parent: Path, tmp_path: Path) -> None:
    (tmp_path / "war.toml").write_text("[policing]\npmax = 0.1\n")
    with pytest.raises(InputError, match="'policing' is not an event"):
        gs.branch(parent, AT, tmp_path / "b", event_files=(tmp_path / "war.toml",))


def test_a_panel_holds_the_same_anonymous_persons_every_day(parent: Path) -> None:
    panel = pq.read_table(parent / "panel.parquet").to_pandas()
    assert list(panel.columns) == ["day", "date", "member", "region", "age_from", "sex", "status", "action"]
    assert (panel.groupby("day").size() == 300).all()
    fixed = panel.groupby("member")[["region", "age_from", "sex"]].nunique()
    assert (fixed == 1).all(axis=None)
    assert set(panel["status"]) <= {s.name.lower() for s in Status}
    assert set(panel["action"]) <= {a.name.lower() for a in Action}


def test_a_panel_of_everybody_counts_what_the_run_counts(tmp_path: Path) -> None:
    scenario = gs.load("mobilization-2022").with_(persons=6_000, days=8)
    run = gs.run(scenario, out=tmp_path / "run", keeping=gs.Keeping(panel=6_000))
    panel = pq.read_table(tmp_path / "run" / "panel.parquet").to_pandas()
    weight = run.manifest["society"]["weight"]
    for day in range(8):
        today = panel[panel["day"] == day]
        assert (today["action"] == "protest").sum() * weight == pytest.approx(run.series("participants")[day])
        assert (today["status"] == "abroad").sum() * weight == pytest.approx(run.series("abroad")[day])


def test_a_panel_larger_than_the_society_is_refused(tmp_path: Path) -> None:
    scenario = gs.load("mobilization-2022").with_(persons=6_000, days=2)
    with pytest.raises(InputError, match=r"6001 persons; 0\.\.6,000"):
        gs.run(scenario, out=tmp_path / "run", keeping=gs.Keeping(panel=6_001))
    assert list(tmp_path.iterdir()) == []
