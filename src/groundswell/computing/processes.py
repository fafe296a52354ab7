"""Jobs on processes of this machine: each worker is fed by a thread of its own, and replaced when it dies.

A job is handed to one worker and its result is written by that worker, so that a worker's death costs the job in hand
and nothing else: another worker gets it. A job that has cost three workers their life is recorded as failed.
Workers may be kept for the next jobs: to start one takes seconds.
"""

import pickle
import queue
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, NamedTuple, cast

from groundswell.computing import child, store
from groundswell.computing.job import Done, Job
from groundswell.computing.worker import order
from groundswell.errors import GroundswellError

ATTEMPTS = 3


class Asked(NamedTuple):
    """A job, where its result goes, and where its end is reported."""

    job: Job
    folder: Path
    done: "queue.SimpleQueue[Done | BaseException]"


class Workers:
    """Worker processes, started when they are asked for; once stopped, none is alive and none starts until closed.

    As a context it keeps them for the next call of `run`, and ends them when it is left. The thread that feeds a worker
    lives as long as the workers do: Linux ends a process with the thread that started it.
    """

    def __init__(self) -> None:
        self.threads, self.stopped = 1, False
        self.alive: list[subprocess.Popen[bytes]] = []
        self.waiting: queue.SimpleQueue[Asked | None] = queue.SimpleQueue()
        self._feeders: list[threading.Thread] = []
        self._lock = threading.Lock()

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self.close()

    def provide(self, count: int, threads: int, jobs: int) -> None:
        """Have `count` workers of `threads` threads each for `jobs` jobs; more of them are harmless for fewer jobs.

        They start now, whether jobs are there or still to come.
        """
        if threads != self.threads or count < min(len(self._feeders), jobs):
            self.stop()
            self.close()
        self.threads = threads
        for _ in range(count - len(self._feeders)):
            self._feeders.append(threading.Thread(target=_serve, args=(self,), daemon=True))
            self._feeders[-1].start()

    def start(self) -> subprocess.Popen[bytes] | None:
        """Return a new worker, None when they were stopped. Raises OSError."""
        single = {"NUMBA_NUM_THREADS": str(self.threads), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        with self._lock:
            if self.stopped:
                return None
            self.alive.append(child.start("groundswell.computing.worker", environment=single))
            return self.alive[-1]

    def stop(self) -> None:
        """End all workers now; a result is whole or absent. Whoever waits for one is told."""
        with self._lock:
            self.stopped = True
            for process in self.alive:
                process.kill()
        for _ in self._feeders:
            self.waiting.put(None)

    def close(self) -> None:
        """Wait for the stopped workers to be gone; after that new ones may start."""
        for feeder in self._feeders:
            feeder.join()
        for process in self.alive:
            child.close(process)
        self.alive, self._feeders, self.waiting, self.stopped = [], [], queue.SimpleQueue(), False


def run(jobs: Sequence[Job], folder: Path, workers: int, threads: int, kept: Workers | None = None) -> Iterator[Done]:
    """Run jobs in `workers` processes of `threads` threads each, and yield their ends as they come.

    `kept`: workers that stay when all jobs have ended; they end when the caller goes before that.
    """
    crew, left = kept or Workers(), len(jobs)
    done: queue.SimpleQueue[Done | BaseException] = queue.SimpleQueue()
    crew.provide(workers, threads, len(jobs))
    try:
        for job in jobs:
            crew.waiting.put(Asked(job, folder, done))
        for _ in jobs:
            end = done.get()
            if isinstance(end, GroundswellError):
                raise end
            if isinstance(end, BaseException):
                raise GroundswellError(f"no worker could be started: {end}")
            left -= 1
            yield replace(end, beside=workers)
    finally:
        if left or not kept:
            crew.stop()
            crew.close()


def _serve(crew: Workers) -> None:
    """Keep one worker process busy until the workers are stopped."""
    process: subprocess.Popen[bytes] | None = None
    with suppress(OSError):  # told when there is a job, and somebody who waits for it
        process = crew.start()
    while asked := crew.waiting.get():
        try:
            for attempt in range(1, ATTEMPTS + 1):
                process = process or crew.start()
                if process is None:
                    raise _stopped()
                try:
                    asked.done.put(_ask(process, asked, crew.threads))
                    break
                except (EOFError, BrokenPipeError, pickle.UnpicklingError):
                    code, process = process.wait(), None
                    if crew.stopped:
                        raise _stopped() from None
                    if attempt == ATTEMPTS:
                        reason = f"the worker died {ATTEMPTS} times, last with {_cause(code)}"
                        store.save_failure(asked.folder, asked.job.key, reason)
                        asked.done.put(Done(asked.job.key, 0.0, error=reason))
        except BaseException as error:  # an executable that is gone, no more processes: reported by the main thread
            asked.done.put(error)


def _stopped() -> GroundswellError:
    return GroundswellError("the worker processes were ended")


def _ask(process: subprocess.Popen[bytes], asked: Asked, threads: int) -> Done:
    pickle.dump(order(asked.job, asked.folder, threads), cast(IO[bytes], process.stdin))
    cast(IO[bytes], process.stdin).flush()
    return pickle.load(cast(IO[bytes], process.stdout))


def _cause(code: int) -> str:
    """Return an exit code in words; a signal 9 that nobody sent is the system short of memory."""
    if code >= 0:
        return f"exit code {code}"
    return f"signal {-code}" + (" (the machine may be out of memory)" if code == -9 else "")
