"""Jobs as an array of Slurm tasks by submitit, or as processes of this machine by its local executor.

A task runs its share of the jobs one after the other and puts each result into the store, where this process looks for
it. Nothing that a task sends back is unpickled here: submitit's files only tell whether it has ended.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from groundswell.computing import child, store
from groundswell.computing.job import Done, Job
from groundswell.computing.worker import order
from groundswell.errors import GroundswellError, InputError

LOCAL = "local"  # in the place of an address: no Slurm, processes of this machine
_TASKS = 8
_LOOK = 0.5, 5.0  # seconds between two looks into the store: the shortest, the longest
_PLAIN = ("timeout_min", "mem_gb", "cpus_per_task", "stderr_to_stdout")  # that submitit knows for all clusters
_USUAL = {"timeout_min": 240, "mem_gb": 4, "cpus_per_task": 1}


def run(jobs: Sequence[Job], folder: Path, tasks: int | None, address: str) -> Iterator[Done]:
    """Run jobs in an array of `tasks` tasks and yield their ends as their results appear.

    `address`: "local", or settings of sbatch such as "partition=short,timeout_min=60,mem_gb=4". Raises InputError for
    settings that cannot be read, GroundswellError when the tasks cannot be submitted.
    """
    asked, many = settings(address), min(tasks or _TASKS, len(jobs))
    submitit: Any = import_module("submitit")
    shares = [jobs[len(jobs) * n // many : len(jobs) * (n + 1) // many] for n in range(many)]
    for job in jobs:
        (folder / f"{job.key}.failed.json").unlink(missing_ok=True)  # of an attempt before
    try:
        executor = submitit.AutoExecutor(folder / "slurm", cluster=LOCAL if address == LOCAL else "slurm")
        executor.update_parameters(name="groundswell", **asked)
        running = executor.map_array(_errand(), [[tuple(order(job, folder)) for job in some] for some in shares])
    except Exception as error:  # no sbatch, a partition that is refused
        raise GroundswellError(f"Slurm takes no tasks: {type(error).__name__}: {error}") from None
    try:
        yield from _ends({job.key: task for task, some in zip(running, shares, strict=True) for job in some}, folder)
        while address == LOCAL and not all(task.done() for task in running):
            time.sleep(_LOOK[0])  # processes of this machine end before this one does
    finally:
        for task in running:
            if not task.done():
                with suppress(Exception):  # it ended just now, or Slurm is not heard of
                    task.cancel()


def settings(address: str) -> dict[str, Any]:
    """Return what submitit calls the settings of an address. Raises InputError."""
    found: dict[str, Any] = dict(_USUAL)
    for text in [] if address in ("", LOCAL) else address.split(","):
        key, equals, value = (part.strip() for part in text.partition("="))
        if not (key.isidentifier() and equals and value):
            remedy = 'give "local", or settings such as "partition=short,timeout_min=60"'
            raise InputError(f"'{text}' is no setting of sbatch", place="address", remedy=remedy)
        found[key if key in _PLAIN else f"slurm_{key}"] = int(value) if value.isdigit() else value
    return found


def _errand() -> Callable[[Sequence[tuple[Any, ...]]], None]:
    """Return what a task calls; nested, so that it travels by value and imports nothing before."""
    path = child.search_path()

    def errand(given: Sequence[tuple[Any, ...]]) -> None:
        import sys

        sys.path[:] = [*sys.path, *(entry for entry in path if entry not in sys.path)]
        from groundswell.computing.worker import Order, obey

        for each in given:
            obey(Order(*each))

    return errand


def _ends(open_: dict[str, Any], folder: Path) -> Iterator[Done]:
    """Yield the end of every job, by key with its task, when its result or the reason for none is there."""
    began, count, tasks, wait = time.monotonic(), 0, len(set(open_.values())), _LOOK[0]
    while open_:
        over = {task for task in set(open_.values()) if task.done()}  # asked before the look: then all of it is there
        ended = {key: store.failure(folder, key) for key in open_}
        ended = {key: why for key, why in ended.items() if why or store.path(folder, key).exists()}
        for key in [key for key, task in open_.items() if key not in ended and task in over]:
            ended[key] = f"its task ended before it ({open_[key].state})"
            store.save_failure(folder, key, ended[key])
        for key, why in ended.items():
            del open_[key]
            count += 1
            whole = why or store.has(folder, key)
            seconds = (time.monotonic() - began) * tasks / count
            yield Done(key, seconds, error=why if whole else "its result is damaged", beside=tasks)
        wait = _LOOK[0] if ended else min(2.0 * wait, _LOOK[1])
        if open_:
            time.sleep(wait)
