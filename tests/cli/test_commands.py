"""What the commands give: a run's folder, one JSON object, lists, and help at once."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import groundswell as gs
from groundswell.cli.progress import Progress
from groundswell.scenario import presets

SMALL = ("run", "mobilization-2022", "--persons", "30000", "--days", "4", "--no-report")
COMMAND = [sys.executable, "-m", "groundswell.cli"]


def shell(*args: str, threads: int = 1) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"NUMBA_NUM_THREADS": str(threads)}
    return subprocess.run([*COMMAND, *args], capture_output=True, text=True, env=env, check=False)


def test_help_loads_nothing_heavy() -> None:
    heavy = ("numpy", "numba", "pyarrow", "pydantic", "rich")
    code = f"import sys, groundswell.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_one_thread_and_two_give_the_same_values(tmp_path: Path) -> None:
    for threads in (1, 2):
        done = shell(*SMALL, "--threads", str(threads), "--out", str(tmp_path / str(threads)), threads=2)
        assert done.returncode == 0, done.stderr
    one, two = gs.open_run(tmp_path / "1"), gs.open_run(tmp_path / "2")
    assert (one.manifest["threads"], two.manifest["threads"]) == (1, 2)
    assert one.daily.equals(two.daily)


def test_json_is_one_object_on_standard_output_and_all_else_on_standard_error(
    groundswell: Callable, tmp_path: Path
) -> None:
    code, out, err = groundswell(*SMALL, "--json", "--out", "run")
    printed = json.loads(out)
    assert (code, printed["folder"], printed["complete"]) == (0, "run", True)
    assert printed["figures"]["called"] == gs.open_run(tmp_path / "run").series("called").sum()
    assert "building the society" in err
    assert "day 4/4" in err


def test_a_run_names_its_folder_itself_and_never_the_same_twice(groundswell: Callable, tmp_path: Path) -> None:
    for _ in range(2):
        assert groundswell(*SMALL).code == 0
    names = sorted(p.name for p in (tmp_path / "runs").iterdir())
    assert [name.rsplit("-", 1)[1] for name in names] == ["1", "2"]
    assert all(name.startswith("mobilization-2022-") for name in names)


def test_the_options_reach_the_scenario(groundswell: Callable, tmp_path: Path) -> None:
    groundswell(
        *SMALL, "--seed", "7", "--set", "behaviour.others=0.5", "--set", "events.decree.target=1e5", "--out", "run"
    )
    scenario = gs.open_run(tmp_path / "run").scenario
    assert (scenario.seed, scenario.days, scenario.persons) == (7, 4, 30_000)
    assert scenario.behaviour.params.others == 0.5
    assert next(e for e in scenario.events if e.name == "decree").target == 1e5


def test_a_run_brings_its_report_and_it_can_be_written_anew(groundswell: Callable, tmp_path: Path) -> None:
    assert groundswell(*SMALL[:-1], "--out", "run").code == 0
    page = (tmp_path / "run" / "report.html").read_bytes()
    assert list((tmp_path / "run").rglob("*.csv"))
    assert groundswell("report", "run", "--out", "again").code == 0
    assert (tmp_path / "again" / "report.html").read_bytes() == page


def test_what_a_short_run_does_not_reach_is_said(groundswell: Callable) -> None:
    assert "does not happen: dagestan-25, dagestan-26, dagestan-police, yakutsk, lars" in groundswell(*SMALL).err


def test_an_interrupted_run_is_saved_and_ends_with_130(
    groundswell: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(self: Progress, tally: object, days: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Progress, "__call__", interrupt)
    assert groundswell(*SMALL, "--out", "run").code == 130
    run = gs.open_run(tmp_path / "run")
    assert (run.complete, run.days) == (False, 1)


def test_a_new_variant_is_valid(groundswell: Callable) -> None:
    assert groundswell("new", "mine").code == 0
    code, out, _ = groundswell("check", "mine.toml")
    assert code == 0
    assert out.startswith("valid: Scenario 'mine'")


def test_check_tells_what_lies_outside_its_prior(groundswell: Callable) -> None:
    out = groundswell("check", "mobilization-2022", "--set", "behaviour.others=3.0").out
    assert "outside its prior: behaviour.others = 3 (utility per log unit), declared -0.5..1.5" in out


def test_the_shipped_scenarios_are_listed(groundswell: Callable) -> None:
    printed = json.loads(groundswell("scenarios", "--json").out)["scenarios"]
    assert [s["name"] for s in printed] == presets.scenarios()
    assert all(name in groundswell("scenarios").out for name in presets.scenarios())


def test_parameters_are_listed_in_three_forms(groundswell: Callable) -> None:
    printed = json.loads(groundswell("params", "--json").out)["parameters"]
    pmax = next(p for p in printed if p["key"] == "policing.pmax")
    assert (pmax["unit"], pmax["range"]) == ("share", [0, 1])
    assert "policing.pmax = " in groundswell("params", "--section", "policing").out
    assert "| policing.pmax |" in groundswell("params", "--markdown").out


def test_the_version_is_printed(groundswell: Callable) -> None:
    assert groundswell("--version").out.strip() == f"groundswell {gs.__version__}"
