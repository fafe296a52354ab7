"""A claim's margins in each draw, how surely each is known, and whether a simulated person is small enough to tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from groundswell.case.evidence import Target
from groundswell.comparisons import outcomes
from groundswell.comparisons.compare import BASE
from groundswell.resolution import resolution_of_effect
from groundswell.running.model import Run
from groundswell.running.targets import split, totals
from groundswell.scenario import Scenario
from groundswell.types import Floats
from groundswell.verdicts import noise
from groundswell.verdicts.claim import Claim, Condition

COUNTED = ("persons", "person-days", "lives")  # units of outcomes that vary like counts


@dataclass(frozen=True)
class Draw:
    """One draw of the priors: its values, and margins and outcomes by pair."""

    number: int
    values: dict[str, float | int]
    seeds: tuple[int, ...]
    margins: tuple[tuple[float, ...], ...]  # (pairs, conditions)
    outcomes: tuple[dict[str, tuple[float, ...]], ...]  # a pair each: by arm, a value a condition
    steps: tuple[float, ...]  # a condition each: by how much one simulated person moves its outcome; 0: not known
    off: float  # factor by which the baseline misses what was counted; 1: by nothing, or nothing to compare


class Coarse(NamedTuple):
    """A condition whose threshold is below the step in which a draw's mean effect moves: one person in one pair."""

    condition: Condition
    wanted: float  # the threshold in the outcome's unit, median over draws
    step: float  # what one simulated person adds, over the pairs of a draw, likewise
    persons: int  # simulated persons that would do; 0: not known, for nothing was counted
    pairs: int  # pairs a draw that would do with as many persons; 0: not known


def draw(claim: Claim, number: int, values: Mapping[str, float | int],
         runs: Sequence[tuple[int, Mapping[str, Run]]], weight: float) -> Draw:  # fmt: skip
    """Return a draw from its runs: of each pair the seed and the arms' runs. `weight`: see groundswell.resolution."""
    margins, by_arm = list[tuple[float, ...]](), list[dict[str, tuple[float, ...]]]()
    steps, off = np.zeros(len(claim.conditions)), 1.0
    for _, by_name in runs:
        arms = {name: tuple(outcomes.value(c.outcome, run) for c in claim.conditions) for name, run in by_name.items()}
        by_arm.append(arms)
        margins.append(tuple(c.margin(arms[c.arm][n], arms[c.against][n]) for n, c in enumerate(claim.conditions)))
        off = max(off, evidence_factor(by_name[BASE]))
        steps = np.maximum(steps, [step(c.outcome, by_name[c.against], weight) for c in claim.conditions])
    return Draw(number, dict(values), tuple(seed for seed, _ in runs), tuple(margins), tuple(by_arm),
                tuple(steps.tolist()), off)  # fmt: skip


def evidence_factor(run: Run) -> float:
    """Return the factor by which a baseline's sums miss the published ones it can be held against, 1 or more.

    These are the sums that the case's parameters were fitted to (`running.targets`); 1 where there are none.
    """
    made, _ = split(totals(run.scenario), run.scenario)
    found = [float(run.series(t.series)[_days(t, run.scenario)].sum()) / t.value for t in made]
    return max((max(ratio, 1.0 / ratio) if ratio > 0.0 else np.inf for ratio in found), default=1.0)


def _days(target: Target, scenario: Scenario) -> slice:
    """Return the days of a sum: from its first day, or the run's, to its date."""
    first = (target.since - scenario.start).days if target.since else 0
    return slice(first, (target.date - scenario.start).days + 1)


def step(of: outcomes.Outcome, run: Run, weight: float) -> float:
    """Return by how much one simulated person, who stands for `weight`, moves an outcome; 0 where that is not known."""
    if of.name in ("exit_to_voice", "detained_share"):
        voice = outcomes.value(outcomes.outcome("voice", of.window), run)
        if of.name == "detained_share":
            return weight / max(voice, weight)
        gone = outcomes.value(outcomes.outcome("exit", of.window), run)
        return weight / (gone + weight) + weight / (voice + weight)
    return outcomes.person_step(of, run.scenario, weight)


def relative(claim: Claim, draws: Sequence[Draw]) -> tuple[Floats, Floats]:
    """Return margins (draws, conditions) and the standard errors that each may have (draws, conditions, possibilities).

    A margin is divided by the outcome of both arms added up, so that outcomes in different units compare and variation
    common to both arms cancels; shares and ratios stay as they are. A margin of exactly 0 under a condition that allows
    it counts as holding, without noise.
    """
    margins, errors = list[Floats](), list[Floats]()
    for n, condition in enumerate(claim.conditions):
        levels = [[_level(condition, arms, n) for arms in d.outcomes] for d in draws]
        groups = [
            [pair[n] / level if level > 0.0 else pair[n] for pair, level in zip(d.margins, some, strict=True)]
            for d, some in zip(draws, levels, strict=True)
        ]
        mean = np.array([float(np.mean(group)) for group in groups])
        allowed = np.array([m == 0.0 and condition.holds(0.0) for m in mean.tolist()])
        most = 1.0 if condition.outcome.unit in COUNTED else np.inf
        possible = noise.errors(groups, levels, float(np.median([d.steps[n] for d in draws])), most)
        margins.append(np.where(allowed, np.finfo(float).tiny, mean))
        errors.append(np.where(allowed[:, None], 0.0, possible))
    return np.stack(margins, axis=1), np.stack(errors, axis=1)


def _level(condition: Condition, arms: Mapping[str, tuple[float, ...]], n: int) -> float:
    """Return the size of a counted outcome in the two arms together; shares and ratios have the size 1."""
    if condition.outcome.unit not in COUNTED:
        return 1.0
    return abs(arms[condition.arm][n]) + abs(arms[condition.against][n])


def coarse(claim: Claim, draws: Sequence[Draw], persons: int) -> tuple[Coarse, ...]:
    """Return the conditions whose threshold is below one simulated person in one pair, in the middle draw."""
    found = list[Coarse]()
    pairs = min(len(d.seeds) for d in draws)
    for n, c in enumerate(claim.conditions):
        asked = float(np.median([wanted(c, d, n) for d in draws]))
        one = resolution_of_effect(float(np.median([d.steps[n] for d in draws])), pairs)
        if c.threshold > 0.0 and asked < one * (1.0 - 1e-9):
            times = one / asked if asked > 0.0 else 0.0
            found.append(Coarse(c, asked, one, int(np.ceil(persons * times)), int(np.ceil(pairs * times))))
    return tuple(found)


def voiced(claim: Claim, draw: Draw) -> list[bool]:
    """Tell in which conditions of a draw anybody was counted, in either arm; where nobody was, it cannot be asked."""
    return [
        c.outcome.unit not in COUNTED
        or any(abs(pair[arm][n]) > 0.0 for pair in draw.outcomes for arm in (c.arm, c.against))
        for n, c in enumerate(claim.conditions)
    ]


def answers(tells: np.ndarray, margins: Floats) -> np.ndarray:
    """Tell which draws (draws,) answer a claim: all conditions tell something, or one that does fails."""
    return np.asarray(tells.all(axis=1) | (tells & (margins <= 0.0)).any(axis=1))


def asked(claim: Claim, draws: Sequence[Draw]) -> tuple[Draw, ...]:
    """Return the draws in which the claim can be asked: somebody did what its conditions count. All, if none is."""
    if not draws:
        return ()
    margins = np.array([np.mean(d.margins, axis=0) for d in draws])
    kept = answers(np.array([voiced(claim, d) for d in draws]), margins)
    return tuple(d for d, yes in zip(draws, kept, strict=True) if yes) or tuple(draws)


def wanted(c: Condition, d: Draw, n: int) -> float:
    """Return a condition's threshold in its outcome's unit."""
    return c.threshold * (float(np.mean([abs(arms[c.against][n]) for arms in d.outcomes])) if c.relative else 1.0)
