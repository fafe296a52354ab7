"""Regions of a country with their people in 2020: as published, with known errors mended and empty regions left out."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.apportion import apportion
from groundswell.world.assumptions import Assumption, counted, some
from groundswell.world.tables import Country, pick

_FEWEST = 10  # people: fewer are an error of the source, or uninhabited land


@dataclass(frozen=True)
class Regions:
    """A country's regions; arrays are (R,). Persons are fractions until they are apportioned."""

    node: tuple[int, ...]  # number in the source, unique in the country
    code: tuple[str, ...]
    name: tuple[str, ...]
    name_local: tuple[str, ...]
    lat: NDArray[np.float64]  # of the region's middle
    lon: NDArray[np.float64]
    persons: NDArray[np.float64]

    def take(self, rows: NDArray[np.int64]) -> "Regions":
        """Return some of the regions."""

        def of(values: tuple[Any, ...]) -> tuple[Any, ...]:
            return tuple(values[row] for row in rows.tolist())

        return Regions(of(self.node), of(self.code), of(self.name), of(self.name_local), self.lat[rows],
                       self.lon[rows], self.persons[rows])  # fmt: skip


def regions(country: Country, total: float, year: int, then: float) -> tuple[Regions, list[Assumption]]:
    """Return the regions with persons that add up to the nation's `total` of 2020, and what was assumed.

    `then` is the nation's total in `year`, for populations that hold in that year only.
    """
    found = _published(country.iso3)
    said = [Assumption("regions", "Regions share out the nation's people as in 2020 (WorldPop), in every year.")]
    if without := [name for name, iso in zip(found.name, pick("regions.csv", "has_iso", country.iso3), strict=True)
                   if not iso]:  # fmt: skip
        text = f"""The source's regions and those of ISO 3166-2 differ here: {counted(len(without), "region")} \
({some(without)}) got a code of the source's number, such as {country.iso2}-N00."""
        said.append(Assumption("regions", text))
    if not found.persons.any():
        return _as_one(country, found, total, said)
    found, mended = _mend(found, country.iso3, year, then)
    peopled = found.persons >= _FEWEST
    if not peopled.all():
        names = some([f"{found.name[i]} ({found.persons[i]:.0f})" for i in np.flatnonzero(~peopled).tolist()])
        text = (
            f"The source has fewer than {_FEWEST} people for {names}: left out; the nation lives in the other regions."
        )
        said.append(Assumption("regions", text))
        found = found.take(np.flatnonzero(peopled))
    return replace(found, persons=found.persons * (total / found.persons.sum())), said + mended


def _published(iso3: str) -> Regions:
    text = {
        name: tuple(cell or "" for cell in pick("regions.csv", name, iso3)) for name in ("code", "name", "name_local")
    }
    lat, lon, persons = (np.array(pick("regions.csv", name, iso3), float) for name in ("lat", "lon", "population"))
    node = tuple(int(number) for number in pick("regions.csv", "node", iso3))
    return Regions(node, text["code"], text["name"], text["name_local"], lat, lon, persons)


def _as_one(country: Country, found: Regions, total: float, said: list[Assumption]) -> tuple[Regions, list[Assumption]]:
    """Return the country as a single region: nothing says how its people share out."""
    names = some(list(found.name))
    text = f"The source has no people for any region ({names}): the country is one region until you know better."
    first = found.take(np.zeros(1, np.int64))  # its position: means of longitudes across the date line are nowhere
    one = replace(first, code=(country.iso2,), name=(country.name,), name_local=("",), persons=np.array([total]))
    return one, [said[0], Assumption("regions", text)]


def _mend(found: Regions, iso3: str, year: int, then: float) -> tuple[Regions, list[Assumption]]:
    """Put better populations in the place of those that a second source shows to be wrong.

    A figure that holds in one year only is a share of the nation's people of that year; the other regions keep theirs.
    """
    persons, said = found.persons.copy(), list[Assumption]()
    columns = ("node", "population", "first_year", "last_year", "source", "note")
    fixed: list[int] = []
    for node, value, first, last, source, note in zip(*(pick("fixes.csv", c, iso3) for c in columns), strict=True):
        if first is not None and not first <= year <= last:
            continue
        row = found.node.index(node)
        share = "" if first is None else f" in {first}"
        text = f"""{found.name[row]} has {value:,} people{share} in place of the source's {found.persons[row]:,.0f}: \
{source}{"; " + note if note else ""}."""
        said.append(Assumption("regions", text))
        persons[row] = value
        if first is not None:
            persons[row] = value / then * found.persons.sum()
            fixed.append(row)
    if fixed:
        others = np.setdiff1d(np.arange(len(persons)), fixed)
        persons[others] *= (found.persons.sum() - persons[fixed].sum()) / persons[others].sum()
    return replace(found, persons=persons), said


def whole_persons(persons: NDArray[np.float64], total: int) -> NDArray[np.int64]:
    """Return whole persons of each region that add up to `total`, at least one each."""
    whole = np.maximum(apportion(total, persons), 1)
    whole[whole.argmax()] += total - whole.sum()
    return whole


def neighbours(iso3: str, found: Regions) -> list[NDArray[np.int64]]:
    """Return the rows of the regions that border each region, as the source has them."""
    row = {node: i for i, node in enumerate(found.node)}
    beside: list[set[int]] = [set() for _ in found.node]
    for a, b in zip(pick("neighbours.csv", "a", iso3), pick("neighbours.csv", "b", iso3), strict=True):
        if a in row and b in row:
            beside[row[a]].add(row[b])
            beside[row[b]].add(row[a])
    return [np.array(sorted(rows), dtype=np.int64) for rows in beside]
