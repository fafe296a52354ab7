"""From a scenario to a run: build the society, let the days pass, keep the counts."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

from groundswell import kernel
from groundswell.arguments import AnyPath, as_path
from groundswell.overwrite import replacing
from groundswell.process.count import Tally
from groundswell.running import memory
from groundswell.running.live import Keeping, Live, More, create
from groundswell.running.manifest import Clock, identity, manifest
from groundswell.running.model import Run
from groundswell.scenario import Scenario
from groundswell.scenario.load import load
from groundswell.scenario.lock import as_it_runs
from groundswell.simulate import World, start, step
from groundswell.society.store import obtain
from groundswell.storage.counts import tallied
from groundswell.types import Society

# Handing out parts of short loops costs more than it gains: on one thread and on two a day of 1 million persons took 5
# and 8 ms, of 10 million 32 and 35 ms, of 147 million 454 and 295 ms (benchmarks/README.md).
_SMALL = 10_000_000
_log = logging.getLogger(__name__)
Progress = Callable[[Tally, int], None]  # a day's counts, and how many days there will be
Record = Callable[[World, Tally], None]


class Built(NamedTuple):
    """A society ready to run, and what making it took."""

    society: Society
    threads: int
    began: datetime
    seconds: float


def run(scenario: Scenario | AnyPath, seed: int | None = None, threads: int | None = None,
        progress: Progress | None = None, *, out: AnyPath | None = None, keeping: Keeping = Keeping(),  # noqa: B008
        cache: bool = True, more: More | None = None, force: bool = False) -> Run:  # fmt: skip
    """Run a scenario (or the one of that name or file) and return its counts.

    `seed` replaces the scenario's; `threads` is how many kernels may use, which changes no result (default: one for a
    small society, else all). With `out`, a new folder, days are written there as they come and can be resumed if the
    run is killed; `keeping` says what else is kept, and `more` may add files (a report) before the folder is finished.
    `cache` allows a society to be kept for the next run; `force` lets a run's folder that exists be replaced. An
    interrupt (Ctrl-C) after the first day ends the run early: what was counted is returned, with `Run.complete` false.
    Raises InputError when memory or disk will not do, ValueError for fewer than one thread.
    """
    chosen = scenario if isinstance(scenario, Scenario) else load(scenario)
    chosen = as_it_runs(chosen if seed is None else chosen.with_(seed=seed))
    allow(chosen, threads)
    if out is None:
        built = build(chosen, threads, cache)
        return in_memory(chosen, start(chosen, built.society), built, progress)
    folder = as_path(out, "out")
    with replacing(folder, force), create(folder, chosen, keeping, identity(chosen)) as live:
        built = build(chosen, threads, cache)
        return on_disk(live, start(chosen, built.society), built, progress, more)


def allow(scenario: Scenario, threads: int | None) -> None:
    """Refuse what cannot run. Raises InputError for too little memory, ValueError for fewer than one thread."""
    if threads is not None and threads < 1:
        raise ValueError(f"threads = {threads}: give 1 or more")
    memory.check(scenario.persons, scenario.case.population.total)


def build(scenario: Scenario, threads: int | None, cache: bool = True) -> Built:
    """Return the society of a scenario, from the cache if it is there."""
    in_force = kernel.use_threads(threads or (1 if scenario.persons < _SMALL else None))
    began, watch = datetime.now(UTC), time.perf_counter()
    society = obtain(scenario.case.population, scenario.persons, scenario.seed, scenario.society, cache)
    seconds = time.perf_counter() - watch
    _log.info("society of %d persons ready after %.1f s; %d threads", scenario.persons, seconds, in_force)
    return Built(society, in_force, began, seconds)


def in_memory(scenario: Scenario, world: World, built: Built, progress: Progress | None) -> Run:
    """Let the days pass and return them."""
    tallies: list[Tally] = []
    seconds = _pass(scenario, world, lambda _, tally: tallies.append(tally), progress)
    counts = tallied(tallies, built.society.regions)
    return Run(scenario, counts, _manifest(scenario, world, len(tallies), built, seconds))


def on_disk(live: Live, world: World, built: Built, progress: Progress | None, more: More | None) -> Run:
    """Let the days pass into a folder, and return the run that it becomes."""
    seconds = _pass(live.scenario, world, live.record, progress)
    return live.finish(_manifest(live.scenario, world, live.days(), built, seconds), more)


def _pass(scenario: Scenario, world: World, record: Record, progress: Progress | None) -> float:
    """Let the days pass until the end or an interrupt; return the seconds taken."""
    watch = time.perf_counter()
    try:
        while world.day < scenario.days:
            tally = step(scenario, world)
            record(world, tally)
            _log.debug("day %d of %d is lived", world.day, scenario.days)
            if progress:
                progress(tally, scenario.days)
    except KeyboardInterrupt:
        if world.day == 0:
            raise
    seconds = time.perf_counter() - watch
    _log.info("%d of %d days lived in %.1f s", world.day, scenario.days, seconds)
    return seconds


def _manifest(scenario: Scenario, world: World, days: int, built: Built, seconds: float) -> dict[str, object]:
    return manifest(scenario, world, days, built.threads, Clock(built.began, built.seconds, seconds))
