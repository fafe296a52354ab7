"""Slurm by submitit, on its local executor: the same files as of processes, and ends that are told."""

from contextlib import closing

import pytest

from groundswell.computing import slurm, store
from groundswell.computing.fork import Variant
from groundswell.computing.job import Job
from groundswell.computing.pool import run_jobs
from groundswell.computing.worker import obey, order
from groundswell.errors import GroundswellError, InputError


@pytest.mark.slow
def test_tasks_leave_the_files_that_processes_leave_and_a_failure_is_told(jobs, flagship, tmp_path):
    failing = Job((Variant("baseline", flagship()), Variant("broken", flagship(seed=2))))
    some = [*jobs(1, days=4), failing]
    for job in some:
        obey(order(job, tmp_path / "here"))
    store.save_failure(tmp_path / "tasks", some[0].key, "of an attempt before")
    ends = {end.key: end for end in run_jobs(some, tmp_path / "tasks", "slurm", 1, slurm.LOCAL)}
    assert ends[some[0].key].error == ""
    assert "seed" in ends[failing.key].error and ends[failing.key].beside == 1
    here, there = (store.path(tmp_path / folder, some[0].key) for folder in ("here", "tasks"))
    assert here.read_bytes() == there.read_bytes()


def test_what_a_task_leaves_undone_when_it_ends_is_reported(jobs, tmp_path):
    class Ended:
        state = "TIMEOUT"

        def done(self):
            return True

    first, second = jobs(2, days=2)
    obey(order(first, tmp_path))
    ends = {end.key: end.error for end in slurm._ends(dict.fromkeys([first.key, second.key], Ended()), tmp_path)}
    assert ends == {first.key: "", second.key: "its task ended before it (TIMEOUT)"}
    assert "TIMEOUT" in store.failure(tmp_path, second.key)


def test_who_goes_before_the_end_takes_the_tasks_along(jobs, tmp_path, monkeypatch):
    cancelled = []

    class Task:
        state = "RUNNING"

        def done(self):
            return False

        def cancel(self):
            cancelled.append(self)

    class Executor:
        def __init__(self, folder, cluster):
            assert cluster == "slurm"

        def update_parameters(self, **given):
            assert given["slurm_partition"] == "short"

        def map_array(self, errand, shares):
            obey(order(job, tmp_path))
            return [Task() for _ in shares]

    job, other = jobs(2, days=2)
    submitit = type("submitit", (), {"AutoExecutor": Executor})
    monkeypatch.setattr(slurm, "import_module", lambda _: submitit)
    with closing(slurm.run([job, other], tmp_path, 2, "partition=short")) as ends:
        assert next(ends).key == job.key
    assert len(cancelled) == 2


def test_settings_are_handed_on_to_sbatch():
    usual = {"timeout_min": 240, "mem_gb": 4, "cpus_per_task": 1}
    assert slurm.settings("") == slurm.settings("local") == usual
    given = slurm.settings("partition=short, timeout_min=60,account=p-1")
    assert given == {**usual, "timeout_min": 60, "slurm_partition": "short", "slurm_account": "p-1"}
    for wrong in ("short", "partition=", "=short", "a b=1", "partition=short,"):
        with pytest.raises(InputError, match="no setting of sbatch"):
            slurm.settings(wrong)


def test_a_machine_without_slurm_says_so(jobs, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GroundswellError, match="Slurm takes no tasks"):
        list(slurm.run(jobs(1), tmp_path, 1, ""))
