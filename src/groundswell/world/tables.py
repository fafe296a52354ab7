"""The tables that come along: countries, regions, towns and ages of the world, and whom to cite for them."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.errors import InputError, closest, nearest, shown
from groundswell.inputs.tables import Table, read_table
from groundswell.textfile import read_text

FOLDER = Path(__file__).parent
BANDS = tuple(range(0, 85, 5))  # first age of each five-year band; the last is 80 and over
SEXES = ("male", "female")
SMALLEST_TOWN = 15_000  # persons: smaller places are listed only where they are seats of government


@dataclass(frozen=True)
class Country:
    """One of the countries for which a case can be made."""

    iso3: str  # ISO 3166-1 alpha-3
    iso2: str
    name: str
    subregion: str  # M49 code of the United Nations' subregion
    household_mean: float | None  # persons a household; None where the table has none
    urban: float | None  # percent of its people in urban areas as it defines them, 2020


@cache
def sources() -> Mapping[str, Mapping[str, Any]]:
    """Return each source's title, citation, licence, caveats and files with the kinds of their columns, by name."""
    return tomllib.loads(read_text(FOLDER / "sources.toml"))


@cache
def table(name: str) -> Table:
    """Return a table of the folder `tables`, every cell checked."""
    kinds = next(s["files"][name]["columns"] for s in sources().values() if name in s.get("files", {}))
    return read_table(FOLDER / "tables" / name, kinds)


@cache
def rows_of(name: str, column: str = "iso3") -> Mapping[str, NDArray[np.int64]]:
    """Return the rows of a table by the values of one of its columns."""
    values = np.array(table(name).text(column))
    order = np.argsort(values, kind="stable")
    keys, starts = np.unique(values[order], return_index=True)
    return {str(key): rows for key, rows in zip(keys, np.split(order, starts[1:]), strict=True)}


def pick(name: str, column: str, iso3: str) -> list[Any]:
    """Return a column of a table for one country, in the order of the file; empty cells are None."""
    cells = table(name).columns[column]
    return [cells[row] for row in rows_of(name).get(iso3, np.empty(0, np.int64)).tolist()]


@cache
def countries() -> Mapping[str, Country]:
    """Return the countries for which a case can be made, by ISO 3166-1 alpha-3 code."""
    found = table("countries.csv").columns
    columns = (found[name] for name in ("iso3", "iso2", "name", "subregion", "household_mean", "urban_percent"))
    return {
        str(iso3): Country(str(iso3), str(iso2), str(name), str(part), _number(size), _number(urban))
        for iso3, iso2, name, part, size, urban in zip(*columns, strict=True)
    }


def _number(cell: str | float | None) -> float | None:
    return None if cell is None else float(cell)


def country(iso3: str) -> Country:
    """Return a country by its alpha-3 code. Raises InputError, which suggests a code for a name or an alpha-2 code."""
    known = countries()
    if iso3 in known:
        return known[iso3]
    other = {iso3.upper(): iso3 for iso3 in known}
    for c in known.values():
        other |= {c.iso2.upper(): c.iso3, c.name.upper(): c.iso3, c.name.split(",")[0].upper(): c.iso3}
    meant = other.get(iso3.strip().upper())
    if meant is None and len(iso3) > 3 and (like := closest(iso3.upper(), [name for name in other if len(name) > 3])):
        meant = other[like]
    if meant is not None:
        remedy = f"did you mean {meant} ({known[meant].name})?"
    else:
        remedy = f"give the alpha-3 code of ISO 3166-1; {nearest(iso3.upper(), known)}"
    problem = f"no country {shown(iso3)} in the tables"
    raise InputError(problem, place="country", remedy=remedy, value=iso3, allowed="an ISO 3166-1 alpha-3 code")


def outlines(iso3: str) -> list[dict[str, Any]]:
    """Return the GeoJSON features of a country's regions; none where no outlines come along."""
    file = FOLDER / "outlines" / f"{iso3}.geojson"
    return json.loads(read_text(file))["features"] if file.exists() else []
