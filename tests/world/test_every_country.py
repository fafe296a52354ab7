"""Every country of the tables gives a case: people add up, towns fit into regions, the card lists every assumption."""

import csv
import json
import tomllib
from pathlib import Path

import numpy as np
import pytest

from groundswell.world import write_case
from groundswell.world.build import Population, build
from groundswell.world.files import scale


def test_there_are_184_countries(every: dict[str, Population]) -> None:
    assert len(every) == 184


def test_regions_add_up_to_their_nation(every: dict[str, Population]) -> None:
    assert {iso3: int(p.persons.sum()) for iso3, p in every.items()} == {iso3: p.total for iso3, p in every.items()}
    assert all(p.persons.min() > 0 for p in every.values())


def test_towns_hold_no_more_people_than_their_region(every: dict[str, Population]) -> None:
    for iso3, p in every.items():
        urban = np.bincount(p.towns.region, p.in_town, minlength=len(p.persons))
        assert (urban <= p.persons).all(), iso3
        assert p.in_town.min(initial=1) > 0, iso3


def test_a_region_has_one_code_and_every_region_one_outline_at_most(every: dict[str, Population]) -> None:
    for iso3, p in every.items():
        assert len(set(p.regions.code)) == len(p.regions.code), iso3
        shapes = [shape["properties"]["code"] for shape in p.outlines]  # type: ignore[index]
        assert len(set(shapes)) == len(shapes), iso3
        assert set(shapes) <= set(p.regions.code), iso3


def test_another_name_of_a_region_is_no_regions_name(every: dict[str, Population]) -> None:
    for iso3, p in every.items():
        names = {name.casefold() for name in (*p.regions.name, *p.regions.name_local)}
        assert not names & {spelling.casefold() for _, spelling in p.spellings}, iso3


def test_base_scenarios_are_small_enough_to_run_at_once_and_leave_no_region_empty(every: dict[str, Population]) -> None:
    for iso3, p in every.items():
        assert p.total / scale(p) <= 500_000 or scale(p) == 1000, iso3
        assert scale(p) <= 1000, iso3
        assert p.persons.min() / scale(p) >= 2 or scale(p) == 1, iso3


def test_capital_is_one_region_and_holds_the_largest_town(every: dict[str, Population]) -> None:
    for iso3, p in every.items():
        if len(p.towns):
            assert p.in_town[p.towns.region == p.capital].max() == p.in_town.max(), iso3


@pytest.mark.parametrize("year", [1980, 1994, 2013, 2027])
def test_other_years_add_up_too(year: int) -> None:
    for iso3 in ("BLR", "DEU", "IND", "KIR", "MCO", "SYR"):
        p = build(iso3, year)
        assert p.persons.sum() == p.total
        assert (np.bincount(p.towns.region, p.in_town, minlength=len(p.persons)) <= p.persons).all()


@pytest.mark.parametrize("iso3", ["CHL", "DEU", "BLR", "EGY", "IND", "MCO", "KIR", "TUN", "AZE"])
def test_files_hold_what_was_built_and_the_card_lists_every_assumption(iso3: str, tmp_path: Path) -> None:
    folder = tmp_path / iso3.lower()
    assumptions, p = write_case(iso3, folder), build(iso3)
    head = tomllib.loads((folder / "case.toml").read_text())
    assert (head["country"], head["title"]) == (iso3, f"{p.country.name} 2020")
    card = " ".join((folder / "README.md").read_text().split())
    assert [a.text for a in assumptions if " ".join(a.text.split()) not in card] == []
    regions, towns, ages = (
        list(csv.DictReader((folder / "population" / f"{name}.csv").read_text(encoding="utf-8").splitlines()))
        for name in ("regions", "towns", "age_sex")
    )
    assert sum(int(row["population"]) for row in regions) == p.total
    assert sum(int(cell) for row in ages for name, cell in row.items() if name.startswith("age_")) == p.total
    assert [row["region"] for row in ages] == ["*", "*"]
    assert sum(row["capital"] == "1" for row in regions) == 1
    assert {row["region"] for row in towns} <= {row["code"] for row in regions}
    outlines = folder / "population" / "outlines.geojson"
    assert outlines.exists() == bool(p.outlines)
    if p.outlines:
        assert len(json.loads(outlines.read_text())["features"]) == len(p.outlines)
    for name in ("parameters", "timeline", "sources"):
        tomllib.loads((folder / f"{name}.toml").read_text())
    assert "OpenStreetMap" in (folder / "sources.toml").read_text() or not p.outlines
