"""Shipped data: everything registered, everything checked, and a census that adds up."""

import json
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell import data
from groundswell.data import census, evidence
from groundswell.data.tables import read_table
from groundswell.errors import InputError

ROOT = Path(data.__file__).parent
FILES = [file for source in data.sources() for file in source.files]
TABLES = [file.name for file in FILES if file.columns]


def written(folder: Path, text: str) -> Path:
    file = folder / "table.csv"
    file.write_text(text, encoding="utf-8")
    return file


def outlines() -> dict[str, list[np.ndarray]]:
    """Return the outer rings of each region on the map, as arrays (points, 2) of longitude and latitude."""
    features = json.loads(data.path("geo/RU_ne50m_admin1.geojson").read_text(encoding="utf-8"))["features"]
    found = {}
    for feature in features:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        found[feature["properties"]["iso_3166_2"]] = [np.array(polygon[0]) for polygon in polygons]
    return found


def lies_within(lon: float, lat: float, ring: np.ndarray) -> bool:
    """Count crossings of a ray to the east."""
    (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
    spans = (y0 > lat) != (y1 > lat)
    crossing = x0[spans] + (lat - y0[spans]) / (y1[spans] - y0[spans]) * (x1[spans] - x0[spans])
    return bool((crossing > lon).sum() % 2)


# The registry


def test_every_file_in_the_data_folders_is_registered_and_every_registered_file_exists() -> None:
    there = {
        str(f.relative_to(ROOT)) for f in ROOT.rglob("*.*") if f.suffix in {".csv", ".geojson", ".json", ".parquet"}
    }
    registered = {file.name for file in FILES}
    assert there <= registered
    assert all(data.path(name).is_file() for name in registered)


@pytest.mark.parametrize("source", data.sources(), ids=lambda source: source.name)
def test_every_source_says_whom_to_cite_on_what_terms_and_what_to_beware_of(source: data.Source) -> None:
    assert all([source.title, source.citation, source.licence, source.retrieved, source.caveats, source.files])
    assert (source.folder / "README.md").is_file()


@pytest.mark.parametrize("name", TABLES)
def test_every_shipped_table_passes_its_own_checks(name: str) -> None:
    assert len(data.read_csv(name)) > 0


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"did you mean 'regions/cities_2020\.csv'"):
        data.path("regions/cities_2021.csv")


# Checked reading

KINDS = {"town": "text", "day": "date", "people": "count", "share": "percent?", "lat": "number", "income": "amount"}
GOOD = "town,day,people,share,lat,income\nA,2022-09-21,5,,-3.5,0\n"


def test_a_good_table_is_read_with_its_gaps(tmp_path: Path) -> None:
    table = data.read_table(written(tmp_path, GOOD), KINDS)
    assert {name: cells[0] for name, cells in table.columns.items()} == {
        "town": "A", "day": "2022-09-21", "people": 5, "share": None, "lat": -3.5, "income": 0.0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        (",5,", ",-5,", "table.csv:2, people: '-5' is not a count"),
        (",5,", ",5.5,", "table.csv:2, people: '5.5' is not a count"),
        (",5,", ",NaN,", "table.csv:2, people: 'NaN' is not a count"),
        (",5,", ",٥,", "table.csv:2, people: '٥' is not a count"),
        (",5,", ",,", "table.csv:2, people: empty cell"),
        ("-3.5", "nan", "table.csv:2, lat: 'nan' is not a valid number"),
        ("-3.5", "inf", "table.csv:2, lat: 'inf' is not a valid number"),
        (",0\n", ",-1\n", "table.csv:2, income: '-1' is not a valid amount"),
        ("5,,", "5,100.1,", "table.csv:2, share: '100.1' is not a valid percent"),
        ("2022-09-21", "2022-09-31", "table.csv:2, day: '2022-09-31' is not a date"),
        (",0\n", "\n", "table.csv:2: 5 cells"),
        ("town,", "place,", "table.csv:1: columns"),
        ("A,2022-09-21,5,,-3.5,0\n", "", "table.csv: no rows"),
    ],
)
def test_a_bad_cell_is_refused_with_place_value_and_remedy(tmp_path: Path, good: str, bad: str, said: str) -> None:
    with pytest.raises(InputError) as refusal:
        data.read_table(written(tmp_path, GOOD.replace(good, bad, 1)), KINDS)
    assert str(refusal.value).startswith(said)
    assert refusal.value.remedy


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("region,date,n\nДагестан,2022-09-21,3\n".encode("cp1251"), "table.csv:2: byte 14 is not UTF-8"),
        ("region,date,n\nRU-DA,2022-09-21,3\n".encode("utf-16"), "this is UTF-16 text"),
        (b'region,date,n\n"RU-DA,2022-09-21,3\n', "table.csv:2: no valid CSV"),
        (b"region,date,n\nRU-DA,2022-09-21,3\nRU-\0,2022-09-21,3\n", "table.csv:3: a NUL character"),
        (b"region,date,n\n" + b"R" * 200_000 + b",2022-09-21,3\n", "table.csv:2: no valid CSV"),
        (b"region,date,n\nRU-DA,2022-09-21," + b"9" * 5000 + b"\n", "table.csv:2, n: '9999"),
        (b"", "table.csv:1: columns []"),
    ],
)
def test_what_is_no_table_is_told_with_its_line(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "table.csv").write_bytes(content)
    with pytest.raises(InputError) as caught:
        data.read_table(tmp_path / "table.csv", {"region": "text", "date": "date", "n": "count"})
    assert said in str(caught.value)


def test_what_is_no_file_is_no_table(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for file in (tmp_path / "nothing.csv", str(tmp_path), tmp_path / "pipe.csv", "/dev/zero", "a\0b", "x" * 5000):
        with pytest.raises(InputError, match="name a CSV file"):
            data.read_table(file, {"n": "count"})


def test_a_byte_order_mark_is_no_part_of_a_column(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_bytes(b"\xef\xbb\xbfn\r\n3\r\n")
    assert data.read_table(tmp_path / "table.csv", {"n": "count"}).integers("n").tolist() == [3]


@given(st.integers(0, 2**53))
def test_a_count_comes_back_unchanged(tmp_path_factory: pytest.TempPathFactory, count: int) -> None:
    file = written(tmp_path_factory.mktemp("counts"), f"n\n{count}\n")
    assert data.read_table(file, {"n": "count"}).integers("n").tolist() == [count]


# The census


def test_the_85_regions_sum_to_the_statistical_offices_total() -> None:
    people = census.load()
    assert len(people.codes) == len(set(people.names_en)) == len(set(people.names_ru)) == 85
    assert people.population.sum() == people.age_sex.sum() == 146_780_720
    assert (people.age_sex.sum(axis=(1, 2)) == people.population).all()


def test_women_outnumber_men_among_the_old_and_not_among_the_young() -> None:
    male, female = census.load().age_sex.sum(axis=0)
    assert male[0] > female[0]
    assert female[-1] > 2 * male[-1]


def test_moscow_is_the_richest_large_region_and_has_lost_the_fewest_men() -> None:
    people = census.load()
    moscow = people.index("RU-MOW")
    assert (people.names_en[moscow], people.names_ru[moscow], people.district[moscow]) == (
        "Moscow",
        "Москва",
        "Central",
    )
    assert people.income[moscow] == people.income[people.population > 1_000_000].max()
    assert people.deaths_before[moscow] == people.deaths_before.min() == 0.7
    assert people.deaths_before[people.index("RU-TY")] == people.deaths_before.max() == 108.7


def test_every_region_has_a_town_and_no_more_townspeople_than_people() -> None:
    people, towns = census.load(), census.load().towns
    assert len(towns.name) == len(towns.region) == len(towns.lat) == 1117
    urban = np.bincount(towns.region, weights=towns.population, minlength=85)
    assert (urban > 0).all()
    assert (urban <= people.population).all()
    assert people.scaled == ("RU-MOW", "RU-SPE", "UA-40")


def test_towns_are_ordered_by_region_and_then_by_size() -> None:
    towns = census.load().towns
    keys = list(zip(towns.region.tolist(), (-towns.population).tolist(), strict=True))
    assert keys == sorted(keys)


def test_every_array_of_the_census_is_read_only() -> None:
    people = census.load()
    arrays = [v for part in (people, people.towns) for v in vars(part).values() if isinstance(v, np.ndarray)]
    assert len(arrays) >= 10
    assert not any(array.flags.writeable for array in arrays)


def test_the_map_shows_the_regions_of_the_census() -> None:
    assert sorted(outlines()) == list(census.load().codes)


def test_almost_every_town_lies_within_its_region_on_the_map() -> None:
    people, towns, rings = census.load(), census.load().towns, outlines()
    inside = np.array([
        any(lies_within(lon, lat, ring) for ring in rings[people.codes[region]])
        for region, lon, lat in zip(towns.region, towns.lon, towns.lat, strict=True)
    ])  # fmt: skip
    assert inside.sum() >= 1100  # small islands and coasts are cut off at 1:50 million
    assert inside[towns.population > 320_000].all()


def test_the_towns_of_the_detention_counts_are_towns_of_the_census() -> None:
    people, towns = census.load(), census.load().towns
    known = {(people.codes[r], name) for r, name in zip(towns.region, towns.name, strict=True)}
    table = data.read_csv("mobilisation_2022/detentions_by_city.csv")
    assert set(zip(table.text("region"), table.text("town"), strict=True)) <= known


def test_every_target_lies_in_its_interval_and_its_source_is_named() -> None:
    targets = data.read_csv("targets/targets.csv")
    low, value, high = (targets.numbers(column) for column in ("lo", "value", "hi"))
    assert ((low <= value) & (value <= high)).all()
    assert all(set(cell.split("_")) <= set(evidence.citations()) for cell in targets.text("tag"))


@pytest.mark.parametrize("day", ["20220921", "2022-W38-3"])
def test_a_date_in_another_form_than_the_one_asked_for_is_refused(day, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(f"date\n{day}\n", encoding="utf-8")
    with pytest.raises(InputError, match="is not a date"):
        read_table(path, {"date": "date"})
