"""A job: all arms of one scenario and one seed, done in one place because they share a past; named by its content."""

import hashlib
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from groundswell import codefiles, kernel
from groundswell.computing import store
from groundswell.computing.fork import Variant, live
from groundswell.errors import GroundswellError
from groundswell.fingerprint import fingerprint
from groundswell.scenario import own_code
from groundswell.society import synthesize
from groundswell.types import Society, State


@dataclass(frozen=True)
class Job:
    """Arms to be run in one society, the first being the baseline, and where this stands in a design."""

    variants: tuple[Variant, ...]
    draw: int = 0

    @property
    def seed(self) -> int:
        """Seed of every draw of every arm."""
        return self.variants[0].scenario.seed

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the sources, libraries and data that the arms run on, the user's own rule among them."""
        return fingerprint(*(name for v in self.variants for name in own_code.modules(v.scenario)))

    @property
    def code(self) -> tuple[codefiles.Code, ...]:
        """Files of code of the user's own that the arms name, as they were read."""
        return tuple(dict.fromkeys(code for v in self.variants for code in own_code.files(v.scenario)))

    @cached_property
    def key(self) -> str:
        """Name of the result: SHA-256 of the arms as they run and of all code and data that decides counts.

        Raises InputError when a rule was changed after it had been loaded.
        """
        digest = hashlib.sha256(self.fingerprint.encode())
        for v in self.variants:
            digest.update(f"{v.name}\0{v.relabel}\0{v.whole}\0{v.scenario.hash}\n".encode())
        return digest.hexdigest()[:32]


@dataclass(frozen=True)
class Done:
    """A job's end: how long it took, whether it was there already, what went wrong ("" for nothing).

    `beside` is how many jobs were under way at once; `left`, how many of this one's cost are still to come, where that
    is not a matter of counting.
    """

    key: str
    seconds: float
    found: bool = False
    error: str = ""
    beside: int = 1
    left: float | None = None


def work(job: Job, folder: Path, threads: int = 1) -> Done:
    """Run a job unless its result is there, and put the result, or why there is none, into the store `folder`."""
    began = time.perf_counter()
    if store.has(folder, job.key):
        return Done(job.key, 0.0, found=True)
    kernel.use_threads(threads)
    try:
        lived = live(job.variants, *_society(job))
        store.save(folder, job.key, lived)
    except Exception as error:  # whatever it was: it is written down, and the others go on
        reason = str(error) if isinstance(error, GroundswellError) else f"{type(error).__name__}: {error}"
        store.save_failure(folder, job.key, reason, traceback.format_exc())
        return Done(job.key, time.perf_counter() - began, error=reason)
    return Done(job.key, time.perf_counter() - began)


# The society of the last job, and the rooms of worlds that lived in it: the next one often has the same
_kept: dict[str, tuple[Society, list[State]]] = {}


def _society(job: Job) -> tuple[Society, list[State]]:
    s = job.variants[0].scenario
    name = repr((s.case.digest, s.persons, s.seed, s.society))
    if name not in _kept:
        _kept.clear()
        _kept[name] = synthesize(s.case.population, s.persons, s.seed, s.society, counted_again=False), []
    return _kept[name]


def in_order(jobs: Sequence[Job]) -> list[Job]:
    """Return the jobs by seed, so that a society once built serves as many as it can."""
    return sorted(jobs, key=lambda job: (job.seed, job.draw))
