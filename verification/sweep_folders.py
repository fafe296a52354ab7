"""Holds the folder of a sweep against what happens to folders; writes results/sweep_folders.md.

Run: python verification/sweep_folders.py (some five minutes). Ends with code 1 if two commands at once run anything
twice or mix their designs, if a damaged result is used, or if an ended command leaves workers behind or says nothing.
"""

import csv
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RESULTS = Path(__file__).parent / "results" / "sweep_folders.md"
PROGRAM = [sys.executable, "-m", "groundswell.cli"]
SMALL = ["mobilization-2022", "--persons", "20000", "--days", "6"]
LARGE = ["mobilization-2022", "--persons", "400000", "--days", "200"]
LEVELS = "behaviour.others=0,0.1"
DAMAGED = 40
SIGNS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL)


def sweep(folder: Path, over: str = LEVELS) -> list[str]:
    """Return the command of a small sweep of eight runs."""
    return [*PROGRAM, "sweep", *SMALL, "--over", over, "--seeds", "4", "--no-report", "--out", str(folder)]


def at_once(folder: Path, overs: tuple[str, str]) -> tuple[list[int], int, int]:
    """Start two sweeps in one folder; return exit codes, runs done, and rows of the dataset that the design lacks."""
    import pyarrow.parquet as pq

    both = [subprocess.Popen(sweep(folder, over), stderr=subprocess.DEVNULL) for over in overs]
    codes = sorted(process.wait() for process in both)
    done = len((folder / "store" / "journal.txt").read_text().splitlines())
    with (folder / "design.csv").open() as stream:
        asked = {(row["key"], float(row["behaviour.others"])) for row in csv.DictReader(stream)}
    table = pq.read_table(folder / "results.parquet", columns=["key", "behaviour.others"]).to_pydict()
    return codes, done, len(set(zip(table["key"], table["behaviour.others"], strict=True)) - asked)


def damaged(folder: Path) -> tuple[int, int, bool]:
    """Damage kept results, eight at a time; return how many, how many ran again, and if the dataset is the same."""
    whole = (folder / "results.parquet").read_bytes()
    hurt, again, same = 0, 0, True
    while hurt < DAMAGED:
        for file in sorted((folder / "store").glob("*.arrow")):
            content = bytearray(file.read_bytes())
            dice = int.from_bytes(hashlib.sha256(f"{hurt}".encode()).digest())
            at = dice % len(content)
            if hurt % 4 == 0:
                content = content[:at]
            else:
                content[at] ^= 1 << (dice >> 200) % 8
            file.write_bytes(content)
            hurt += 1
        printed = subprocess.run(sweep(folder), capture_output=True, text=True, check=True).stderr
        again += printed.count("is damaged: it is run again")
        same = same and (folder / "results.parquet").read_bytes() == whole
    return hurt, again, same


def ended(command: list[str], folder: Path, sign: signal.Signals) -> tuple[float, int, int, bool]:
    """End a command at work; return seconds, exit code, workers alive after two more, and if it told how to go on."""
    whole = [*PROGRAM, *command, str(folder)]
    process = subprocess.Popen(whole, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    begun = "*.partial/daily/*" if command[0] == "run" else f"{folder.name}/**/journal.txt"  # a part, or a first result
    while not list(folder.parent.glob(begun)):
        assert process.poll() is None
        time.sleep(0.1)
    workers = _workers(process.pid)
    watch = time.perf_counter()
    process.send_signal(sign)
    printed = process.communicate()[1]
    took = time.perf_counter() - watch
    time.sleep(2.0)
    return took, process.returncode, sum(_lives(worker) for worker in workers), "to go on: groundswell" in printed


def _workers(parent: int) -> list[int]:
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    return [int(pid) for pid, of in (line.split() for line in listed.splitlines()) if int(of) == parent]


def _lives(process: int) -> bool:
    shown = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    ).stdout
    return bool(shown.strip()) and not shown.startswith("Z")


def main() -> int:
    """Run everything, write and print the page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        twice = at_once(folder / "twice", (LEVELS, LEVELS))
        two = at_once(folder / "two", (LEVELS, "behaviour.others=0.2,0.3"))
        hurt, again, same = damaged(folder / "twice")
        commands = {
            "sweep": ["sweep", *LARGE, "--over", LEVELS, "--seeds", "90", "--out"],
            "compare": [
                "compare",
                *LARGE,
                "--arm",
                "shut: border.gates.elsewhere.capacity=0",
                "--seeds",
                "90",
                "--keep",
            ],
            "claim": ["claim", "H6", "--persons", "400000", "--out"],
            "run": ["run", *LARGE, "--persons", "2000000", "--days", "2000", "--out"],
        }
        ends = [(what, sign, *ended(command, folder / f"{what}-{sign.name}", sign))
                for what, command in commands.items() for sign in SIGNS]  # fmt: skip
    lines = [
        "# The folder of a sweep", "", f"`python verification/sweep_folders.py`, {time.strftime('%Y-%m-%d')}, "
        f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.0f}", "",
        "| what | found |", "|---|---|",
        f"| the same sweep of 8 runs twice at once: exit codes, runs done | {twice[0]}, {twice[1]} |",
        f"| two designs at once, 8 runs each: exit codes, runs done, rows not of the design | {two} |",
        f"| kept results with a flipped bit or cut short: run again | {again} of {hurt} |",
        f"| the dataset is then the one of before, byte for byte | {'yes' if same else 'NO'} |", "",
        "Commands ended at work (`run` of 2,000,000 persons; the others of 400,000 in worker processes):", "",
        "| command | signal | ends after | exit code | workers two seconds later | tells how to go on |",
        "|---|---|---|---|---|---|",
        *(f"| {what} | {sign.name} | {took:.1f} s | {code} | {left} | {'yes' if printed else '-'} |"
          for what, sign, took, code, left, printed in ends),
    ]  # fmt: skip
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))
    alone = twice[:2] == two[:2] == ([0, 2], 8) and two[2] == 0
    words = all(printed or sign == signal.SIGKILL for _, sign, *_, printed in ends)
    codes = all(code == (-9 if sign == signal.SIGKILL else 128 + sign) for _, sign, _, code, *_ in ends)
    return 0 if alone and again == hurt and same and words and codes and not any(end[4] for end in ends) else 1


if __name__ == "__main__":
    sys.exit(main())
