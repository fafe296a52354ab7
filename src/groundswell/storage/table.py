"""Daily counts as a long table, and the same spread out: a row a day and region, a column a measure.

Long: day (0 = the announcement), date, region (ISO 3166-2, or the country's code for the nation), measure, value. The
nation is the sum of its regions for counts and their population-weighted mean for shares.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from groundswell.errors import InputError
from groundswell.process.count import Tally, nation
from groundswell.storage.arrow import Table, compute, pa, parquet
from groundswell.types import Regions

SCHEMA: Any = pa.schema(
    [
        ("day", pa.int32()),
        ("date", pa.date32()),
        ("region", pa.string()),
        ("measure", pa.string()),
        ("value", pa.float64()),
    ]
)


def daily_table(tallies: Sequence[Tally], regions: Regions, country: str, start: date) -> Table:
    """Return the long table of a run, by day, measure and region, the nation after its regions."""
    parts = [_day(tally, regions, country, start) for tally in tallies]
    return pa.concat_tables(parts) if parts else SCHEMA.empty_table()


def _day(tally: Tally, regions: Regions, country: str, start: date) -> Table:
    values: list[np.ndarray[Any, Any]] = []
    places: list[str] = []
    measures: list[str] = []
    for name, counts in tally.regional.items():
        values += [counts, np.array([nation(name, counts, regions)])]
        places += [*regions.codes, country]
        measures += [name] * (len(counts) + 1)
    values.append(np.array(list(tally.national.values())))
    places += [country] * len(tally.national)
    measures += list(tally.national)
    rows = len(places)
    today = start + timedelta(days=tally.day)
    columns = [np.full(rows, tally.day), [today] * rows, places, measures, np.concatenate(values)]
    return pa.table(dict(zip(SCHEMA.names, columns, strict=True)), schema=SCHEMA)


def read(counts: Table | Path, region: str | None = None) -> Table:
    """Return a long table, or the one that a file holds: all of it, or the rows of a region or the nation.

    Raises InputError when the file has gone.
    """
    if not isinstance(counts, Path):
        return counts if region is None else counts.filter(compute.equal(counts["region"], region))
    try:
        return parquet.read_table(counts, filters=region and [("region", "=", region)]).cast(SCHEMA)
    except FileNotFoundError:
        raise InputError("the run's counts have gone", place=str(counts), remedy="run it again") from None


def nation_table(national: Table) -> Table:
    """Return the nation's measures from its rows: day, date, then a column a measure."""
    return _spread(national, ["day", "date"])


def regions_table(daily: Table, country: str) -> Table:
    """Return the regions' measures: day, date, region, then a column a measure; the nation is left out."""
    return _spread(daily.filter(compute.not_equal(daily["region"], country)), ["day", "date", "region"])


def _spread(long: Table, keys: list[str]) -> Table:
    """Turn measures into columns; rows keep their order by day and region."""
    measures: list[str] = compute.unique(long["measure"]).to_pylist()
    parts = {name: long.filter(compute.equal(long["measure"], name)) for name in measures}
    first = parts[measures[0]] if measures else long
    columns = {key: first[key] for key in keys} | {name: part["value"] for name, part in parts.items()}
    return pa.table(columns)


def series(daily: Table, region: str, measure: str) -> np.ndarray[Any, Any]:
    """Return one measure of one region (or of the nation), a value a day (days,).

    Raises ValueError for a measure or region that the table does not hold.
    """
    chosen = daily.filter(
        compute.and_(compute.equal(daily["region"], region), compute.equal(daily["measure"], measure))
    )
    if len(daily) and not len(chosen):
        known = compute.unique(daily["measure"]).to_pylist()
        raise ValueError(f"no measure '{measure}' of region '{region}'; regions are ISO 3166-2 codes, measures {known}")
    return chosen["value"].to_numpy()
