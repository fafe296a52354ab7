"""Daily counts as a long table, and the same spread out: a row a day and region, a column a measure.

Long: day (0 = the announcement), date, region (ISO 3166-2, or the country's code for the nation), measure, value. The
nation is the sum of its regions for counts and their population-weighted mean for shares.
"""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from groundswell.errors import InputError
from groundswell.storage.arrow import Table, as_column, as_numbers, compute, pa, parquet, rows_where
from groundswell.storage.counts import Counts

SCHEMA: Any = pa.schema(
    [
        ("day", pa.int32()),
        ("date", pa.date32()),
        ("region", pa.string()),
        ("measure", pa.string()),
        ("value", pa.float64()),
    ]
)


def daily_table(counts: Counts, country: str, start: date) -> Table:
    """Return the long table of counts, by day, measure and region, the nation after its regions.

    Measures of the nation alone come last on each day.
    """
    local, only = ([counts.at[name] for name in names] for names in (counts.regional, counts.national))
    places, days = [*counts.regions, country], len(counts.values)
    values = counts.values
    a_day = np.concatenate([values[:, local].reshape(days, -1), values[:, only, -1]], axis=1)
    rows = a_day.shape[1]
    measures = [*np.repeat(counts.regional, len(places)).tolist(), *counts.national]
    columns = [
        as_column(np.repeat(np.arange(counts.first, counts.first + days), rows)),
        as_column(np.repeat(_dates(counts, start), rows)),
        as_column([*(places * len(local)), *([country] * len(only))] * days),
        as_column(measures * days),
        as_column(a_day.ravel()),
    ]
    return pa.table(dict(zip(SCHEMA.names, columns, strict=True)), schema=SCHEMA)


def nation_table(counts: Counts, start: date) -> Table:
    """Return the nation's measures: day, date, then a column a measure."""
    names = (*counts.regional, *counts.national)
    return _wide(counts, start, 1, {}, {name: counts.series(name) for name in names})


def regions_table(counts: Counts, start: date) -> Table:
    """Return the regions' measures: day, date, region, then a column a measure; the nation is left out."""
    columns = {name: counts.values[:, counts.at[name], :-1].ravel() for name in counts.regional}
    codes = {"region": as_column([*counts.regions] * len(counts.values))}
    return _wide(counts, start, len(counts.regions), codes, columns)


def _wide(counts: Counts, start: date, rows: int, places: dict[str, Any], columns: dict[str, Any]) -> Table:
    days = np.arange(counts.first, counts.first + len(counts.values), dtype=np.int32)
    dates = np.repeat(_dates(counts, start), rows)
    return pa.table({
        "day": as_column(np.repeat(days, rows)), "date": as_column(dates), **places,
        **{name: as_column(values) for name, values in columns.items()},
    })  # fmt: skip


def _dates(counts: Counts, start: date) -> np.ndarray[Any, Any]:
    days = range(counts.first, counts.first + len(counts.values))
    return np.array([start + timedelta(days=day) for day in days], "datetime64[D]")


def read(path: Path, region: str | None = None) -> Table:
    """Return the long table that a file holds: all of it, or the rows of a region or the nation.

    Raises InputError when the file has gone.
    """
    try:
        whole: Table = parquet.ParquetFile(path).read().cast(SCHEMA)
    except FileNotFoundError:
        raise InputError("the run's counts have gone", place=str(path), remedy="run it again") from None
    return rows_where(whole, "region", region) if region else whole


def counts_of(daily: Table, country: str) -> Counts:
    """Return the counts that a long table holds. Raises InputError for one whose days or places have no rows."""
    days = as_numbers(daily["day"])
    first, last = (int(days.min()), int(days.max())) if len(days) else (0, -1)
    columns: list[Any] = [daily["measure"], daily["region"]]
    measure, region = (compute.dictionary_encode(column.combine_chunks()) for column in columns)
    measures, places = measure.dictionary.to_pylist(), region.dictionary.to_pylist()
    regions = [code for code in places if code != country]
    at = np.array([-1 if code == country else regions.index(code) for code in places], int)
    if (last - first + 1) * len(places) > len(daily):  # each day has a row for each place at least
        raise InputError("no table of daily counts", place="day", remedy="run it anew")
    values = np.full((last - first + 1, len(measures), len(regions) + 1), np.nan)
    values[days - first, as_numbers(measure.indices), at[as_numbers(region.indices)]] = as_numbers(daily["value"])
    return Counts(tuple(measures), tuple(regions), values, first)
