"""Holds a sweep of 500 small runs against its promises; writes results/sweeps.md.

Run: python verification/sweeps.py (some three minutes). Ends with code 1 if the overhead over the runs themselves is
20 % or more, if memory grows, if a run is done twice after a kill, or if the result is then another one.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from importlib.util import cache_from_source, find_spec
from pathlib import Path

import groundswell as gs
from groundswell.comparisons.over import parse_over
from groundswell.computing import store
from groundswell.computing.job import Done
from groundswell.computing.pool import share_out

RESULTS = Path(__file__).parent / "results" / "sweeps.md"
OVER, POINTS, SEEDS = "behaviour.others=-0.2..0.4", 250, 2
PERSONS, DAYS = 50_000, 30
RUNS = POINTS * SEEDS
COMMAND = [sys.executable, "-m", "groundswell.cli", "sweep", "mobilization-2022", "--over", OVER, "--points",
           str(POINTS), "--seeds", str(SEEDS), "--persons", str(PERSONS), "--days", str(DAYS), "--out"]  # fmt: skip


def bytecode() -> str:
    """Return whether processes find their modules compiled, as an installation leaves them: their start hangs on it."""
    sources = [str(find_spec(name).origin) for name in ("groundswell", "numba")]  # pyright: ignore[reportOptionalMemberAccess]
    there = all(Path(cache_from_source(source)).is_file() for source in sources)
    found = "on disk" if there else "not on disk, so that each process compiles all that it imports"
    return f"Python's bytecode is {found}."


def memory(process: int) -> float:
    """Return the megabytes a process holds now."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS"))) / 1024


def whole(folder: Path) -> tuple[float, float, list[float]]:
    """Sweep without a kill; return seconds, seconds of the runs themselves, and the parent's megabytes by tenth."""
    ends: list[Done] = []
    held: list[float] = []

    def progress(done: Done, count: int, of: int) -> None:
        ends.append(done)
        if count % (of // 10) == 0:
            held.append(memory(os.getpid()))

    scenario = gs.load("mobilization-2022").with_(persons=PERSONS, days=DAYS)
    watch = time.perf_counter()
    done = gs.sweep(scenario, dict([parse_over(OVER, scenario)]), folder, points=POINTS, seeds=SEEDS, progress=progress)
    took = time.perf_counter() - watch
    assert not done.failures
    return took, sum(end.seconds for end in ends), held


def killed(folder: Path) -> tuple[int, int]:
    """Kill the parent at a third and a worker at two thirds; return how many runs were done, and how many in all."""
    journal = folder / "store" / "journal.txt"

    def until(count: int, process: subprocess.Popen[bytes]) -> None:
        while not (journal.is_file() and len(journal.read_text().splitlines()) >= count):
            assert process.poll() is None
            time.sleep(0.02)

    first = subprocess.Popen([*COMMAND, str(folder)], stderr=subprocess.DEVNULL)
    until(RUNS // 3, first)
    first.send_signal(signal.SIGKILL)
    first.wait()
    again = subprocess.Popen([*COMMAND, str(folder)], stderr=subprocess.DEVNULL)
    until(2 * RUNS // 3, again)
    os.kill(int(journal.read_text().splitlines()[-1].split()[1]), signal.SIGKILL)
    assert again.wait() == 0
    keys = [line.split()[0] for line in journal.read_text().splitlines()]
    results = store.count(journal.parent)  # a worker killed after its result may owe its line
    return results, results + len(keys) - len(set(keys))


def main() -> int:
    """Run everything, write and print the page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        gs.run(gs.load("mobilization-2022").with_(persons=PERSONS, days=DAYS))  # compiles
        took, itself, held = whole(folder / "whole")
        workers, _ = share_out(PERSONS, RUNS)
        different, done = killed(folder / "killed")
        same = (folder / "whole/results.parquet").read_bytes() == (folder / "killed/results.parquet").read_bytes()
    overhead = took * workers / itself - 1.0
    lines = [
        "# A sweep of 500 small runs", "", "`python verification/sweeps.py`", "",
        f"{RUNS} runs of {PERSONS:,} persons and {DAYS} days in {workers} processes: {took:.1f} s; the runs themselves "
        f"{itself / workers:.1f} s a process. {bytecode()}", "",
        "| promise | found |", "|---|---|",
        f"| overhead over the runs (processes, loading kernels, writing, gathering) below 20 % | {overhead:.1%} |",
        f"| the parent's memory is flat (at each tenth, MB) | {', '.join(f'{mb:.0f}' for mb in held)} |",
        f"| parent killed at a third, a worker at two thirds: runs done, different runs | {done}, {different} |",
        f"| the dataset then is the one without kills, byte for byte | {'yes' if same else 'NO'} |",
    ]  # fmt: skip
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))
    flat = held[-1] < 1.1 * held[0]
    return 0 if overhead < 0.2 and flat and done == different == RUNS and same else 1


if __name__ == "__main__":
    sys.exit(main())
