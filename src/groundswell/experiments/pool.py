"""Where jobs are run: processes of this machine, or Ray or Dask, with the same results to the bit.

A job is handed to one worker and its result is written by that worker, so that a worker's death costs the job in hand
and nothing else: another worker gets it. A job that has cost three workers their life is recorded as failed.
"""

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import IO, Any, cast

from groundswell.errors import GroundswellError, InputError, nearest
from groundswell.experiments import store
from groundswell.experiments.job import Done, Job, in_order, work
from groundswell.extras import need
from groundswell.run import memory

EXECUTORS = ("processes", "ray", "dask")
_ATTEMPTS = 3
_ROOM = 2.0  # two worlds live at once in a process


def run_jobs(jobs: Sequence[Job], folder: Path, executor: str = "processes", workers: int | None = None,
             address: str = "") -> Iterator[Done]:  # fmt: skip
    """Run what is not yet in the store `folder`, and yield each job's end as it comes, in no order.

    `workers` counts processes (default: one a processor, as far as memory goes; the processors left over become
    threads within a run); `address` is the cluster's, "" for one on this machine. Raises InputError.
    """
    check(executor, workers)
    open_ = [job for job in in_order(jobs) if not store.has(folder, job.key)]
    unique = list({job.key: job for job in open_}.values())
    for key in {job.key for job in jobs} - {job.key for job in unique}:
        yield Done(key, 0.0, found=True)
    if not unique:
        return
    folder.mkdir(parents=True, exist_ok=True)
    many, threads = share_out(unique[0].variants[0].scenario.persons, len(unique), workers)
    if executor == "processes":
        yield from _processes(unique, folder.absolute(), many, threads)
    else:
        yield from _cluster(executor, unique, folder.absolute(), workers, address)


def check(executor: str, workers: int | None) -> None:
    """Refuse an unknown executor, one that is not installed, and fewer than one worker. Raises GroundswellError."""
    if executor not in EXECUTORS:
        raise InputError(f"'{executor}'", place="--executor", remedy=nearest(executor, EXECUTORS))
    if executor != "processes":
        need(executor)
    if workers is not None and workers < 1:
        raise InputError(f"{workers}", place="--workers", remedy="give 1 or more")


def share_out(persons: int, jobs: int, workers: int | None = None) -> tuple[int, int]:
    """Return (processes, threads in each) for runs of `persons`: never more than processors, nor than memory holds."""
    cpus = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    fit = int(memory.available() // (_ROOM * memory.forecast(persons)))
    many = max(1, min(workers or cpus, jobs, max(fit, 1)))
    return many, max(1, cpus // many) if persons >= 10_000_000 else 1


def _processes(jobs: Sequence[Job], folder: Path, workers: int, threads: int) -> Iterator[Done]:
    """Feed each worker process from a thread of its own; a dead worker is replaced."""
    waiting: queue.SimpleQueue[Job] = queue.SimpleQueue()
    for job in jobs:
        waiting.put(job)
    done: queue.SimpleQueue[Done | BaseException] = queue.SimpleQueue()
    alive: list[subprocess.Popen[bytes]] = []
    stopped = threading.Event()
    serve = partial(_serve, waiting, done, folder, threads, alive, stopped)
    feeders = [threading.Thread(target=serve, daemon=True) for _ in range(workers)]
    for feeder in feeders:
        feeder.start()
    try:
        for _ in jobs:
            end = done.get()
            if isinstance(end, BaseException):
                raise GroundswellError(f"no worker could be started: {end}")
            yield replace(end, beside=workers)
    finally:
        stopped.set()
        for process in alive:
            process.kill()
        for feeder in feeders:
            feeder.join()
        for process in alive:
            _close(process)


def _serve(waiting: "queue.SimpleQueue[Job]", done: "queue.SimpleQueue[Done | BaseException]", folder: Path,
           threads: int, alive: list[subprocess.Popen[bytes]], stopped: threading.Event) -> None:  # fmt: skip
    """Keep one worker process busy until nothing waits."""
    process: subprocess.Popen[bytes] | None = None
    try:
        while not stopped.is_set():
            job = waiting.get_nowait()
            for attempt in range(1, _ATTEMPTS + 1):
                process = process or _start(threads, alive)
                try:
                    done.put(_ask(process, job, folder, threads))
                    break
                except (EOFError, BrokenPipeError, pickle.UnpicklingError):
                    code, process = process.wait(), None
                    if stopped.is_set():
                        return
                    if attempt == _ATTEMPTS:
                        told = f"the worker died {_ATTEMPTS} times, last with exit code {code}"
                        store.save_failure(folder, job.key, told)
                        done.put(Done(job.key, 0.0, error=told))
    except queue.Empty:
        pass
    except BaseException as error:  # an executable that is gone, no more processes: told by the main thread
        done.put(error)


def _start(threads: int, alive: list[subprocess.Popen[bytes]]) -> subprocess.Popen[bytes]:
    single = {"NUMBA_NUM_THREADS": str(threads), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-W", "ignore", "-m", "groundswell.experiments.worker"]
    environment = {**os.environ, **single}
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    alive.append(process)
    return process


def _close(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with suppress(BrokenPipeError):  # half a job was still to be handed over
            cast(IO[bytes], pipe).close()


def _ask(process: subprocess.Popen[bytes], job: Job, folder: Path, threads: int) -> Done:
    pickle.dump((job, folder, threads), cast(IO[bytes], process.stdin))
    cast(IO[bytes], process.stdin).flush()
    return pickle.load(cast(IO[bytes], process.stdout))


def _cluster(name: str, jobs: Sequence[Job], folder: Path, workers: int | None, address: str) -> Iterator[Done]:
    library: Any = import_module("ray" if name == "ray" else "distributed")
    yield from (_ray if name == "ray" else _dask)(library, jobs, folder, workers, address)


def _ray(ray: Any, jobs: Sequence[Job], folder: Path, workers: int | None, address: str) -> Iterator[Done]:
    """Let Ray place the jobs, one processor each; it repeats a task whose worker died."""
    mine = not ray.is_initialized()
    if mine:
        ray.init(address=address or None, num_cpus=None if address else workers, log_to_driver=False,
                 include_dashboard=False if not address else None)  # fmt: skip
    try:
        remote = ray.remote(num_cpus=1, max_retries=_ATTEMPTS)(work)
        slots = max(1, int(ray.cluster_resources().get("CPU", 1)))
        left = iter(jobs)
        asked = {remote.remote(job, folder): job for job in islice(left, 2 * slots)}
        while asked:
            ready, _ = ray.wait(list(asked), num_returns=1)
            job = asked.pop(ready[0])
            yield replace(_answer(lambda ready=ready: ray.get(ready[0]), job, folder), beside=slots)
            asked.update({remote.remote(job, folder): job for job in islice(left, 1)})
    finally:
        if mine:
            ray.shutdown()


def _dask(distributed: Any, jobs: Sequence[Job], folder: Path, workers: int | None, address: str) -> Iterator[Done]:
    """Let a Dask cluster place the jobs; workers of one thread each, so that processors are not shared."""
    local = None if address else distributed.LocalCluster(
        n_workers=share_out(jobs[0].variants[0].scenario.persons, len(jobs), workers)[0],
        threads_per_worker=1, dashboard_address=None)  # fmt: skip
    client = distributed.Client(address or local)
    try:
        left = iter(jobs)
        slots = max(1, sum(client.nthreads().values()))
        submit = partial(client.submit, work, pure=False, retries=_ATTEMPTS)
        asked = {submit(job, folder): job for job in islice(left, 2 * slots)}
        completed = distributed.as_completed(list(asked))
        for future in completed:
            yield replace(_answer(future.result, asked.pop(future), folder), beside=slots)
            for job in islice(left, 1):
                more = submit(job, folder)
                asked[more] = job
                completed.add(more)
    finally:
        client.close()
        if local is not None:
            local.close()


def _answer(get: Callable[[], Done], job: Job, folder: Path) -> Done:
    try:
        return get()
    except Exception as error:  # the cluster's own failures: a lost worker, no memory
        told = f"{type(error).__name__}: {error}"
        store.save_failure(folder, job.key, told)
        return Done(job.key, 0.0, error=told)
