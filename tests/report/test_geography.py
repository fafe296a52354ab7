"""Maps of any country: nothing wraps around, nothing far off makes the rest small, nothing too small is lost."""

from typing import Any

import numpy as np
import pytest

from groundswell.case.population import Population, Towns
from groundswell.report.geography import WIDTH, Geography, geography, project


def box(code: str, west: float, south: float, east: float, north: float, *, clockwise: bool = False) -> dict[str, Any]:
    """Return the outline of a region; longitudes beyond 180 degrees are written as west of Greenwich."""
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    ring = [[(lon + 180.0) % 360.0 - 180.0, lat] for lon, lat in (ring[::-1] if clockwise else ring)]
    return {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def people(
    codes: str, towns: dict[str, tuple[float, float]] | None = None, many: str = "", lat: float = np.nan
) -> Population:
    """Return regions of 3,400 people each, those in `many` of 340,000; `towns`: region -> longitude, latitude."""
    towns = towns or {}
    age_sex = np.array([np.full((2, 17), 10_000 if code in many else 100) for code in codes])
    where = np.array([at for _, at in sorted(towns.items())], float).reshape(-1, 2)
    return Population(
        codes=tuple(codes), names=tuple(codes), names_local=tuple(codes), groups=("",) * len(codes),
        capital=np.zeros(len(codes), bool), lat=np.full(len(codes), lat), lon=10.0 + np.arange(len(codes)),
        age_sex=age_sex, means=np.ones(len(codes)), covariates={},
        towns=Towns(tuple(sorted(towns)), np.array([codes.index(c) for c in sorted(towns)], int),
                    np.full(len(towns), 50), where[:, 1], where[:, 0], np.zeros(len(towns), bool)),
    )  # fmt: skip


def drawn(outlines: list[dict[str, Any]], population: Population) -> Geography:
    found = geography(outlines, population)
    assert found is not None
    return found


def rings(found: Geography, code: str) -> list[np.ndarray]:
    features = [f for f in found.features if f["properties"]["code"] == code and not f["properties"]["dot"]]
    return [np.array(ring) for f in features for polygon in f["geometry"]["coordinates"] for ring in polygon]


def span(found: Geography) -> float:
    """Return how wide the map is over the width of a map of the whole Earth."""
    points = np.concatenate([ring for f in found.features for ring in rings(found, f["properties"]["code"])])
    lon = (points[:, 0] - found.centre + 180.0) % 360.0 - 180.0
    return float(np.ptp(lon)) / 360.0


def test_islands_on_both_sides_of_the_180th_meridian_lie_side_by_side() -> None:
    found = drawn([box("A", 177, -18, 179, -16), box("B", 179.5, -19, 182, -17)], people("AB"))
    assert span(found) == pytest.approx(5 / 360, abs=1e-3)
    assert abs(abs(found.centre) - 179.5) < 1.5


def test_a_country_that_crosses_it_is_not_torn_apart() -> None:
    found = drawn([box("A", 20, 45, 60, 70), box("B", 60, 50, 140, 75), box("C", 140, 55, 190, 70)], people("ABC"))
    assert span(found) == pytest.approx(170 / 360, abs=1e-3)
    assert 20 < found.centre < 190


@pytest.mark.parametrize("clockwise", [True, False])
def test_outer_rings_run_clockwise_or_the_map_would_be_filled_around_them(clockwise: bool) -> None:
    found = drawn([box("A", 0, 40, 4, 44, clockwise=clockwise), box("B", 4, 40, 8, 44)], people("AB"))
    (ring,) = rings(found, "A")
    turn = np.sum(ring[:-1, 0] * ring[1:, 1] - ring[1:, 0] * ring[:-1, 1])
    assert turn < 0


def test_an_islet_far_from_its_country_is_not_in_the_view() -> None:
    coast = box("A", -72, -35, -70, -30)
    islet = box("A", -109.5, -27.2, -109.3, -27.1)["geometry"]["coordinates"]
    coast["geometry"] = {"type": "MultiPolygon", "coordinates": [coast["geometry"]["coordinates"], islet]}
    found = drawn([coast, box("B", -72, -40, -70, -35)], people("AB"))
    assert found.islets == 1 and span(found) < 5 / 360


def test_a_region_overseas_is_named_and_left_out_where_few_live_there() -> None:
    outlines = [box("A", 0, 44, 4, 50), box("B", 4, 44, 8, 50), box("C", -54, 2, -52, 5)]
    assert drawn(outlines, people("ABC", many="AB")).remote == ("C",)
    assert drawn(outlines, people("ABC")).remote == ()  # a third of the people: it stays
    near = [*outlines[:2], box("C", 8, 41, 10, 43)]
    assert drawn(near, people("ABC", many="AB")).remote == ()


def test_a_city_that_is_a_region_becomes_a_dot_on_a_large_map_only() -> None:
    city = box("C", 37.3, 55.6, 37.6, 55.8)
    large = drawn([box("A", 20, 45, 100, 70), box("B", 100, 45, 180, 70), city], people("ABC"))
    small = drawn([box("A", 36, 55, 37.3, 56), box("B", 37.6, 55, 39, 56), city], people("ABC"))
    dots = [[f["properties"]["code"] for f in found.features if f["properties"]["dot"]] for found in (large, small)]
    assert dots == [["C"], []]


def test_regions_without_outline_are_dots_where_their_towns_lie() -> None:
    towns = {"A": (10.0, 50.0), "B": (12.0, 52.0)}
    found = drawn([], people("ABC", towns))
    assert found.drawn == {"A", "B"} and not found.outlined
    assert {tuple(f["geometry"]["coordinates"]) for f in found.features} == set(towns.values())
    mixed = drawn([box("A", 9, 49, 11, 51)], people("ABC", towns))
    assert mixed.outlined and mixed.dotted and mixed.drawn == {"A", "B"}


def test_a_region_of_which_no_town_is_known_is_a_dot_where_its_table_says() -> None:
    found = drawn([], people("AB", {"A": (30.0, 50.0)}, lat=47.0))
    assert [f["geometry"]["coordinates"] for f in found.features] == [[30.0, 50.0], [11.0, 47.0]]


def test_there_is_no_map_of_one_point_or_of_none() -> None:
    assert geography([], people("A")) is None
    assert geography([], people("A", {"A": (10.0, 50.0)})) is None
    assert geography([box("Z", 0, 0, 1, 1)], people("A")) is None  # an outline of no region


@pytest.mark.parametrize("parallels", [(45.0, 70.0), (-40.0, -20.0), (-5.0, 5.0), (10.0, 10.0)])
def test_the_projection_keeps_areas(parallels: tuple[float, float]) -> None:
    lon, lat = np.linspace(0.0, 10.0, 2001), np.linspace(20.0, 30.0, 2001)
    edge = np.concatenate([
        np.stack([lon, np.full(2001, 20.0)], 1), np.stack([np.full(2001, 10.0), lat], 1),
        np.stack([lon[::-1], np.full(2001, 30.0)], 1), np.stack([np.zeros(2001), lat[::-1]], 1),
    ])  # fmt: skip
    flat = project(edge, 5.0, parallels)
    area = abs(np.sum(flat[:-1, 0] * flat[1:, 1] - flat[1:, 0] * flat[:-1, 1])) / 2.0
    exact = np.radians(10.0) * (np.sin(np.radians(30.0)) - np.sin(np.radians(20.0)))
    assert area == pytest.approx(exact, rel=1e-5)


def test_a_long_country_has_a_high_picture_and_a_wide_one_a_low() -> None:
    long_ = drawn([box("A", -71, -50, -69, -35), box("B", -71, -35, -69, -18)], people("AB"))
    wide = drawn([box("A", 20, 50, 90, 70), box("B", 90, 50, 160, 70)], people("AB"))
    assert long_.height > WIDTH > wide.height
