"""What is predicted of a case, and how it agrees with what was published: targets on their own scale, rows by scores.

A target's prediction is the figures of weighted draws with the errors of observation and model added; its CRPS is of
log counts or log odds, so that targets of all sizes weigh alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from groundswell.case.evidence import Observation, Target
from groundswell.case.target_scale import DISCREPANCY, error_sd, scale
from groundswell.comparisons.compare import BASE
from groundswell.computing import store
from groundswell.errors import InputError
from groundswell.inference.learned import Case, Moved
from groundswell.inference.pooling import Pooled
from groundswell.inference.table import Draws
from groundswell.running import Run
from groundswell.scoring.predictive import Predictive, errors
from groundswell.scoring.rules import crps
from groundswell.scoring.samples import OfRuns
from groundswell.scoring.score import Score, score
from groundswell.scoring.summary import ALL_COUNTS, Group, group
from groundswell.types import Floats

ARMS = ("neutral prior", "pooled from the others", "own posterior, in sample")
_ERRORS = 21  # normal errors by which each draw of a target's figure is widened
_ENDS = np.array([0.05, 0.25, 0.75, 0.95])
_BOUNDS = ("at least", "at most")
_COLUMNS = ("series", "date", "until", "region", "place", "value", "low", "high", "kind", "source")


@dataclass(frozen=True)
class Held:
    """A target's predictive distribution on its own scale: 5, 25, 75 and 95 % points, its CRPS there, its value."""

    target: Target
    ends: tuple[float, float, float, float]
    crps: float
    z: float

    def inside(self, level: int) -> bool:
        """Tell whether the 50 or 90 % interval holds the published value; of a bound, whether it reaches beyond it."""
        low, high = (self.ends[1], self.ends[2]) if level == 50 else (self.ends[0], self.ends[3])
        return (self.target.kind == "at least" or low <= self.z) and (self.target.kind == "at most" or self.z <= high)


@dataclass(frozen=True)
class Line:
    """One prediction of one case: its targets, and its observed rows scored beside the baselines."""

    case: str
    arm: str
    ess: float
    held: tuple[Held, ...]
    score: Score | None  # None: no observed row can be answered

    def coverage(self, level: int) -> float:
        """Share of the targets that are no bound whose 50 or 90 % interval holds the published value; NaN of none."""
        exact = self.exact
        return sum(each.inside(level) for each in exact) / len(exact) if exact else float("nan")

    @property
    def exact(self) -> tuple[Held, ...]:
        """The targets that are no bound."""
        return tuple(each for each in self.held if each.target.kind not in _BOUNDS)

    @cached_property
    def counts(self) -> Group | None:
        """The scores of all observed counts together; None if none can be answered."""
        rows = [each for each in self.score.rows if each.ask.scale.log] if self.score else []
        return group(ALL_COUNTS, "", "people", rows) if rows else None

    @property
    def crps(self) -> float:
        """Mean CRPS of the targets on their own scales: of log counts and log odds."""
        return float(np.mean([each.crps for each in self.held])) if self.held else float("nan")


def lines(own: Case, prior: Mapping[str, Pooled], draws: int) -> list[Line]:
    """Return the three predictions of a case; draws of the pooled prior are run, all others have been."""
    table = own.table
    moved = Moved(table.prior.scenario, table.prior.coordinates, prior)
    units = moved.units(range(draws // 2), table.final.seed)
    table.planned += len(units)
    again = table.run("pooled", units, last=True, fresh=False)
    even = (np.full(len(each.units), 1.0 / len(each.units)) for each in (own.draws, again))
    drawn = (own.draws, again, own.draws)
    weights = (*even, own.weights)
    return [_line(own, arm, made, w) for arm, made, w in zip(ARMS, drawn, weights, strict=True)]


def _line(own: Case, arm: str, made: Draws, weights: Floats) -> Line:
    table = own.table
    held = tuple(_held(own, target, made.figures[:, at], weights)
                 for at, target in enumerate(table.targets) if not table.left_out(target))  # fmt: skip
    rows = [_row(each) for each in table.final.case.evidence.observations]
    found = None
    kept = [at for at in range(len(weights)) if weights[at] > 0.0 and store.has(table.folder / "store", made.keys[at])]
    if rows and kept:
        samples = OfRuns([_run(own, made, at) for at in kept], weights[kept], (DISCREPANCY["log"],
                         DISCREPANCY["logit"]))  # fmt: skip
        found = _scored(samples, rows)
    return Line(own.name, arm, float(1.0 / np.sum(weights**2)), held, found)


def _scored(samples: OfRuns, rows: list[dict[str, Any]]) -> Score | None:
    try:
        return score(samples, rows)
    except InputError:  # no row can be answered: a case's observations may be of other series or days
        return None


def _run(own: Case, made: Draws, at: int) -> Run:
    job = own.table.job(own.table.final, made.units[at], made.seeds[at])
    return store.read(own.table.folder / "store", made.keys[at], job.variants).runs[BASE]


def _row(each: Observation) -> dict[str, Any]:
    return {name: getattr(each, name) for name in _COLUMNS}


def _held(own: Case, target: Target, figures: Floats, weights: Floats) -> Held:
    weight = own.table.goals(True).weight
    known = ~np.isnan(figures) & (weights > 0.0)
    p = weights[known] / weights[known].sum()
    sd = error_sd(target, weight)
    z = scale(target, figures[known], weight)[:, None] + sd * errors(_ERRORS)[None, :]
    pred = Predictive(z, p, float(1.0 / np.sum(p * p)), 0.0)
    value = float(scale(target, target.value, weight))
    side = target.kind if target.kind in _BOUNDS else ""
    low, quarter, three, high = pred.quantiles(_ENDS).tolist()
    return Held(target, (low, quarter, three, high), crps(pred.clipped(side, value), value), value)
