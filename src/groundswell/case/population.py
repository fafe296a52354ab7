"""Who lives where: the tables of a case's folder `population`, checked against each other."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from groundswell.apportion import apportion
from groundswell.errors import InputError, nearest, shown
from groundswell.inputs.problems import refuse, some
from groundswell.inputs.tables import Table, read_table

Array = TypeVar("Array", bound=NDArray[Any])
BANDS = tuple(range(0, 85, 5))  # first age of each five-year band; the last is 80 and over
SEXES = ("male", "female")
EVERYWHERE = "*"  # in age_sex.csv: the nation's table, whose shares every region gets
_AGES = tuple(f"age_{age}" for age in BANDS)
_REGION = {"code": "text", "name": "text"}
_MAY = {"name_local": "text?", "group": "text?", "population": "count", "capital": "flag",
        "lat": "number?", "lon": "number?"}  # fmt: skip
_MOST = 1e15  # of a covariate
_COVARIATE = "a covariate's name is of lower-case letters, digits and _"


@dataclass(frozen=True)
class Towns:
    """Listed towns, by region and then by size, largest first; arrays are (towns,) and read-only."""

    name: tuple[str, ...]
    region: NDArray[np.int64]  # index into Population.codes
    population: NDArray[np.int64]  # persons; a region's towns never hold more people than the region
    lat: NDArray[np.float64]  # degrees north, NaN where not given
    lon: NDArray[np.float64]  # degrees east, NaN where not given
    call_arrived: NDArray[np.bool_]  # somebody there is known to have taken up the case's calls for protest


@dataclass(frozen=True, eq=False)
class Population:
    """People by region, sex and age, and what else is known of a region; arrays are read-only, (regions,) first.

    One that was read is itself and no other: what depends on it alone can be kept for it.
    """

    codes: tuple[str, ...]  # sorted
    names: tuple[str, ...]  # in English
    names_local: tuple[str, ...]  # "" where not given
    groups: tuple[str, ...]  # larger units that regions belong to, "" where not given
    capital: NDArray[np.bool_]  # (R,) a monitor hears best of this region
    lat: NDArray[np.float64]  # (R,) degrees north of a point in the region, NaN where not given
    lon: NDArray[np.float64]  # (R,) degrees east, NaN where not given
    age_sex: NDArray[np.int64]  # (R, 2, 17) persons, by sex (male, female) and five-year band (BANDS)
    means: NDArray[np.float64]  # (R,) means to leave, above 0 in any unit; all 1 where the case names no column
    covariates: Mapping[str, NDArray[np.float64]]  # by name: (R,), NaN where not known
    towns: Towns

    @cached_property
    def population(self) -> NDArray[np.int64]:
        """Persons of each region (R,)."""
        persons = self.age_sex.sum(axis=(1, 2))
        persons.flags.writeable = False
        return persons

    @property
    def total(self) -> int:
        """Persons of the whole country."""
        return int(self.population.sum())

    def index(self, code: str) -> int:
        """Return the place of a region in every array. Raises ValueError for an unknown code."""
        return self.codes.index(code)

    def name(self, code: str) -> str:
        """Return a region's name, or its code where there is no such region."""
        return self.names[self.codes.index(code)] if code in self.codes else code


def read_population(folder: Path, means: str = "") -> Population:
    """Return the population of a case's folder `population`; `means` is the column of means to leave, "" for none.

    Raises ScenarioError with all that is wrong in the first file that cannot be read, or between the files.
    """
    regions = _regions(read_table(folder / "regions.csv", _REGION, _MAY, others="number?"))
    codes = tuple(regions.text("code"))
    order = [int(i) for i in np.argsort(np.array(codes), kind="stable")]
    age_sex = _age_sex(folder / "age_sex.csv", regions, codes)[order]
    ordered = tuple(codes[i] for i in order)
    covariates = [column for column in regions.columns if column not in _REGION and column not in _MAY]
    capital = regions.columns.get("capital", (0,) * len(codes))
    return Population(
        codes=ordered,
        names=tuple(regions.text("name")[i] for i in order),
        names_local=tuple(regions.text("name_local")[i] for i in order),
        groups=tuple(regions.text("group")[i] for i in order),
        capital=_fixed(np.array([capital[i] == 1 for i in order])),
        lat=_fixed(regions.numbers("lat")[order]),
        lon=_fixed(regions.numbers("lon")[order]),
        age_sex=_fixed(np.ascontiguousarray(age_sex)),
        means=_fixed(_means(regions, means)[order]),
        covariates=MappingProxyType({name: _fixed(regions.numbers(name)[order]) for name in covariates}),
        towns=_towns(folder / "towns.csv", ordered, age_sex.sum(axis=(1, 2))),
    )


def _means(regions: Table, column: str) -> NDArray[np.float64]:
    if not column:
        return np.ones(len(regions))
    if column not in regions.columns:
        known = nearest(column, [name for name in regions.columns if name not in _REGION and name not in _MAY])
        raise InputError(f"no column {shown(column)} in regions.csv", place="case.toml, covariates.means", remedy=known)
    found = regions.numbers(column)
    refuse([InputError("no means to leave", place=regions.place(row, column), remedy="give a number above 0")
             for row in np.flatnonzero(~(found > 0.0)).tolist()])  # fmt: skip
    return found


def read_spellings(folder: Path, codes: Collection[str] | None = None) -> dict[str, tuple[str, ...]]:
    """Return other names of regions by code; none when the folder has no spellings.csv.

    `codes`: those that may be named; None leaves them unchecked. Raises ScenarioError, for a name of two regions too.
    """
    file = folder / "spellings.csv"
    found: dict[str, list[str]] = {}
    of: dict[str, str] = {}
    wrong: list[InputError] = []
    if file.exists():
        table = read_table(file, {"code": "text", "spelling": "text"}, empty=True)
        for row, (code, spelling) in enumerate(zip(table.text("code"), table.text("spelling"), strict=True)):
            found.setdefault(code, []).append(spelling)
            if codes is not None and code not in codes:
                wrong.append(InputError(f"unknown region {shown(code)}", place=table.place(row, "code"),
                                        remedy=nearest(code, codes)))  # fmt: skip
            elif of.setdefault(spelling.casefold(), code) != code:
                remedy = "leave it out of both: a name must be certain"
                wrong.append(InputError(f"{shown(spelling)} is a name of {of[spelling.casefold()]} too",
                                        place=table.place(row, "spelling"), remedy=remedy))  # fmt: skip
    refuse(wrong)
    return {code: tuple(names) for code, names in found.items()}


def _fixed(array: Array) -> Array:
    array.setflags(write=False)
    return array


def _regions(table: Table) -> Table:
    """Return the table of regions after a look at codes and column names."""
    wrong: list[InputError] = []
    seen: dict[str, int] = {}
    for row, code in enumerate(table.text("code")):
        if code.casefold() in seen:
            first = seen[code.casefold()]
            remedy = f"give each region one row; the first is in line {first + 2}"
            wrong.append(InputError(f"region {shown(code)} twice", place=table.place(row, "code"), remedy=remedy))
        elif code in (EVERYWHERE, "all") or "|" in code or code != code.strip():
            remedy = "give an ISO 3166-2 code, or one of your own: not 'all', '*' or with '|'"
            wrong.append(InputError(f"{shown(code)} is no code", place=table.place(row, "code"), remedy=remedy))
        seen.setdefault(code.casefold(), row)
    for column in table.columns:
        plain = column.isidentifier() and column.isascii() and column == column.lower()
        if column not in _REGION and column not in _MAY and not plain:
            place = f"{table.origin.name}:1, {column}"
            wrong.append(InputError(f"column {shown(column)}", place=place, remedy=_COVARIATE))
    refuse(wrong + _off_the_globe(table) + _too_large(table))
    return table


def _age_sex(file: Path, regions: Table, codes: tuple[str, ...]) -> NDArray[np.int64]:
    """Return persons (R, 2, 17) in the order of the table of regions."""
    table = read_table(file, {"region": "text", "sex": "text", **dict.fromkeys(_AGES, "count")})
    bands = np.stack([table.integers(age) for age in _AGES], axis=1)
    wanted = (EVERYWHERE,) if set(table.text("region")) == {EVERYWHERE} else codes
    rows: dict[tuple[str, str], int] = {}
    wrong: list[InputError] = []
    for row, key in enumerate(zip(table.text("region"), table.text("sex"), strict=True)):
        if key[0] not in wanted:
            wrong.append(InputError(f"unknown region {shown(key[0])}", place=table.place(row, "region"),
                                    remedy=nearest(key[0], codes)))  # fmt: skip
        elif key[1] not in SEXES:
            wrong.append(InputError(f"{shown(key[1])}", place=table.place(row, "sex"), remedy="give male or female"))
        elif key in rows:
            remedy = f"one row each; the first is in line {rows[key] + 2}"
            wrong.append(InputError(f"{key[0]} {key[1]} twice", place=table.place(row), remedy=remedy))
        rows.setdefault(key, row)
    missing = [(code, sex) for code in wanted for sex in SEXES if (code, sex) not in rows]
    wrong += [InputError(f"no row for {code} {sex}", place=file.name, remedy="each region needs both sexes")
              for code, sex in missing[:20]]  # fmt: skip
    refuse(wrong)
    found = np.array([[bands[rows[code, sex]] for sex in SEXES] for code in wanted])
    if wanted == codes:
        _check_sums(regions, found)
    else:
        found = _shared_out(regions, found[0])
    if empty := [code for code, people in zip(codes, found.sum(axis=(1, 2)), strict=True) if people == 0]:
        raise InputError(f"nobody lives in {shown(empty)}", place=file.name, remedy="leave such regions out")
    return found


def _check_sums(regions: Table, age_sex: NDArray[np.int64]) -> None:
    if "population" not in regions.columns:
        return
    sums = age_sex.sum(axis=(1, 2))
    refuse([
        InputError(f"{written:,} persons, while the ages of age_sex.csv add up to {summed:,}",
                   place=regions.place(row, "population"), remedy="make them agree, or leave the column out")
        for row, (written, summed) in enumerate(zip(regions.integers("population"), sums, strict=True))
        if written != summed
    ])  # fmt: skip


def _shared_out(regions: Table, nation: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return each region's population (R, 2, 17) with the nation's shares, by largest remainders."""
    if "population" not in regions.columns:
        remedy = "add it: age_sex.csv holds the nation's shares only"
        raise InputError("column 'population' is missing", place=f"{regions.origin.name}:1", remedy=remedy)
    if not nation.any():
        raise InputError("nobody lives in the nation", place="age_sex.csv", remedy="give its people by age and sex")
    people = regions.integers("population").tolist()
    return np.array([apportion(each, nation.reshape(-1)).reshape(nation.shape) for each in people])


def _towns(file: Path, codes: tuple[str, ...], population: NDArray[np.int64]) -> Towns:
    kinds = {"region": "text", "name": "text", "population": "count"}
    table = read_table(file, kinds, {"lat": "number?", "lon": "number?", "call_arrived": "flag?"}, empty=True)
    index = {code: i for i, code in enumerate(codes)}
    own, names, persons = table.text("region"), table.text("name"), table.integers("population")
    lat, lon = table.numbers("lat"), table.numbers("lon")
    arrived = table.columns.get("call_arrived", (0,) * len(own))
    strange = [row for row, code in enumerate(own) if code not in index]
    wrong = some(strange, lambda row: InputError(
        f"unknown region {shown(own[row])}", place=table.place(row, "region"), remedy=nearest(own[row], codes)
    ), "rows of unknown regions", file.name)  # fmt: skip
    wrong += [InputError("a town of nobody", place=table.place(row, "population"), remedy="leave it out")
              for row in np.flatnonzero(persons == 0).tolist()]  # fmt: skip
    wrong += _off_the_globe(table)
    refuse(wrong[:100])
    region = np.array([index[code] for code in own], dtype=np.int64)
    urban = np.zeros(len(codes), np.int64)
    np.add.at(urban, region, persons)
    refuse([
        InputError(f"the towns of {codes[r]} hold {urban[r]:,} persons of its {population[r]:,}",
                   place=table.place(own.index(codes[r]), "population"),
                   remedy="leave out districts of towns, or take figures of one date")
        for r in np.flatnonzero(urban > population).tolist()
    ])  # fmt: skip
    order = [int(i) for i in np.lexsort((-persons, region))]
    return Towns(
        tuple(names[i] for i in order),
        _fixed(region[order]),
        _fixed(persons[order]),
        _fixed(lat[order]),
        _fixed(lon[order]),
        _fixed(np.array([arrived[i] == 1 for i in order], np.bool_)),
    )


def _off_the_globe(table: Table) -> list[InputError]:
    """Return an error for each place whose degrees are none; a table need not have any."""
    return [
        InputError(f"{degrees[row]:g} degrees", place=table.place(row, column), remedy=f"give -{most}..{most}")
        for column, most in (("lat", 90), ("lon", 180)) if column in table.columns
        for degrees in (table.numbers(column),)
        for row in np.flatnonzero(np.abs(degrees) > most).tolist()
    ]  # fmt: skip


def _too_large(table: Table) -> list[InputError]:
    """Return an error for each covariate whose sum over people no computer can hold."""
    return [
        InputError(f"{values[row]:g}", place=table.place(row, column), remedy=f"give -{_MOST:g}..{_MOST:g}")
        for column in table.columns if column not in _REGION and column not in _MAY
        for values in (table.numbers(column),)
        for row in np.flatnonzero(np.abs(values) > _MOST).tolist()
    ]  # fmt: skip
