"""The population of a country in a year, put together from the tables: whole persons that add up."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.world.assumptions import Assumption, counted, some
from groundswell.world.nation import NOW, nation
from groundswell.world.regions import Regions, neighbours, regions, whole_persons
from groundswell.world.tables import Country, countries, country, outlines, pick, rows_of
from groundswell.world.towns import Towns, towns

_NEUTRAL_HOUSEHOLD = 3.6  # persons: the median over the countries of the table, where a subregion has none
_HOUSEHOLDS = (1.2, 6.0)  # what the engine takes: it forms households of at most 8 persons
_ERROR = 0.1  # of a published mean household size: the share by which its range reaches to both sides


@dataclass(frozen=True)
class Households:
    """Mean household size: value, range, status and source."""

    mean: float
    prior: tuple[float, float]
    status: str
    source: str


@dataclass(frozen=True)
class Population:
    """What a case's tables will hold; arrays are (R,) or (T,), persons are whole."""

    country: Country
    year: int
    age_sex: NDArray[np.int64]  # (2, 17) of the nation
    regions: Regions
    persons: NDArray[np.int64]  # (R,)
    towns: Towns
    in_town: NDArray[np.int64]  # (T,) persons
    capital: int  # row of the region that holds the largest town, or else most people
    households: Households
    outlines: list[dict[str, object]]
    spellings: list[tuple[str, str]]  # code, another name
    assumptions: list[Assumption]

    @property
    def total(self) -> int:
        """Persons of the nation."""
        return int(self.age_sex.sum())

    @property
    def adults(self) -> int:
        """Persons of 20 and over, and two fifths of those of 15 to 19."""
        return int(self.age_sex[:, 4:].sum() + 0.4 * self.age_sex[:, 3].sum())


def build(iso3: str, year: int = NOW) -> Population:
    """Return the population of a country in a year. Raises InputError for an unknown country or another year."""
    own = country(iso3)
    then, now = nation(iso3, year), int(nation(iso3, NOW).age_sex.sum())
    total = int(then.age_sex.sum())
    found, of_regions = regions(own, now, year, total)
    listed, found, of_towns = towns(own, found, neighbours(iso3, found))
    persons = whole_persons(found.persons, total)
    in_town = _whole(listed, total / now, persons)
    listed, in_town = listed.take(np.flatnonzero(in_town > 0)), in_town[in_town > 0]
    households, of_households = _households(own, year)
    shapes, of_shapes = _outlines(iso3, found)
    capital = int(listed.region[in_town.argmax()]) if len(listed) else int(persons.argmax())
    return Population(own, year, then.age_sex, found, persons, listed, in_town, capital, households, shapes,
                      _spellings(iso3, found),
                      [*then.assumptions, _same_ages(), *of_regions, *of_towns, _heard(found, capital, listed, in_town),
                       of_households, of_shapes])  # fmt: skip


def _whole(listed: Towns, growth: float, persons: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return whole persons of each town in the year, no more in a region's towns than in the region."""
    found = np.floor(listed.persons * growth).astype(np.int64)
    over = np.bincount(listed.region, found, minlength=len(persons)).astype(np.int64) - persons
    for r in np.flatnonzero(over > 0).tolist():  # a region's people were rounded down below its towns'
        rows = np.flatnonzero(listed.region == r)
        found[rows[found[rows].argmax()]] -= over[r]
    return found


def _same_ages() -> Assumption:
    return Assumption("people", "Every region has the nation's shares of ages and sexes.")


def _heard(found: Regions, capital: int, listed: Towns, in_town: NDArray[np.int64]) -> Assumption:
    what = f"the largest town ({listed.name[int(in_town.argmax())]})" if len(listed) else "most people"
    text = f"{found.name[capital]}, which holds {what}, is the region that monitors hear best (capital = 1)."
    return Assumption("regions", text)


def _households(own: Country, year: int) -> tuple[Households, Assumption]:
    """Return the mean household size of a country, or of its part of the world where the table has none."""
    low, high = _HOUSEHOLDS
    if own.household_mean is not None:
        mean, source = own.household_mean, f"UN DESA 2019: {own.household_mean:g} persons"
        prior, status = (mean * (1 - _ERROR), mean * (1 + _ERROR)), "measured"
        text = f"""Mean household size is {mean:g} persons (UN DESA 2019), of a census or survey before 2019, whatever \
the year of the case ({year}); a tenth to both sides is assumed as its range."""
    else:
        sizes = [float(s) for s in _of_subregion(own.subregion)]
        status, where = (
            "assumed",
            f"the {counted(len(sizes), 'country', 'countries')} of its subregion (M49 {own.subregion})",
        )
        mean = round(float(np.median(sizes)), 3) if sizes else _NEUTRAL_HOUSEHOLD
        prior = (min(sizes), max(sizes)) if len(sizes) > 1 else (mean * (1 - 2 * _ERROR), mean * (1 + 2 * _ERROR))
        source = f"no figure of {own.name}: median of {where} in UN DESA 2019"
        text = f"The table has no mean household size of {own.name}: {mean:g} persons, the median of {where}."
    if mean > high or prior[1] > high:
        what = "mean and range are" if mean > high else "the range is"
        text += f" The engine forms households of at most 8 persons and takes means up to {high:g}: {what} cut there."
        status = "assumed" if mean > high else status
        source += f", cut at {high:g}" if mean > high else ""
    cut = (round(min(max(prior[0], low), high), 3), round(min(prior[1], high), 3))
    if cut[0] >= cut[1]:
        cut = (round(high * (1 - 2 * _ERROR), 3), high)
    return Households(min(mean, high), cut, status, source), Assumption("households", text)


def _of_subregion(subregion: str) -> list[float]:
    return [c.household_mean for c in countries().values() if c.subregion == subregion and c.household_mean is not None]


def _outlines(iso3: str, found: Regions) -> tuple[list[dict[str, object]], Assumption]:
    """Return the outlines of the case's regions."""
    shapes = [shape for shape in outlines(iso3) if shape["properties"]["code"] in found.code]
    missing = set(found.code) - {shape["properties"]["code"] for shape in shapes}
    if not shapes:
        text = (
            "No outlines come along for this country: the map draws its towns alone. Add population/outlines.geojson."
        )
    elif missing:
        names = some([name for code, name in zip(found.code, found.name, strict=True) if code in missing])
        text = f"Outlines of {len(shapes)} of {len(found.code)} regions (OpenStreetMap); none of {names}."
    else:
        text = "Outlines of all regions are those of OpenStreetMap in 2020, simplified: for maps only."
    return shapes, Assumption("map", text)


def _spellings(iso3: str, found: Regions) -> list[tuple[str, str]]:
    """Return other names of regions that are of one region only."""
    code = dict(zip(found.node, found.code, strict=True))
    own = {name.casefold() for name in (*found.name, *found.name_local)}
    if iso3 not in rows_of("spellings.csv"):
        return []
    pairs = zip(pick("spellings.csv", "node", iso3), pick("spellings.csv", "spelling", iso3), strict=True)
    return [(code[node], name) for node, name in pairs if node in code and name.casefold() not in own]
