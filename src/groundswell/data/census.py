"""The regional tables merged: who lives where, with 85 regions in one order.

The code of a region is the ISO 3166-2 code that the town list uses (RU-..., and UA-40, UA-43 for the two disputed units
that the statistical office includes); regions are sorted by it. Units as the source publishes them: no view on
sovereignty.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from groundswell.data.quotas import published_ratio
from groundswell.data.tables import Table, read_csv
from groundswell.errors import InputError

Array = TypeVar("Array", bound=NDArray[Any])
BANDS = tuple(range(0, 85, 5))  # first age of each five-year band; the last is 80 and over
SEXES = ("male", "female")


@dataclass(frozen=True)
class Towns:
    """Listed towns on 1 January 2020, by region and then by size, largest first; arrays are (towns,) and read-only."""

    name: tuple[str, ...]  # in Russian
    region: NDArray[np.int64]  # index into Census.codes
    population: NDArray[np.int64]  # persons; a region's towns never hold more people than the region
    lat: NDArray[np.float64]  # degrees north
    lon: NDArray[np.float64]  # degrees east


@dataclass(frozen=True)
class Census:
    """People on 1 January 2019 and what else is known of a region; arrays are read-only and begin with (regions,)."""

    codes: tuple[str, ...]  # ISO 3166-2, sorted
    names_en: tuple[str, ...]
    names_ru: tuple[str, ...]
    district: tuple[str, ...]  # federal district, in English
    population: NDArray[np.int64]  # (85,) persons
    age_sex: NDArray[np.int64]  # (85, 2, 17) persons, by sex (male, female) and five-year band (BANDS)
    income: NDArray[np.float64]  # (85,) mean income, roubles a month
    subsistence: NDArray[np.float64]  # (85,) subsistence level, roubles a month
    unemployment: NDArray[np.float64]  # (85,) percent of the labour force
    deaths_before: NDArray[np.float64]  # (85,) confirmed deaths before 21 September 2022 per 100,000 men of 16 to 61.5
    quota_ratio: NDArray[np.float64]  # (85,) published share of the reserve called over the nation's, NaN: none found
    towns: Towns
    scaled: tuple[str, ...]  # codes of regions whose towns were scaled down to the region's population

    @property
    def covariates(self) -> dict[str, NDArray[np.float64]]:
        """What is known of the regions beside their people (85,), by name; NaN where not known."""
        names = ("income", "subsistence", "unemployment", "deaths_before", "quota_ratio")
        return {name: getattr(self, name) for name in names}

    def index(self, code: str) -> int:
        """Return the place of a region in every array. Raises ValueError for an unknown code."""
        return self.codes.index(code)


@cache
def load() -> Census:
    """Return the census of the flagship's society. Raises InputError if the shipped tables contradict each other."""
    names = read_csv("regions/region_names.csv")
    codes = tuple(names.text("code"))
    if list(codes) != sorted(set(codes)):
        raise InputError("codes repeat or are out of order", place=names.origin.name, remedy="sort by code, each once")
    age_sex = _age_sex(names.text("rosstat_name"))
    population = age_sex.sum(axis=(1, 2))
    towns, scaled = _towns(codes, population)
    economy, deaths = read_csv("regions/region_socioeconomic.csv"), read_csv("fatalities/region_totals_rates.csv")
    return Census(
        codes=codes,
        names_en=tuple(names.text("name_en")),
        names_ru=tuple(names.text("name_ru")),
        district=tuple(names.text("district")),
        population=_fixed(population),
        age_sex=_fixed(age_sex),
        income=_by_region(economy, "meanIncome", codes),
        subsistence=_by_region(economy, "subsistenceLevel", codes),
        unemployment=_by_region(economy, "unemploymentRate", codes),
        deaths_before=_by_region(deaths, "rate_per_100k_men_before_mobilisation", codes),
        quota_ratio=_fixed(published_ratio(names.text("name_en"))),
        towns=towns,
        scaled=scaled,
    )


def _fixed(array: Array) -> Array:
    array.setflags(write=False)
    return array


def _age_sex(rosstat_names: list[str]) -> NDArray[np.int64]:
    """Return persons (regions, sexes, bands) and check them against the file's own sums over ages and sexes."""
    table = read_csv("regions/age_sex_by_region_2019.csv")
    bands = np.stack([table.integers(f"age_{age}") for age in BANDS], axis=1)
    row = {key: i for i, key in enumerate(zip(table.text("region"), table.text("gender"), strict=True))}
    wanted = [[row.get((name, sex), -1) for sex in (*SEXES, "all")] for name in rosstat_names]
    place = table.origin.name
    if len(row) != len(table) or sorted(np.ravel(wanted)) != list(range(len(table))):
        remedy = "each region of region_names.csv needs one row each for male, female and all"
        raise InputError("regions repeat, are missing or unknown", place=place, remedy=remedy)
    both = bands[np.array(wanted)]
    if (both[:, 0] + both[:, 1] != both[:, 2]).any() or (bands.sum(axis=1) != table.integers("total")).any():
        raise InputError("ages or sexes do not add up", place=place, remedy="take the file as published")
    return np.ascontiguousarray(both[:, :2])


def _by_region(table: Table, column: str, codes: tuple[str, ...]) -> NDArray[np.float64]:
    """Return a column in the order of `codes`; these files write RU-MOW as MOW."""
    own = [code if code.startswith("UA-") else f"RU-{code}" for code in table.text("regNameISO")]
    if sorted(own) != list(codes):
        differ = sorted(set(own) ^ set(codes))
        remedy = "each region needs one row"
        raise InputError(f"regions repeat, are missing or unknown: {differ}", place=table.origin.name, remedy=remedy)
    return _fixed(table.numbers(column)[np.argsort(np.array(own))])


def _towns(codes: tuple[str, ...], population: NDArray[np.int64]) -> tuple[Towns, tuple[str, ...]]:
    """Return the towns, and the regions in which they had to be scaled down to the region's population."""
    table = read_csv("regions/cities_2020.csv")
    index = {code: i for i, code in enumerate(codes)}
    own = table.text("region_iso_code")
    unknown = sorted(set(own) - set(index))
    if unknown:
        remedy = "use those of region_names.csv"
        raise InputError(f"unknown region codes {unknown}", place=table.origin.name, remedy=remedy)
    region = np.array([index[code] for code in own])
    persons = np.rint(table.numbers("population_thousand_2020") * 1000).astype(np.int64)
    order = [int(i) for i in np.lexsort((-persons, region))]
    region, persons = region[order], persons[order]
    urban = np.zeros_like(population)
    np.add.at(urban, region, persons)
    excess = urban > population
    fits = np.where(excess[region], persons * population[region] // urban[region], persons)
    names = table.text("city")
    towns = Towns(
        name=tuple(names[i] for i in order),
        region=_fixed(region),
        population=_fixed(fits),
        lat=_fixed(table.numbers("lat")[order]),
        lon=_fixed(table.numbers("lon")[order]),
    )
    return towns, tuple(code for code, over in zip(codes, excess, strict=True) if over)
