"""A part of many runs: those whose key falls to it. Parts share a folder and nothing else, no server and no queue.

STORE/shards/I-of-N/ holds a part's lock, and tells a merge how the runs were shared out.
"""

import re
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from groundswell.computing import store
from groundswell.computing.job import Done, Job, in_order
from groundswell.computing.pool import run_jobs
from groundswell.computing.processes import Workers
from groundswell.errors import InputError
from groundswell.files import as_input_errors
from groundswell.locks import holder

Progress = Callable[[Done, int, int], None]
_TEXT, _FOLDER = re.compile(r"([0-9]{1,6})/([0-9]{1,6})"), re.compile(r"([0-9]{1,6})-of-([0-9]{1,6})")
_FEW = 4  # runs that are taken over from others at once


class Shard(NamedTuple):
    """Number `number`, from 1 on, of `of` parts."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def own(self, jobs: Iterable[Job]) -> list[Job]:
        """Return the jobs that fall to this part: as a job's key has it, whatever else is asked for."""
        return [job for job in jobs if 1 + int(job.key, 16) % self.of == self.number]

    def lock(self, folder: Path) -> Path:
        """Return the folder whose lock keeps a second process out of this part."""
        return folder / "shards" / f"{self.number}-of-{self.of}"


@dataclass(frozen=True)
class Part:
    """How a part ended: its runs, how many were there before, and why others have no result (key -> reason)."""

    shard: Shard
    runs: int
    found: int
    failures: dict[str, str]

    def __str__(self) -> str:
        rest = f", {len(self.failures)} without a result" if self.failures else ""
        return f"shard {self.shard}: {self.runs} runs, {self.found} of them there before{rest}"


def parse(text: str) -> Shard:
    """Return what "2/4" names. Raises InputError for anything but a number from 1 to N, and N."""
    match = _TEXT.fullmatch(text.strip())
    found = Shard(*map(int, match.groups())) if match else Shard(0, 0)
    if not 1 <= found.number <= found.of:
        allowed = "I/N, I from 1 to N, N at most 999,999"
        remedy = "give 1/4, 2/4, 3/4 and 4/4"
        raise InputError(f"'{text}' is no part of a whole", place="shard", allowed=allowed, remedy=remedy)
    return found


def run_part(jobs: Sequence[Job], folder: Path, shard: Shard, workers: int | None = None,
             progress: Progress | None = None) -> Part:  # fmt: skip
    """Run what falls to a part and is not yet in the store `folder`. Raises as `run_jobs` does."""
    own, found, failures = shard.own(jobs), 0, dict[str, str]()
    with as_input_errors(folder):
        shard.lock(folder).mkdir(parents=True, exist_ok=True)  # a merge knows of a part to which no run falls, too
    with closing(_run(own, folder, shard, workers, None)) as ends:
        for number, done in enumerate(ends, 1):
            found += done.found
            if done.error:
                failures[done.key] = done.error
            if progress:
                progress(done, number, len(own))
    return Part(shard, len(own), found, failures)


def run_all(jobs: Sequence[Job], folder: Path, shard: Shard, workers: int | None,
            kept: Workers | None) -> Generator[Done, None, None]:  # fmt: skip
    """Run what falls to a part, then what others have not done, last things first, until every job has ended.

    For runs that decide what is run next: whoever is ahead helps, and nobody waits for a part that was killed.
    """
    yield from _run(shard.own(jobs), folder, shard, workers, kept)
    for ahead in range(1, shard.of):
        other = Shard(1 + (shard.number - 1 + ahead) % shard.of, shard.of)
        left = in_order(other.own(jobs))
        while left:
            some, left = left[-_FEW * (workers or 1) :], left[: -_FEW * (workers or 1)]
            failed = {job.key: why for job in some if (why := store.failure(folder, job.key))}
            yield from (Done(key, 0.0, error=why) for key, why in failed.items())
            yield from _run([job for job in some if job.key not in failed], folder, shard, workers, kept)


def _run(jobs: Sequence[Job], folder: Path, shard: Shard, workers: int | None,
         kept: Workers | None) -> Generator[Done, None, None]:  # fmt: skip
    return run_jobs(jobs, folder, "processes", workers, "", kept, lock=shard.lock(folder))


def all_there(jobs: Sequence[Job], folder: Path) -> Generator[Done, None, None]:
    """Yield the end of every job, as the store `folder` has it.

    Raises InputError, before the first, when some have neither a result nor a reason: whose they are, and how to go on.
    """
    unique = {job.key: job for job in jobs}
    there = {key: store.has(folder, key) for key in unique}
    why = {key: store.failure(folder, key) for key, is_there in there.items() if not is_there}
    missing = [unique[key] for key, reason in why.items() if not reason]
    if missing:
        problem = f"{len(missing)} of {len(unique)} runs are not there: {_whose(missing, folder)}"
        raise InputError(problem, place=str(folder), remedy="run these shards again, then merge")
    yield from (Done(key, 0.0, found=is_there, error=why.get(key, "")) for key, is_there in there.items())


def _whose(missing: Sequence[Job], folder: Path) -> str:
    """Say which parts the jobs fall to, by the number of parts that was used last, and which of them run now."""
    begun = [each for each in (folder / "shards").glob("*-of-*") if _FOLDER.fullmatch(each.name)]
    known = sorted((each for each in begun if each.is_dir() and not each.is_symlink()),
                   key=lambda each: each.stat().st_mtime)  # fmt: skip
    match = _FOLDER.fullmatch(known[-1].name) if known else None
    if match is None or int(match.group(2)) == 0:
        return "no shard was begun"
    of, told = int(match.group(2)), list[str]()
    for number, some in sorted(Counter(1 + int(job.key, 16) % of for job in missing).items()):
        now = ", running now" if holder(Shard(number, of).lock(folder)) is not None else ""
        told.append(f"{some} of shard {number}/{of}{now}")
    return "; ".join(told)
