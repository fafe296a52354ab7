"""`compare`: arms of one scenario over several seeds; effects a day and region, totals, and the same persons."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from groundswell.data import census
from groundswell.errors import GroundswellError, InputError
from groundswell.experiments import outcomes, store
from groundswell.experiments.arms import Arm, apply, first_day, parse_arm
from groundswell.experiments.effects import Effect, Running, difference, effect
from groundswell.experiments.fork import Variant
from groundswell.experiments.job import Done, Job
from groundswell.experiments.persons import Moved
from groundswell.experiments.pool import run_jobs
from groundswell.experiments.record import RECORDED
from groundswell.extras import need
from groundswell.run import memory
from groundswell.scenario import Scenario
from groundswell.scenario.load import load
from groundswell.types import Floats

if TYPE_CHECKING:
    import xarray as xr

BASE = "as it is"
TOTALS = ("voice", "detained", "exit", "called", "reported", "evading", "lives", "prison_days", "attention.max",
          "support_public", "cut_chance")  # fmt: skip
Progress = Callable[[Done, int, int], None]  # a job's end, how many have ended, how many there are


@dataclass(frozen=True, repr=False)
class Comparison:
    """What changed between arms. Arrays are (days, measures, regions + 1), the nation last, in full-size persons."""

    scenario: Scenario
    arms: tuple[str, ...]  # the baseline first
    seeds: tuple[int, ...]
    regions: tuple[str, ...]
    totals: dict[str, dict[str, Effect]]  # by arm, by outcome
    level: Floats  # the baseline's mean
    daily: dict[str, Floats]  # mean effect, by arm
    daily_error: dict[str, Floats]  # its standard error; NaN from a single seed
    moved: dict[str, Moved]  # mean over seeds, by arm
    from_day: dict[str, int]  # first day on which an arm can differ: the past before was not run again
    failures: dict[int, str]  # seed -> why it has no result

    def effect(self, arm: str, measure: str, region: str | None = None) -> Floats:
        """Return the mean effect on a measure day by day (days,), of the nation (None) or a region.

        Raises ValueError for an arm, measure or region that is not there.
        """
        if arm not in self.daily or measure not in RECORDED:
            raise ValueError(f"arm = {arm!r}, measure = {measure!r}: arms {list(self.daily)}, measures {RECORDED}")
        at = len(self.regions) if region is None else self.regions.index(region)
        return self.daily[arm][:, RECORDED.index(measure), at]

    def instead(self, arm: str, dimension: str = "all") -> Moved:
        """Return who ended otherwise than in the baseline: (status there, status here, dimension, level) -> persons."""
        return {at: count for at, count in self.moved[arm].items() if at[2] == dimension}

    def to_xarray(self) -> "xr.Dataset":
        """Return the effects over (arm, day, measure, region), with errors (needs the extra `tables`)."""
        need("tables")
        import xarray as xr

        places = [*self.regions, self.scenario.country]
        dims = ("arm", "day", "measure", "region")
        stacked = {"effect": np.stack(list(self.daily.values())), "error": np.stack(list(self.daily_error.values()))}
        coords = {"arm": list(self.daily), "day": np.arange(self.scenario.days), "measure": list(RECORDED),
                  "region": places}  # fmt: skip
        return xr.Dataset({name: (dims, values) for name, values in stacked.items()}, coords)

    def __repr__(self) -> str:
        return f"Comparison of '{self.scenario.name}': {', '.join(self.arms)}; {len(self.seeds)} seeds"


def compare(scenario: Scenario | str | Path, arms: Sequence[Arm | str], seeds: int | Sequence[int] = 8, *,
            folder: Path | None = None, executor: str = "processes", workers: int | None = None,
            address: str = "", progress: Progress | None = None) -> Comparison:  # fmt: skip
    """Run a scenario and its arms in the same societies and return the effects.

    `seeds`: how many, from the scenario's own on, or which. `folder` keeps results, so that asking again costs nothing;
    without it they are dropped. Raises InputError for an arm that changes nothing and for no seeds, GroundswellError
    when no seed has a result.
    """
    chosen = scenario if isinstance(scenario, Scenario) else load(scenario)
    told = [parse_arm(a) if isinstance(a, str) else a for a in arms]
    which = list(range(chosen.seed, chosen.seed + seeds)) if isinstance(seeds, int) else list(seeds)
    if not which:
        raise InputError("no seeds", place="--seeds", remedy="give 1 or more")
    check_arms(chosen, told)
    memory.check(chosen.persons, int(census.load().population.sum()))
    jobs = [Job(variants(chosen.with_(seed=seed), told)) for seed in which]
    with tempfile.TemporaryDirectory(prefix="groundswell-") as scratch:
        kept = folder or Path(scratch)
        for count, done in enumerate(run_jobs(jobs, kept, executor, workers, address), 1):
            if progress:
                progress(done, count, len(jobs))
        return _gather(chosen, told, jobs, kept)


def variants(base: Scenario, arms: Sequence[Arm]) -> tuple[Variant, ...]:
    """Return the baseline and its arms, ready to run."""
    return (Variant(BASE, base), *(Variant(arm.name, apply(base, arm), arm.relabel) for arm in arms))


def check_arms(base: Scenario, arms: Sequence[Arm]) -> None:
    """Refuse no arms, two of one name, and an arm that changes nothing within the run. Raises InputError."""
    if not arms:
        raise InputError("no arm", place="--arm", remedy='give one, such as --arm "closed: border.elsewhere=0"')
    names = [BASE, *(arm.name for arm in arms)]
    if twice := {name for name in names if names.count(name) > 1}:
        raise InputError(f"two arms '{twice.pop()}'", place="--arm", remedy="give each arm a name of its own")
    for arm in arms:
        if not arm.relabel and first_day(base, apply(base, arm)) is None:
            remedy = "change a value to another one, or take the arm away"
            raise InputError("changes nothing", place=f"arm '{arm.name}'", remedy=remedy)


def _gather(base: Scenario, arms: Sequence[Arm], jobs: Sequence[Job], folder: Path) -> Comparison:
    """Read the results one by one: memory does not grow with the number of seeds."""
    names = [arm.name for arm in arms]
    wanted = [outcomes.outcome(name) for name in TOTALS]
    numbers: dict[str, dict[str, list[float]]] = {n: {o.name: [] for o in wanted} for n in (BASE, *names)}
    level, effects = Running(), {name: Running() for name in names}
    moved: dict[str, Moved] = {name: {} for name in names}
    seeds, failures, regions = list[int](), dict[int, str](), tuple[str, ...]()
    for job in jobs:
        if not store.has(folder, job.key):
            failures[job.seed] = store.failure(folder, job.key) or "was not run"
            continue
        result = store.read(folder, job.key, job.variants)
        factual = result.traces[BASE]
        seeds.append(job.seed)
        regions = factual.regions
        level.add(factual.values)
        for name, trace in result.traces.items():
            for o in wanted:
                numbers[name][o.name].append(outcomes.value(o, trace))
        for name in names:
            effects[name].add(difference(factual.values, result.traces[name].values))
            for at, count in result.moved[name].items():
                moved[name][at] = moved[name].get(at, 0.0) + count
    if not seeds:
        raise GroundswellError(f"no run ended well; the first: {next(iter(failures.values()))}")
    for counts in moved.values():
        counts.update({at: count / len(seeds) for at, count in counts.items()})
    totals = {n: {o.name: effect(numbers[BASE][o.name], numbers[n][o.name]) for o in wanted} for n in names}
    first = {arm.name: 0 if arm.relabel else first_day(base, apply(base, arm)) or 0 for arm in arms}
    return Comparison(base, (BASE, *names), tuple(seeds), regions, totals, level.mean,
                      {n: e.mean for n, e in effects.items()}, {n: e.error for n, e in effects.items()},
                      moved, first, failures)  # fmt: skip
