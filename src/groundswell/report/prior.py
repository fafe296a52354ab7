"""prior.html: what draws of a joint prior make of a scenario, beside what was published; a CSV beside every chart."""

from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from groundswell.files import write_text
from groundswell.inference.format_prior import left_out
from groundswell.inference.prior import Coordinate
from groundswell.inference.prior_predictive import POINTS, PriorPredictive, quantiles
from groundswell.report import limits
from groundswell.report import prior_charts as charts
from groundswell.report.figures import Figure, draw, write_csv
from groundswell.report.into_folder import into_folder
from groundswell.report.numbers import amount, percent, value
from groundswell.report.origin import Origin, of_scenario
from groundswell.report.page import template
from groundswell.resolution import sentence
from groundswell.running.ledger import OUTSIDE

_NEVER = (
    "Not a draw as what was: no evidence weighs the draws, and most of them are of episodes that did not happen.",
    "Not a band as an interval of the model's error: it says what was believed before the published figures were used.",
)


@into_folder
def write_prior_report(found: PriorPredictive, folder: Path) -> Path:
    """Write prior.html, limits.html, figures/*.svg and *.csv into `folder` and return the page."""
    folder.mkdir(parents=True, exist_ok=True)
    into, scenario = folder / "figures", found.scenario
    seeds = [scenario.seed + n for n in found.numbers]
    origin = of_scenario(scenario, seeds, f"{len(found.numbers)} draws of the joint prior, seed {found.seed}")
    figures = [*_street(found, into, origin), *_position(found, into, origin)]
    targets = [_target(found, at) for at in range(len(found.held))]
    coordinates = [_coordinate(c) for c in found.prior.coordinates]
    write_csv(
        into / "draws.csv", found.rows(), origin.columns("draws: observables, parameters, figures", "as declared")
    )
    write_csv(into / "coordinates.csv", coordinates, origin.columns("coordinates of the joint prior", "as declared"))
    write_csv(into / "targets.csv", targets, origin.columns("published figures beside draws", "as published"))
    page = template("prior.html").render(
        scenario=scenario, figures=figures, targets=targets, coordinates=coordinates, origin=origin,
        heads=[percent(q) for q in POINTS], outside=[t["id"] for t in targets if not t["inside"]],
        left_out=left_out(found), clamped=found.clamped, failures=found.failures, draws=len(found.numbers),
        banner=origin.notice, scale=sentence(origin.weight), outside_ledger=OUTSIDE, version=version("groundswell"),
    )  # fmt: skip
    limits.write_limits(folder, f"Prior: {scenario.title or scenario.name}", origin, _quotable(found), _NEVER)
    out = folder / "prior.html"
    write_text(out, page)
    return out


def _street(found: PriorPredictive, into: Path, origin: Origin) -> list[Figure]:
    """Draw turnout on the day that the observable speaks of, and day by day."""
    least, figures = found.weight / 2.0, list[Figure]()
    if (day := found.first_day) is not None:
        turnout = found.street[:, day]
        none, q = float(np.mean(turnout <= 0.0)), quantiles(turnout)
        note = f"{percent(none)} of draws: nobody simulated, drawn at the left end. Nine tenths: "
        note += f"{amount(q[1])} to {amount(q[5])}."
        title = f"In the street on {_date(found, day)}"
        spoken = f"{title}: median {amount(q[3])}, nine tenths of draws {amount(q[1])} to {amount(q[5])} persons."
        chart = charts.histogram(np.maximum(turnout, least), "persons, full size")
        figures.append(draw(chart, Figure("turnout-first-day", title, note, spoken, "draws"), into, origin))
    bands = np.quantile(np.maximum(found.street, least), POINTS[1:-1], axis=0)
    note = f"Line: median of draws; bands: half and nine tenths of them. Nobody is drawn at {amount(least)}."
    most = int(np.argmax(bands[2]))
    spoken = (
        f"Participants a day: the median is largest on {_date(found, most)}, {amount(float(bands[2, most]))} persons."
    )
    figure = Figure("turnout-by-day", "In the street, day by day", note, spoken, "persons, full size")
    figures.append(draw(charts.bands(bands, found.scenario.start, "persons, full size"), figure, into, origin))
    return figures


def _position(found: PriorPredictive, into: Path, origin: Origin) -> list[Figure]:
    """Draw where each published figure lies among the draws."""
    if not found.held:
        return []
    rows = [{"entry": f"{h.target.id} {h.target.about}, {h.target.date:%-d %b}", "below": h.below, "low": POINTS[0],
             "high": POINTS[-1]} for h in found.held]  # fmt: skip
    outside = [h.target.id for h in found.held if not h.inside]
    note = "Line: from the 1 to the 99 % point of the draws. "
    note += f"Beyond it: {', '.join(outside)}." if outside else "No figure lies beyond it."
    figure = Figure("published", "Where published figures lie among the draws", note,
                    f"Share of draws below each published figure. {note}", "share of draws below")  # fmt: skip
    return [draw(charts.positions(rows, "share of draws below the published figure"), figure, into, origin)]


def _target(found: PriorPredictive, at: int) -> dict[str, Any]:
    held = found.held[at]
    t = held.target
    return {
        "id": t.id, "about": t.about, "date": str(t.date), "role": t.role, "published": value(t.value),
        "low": value(t.low), "high": value(t.high), "below": percent(held.below), "inside": held.inside,
        **{f"q{100 * q:02.0f}": value(v) for q, v in zip(POINTS, held.quantiles, strict=True)}, "source": t.source,
    }  # fmt: skip


def _coordinate(c: Coordinate) -> dict[str, Any]:
    meta = c.parameter.meta
    unit = "" if meta.unit == "1" else meta.unit
    ends = "5 and 95 % points" if c.prior.shape == "lognormal" else "ends"
    return {
        "key": c.key, "about": meta.about, "low": value(c.prior.low), "high": value(c.prior.high), "ends": ends,
        "shape": c.prior.shape, "unit": unit, "solves": c.solves, "status": meta.status, "source": meta.source,
    }  # fmt: skip


def _quotable(found: PriorPredictive) -> list[str]:
    if (day := found.first_day) is None:
        return []
    q = quantiles(found.street[:, day])
    return [f"Before any published figure was used, nine tenths of {len(found.numbers)} simulated draws of the "
            f"assumptions had {amount(q[1])} to {amount(q[5])} persons in the street on "
            f"{_date(found, day)}."]  # fmt: skip


def _date(found: PriorPredictive, day: int) -> str:
    return str(np.datetime64(found.scenario.start) + np.timedelta64(day, "D"))
