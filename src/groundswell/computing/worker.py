"""A worker process: pickled orders in, pickled Done out, until its input ends.

Started by groundswell.computing.processes; whatever a library prints goes to standard error.
"""

import os
import pickle
import sys
from pathlib import Path
from typing import NamedTuple

from groundswell import codefiles
from groundswell.computing import store
from groundswell.computing.job import Done, Job, work
from groundswell.errors import GroundswellError

_OTHER_CODE = (
    "the worker has other code than the process that asked (another version of groundswell or its libraries, or a rule "
    "that was changed since): give both the same, then repeat the command"
)


class Order(NamedTuple):
    """A job to be done, and where its result goes. The job travels packed: what it needs may be missing here."""

    key: str
    fingerprint: str  # of the code and the libraries that the job was named by
    packed: bytes
    folder: Path
    threads: int = 1
    code: tuple[codefiles.Code, ...] = ()  # files of the user's own that the job's scenarios name


def order(job: Job, folder: Path, threads: int = 1) -> Order:
    """Return what a worker needs to know of a job."""
    key = job.key  # is packed with it
    return Order(key, job.fingerprint, pickle.dumps(job), folder, threads, job.code)


def obey(errand: Order) -> Done:
    """Do a job, or say why it cannot be done here: its rule is not found, or is not the one that was asked for."""
    try:
        codefiles.take(codefiles.Code(*code) for code in errand.code)
        job: Job = pickle.loads(errand.packed)
        if (job.key, job.fingerprint) == (errand.key, errand.fingerprint):  # to name it anew takes half a millisecond
            return work(job, errand.folder, errand.threads)
        reason = _OTHER_CODE
    except ModuleNotFoundError as error:
        reason = f"module '{error.name}' is not found by a worker: put its folder into PYTHONPATH"
    except GroundswellError as error:
        reason = str(error)
    except Exception as error:
        reason = f"the worker cannot take up the run: {type(error).__name__}: {error}"
    store.save_failure(errand.folder, errand.key, reason)
    return Done(errand.key, 0.0, error=reason)


def main() -> None:
    """Serve orders until the input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while True:
        try:
            errand = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            pickle.dump(obey(errand), answers)
            answers.flush()
        except BrokenPipeError:
            return
