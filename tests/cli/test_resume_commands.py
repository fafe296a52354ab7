"""resume, branch, cache and bench from the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import groundswell as gs
from groundswell.bench import draws, engine, peers
from groundswell.cli.progress import Progress

SMALL = ("run", "mobilization-2022", "--persons", "30000", "--days", "8", "--no-report", "--out", "run")


@pytest.fixture
def interrupted(groundswell: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that was interrupted after five days, with a checkpoint of the morning of day 3."""
    shown = Progress.__call__

    def interrupt(self: Progress, tally: gs.Run, days: int) -> None:
        if tally.day == 4:
            raise KeyboardInterrupt

    monkeypatch.setattr(Progress, "__call__", interrupt)
    code, _, err = groundswell(*SMALL, "--checkpoint-every", "3", "--panel", "5")
    assert code == 130
    assert "to go on: groundswell resume run" in err
    monkeypatch.setattr(Progress, "__call__", shown)


def test_an_interrupted_run_is_finished(interrupted: None, groundswell: Callable, tmp_path: Path) -> None:
    code, out, err = groundswell("resume", "run", "--no-report", "--json")
    assert (code, json.loads(out)["days"], json.loads(out)["complete"]) == (0, 8, True)
    assert "going on from day 3" in err
    scenario = gs.load("mobilization-2022").with_(persons=30_000, days=8)
    assert gs.open_run(tmp_path / "run").daily.equals(gs.run(scenario).daily)
    assert pq.read_table(tmp_path / "run" / "panel.parquet").num_rows == 40


def test_a_branch_is_a_run_with_a_report(groundswell: Callable, tmp_path: Path) -> None:
    assert groundswell(*SMALL, "--checkpoint-every", "3", "--keep-checkpoints").code == 0
    (tmp_path / "late.toml").write_text('[events.late]\nkind = "rally"\nday = 6\n')
    set_ = ("--set", "policing.pmax=0.1", "--add-event", "late.toml")
    code, out, err = groundswell("branch", "run", "--at-day", "6", *set_, "--out", "other")
    assert code == 0, err
    assert "day 6 from a checkpoint, 0 days run again" in err
    assert "Saved in other; report: other/report.html" in out
    branch = gs.open_run(tmp_path / "other")
    assert branch.scenario.policing.pmax == 0.1
    assert [event.name for event in branch.scenario.events][-1] == "late"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("resume", "nothing"), "no such folder"),
        (("branch", "nothing", "--at-day", "3"), "no such folder"),
        ((*SMALL, "--keep-checkpoints"), "give --checkpoint-every DAYS too"),
        ((*SMALL, "--panel", "40000"), "panel: 40000 persons; 0..30,000"),
        (("cache", "prune"), "give --all, --older-than DAYS or --max-size GB"),
    ],
)
def test_what_cannot_be_done_is_explained_in_words(
    groundswell: Callable, tmp_path: Path, args: tuple[str, ...], said: str
) -> None:
    code, out, err = groundswell(*args)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_is_listed_and_removed(
    groundswell: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    society = tmp_path / "groundswell" / "societies" / "abc"
    society.mkdir(parents=True)
    (society / "kind.npy").write_bytes(bytes(2_000_000))
    assert "2.0 MB     0.0 days  society" in groundswell("cache").out
    assert json.loads(groundswell("cache", "--json").out)["kept"][0]["bytes"] == 2_000_000
    assert "1 entries removed" in groundswell("cache", "prune", "--all").out
    assert not society.exists()


@pytest.mark.slow
def test_the_bench_measures_and_its_engines_agree(
    groundswell: Callable, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    few = {name: engine.REGIMES[name] for name in ("calm", "mass")}
    for name, one in {"_TIES": (25.0,), "_ACTIVITY": (3e4,), "_KEEP": ({"panel": 1_000},), "REGIMES": few}.items():
        monkeypatch.setattr(engine, name, one)  # each measurement starts a process
    monkeypatch.setattr(draws, "AT_ONCE", (1, 2))
    monkeypatch.setattr(engine, "_cold", lambda _: dict.fromkeys(("first", "compiling", "later", "help"), 1.0))
    code, out, err = groundswell("bench", "--quick", "--out", "found.json")
    assert code == 0, err
    found = json.loads((tmp_path / "found.json").read_text())
    assert found["same"]
    assert all(1 <= limit["triad_gb_per_s"] <= 10_000 for limit in found["limits"].values())
    assert all(r["visits"] == 1 for r in found["runs"] if r["task"]["plain"])
    assert all(r["visits"] < 0.1 for r in found["runs"] if not r["task"]["plain"])
    assert "give the same counts: yes" in out


def test_the_docking_test_tells_equal_from_different_distributions() -> None:
    same = [k / 50 for k in range(50)]
    assert peers.ks_p_value(same, same) == 1.0
    assert peers.ks_p_value(same, [x + 0.5 for x in same]) < 1e-4
