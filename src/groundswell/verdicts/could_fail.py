"""Could a claim have come out otherwise? A design over all values that its parameters may have, before any evidence.

A claim that holds at every point of the design, or at none, follows from how the model is built, not from what is known
of the world: it is foregone, and refused as a finding. The rule: it holds at none of the points (or at all), and these
are so many that the share of the other answer is below 5 % with 95 % confidence (Clopper and Pearson 1934): 59 or more.
A claim could fail when it holds at one point and fails at another even if the noise of pairs is granted to the commoner
answer (the 5 and 95 % points of the Poisson-binomial count). Else it is not known.

A point tells nothing where nobody did what a condition counts, in either arm, and where both its threshold and its
margin are below the step of one simulated person. Such points are left out, and told.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from groundswell.arguments import AnyPath, as_path, as_whole
from groundswell.comparisons import design
from groundswell.comparisons.design import Prior
from groundswell.computing import pool
from groundswell.computing.job import Done, Job
from groundswell.errors import InputError
from groundswell.extras import need
from groundswell.types import Floats
from groundswell.verdicts.allowed import Range, ranges
from groundswell.verdicts.claim import Claim
from groundswell.verdicts.discovery import Discovery, discover
from groundswell.verdicts.margins import COUNTED, Draw, relative, wanted
from groundswell.verdicts.noise import chances
from groundswell.verdicts.plan import Planned, all_jobs, gathered, planned
from groundswell.verdicts.verdict import interval, swayed

POINTS = 64
PERSONS = 50_000  # simulated at a point, at most: over all allowed values millions may be in the street
RARE = 0.05  # below this, at 95 % confidence, the other answer is taken not to occur
Progress = Callable[[Done, int, int], None]
State = Literal["could fail", "foregone", "not known"]


class Share(NamedTuple):
    """At how many of the points that tell something the claim, or one condition, holds; 90 % interval."""

    text: str
    hits: int
    points: int
    low: float
    high: float
    state: State

    @property
    def share(self) -> float:
        """The share of points, NaN where none tells anything."""
        return self.hits / self.points if self.points else float("nan")


@dataclass(frozen=True)
class Plan:
    """The claim in the size of the design, its points with their runs, and what the scenario refused."""

    claim: Claim
    ranges: tuple[Range, ...]
    points: tuple[Planned, ...]
    refused: tuple[str, ...]

    @property
    def jobs(self) -> list[Job]:
        """All runs of the design."""
        return all_jobs(self.points)


@dataclass(frozen=True)
class CouldFail:
    """The claim's share over all allowed values, each condition's, and which parameters decide there."""

    claim: Claim  # in the size of the design
    ranges: tuple[Range, ...]
    whole: Share
    conditions: tuple[Share, ...]
    discovery: Discovery
    asked: int  # points of the design
    refused: tuple[str, ...]  # points that are no valid scenario
    failures: tuple[str, ...]  # runs without a result
    runs: int


def plan(claim: Claim, points: int = POINTS, persons: int = PERSONS) -> Plan:
    """Return a Latin hypercube over all that is allowed, with a job for each point; one in four gets a second pair.

    Raises InputError for no points.
    """
    small = replace(claim, scenario=claim.scenario.with_(persons=min(persons, claim.scenario.persons)))
    spans = ranges(small)
    unit = [Prior(span.prior.key, 0.0, 1.0) for span in spans]
    rows = design.design(unit, points, "latin", small.scenario.seed) if unit else [dict[str, float | int]()]
    made, refused = list[Planned](), list[str]()
    for number, row in enumerate(rows):
        values = {span.prior.key: span.at(float(row[span.prior.key])) for span in spans}
        try:
            made.append(planned(small, number, values, 1))
        except InputError as error:
            refused.append(f"point {number}: {error}")
    return Plan(small, spans, tuple(made), tuple(refused))


def could_fail(claim: Claim, folder: AnyPath, points: int = POINTS, *, persons: int = PERSONS,
               executor: str = "processes", workers: int | None = None, address: str = "",
               progress: Progress | None = None) -> CouldFail:  # fmt: skip
    """Run the design, keep its runs in `folder` and return what it says.

    Raises InputError for no points and for a placebo, which must hold; GroundswellError without the extra `claims`.
    """
    if claim.placebo:
        remedy = "ask of a claim about the world"
        raise InputError("a placebo checks the program: it must hold", place=claim.name, remedy=remedy)
    need("claims")
    pool.check(executor, workers)
    made, place = plan(claim, as_whole(points, "points"), as_whole(persons, "persons")), as_path(folder)
    for count, done in enumerate(pool.run_jobs(made.jobs, place, executor, workers, address), 1):
        if progress:
            progress(done, count, len(made.jobs))
    return conclude(made, place)


def conclude(of: Plan, folder: Path) -> CouldFail:
    """Return what the runs in `folder` say. Needs SciPy."""
    found = gathered(of.claim, of.points, folder)
    claim, draws, asked = of.claim, found.draws, len(of.points) + len(of.refused)
    if not draws:
        nothing = [share_of(c.text, np.zeros(0), 0) for c in claim.conditions]
        whole = share_of(claim.title, np.zeros(0), 0)
        return CouldFail(claim, of.ranges, whole, tuple(nothing), Discovery((), (), 1.0, 1.0), asked, of.refused,
                         found.failures, 0)  # fmt: skip
    margins, possible = relative(claim, draws)
    tells = np.array([told(claim, d) for d in draws])
    chance = np.stack([chances(m, e) for m, e in zip(margins.T, np.moveaxis(possible, 1, 0), strict=True)], axis=1)
    some = [
        share_of(c.text, chance[tells[:, n], n], int((margins[tells[:, n], n] > 0.0).sum()))
        for n, c in enumerate(claim.conditions)
    ]
    kept = tells.all(axis=1) | (tells & (margins <= 0.0)).any(axis=1)  # one condition that fails is enough
    holds = np.asarray((margins > 0.0).all(axis=1))
    whole = share_of(claim.title, chance[kept].prod(axis=1), int(holds[kept].sum()), fixed=not of.ranges)
    values = np.array([[d.values[r.prior.key] for r in of.ranges] for d in draws], float).reshape(len(draws), -1)
    decides = discover(values[kept], holds[kept], [r.prior for r in of.ranges]) if kept.any() else (
        Discovery((), (), 1.0, 1.0))  # fmt: skip
    return CouldFail(claim, of.ranges, whole, tuple(some), decides, asked, of.refused, found.failures, len(found.jobs))


def told(claim: Claim, draw: Draw) -> list[bool]:
    """Tell which conditions a draw says anything about: somebody was counted, and a person is small enough a step."""
    said: list[bool] = []
    for n, c in enumerate(claim.conditions):
        level = sum(abs(pair[arm][n]) for pair in draw.outcomes for arm in (c.arm, c.against))
        margin = abs(float(np.mean([pair[n] for pair in draw.margins])))
        step = draw.steps[n] * (1.0 - 1e-9)
        fine = c.threshold <= 0.0 or wanted(c, draw, n) >= step or margin >= step
        said.append(bool(np.isfinite(margin)) and fine and (level > 0.0 or c.outcome.unit not in COUNTED))
    return said


def share_of(text: str, chance: Floats, hits: int, fixed: bool = False) -> Share:
    """Return a share with its interval and state; `fixed`: nothing varies, so one point says all."""
    points = len(chance)
    if not points:
        return Share(text, 0, 0, 0.0, 1.0, "not known")
    few, many = (round(share * points) for share in swayed(chance))
    low, high = interval(hits, points)
    state: State = "not known"
    if min(few, hits) > 0 and max(many, hits) < points:
        state = "could fail"
    elif fixed or (hits == 0 and high < RARE) or (hits == points and low > 1.0 - RARE):
        state = "foregone"
    return Share(text, hits, points, low, high, state)


def is_foregone(found: "CouldFail | None", shares: Sequence[float]) -> bool:
    """Tell whether a claim is foregone: by the design, and no share of draws says otherwise."""
    return found is not None and found.whole.state == "foregone" and all(s == found.whole.share for s in shares)
