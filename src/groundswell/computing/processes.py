"""Jobs on processes of this machine: each worker is fed by a thread of its own, and replaced when it dies.

A job is handed to one worker and its result is written by that worker, so that a worker's death costs the job in hand
and nothing else: another worker gets it. A job that has cost three workers their life is recorded as failed.
"""

import pickle
import queue
import subprocess
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, cast

from groundswell.computing import child, store
from groundswell.computing.job import Done, Job
from groundswell.computing.worker import order
from groundswell.errors import GroundswellError

ATTEMPTS = 3


class Workers:
    """Worker processes, started as they are needed; once stopped, none is alive and none starts."""

    def __init__(self, threads: int) -> None:
        self.threads, self.stopped = threads, False
        self.alive: list[subprocess.Popen[bytes]] = []
        self._lock = threading.Lock()

    def start(self) -> subprocess.Popen[bytes] | None:
        """Return a new worker, None when they were stopped. Raises OSError."""
        single = {"NUMBA_NUM_THREADS": str(self.threads), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        with self._lock:
            if self.stopped:
                return None
            self.alive.append(child.start("groundswell.computing.worker", environment=single))
            return self.alive[-1]

    def stop(self) -> None:
        """End all workers now; a result is whole or absent."""
        with self._lock:
            self.stopped = True
            for process in self.alive:
                process.kill()

    def close(self) -> None:
        """Wait for the stopped workers to be gone."""
        for process in self.alive:
            child.close(process)


def run(jobs: Sequence[Job], folder: Path, workers: int, threads: int) -> Iterator[Done]:
    """Run jobs in `workers` processes of `threads` threads each, and yield their ends as they come."""
    waiting: queue.SimpleQueue[Job] = queue.SimpleQueue()
    for job in jobs:
        waiting.put(job)
    done: queue.SimpleQueue[Done | BaseException] = queue.SimpleQueue()
    crew = Workers(threads)
    feeders = [threading.Thread(target=_serve, args=(waiting, done, folder, crew), daemon=True) for _ in range(workers)]
    for feeder in feeders:
        feeder.start()
    try:
        for _ in jobs:
            end = done.get()
            if isinstance(end, BaseException):
                raise GroundswellError(f"no worker could be started: {end}")
            yield replace(end, beside=workers)
    finally:
        crew.stop()
        for feeder in feeders:
            feeder.join()
        crew.close()


def _serve(waiting: "queue.SimpleQueue[Job]", done: "queue.SimpleQueue[Done | BaseException]", folder: Path,
           crew: Workers) -> None:  # fmt: skip
    """Keep one worker process busy until nothing waits."""
    process: subprocess.Popen[bytes] | None = None
    try:
        while not crew.stopped:
            job = waiting.get_nowait()
            for attempt in range(1, ATTEMPTS + 1):
                process = process or crew.start()
                if process is None:
                    return
                try:
                    done.put(_ask(process, job, folder, crew.threads))
                    break
                except (EOFError, BrokenPipeError, pickle.UnpicklingError):
                    code, process = process.wait(), None
                    if crew.stopped:
                        return
                    if attempt == ATTEMPTS:
                        reason = f"the worker died {ATTEMPTS} times, last with {_cause(code)}"
                        store.save_failure(folder, job.key, reason)
                        done.put(Done(job.key, 0.0, error=reason))
    except queue.Empty:
        pass
    except BaseException as error:  # an executable that is gone, no more processes: told by the main thread
        done.put(error)


def _ask(process: subprocess.Popen[bytes], job: Job, folder: Path, threads: int) -> Done:
    pickle.dump(order(job, folder, threads), cast(IO[bytes], process.stdin))
    cast(IO[bytes], process.stdin).flush()
    return pickle.load(cast(IO[bytes], process.stdout))


def _cause(code: int) -> str:
    """Return an exit code in words; a signal 9 that nobody sent is the system short of memory."""
    if code >= 0:
        return f"exit code {code}"
    return f"signal {-code}" + (" (the machine may be out of memory)" if code == -9 else "")
