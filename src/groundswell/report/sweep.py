"""sweep.html: outcomes against each parameter that was varied, and a table of the points; a CSV of every run."""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from groundswell.comparisons import outcomes
from groundswell.comparisons.sweep import Sweep
from groundswell.files import write_text
from groundswell.report import claim_charts as charts
from groundswell.report import limits, names
from groundswell.report.figures import Figure, draw, write_csv
from groundswell.report.into_folder import into_folder
from groundswell.report.numbers import amount, value
from groundswell.report.origin import Origin, of_scenario
from groundswell.report.page import template
from groundswell.resolution import sentence, zero_count_bound
from groundswell.running.ledger import OUTSIDE
from groundswell.scenario import Scenario
from groundswell.scenario.meanings import meaning

_OUTCOMES = ("voice", "exit", "lives")  # drawn; the table of runs has all
_MOST_KEYS, _MOST_POINTS = 6, 60
_NEVER = (
    "Not a point of the sweep as what was: parameters were varied over ranges, and no evidence weighs the points.",
    "Not a slope as an effect: other parameters may have been varied too, and a run differs from another by chance.",
)


@into_folder
def write_sweep_report(found: Sweep, folder: Path) -> Path:
    """Write sweep.html, limits.html, figures/*.svg and *.csv into `folder` and return the page.

    Raises ValueError for a sweep in which no run has a result.
    """
    if not found.rows:
        raise ValueError("no run of the sweep has a result: nothing to report")
    folder.mkdir(parents=True, exist_ok=True)
    into, keys = folder / "figures", list(found.points[0])
    scenario = found.jobs[0].variants[0].scenario
    of = f"{len(found.points)} points of {len(keys)} parameter{'s' if len(keys) > 1 else ''}"
    origin = of_scenario(scenario, found.seeds, of)
    arms = list(dict.fromkeys(str(row["arm"]) for row in found.rows))
    figures = [_figure(found, scenario, key, name, arms, into, origin)
               for key in keys[:_MOST_KEYS] for name in _OUTCOMES]  # fmt: skip
    write_csv(into / "runs.csv", found.rows, origin.columns("totals of each run and arm", "persons, lives, shares"))
    page = template("sweep.html").render(
        scenario=scenario, arms=list(arms), keys=[(k, meaning(k, scenario)) for k in keys],
        figures=figures, points=_points(found, keys, arms, origin.weight), shown=[_heading(name) for name in _OUTCOMES],
        count=len(found.points), most=_MOST_POINTS, seeds=found.seeds, failures=found.failures, runs=len(found.jobs),
        banner=origin.notice, outside=OUTSIDE, scale=sentence(origin.weight), origin=origin,
        version=version("groundswell"),
    )  # fmt: skip
    title = f"Sweep: {scenario.title or scenario.name}"
    limits.write_limits(folder, title, origin, _quotable(found, arms), _NEVER)
    out = folder / "sweep.html"
    write_text(out, page)
    return out


def _heading(name: str) -> str:
    of = outcomes.outcome(name)
    about, unit = of.about, names.unit(of.unit).text
    return about if about.endswith("summed over people") or about.startswith(unit) else f"{about}, {unit}"


def _figure(found: Sweep, scenario: Scenario, key: str, name: str, arms: Sequence[str], folder: Path,
            origin: Origin) -> Figure:  # fmt: skip
    of = outcomes.outcome(name)
    unit = names.unit(of.unit)
    rows = [{"arm": row["arm"], "x": row[key], "y": float(row[name]) * unit.times} for row in found.rows]
    numbers = all(isinstance(row["x"], int | float) and not isinstance(row["x"], bool) for row in rows)
    across = meaning(key, scenario)
    title = of.about.capitalize()
    note = f"Against {across}. A point is a run of one seed; other parameters are where the design has them."
    low, high = min(row["y"] for row in rows), max(row["y"] for row in rows)
    chart = charts.dots(rows if numbers else [{**r, "x": value(r["x"])} for r in rows], across, unit.text,
                        list(arms), numbers)  # fmt: skip
    alt = f"{title}, by {across}. From {low:,.4g} to {high:,.4g} {unit.text}."
    return draw(chart, Figure(f"{name}-{key.replace('.', '-')}", title, note, alt, unit.text), folder, origin)


def _points(found: Sweep, keys: Sequence[str], arms: Sequence[str], weight: float) -> list[dict[str, Any]]:
    """Return a row a point and arm: its values, and each outcome's mean over seeds with lowest and highest."""
    rows: list[dict[str, Any]] = []
    for draw_, point in enumerate(found.points[:_MOST_POINTS]):
        for arm in arms:
            own = [row for row in found.rows if row["draw"] == draw_ and row["arm"] == arm]
            if own:
                means = [mean_over_seeds([float(row[name]) for row in own], name, weight) for name in _OUTCOMES]
                rows.append({"values": [value(point[k]) for k in keys], "arm": arm, "outcomes": means})
    return rows


def mean_over_seeds(values: Sequence[float], name: str, weight: float) -> str:
    """Return the mean over seeds, with lowest and highest if there are several; of none at all, its upper bound."""
    unit = outcomes.outcome(name).unit
    if not any(values) and names.unit(unit).counted:
        return f"none (up to {amount(zero_count_bound(weight, len(values)))}, 95\u00a0%)"
    middle = names.figure(float(np.mean(values)), unit).removeprefix("+")
    if len(values) == 1:
        return middle
    ends = (names.figure(end, unit).removeprefix("+") for end in (min(values), max(values)))
    return "{} ({} to {})".format(middle, *ends)


def _quotable(found: Sweep, arms: Sequence[str]) -> list[str]:
    """Return how far each outcome went over all points and seeds."""
    said: list[str] = []
    for arm in arms:
        for name in _OUTCOMES:
            values = [float(row[name]) for row in found.rows if row["arm"] == arm]
            of = outcomes.outcome(name)
            low, high = (names.figure(end, of.unit).removeprefix("+") for end in (min(values), max(values)))
            said.append(
                f"In a simulation of the past, over {len(found.points)} points and {len(found.seeds)} seed(s), "
                f"{of.about} lay between {low} and {high} {names.unit(of.unit).text} ({arm})."
            )
    return said
