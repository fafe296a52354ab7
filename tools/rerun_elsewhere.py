"""Run again, in a fresh clone with an environment of its own, what this copy has put into crates.

    python tools/rerun_elsewhere.py

Writes verification/results/crate_rerun.md: what was run, by which commit, and whether every byte came out again.
"""

import json
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
OUT = ROOT / "verification" / "results" / "crate_rerun.md"
RESULTS = {
    "run": "run mobilization-2022 --scale 1:1000 --days 30 --no-report --out run",
    "claim": "claim saturdays --scale 1:50 --draws 4 --no-could-fail --no-report --out claim",
    "posterior": 'calibrate toyland --scale 1:100 --budget "100 draws" --no-report --out posterior',
}


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="groundswell-elsewhere-") as place:
        here, there = Path(place, "here"), Path(place, "there")
        here.mkdir()
        subprocess.run(["git", "clone", "-q", str(ROOT), str(there)], check=True)
        commit = called(["git", "rev-parse", "--short=12", "HEAD"], there).strip()
        subprocess.run(["make", "-s", ".venv/.runtime"], cwd=there, check=True)
        rows: list[str] = []
        for kind, command in RESULTS.items():
            mine = str(Path(sys.executable).parent / "groundswell")
            called([mine, *shlex.split(command), "-q"], here, codes=(0, 3))
            called([mine, "crate", kind, "--out", f"{kind}.zip"], here)
            other = [str(there / ".venv/bin/groundswell"), "crate", "rerun", str(here / f"{kind}.zip"), "--json", "-q"]
            found = json.loads(called(other, there, codes=(0, 1)))
            size = (here / f"{kind}.zip").stat().st_size
            files = ", ".join(f"{name}: {'same bytes' if same else 'DIFFERS'}" for name, same in found["same"].items())
            rows.append(f"| {kind} | `groundswell {command}` | {size:,} | {files} |")
    OUT.write_text(page(commit, rows), encoding="utf-8")


def called(command: list[str], folder: Path, codes: tuple[int, ...] = (0,)) -> str:
    """Return what a command prints. Ends the program when it fails."""
    own = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}  # each copy its own sources
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=own)
    if done.returncode not in codes:
        sys.exit(f"{command}: {done.stderr[-2000:]}")
    return done.stdout


def page(commit: str, rows: list[str]) -> str:
    """Return the report."""
    head = "| result | made here by | bytes of the ZIP file | run again there |\n|---|---|---|---|\n"
    return (
        "# Crates run again in a fresh clone\n\n<!-- written by `python tools/rerun_elsewhere.py`; do not edit -->\n\n"
        f"Made in one copy of the repository; run again in a new clone of commit {commit}, with an environment of\n"
        "its own made from the pinned requirements, on the same machine. Another machine was not at hand.\n\n"
        + head
        + "\n".join(rows)
        + "\n"
    )


if __name__ == "__main__":
    main()
