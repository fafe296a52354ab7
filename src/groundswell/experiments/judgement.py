"""`claim`: a claim goes in, a verdict with its uncertainty comes out; the placebo first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from groundswell.data import census
from groundswell.errors import GroundswellError, InputError
from groundswell.experiments import design, outcomes, pool, store
from groundswell.experiments.arms import Change
from groundswell.experiments.claim import Claim, Condition
from groundswell.experiments.claim_file import read
from groundswell.experiments.compare import BASE
from groundswell.experiments.effects import Effect, effect
from groundswell.experiments.flip import Flip, flip
from groundswell.experiments.job import Done, Job
from groundswell.experiments.record import RECORDED, Trace
from groundswell.experiments.verdict import Verdict, judge, pooled
from groundswell.extras import need
from groundswell.run import memory
from groundswell.types import Floats

Progress = Callable[[Done, int, int], None]
_REPLICATES = 8  # with one pair a draw, one draw in so many gets a second, so that noise is known
COUNTED = ("persons", "person-days", "lives")  # units of outcomes that vary like counts
_SMALL = 20_000  # persons of the placebo that goes before every claim


@dataclass(frozen=True)
class Draw:
    """One draw of the priors: its values, and margins and outcomes by pair."""

    number: int
    values: dict[str, float | int]
    seeds: tuple[int, ...]
    margins: tuple[tuple[float, ...], ...]  # (pairs, conditions)
    outcomes: tuple[dict[str, tuple[float, ...]], ...]  # a pair each: by arm, a value a condition
    near_evidence: bool  # whether the baseline comes within a factor of ten of what was counted


@dataclass(frozen=True, repr=False)
class Judgement:
    """A claim with its verdict and all it rests on."""

    claim: Claim
    verdict: Verdict
    draws: tuple[Draw, ...]
    noise: Floats  # (draws,) standard error of the deciding margin
    flip: Flip
    bought: dict[str, Effect]  # by condition: what pairing saves, from pairs of one draw (the scenario as it is)
    placebo: str  # "" when it came out exactly zero, else what differed
    failures: tuple[str, ...]
    jobs: tuple[Job, ...]
    folder: Path

    def __repr__(self) -> str:
        v = self.verdict
        return f"{self.claim.name}: {v.answer}, holds in {v.share:.0%} of {v.draws} draws ({v.low:.0%} to {v.high:.0%})"


def judge_claim(claim: Claim | str | Path, folder: Path, draws: int = 200, pairs: int = 1, *,
         fix: Mapping[str, Any] | None = None, executor: str = "processes", workers: int | None = None,
         address: str = "", progress: Progress | None = None) -> Judgement:  # fmt: skip
    """Test a claim over `draws` of its priors, `pairs` pairs of runs each, and return the verdict.

    `folder` keeps the runs: what is there is not done again. `fix` sets parameters that are then not drawn. With one
    pair, one draw in eight gets a second so that noise is known. Raises InputError for no draws or pairs,
    GroundswellError when the extra `claims` is not installed.
    """
    chosen = claim if isinstance(claim, Claim) else read(claim)
    if draws < 1 or pairs < 1:
        given, option = (draws, "--draws") if draws < 1 else (pairs, "--pairs")
        raise InputError(f"{given}", place=option, remedy="give 1 or more")
    need("claims")
    pool.check(executor, workers)
    chosen = chosen.with_(fix or {})
    memory.check(chosen.scenario.persons, int(census.load().population.sum()))
    differs = "" if chosen.placebo else placebo(chosen, folder, workers)
    plan = _plan(chosen, draws, pairs)
    jobs = [job for _, _, some in plan for job in some]
    for count, done in enumerate(pool.run_jobs(jobs, folder, executor, workers, address), 1):
        if progress:
            progress(done, count, len(jobs))
    return _conclude(chosen, plan, folder, pairs, differs)


def placebo(claim: Claim, folder: Path, workers: int | None = None) -> str:
    """Run the placebo H15 on a claim's scenario, small, and return what differed: "" for nothing."""
    s = claim.scenario
    after = Change("events.after.day", "=", s.days)
    check = read("H15")
    arms = tuple(replace(arm, changes=(*arm.changes, after)) if arm.changes else arm for arm in check.arms)
    check = replace(check, scenario=s.with_(persons=min(_SMALL, s.persons)), arms=arms)
    job = check.job({}, s.seed, 0)
    for done in pool.run_jobs([job], folder, workers=workers):
        if done.error:
            return done.error
    return _differs(folder, job)


def _differs(folder: Path, job: Job) -> str:
    """Say which measure of which arm is not the baseline's to the bit, or who ended otherwise; "" for nothing."""
    result = store.read(folder, job.key, job.variants)
    base = result.traces[BASE].values
    for name, trace in result.traces.items():
        other = ~((trace.values == base) | (np.isnan(trace.values) & np.isnan(base)))
        if other.any():
            day, measure, _ = (int(i) for i in np.argwhere(other)[0])
            return f"'{name}' differs on day {day} in {RECORDED[measure]}"
        if result.moved.get(name):
            return f"persons end otherwise in '{name}'"
    return ""


def _plan(claim: Claim, draws: int, pairs: int) -> list[tuple[int, dict[str, float | int], list[Job]]]:
    """Return each draw with its values and jobs; draw and seed decide a job, whatever else is asked for."""
    first = claim.scenario.seed
    plan: list[tuple[int, dict[str, float | int], list[Job]]] = []
    for number in range(draws):
        values = design.draw(claim.priors, number, first)
        count = max(pairs, 2) if number % _REPLICATES == 0 else pairs
        plan.append((number, values, [claim.job(values, first + k, number) for k in range(count)]))
    return plan


def _conclude(claim: Claim, plan: Sequence[tuple[int, dict[str, float | int], list[Job]]], folder: Path, pairs: int,
              differs: str) -> Judgement:  # fmt: skip
    found, failures, jobs = list[Draw](), list[str](), list[Job]()
    for number, values, some in plan:
        kept = [job for job in some if store.has(folder, job.key)]
        failures += [f"draw {number}, seed {j.seed}: {store.failure(folder, j.key) or 'was not run'}"
                     for j in some if j not in kept]  # fmt: skip
        if kept:
            found.append(_read(claim, number, values, kept, folder))
            jobs += kept
    if not found:
        raise GroundswellError(f"no run ended well; the first: {failures[0]}")
    if claim.placebo:
        differs = next((what for job in jobs if (what := _differs(folder, job))), "")
    margins, noise = _deciding(claim, found)
    verdict = judge(margins, noise, pairs)
    if differs:
        verdict = verdict._replace(answer="refuted" if claim.placebo else "withheld")
    values = np.array([[d.values[p.key] for p in claim.priors] for d in found], float).reshape(len(found), -1)
    turned = flip(values, margins > 0.0, claim.priors)
    return Judgement(claim, verdict, tuple(found), noise, turned, _bought(claim, found), differs, tuple(failures),
                     tuple(jobs), folder)  # fmt: skip


def near_evidence(trace: Trace) -> bool:
    """Tell whether detentions of the first six days and exit to day 40 are within a factor of ten of what was counted.

    2,333 detained to 26 September (C05), 300,000 gone by 31 October (C18). A run that never had days enough for either
    is judged by what it has.
    """
    detained = float(trace.series("obs_detained")[:6].sum())
    gone = float(trace.series("obs_exit_net").sum())
    days = trace.scenario.days
    return (days < 6 or _within(detained, 2333.0)) and (days < 41 or _within(gone, 300_000.0))


def _within(value: float, published: float) -> bool:
    return published / 10.0 <= value <= published * 10.0


def _read(claim: Claim, number: int, values: dict[str, float | int], jobs: Sequence[Job], folder: Path) -> Draw:
    margins, told = list[tuple[float, ...]](), list[dict[str, tuple[float, ...]]]()
    near = True
    for job in jobs:
        traces = store.read(folder, job.key, job.variants).traces
        by_arm = {
            name: tuple(outcomes.value(c.outcome, trace) for c in claim.conditions) for name, trace in traces.items()
        }
        told.append(by_arm)
        near = near and near_evidence(traces[BASE])
        margins.append(tuple(c.margin(by_arm[c.arm][n], by_arm[c.against][n]) for n, c in enumerate(claim.conditions)))
    return Draw(number, values, tuple(job.seed for job in jobs), tuple(margins), tuple(told), near)


def _deciding(claim: Claim, draws: Sequence[Draw]) -> tuple[Floats, Floats]:
    """Return the margin that decides each draw, and its noise: of its conditions, the one nearest to failing.

    Margins are told over the outcome's size in the two arms together: so unlike outcomes compare, and what moves both
    arms alike is no noise. One that is exactly at the edge of a condition that allows it counts as holding.
    """
    best, noise = np.full(len(draws), np.inf), np.zeros(len(draws))
    for n, condition in enumerate(claim.conditions):
        levels = [[_level(condition, arms, n) for arms in draw.outcomes] for draw in draws]
        groups = [
            [pair[n] / level if level > 0.0 else pair[n] for pair, level in zip(draw.margins, some, strict=True)]
            for draw, some in zip(draws, levels, strict=True)
        ]
        error = pooled(groups, levels)
        mean = np.array([float(np.mean(group)) for group in groups])
        allowed = np.array([condition.holds(float(m)) and m == 0.0 for m in mean])
        relative = np.where(allowed, np.finfo(float).tiny, mean)
        decides = relative < best
        best, noise = np.where(decides, relative, best), np.where(decides, error, noise)
    return best, noise


def _level(condition: Condition, arms: Mapping[str, tuple[float, ...]], n: int) -> float:
    """Return the size of a counted outcome in the two arms together; shares and ratios have the size 1."""
    if condition.outcome.unit not in COUNTED:
        return 1.0
    return abs(arms[condition.arm][n]) + abs(arms[condition.against][n])


def _bought(claim: Claim, draws: Sequence[Draw]) -> dict[str, Effect]:
    """Return, for each condition, the effect over the pairs of the draw that has most of them."""
    most = max(draws, key=lambda draw: len(draw.seeds))
    return {
        c.text: effect([a[c.against][n] for a in most.outcomes], [a[c.arm][n] for a in most.outcomes])
        for n, c in enumerate(claim.conditions)
    }
