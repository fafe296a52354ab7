"""`compare`: arms of one scenario over several seeds; effects a day and region, totals, and the same persons."""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from groundswell import codefiles, resolution
from groundswell.arguments import AnyPath, Seeds, as_path, as_seeds
from groundswell.comparisons import outcomes
from groundswell.comparisons.comparison import Comparison, Daily
from groundswell.comparisons.effects import effect
from groundswell.comparisons.intervals import Running, RunningPairs
from groundswell.computing import store
from groundswell.computing.fork import Variant
from groundswell.computing.job import Done, Job
from groundswell.computing.persons import Moved
from groundswell.computing.pool import run_jobs
from groundswell.computing.processes import Workers
from groundswell.computing.record import recorded
from groundswell.computing.size import resized
from groundswell.computing.store import Result
from groundswell.errors import GroundswellError, InputError
from groundswell.running import memory
from groundswell.scenario import Scenario
from groundswell.scenario.arms import Arm, apply, first_day, parse_arm
from groundswell.scenario.load import load
from groundswell.types import Floats

BASE = "baseline"  # the arm without a change
TOTALS = ("voice", "detained", "exit", "called", "complied", "evading", "lives", "prison_days", "attention.max",
          "support_public", "cut_chance")  # fmt: skip
FLOWS = ("participants", "detained", "called", "complied", "left_gross", "deaths_called")  # by region too
Progress = Callable[[Done, int, int], None]  # a job's end, how many have ended, how many there are


def compare(scenario: Scenario | AnyPath, arms: Sequence[Arm | str], seeds: Seeds = 8, *,
            scale: str | None = None, persons: int | None = None, days: int | None = None, seed: int | None = None,
            folder: AnyPath | None = None, executor: str = "processes", workers: int | None = None,
            address: str = "", progress: Progress | None = None, also: Sequence[str] = (),
            kept: Workers | None = None) -> Comparison:  # fmt: skip
    """Run a scenario and its arms in the same societies and return the effects.

    `seeds`: how many, from the scenario's own (or `seed`) on, or which. `scale` ("1:1000") or `persons`, and `days`,
    replace the scenario's. `folder` keeps results, so that no run is repeated; without it they are dropped.
    `also` are outcomes beside the usual ones: "participants.max", or code of the user's own ("rules/peak.py").
    `kept` are worker processes that several calls share: the next one finds them warm.
    Raises InputError for an arm that changes nothing and for no seeds, GroundswellError when no seed has a result.
    """
    file = scenario if isinstance(scenario, Scenario | str) else as_path(scenario)
    chosen = resized(file if isinstance(file, Scenario) else load(file), scale, persons, days, seed)
    wanted = [parse_arm(a) if isinstance(a, str) else a for a in arms]
    which = as_seeds(seeds, chosen.seed)
    check_arms(chosen, wanted)
    kinds = [outcomes.outcome(codefiles.anchored(kind, Path.cwd()), None, kind, chosen) for kind in also]
    memory.check(chosen.persons, chosen.case.population.total)
    jobs = [Job(variants(chosen.with_(seed=each), wanted)) for each in which]
    with tempfile.TemporaryDirectory(prefix="groundswell-") as scratch:
        store_ = Path(scratch) if folder is None else as_path(folder, "folder")
        for count, done in enumerate(run_jobs(jobs, store_, executor, workers, address, kept), 1):
            if progress:
                progress(done, count, len(jobs))
        return _gather(chosen, wanted, jobs, store_, kinds)


def kept_results(scenario: Scenario, arms: Sequence[Arm], seeds: Iterable[int], folder: Path) -> Comparison:
    """Return the comparison of those results that a folder keeps: nothing is run, what is missing is a failure.

    Raises InputError for an arm that changes nothing, GroundswellError when no result is there.
    """
    check_arms(scenario, arms)
    return _gather(scenario, arms, [Job(variants(scenario.with_(seed=each), arms)) for each in seeds], folder)


def variants(base: Scenario, arms: Sequence[Arm]) -> tuple[Variant, ...]:
    """Return the baseline and its arms, ready to run."""
    return (Variant(BASE, base), *(Variant(arm.name, apply(base, arm), arm.relabel) for arm in arms))


def check_arms(base: Scenario, arms: Sequence[Arm]) -> None:
    """Refuse no arms, two of one name, and an arm that changes nothing within the run. Raises InputError."""
    if not arms:
        raise InputError("no arm", place="arms", remedy='give one, such as "slow: border.preparation *= 2"')
    names = [BASE, *(arm.name for arm in arms)]
    if twice := {name for name in names if names.count(name) > 1}:
        raise InputError(f"two arms '{min(twice)}'", place="arms", remedy="give each arm a name of its own")
    for arm in arms:
        if not arm.relabel and first_day(base, apply(base, arm)) is None:
            remedy = "change a value to another one, or take the arm away"
            raise InputError("changes nothing", place=f"arm '{arm.name}'", remedy=remedy)


class _Numbers:
    """What is read of each result: outcomes by arm and seed, and running means of everything by day and region."""

    def __init__(self, names: Sequence[str], weight: float, also: Sequence[outcomes.Outcome] = ()) -> None:
        self.names, self.weight = names, weight
        self.wanted = [*(outcomes.outcome(name) for name in TOTALS), *also]
        self.totals: dict[str, dict[str, list[float]]] = {n: {o.name: [] for o in self.wanted} for n in (BASE, *names)}
        self.flows: dict[str, list[Floats]] = {n: [] for n in (BASE, *names)}  # (flows, regions) a seed
        self.level, self.daily = Running(), {name: RunningPairs() for name in names}
        self.moved: dict[str, Moved] = {name: {} for name in names}
        self.regions: tuple[str, ...] = ()

    def add(self, result: Result) -> None:
        """Take in the result of a seed."""
        base = result.runs[BASE].counts
        self.regions = base.regions
        self.level.add(base.values)
        for name, run in result.runs.items():
            for o in self.wanted:
                self.totals[name][o.name].append(outcomes.value(o, run))
            self.flows[name].append(run.counts.of(FLOWS).values[:, :, :-1].sum(axis=0))
        for name in self.names:
            self.daily[name].add(base.values, result.runs[name].counts.values)
            for at, count in result.moved[name].items():
                self.moved[name][at] = self.moved[name].get(at, 0.0) + count

    def finish(self, base: Scenario, seeds: Sequence[int], first: dict[str, int],
               failures: dict[int, str], texts: tuple[str, ...]) -> Comparison:  # fmt: skip
        """Return the comparison."""
        steps = {o.name: outcomes.person_step(o, base, self.weight) for o in self.wanted}
        each = np.array(
            [[outcomes.person_step(outcomes.outcome(m, scenario=base), base, self.weight)] for m in recorded(base)]
        )
        flows = {name: np.array(values) for name, values in self.flows.items()}
        return Comparison(
            base, (BASE, *self.names), tuple(seeds), self.regions, self.weight,
            {n: {o: effect(self.totals[BASE][o], values, steps[o]) for o, values in self.totals[n].items()}
             for n in self.names},
            {n: {m: {code: effect(flows[BASE][:, k, r], flows[n][:, k, r], self.weight)
                     for r, code in enumerate(self.regions)} for k, m in enumerate(FLOWS)} for n in self.names},
            self.level.mean,
            {n: Daily(d.effect.mean, *d.interval(each)) for n, d in self.daily.items()},
            {n: {at: count / len(seeds) for at, count in moved.items()} for n, moved in self.moved.items()},
            first, failures, texts,
        )  # fmt: skip


def _gather(base: Scenario, arms: Sequence[Arm], jobs: Iterable[Job], folder: Path,
            also: Sequence[outcomes.Outcome] = ()) -> Comparison:  # fmt: skip
    """Read the results one by one: memory hardly grows with the number of seeds."""
    each = resolution.weight(base.case.population.total, base.persons)
    numbers = _Numbers([arm.name for arm in arms], each, also)
    seeds, failures = list[int](), dict[int, str]()
    for job in jobs:
        if store.has(folder, job.key):
            numbers.add(store.read(folder, job.key, job.variants))
            seeds.append(job.seed)
        else:
            failures[job.seed] = store.failure(folder, job.key) or "was not run"
    if not seeds:
        raise GroundswellError(f"no run ended well; the first: {next(iter(failures.values()))}")
    first = {arm.name: 0 if arm.relabel else first_day(base, apply(base, arm)) or 0 for arm in arms}
    return numbers.finish(base, seeds, first, failures, tuple(arm.text for arm in arms))
