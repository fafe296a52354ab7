"""Sweeps: nothing done twice, one design a folder, results of that design only."""

import csv
import json
import os
import sys

import numpy as np
import pyarrow.parquet as pq
import pytest

import groundswell as gs
from groundswell.case import find
from groundswell.comparisons.design import Prior
from groundswell.comparisons.over import as_levels, parse_over
from groundswell.comparisons.sweep import sweep
from groundswell.computing import store
from groundswell.errors import InputError
from groundswell.files import digest
from groundswell.locks import hold

pytestmark = pytest.mark.usefixtures("in_this_process")

TURNED = "call.replacement"


@pytest.fixture(scope="module")
def done(flagship, tmp_path_factory):
    """A sweep of three points, two seeds and an arm."""
    base = flagship()
    over = dict([parse_over("behaviour.others=-0.1..0.2", base)])
    folder = tmp_path_factory.mktemp("sweep")
    return sweep(base, over, folder, points=3, seeds=2, arms=["shut: border.gates.elsewhere.capacity=0"], workers=1)


def test_a_sweep_runs_once_and_grows_without_running_again(flagship, tmp_path):
    base = flagship()
    over = dict([parse_over("call.replacement=0.7,1.0", base)])
    first = sweep(base, over, tmp_path, workers=1)
    more = dict([parse_over("call.replacement=0.7,0.85,1.0", base)])
    second = sweep(base, more, tmp_path, workers=1)
    assert len((tmp_path / "store" / "journal.txt").read_text().splitlines()) == 3
    assert {job.key for job in first.jobs} < {job.key for job in second.jobs}
    with (tmp_path / "design.csv").open() as stream:
        assert [row["call.replacement"] for row in csv.DictReader(stream)] == ["0.7", "0.85", "1.0"]


def test_the_dataset_and_the_array_hold_the_same(done):
    array = done.to_xarray(["abroad"])
    assert dict(array.sizes) == {"arm": 2, "draw": 3, "seed": 2, "day": 12, "region": 86}
    table = pq.read_table(done.file).to_pandas()
    row = table[(table.draw == 2) & (table.seed == 2) & (table.arm == "shut") & (table.day == 11)].set_index("region")
    assert np.array_equal(row["abroad"].to_numpy(), array["abroad"].sel(arm="shut", draw=2, seed=2, day=11).to_numpy())
    assert array.coords["behaviour.others"].dims == ("draw",)
    assert list(array.region.to_numpy()) == [*find("russia-2022").population.codes, "RU"]


@pytest.mark.parametrize(
    "text",
    ["behaviour.othrs", "behaviour.others=5..1", "behaviour.others=0..99", "call.served=a..b", "behaviour.others="],
)
def test_what_cannot_be_varied_is_refused(flagship, text):
    with pytest.raises(InputError):
        parse_over(text, flagship())


def test_a_decimal_comma_is_not_taken_for_two_levels_when_one_of_them_cannot_be(flagship):
    with pytest.raises(InputError, match=r"did you mean 0\.4"):
        parse_over("policing.pmax=0,4", flagship())
    assert parse_over("behaviour.others=0,1", flagship())[1] == (0, 1)


@pytest.mark.parametrize("levels", [np.array([30, 31]), range(30, 32), (np.int64(30), np.float32(31)), [30.0, 31]])
def test_levels_are_taken_from_arrays_and_ranges_as_from_lists(levels):
    assert as_levels("events.decree.duration", levels) == (30, 31)
    with pytest.raises(InputError, match="no list of levels"):
        as_levels("events.decree.duration", "30")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((), "no level"),
        ([0.0, -0.0], "twice"),
        (Prior("behaviour.leave", 0.0, 1.0), "has a prior of 'behaviour.leave'"),
        (Prior("behaviour.others", 0.0, 1.0, "loguniform"), "loguniform"),
    ],
)
def test_what_a_script_gives_to_vary_is_judged_as_a_command_is(flagship, tmp_path, given, words):
    with pytest.raises(InputError, match=words):
        sweep(flagship(), {"behaviour.others": given}, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_every_row_says_which_run_it_is_of_and_what_was_varied(done):
    table = pq.read_table(done.file).to_pandas()
    runs = table.groupby(["key", "draw", "seed", "behaviour.others"], observed=True).size()
    assert len(runs) == len(done.jobs) == 6
    assert {(key, draw, seed) for key, draw, seed, _ in runs.index} == {(j.key, j.draw, j.seed) for j in done.jobs}
    assert {(draw, value) for _, draw, _, value in runs.index} == {
        (draw, point["behaviour.others"]) for draw, point in enumerate(done.points)
    }


def test_totals_of_every_run_and_arm_are_those_of_the_dataset(done):
    with (done.folder / "results.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0])[:6] == ["key", "draw", "seed", "behaviour.others", "arm", "voice"]
    assert len(rows) == len(done.rows) == 12
    assert rows[0]["scenario"] and float(rows[0]["scale_1_to"]) > 1.0 and "simulation" in rows[0]["kind"]
    table = pq.read_table(done.file).to_pandas()
    nation = table[(table.region == "RU") & (table.key == rows[1]["key"]) & (table.arm == rows[1]["arm"])]
    assert float(rows[1]["detained"]) == pytest.approx(nation.detained.sum())
    summary = json.loads((done.folder / "summary.json").read_text())
    shut = [row["exit"] for row in done.rows if row["arm"] == "shut"]
    assert (summary["runs"], summary["failed"]) == (6, 0)
    assert summary["arms"]["shut"]["exit"]["mean"] == pytest.approx(np.mean(shut))
    assert [point["values"] for point in summary["points"]] == list(done.points)


def test_a_result_that_is_damaged_before_it_is_gathered_is_a_hole_and_the_next_sweep_fills_it(flagship, tmp_path):
    def damage(end, count, of):
        if count == of:
            store.path(tmp_path / "store", end.key).write_bytes(b"torn")

    base, over = flagship(days=4), {TURNED: (0.7, 0.8, 0.9)}
    torn = sweep(base, over, tmp_path, workers=1, progress=damage)
    assert list(torn.failures.values()) == ["was not run"]
    left = pq.read_table(torn.file)
    assert set(left["key"].to_pylist()) == {job.key for job in torn.jobs} - torn.failures.keys()
    whole = sweep(base, over, tmp_path, workers=1)
    assert not whole.failures
    assert [row["draw"] for row in whole.rows] == [0, 1, 2]
    none = sweep(base, over, tmp_path / "none", workers=1, progress=lambda end, *_: store.path(
        tmp_path / "none" / "store", end.key).unlink())  # fmt: skip
    assert none.file is None and not list((tmp_path / "none").glob("results.*"))


def test_the_folder_says_what_made_it(done):
    manifest = json.loads((done.folder / "manifest.json").read_text())
    assert manifest["complete"] and (manifest["runs"], manifest["failed"]) == (6, 0)
    assert {"groundswell", "numpy", "numba"} <= manifest["versions"].keys()
    assert manifest["design"]["over"]["behaviour.others"]["low"] == -0.1
    assert manifest["design"]["arms"] == {"shut": ["border.gates.elsewhere.capacity = 0"]}
    assert manifest["files"] == {name: digest(done.folder / name) for name in manifest["files"]}
    assert "results.parquet" in manifest["files"]


def test_another_design_is_refused_and_nothing_changes_unless_forced(done, flagship, tmp_path):
    base = flagship()
    sweep(base, {TURNED: (0.7,)}, tmp_path, workers=1)
    before = {file: digest(file) for file in tmp_path.iterdir() if file.is_file()}
    for other in ({TURNED: (0.8,)}, {"behaviour.others": (0.0,)}):
        with pytest.raises(InputError, match=r"holds another design, of 1 runs; .*--force"):
            sweep(base, other, tmp_path, workers=1)
    with pytest.raises(InputError, match="another design"):
        sweep(base, {TURNED: (0.7,)}, tmp_path, arms=["shut: border.gates.elsewhere.capacity=0"], workers=1)
    assert {file: digest(file) for file in tmp_path.iterdir() if file.is_file()} == before
    forced = sweep(base, {TURNED: (0.8,)}, tmp_path, workers=1, force=True)
    assert set(pq.read_table(forced.file)[TURNED].to_pylist()) == {0.8}


def test_results_of_before_do_not_stand_beside_a_design_without_any(rules, tmp_path, caplog):
    file = tmp_path / "march.toml"
    file.write_text(
        "[scenario]\ncase = 'russia-2022'\ndays = 3\npersons = 20000\n[behaviour]\nkind = 'marching.rule'\n"
    )
    over, folder = {"behaviour.willing": (0.001, 0.002)}, tmp_path / "S"
    first = sweep(gs.load(file, trust=True), over, folder, workers=1)
    assert first.file.exists()
    first.report(folder)
    rule = rules / "marching" / "rule.py"
    rule.write_text(rule.read_text().replace("    return Marcher(setting, params)", "    raise ValueError('sour')"))
    for name in ("marching", "marching.rule"):
        del sys.modules[name]
    failed = sweep(gs.load(file, trust=True), over, folder, workers=1)
    assert failed.file is None
    assert all(
        why.endswith("ValueError: sour; mend it: what it gets is described in docs/own-code.md")
        for why in failed.failures.values()
    )
    assert not (folder / "results.parquet").exists()
    assert not (folder / "results.csv").exists()
    assert not (folder / "sweep.html").exists()
    assert not list((folder / "figures").iterdir())
    assert "2 runs are done anew" in caplog.text


def test_a_folder_in_which_a_sweep_runs_is_refused(flagship, tmp_path):
    with hold(tmp_path), pytest.raises(InputError, match="running in"):
        sweep(flagship(), {TURNED: (0.7, 0.8)}, tmp_path, workers=1)
    assert os.listdir(tmp_path) == [".lock"]


def test_the_seed_is_no_parameter_of_a_design(flagship, tmp_path):
    with pytest.raises(InputError, match="seeds"):
        sweep(flagship(), {"seed": (1, 2)}, tmp_path)
