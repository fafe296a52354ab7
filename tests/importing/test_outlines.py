"""Outlines: joined by code, by name when it is certain, and refused where they cannot be on the globe."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from groundswell.importing.run import Imported

from .conftest import Case

Said = Callable[[Imported], str]
RING = [[40.0, 50.0], [41.0, 50.0], [41.0, 51.0], [40.0, 50.0]]
DA = {"code": "RU-DA"}
EAST = [[200, 5], [201, 5], [201, 6], [200, 5]]
METRES = [[4e6, 5e6], [4e6, 6e6], [5e6, 6e6], [4e6, 5e6]]
MERCATOR = {"type": "name", "properties": {"name": "urn:EPSG::3857"}}
FAR = [[44.0, 50.0], [45.0, 50.0], [45.0, 51.0], [44.0, 50.0]]


def feature(properties: dict[str, Any], ring: Any = RING, kind: str = "Polygon") -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": ring if kind == "Point" else [ring]},
    }


def collection(*features: dict[str, Any], **more: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}, ensure_ascii=False)


def outlines(case: Case) -> dict[str, Any]:
    found = json.loads((case.path / "population/outlines.geojson").read_text(encoding="utf-8"))["features"]
    return {f["properties"]["code"]: f["geometry"] for f in found}


@pytest.mark.parametrize(
    ("properties", "title"),
    [({"shapeISO": "RU-DA", "shapeName": "x"}, "geoBoundaries outlines"),
     ({"iso_3166_2": "RU-DA", "name": "x"}, "Natural Earth outlines"),
     ({"NAME_1": "Dagestan", "HASC_1": "RU.DA"}, "GADM outlines"),
     ({"name": "Республика Дагестан"}, "GeoJSON outlines"), ({"code": "ru-da"}, "GeoJSON outlines")],
)  # fmt: skip
def test_a_region_is_found_by_the_properties_of_known_sources(
    case: Case, properties: dict[str, Any], title: str
) -> None:
    found = case.read("outlines", collection(feature(properties)), "o.geojson")
    assert (found.read_as, list(outlines(case))) == (title, ["RU-DA"])


def test_a_code_of_elsewhere_is_no_region_whatever_its_name_is(case: Case, said: Said) -> None:
    found = case.read("outlines", "\ufeff" + collection(
        feature({"iso_3166_2": "US-ID", "name": "Moscow"}), feature({"iso_3166_2": "XL-N"})), "o.geojson")  # fmt: skip
    assert list(outlines(case)) == ["XL-N"]
    assert "1 outline of other countries, by their codes: Moscow" in said(found)


def test_a_join_by_name_is_said_and_one_in_doubt_is_left_out(case: Case, said: Said) -> None:
    found = case.read(
        "outlines", collection(feature({"shapeName": "Dagestan"}), feature({"shapeName": "Dagestn"})), "o.json"
    )
    assert list(outlines(case)) == ["RU-DA"]
    assert "1 joined by name: 'Dagestan' is RU-DA (Dagestan)" in said(found)
    assert "feature 2, Dagestn" in said(found)
    case.read(
        "outlines", collection(feature({"shapeName": "Dagestn"})), "o.json", regions={"Dagestn": "RU-DA"}, force=True
    )
    assert list(outlines(case)) == ["RU-DA"]


def test_features_of_one_region_become_one_of_several_parts_and_the_same_one_counts_once(
    case: Case, said: Said
) -> None:
    parts = [feature({"code": "RU-DA"}), feature({"code": "RU-DA"}, FAR), feature({"code": "RU-DA"})]
    found = case.read("outlines", collection(*parts), "o.geojson")
    assert outlines(case)["RU-DA"] == {"type": "MultiPolygon", "coordinates": [[RING], [FAR]]}
    assert "feature 3 is RU-DA (Dagestan) again, the same: counted once" in said(found)


def test_a_height_is_dropped_and_a_property_can_be_named(case: Case) -> None:
    ring = [[*position, 100.0] for position in RING]
    case.read("outlines", collection(feature({"ISO": "RU-DA"}, ring)), "o.geojson", columns={"code": "ISO"})
    assert outlines(case)["RU-DA"]["coordinates"] == [RING]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (collection(feature(DA, EAST)), "position [200, 5] is outside"),
        (collection(feature(DA, METRES)), "convert metres"),
        (collection(feature(DA, [*RING[:3], [9, 9]])), "close it"),
        (collection(feature({"code": "RU-DA"}, RING[:3])), "a ring of 3 positions"),
        (collection(feature({"code": "RU-DA"}, [[1, "x"]] * 4)), "is no position"),
        (collection(feature({"code": "RU-DA"}, [40, 50], "Point")), "a Point, no outline"),
        (collection({"type": "Feature", "properties": {"code": "RU-DA"}, "geometry": None}), "no geometry"),
        (collection(feature({"code": "XX-Q"})), "no outline fits a region of the case"),
        (collection(feature(DA), crs=MERCATOR), "EPSG:4326"),
        ('{"type":"Topology","objects":{}}', "TopoJSON, which this does not read"),
        ('{"type":"FeatureCollection","features":[]}', "no features"), ("[1]", "no features"),
        ('{"type":\n"Feature', "o.geojson:2: no valid JSON"),
        (collection(feature({"code": "RU-DA"}, [[float("nan"), 5]] * 4)), "is no position"),
        ("[" * 100_000, "too deep"),
    ],
)  # fmt: skip
def test_what_is_no_outline_in_degrees_is_refused(case: Case, text: str, problem: str) -> None:
    file = case.inbox / "o.geojson"
    file.write_text(text, encoding="utf-8")
    assert problem in case.refused("outlines", file)[0]


def test_a_name_decides_where_no_code_does_but_never_against_one(case: Case, said: Said) -> None:
    found = case.read("outlines", collection(
        feature({"iso_3166_2": "RU-X01~", "name": "Dagestan"}), feature({"iso_3166_2": "RU-MOW", "name": "North"}),
        feature({"shapeISO": "", "shapeName": "Moscow"}, FAR)), "o.geojson")  # fmt: skip
    assert list(outlines(case)) == ["RU-DA", "RU-MOW"]
    assert outlines(case)["RU-MOW"]["coordinates"] == [RING]
    assert "outline without a region of the case: feature 3, Moscow" in said(found)
