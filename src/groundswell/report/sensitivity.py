"""sensitivity.html: which uncertain parameters a claim's effect depends on, each index with its interval."""

from importlib.metadata import version
from pathlib import Path
from typing import Any

from groundswell.files import write_text
from groundswell.report import claim_charts as charts
from groundswell.report import limits, names
from groundswell.report.figures import Figure, draw, write_csv
from groundswell.report.into_folder import into_folder
from groundswell.report.origin import Origin, of_scenario
from groundswell.report.page import template
from groundswell.resolution import sentence
from groundswell.running.ledger import OUTSIDE
from groundswell.scenario.meanings import meaning
from groundswell.verdicts.claim import Claim
from groundswell.verdicts.sensitivity import Index, Indices

_MOST = 12
_METHODS = {
    "morris": ("Morris", "mean size of the effect's change when one parameter is moved", "its sd over the range"),
    "sobol": ("Sobol", "share of the effect's variance by the parameter alone", "share with all its interactions"),
}
_NEVER = (
    "Not as the importance of a cause in the world: an index speaks of the ranges that were varied in this simulation.",
    "Not an index whose interval holds zero as an influence.",
)


@into_folder
def write_sensitivity_report(found: Indices, claim: Claim, folder: Path, pairs: int = 1) -> Path:
    """Write sensitivity.html, limits.html, figures/*.svg and *.csv into `folder` and return the page.

    `pairs`: pairs of runs at each point.
    """
    folder.mkdir(parents=True, exist_ok=True)
    into, scenario = folder / "figures", claim.scenario
    seeds = range(scenario.seed, scenario.seed + pairs)
    origin = of_scenario(scenario, tuple(seeds), f"claim {claim.name}, {found.points} points")
    first = claim.conditions[0]
    method, what, other = _METHODS[found.method]
    rows = [_row(claim, found, i) for i in found.indices]
    page = template("sensitivity.html").render(
        c=claim, f=found, method=method, what=what, other=other, rows=rows, unit=_unit(found),
        figure_=_figure(claim, found, into, origin), second=_second(claim, found), origin=origin, banner=origin.notice,
        outside=OUTSIDE, scale=sentence(origin.weight, pairs), effect=first.outcome.about, arm=first.arm,
        against=first.against, version=version("groundswell"),
    )  # fmt: skip
    columns = origin.columns(f"{method} indices of the effect", _unit(found))
    write_csv(into / "table.csv", _table(claim, found), columns)
    limits.write_limits(folder, f"Sensitivity of {claim.name}: {claim.title}", origin, _quotable(claim, found), _NEVER)
    out = folder / "sensitivity.html"
    write_text(out, page)
    return out


def _unit(found: Indices) -> str:
    return names.unit(found.unit).text if found.method == "morris" else "share of variance"


def _times(found: Indices) -> float:
    return names.unit(found.unit).times if found.method == "morris" else 1.0


def _columns(found: Indices) -> tuple[str, ...]:
    """Return what the picture shows: the sd of Morris is no influence and stands in the table alone."""
    return ("mean change",) if found.method == "morris" else ("alone", "with interactions")


def _ends(of: Index, which: str) -> tuple[float, float]:
    return (of.total, of.total_error) if which == "with interactions" else (of.first, of.first_error)


def _table(claim: Claim, found: Indices) -> list[dict[str, Any]]:
    return [{"parameter": i.key, "meaning": meaning(i.key, claim.scenario), **i._asdict()} for i in found.indices]


def _figure(claim: Claim, found: Indices, folder: Path, origin: Origin) -> Figure:
    """Draw the indices with their intervals, from zero."""
    times = _times(found)
    rows: list[dict[str, Any]] = []
    for i in found.indices[:_MOST]:
        for which in _columns(found):
            middle, error = _ends(i, which)
            rows.append({"entry": meaning(i.key, claim.scenario), "key": i.key, "end": which,
                         "value": middle * times, "low": (middle - error) * times,
                         "high": (middle + error) * times})  # fmt: skip
    title, unit = "What the effect depends on", _unit(found)
    note = f"{_METHODS[found.method][0]} indices with 90 % bootstrap intervals; dashed: no influence."
    spoken = "; ".join(f"{r['entry']}, {r['end']}: {r['value']:.3g} ({r['low']:.3g} to {r['high']:.3g})" for r in rows)
    figure = Figure("indices", title, note, f"{title}. {spoken}.", unit)
    return draw(charts.tornado(rows, unit, _columns(found)), figure, folder, origin)


def _row(claim: Claim, found: Indices, of: Index) -> dict[str, str]:
    times = _times(found)

    def shown(number: float) -> str:
        return (
            names.signed(number * times).removeprefix("+")
            if found.method == "morris"
            else f"{round(number, 3) + 0.0:.3f}"
        )

    def with_error(middle: float, error: float) -> str:
        return f"{shown(middle)} ± {shown(error)}" if middle or error else "none: no point differed"

    sigma = shown(of.total) if found.method == "morris" else with_error(of.total, of.total_error)
    first = with_error(of.first, of.first_error)
    return {"about": meaning(of.key, claim.scenario), "key": of.key, "first": first, "total": sigma}


def _second(claim: Claim, found: Indices) -> list[tuple[str, str]]:
    """Return the pairs of parameters whose joint share is clear of zero, the largest first."""
    clear = {keys: (middle, error) for keys, (middle, error) in found.second.items() if abs(middle) > error}
    order = sorted(clear, key=lambda keys: -clear[keys][0])[:8]
    return [
        (names.listed([meaning(key, claim.scenario) for key in keys]),
         f"{clear[keys][0]:.3f} ± {clear[keys][1]:.3f}")
        for keys in order
    ]  # fmt: skip


def _quotable(claim: Claim, found: Indices) -> list[str]:
    """Return a sentence for each index that is clear of zero."""
    about = claim.conditions[0].outcome.about
    return [
        f"In a simulation of the past, the change in {about} depended on {row['about']}: {_METHODS[found.method][0]} "
        f"index {row['first']} {_unit(found)} (90 % interval, {found.points} points)."
        for i, row in ((i, _row(claim, found, i)) for i in found.indices[:5])
        if i.first - i.first_error > 0.0
    ]
