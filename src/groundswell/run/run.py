"""From a scenario to a run: build the society, let the days pass, keep the counts."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from groundswell import kernel
from groundswell.data import census
from groundswell.process.count import Tally
from groundswell.run import memory
from groundswell.run.manifest import Clock, manifest
from groundswell.run.model import Run
from groundswell.run.table import daily_table
from groundswell.scenario import Scenario
from groundswell.scenario.load import load
from groundswell.scenario.lock import as_it_runs
from groundswell.simulate import World, start, step
from groundswell.society import synthesize

# Threads that wait for one another cost more than they carry when loops are short and processors busy: with one thread
# and with two, 100,000 persons took 0.3 and 7-9 s (30 days), 4 million 1.4 and 7.6 s (20 days), at a load of 9 on two.
_SMALL = 10_000_000
Progress = Callable[[Tally, int], None]  # a day's counts, and how many days there will be


def run(scenario: Scenario | str | Path, seed: int | None = None, threads: int | None = None,
        progress: Progress | None = None) -> Run:  # fmt: skip
    """Run a scenario (or the one of that name or file) and return its counts.

    `seed` replaces the scenario's; `threads` is how many kernels may use, which changes no result (default: one for a
    small society, else all). An interrupt (Ctrl-C) after the first day ends the run early: what was counted is
    returned, with `Run.complete` false.
    Raises InputError when the memory will not do, ValueError for fewer than one thread.
    """
    chosen = scenario if isinstance(scenario, Scenario) else load(scenario)
    chosen = as_it_runs(chosen if seed is None else chosen.with_(seed=seed))
    if threads is not None and threads < 1:
        raise ValueError(f"threads = {threads}: give 1 or more")
    memory.check(chosen.persons, int(census.load().population.sum()))
    in_force = kernel.use_threads(threads or (1 if chosen.persons < _SMALL else None))
    began, watch = datetime.now(UTC), time.perf_counter()
    society = synthesize(census.load(), chosen.persons, chosen.seed, chosen.society)
    world = start(chosen, society)
    built = time.perf_counter()
    tallies = _days(chosen, world, progress)
    clock = Clock(began, built - watch, time.perf_counter() - built)
    daily = daily_table(tallies, society.regions, chosen.country, chosen.start)
    return Run(chosen, daily, manifest(chosen, world, len(tallies), in_force, clock))


def _days(scenario: Scenario, world: World, progress: Progress | None) -> list[Tally]:
    tallies: list[Tally] = []
    try:
        while world.day < scenario.days:
            tallies.append(step(scenario, world))
            if progress:
                progress(tallies[-1], scenario.days)
    except KeyboardInterrupt:
        if not tallies:
            raise
    return tallies
