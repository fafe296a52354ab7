"""`claim`: a claim goes in, a verdict with its uncertainty comes out; the placebo first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import groundswell  # the results' own methods that write pages: the one way up
from groundswell.arguments import MOST_RUNS, AnyPath, as_path, as_whole
from groundswell.comparisons import outcomes
from groundswell.comparisons.compare import BASE
from groundswell.comparisons.effects import Effect, effect
from groundswell.computing import pool, shard, store
from groundswell.computing.job import Done, Job
from groundswell.computing.shard import Part, Shard
from groundswell.errors import GroundswellError, InputError
from groundswell.extras import need
from groundswell.inference.posterior import Posterior
from groundswell.running import memory
from groundswell.scenario.arms import Change
from groundswell.types import Floats
from groundswell.verdicts import could_fail, weighing
from groundswell.verdicts.claim import Claim
from groundswell.verdicts.claim_file import read
from groundswell.verdicts.could_fail import CouldFail
from groundswell.verdicts.discovery import Discovery, discover
from groundswell.verdicts.joint import Joint, joint
from groundswell.verdicts.margins import Coarse, Draw, asked, coarse, relative
from groundswell.verdicts.plan import Planned, all_jobs, all_planned, gathered, weight
from groundswell.verdicts.verdict import Verdict, deciding, judge
from groundswell.verdicts.weighing import Weighing

Progress = Callable[[Done, int, int], None]
_SMALL = 20_000  # persons of the placebo that goes before every claim


class Sizes(NamedTuple):
    """How much was asked for: what makes the same verdict again, with claim and scenario."""

    draws: int
    pairs: int
    points: int  # of the design that tells whether it could fail; 0: not asked


@dataclass(frozen=True, repr=False)
class Judgement:
    """A claim with its verdict and all it rests on."""

    claim: Claim
    verdict: Verdict
    draws: tuple[Draw, ...]
    noise: Floats  # (draws,) standard error of the margin that decides
    coarse: tuple[Coarse, ...]  # conditions that ask for less than one simulated person: no verdict is given on them
    discovery: Discovery
    variance_reduction: dict[str, Effect]  # by condition, from pairs of one draw: what common random numbers save
    placebo: str  # "" when it came out exactly zero, else what differed
    failures: tuple[str, ...]
    jobs: tuple[Job, ...]
    folder: Path
    could_fail: CouldFail | None  # over all allowed values; None: not asked, or a placebo
    weighing: Weighing | None  # by a posterior, whose chosen draws `draws` then are; None: equal draws of the priors
    silent: int  # draws that are left out: nobody did what a condition counts, so that it cannot be asked
    joint: Joint  # what is drawn without a posterior
    sizes: Sizes

    @property
    def weights(self) -> Floats:
        """Weights of the draws, (draws,), which add up to 1."""
        return self.weighing.weights if self.weighing else np.full(len(self.draws), 1.0 / len(self.draws))

    @property
    def even(self) -> tuple[int, ...]:
        """Places in `draws`, each as likely as another: with weights some stand there twice, some not at all."""
        return self.weighing.even if self.weighing else tuple(range(len(self.draws)))

    def __str__(self) -> str:
        from groundswell.verdicts.format_verdict import as_text

        return as_text(self)

    def __repr__(self) -> str:
        v = self.verdict
        return f"{self.claim.name}: {v.answer}, holds in {v.share:.0%} of {v.draws} draws ({v.low:.0%} to {v.high:.0%})"

    def _repr_html_(self) -> str:
        return groundswell.card(self)

    def save(self, path: AnyPath) -> Path:
        """Write manifest.json and verdict.json into a folder and return the latter. Raises InputError."""
        from groundswell.verdicts.verdict_folder import save

        return save(self, as_path(path))

    def report(self, path: AnyPath) -> Path:
        """Write claim.html and its figures into a folder and return the page (needs the extra `report`)."""
        need("report")
        return groundswell.write_claim_report(self, as_path(path))


def judge_claim(claim: Claim | str | Path, folder: AnyPath, draws: int = 200, pairs: int = 1, *, scale: str = "",
                persons: int | None = None, days: int | None = None, seed: int | None = None,
                fix: Mapping[str, Any] | None = None, points: int = could_fail.POINTS,
                posterior: Posterior | None = None, executor: str = "processes", workers: int | None = None,
                address: str = "", progress: Progress | None = None) -> Judgement:  # fmt: skip
    """Test a claim over `draws` of the joint prior, `pairs` pairs of runs each, and return the verdict.

    `folder` keeps the runs: what is there is not done again. `scale` ("1:N"), `persons`, `days` and `seed` change the
    claim's scenario, `fix` sets parameters that are then not drawn. With one pair, one draw in four gets a second so
    that noise is known. A design of `points` over all allowed values tells whether the claim could have come out
    otherwise (`verdicts.could_fail`); 0: not asked. With a `posterior` as many draws of the joint prior and of the
    posterior are run, and weighed (`verdicts.weighing`). Raises InputError for no draws or pairs, for what is wrong
    with the claim and for a posterior of another case, GroundswellError when the extra `claims` is not installed.
    """
    pool.check(executor, workers, address)
    ready = prepare(claim, folder, draws, pairs, scale=scale, persons=persons, days=days, seed=seed, fix=fix,
                    points=points, posterior=posterior)  # fmt: skip
    return ready.run(executor, workers, address, progress)


def prepare(claim: Claim | str | Path, folder: AnyPath, draws: int = 200, pairs: int = 1, *, scale: str = "",
            persons: int | None = None, days: int | None = None, seed: int | None = None,
            fix: Mapping[str, Any] | None = None, points: int = could_fail.POINTS,
            posterior: Posterior | None = None) -> "Prepared":  # fmt: skip
    """Return a claim that is ready to be tested, as a whole or in parts; arguments are those of `judge_claim`."""
    chosen, folder = _chosen(claim, scale, persons, days, seed), as_path(folder)
    draws = as_whole(draws, "draws", 1, MOST_RUNS)
    pairs = as_whole(pairs, "pairs", 1, MOST_RUNS // draws)
    need("claims")
    chosen = chosen.with_(fix or {})
    memory.check(chosen.scenario.persons, chosen.scenario.case.population.total)
    weighed = weighing.plan(chosen, posterior, draws, pairs) if posterior and not chosen.placebo else None
    assumed = joint(chosen, folder)
    plan, refused = (weighed.posterior, weighed.refused) if weighed else _plan(assumed, draws, pairs)
    outlook = could_fail.plan(chosen, points, folder=folder) if points and not chosen.placebo else None
    return Prepared(assumed, plan, refused, outlook, weighed, Sizes(draws, pairs, points))


@dataclass(frozen=True)
class Prepared:
    """A claim whose draws are drawn: what is run, and what is made of it."""

    of: Joint
    plan: Sequence[Planned]
    refused: Sequence[str]
    outlook: could_fail.Plan | None
    weighed: weighing.Plan | None
    sizes: Sizes

    @property
    def folder(self) -> Path:
        """The store of all runs."""
        return self.of.folder or Path()

    @property
    def jobs(self) -> list[Job]:
        """All runs but the placebo's."""
        plans = [self.plan, self.weighed.prior if self.weighed else ()]
        return [*(job for each in plans for job in all_jobs(each)), *(self.outlook.jobs if self.outlook else ())]

    def run(self, executor: str = "processes", workers: int | None = None, address: str = "",
            progress: Progress | None = None) -> Judgement:  # fmt: skip
        """Run all jobs, the placebo first, and return the verdict. Raises as `judge_claim` does."""
        differs, jobs = self._placebo(workers), self.jobs
        for count, done in enumerate(pool.run_jobs(jobs, self.folder, executor, workers, address), 1):
            if progress:
                progress(done, count, len(jobs))
        return self._conclude(differs)

    def run_part(self, part: Shard, workers: int | None = None, progress: Progress | None = None) -> Part:
        """Run what falls to a part, the placebo among it. Raises as `judge_claim` does."""
        pool.check("processes", workers)
        return shard.run_part(self._with_placebo(), self.folder, part, workers, progress)

    def merge(self) -> Judgement:
        """Return the verdict on what all parts ran. Raises InputError when runs are missing: of which parts."""
        list(shard.all_there(self._with_placebo(), self.folder))
        return self._conclude(self._placebo(1))

    def _with_placebo(self) -> list[Job]:
        return [*([] if self.of.claim.placebo else [_placebo_job(self.of.claim)]), *self.jobs]

    def _placebo(self, workers: int | None) -> str:
        return "" if self.of.claim.placebo else placebo(self.of.claim, self.folder, workers)

    def _conclude(self, differs: str) -> Judgement:
        return _conclude(self.of, self.plan, self.refused, self.outlook, self.weighed, self.sizes, differs)


def _plan(of: Joint, draws: int, pairs: int) -> tuple[Sequence[Planned], Sequence[str]]:
    """Return the runs of draws of the joint prior, and why draws were left out that are no valid scenario."""
    made, refused = all_planned(of.claim, draws, of.values, pairs)
    of.save()
    if not made:
        raise GroundswellError(f"no draw is a valid scenario; the first: {refused[0]}")
    return made, refused


def _chosen(claim: Claim | str | Path, scale: str, persons: int | None, days: int | None, seed: int | None) -> Claim:
    """Return the claim in the size that is asked for. Raises InputError."""
    if scale and persons is not None:
        raise InputError("both scale and persons", place="judge_claim", remedy="give one of the two")
    given: dict[str, Any] = {"persons": persons, "days": days, "seed": seed}
    changes: dict[str, Any] = {
        f"scenario.{key}": as_whole(value, key, 0) for key, value in given.items() if value is not None
    }
    if scale:
        changes["scenario.scale"] = scale
    if not isinstance(claim, Claim):
        return read(claim, changes)
    scenario = claim.scenario.with_(changes) if changes else claim.scenario
    for c in claim.conditions:
        if c.outcome.window and c.outcome.window[1] >= scenario.days:
            what = f"window {list(c.outcome.window)} of '{c.text}'"
            raise InputError(what, place="judge_claim", remedy=f"the run has days 0..{scenario.days - 1}")
    return replace(claim, scenario=scenario)


def placebo(claim: Claim, folder: Path, workers: int | None = None) -> str:
    """Run the placebo on a claim's scenario, small, and return what differed: "" for nothing."""
    job = _placebo_job(claim)
    for done in pool.run_jobs([job], folder, workers=workers):
        if done.error:
            return done.error
    return _differs(folder, job)


def _placebo_job(claim: Claim) -> Job:
    s = claim.scenario
    after = Change("events.after.day", "=", s.days)
    check = read("placebo", case=s.case.reference)
    arms = tuple(replace(arm, changes=(*arm.changes, after)) if arm.changes else arm for arm in check.arms)
    return replace(check, scenario=s.with_(persons=min(_SMALL, s.persons)), arms=arms).job({}, s.seed, 0)


def _differs(folder: Path, job: Job) -> str:
    """Say which measure of which arm is not the baseline's to the bit, or who ended otherwise; "" for nothing."""
    result = store.read(folder, job.key, job.variants)
    base = result.runs[BASE].counts.values
    for name, run in result.runs.items():
        values = run.counts.values
        other = ~((values == base) | (np.isnan(values) & np.isnan(base)))
        if other.any():
            day, measure, _ = (int(i) for i in np.argwhere(other)[0])
            return f"'{name}' differs on day {day} in {run.counts.measures[measure]}"
        if result.moved.get(name):
            return f"persons end otherwise in '{name}'"
    return ""


def _conclude(of: Joint, plan: Sequence[Planned], refused: Sequence[str], outlook: could_fail.Plan | None,
              weighed: weighing.Plan | None, sizes: Sizes, differs: str) -> Judgement:  # fmt: skip
    claim, folder, pairs = of.claim, of.folder or Path(), sizes.pairs
    every, failures, jobs = gathered(claim, plan, folder)
    if not every:
        raise GroundswellError(f"no run ended well; the first: {failures[0]}")
    found = asked(claim, every)
    if claim.placebo:
        differs = next((what for job in jobs if (what := _differs(folder, job))), "")
    margins, possible = relative(claim, found)
    silent = len(every) - len(found)
    moved = weighing.conclude(claim, weighed, folder, found, pairs, silent) if weighed else None
    verdict = moved.posterior if moved else judge(margins, possible, pairs, silent=silent)
    too_coarse = coarse(claim, found, claim.scenario.persons)
    otherwise = could_fail.conclude(outlook, folder) if outlook else None
    if too_coarse:
        more = max(c.pairs for c in too_coarse)
        verdict = verdict._replace(answer="undecided", more_draws=0, more_pairs=more)
    elif could_fail.is_foregone(otherwise, [verdict.share, *([moved.prior.share] if moved else ())]):
        verdict = verdict._replace(answer="foregone", more_draws=0, more_pairs=0)
    if differs:
        verdict = verdict._replace(answer="refuted" if claim.placebo else "withheld")
    return Judgement(claim, verdict, found, deciding(margins, possible)[1], too_coarse,
                     _decides(claim, found, margins, moved), _effects(claim, found), differs, (*refused, *failures),
                     jobs, folder, otherwise, moved, len(every) - len(found), of, sizes)  # fmt: skip


def _decides(claim: Claim, draws: Sequence[Draw], margins: Floats, moved: Weighing | None) -> Discovery:
    """Return what decides among the named parameters. Of weighted draws a sample of equal weights is asked, each once:

    draws that stood there twice would make a difference look surer than it is.
    """
    which = sorted(set(moved.even)) if moved else list(range(len(draws)))
    values = np.array([[draws[at].values[p.key] for p in claim.priors] for at in which], float).reshape(len(which), -1)
    return discover(values, np.asarray((margins[which] > 0.0).all(axis=1)), claim.priors)


def _effects(claim: Claim, draws: Sequence[Draw]) -> dict[str, Effect]:
    """Return, for each condition, the effect over the pairs of the draw that has most of them."""
    most = max(draws, key=lambda draw: len(draw.seeds))
    return {
        c.text: effect([a[c.against][n] for a in most.outcomes], [a[c.arm][n] for a in most.outcomes],
                       outcomes.person_step(c.outcome, claim.scenario, weight(claim)))
        for n, c in enumerate(claim.conditions)
    }  # fmt: skip
