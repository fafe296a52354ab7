"""A calibration in parts: what does not belong together is refused in words, and a merge names what it lacks."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import groundswell as gs
from groundswell.computing.job import Done
from groundswell.computing.shard import Shard
from groundswell.errors import InputError
from groundswell.inference import table
from groundswell.locks import hold

pytestmark = pytest.mark.usefixtures("in_this_process")
SCENARIO = gs.load("toyland").with_(persons=1000, days=10)
ASKED: dict[str, Any] = {"budget": "100 draws", "workers": 1}
EVIDENCE = Path(gs.__file__).parent / "cases" / "toyland" / "evidence"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the first of two parts was ended after a few runs."""
    folder = tmp_path_factory.mktemp("parts") / "out"

    def interrupt(done: Done, count: int, of: int) -> None:
        del done, of
        if count == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        gs.calibrate(SCENARIO, folder, **ASKED, part=Shard(1, 2), progress=interrupt)
    return folder


@pytest.fixture
def folder(begun: Path, tmp_path: Path) -> Path:
    return shutil.copytree(begun, tmp_path / "out", symlinks=True)


def nothing_runs(*given: object) -> Any:
    raise AssertionError("this was to be refused before anything runs")


def refused(folder: Path, scenario: gs.Scenario = SCENARIO, **more: Any) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "run_all", nothing_runs)
        with pytest.raises(InputError) as found:
            gs.calibrate(scenario, folder, **(ASKED | {"part": Shard(2, 2)} | more))
    return str(found.value)


@pytest.mark.parametrize(
    "other",
    [{"budget": "120 draws"}, {"method": "sequential-abc"}, {"seeds": 4}, {"scale": "1:50"}, {"last_scale": "1:50"}],
    ids=lambda other: next(iter(other)),
)
def test_two_calibrations_in_one_folder_are_refused(folder: Path, other: dict[str, Any]) -> None:
    assert "holds another calibration" in refused(folder, **other)
    assert "holds another calibration" in refused(folder, **other, part=None, merge=True)


def test_parts_with_other_evidence_or_another_scenario_are_refused(folder: Path, tmp_path: Path) -> None:
    text = (EVIDENCE / "targets.csv").read_text(encoding="utf-8")
    (tmp_path / "targets.csv").write_text(text.replace(",25,60,", ",25,70,", 1), encoding="utf-8")
    assert "holds another calibration" in refused(folder, evidence=tmp_path / "targets.csv")
    assert "holds another calibration" in refused(folder, SCENARIO.with_({"behaviour.cost": 3.3}))


def test_a_calibration_that_other_code_began_says_that_the_code_is_another(folder: Path) -> None:
    plan = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    (folder / "plan.json").write_text(json.dumps(plan | {"fingerprint": "of before"}), encoding="utf-8")
    assert "holds another calibration, of another version of groundswell, a library or a rule" in refused(folder)
    assert "of another budget and another version" in refused(folder, budget="120 draws")


def test_a_merge_that_lacks_runs_says_whose_they_are(folder: Path) -> None:
    said = refused(folder, part=None, merge=True)
    assert "runs are not there" in said and "of shard 2/2" in said and "run these shards again, then merge" in said


def test_a_merge_of_what_was_never_begun_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    assert "nothing to put together" in refused(tmp_path / "out", part=None, merge=True)
    assert not (tmp_path / "out").exists()


def test_a_part_that_runs_is_not_run_a_second_time(folder: Path) -> None:
    Shard(2, 2).lock(folder).mkdir(parents=True)
    with hold(Shard(2, 2).lock(folder)):
        assert "it is running" in refused(folder)


@pytest.mark.parametrize("draws", ["x", None, -5, 99, 10**9, 1.5, [], 120])
def test_a_plan_with_a_number_of_draws_that_nobody_asked_for_is_refused(folder: Path, draws: Any) -> None:
    plan = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    (folder / "plan.json").write_text(json.dumps(plan | {"draws": draws}), encoding="utf-8")
    assert "plan.json" in refused(folder)


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff\xfe", b'{"draws": 100}', b"{"])
def test_a_plan_that_cannot_be_read_beside_runs_is_refused(folder: Path, content: bytes) -> None:
    (folder / "plan.json").write_bytes(content)
    said = refused(folder)
    assert "plan.json" in said or "holds another calibration" in said


def test_foreign_files_are_neither_taken_for_runs_nor_for_parts(folder: Path) -> None:
    found = sorted((folder / "store").glob("*.arrow"))[0]
    found.write_bytes(b"PAR1 of another program PAR1")
    assert "runs are not there" in refused(folder, part=None, merge=True)
    (folder / "shards" / "2-of-2").write_text("a file")
    assert "2-of-2" in refused(folder)


def test_a_plan_that_is_a_link_is_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "plan.json").rename(tmp_path / "plan.json")
    (folder / "plan.json").symlink_to(tmp_path / "plan.json")
    assert "plan.json" in refused(folder)
