"""The flagship before and after it was moved into a case: the same bytes of daily.parquet, the same speed and memory.

    python verification/flagship_moved.py [COMMIT] [--scales 1:1000 1:100 1:1]

COMMIT is the last one before the move. It is checked out beside, and both versions run in turn, in processes of their
own, on one thread, each building its society; seconds are the run's own, of society and days, memory is the peak.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
BEFORE = "f847942"
OUT = ROOT / "verification" / "results" / "flagship_moved.md"
RUN = "from groundswell.cli import main; main()"


def run(source: Path, scale: str, out: Path, home: Path) -> tuple[str, float, float]:
    """Run the flagship with the sources of a folder; return the digest of its counts, seconds and peak memory (GB)."""
    env = {**os.environ, "PYTHONPATH": str(source / "src"), "HOME": str(home), "NUMBA_NUM_THREADS": "1"}
    command = ["run", "mobilization-2022", "--scale", scale, "--threads", "1", "--no-report", "--no-cache", "--out"]
    with subprocess.Popen(
        [sys.executable, "-c", RUN, *command, str(out), "-q"], env=env, cwd=home, stdout=subprocess.DEVNULL
    ) as child:
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"the run of {source} at {scale} failed")
    digest = hashlib.sha256((out / "daily.parquet").read_bytes()).hexdigest()
    seconds = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["seconds"]
    return digest, seconds["society"] + seconds["days"], used.ru_maxrss / 2**20


def main() -> None:
    """Run both versions at each scale and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("commit", nargs="?", default=BEFORE)
    parser.add_argument("--scales", nargs="+", default=["1:1000", "1:100", "1:1"])
    parser.add_argument("--repeats", type=int, default=3)
    asked = parser.parse_args()
    rows: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        old = Path(folder, "before")
        subprocess.run(["git", "worktree", "add", "-q", "--detach", str(old), asked.commit], cwd=ROOT, check=True)
        try:
            for scale in asked.scales:
                rows.append(compare(old, scale, asked.repeats, Path(folder)))
                print(rows[-1], flush=True)
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(old)], cwd=ROOT, check=False)
    head = [
        "# The flagship before and after it was moved into a case",
        "",
        f"`python verification/flagship_moved.py {asked.commit}`, {date.today()}.",
        f"Versions in turn, timed runs of each: {asked.repeats}, one thread; the first of each compiles. Medians",
        "of seconds, society and days together, and of peak memory.",
        "",
        "| scale | daily.parquet | SHA-256 | seconds before, after | ratio | peak GB before, after | ratio |",
        "|---|---|---|---|---|---|---|",
    ]
    OUT.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")


def compare(old: Path, scale: str, repeats: int, folder: Path) -> str:
    """Return a row of the table."""
    found: dict[str, list[tuple[str, float, float]]] = {"before": [], "after": []}
    for number in range(repeats + 1):
        for name, source in (("before", old), ("after", ROOT)):
            home = folder / f"home-{name}"
            home.mkdir(exist_ok=True)
            out = folder / f"{name}-{scale.replace(':', '-')}-{number}"
            one = run(source, scale, out, home)
            found[name] += [one] if number else []  # the first compiles
    digests = {one[0] for each in found.values() for one in each}
    same = "the same to the byte" if len(digests) == 1 else "DIFFERENT"
    (s0, s1), (m0, m1) = ([median(one[k] for one in found[n]) for n in ("before", "after")] for k in (1, 2))
    times, peaks = f"{s0:.1f}, {s1:.1f} | {s1 / s0:.2f}", f"{m0:.2f}, {m1:.2f} | {m1 / m0:.2f}"
    return f"| {scale} | {same} | {min(digests)[:16]} | {times} | {peaks} |"


if __name__ == "__main__":
    main()
