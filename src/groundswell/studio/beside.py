"""A run beside an observed table: a chart a series and place, and how it scores beside the baselines."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from groundswell.report.counts import dates
from groundswell.running import Run
from groundswell.scoring.baselines import NAMES as BASELINES
from groundswell.scoring.format_score import METHOD, coverage, leading, number, verdict
from groundswell.scoring.score import Scored, reasons
from groundswell.scoring.summary import Group, groups

_CHARTS = 24  # at most, those with most rows first
_COLOUR = "#0072B2"


def beside(run: Run, table: Path) -> dict[str, Any]:
    """Return charts and scores of a run against a table. Raises InputError when no row can be scored."""
    found = run.score(table)
    by_place = dict[tuple[str, str, str], list[Scored]]()
    for each in found.rows:
        by_place.setdefault((each.row.series, each.row.region, each.row.place), []).append(each)
    places = sorted(by_place.items(), key=lambda item: -len(item[1]))
    return {
        "dates": dates(run), "days": run.days, "charts": [_chart(run, at, rows) for at, rows in places[:_CHARTS]],
        "more": max(len(places) - _CHARTS, 0), "scored": len(found.rows), "of": len(found.observed.rows),
        "table": [_row(group) for group in groups(found)], "baselines": list(BASELINES), "method": METHOD,
        "unscored": reasons(found.unscored), "notes": list(found.notes),
    }  # fmt: skip


def _chart(run: Run, at: tuple[str, str, str], rows: Sequence[Scored]) -> dict[str, Any]:
    """Return a chart of one series at one place: the prediction with its 90 % interval, and what was seen."""
    series, region, place = at
    where = ", ".join(filter(None, [run.scenario.case.population.name(region) if region else "the nation", place]))
    line, low, high = (np.full(run.days, np.nan) for _ in range(3))
    for each in rows:
        own = slice(each.ask.first if not each.ask.so_far else each.ask.last, each.ask.last + 1)
        line[own], low[own], high[own] = each.quantiles[2], each.quantiles[0], each.quantiles[4]
    if len(rows) < run.days:  # a band between days that no row is of would be invented
        low, high = np.full(run.days, np.nan), np.full(run.days, np.nan)
    points = [{"date": e.row.last, "value": e.row.value, "low": e.row.low, "high": e.row.high} for e in rows]
    daily = all(e.row.first == e.row.last and not e.ask.so_far for e in rows) and not place
    return {
        "title": f"{series}: {where}", "unit": "share" if rows[0].ask.measured == "share" else "persons",
        "share": rows[0].ask.measured == "share", "colour": _COLOUR, "points": points,
        "line": run.series(series, region or None) if daily and series in run.counts.at else line,
        "low": low, "high": high,
        "note": f"line: the run{'' if daily else ' over the days of each row'}; black: your table",
    }  # fmt: skip


def _row(group: Group) -> dict[str, Any]:
    known = {s.baseline for s in group.skills}
    return {
        "name": group.name, "rows": group.rows, "unit": group.unit, "crps": number(group.means.get("crps")),
        "in50": coverage(group.coverage[0]) if group.coverage else "-",
        "in90": coverage(group.coverage[1]) if group.coverage else "-",
        "beside": {name: verdict(leading(group, name)) for name in BASELINES if name in known},
    }  # fmt: skip
