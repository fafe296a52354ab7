"""Jobs: commands of this program as processes of their own, which outlive the server, and the queue before them.

A job is a folder, FOLDER/.studio/NAME:

    job.json      the command, and how large it is
    .lock         locked for as long as the process lives, by the process itself; its number stands in it
    log.txt       what it printed beside its answer; that it is there says that the job was begun
    answer.json   what the command answered
    ended.json    its exit code

So a server that was started anew knows which jobs wait, run, have ended or were killed, and can stop what runs. The
folder may be anybody's: only a command that bears this user's mark for this folder is begun (`marks`), and one that
was given --trust only while the server has it too.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from threading import Event, RLock, Thread
from typing import Any, Literal

from groundswell import locks
from groundswell.errors import GroundswellError, InputError
from groundswell.files import as_input_errors, open_own, read_own, write_text
from groundswell.platforms import processors
from groundswell.studio import marks
from groundswell.studio.state import TRUST, Studio, checked

JOB, LOG, ANSWER, ENDED = "job.json", "log.txt", "answer.json", "ended.json"
LARGE = 10_000_000  # persons: such a run takes all processors
_EVERY = 0.2  # seconds between looks at the queue
_PATIENCE = 0.6  # seconds that a command has to end by itself: a day of a nation may take longer
_SHOWN = 4_000  # bytes of a log's end
# -P: no module is taken from the folder that one happens to be in
PROGRAM = (sys.executable, "-P", "-m", "groundswell.cli.job")
State = Literal["waiting", "running", "done", "stopped", "failed", "killed"]


@dataclass(frozen=True)
class Job:
    """A command, `groundswell ARGUMENTS`, and what the queue needs to know of it."""

    name: str
    kind: str  # "run", "compare" and so on: which page shows it
    arguments: tuple[str, ...]
    title: str
    persons: int
    alone: bool = False  # takes all processors, whatever its size
    asked: float = 0.0  # seconds since 1970
    sent: dict[str, Any] = field(default_factory=dict[str, Any])  # what the page sent to ask for it
    own: bool = True  # asked for here, by this user: may be begun


class Jobs:
    """The jobs of a folder. Within `with`, those that wait are begun as the machine bears them.

    `program` is started with a job's folder as its last argument.
    """

    def __init__(self, studio: Studio, program: Sequence[str] = PROGRAM) -> None:
        self.studio, self.own, self.program = studio, studio.own, program
        self.ending, self.guard = Event(), RLock()
        self.children: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "Jobs":
        Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ending.set()

    def add(self, kind: str, title: str, persons: int, arguments: Callable[[str, Path], tuple[str, ...]],
            stem: str, sent: dict[str, Any], alone: bool = False) -> Job:  # fmt: skip
        """Put a command at the end of the queue and return it; `arguments` makes it from the job's name and folder.

        Raises InputError when the disk does not take it.
        """
        with self.guard:
            name = self._free(stem)
            made = arguments(name, self.studio.folder / name)
            job = Job(name, kind, made, title, persons, alone, time.time(), sent)
            self._write(job)
            self.begin_some()
            return job

    def again(self, name: str, arguments: tuple[str, ...], sent: dict[str, Any] | None = None) -> Job:
        """Queue another command for a job that has ended: to go on with it. Raises InputError while it runs.

        `sent`: what was asked for now, where that is more than before.
        """
        with self.guard:
            old = self.get(name)
            if self.state(old) in ("running", "waiting"):
                raise InputError("is going on", place=name, remedy="wait, or stop it first")
            job = replace(old, arguments=arguments, asked=time.time(), sent=sent or old.sent, own=True)
            with as_input_errors(self.own / name):
                for file in (ENDED, LOG, ANSWER):
                    (self.own / name / file).unlink(missing_ok=True)
            self._write(job)
            self.begin_some()
            return job

    def stop(self, name: str) -> State:
        """End a job, within a second, or take it out of the queue; return its state."""
        with self.guard:
            job = self.get(name)
            if self.state(job) == "waiting":
                with as_input_errors(self.own / name):
                    (self.own / name / LOG).touch()
                    write_text(self.own / name / ENDED, json.dumps({"code": 130}))
        stopped = False
        for number, patience in ((signal.SIGTERM, _PATIENCE), (signal.SIGKILL, 2.0)):
            if self._signal(job, number):
                stopped = True
                until = time.monotonic() + patience
                while self.state(job) == "running" and time.monotonic() < until:
                    time.sleep(0.02)
        if self.state(job) == "running" and locks.holder(self.own / name) == 0:
            raise InputError("it runs on another machine", place=name, remedy="stop it there")
        if stopped and self.state(job) == "killed":  # it ended before it could say so: it was stopped all the same
            with suppress(OSError):
                write_text(self.own / name / ENDED, json.dumps({"code": 143}))
        return self.state(job)

    def get(self, name: str) -> Job:
        """Return a job. Raises InputError for one that is not there or whose folder is damaged."""
        try:
            found: Any = json.loads(read_own(self.own / checked(name) / JOB))
            job = Job(
                name, str(found["kind"]), tuple(map(str, found["arguments"])), str(found["title"]),
                int(found["persons"]), bool(found["alone"]), float(found["asked"]), dict(found["sent"]),
            )  # fmt: skip
            own = marks.is_mark(self._said(job), found.get("mark"))
            return replace(job, own=own and (self.studio.trust or TRUST not in job.arguments))
        except (OSError, ValueError, TypeError, KeyError, ArithmeticError, RecursionError):
            raise InputError(f"no job '{name}'", place="name", remedy="look at the list of runs") from None

    def own_job(self, name: str) -> Job:
        """Return a job whose command may be begun again. Raises InputError for one that somebody else has asked for."""
        job = self.get(name)
        if not job.own:
            problem = "its command was asked for elsewhere, or with --trust: it is not begun"
            raise InputError(problem, place=name, remedy="ask for the same anew on its page")
        return job

    def all(self, under_way: bool = False) -> list[Job]:
        """Return all jobs, those asked for first first; `under_way`: without reading those that have ended."""
        found = list[Job]()
        for path in sorted(self.own.iterdir()) if self.own.is_dir() else ():
            if under_way and os.path.lexists(path / LOG) and locks.holder(path) is None:
                continue
            with suppress(InputError):
                found.append(self.get(path.name))
        return sorted(found, key=lambda job: job.asked)

    def state(self, job: Job) -> State:
        """Return how far a job has come; "killed": it ended without a word, and can be gone on with."""
        folder = self.own / job.name
        if not os.path.lexists(folder / LOG):
            return "waiting" if job.own else "stopped"
        if locks.holder(folder) is not None:
            return "running"
        code = self._code(folder)
        if code is None:
            return "killed"
        return "done" if code == 0 else "stopped" if code in (130, 143, 129) else "failed"

    def answer(self, job: Job) -> Any:
        """Return what a job's command answered: its summary, or its error; None for nothing yet."""
        with suppress(OSError, ValueError):
            return json.loads(read_own(self.own / job.name / ANSWER))
        return None

    def log(self, job: Job) -> str:
        """Return the last lines that a job printed beside its answer."""
        try:
            with open_own(self.own / job.name / LOG) as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - _SHOWN))
                return file.read().decode("utf-8", "replace")
        except OSError:
            return ""

    def _code(self, folder: Path) -> int | None:
        with suppress(OSError, ValueError, KeyError, TypeError):
            return int(json.loads(read_own(folder / ENDED))["code"])
        return None

    def _free(self, stem: str) -> str:
        stem = re.sub("[^A-Za-z0-9._-]+", "-", stem)[:60].strip(".-_") or "run"
        taken = (self.studio.folder, self.own)
        names = (f"{stem}-{number}" for number in range(1, 100_000))
        return next(n for n in names if not any(
            os.path.lexists(place / each) for place in taken for each in (n, f"{n}.partial")))  # fmt: skip

    def _write(self, job: Job) -> None:
        with as_input_errors(self.own, remedy="free some space, or serve another folder"):
            (self.own / job.name).mkdir(parents=True, exist_ok=True)
            kept = {**self._said(job), "mark": marks.mark(self._said(job))}
            write_text(self.own / job.name / JOB, json.dumps(kept, indent=2) + "\n")

    def _said(self, job: Job) -> dict[str, Any]:
        """Return what the mark of a job vouches for: all of it, in this folder."""
        return {key: value for key, value in asdict(job).items() if key != "own"} | {"folder": str(self.studio.folder)}

    def _watch(self) -> None:
        """Begin what waits, until the server ends; what goes wrong with one job must not end the queue."""
        while not self.ending.wait(_EVERY):
            with suppress(GroundswellError, OSError):
                self.begin_some()

    def begin_some(self) -> None:
        """Begin jobs in order while there is room: the first that does not fit waits, and so do those behind it."""
        with self.guard:
            self.children = [child for child in self.children if child.poll() is None]
            states = [(job, self.state(job)) for job in self.all(under_way=True)]
            running = [job for job, state in states if state == "running"]
            for job in (job for job, state in states if state == "waiting"):
                if not has_room(job, running):
                    break
                self._begin(job)
                running.append(job)

    def _begin(self, job: Job) -> None:
        """Start a job's process, which holds the lock of its folder from the first moment on."""
        folder = self.own / job.name
        with locks.handed_on(folder) as (handle, written), (folder / LOG).open("wb") as log:
            child = subprocess.Popen(
                [*self.program, str(folder)], stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=[handle],
                start_new_session=True,
            )  # fmt: skip
            written(child.pid)
        self.children.append(child)

    def _signal(self, job: Job, number: int) -> bool:
        """Send a signal to a job's processes, if it runs here; a number that leads no group is not a job's."""
        held_by = locks.holder(self.own / job.name)
        if not held_by or held_by < 2:
            return False
        with suppress(ProcessLookupError):  # who led the group is gone, others of it may live
            if os.getpgid(held_by) != held_by:
                return False
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(held_by, number)
        return True


def has_room(job: Job, running: list[Job]) -> bool:
    """Tell whether the machine bears another job beside those that run; the first one always has room."""
    if not running:
        return True
    from groundswell.running import memory  # brings all that runs: only who starts something waits for it

    whole = any(each.alone or each.persons >= LARGE for each in (job, *running))
    return not whole and len(running) < processors() and memory.forecast(job.persons) < memory.available()
