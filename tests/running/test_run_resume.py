"""Killed at any moment, a run goes on to the bits that it would have had; what cannot be trusted is refused."""

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import groundswell as gs
from groundswell.errors import InputError
from groundswell.runfolder import partial
from groundswell.running import live, manifest
from groundswell.storage import checkpoint

DAYS = 24
KEEPING = gs.Keeping(checkpoint_every=5, panel=20)
# Dies on the spot when it forces something to disk for the nth time: every file that a run writes is forced.
DIES = """
import os, signal, sys
import groundswell as gs
force, left = os.fsync, [int(sys.argv[2])]
def forced(handle):
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    force(handle)
os.fsync = forced
"""
RUN = (
    DIES
    + """
scenario = gs.load("toyland").with_(persons=int(sys.argv[3]), days=int(sys.argv[4]))
gs.run(scenario, out=sys.argv[1], keeping=gs.Keeping(checkpoint_every=5, panel=20))
"""
)


def scenario(**changes: object) -> gs.Scenario:
    return gs.load("toyland").with_(persons=20_000, days=DAYS, **changes)


def begin(out: Path, dies_at: int = 0, persons: int = 20_000, days: int = DAYS) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", RUN, *map(str, (out, dies_at, persons, days))])


def files(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in ("daily.parquet", "panel.parquet", "scenario.lock.toml")}


def stop_after(days: int) -> Callable[..., None]:
    """End a run in this process as Ctrl-C would, once so many days are done."""

    def stop(tally: object, _: int) -> None:
        if tally.day + 1 == days:  # type: ignore[attr-defined]
            raise KeyboardInterrupt

    return stop


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that nobody killed."""
    folder = tmp_path_factory.mktemp("whole") / "run"
    gs.run(scenario(), out=folder, keeping=gs.Keeping(5, True, 20))
    return folder


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A run that was interrupted after 17 days; checkpoints of the mornings of day 10 and 15 are left."""
    gs.run(scenario(), out=tmp_path / "run", keeping=KEEPING, progress=stop_after(17))
    return tmp_path / "run"


def test_a_run_on_disk_counts_what_one_in_memory_counts(whole: Path) -> None:
    assert gs.open_run(whole).daily.equals(gs.run(scenario()).daily)
    assert not partial(whole).exists()


@pytest.mark.parametrize("dies_at", [6, 14, 33])
def test_a_run_killed_while_it_writes_goes_on_to_the_same_bits(whole: Path, tmp_path: Path, dies_at: int) -> None:
    assert begin(tmp_path / "run", dies_at).wait() == -signal.SIGKILL
    with pytest.raises(InputError, match="groundswell resume"):
        gs.run(scenario(), out=tmp_path / "run")
    with pytest.raises(InputError, match=r"no manifest\.json"):
        gs.open_run(partial(tmp_path / "run"))
    _, folder = gs.resume(tmp_path / "run")
    assert files(folder) == files(whole)
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


@pytest.mark.parametrize("written", [0, 2])
def test_a_kill_at_any_time_changes_nothing(whole: Path, tmp_path: Path, written: int) -> None:
    process = begin(tmp_path / "run")  # verification/kills.py does it at twenty random moments of a longer run
    while len(list(partial(tmp_path / "run").glob("daily/*.parquet"))) <= written and process.poll() is None:
        time.sleep(0.001)
    process.kill()
    process.wait()
    if partial(tmp_path / "run").exists():
        gs.resume(tmp_path / "run")
    assert files(tmp_path / "run") == files(whole)


def test_an_interrupted_run_opens_and_goes_on(whole: Path, broken: Path) -> None:
    assert (gs.open_run(broken).complete, gs.open_run(broken).days) == (False, 17)
    done, folder = gs.resume(broken)
    assert (done.complete, folder) == (True, broken)
    assert files(broken) == files(whole)
    with pytest.raises(InputError, match="complete"):
        gs.resume(broken)


@pytest.mark.parametrize("dies_at", [2, 5, 16])
def test_a_run_killed_while_it_is_taken_up_again_loses_no_day(whole: Path, broken: Path, dies_at: int) -> None:
    arguments = [sys.executable, "-c", DIES + "gs.resume(sys.argv[1])", str(broken), str(dies_at)]
    assert subprocess.run(arguments, check=False).returncode == -signal.SIGKILL
    if not gs.resume(broken)[0].complete:  # it was still the interrupted run
        gs.resume(broken)
    assert files(broken) == files(whole)


@pytest.mark.parametrize("name", [checkpoint.STATE, checkpoint.REST, checkpoint.META])
def test_a_torn_checkpoint_is_refused_and_the_one_before_it_used(whole: Path, broken: Path, name: str) -> None:
    torn = broken / "checkpoints" / "day-00015" / name
    torn.write_bytes(torn.read_bytes()[:-10])
    said: list[str] = []
    gs.resume(broken, say=said.append)
    assert said[0].startswith("checkpoint of day 15 refused: ")
    assert said[1:] == ["going on from day 10"]
    assert files(broken) == files(whole)


def test_a_checkpoint_of_another_run_is_refused(whole: Path, broken: Path, tmp_path: Path) -> None:
    gs.run(scenario(seed=2), out=tmp_path / "other", keeping=KEEPING)
    for day in (10, 15):
        shutil.rmtree(broken / "checkpoints" / f"day-000{day}")
    shutil.copytree(tmp_path / "other" / "checkpoints" / "day-00015", broken / "checkpoints" / "day-00015")
    said: list[str] = []
    gs.resume(broken, say=said.append)
    assert said == ["checkpoint of day 15 refused: it belongs to another scenario", "going on from day 0"]
    assert files(broken) == files(whole)


def test_a_run_begun_by_other_sources_is_not_gone_on_with(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "fingerprint", lambda *_: "other")
    with pytest.raises(InputError, match="begun by other sources: another version"):
        gs.resume(broken)


def test_a_scenario_changed_under_way_is_noticed(broken: Path) -> None:
    shutil.move(broken, partial(broken))
    (partial(broken) / "manifest.json").unlink()
    live.write_running(partial(broken), gs.Keeping(checkpoint_every=5), manifest.identity(scenario()))
    lock = partial(broken) / "scenario.lock.toml"
    lock.write_text(lock.read_text().replace("seed = 1\n", "seed = 2\n"))
    with pytest.raises(InputError, match=r"scenario\.lock\.toml has been changed"):
        gs.resume(broken)


def test_two_processes_never_write_into_one_run(tmp_path: Path) -> None:
    process = begin(tmp_path / "run", 0, 100_000, 3000)
    try:
        while not list(tmp_path.glob("run.partial/daily/*.parquet")):
            assert process.poll() is None
            time.sleep(0.05)
        with pytest.raises(InputError, match="running in another process"):
            gs.resume(tmp_path / "run")
    finally:
        process.kill()
        process.wait()


def test_an_empty_folder_is_no_run(tmp_path: Path) -> None:
    (tmp_path / "run.partial").mkdir()
    with pytest.raises(InputError, match="nothing was begun here"):
        gs.resume(tmp_path / "run")


def test_a_full_disk_is_reported_and_costs_nothing_that_was_there(whole: Path, tmp_path: Path) -> None:
    limited = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    limited += "resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, resource.RLIM_INFINITY))\n"
    arguments = map(str, (tmp_path / "run", 0, 20_000, DAYS))
    done = subprocess.run(
        [sys.executable, "-c", limited + RUN, *arguments], capture_output=True, text=True, check=False
    )
    assert "no room left on the disk" in done.stderr
    assert "what was written before is intact" in done.stderr
    assert pq.read_table(tmp_path / "run.partial" / "daily")["day"].to_pylist()[-1] == 4
    gs.resume(tmp_path / "run")
    assert files(tmp_path / "run") == files(whole)


def test_a_run_whose_folder_was_removed_says_that_nothing_is_left_to_go_on_with(tmp_path: Path) -> None:
    def remove(tally: object, _: int) -> None:
        shutil.rmtree(partial(tmp_path / "out"), ignore_errors=True)

    with pytest.raises(InputError, match="was removed while the run went on; nothing of the run is kept") as caught:
        gs.run(scenario(), out=tmp_path / "out", keeping=KEEPING, progress=remove)
    assert "resume" not in str(caught.value)
