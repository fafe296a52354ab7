"""Jobs on Ray or Dask, on a cluster or on this machine, with the same results to the bit as on processes.

What is sent holds no object of this package: the receiver first takes over the import path, then unpacks the job and
says in words what it cannot import.
"""

import os
import queue
import signal
import subprocess
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from groundswell.computing import child, store
from groundswell.computing.job import Done, Job
from groundswell.computing.processes import ATTEMPTS
from groundswell.computing.worker import order
from groundswell.errors import GroundswellError

_START = 120.0  # seconds for the workers of a Dask cluster to be there
Errand = Callable[[tuple[Any, ...]], Done]


def run(name: str, jobs: Sequence[Job], folder: Path, workers: int | None, address: str) -> Iterator[Done]:
    """Run jobs on "ray" or "dask", and yield their ends as they come. `workers` counts those on this machine.

    Raises GroundswellError when the workers do not start or are all gone.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # read by Ray when it starts: nothing is reported to anybody
    # Read by Dask when it is imported, here and in its workers: that connections end when it closes is no news.
    os.environ.setdefault("DASK_LOGGING__DISTRIBUTED", "error")
    library: Any = import_module("ray" if name == "ray" else "distributed")
    yield from (_ray if name == "ray" else _dask)(library, jobs, folder, workers, address)


def _errand(local: bool) -> Errand:
    """Return what a worker of a cluster calls; nested, so that it travels by value and imports nothing before."""
    path = child.search_path()

    def errand(given: tuple[Any, ...]) -> Done:
        import sys

        sys.path[:] = path if local else [*sys.path, *(entry for entry in path if entry not in sys.path)]
        from groundswell.computing.worker import Order, obey

        return obey(Order(*given))

    return errand


def _ray(ray: Any, jobs: Sequence[Job], folder: Path, workers: int | None, address: str) -> Iterator[Done]:
    """Let Ray place the jobs, one processor each; it repeats a task whose worker died."""
    mine = not ray.is_initialized()
    if mine:
        with _own_signals():
            here: dict[str, Any] = {"num_cpus": workers, "include_dashboard": False, "job_config": _safe(ray)}
            ray.init(address=address or None, log_to_driver=False, **({} if address else here))
    try:
        remote = ray.remote(num_cpus=1, max_retries=ATTEMPTS)(_errand(mine and not address))
        slots = max(1, int(ray.cluster_resources().get("CPU", 1)))
        left = iter(jobs)
        asked = {remote.remote(tuple(order(job, folder))): job for job in islice(left, 2 * slots)}
        while asked:
            ready, _ = ray.wait(list(asked), num_returns=1)
            job = asked.pop(ready[0])
            yield replace(_answer(lambda ready=ready: ray.get(ready[0]), job, folder), beside=slots)
            asked.update({remote.remote(tuple(order(job, folder))): job for job in islice(left, 1)})
    finally:
        if mine:
            ray.shutdown()


def _safe(ray: Any) -> Any:
    """Return settings with which Ray does not put the working folder before everything its workers import."""

    class Settings(ray.job_config.JobConfig):
        def _runtime_env_has_working_dir(self) -> bool:
            return True  # as if the folder were sent along: then it is not put in front

    return Settings()


@contextmanager
def _own_signals() -> Generator[None, None, None]:
    """Keep what this process does on SIGTERM; Ray puts a handler of its own in its place."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    with suppress(ValueError):  # not the main thread: Ray has changed nothing either
        signal.signal(signal.SIGTERM, before)


def _dask(distributed: Any, jobs: Sequence[Job], folder: Path, workers: int | None, address: str) -> Iterator[Done]:
    """Let a Dask cluster place the jobs; workers of one thread each, so that processors are not shared."""
    with _client(distributed, workers, address) as (client, helper):
        left = iter(jobs)
        slots = max(1, sum(client.nthreads().values()))
        submit = partial(client.submit, _errand(False), pure=False, retries=ATTEMPTS)
        done: queue.SimpleQueue[Any] = queue.SimpleQueue()
        asked = dict[Any, Job]()

        def ask(some: Iterator[Job]) -> None:
            for job in some:
                future = submit(tuple(order(job, folder)))
                asked[future] = job
                future.add_done_callback(done.put)

        ask(islice(left, 2 * slots))
        while asked:
            try:
                future = done.get(timeout=1.0)
            except queue.Empty:
                if helper and helper.poll() is not None:
                    raise GroundswellError(f"the Dask workers ended with exit code {helper.returncode}") from None
                continue
            yield replace(_answer(future.result, asked.pop(future), folder), beside=slots)
            ask(islice(left, 1))


@contextmanager
def _client(distributed: Any, workers: int | None,
            address: str) -> "Generator[tuple[Any, subprocess.Popen[bytes] | None], None, None]":  # fmt: skip
    """Return a client of the cluster, and the process that keeps its workers if they are on this machine.

    Dask's own way to start them runs the user's script again in each, which a script without a guard does not survive.
    """
    if address:
        client = distributed.Client(address)
        try:
            yield client, None
        finally:
            client.close()
        return
    cluster = distributed.LocalCluster(n_workers=0, threads_per_worker=1, dashboard_address=None)
    settings = [cluster.scheduler_address, "--nthreads", "1", "--nworkers", str(workers), "--no-dashboard"]
    helper = child.start("distributed.cli.dask_worker", settings, stdout=subprocess.DEVNULL)
    client = distributed.Client(cluster)
    try:
        try:
            client.wait_for_workers(workers, timeout=_START)
        except TimeoutError:
            raise GroundswellError(f"no Dask workers after {_START:.0f} s") from None
        yield client, helper
    finally:
        child.close(helper)
        client.close()
        cluster.close()


def _answer(get: Callable[[], Done], job: Job, folder: Path) -> Done:
    try:
        return get()
    except Exception as error:  # the cluster's own failures: a lost worker, no memory
        given = f"{type(error).__name__}: {error}"
        store.save_failure(folder, job.key, given)
        return Done(job.key, 0.0, error=given)
