"""Sweeps: nothing done twice, nothing lost, the same result wherever it was run."""

import csv
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pyarrow.parquet as pq
import pytest

from groundswell.data import census
from groundswell.errors import InputError
from groundswell.experiments import store
from groundswell.experiments.fork import Variant
from groundswell.experiments.job import Job
from groundswell.experiments.partitioned import run_partitioned, split
from groundswell.experiments.pool import run_jobs, share_out
from groundswell.experiments.processes import Workers
from groundswell.experiments.sweep import as_levels, parse_over, sweep

COMMAND = [
    *(sys.executable, "-W", "ignore", "-m", "groundswell.cli", "sweep", "mobilization-2022"),
    *("--persons", "20000", "--days", "12", "--over", "behaviour.others=-0.1..0.3", "--points", "12"),
    *("--seeds", "2", "--workers", "2", "--out"),
]


def jobs(flagship, count=3, **changes):
    return [Job((Variant("as it is", flagship(seed=seed, **changes)),), seed) for seed in range(1, count + 1)]


def contents(folder, keys):
    return [store.path(folder, key).read_bytes() for key in keys]


def test_a_sweep_runs_once_and_grows_without_running_again(flagship, tmp_path):
    base = flagship()
    over = dict([parse_over("call.replacement=0.7,1.0", base)])
    first = sweep(base, over, tmp_path, workers=1)
    more = dict([parse_over("call.replacement=0.7,0.85,1.0", base)])
    second = sweep(base, more, tmp_path, workers=1, arms=())
    assert len((tmp_path / "store" / "journal.txt").read_text().splitlines()) == 3
    assert {job.key for job in first.jobs} < {job.key for job in second.jobs}
    with (tmp_path / "design.csv").open() as stream:
        assert [row["call.replacement"] for row in csv.DictReader(stream)] == ["0.7", "0.85", "1.0"]


def test_the_dataset_and_the_array_hold_the_same(flagship, tmp_path):
    base = flagship()
    over = dict([parse_over("behaviour.others=-0.1..0.2", base)])
    done = sweep(base, over, tmp_path, points=3, seeds=2, arms=["shut: border.elsewhere=0"], workers=1)
    array = done.to_xarray(["abroad"])
    assert dict(array.sizes) == {"arm": 2, "draw": 3, "seed": 2, "day": 12, "region": 86}
    table = pq.read_table(done.file).to_pandas()
    row = table[(table.draw == 2) & (table.seed == 2) & (table.arm == "shut") & (table.day == 11)].set_index("region")
    assert np.array_equal(row["abroad"].to_numpy(), array["abroad"].sel(arm="shut", draw=2, seed=2, day=11).to_numpy())
    assert array.coords["behaviour.others"].dims == ("draw",)
    assert list(array.region.to_numpy()) == [*census.load().codes, "RU"]


def test_a_run_that_fails_is_told_with_its_reason_and_the_others_go_on(flagship, tmp_path, monkeypatch):
    base = flagship()
    fatal = Variant("broken", base.with_(seed=2))  # arms of two seeds cannot be run together
    some = [*jobs(flagship, 1), Job((Variant("as it is", base), fatal))]
    ends = {end.key: end for end in run_jobs(some, tmp_path, workers=1)}
    assert ends[some[0].key].error == ""
    assert "seed" in ends[some[1].key].error
    assert "seed" in store.failure(tmp_path, some[1].key)
    assert not store.has(tmp_path, some[1].key)


def test_a_worker_that_is_killed_costs_its_job_a_second_attempt_and_nothing_else(flagship, tmp_path, monkeypatch):
    some, started = jobs(flagship, 6, days=20), []
    start = Workers.start
    monkeypatch.setattr(Workers, "start", lambda self: started.append(start(self)) or started[-1])
    ends = []
    for end in run_jobs(some, tmp_path, workers=2):
        ends.append(end)
        if len(ends) == 1:
            started[0].send_signal(signal.SIGKILL)
    assert len(started) == 3
    assert [end.error for end in ends] == [""] * 6
    lines = (tmp_path / "journal.txt").read_text().split()[::2]
    assert sorted(lines) == sorted(job.key for job in some)


def test_a_job_that_kills_its_worker_every_time_is_told(flagship, tmp_path, monkeypatch):
    start = Workers.start

    def doomed(crew):
        process = start(crew)
        process.kill()
        return process

    monkeypatch.setattr(Workers, "start", doomed)
    (end,) = run_jobs(jobs(flagship, 1), tmp_path, workers=1)
    assert "died 3 times" in end.error


def test_a_sweep_whose_parent_was_killed_goes_on_where_it_was(tmp_path):
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    subprocess.run([*COMMAND, whole], check=True, capture_output=True)
    process = subprocess.Popen([*COMMAND, broken], stderr=subprocess.DEVNULL)
    journal = broken / "store" / "journal.txt"
    while not (journal.is_file() and len(journal.read_text().splitlines()) >= 3):
        time.sleep(0.05)
        assert process.poll() is None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    time.sleep(2.0)  # orphans save the run in hand and end
    subprocess.run([*COMMAND, broken], check=True, capture_output=True)
    done = [line.split()[0] for line in journal.read_text().splitlines()]
    assert len(done) == len(set(done)) == 24
    assert (broken / "results.parquet").read_bytes() == (whole / "results.parquet").read_bytes()


@pytest.mark.parametrize("executor", ["ray", "dask"])
def test_a_cluster_gives_the_same_files_as_processes(flagship, tmp_path, executor):
    some = jobs(flagship, 4)
    for name in ("processes", executor):
        assert [end.error for end in run_jobs(some, tmp_path / name, name, workers=2)] == [""] * 4
    keys = [job.key for job in some]
    assert contents(tmp_path / "processes", keys) == contents(tmp_path / executor, keys)


@pytest.mark.parametrize("given", [{"executor": "cloud"}, {"workers": 0}])
def test_where_runs_cannot_be_done_is_refused(flagship, tmp_path, given):
    with pytest.raises(InputError):
        list(run_jobs(jobs(flagship, 1), tmp_path, **given))


@pytest.mark.parametrize(
    "text", ["behaviour.othrs", "behaviour.others=5..1", "behaviour.others=0..99", "call.served=a..b"]
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


def test_processes_and_threads_together_never_outnumber_processors(monkeypatch):
    for persons in (20_000, 2_000_000, 146_000_000):
        many, threads = share_out(persons, 100)
        assert many * threads <= len(os.sched_getaffinity(0))
    monkeypatch.setenv("GROUNDSWELL_MEMORY", "3000000000")
    assert share_out(100_000_000, 100)[0] == 1


@pytest.mark.parametrize("parts", [2, 3])
def test_a_run_on_several_processes_is_the_run_on_one_to_the_bit(flagship, parts):
    s = flagship(30_000, 15)
    one, all_visits = run_partitioned(s, 1)
    several, visits = run_partitioned(s, parts)
    assert np.array_equal(one.values, several.values, equal_nan=True)
    assert sum(visits) == sum(all_visits)
    assert max(visits) < 0.8 * sum(visits)


def test_parts_are_whole_regions_that_cover_everybody(society_of):
    society = society_of()
    parts = split(society, 2)
    assert [parts[0].low, parts[0].high, parts[1].high] == society.region_start.tolist()
    with pytest.raises(ValueError, match="parts = 3"):
        split(society, 3)
