"""The engine on this machine: speed, memory, and how both grow with what."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from groundswell.bench import draws, machine
from groundswell.bench.worker import SCENARIO, Task
from groundswell.errors import GroundswellError
from groundswell.scenario.load import load
from groundswell.types import Floats

Result = dict[str, Any]
Say = Callable[[str], None]
SIZES = (100_000, 1_000_000, 10_000_000)
DAYS = 30
# Bytes of columns that a plain day cannot avoid for each person: kind, status, four counters, fear, the action.
SWEPT = 9
_REGIME_DAYS = 20
_TIES = (10.0, 25.0, 50.0)
_ACTIVITY = (3e4, 3e5, 3e6)  # people called up
# By name: what makes so many people act, from one in 100,000 to most.
REGIMES: dict[str, dict[str, Any]] = {
    "calm": {"behaviour.protest": -14.6},
    "lively": {"behaviour.protest": -11.1},
    "a movement": {"behaviour.protest": -7.0},
    "mass": {"behaviour.protest": -2.2},
    "Granovetter's rule, few": {"behaviour.kind": "granovetter"},
    "Granovetter's rule, most": {"behaviour.kind": "granovetter", "behaviour.mean": 0.12, "behaviour.mixing": 0.5},
}
_KEEP = ({}, {"panel": 1_000}, {"panel": 10_000}, {"checkpoint_every": 7})


def bench(full: bool = False, sizes: Iterable[int] = SIZES, repeats: int = 3, say: Say = lambda _: None) -> Result:
    """Return every measurement of this machine as plain JSON values; `full` adds the whole society, 1:1.

    An interrupt (Ctrl-C) ends it early: what was measured is returned.
    """
    everybody = load(SCENARIO).case.population.total
    sizes = [*sizes, *([everybody] if full else [])]
    cpus = int(machine.describe()["cpus"])
    threads = sorted({1, cpus})
    before = machine.describe()
    limits = {n: _ask(Task(threads=n, repeats=max(repeats, 5)), say) for n in threads}
    base = Task(days=DAYS, repeats=repeats, threads=cpus)
    ways = [(n, t, plain) for n in sizes for t in threads for plain in (False, True)]
    middle = replace(base, persons=sizes[min(1, len(sizes) - 1)], threads=1)
    whole = Task(days=2 * DAYS, threads=cpus, repeats=repeats, whole=True)
    parts: dict[str, list[Task]] = {
        "whole": [replace(whole, persons=max(sizes), warm=w) for w in (False, True)],
        "runs": [replace(base, persons=n, threads=t, plain=plain) for n, t, plain in ways],
        "days": [replace(middle, days=2 * DAYS)],
        "ties": [replace(middle, changes={"society.friends": f}) for f in _TIES],
        "activity": [replace(middle, changes={"events.decree.target": a}) for a in _ACTIVITY],
        "draws": [Task(persons=n, days=draws.DAYS, draws=k) for n, k in _many(sizes, everybody)],
        "regimes": [replace(middle, days=_REGIME_DAYS, changes=c) for c in REGIMES.values()],
        "recording": [replace(whole, persons=middle.persons, threads=1, warm=True, keep=k) for k in _KEEP],
    }
    found: Result = {"machine": before, "limits": limits}
    try:
        found["cold"] = _cold(say)
        for name, tasks in parts.items():
            found[name] = list[Result]()
            for task in tasks:
                found[name].append(_ask(task, say))
    except KeyboardInterrupt:
        say("stopped: what was measured follows")
    runs = found.get("runs", [])
    found |= {"runs": [_derive(r, limits) for r in runs], "same": _same(runs), "growth": _growth(runs)}
    return {**found, "load_after": machine.describe()["load"]}


def _many(sizes: list[int], everybody: int) -> list[tuple[int, int]]:
    """Return how many persons and draws are measured: three scales, or the smallest size alone where that is small."""
    if max(sizes) < everybody // max(draws.SCALES):
        return [(min(sizes), count) for count in draws.AT_ONCE[:2]]
    return [(everybody // scale, count) for scale in draws.SCALES for count in draws.AT_ONCE]


def regimes(persons: int = 2_000_000, repeats: int = 3, say: Say = lambda _: None) -> Result:
    """Return how fast days pass on one thread as ever more people act, in processor time."""
    base = Task(persons=persons, days=_REGIME_DAYS, repeats=repeats)
    found: Result = {"machine": machine.describe()}
    found["regimes"] = [_ask(replace(base, changes=changes), say) for changes in REGIMES.values()]
    return {**found, "load_after": machine.describe()["load"]}


def _ask(task: Task, say: Say) -> Result:
    """Measure in a process of its own. Raises GroundswellError if that fails."""
    watch = time.perf_counter()
    env = os.environ | {"NUMBA_NUM_THREADS": str(task.threads)}
    command = [sys.executable, "-m", "groundswell.bench.worker", json.dumps(asdict(task))]
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    if done.returncode:
        raise GroundswellError(f"a measurement failed: {(done.stderr.strip().splitlines() or ['killed'])[-1]}")
    asked = ", ".join(f"{k} {v}" for k, v in asdict(task).items() if v)
    say(f"measured in {time.perf_counter() - watch:.0f} s: {asked}")
    return json.loads(done.stdout.splitlines()[-1])


def _derive(run: Result, limits: dict[int, Result]) -> Result:
    """Add rates, and for a plain sweep its share of what the memory's bandwidth allows."""
    task = run["task"]
    rates = {"person_days_per_s": task["persons"] * task["days"] / run["days"]}
    if task["plain"]:
        rates["swept_per_s"] = task["persons"] / run["decide"]
        rates["of_bandwidth"] = rates["swept_per_s"] * SWEPT / (1e9 * limits[task["threads"]]["triad_gb_per_s"])
    return {**run, **rates}


def _same(runs: list[Result]) -> bool:
    """Tell whether skipping, and any number of threads, gave the same counts wherever both were measured."""
    sums: dict[int, set[float]] = {}
    for run in runs:
        sums.setdefault(run["task"]["persons"], set()).add(run["checksum"])
    return all(len(found) == 1 for found in sums.values())


def _growth(runs: list[Result]) -> dict[str, Result]:
    """Tell how seconds grow with persons, on one thread: exponents over all sizes, and beyond the smallest.

    The second leaves out what every size pays: it is the exponent of the seconds added to the smallest size's in the
    persons added to it.
    """
    growth: dict[str, Result] = {}
    for name, plain, what in (("build", False, "build"), ("days", False, "days"), ("plain days", True, "days"),
                              ("plain decisions", True, "decide")):  # fmt: skip
        chosen = [r for r in runs if r["task"]["threads"] == 1 and r["task"]["plain"] == plain]
        persons = np.array([r["task"]["persons"] for r in chosen], float)
        seconds = np.array([r[what] for r in chosen])
        if len(chosen) > 2 and (np.diff(seconds) > 0).all():
            beyond = _slope(persons[1:] - persons[0], seconds[1:] - seconds[0])
            growth[name] = {"all": _slope(persons, seconds), "smallest": seconds[0], "beyond": beyond}
    return growth


def _slope(x: Floats, y: Floats) -> float:
    """Return the exponent of y in x by least squares of logarithms."""
    return float(np.polyfit(np.log(x), np.log(y), 1)[0])


def _cold(say: Say) -> Result:
    """Return the seconds of a first small run with nothing compiled yet, of the same run after it, and of `--help`."""
    say("measuring: a first run after installation")
    small = ("run", SCENARIO, "--persons", "20000", "--days", "12", "--no-report", "--out")
    with tempfile.TemporaryDirectory() as folder:
        env = {k: v for k, v in os.environ.items() if k != "NUMBA_CACHE_DIR"} | {"XDG_CACHE_HOME": folder}
        first, *again = (_command([*small, f"{folder}/run-{k}"], env) for k in range(4))
        help_ = min(_command(["--help"], env) for _ in range(5))
    later = min(again)
    return {"first": first, "compiling": first - later, "later": later, "help": help_}


def _command(arguments: Sequence[str], env: Mapping[str, str]) -> float:
    """Return the seconds that a command of this package takes."""
    watch = time.perf_counter()
    subprocess.run([sys.executable, "-m", "groundswell.cli", *arguments], env=env, check=True, capture_output=True)
    return time.perf_counter() - watch
