"""Measure time and memory of every command of README.md: writes verification/results/readme_costs.md (Linux).

    python tools/readme_costs.py [--skip WORD]

Each command is run as it stands there, in a new folder. Memory is the largest sum over a command's processes of what
each holds for itself and its share of what they share (Pss), looked at five times a second.
"""

import argparse
import os
import re
import resource
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
OUT = ROOT / "verification" / "results" / "readme_costs.md"
_FENCE = re.compile(r"^```\n(.*?)^```", re.MULTILINE | re.DOTALL)
_DEMO = "run mobilization-2022 --scale 1:1 --out out/demo --force"  # what `make demo` calls


class Cost(NamedTuple):
    """What a command took."""

    command: str
    wall: float  # seconds
    cpu: float  # seconds of all processors
    memory: float  # bytes
    code: int


def commands() -> list[str]:
    """Return README's commands without the program's name: the demo's first."""
    blocks = _FENCE.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    lines = [line.split("  #")[0].strip() for block in blocks for line in block.splitlines()]
    return [_DEMO, *(line.removeprefix("groundswell ") for line in lines if line.startswith("groundswell "))]


def measured(command: str, folder: Path) -> Cost:
    """Run a command in a folder and return what it took."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    started = subprocess.Popen(
        [sys.executable, "-m", "groundswell", *shlex.split(command)], cwd=folder, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    most = 0.0
    while started.poll() is None:
        most = max(most, sum(map(held, [started.pid, *below(started.pid)])))
        time.sleep(0.2)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(command, time.perf_counter() - began, cpu, most, started.returncode)


def below(process: int) -> list[int]:
    """Return the processes that a process and its children have started."""
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            own = [int(word) for word in task.read_text().split()]
        except OSError:
            continue
        found += own + [each for child in own for each in below(child)]
    return found


def held(process: int) -> float:
    """Return the memory of a process in bytes, what it shares counted in parts; 0 if it has ended."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    found = re.search(r"^Pss: +(\d+) kB", text, re.MULTILINE)
    return 1024.0 * int(found[1]) if found else 0.0


def page(costs: list[Cost], skipped: list[str], load: float) -> str:
    """Return the table."""
    rows = [f"| `groundswell {c.command}` | {c.wall:,.0f} s | {c.cpu:,.0f} s | {c.memory / 2**20:,.0f} MiB |"
            for c in costs]  # fmt: skip
    rows += [f"| `groundswell {command}` | not measured | | |" for command in skipped]
    return (
        "# What README's commands take\n\n<!-- written by `python tools/readme_costs.py`; do not edit -->\n\n"
        f"{os.cpu_count()} processors, other work beside it (load {load:.0f} at the end): processor time says more\n"
        "than time by the clock. Kernels were compiled before. Memory: of all processes of a command together, at its\n"
        "most.\n\n"
        "| command | by the clock | processor time | memory |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--skip", help="do not measure commands that begin with this word, such as claim")
    skip = parser.parse_args().skip
    costs: list[Cost] = []
    skipped = [command for command in commands() if skip and command.startswith(skip)]
    with tempfile.TemporaryDirectory() as place:
        measured("run toyland --days 2 --no-report --out warm", Path(place))  # compiles
        for command in commands():
            if command not in skipped:
                costs.append(measured(command, Path(place)))
                print(costs[-1], flush=True)
    if failed := [c.command for c in costs if c.code]:
        sys.exit(f"failed: {failed}")
    OUT.write_text(page(costs, skipped, os.getloadavg()[1]), encoding="utf-8")


if __name__ == "__main__":
    main()
