"""One measurement in a process of its own, so that memory and threads are its own: a JSON object in, one out.

`python -m groundswell.bench.worker '{"persons": 100000, "days": 30, "threads": 1, "plain": false, "repeats": 3}'`
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from groundswell import simulate
from groundswell.bench import draws, machine
from groundswell.kernel import use_threads
from groundswell.platforms import peak_memory
from groundswell.process.count import Tally
from groundswell.running.live import Keeping
from groundswell.running.run import run
from groundswell.scenario import Scenario
from groundswell.scenario.load import load
from groundswell.simulate import start, step
from groundswell.society import synthesize
from groundswell.types import Society

SCENARIO = "mobilization-2022"
STATE_BYTES = 7  # of groundswell.types.State, a person


@dataclass(frozen=True)
class Task:
    """What to measure: days of the flagship, a whole run with all its files, or the machine's limits."""

    persons: int = 0
    days: int = 30
    threads: int = 1
    plain: bool = False  # everybody is evaluated every day
    repeats: int = 3
    whole: bool = False  # as `groundswell run` does it, report left out; `warm` with the society in the cache
    warm: bool = False
    draws: int = 0  # of all uncertain parameters, in one society: groundswell.bench.draws
    keep: dict[str, Any] = field(default_factory=dict[str, Any])  # of groundswell.running.live.Keeping
    changes: dict[str, Any] = field(default_factory=dict[str, Any])


def measure(task: Task) -> dict[str, Any]:
    """Return what one task gives; times are medians of its repeats, in seconds."""
    if task.persons == 0:
        return machine.limits(task.threads, task.repeats)
    scenario = load(SCENARIO, {"scenario.persons": task.persons, "scenario.days": task.days, **task.changes})
    if task.draws:
        return draws.measure(scenario, task.draws)
    return _whole(task, scenario) if task.whole else _days(task, scenario)


def _days(task: Task, scenario: Scenario) -> dict[str, Any]:
    use_threads(task.threads)
    small = synthesize(scenario.case.population, 20_000, 1, scenario.society)
    for plain in (task.plain, False):
        _live(scenario.with_(days=12), small, plain)  # compiles, or loads what was compiled
    before = peak_memory()
    builds: list[float] = []
    columns: list[float] = []
    repeats: list[dict[str, Any]] = []
    for _ in range(task.repeats):
        watch = time.perf_counter()
        society = synthesize(scenario.case.population, task.persons, 1, scenario.society)
        builds.append(time.perf_counter() - watch)
        repeats.append(_live(scenario, society, task.plain))
        columns.append(sum(c.nbytes for c in society if isinstance(c, np.ndarray)) / society.n + STATE_BYTES)
        del society
    first = repeats[0]
    return {
        "build": median(builds),
        "start": median(r["start"] for r in repeats),
        "first_day": median(r["days"][0] for r in repeats),
        "days": median(sum(r["days"]) for r in repeats),
        "later_day": median(median(r["days"][1:]) for r in repeats),
        "halves": [median(sum(r["days"][a:b]) for r in repeats) for a, b in _halves(task.days)],
        "processor": median(r["processor"] for r in repeats),
        "street": first["street"],
        "decide": median(median(r["decide"][1:]) for r in repeats),
        "count": median(median(r["count"][1:]) for r in repeats),
        "visits": first["visits"],
        "checksum": first["checksum"],
        "bytes_a_person": columns[0],
        "peak_bytes": peak_memory(),
        "peak_bytes_a_person": (peak_memory() - before) / task.persons,
    }


def _halves(days: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the first and second half of the days after the first, of equal length."""
    half = (days - 1) // 2
    return (1, 1 + half), (1 + half, 1 + 2 * half)


def _live(scenario: Scenario, society: Society, plain: bool) -> dict[str, Any]:
    watch = time.perf_counter()
    world = start(scenario, society, plain)
    took = time.perf_counter() - watch
    days: list[float] = []
    checksum = street = 0.0
    processor = time.process_time()
    with _timed(world.chooser, "decide") as decide, _timed(simulate, "count_day") as count:
        while world.day < scenario.days:
            watch = time.perf_counter()
            tally = step(scenario, world)
            days.append(time.perf_counter() - watch)
            checksum += _sum(tally)
            street += float(tally.regional["participants"].sum())
    processor = time.process_time() - processor
    person_days = society.n * scenario.days
    return {
        "start": took,
        "days": days,
        "processor": processor,  # of all days, of all threads
        "decide": decide,
        "count": count,
        "visits": world.chooser.evaluations() / person_days,
        "street": street / society.weight / person_days,  # share of all persons, on an average day
        "checksum": checksum,
    }


@contextmanager
def _timed(owner: Any, name: str) -> Generator[list[float], None, None]:
    """Have a function of an object or module timed; give the list that fills."""
    times: list[float] = []
    function = getattr(owner, name)

    def timed(*given: Any) -> Any:
        watch = time.perf_counter()
        result = function(*given)
        times.append(time.perf_counter() - watch)
        return result

    setattr(owner, name, timed)
    yield times
    if owner is simulate:
        setattr(owner, name, function)
    else:
        delattr(owner, name)  # or the object would hold itself, and its columns stay


def _sum(tally: Tally) -> float:
    return float(sum(counts.sum() for counts in tally.regional.values())) * (tally.day + 1)


def _whole(task: Task, scenario: Scenario) -> dict[str, Any]:
    """Measure a run with all its files, in an empty cache of societies unless `warm`."""
    seconds: list[float] = []
    run(scenario.with_(persons=20_000, days=12), threads=task.threads)  # compiles, or loads what was compiled
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = str(Path(folder) / "cache")  # where the compiled kernels are is settled by now
        for k in range(task.repeats + task.warm):
            if not task.warm:
                os.environ["XDG_CACHE_HOME"] = str(Path(folder) / f"cache-{k}")
            watch = time.perf_counter()
            run(scenario, threads=task.threads, out=Path(folder) / f"run-{k}", keeping=Keeping(**task.keep))
            seconds.append(time.perf_counter() - watch)
    return {"seconds": median(seconds[task.warm :]), "peak_bytes": peak_memory()}


def main() -> None:
    """Measure the task given as JSON and print what it gave."""
    task = Task(**json.loads(sys.argv[1]))
    print(json.dumps({"task": asdict(task), **measure(task)}))


if __name__ == "__main__":
    main()
