"""The rules that make towns and regions agree, on a country of two regions and a handful of places."""

from importlib import import_module
from typing import Any

import numpy as np
import pytest

from groundswell.world.regions import Regions
from groundswell.world.towns import Towns

rules: Any = import_module("groundswell.world.towns")
DEGREE = 2 * np.pi * 6371 / 360  # km
BESIDE = [np.array([1]), np.array([0])]


def land(*persons: float) -> Regions:
    n = len(persons)
    zeros = np.zeros(n)
    names = tuple(["Inner", "Outer"][:n])
    return Regions(tuple(range(n)), names, names, names, zeros, zeros, np.array(persons, float))


def places(*places: tuple[str, float, float], region: int = 0) -> Towns:
    """Return towns on the equator: name, km to the east, people."""
    name, km, persons = zip(*places, strict=True)
    n = len(places)
    return Towns(name, np.full(n, region), np.zeros(n), np.array(km) / DEGREE, np.array(persons, float))


CITY = ("City", 0.0, 1_000_000.0)  # its ground at 4,000 people a square kilometre: a circle of 8.9 km


def test_suburbs_stay_towns_where_the_region_has_people_enough() -> None:
    towns = places(CITY, ("Suburb", 5.0, 300_000.0))
    assert rules._without_districts(towns, land(1_300_000))[0].name == ("City", "Suburb")
    assert rules._without_districts(towns, land(1_200_000))[0].name == ("City",)


def test_districts_hold_no_more_people_than_their_city_and_the_nearest_are_taken_first() -> None:
    near, far, out = ("Near", 2.0, 700_000.0), ("Far", 6.0, 600_000.0), ("Out", -9.5, 200_000.0)
    towns = places(CITY, near, far, out)
    assert rules._without_districts(towns, land(1_900_000))[0].name == ("City", "Far", "Out")
    assert rules._without_districts(towns, land(1_300_000))[0].name == ("City", "Out")  # districts of districts
    assert rules._without_districts(towns, land(1_000_000))[0].name == ("City",)  # a loose city: 12.6 km


def test_neighbours_give_a_city_what_a_count_took_from_it_and_nobody_is_lost() -> None:
    found, said = rules._raise(places(CITY), land(400_000, 1_600_000), BESIDE)
    assert found.persons.tolist() == [1_000_000, 1_000_000]
    assert "600,000 people moved there from its neighbours (Outer)" in said[0].text


def test_a_neighbour_gives_half_of_its_countryside_at_most() -> None:
    found, _ = rules._raise(places(CITY), land(400_000, 800_000), BESIDE)
    assert found.persons.tolist() == [800_000, 400_000]
    towns = Towns(("City", "Town"), np.array([0, 1]), np.zeros(2), np.zeros(2), np.array([1e6, 700_000.0]))
    found, _ = rules._raise(towns, land(400_000, 800_000), BESIDE)
    assert found.persons.tolist() == [450_000, 750_000]


def test_a_small_gap_is_a_matter_of_dates_and_the_towns_are_scaled() -> None:
    found, said = rules._raise(places(CITY), land(900_000, 800_000), BESIDE)
    assert (found.persons.tolist(), said) == ([900_000, 800_000], [])
    towns, said = rules._fit(places(CITY, ("Town", 50.0, 200_000.0)), found)
    assert towns.persons.tolist() == pytest.approx([750_000, 150_000])
    assert "Inner by 25%" in said[0].text


def test_one_town_under_one_name_within_25_km() -> None:
    towns = places(("Twin", 0.0, 30_000.0), ("Twin", 10.0, 20_000.0), ("Twin", 80.0, 15_000.0))
    assert rules._once(towns)[0].persons.tolist() == [30_000, 15_000]
