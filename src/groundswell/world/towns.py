"""Listed towns of a country, each in one region, none counted twice and none larger than its region.

The list (GeoNames) holds districts of cities beside the cities, figures of several dates, and city regions; the people
of regions come from another source. Where the two contradict each other, five rules decide, in this order:

1. A town lies in the region that the crosswalk gives its unit. Where the unit covers several regions, or is in no
   crosswalk, it lies in the one whose middle is nearest, largest towns first, among those
   that have room for its people.
2. A name that a region has twice, less than 25 km apart, is one town listed twice: the larger entry stays.
3. In a region whose towns hold more people than the region, places on a larger town's own ground, nearest first, are
   taken for its districts and left out, as many as together hold no more people than the town. The ground is a circle
   with 4,000 people a km². Where that is not enough, all places on it are left out (some lists have districts of
   districts); and where that is not, all on a circle with 2,000 people a km².
4. A region with less than four fifths of its largest town's people is raised to them: its neighbours give, each at most
   half of those who live outside its towns. (A count that misses most of a city has put it into the land around it.)
5. In a region whose towns still hold more than the region all of them are scaled down to it.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from groundswell.world.assumptions import Assumption, counted, some
from groundswell.world.regions import Regions
from groundswell.world.tables import SMALLEST_TOWN, Country, pick, rows_of, table

# People a km² of a town's own ground (a dense city, a loose one), and how often districts may hold the town's people.
_GROUND = ((4000.0, 1.0), (4000.0, np.inf), (2000.0, np.inf))
_TWICE = 25.0  # km between two entries of one town
_GAP = 1.25  # a town so much larger than its region shows that the region's count is wrong, not the town's date
_GIVES = 0.5  # of the people outside its towns that a neighbour may give
_RADIUS = 6371.0  # km, of the earth


@dataclass(frozen=True)
class Towns:
    """Towns, largest first; arrays are (T,)."""

    name: tuple[str, ...]
    region: NDArray[np.int64]  # row of its region
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    persons: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.name)

    def take(self, rows: NDArray[np.intp]) -> "Towns":
        """Return some of the towns."""
        wanted: list[int] = rows.tolist()
        names = tuple(self.name[row] for row in wanted)
        return Towns(names, self.region[rows], self.lat[rows], self.lon[rows], self.persons[rows])

    def within(self, regions: int) -> NDArray[np.float64]:
        """Return how many people the towns of each region hold (R,)."""
        return np.bincount(self.region, self.persons, minlength=regions).astype(np.float64)


def towns(country: Country, found: Regions, beside: list[NDArray[np.int64]]) -> tuple[Towns, Regions, list[Assumption]]:
    """Return the towns, the regions with people moved between them where need be, and what was assumed."""
    listed, said = _placed(country, found)
    listed, twice = _once(listed)
    listed, left_out = _without_districts(listed, found)
    found, raised = _raise(listed, found, beside)
    listed, scaled = _fit(listed, found)
    without = np.flatnonzero(np.bincount(listed.region, minlength=len(found.code)) == 0)
    if len(without):
        names = some([found.name[row] for row in without.tolist()])
        text = f"No town is listed in {counted(len(without), 'region')} ({names}): all live in settlements there."
        said.append(Assumption("towns", text))
    return listed, found, [*said, *twice, *left_out, *raised, *scaled, *_beside_urban(country, listed, found)]


def _beside_urban(country: Country, listed: Towns, found: Regions) -> list[Assumption]:
    """Return how the towns compare with the nation's own count of those who live in urban areas."""
    if country.urban is None:
        return []
    share = 100.0 * listed.persons.sum() / found.persons.sum()
    own = f"by the nation's own definition {country.urban:.0f} % are urban"
    text = f"The listed towns hold {share:.0f} % of the people; {own}."
    if share > country.urban:
        text += " So some places are likely counted twice, or are larger here than they are."
    return [Assumption("towns", text)]


def distance(lat: float, lon: float, lats: NDArray[np.float64], lons: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distances in km from one point to others (haversine)."""
    a, b, la, lo = np.radians(lat), np.radians(lon), np.radians(lats), np.radians(lons)
    half = np.sin((la - a) / 2) ** 2 + np.cos(a) * np.cos(la) * np.sin((lo - b) / 2) ** 2
    return 2.0 * _RADIUS * np.arcsin(np.sqrt(half))


def _placed(country: Country, found: Regions) -> tuple[Towns, list[Assumption]]:
    """Put each town into a region: by the crosswalk, else by the nearest middle (rule 1)."""
    unit, name = pick("towns.csv", "unit", country.iso3), pick("towns.csv", "name", country.iso3)
    lat, lon, persons = (np.array(pick("towns.csv", c, country.iso3), float) for c in ("lat", "lon", "population"))
    covered = {u: _covered(u, found) for u in set(unit)}
    every, room = np.arange(len(found.node)), found.persons.copy()
    region, middle = np.zeros(len(unit), np.int64), np.zeros(len(unit), np.int64)
    by_distance, doubtful = np.zeros(len(unit), bool), np.zeros(len(unit), bool)
    for i, u in enumerate(unit):  # largest first
        away = distance(lat[i], lon[i], found.lat, found.lon)
        rows, certain = covered[u] if len(covered[u][0]) else (every, False)
        by_distance[i] = len(rows) > 1
        doubtful[i] = len(rows) == 1 < len(every) and not certain
        for enough in (rows[room[rows] >= persons[i]], rows[found.persons[rows] >= persons[i]]):
            if len(enough):
                rows = enough
                break
        region[i], middle[i] = rows[away[rows].argmin()], away.argmin()
        room[region[i]] -= persons[i]
    listed = Towns(tuple(name), region, lat, lon, persons)
    return listed, _said_of_places(listed, found, by_distance, doubtful & (region != middle), middle)


def _covered(unit: str, found: Regions) -> tuple[NDArray[np.int64], bool]:
    """Return the rows of the regions that a unit of the list covers, and whether that is certain."""
    rows = rows_of("units.csv", "unit").get(unit, np.empty(0, np.int64))
    nodes, certain = (table("units.csv").integers(column)[rows] for column in ("node", "certain"))
    own = [found.node.index(node) for node in nodes.tolist() if node in found.node]
    return np.array(own, dtype=np.int64), bool(certain.all())


def _said_of_places(
    listed: Towns,
    found: Regions,
    by_distance: NDArray[np.bool_],
    doubtful: NDArray[np.bool_],
    middle: NDArray[np.int64],
) -> list[Assumption]:
    """Return what was assumed when towns were put into regions."""
    text = f"""{counted(len(listed), "place")} of {SMALLEST_TOWN:,} people or more (and seats of government below) \
come from GeoNames, of mixed dates; they grow and shrink with the nation. Where a region's places hold no more people \
than the region, districts that the list has beside a city stay in."""
    said = [Assumption("towns", text)]
    if by_distance.any():
        first = int(np.flatnonzero(by_distance)[0])
        share = listed.persons[by_distance].sum() / listed.persons.sum()
        text = f"""Of {counted(int(by_distance.sum()), "place")} ({share:.1%} of all places' people) the unit is no \
region here: put into the region whose middle is nearest, which can be wrong; the largest is {listed.name[first]}, in \
{found.name[int(listed.region[first])]}."""
        said.append(Assumption("towns", text))
    if doubtful.any():
        names = some([f"{listed.name[i]} in {found.name[int(listed.region[i])]}, near {found.name[int(middle[i])]}"
                      for i in np.flatnonzero(doubtful).tolist()], 4)  # fmt: skip
        what = counted(int(doubtful.sum()), "place")
        text = f"""The units of {what} were put into a region by position, while another region's middle is nearer to \
the place; some may be wrong: {names}."""
        said.append(Assumption("towns", text))
    return said


def _once(listed: Towns) -> tuple[Towns, list[Assumption]]:
    """Leave out second entries of a town (rule 2)."""
    kept, entries = np.ones(len(listed), np.bool_), dict[tuple[str, int], list[int]]()
    for i, key in enumerate(zip(listed.name, listed.region.tolist(), strict=True)):
        rows = np.array(entries.get(key, []), dtype=np.int64)
        away = distance(float(listed.lat[i]), float(listed.lon[i]), listed.lat[rows], listed.lon[rows])
        kept[i] = not (away < _TWICE).any()
        entries.setdefault(key, []).append(i)
    if kept.all():
        return listed, []
    names = some([name for name, first in zip(listed.name, kept, strict=True) if not first])
    text = f"{counted(int((~kept).sum()), 'place')} listed twice, the larger entry kept: {names}."
    return listed.take(np.flatnonzero(kept)), [Assumption("towns", text)]


def _without_districts(listed: Towns, found: Regions) -> tuple[Towns, list[Assumption]]:
    """Leave out what is taken for a district of a larger town (rule 3)."""
    kept, said = np.ones(len(listed), bool), list[Assumption]()
    for r in np.flatnonzero(listed.within(len(found.code)) > found.persons).tolist():
        rows = np.flatnonzero(listed.region == r)
        rows = rows[np.argsort(-listed.persons[rows], kind="stable")]
        inside = np.zeros(len(rows), np.bool_)
        for density, times in _GROUND:
            inside = _inside(listed, rows, density, times)
            if listed.persons[rows[~inside]].sum() <= found.persons[r]:
                break
        if inside.any():
            kept[rows[inside]] = False
            names = some([listed.name[row] for row in rows[inside].tolist()], 5)
            before, after = listed.persons[rows].sum(), listed.persons[rows[~inside]].sum()
            text = f"""{found.name[r]}: the places held {before:,.0f} of its {found.persons[r]:,.0f} people; \
{counted(int(inside.sum()), "place")} on the ground of a larger town left out as its districts ({names}); {after:,.0f} \
remain."""
            said.append(Assumption("towns", text))
    return listed.take(np.flatnonzero(kept)), said


def _inside(listed: Towns, rows: NDArray[np.int64], density: float, times: float) -> NDArray[np.bool_]:
    """Tell which of a region's places, largest first, are taken for districts of a larger one."""
    lat, lon, persons = listed.lat[rows], listed.lon[rows], listed.persons[rows]
    inside = np.zeros(len(rows), np.bool_)
    for i in range(len(rows)):
        if inside[i]:
            continue
        away = distance(float(lat[i]), float(lon[i]), lat, lon)
        on_ground = (away <= np.sqrt(persons[i] / (np.pi * density))) & ~inside
        on_ground[: i + 1] = False
        near = np.flatnonzero(on_ground)
        near = near[np.argsort(away[near], kind="stable")]
        inside[near[np.cumsum(persons[near]) <= times * persons[i]]] = True
    return inside


def _raise(listed: Towns, found: Regions, beside: list[NDArray[np.int64]]) -> tuple[Regions, list[Assumption]]:
    """Move people from neighbours into regions that are far smaller than their largest town (rule 4)."""
    persons, said = found.persons.copy(), list[Assumption]()
    largest = np.zeros(len(persons))
    np.maximum.at(largest, listed.region, listed.persons)
    urban = listed.within(len(persons))
    gap = np.divide(largest, persons)
    for r in np.argsort(-gap, kind="stable").tolist():
        if gap[r] <= _GAP:
            break
        spare = np.maximum(persons[beside[r]] - np.maximum(urban[beside[r]], largest[beside[r]]), 0.0) * _GIVES
        moved = min(largest[r] - persons[r], spare.sum())
        town = listed.name[int(np.flatnonzero(listed.region == r)[listed.persons[listed.region == r].argmax()])]
        text = f"{found.name[r]} has {persons[r]:,.0f} people in the source, its largest town {town} {largest[r]:,.0f}"
        if moved >= 1.0:
            persons[beside[r]] -= spare * (moved / spare.sum())
            persons[r] += moved
            givers = some([name for row, name in enumerate(found.name) if row in beside[r][spare > 0]])
            text += f": {moved:,.0f} people moved there from its neighbours ({givers})."
        else:
            text += ", and no neighbour has people to give: the region stays as it is."
        said.append(Assumption("regions", text))
    return replace(found, persons=persons), said


def _fit(listed: Towns, found: Regions) -> tuple[Towns, list[Assumption]]:
    """Scale towns down where they hold more people than their region (rule 5)."""
    urban = listed.within(len(found.code))
    over = urban > found.persons
    if not over.any():
        return listed, []
    share = np.where(over, found.persons / np.maximum(urban, 1.0), 1.0)
    names = some([f"{found.name[row]} by {1.0 - share[row]:.0%}" for row in np.flatnonzero(over).tolist()], 12)
    text = f"""In {counted(int(over.sum()), "region")} the towns still held more people than the region; all of them \
were scaled down to it, so that nobody there lives outside a town: {names}."""
    return replace(listed, persons=listed.persons * share[listed.region]), [Assumption("towns", text)]
