"""Where jobs are run: processes of this machine, or Ray, Dask or Slurm, with the same results to the bit."""

from collections.abc import Generator, Sequence
from pathlib import Path

from groundswell.computing import cluster, processes, slurm, store
from groundswell.computing.job import Done, Job, in_order
from groundswell.computing.processes import Workers
from groundswell.errors import InputError, nearest, shown
from groundswell.extras import need
from groundswell.files import as_input_errors
from groundswell.locks import hold
from groundswell.platforms import processors
from groundswell.running import memory

EXECUTORS = ("processes", "ray", "dask", "slurm")
_ROOM = 2.0  # two worlds live at once in a process


def run_jobs(jobs: Sequence[Job], folder: Path, executor: str = "processes", workers: int | None = None,
             address: str = "", kept: Workers | None = None,
             lock: Path | None = None) -> Generator[Done, None, None]:  # fmt: skip
    """Run what is not yet in the store `folder`, and yield each job's end as it comes, in no order.

    `workers` counts processes (default: one a processor, as far as memory goes; the processors left over become
    threads within a run); `address` is the cluster's, "" for one on this machine; `kept`, processes that several
    calls share; `lock`, the folder that others are kept out of, in place of the store. Raises InputError for what
    cannot be done, a folder that cannot be written, and one in which another process runs.
    """
    check(executor, workers, address)
    open_ = [job for job in in_order(jobs) if not store.has(folder, job.key)]
    unique = list({job.key: job for job in open_}.values())
    for key in {job.key for job in jobs} - {job.key for job in unique}:
        yield Done(key, 0.0, found=True)
    if not unique:
        return
    with as_input_errors(folder):
        (lock or folder).mkdir(parents=True, exist_ok=True)
    with hold(lock or folder):
        store.prepare(folder, (job.key for job in unique))
        many, threads = share_out(unique[0].variants[0].scenario.persons, len(unique), workers)
        if executor == "processes":
            yield from processes.run(unique, folder.absolute(), many, threads, kept)
        elif executor == "slurm":
            yield from slurm.run(unique, folder.absolute(), workers, address)
        else:
            here = many if executor == "dask" else workers
            yield from cluster.run(executor, unique, folder.absolute(), here, address)


def start_early(crew: Workers, jobs: Sequence[Job], folder: Path, workers: int | None = None) -> None:
    """Have processes start for jobs that `run_jobs` will be given, as many as it will ask for: to name jobs takes time.

    None start for a store `folder` that may hold all results already.
    """
    left = len(jobs) - store.count(folder)
    if left > 0:
        crew.provide(*share_out(jobs[0].variants[0].scenario.persons, left, workers), left)


def check(executor: str, workers: int | None, address: str = "") -> None:
    """Refuse an unknown executor, one that is not installed, an address of none, and fewer than one worker.

    Raises GroundswellError.
    """
    if executor not in EXECUTORS:
        raise InputError(f"'{executor}'", place="executor", remedy=nearest(executor, EXECUTORS))
    if executor != "processes":
        need(executor)
    elif address:
        remedy = "leave it out, or name whose it is: --executor ray, dask or slurm"
        raise InputError(f"{shown(address)}: processes of this machine have none", place="address", remedy=remedy)
    if workers is not None and workers < 1:
        raise InputError(f"{workers}", place="workers", remedy="give 1 or more")


def share_out(persons: int, jobs: int, workers: int | None = None) -> tuple[int, int]:
    """Return (processes, threads in each) for runs of `persons`: never more than processors, nor than memory holds."""
    cpus = processors()
    fit = int(memory.available() // (_ROOM * memory.forecast(persons)))
    many = max(1, min(workers or cpus, jobs, max(fit, 1)))
    return many, max(1, cpus // many) if persons >= 10_000_000 else 1
