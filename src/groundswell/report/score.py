"""score.html: how a result agrees with what was observed, and whether it beats three baselines; CSVs beside it."""

from importlib.metadata import version
from pathlib import Path
from typing import Any

from groundswell.extras import need
from groundswell.files import as_input_errors, refuse_foreign, write_text
from groundswell.report import limits
from groundswell.report import score_charts as charts
from groundswell.report.figures import Figure, draw, write_csv
from groundswell.report.into_folder import into_folder
from groundswell.report.origin import Origin, of_scenario
from groundswell.report.page import template
from groundswell.resolution import sentence
from groundswell.running.ledger import OUTSIDE
from groundswell.scoring.format_score import (
    HEADS,
    METHOD,
    by_rank,
    coverage,
    divergence,
    leading,
    number,
    period,
    ratio,
    row_values,
    verdict,
)
from groundswell.scoring.score import Score, Scored, reasons
from groundswell.scoring.summary import Group, groups

_MOST_SERIES, _MOST_REGIONS, _MOST_PERIODS = 12, 14, 4
_BINS, _FEWEST = 10, 20  # of the histogram; rows from which it is drawn
_NEVER = (
    "Not a good score as proof that the model is right: other models may score as well, and rows of one episode are "
    "not independent.",
    "Not a score over rows that parameters were fitted to as a test: what was fitted agrees by construction.",
)


@into_folder
def write_score_report(score: Score, folder: Path) -> Path:
    """Write score.html, limits.html, scores.csv, figures/*.svg and *.csv into `folder` and return the page.

    Raises InputError if it cannot be written, or if a link leads out of the folder.
    """
    need("report")
    refuse_foreign(*(folder / name for name in ("score.html", "limits.html", "scores.csv", "figures")))
    with as_input_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        return _write(score, folder)


def _write(score: Score, folder: Path) -> Path:
    into, found = folder / "figures", groups(score)
    many = f"{score.samples} samples" if score.samples > 1 else "one run"
    origin = of_scenario(score.scenario, score.seeds, f"{many} against {score.observed.name}")
    columns = origin.columns("observed values, predictions and scores", "as each series and score says")
    write_csv(folder / "scores.csv", [row_values(score, each) for each in score.rows], columns)
    page = template("score.html").render(
        score=score, many=many, coverage=[_covered(g) for g in found], heads=HEADS,
        means=[(g.name, g.unit, [number(g.means.get(rule)) for rule in HEADS]) for g in found],
        skills=_skills(found), series=_series(score, into, origin), ranks=_ranks(score, into, origin),
        chart=_coverage(found, into, origin), regional=_regional(score, into, origin), reasons=reasons(score.unscored),
        method=METHOD, banner=origin.notice, outside=OUTSIDE, scale=sentence(origin.weight), origin=origin,
        version=version("groundswell"),
    )  # fmt: skip
    title = f"Score: {score.scenario.title or score.scenario.name}"
    limits.write_limits(folder, title, origin, _quotable(score, found), _NEVER)
    out = folder / "score.html"
    write_text(out, page)
    return out


def _covered(g: Group) -> tuple[str, ...]:
    met = f"{g.met} of {g.bounds}" if g.bounds else "-"
    fifty, ninety = map(coverage, g.coverage or (None, None))
    ranks = map(by_rank, g.coverage or (None, None))
    return g.name, str(g.rows), met, fifty, ninety, *ranks, number(g.relative_difference)


def _skills(found: list[Group]) -> list[tuple[str, str, str, list[str], str]]:
    """Return a line a group and baseline: name, baseline, rows, skills, verdict."""
    lines: list[tuple[str, str, str, list[str], str]] = []
    for g in found:
        for name in dict.fromkeys(s.baseline for s in g.skills):
            own = {s.rule: s for s in g.skills if s.baseline == name}
            values = [number(own[rule].value if rule in own else None) for rule in HEADS]
            lines.append((g.name, name, str(own["crps"].rows), values, verdict(leading(g, name))))
    return lines


def _series(score: Score, folder: Path, origin: Origin) -> list[Figure]:
    """Draw predictions and observed values over time, a chart a series of the nation or of one region."""
    by_place: dict[tuple[str, str, str], list[Scored]] = {}
    for each in score.rows:
        if each.ask.how != "part":
            by_place.setdefault((each.row.series, each.row.region, each.row.place), []).append(each)
    drawn = sorted(by_place.items(), key=lambda item: (bool(item[0][1]), -len(item[1])))
    return [
        _over_time(score, *key, rows, k, folder, origin)
        for k, (key, rows) in enumerate(drawn[:_MOST_SERIES]) if not key[1] or len(rows) > 1
    ]  # fmt: skip


def _over_time(score: Score, series: str, region: str, place: str, rows: list[Scored], number_: int, folder: Path,
               origin: Origin) -> Figure:  # fmt: skip
    share = not rows[0].ask.scale.log
    unit = "share" if share else "people, of the days of each row"
    where = ", ".join(filter(None, (place, region and score.scenario.case.population.name(region))))
    title = f"{series}{f': {where}' if where else ''}"
    shown: list[dict[str, Any]] = []
    for each in rows:
        low90, low50, median, high50, high90 = each.quantiles
        day = each.row.last.isoformat()
        shown.append({"date": day, "what": charts.PREDICTED, "value": median, "low": low90, "high": high90,
                      "low50": low50, "high50": high50})  # fmt: skip
        known = each.row.low is not None and each.row.high is not None
        shown.append({"date": day, "what": charts.BOUND if each.ask.side else charts.OBSERVED, "value": each.row.value,
                      "low": each.row.low if known else None, "high": each.row.high if known else None,
                      "low50": None, "high50": None})  # fmt: skip
    inside = sum(each.inside(90) for each in rows)
    note = "At the last day of each row. Thick: 50\u00a0%, thin: 90\u00a0% of the prediction; thin black: as published."
    alt = f"{title}: {len(rows)} rows, of which the 90 % interval reaches {inside}."
    figure = Figure(f"series-{number_}", title, note, alt, unit)
    return draw(charts.over_time(shown, unit, share), figure, folder, origin)


def _coverage(found: list[Group], folder: Path, origin: Origin) -> Figure | None:
    rows = [
        {"entry": g.name, "what": f"{c.level} % interval", "nominal": c.level, "value": 100.0 * c.share,
         "low": 100.0 * c.low, "high": 100.0 * c.high} for g in found[:_MOST_SERIES] for c in g.coverage
    ]  # fmt: skip
    if not rows:
        return None
    note = "Share of rows, bounds left out, with its 90\u00a0% interval; upright mark: what it should be."
    spoken = "; ".join(f"{r['entry']}, {r['what']}: {r['value']:.0f} %" for r in rows)
    figure = Figure("coverage", "How often intervals hold what was observed", note, spoken, "per cent of rows")
    return draw(charts.coverage(rows, "per cent of rows"), figure, folder, origin)


def _ranks(score: Score, folder: Path, origin: Origin) -> Figure | None:
    """Draw the histogram of ranks (PIT) of all rows that are no bound; None for few."""
    exact = [each for each in score.rows if not each.ask.side]
    if len(exact) < _FEWEST:
        return None
    counts = [sum(each.within(k / _BINS, (k + 1) / _BINS) for each in exact) for k in range(_BINS)]
    rows = [{"low": k / _BINS, "high": (k + 1) / _BINS, "rows": count, "expected": len(exact) / _BINS}
            for k, count in enumerate(counts)]  # fmt: skip
    note = (
        "Level (dashed) if predictions are right; a bowl: too narrow; a hump: too wide; a slope: too low or too high."
    )
    spoken = f"Rows in each tenth: {', '.join(f'{count:.1f}' for count in counts)}."
    figure = Figure("ranks", "Where the observed values lie in their predictions", note, spoken, "rows")
    return draw(charts.ranks(rows, "rows"), figure, folder, origin)


def _regional(score: Score, folder: Path, origin: Origin) -> list[dict[str, Any]]:
    """Return, for the periods with most regions, divergence in words, a chart, and a table of ratios."""
    name = score.scenario.case.population.name
    parts: list[dict[str, Any]] = []
    for k, s in enumerate(sorted(score.regional, key=lambda s: -len(s.places))[:_MOST_PERIODS]):
        places = sorted(s.places, key=lambda p: -p.observed)
        rows = [row for p in places[:_MOST_REGIONS] for row in (
            {"entry": name(p.region), "what": "observed", "value": p.observed, "low": None, "high": None},
            {"entry": name(p.region), "what": "simulated", "value": p.simulated, "low": p.low, "high": p.high},
        )]  # fmt: skip
        title = f"{s.series} by region, {period(score, s)}"
        spoken = "; ".join(
            f"{name(p.region)}: {p.observed:,.0f} observed, {p.simulated:,.0f} simulated" for p in places
        )
        figure = Figure(f"regions-{k}", title, "Simulated with 90\u00a0% interval.", f"{title}. {spoken}.", "people")
        drawn = draw(charts.regional(rows, "people"), figure, folder, origin)
        parts.append({"title": title, "divergence": divergence(s), "figure": drawn,
                      "places": [(name(p.region), number(p.observed), number(p.simulated),
                                  f"{number(p.low)} to {number(p.high)}", ratio(p)) for p in places]})  # fmt: skip
    return parts


def _quotable(score: Score, found: list[Group]) -> list[str]:
    return [
        f"Of {c.rows} observed values of {g.name}, the {c.level} % interval of the simulation holds "
        f"{round(c.share * c.rows)} ({c.share:.0%}, 90 % interval of that share {c.low:.0%} to {c.high:.0%}; "
        f"{score.observed.name})."
        for g in found
        for c in g.coverage
    ]
