"""A run for other programs: CSV tables, and regional results as GeoJSON for a map."""

import math
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groundswell.files import as_input_errors, write_whole
from groundswell.process.count import measures
from groundswell.resolution import is_coarse
from groundswell.running.manifest import versions
from groundswell.scenario.card import notice
from groundswell.storage.arrow import Table, csv

if TYPE_CHECKING:
    from groundswell.running.model import Run

_SUMMED, _SHARE = ("flow",), "share"  # kinds of measures: what adds up over days, and what is no count


def write_csv(table: Table, path: Path) -> None:
    """Write a table as CSV, with a header, whole or not at all. Raises InputError when it cannot be written."""
    with as_input_errors(path, remedy="name another file"):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, lambda file: csv.write_csv(table, file))


def geojson(run: "Run", day: int | None = None) -> dict[str, Any]:
    """Return a run's regional results as a GeoJSON FeatureCollection (RFC 7946), a feature a region.

    Properties of a feature: `code`, `name`, `population` and each regional measure: flows are summed over the days,
    stocks, shares and places are those of the last day; with `day`, all are that day's. Counts are full-size persons;
    `coarse` names those that rest on fewer than ten simulated persons. A region without an outline has no geometry. The
    collection's `groundswell` says what was simulated. Raises ValueError for a day that was not run.
    """
    if day is not None and not 0 <= day < run.days:
        raise ValueError(f"day = {day}: the run has days 0 to {run.days - 1}")
    scenario, counts, people = run.scenario, run.counts, run.scenario.case.population
    weight = float(run.manifest["society"]["weight"])
    shapes = {feature["properties"]["code"]: feature["geometry"] for feature in scenario.case.outlines}
    kinds = {name: kind for name, (kind, _) in measures(scenario.observation).items() if name in counts.regional}
    features: list[dict[str, Any]] = []
    for at, code in enumerate(counts.regions):
        values = {name: _value(run, name, kind, at, day) for name, kind in kinds.items()}
        coarse = [n for n, v in values.items() if kinds[n] != _SHARE and v and is_coarse(v, weight)]
        about = {"code": code, "name": people.name(code), "population": int(people.population[people.index(code)])}
        properties = about | values | {"coarse": coarse}
        features.append({"type": "Feature", "id": code, "geometry": shapes.get(code), "properties": properties})
    when = f"days 0 to {run.days - 1}" if day is None else f"day {day}, {scenario.start + timedelta(days=day)}"
    made = {
        "notice": notice(scenario.case), "scenario": scenario.name, "scenario_hash": scenario.hash, "seed": run.seed,
        "person_stands_for": weight, "when": when, "unit": "full-size persons; shares 0 to 1; one run of one seed",
        "made_by": f"groundswell {versions()['groundswell']}",
    }  # fmt: skip
    return {"type": "FeatureCollection", "groundswell": made, "features": features}


def _value(run: "Run", name: str, kind: str, region: int, day: int | None) -> float | None:
    series = run.counts.values[:, run.counts.at[name], region]
    found = float(series.sum() if kind in _SUMMED else series[-1]) if day is None else float(series[day])
    return found if math.isfinite(found) else None
