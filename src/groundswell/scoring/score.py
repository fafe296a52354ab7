"""A result against an observed table: each row with its predictive distribution, its scores and those of baselines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np

import groundswell  # the results' own methods that write pages: the one way up
from groundswell.arguments import AnyPath, as_path
from groundswell.case.target_scale import Z90
from groundswell.comparisons.ensemble import Ensemble
from groundswell.errors import InputError
from groundswell.extras import need
from groundswell.inputs.problems import refuse
from groundswell.running import Run
from groundswell.running.targets import missing
from groundswell.scenario import Scenario
from groundswell.scoring import baselines, regions, rules
from groundswell.scoring.asks import Ask, answer, ask, persons_for
from groundswell.scoring.observed import Observed, Row, from_records, read_observed
from groundswell.scoring.predictive import Predictive
from groundswell.scoring.samples import OfRuns, Samples
from groundswell.types import Floats

RULES = ("crps", "crps_log", "wis", "is50", "is90", "log", "ign")
_REACHED = 19  # exchangeable members whose outermost hold 90 % of the others
_EVEN = 1e-9  # ranks that are nearer are one
_SOME = 6  # series and lines that are listed one by one
_LEVELS = np.array([0.05, 0.25, 0.5, 0.75, 0.95])


@dataclass(frozen=True)
class Scored:
    """A row with its predictive quantiles and scores; a rule that does not apply to it is missing from `scores`."""

    ask: Ask
    quantiles: tuple[float, float, float, float, float]  # at 5, 25, 50, 75, 95 %
    ranks: tuple[float, float]  # the part of [0, 1] that the observed value takes up among the samples in order
    scores: Mapping[str, float]
    baselines: Mapping[str, Mapping[str, float]]  # of those that have values enough before the row

    @property
    def row(self) -> Row:
        """The observed row."""
        return self.ask.row

    @property
    def pit(self) -> float:
        """The predicted chance of less than the observed value: the middle of its ranks."""
        return sum(self.ranks) / 2.0

    def within(self, low: float, high: float) -> float:
        """Return which part of the value's ranks lies in a part of [0, 1]."""
        first, last = self.ranks
        if last - first < _EVEN:
            return float(low <= first <= high)
        return max(min(last, high) - max(first, low), 0.0) / (last - first)

    def inside(self, level: int) -> bool:
        """Tell whether the 50 or 90 % interval holds the value; of a bound, whether the interval reaches beyond it."""
        low, high = (self.quantiles[1], self.quantiles[3]) if level == 50 else (self.quantiles[0], self.quantiles[4])
        return (self.ask.side == "at least" or low <= self.row.value) and (
            self.ask.side == "at most" or self.row.value <= high
        )


@dataclass(frozen=True, repr=False)
class Score:
    """How a result agrees with an observed table: rows with scores, rows without one and why, regional shares."""

    scenario: Scenario
    seeds: tuple[int, ...]  # of the runs; of other samples, the scenario's
    samples: int
    size: float  # effective number of samples
    observed: Observed
    rows: tuple[Scored, ...]
    unscored: tuple[tuple[Row, str], ...]
    regional: tuple["regions.Shares", ...]
    notes: tuple[str, ...]

    @cached_property
    def weight(self) -> float:
        """How many people a simulated person stands for."""
        return persons_for(self.scenario)

    def as_dict(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        from groundswell.scoring.format_score import as_dict

        return as_dict(self)

    def report(self, path: AnyPath) -> Path:
        """Write score.html, scores.csv and a CSV beside every chart into a folder; return the page (needs `report`)."""
        need("report")
        return groundswell.write_score_report(self, as_path(path))

    def __str__(self) -> str:
        from groundswell.scoring.format_score import as_text

        return as_text(self)

    def __repr__(self) -> str:
        return f"Score of '{self.scenario.name}': {len(self.rows)} of {len(self.observed.rows)} rows scored"


def score(result: Run | Ensemble | Samples, observed: Any) -> Score:
    """Score a run, an ensemble or weighted samples against an observed table: a CSV file, a data frame, or dicts.

    The table's columns are those of docs/scoring.md. Raises ScenarioError with all cells that are wrong; InputError
    when no row can be scored, with the reasons.
    """
    samples = as_samples(result)
    scenario = samples.scenario
    is_path = isinstance(observed, str) or hasattr(observed, "__fspath__")
    table = read_observed(as_path(observed), scenario.case) if is_path else from_records(observed, scenario.case)
    asks, unscored = _asked(table, samples)
    if not asks:
        raise InputError("no row can be scored", place=table.name, remedy="; ".join(reasons(unscored)) or "give rows")
    past = baselines.predictions(asks)
    weights = np.asarray(samples.weights, float)
    found = tuple(_scored(each, samples, weights, own) for each, own in zip(asks, past, strict=True))
    seeds = tuple(run.seed for run in samples.runs) if isinstance(samples, OfRuns) else (scenario.seed,)
    return Score(scenario, seeds, len(weights), effective(weights), table, found, tuple(unscored),
                 regions.shares(asks, samples, weights), _notes(table, samples, asks))  # fmt: skip


def effective(weights: Floats) -> float:
    """Return the effective number of samples with these weights (Kish 1965)."""
    return float(np.sum(weights) ** 2 / np.sum(weights**2))


def as_samples(result: Run | Ensemble | Samples) -> Samples:
    """Return a result as weighted samples."""
    if isinstance(result, Run):
        return OfRuns([result])
    return OfRuns(list(result.runs.values())) if isinstance(result, Ensemble) else result


def _asked(table: Observed, samples: Samples) -> tuple[list[Ask], list[tuple[Row, str]]]:
    wrong, asks, unscored = list[InputError](), list[Ask](), list[tuple[Row, str]]()
    days = samples.series_samples("participants").shape[1]
    for row in table.rows:
        try:
            found = ask(row, samples.scenario, days)
        except InputError as error:
            wrong.append(error)
            continue
        if isinstance(found, str):
            unscored.append((row, found))
        else:
            asks.append(found)
    refuse(wrong)
    return asks, unscored


def _scored(asked: Ask, samples: Samples, weights: Floats, past: Mapping[str, Predictive]) -> Scored:
    row, scale = asked.row, asked.scale
    error = 0.0
    if not asked.side:
        low, high = (row.value if end is None else end for end in (row.low, row.high))
        error = float(scale.to(high) - scale.to(low)) / (2.0 * Z90)
    stated = samples.discrepancy[0 if scale.log else 1]
    own = answer(asked, samples, weights)[0].dressed(scale, sqrt(error**2 + stated**2))
    quantiles = tuple(own.quantiles(_LEVELS).tolist())
    others = {name: _scores(each.dressed(scale, error), asked) for name, each in past.items()}
    return Scored(asked, quantiles, own.ranks(row.value), _scores(own, asked), others)


def _scores(pred: Predictive, asked: Ask) -> dict[str, float]:
    """Return every rule that applies to a row."""
    value, side = asked.row.value, asked.side
    is50, is90, wis = rules.interval_scores(pred, value, side)
    cut = pred.clipped(side, value)
    found = {"crps": rules.crps(cut, value), "wis": wis, "is50": is50, "is90": is90,
             "log": rules.log_score(pred, value, asked.scale, side)}  # fmt: skip
    if asked.scale.log:
        logs = replace(cut, values=np.log1p(np.maximum(cut.values, 0.0)))
        found |= {"crps_log": rules.crps(logs, float(np.log1p(max(value, 0.0)))),
                  "ign": rules.ignorance(pred, value, side)}  # fmt: skip
    return found


def reasons(unscored: Sequence[tuple[Row, str]]) -> list[str]:
    """Return why rows have no score, each reason once: how many rows, of which series, in which lines."""
    found: dict[str, list[Row]] = {}
    for row, why in unscored:
        found.setdefault(why, []).append(row)
    return [_reason(why, rows) for why, rows in found.items()]


def _reason(why: str, rows: Sequence[Row]) -> str:
    names, lines = list(dict.fromkeys(row.series for row in rows)), [row.where.rpartition(":")[2] for row in rows]
    of = ", ".join(names[:_SOME]) + (f" and {len(names) - _SOME} others" if len(names) > _SOME else "")
    at = ", ".join(lines[:_SOME]) + (" ..." if len(lines) > _SOME else "")
    many = "s" if len(rows) > 1 else ""
    return f"{len(rows)} row{many} of {of}: {why} (line{many} {at})"


def _notes(table: Observed, samples: Samples, asks: Sequence[Ask]) -> tuple[str, ...]:
    """Return what a reader must know: of the table, of the scenario, of what rows share."""
    notes = list(table.notes)
    if reason := missing(samples.scenario, max(each.row.last for each in asks)):
        notes.append(f"Not a test of the model: {reason}.")
    if len(samples.weights) == 1:
        notes.append("One run: its predictive distribution is that of drawing its persons or respondents alone, which "
                     "is too narrow; several seeds, or a posterior, give a wider one.")  # fmt: skip
    elif (size := effective(samples.weights)) < _REACHED:
        most = (size - 1.0) / (size + 1.0)
        notes.append(f"{size:.0f} samples: an interval ends at the outermost of them, which hold {most:.0%} of further "
                     f"ones; from {_REACHED} samples on they hold 90 %.")  # fmt: skip
    keys = [(each.row.series, each.row.region, each.row.place, each.first, each.last) for each in asks]
    if (again := len(keys) - len(set(keys))) > 0:
        notes.append(
            f"{again} row{'s are' if again > 1 else ' is'} of a series, place and days that another row has too: "
            "they are not independent."
        )
    return tuple(notes)
