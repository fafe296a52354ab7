"""An ensemble is several runs that differ by seed alone, and every figure of it has an interval."""

import csv
import json
import shutil
from collections.abc import Callable
from math import factorial
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

import groundswell as gs
from groundswell import portable, rng
from groundswell.comparisons import ensemble_folder
from groundswell.comparisons.ensemble import band, total
from groundswell.comparisons.format_ensemble import as_text
from groundswell.computing.job import Done
from groundswell.errors import InputError
from groundswell.process.count import measures

pytestmark = pytest.mark.usefixtures("in_this_process")

SMALL = {"persons": 20_000, "days": 6}


@pytest.fixture(scope="session")
def scenario() -> gs.Scenario:
    return gs.load("mobilization-2022").with_(**SMALL)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ensembles") / "three"


@pytest.fixture(scope="session")
def three(scenario: gs.Scenario, folder: Path) -> gs.Ensemble:
    return gs.ensemble(scenario, seeds=3, out=str(folder))


def test_each_run_of_an_ensemble_is_the_run_of_its_seed(three: gs.Ensemble, scenario: gs.Scenario) -> None:
    alone = gs.run(scenario, seed=2)
    assert three.seeds == (1, 2, 3)
    for measure in measures(scenario.observation):
        assert np.array_equal(three.runs[2].series(measure), alone.series(measure), equal_nan=True), measure
    for measure in ("called", "attention"):
        assert np.array_equal(three.runs[2].series(measure, "RU-DA"), alone.series(measure, "RU-DA"))
    assert [e.value for e in three.runs[2].ledger] == [e.value for e in alone.ledger]
    assert [f.simulated for f in three.runs[2].fit] == [f.simulated for f in alone.fit]
    assert three.runs[2].scenario.hash == alone.scenario.hash


def test_bands_hold_the_runs_they_are_made_of(three: gs.Ensemble) -> None:
    runs = three.series("called")
    assert runs.shape == (3, 6)
    low, middle, high = three.band("called")
    assert np.array_equal(low, runs.min(0)) and np.array_equal(high, runs.max(0))
    assert np.array_equal(middle, np.median(runs, axis=0))
    assert three.band_is == "the lowest to the highest of 3 runs"
    assert np.array_equal(three.quantile("called", q=[0.25])[0], np.quantile(runs, 0.25, axis=0))


def test_the_folder_holds_a_run_a_seed_and_the_quantiles(three: gs.Ensemble, folder: Path) -> None:
    names = {p.name for p in folder.iterdir()}
    assert names == {"ensemble.json", "seed-1", "seed-2", "seed-3", "quantiles.parquet", "quantiles.csv", "totals.csv"}
    assert gs.open_run(folder / "seed-3").seed == 3
    table = pq.read_table(folder / "quantiles.parquet").to_pandas()
    row = table[(table.day == 5) & (table.region == "RU") & (table.measure == "abroad")].iloc[0]
    assert row["mean"] == pytest.approx(three.series("abroad")[:, 5].mean())
    assert row["q05"] <= row["q50"] <= row["q95"] and row["runs"] == 3
    stored = json.loads((folder / "ensemble.json").read_text())
    assert (stored["seeds"], stored["complete"]) == ([1, 2, 3], True)
    assert stored["totals"]["called"]["interval90"] == [three.totals["called"].low, three.totals["called"].high]
    with (folder / "totals.csv").open() as file:
        lines = list(csv.DictReader(file))
    assert {line["id"] for line in lines} == set(three.totals)
    assert all(line["scenario"] == three.scenario.name and "simulation" in line["kind"] for line in lines)


def test_what_is_saved_is_opened_again_and_a_damaged_seed_is_refused(three: gs.Ensemble, tmp_path: Path) -> None:
    place = three.save(tmp_path / "copy")
    again = gs.open_ensemble(str(place))
    assert again.totals == three.totals
    (place / "seed-2" / "daily.parquet").write_bytes(b"")
    with pytest.raises(InputError, match=r"daily\.parquet is not what was written"):
        gs.open_ensemble(place)
    with pytest.raises(InputError, match="not an ensemble"):
        gs.open_ensemble(tmp_path)


def test_every_total_has_an_interval_and_none_has_the_width_of_nothing(three: gs.Ensemble) -> None:
    nobody = three.totals["ledger.deaths_protest"]
    assert nobody.mean == 0.0 and nobody.high > 0.0
    for t in three.totals.values():
        assert t.low <= t.mean <= t.high
        assert t.quantile_low <= t.mean <= t.quantile_high
    text = as_text(three)
    assert "90 % interval of the mean" in text and "Student's t over seeds" in text
    assert "A simulated person stands for" in text


def test_nine_of_ten_intervals_of_the_mean_hold_it() -> None:
    held = {"normal": 0, "rare": 0}
    rare = np.exp(-0.3) * np.cumsum([0.3**k / factorial(k) for k in range(9)])  # Poisson, 0.3 simulated persons a run
    for k in range(400):
        u = rng.uniform(k, rng.NEIGHBOURHOOD, 0, np.arange(6))
        t = total("x", "", "1", [50.0 + 5.0 * portable.normal_quantile(x) for x in u.tolist()], 1000.0)
        held["normal"] += t.low <= 50.0 <= t.high
        t = total("x", "", "persons", (1000.0 * np.searchsorted(rare, u[:4])).tolist(), 1000.0)
        held["rare"] += t.low <= 300.0 <= t.high
    assert 0.86 <= held["normal"] / 400 <= 0.94
    assert held["rare"] / 400 >= 0.86  # discrete counts are covered more often, never less


def test_from_twenty_runs_on_the_band_is_nine_tenths_of_them() -> None:
    values = np.arange(21.0)
    assert band(values)[0] == 1.0 and band(values)[2] == 19.0
    assert band(values[:19])[0] == 0.0 and band(values[:19])[2] == 18.0


def test_an_interrupted_ensemble_goes_on_where_it_was(scenario: gs.Scenario, tmp_path: Path) -> None:
    def stop(done: Done, count: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        gs.ensemble(scenario, [4, 5], out=tmp_path / "e", workers=1, progress=stop)
    found: list[bool] = []
    with pytest.raises(InputError, match="another ensemble under way"):
        gs.ensemble(scenario, [4, 6], out=tmp_path / "e")
    gs.ensemble(scenario, [4, 5], out=tmp_path / "e", progress=lambda done, *_: found.append(done.found))
    assert sorted(found) == [False, True]
    with pytest.raises(InputError, match="exists"):
        gs.ensemble(scenario, [4, 5], out=tmp_path / "e")


@pytest.mark.parametrize(
    ("seeds", "said"),
    [(0, "0 is outside 1[.][.]"), ([], "no seeds"), ([3, 3], "named twice"), (True, "whole number")],
)
def test_seeds_that_make_no_ensemble_are_refused(scenario: gs.Scenario, seeds, said: str) -> None:
    with pytest.raises(InputError, match=said):
        gs.ensemble(scenario, seeds)


def test_a_folder_that_holds_something_else_is_left_alone(scenario: gs.Scenario, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    for force, said in ((False, "exists"), (True, "not groundswell's to replace")):
        with pytest.raises(InputError, match=said):
            gs.ensemble(scenario, 2, out=tmp_path, force=force)
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]


def test_run_with_seeds_prints_an_interval_on_every_total(groundswell: Callable, tmp_path: Path) -> None:
    asked = ("run", "mobilization-2022", "--persons", "20000", "--days", "3", "--seeds", "2", "--seed", "7")
    code, out, err = groundswell(*asked, "--json", "--out", "e")
    printed = json.loads(out)
    assert (code, printed["seeds"], printed["folder"]) == (0, [7, 8], "e")
    assert all(t["interval90"][0] <= t["mean"] <= t["interval90"][1] for t in printed["totals"].values())
    assert "2/2 runs" in err
    code, out, err = groundswell(*asked, "--out", "e")
    assert (code, out) == (2, "") and "'e' exists" in err


def test_the_quantiles_of_a_saved_run_are_those_of_its_days(three: gs.Ensemble) -> None:
    frame = three.to_pandas()
    weekly = frame[frame.measure == "called"].set_index("date").resample("W")["mean"].sum()
    assert weekly.sum() == pytest.approx(2 * three.series("called").mean(0).sum())  # regions and the nation
    assert ensemble_folder.MANIFEST == "ensemble.json"


def test_an_ensemble_whose_manifest_or_runs_are_not_its_own_is_refused(
    three: gs.Ensemble, folder: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    text = (copy / "ensemble.json").read_text()
    (copy / "ensemble.json").write_text(text.replace("seed-3", "seed-1"))
    with pytest.raises(gs.InputError, match="is not what was written"):
        gs.open_ensemble(copy)
    (copy / "ensemble.json").write_text(text)
    for name in ("seed-1", "seed-2"):
        shutil.rmtree(copy / name)
        shutil.copytree(folder / "seed-3", copy / name)
    with pytest.raises(gs.InputError, match="seed-1 is not the run of seed 1"):
        gs.open_ensemble(copy)
    shutil.rmtree(copy / "seed-1")
    (copy / "seed-1").symlink_to(folder / "seed-1")
    with pytest.raises(gs.InputError, match="is a link"):
        gs.open_ensemble(copy)
