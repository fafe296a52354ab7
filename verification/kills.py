"""Kills a 1:100 run at twenty random moments and takes it up again; writes results/kills.md.

Run: python verification/kills.py (some minutes). Every resumed run must end with the bytes of the run that nobody
killed; ends with code 1 if one does not, or if no kill fell between the first day and the last.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from groundswell import rng

KILLS = 20
DAYS = "365"  # the first sixty take a second and a half, too few for a kill to find much
RESULTS = Path(__file__).parent / "results" / "kills.md"
COMMAND = [sys.executable, "-m", "groundswell.cli"]
RUN = (*COMMAND, "run", "mobilization-2022", "--scale", "1:100", "--days", DAYS, "--checkpoint-every", "7",
       "--panel", "100", "--no-report", "--out")  # fmt: skip


class Kill(NamedTuple):
    """One kill: when, what was found, and whether the resumed run is the uninterrupted one."""

    seconds: float
    found: str
    same: bool


def files(folder: Path) -> list[bytes]:
    """Return what a run's counts and panel are, byte for byte."""
    return [(folder / name).read_bytes() for name in ("daily.parquet", "panel.parquet", "scenario.lock.toml")]


def begin(out: Path) -> tuple[subprocess.Popen[bytes], Path]:
    """Start a run and wait until its folder is there."""
    process = subprocess.Popen([*RUN, str(out)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    partial = out.with_name(f"{out.name}.partial")
    while not partial.exists() and process.poll() is None:
        time.sleep(0.01)
    return process, partial


def kill(out: Path, after: float, whole: list[bytes]) -> Kill:
    """Kill a run so many seconds after its folder appears, resume it, and compare."""
    process, partial = begin(out)
    time.sleep(after)
    process.kill()
    process.wait()
    found = "finished"
    if partial.exists():
        days = sorted((partial / "daily").glob("*.parquet"))
        found = f"{int(days[-1].stem.split('-')[2]) if days else 0} days"
        subprocess.run([*COMMAND, "resume", str(out), "--no-report"], check=True, capture_output=True)
    same = files(out) == whole
    shutil.rmtree(out, ignore_errors=True)
    return Kill(after, found, same)


def main() -> int:
    """Run all kills, write and print the table; return 0 when every run ended the same."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        process, _ = begin(folder / "whole")
        watch = time.monotonic()
        process.wait()
        longest = time.monotonic() - watch
        whole = files(folder / "whole")
        moments = sorted(longest * rng.uniform(1, rng.POLL, 0, k) for k in range(KILLS))
        kills = [kill(folder / f"run-{k}", after, whole) for k, after in enumerate(moments)]
    lines = ["# Twenty kills", "", f"A 1:100 run of {DAYS} days, {longest:.1f} s from its folder's appearance.", ""]
    lines += ["| killed after s | on disk then | resumed, the same bytes |", "|---|---|---|"]
    lines += [f"| {k.seconds:.2f} | {k.found} | {'yes' if k.same else 'NO'} |" for k in kills]
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))
    midway = [k for k in kills if k.found.endswith("days") and not k.found.startswith("0")]
    return 0 if all(k.same for k in kills) and midway else 1


if __name__ == "__main__":
    sys.exit(main())
