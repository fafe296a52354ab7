"""Workers: what they inherit, what they say, and when they end."""

import os
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Timer

import pytest

from groundswell.computing import child, processes, store
from groundswell.computing.fork import Variant
from groundswell.computing.job import Job
from groundswell.computing.pool import run_jobs, share_out, start_early
from groundswell.computing.processes import Workers
from groundswell.computing.worker import obey, order
from groundswell.errors import GroundswellError, InputError
from groundswell.files import BESIDE
from groundswell.scenario.load import load

COMMAND = [
    *(sys.executable, "-W", "ignore", "-m", "groundswell.cli", "sweep", "toyland"),
    *("--persons", "100000", "--days", "30", "--over", "behaviour.others=-0.1..0.3", "--points", "5"),
    *("--seeds", "2", "--workers", "2", "--out"),
]
MARCH = (
    "[scenario]\ntitle = 't'\ncase = 'russia-2022'\nstart = 2022-09-21\ndays = 3\npersons = 20000\n"
    "[behaviour]\nkind = 'marching.rule'\n"
)
SCRIPT = """
import pathlib, pickle, sys
from groundswell.computing.pool import run_jobs
jobs = pickle.loads(pathlib.Path(sys.argv[1]).read_bytes())
print(sorted((end.key, end.error) for end in run_jobs(jobs, pathlib.Path(sys.argv[2]), sys.argv[3], workers=2)))
"""


def contents(folder, jobs):
    return [store.path(folder, job.key).read_bytes() for job in jobs]


def failing(flagship):
    """Arms of two seeds, which cannot be run together."""
    return Job((Variant("baseline", flagship()), Variant("broken", flagship(seed=2))))


def test_a_run_that_fails_is_reported_with_its_reason_and_the_others_go_on(jobs, flagship, tmp_path):
    some = [*jobs(1), failing(flagship)]
    ends = {end.key: end for end in run_jobs(some, tmp_path, workers=1)}
    assert ends[some[0].key].error == ""
    assert "seed" in ends[some[1].key].error
    assert "seed" in store.failure(tmp_path, some[1].key)
    assert not store.has(tmp_path, some[1].key)


def test_a_worker_imports_what_its_parent_imports(rules, tmp_path):
    (tmp_path / "march.toml").write_text(MARCH)
    job = Job((Variant("baseline", load(tmp_path / "march.toml", trust=True)),))
    assert [end.error for end in run_jobs([job], tmp_path / "store", workers=1)] == [""]


def test_no_file_of_a_folder_takes_the_place_of_pythons_own_modules(jobs, tmp_path, monkeypatch):
    for name in ("csv", "pickle", "queue", "json", "tempfile"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('imported from the working folder')")
    monkeypatch.chdir(tmp_path)
    for entry in ("", str(tmp_path)):  # as `python -c` has it, and as a script in this folder
        monkeypatch.syspath_prepend(entry)
        (job,) = jobs(1, days=2 + len(entry) % 2)
        assert [end.error for end in run_jobs([job], tmp_path / "store", workers=1)] == [""]


def test_a_childs_path_is_the_parents_with_the_standard_library_first(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", "/a", *sys.path, "/b"])
    path = child.search_path()
    assert sorted(path) == sorted([str(tmp_path), *sys.path[1:]])
    assert path.index(str(Path(os.__file__).parent)) < path.index(str(tmp_path)) < path.index("/a") < path.index("/b")


def test_a_worker_says_which_module_it_does_not_find(jobs, tmp_path):
    ordered = order(jobs(1)[0], tmp_path)._replace(packed=b"cmarching_nowhere\nrule\n.")
    assert "module 'marching_nowhere' is not found by a worker" in obey(ordered).error
    assert "PYTHONPATH" in store.failure(tmp_path, ordered.key)


def test_a_worker_with_other_code_than_its_parent_runs_nothing(jobs, tmp_path):
    ordered = order(jobs(1)[0], tmp_path)._replace(fingerprint="of-other-sources")
    assert "other code than the process that asked" in obey(ordered).error
    assert not list(tmp_path.glob("*.arrow"))


def test_a_worker_that_is_killed_costs_its_job_a_second_attempt_and_nothing_else(jobs, tmp_path, monkeypatch):
    some, started = jobs(6, days=20), []
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


def test_a_job_that_kills_its_worker_every_time_is_reported(jobs, tmp_path, monkeypatch):
    start = Workers.start

    def doomed(crew):
        process = start(crew)
        process.kill()
        return process

    monkeypatch.setattr(Workers, "start", doomed)
    (end,) = run_jobs(jobs(1), tmp_path, workers=1)
    assert "died 3 times, last with signal 9" in end.error


def test_workers_that_are_kept_serve_again_and_end_with_a_call_that_is_broken_off(jobs, tmp_path):
    first, second, third = (jobs(2, days=days) for days in (3, 4, 5))
    with Workers() as kept:
        assert [end.error for end in run_jobs(first, tmp_path, workers=1, kept=kept)] == ["", ""]
        served = list(kept.alive)
        assert [end.error for end in run_jobs(second, tmp_path, workers=1, kept=kept)] == ["", ""]
        assert kept.alive == served
        ends = run_jobs(third, tmp_path, workers=1, kept=kept)
        next(ends)
        ends.close()
        assert [worker.poll() for worker in served] == [-signal.SIGKILL] * len(served)
        assert [end.error for end in run_jobs(third, tmp_path, workers=1, kept=kept)] == ["", ""]
        last = list(kept.alive)
    assert not kept.alive
    assert not [worker for worker in last if lives(worker.pid)]


def test_workers_start_before_the_jobs_are_named_unless_all_results_may_be_there(jobs, tmp_path):
    some = jobs(2, days=3)
    with Workers() as crew:
        start_early(crew, some, tmp_path, 1)
        while not crew.alive:
            time.sleep(0.01)
        early = list(crew.alive)
        assert [end.error for end in run_jobs(some, tmp_path, workers=1, kept=crew)] == ["", ""]
        assert crew.alive == early
    with Workers() as crew:
        start_early(crew, some, tmp_path, 1)
        time.sleep(0.1)
        assert not crew.alive


def test_a_worker_that_cannot_be_started_early_is_told_of_with_the_first_job(jobs, tmp_path, monkeypatch):
    def fail(_):
        raise OSError("no more processes")

    monkeypatch.setattr(Workers, "start", fail)
    with Workers() as crew:
        start_early(crew, jobs(1), tmp_path, 1)
        with pytest.raises(GroundswellError, match="no more processes"):
            list(run_jobs(jobs(1), tmp_path, workers=1, kept=crew))


def children(process):
    """Processes that `process` has started and that live."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines()]
    return [int(pid) for pid, parent, stat in rows if int(parent) == process and not stat.startswith("Z")]


def lives(process):
    shown = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True).stdout.strip()
    return bool(shown) and not shown.startswith("Z")


def begun(folder, results):
    """A sweep of which so many results are there."""
    process = subprocess.Popen([*COMMAND, folder], stderr=subprocess.PIPE, text=True)
    journal = folder / "store" / "journal.txt"
    while not (journal.is_file() and len(journal.read_text().splitlines()) >= results):
        time.sleep(0.01)
        assert process.poll() is None
    return process


@pytest.mark.slow
def test_a_sweep_that_was_ended_and_killed_goes_on_where_it_was_and_leaves_nobody(tmp_path):
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    subprocess.run([*COMMAND, whole], check=True, capture_output=True)
    for sign, results in ((signal.SIGTERM, 2), (signal.SIGKILL, 4)):
        process = begun(broken, results)
        workers = children(process.pid)
        assert workers
        process.send_signal(sign)
        printed = process.communicate(timeout=20)[1]
        time.sleep(2.0)
        assert not [worker for worker in workers if lives(worker)]
        if sign == signal.SIGKILL:
            continue
        assert process.returncode == 128 + sign
        assert "results are kept in" in printed and "to go on: groundswell sweep toyland" in printed
        assert "Traceback" not in printed
    subprocess.run([*COMMAND, broken], check=True, capture_output=True)
    done = [line.split()[0] for line in (broken / "store" / "journal.txt").read_text().splitlines()]
    assert len(done) == len(set(done))  # a worker killed after its result, before its line, has none
    whole_files = [f for f in (broken / "store").glob("*.arrow") if not f.name.startswith(BESIDE)]
    assert len(whole_files) == 10  # what a kill left half written goes after an hour
    assert (broken / "results.parquet").read_bytes() == (whole / "results.parquet").read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("executor", ["ray", "dask"])
def test_a_cluster_gives_the_same_files_as_processes_from_a_script_without_a_guard(jobs, flagship, tmp_path, executor):
    some = [*jobs(2, days=4), failing(flagship)]
    ends = sorted((end.key, end.error) for end in run_jobs(some, tmp_path / "processes", workers=2))
    (tmp_path / "jobs").write_bytes(pickle.dumps(some))
    (tmp_path / "script.py").write_text(SCRIPT)
    command = [sys.executable, "-W", "ignore", "script.py", "jobs", executor, executor]
    shown = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert shown.stdout.splitlines()[-1] == repr(ends)
    assert [bool(error) for _, error in ends].count(True) == 1
    assert "Traceback" not in shown.stderr
    assert contents(tmp_path / "processes", some[:2]) == contents(tmp_path / executor, some[:2])


@pytest.mark.parametrize("given", [{"executor": "cloud"}, {"workers": 0}])
def test_where_runs_cannot_be_done_is_refused(jobs, tmp_path, given):
    with pytest.raises(InputError):
        list(run_jobs(jobs(1), tmp_path, **given))


def test_processes_and_threads_together_never_outnumber_processors(monkeypatch):
    for persons in (20_000, 2_000_000, 146_000_000):
        many, threads = share_out(persons, 100)
        assert many * threads <= len(os.sched_getaffinity(0))
    monkeypatch.setenv("GROUNDSWELL_MEMORY", "3000000000")
    assert share_out(100_000_000, 100)[0] == 1


def test_who_waits_for_a_result_is_told_when_another_thread_ends_the_workers(tmp_path: Path) -> None:
    job = Job((Variant("baseline", load("toyland", {"scenario.persons": 20_000})),))
    with Workers() as crew:
        ends = processes.run([job] * 3, tmp_path, 1, 1, crew)
        Timer(0.3, crew.stop).start()
        with pytest.raises(GroundswellError, match="were ended"):
            list(ends)
