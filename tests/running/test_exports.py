"""What goes to other programs says the same as the run, and of what it is."""

import json
from pathlib import Path

import numpy as np
import pytest
from pyarrow import csv

import groundswell as gs
from groundswell.running.exports import geojson

DAYS = 4


@pytest.fixture(scope="module")
def run() -> gs.Run:
    return gs.run(gs.load("toyland").with_(persons=2_000, days=DAYS))


@pytest.mark.parametrize("nation", [False, True])
def test_a_csv_file_holds_the_table(run: gs.Run, nation: bool, tmp_path: Path) -> None:
    file = run.to_csv(tmp_path / "new" / "table.csv", nation=nation)
    kept, whole = csv.read_csv(file), run.nation if nation else run.regions
    assert kept.column_names == whole.column_names
    for name in ("called", "attention"):
        assert np.array_equal(kept[name].to_numpy(), whole[name].to_numpy())


def test_regions_on_a_map_add_up_to_the_nation(run: gs.Run, tmp_path: Path) -> None:
    made = json.loads(run.to_geojson(tmp_path / "map.geojson").read_text(encoding="utf-8"))
    features = [feature["properties"] for feature in made["features"]]
    assert sum(f["called"] for f in features) == pytest.approx(run.series("called").sum())
    assert sum(f["abroad"] for f in features) == pytest.approx(run.series("abroad")[-1])
    assert sum(f["population"] for f in features) == 100_000
    assert made["groundswell"]["scenario_hash"] == run.scenario.hash
    assert all(feature["geometry"]["type"] in ("Polygon", "MultiPolygon") for feature in made["features"])


def test_a_day_on_a_map_is_that_day(run: gs.Run) -> None:
    third = {f["id"]: f["properties"] for f in geojson(run, day=2)["features"]}
    assert third["XT-RI"]["called"] == run.series("called", "XT-RI")[2]
    assert third["XT-RI"]["attention"] == run.series("attention", "XT-RI")[2]
    with pytest.raises(ValueError, match="days 0 to 3"):
        geojson(run, day=DAYS)


def test_counts_on_few_persons_are_named_as_coarse(run: gs.Run) -> None:
    for feature in geojson(run)["features"]:
        about = feature["properties"]
        assert ("called" in about["coarse"]) == (0 < about["called"] < 10 * 50)
        assert "attention" not in about["coarse"]


def test_a_region_without_an_outline_is_there_without_geometry() -> None:
    scenario = gs.load("gdr-1989").with_(persons=1_000, days=1)
    features = geojson(gs.run(scenario))["features"]
    assert len(features) == len(scenario.case.population.codes)
    assert {feature["geometry"] for feature in features} == {None}
