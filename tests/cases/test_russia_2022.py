"""The flagship's case: its population adds up, its towns lie where they should."""

import numpy as np

from groundswell.case import find


def outlines() -> dict[str, list[np.ndarray]]:
    """Return the outer rings of each region on the map, as arrays (points, 2) of longitude and latitude."""
    found = {}
    for feature in find("russia-2022").outlines:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        found[feature["properties"]["code"]] = [np.array(polygon[0]) for polygon in polygons]
    return found


def lies_within(lon: float, lat: float, ring: np.ndarray) -> bool:
    """Count crossings of a ray to the east."""
    (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
    spans = (y0 > lat) != (y1 > lat)
    crossing = x0[spans] + (lat - y0[spans]) / (y1[spans] - y0[spans]) * (x1[spans] - x0[spans])
    return bool((crossing > lon).sum() % 2)


def test_the_85_regions_sum_to_the_statistical_offices_total() -> None:
    people = find("russia-2022").population
    assert len(people.codes) == len(set(people.names)) == len(set(people.names_local)) == 85
    assert people.total == people.population.sum() == 146_780_720


def test_women_outnumber_men_among_the_old_and_not_among_the_young() -> None:
    male, female = find("russia-2022").population.age_sex.sum(axis=0)
    assert male[0] > female[0]
    assert female[-1] > 2 * male[-1]


def test_moscow_is_the_richest_large_region_and_has_lost_the_fewest_men() -> None:
    people = find("russia-2022").population
    moscow = people.index("RU-MOW")
    assert (people.names[moscow], people.names_local[moscow], people.groups[moscow]) == (
        "Moscow",
        "Москва",
        "Central",
    )
    assert people.means[moscow] == people.means[people.population > 1_000_000].max()
    deaths = people.covariates["deaths_before"]
    assert deaths[moscow] == deaths.min() == 0.7
    assert deaths[people.index("RU-TY")] == deaths.max() == 108.7


def test_every_region_has_a_town_and_no_more_townspeople_than_people() -> None:
    people, towns = find("russia-2022").population, find("russia-2022").population.towns
    assert len(towns.name) == len(towns.region) == len(towns.lat) == 1117
    urban = np.bincount(towns.region, weights=towns.population, minlength=85)
    assert (urban > 0).all()
    assert (urban <= people.population).all()
    full = [people.codes[r] for r in np.flatnonzero(urban == people.population)]
    assert {"RU-SPE", "UA-40"} <= set(full)  # towns there are scaled down to their region


def test_towns_are_ordered_by_region_and_then_by_size() -> None:
    towns = find("russia-2022").population.towns
    keys = list(zip(towns.region.tolist(), (-towns.population).tolist(), strict=True))
    assert keys == sorted(keys)


def test_every_array_of_the_census_is_read_only() -> None:
    people = find("russia-2022").population
    arrays = [v for part in (people, people.towns) for v in vars(part).values() if isinstance(v, np.ndarray)]
    assert len(arrays) >= 7
    assert not any(array.flags.writeable for array in arrays)


def test_the_map_shows_the_regions_of_the_census() -> None:
    assert sorted(outlines()) == list(find("russia-2022").population.codes)


def test_almost_every_town_lies_within_its_region_on_the_map() -> None:
    people, towns, rings = find("russia-2022").population, find("russia-2022").population.towns, outlines()
    inside = np.array([
        any(lies_within(lon, lat, ring) for ring in rings[people.codes[region]])
        for region, lon, lat in zip(towns.region, towns.lon, towns.lat, strict=True)
    ])  # fmt: skip
    assert inside.sum() >= 1100  # small islands and coasts are cut off at 1:50 million
    assert inside[towns.population > 320_000].all()
