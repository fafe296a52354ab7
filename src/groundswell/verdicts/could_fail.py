"""Could a claim have come out otherwise? A design over all values that its parameters may have, before any evidence.

A claim that holds at every point of the design, or at none, follows from how the model is built, not from what is known
of the world: it is foregone, and refused as a finding. The rule: it holds at none of the points (or at all), and these
are so many that the share of the other answer is below 5 % with 95 % confidence (Clopper and Pearson 1934): 59 or more.
A claim could fail when it holds at one point and fails at another even if the noise of pairs is granted to the commoner
answer (the 5 and 95 % points of the Poisson-binomial count). Else it is not known.

A point tells nothing where nobody did what a condition counts, in either arm, and where both its threshold and its
margin are below the step of one simulated person. A condition that asks for no change tells nothing wherever its
threshold is below that step: such a point could refute it and never bear it out. These points are left out and counted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from groundswell.arguments import MOST_RUNS, AnyPath, as_path, as_whole
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
from groundswell.verdicts.joint import joint
from groundswell.verdicts.margins import Draw, answers, relative, voiced, wanted
from groundswell.verdicts.noise import chances
from groundswell.verdicts.plan import Planned, all_jobs, all_planned, gathered
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
    rest: int  # parameters that the joint prior draws beside them

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
    rest: int  # parameters that the joint prior draws beside the ranges


def plan(claim: Claim, points: int = POINTS, persons: int = PERSONS, folder: Path | None = None) -> Plan:
    """Return a Latin hypercube over all that is allowed, with a job for each point; one in four gets a second pair.

    Parameters that the claim does not name are drawn from the joint prior. `folder`: where solved draws are kept.
    Raises InputError for no points.
    """
    small = replace(claim, scenario=claim.scenario.with_(persons=min(persons, claim.scenario.persons)))
    drawn = joint(small, folder)
    spans = ranges(small, drawn)
    unit = [Prior(span.prior.key, 0.0, 1.0) for span in spans] or [Prior("none", 0.0, 1.0)]
    rows = design.design(unit, points, "latin", small.scenario.seed)
    given = [{span.prior.key: span.at(float(row[span.prior.key])) for span in spans} for row in rows]
    made, refused = all_planned(small, points, lambda point: drawn.values(point, given[point]), 1, "point")
    drawn.save()
    return Plan(small, spans, tuple(made), tuple(refused), drawn.count - len(spans))


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
    pool.check(executor, workers, address)
    place = as_path(folder)
    made = plan(claim, as_whole(points, "points", 1, MOST_RUNS), as_whole(persons, "persons"), place)
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
                         found.failures, 0, of.rest)  # fmt: skip
    margins, possible = relative(claim, draws)
    telling = np.array([tells(claim, d) for d in draws])
    chance = np.stack([chances(m, e) for m, e in zip(margins.T, np.moveaxis(possible, 1, 0), strict=True)], axis=1)
    some = [
        share_of(c.text, chance[telling[:, n], n], int((margins[telling[:, n], n] > 0.0).sum()))
        for n, c in enumerate(claim.conditions)
    ]
    kept = answers(telling, margins)
    holds = np.asarray((margins > 0.0).all(axis=1))
    whole = share_of(claim.title, chance[kept].prod(axis=1), int(holds[kept].sum()))
    values = np.array([[d.values[r.key] for r in of.ranges] for d in draws], float).reshape(len(draws), -1)
    named = [r.prior._replace(key=r.key) for r in of.ranges]
    decides = discover(values[kept], holds[kept], named) if kept.any() else Discovery((), (), 1.0, 1.0)
    return CouldFail(claim, of.ranges, whole, tuple(some), decides, asked, of.refused, found.failures, len(found.jobs),
                     of.rest)  # fmt: skip


def tells(claim: Claim, draw: Draw) -> list[bool]:
    """Tell which conditions a draw says anything about: somebody was counted, and a person is small enough a step."""
    said: list[bool] = []
    for n, (c, counted) in enumerate(zip(claim.conditions, voiced(claim, draw), strict=True)):
        margin = abs(float(np.mean([pair[n] for pair in draw.margins])))
        step = draw.steps[n] * (1.0 - 1e-9)
        beyond = margin >= step and c.direction != "unchanged"
        fine = c.threshold <= 0.0 or wanted(c, draw, n) >= step or beyond
        said.append(bool(np.isfinite(margin)) and fine and counted)
    return said


def share_of(text: str, chance: Floats, hits: int) -> Share:
    """Return a share with its interval and state."""
    points = len(chance)
    if not points:
        return Share(text, 0, 0, 0.0, 1.0, "not known")
    few, many = (round(share * points) for share in swayed(chance))
    low, high = interval(hits, points)
    state: State = "not known"
    if min(few, hits) > 0 and max(many, hits) < points:
        state = "could fail"
    elif (hits == 0 and high < RARE) or (hits == points and low > 1.0 - RARE):
        state = "foregone"
    return Share(text, hits, points, low, high, state)


def is_foregone(found: "CouldFail | None", shares: Sequence[float]) -> bool:
    """Tell whether a claim is foregone: by the design, and no share of draws says otherwise."""
    return found is not None and found.whole.state == "foregone" and all(s == found.whole.share for s in shares)
