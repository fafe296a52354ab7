"""A run under way: a folder NAME.partial that holds all days so far, and becomes the run's folder NAME at the end.

    running.json         what runs, and how it is kept
    scenario.lock.toml   the scenario as it runs
    daily/, panel/       blocks of days, see groundswell.storage.stream
    checkpoints/         see groundswell.storage.checkpoint

Whatever kills it, the folder can be taken up again; a lock keeps a second process out while the first one lives.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from groundswell.arguments import as_whole
from groundswell.errors import InputError
from groundswell.files import BESIDE, as_input_errors, digest, force, write_text
from groundswell.locks import LOCK, hold
from groundswell.process.count import Tally
from groundswell.running import store
from groundswell.running.manifest import FORMAT
from groundswell.running.model import Run
from groundswell.scenario import Scenario, own_code
from groundswell.scenario.lock import lock_text
from groundswell.seals import BLANK, KEY, write_sealed
from groundswell.simulate import World
from groundswell.storage import checkpoint, panel, table
from groundswell.storage.arrow import compute
from groundswell.storage.checkpoint import Identity
from groundswell.storage.counts import tallied
from groundswell.storage.stream import Stream, pieces

RUNNING, CHECKPOINTS, PANEL = "running.json", "checkpoints", "panel.parquet"
_KEPT = 2  # checkpoints, unless all are kept
More = Callable[[Run, Path], object]


@dataclass(frozen=True)
class Keeping:
    """What a run keeps beside its daily counts."""

    checkpoint_every: int = 0  # days; 0: no checkpoints
    keep_checkpoints: bool = False  # all of them, not only the last two
    panel: int = 0  # persons whose days are written down

    def __post_init__(self) -> None:
        """Take whole numbers of every kind. Raises InputError for anything else."""
        for name in ("checkpoint_every", "panel"):
            object.__setattr__(self, name, as_whole(getattr(self, name), name, 0))


class Live:
    """The folder of a run under way; who uses it holds its lock."""

    def __init__(self, folder: Path, scenario: Scenario, keeping: Keeping, identity: Identity) -> None:
        self.folder, self.scenario, self.keeping, self.identity = folder, scenario, keeping, identity
        whose = hashlib.sha256(json.dumps(dict(identity), sort_keys=True).encode()).hexdigest()
        self.daily = Stream(folder / "daily", table.SCHEMA, whose)
        self.panel = Stream(folder / "panel", panel.SCHEMA, whose) if keeping.panel else None
        self.members: Any = None

    @property
    def target(self) -> Path:
        """The folder that the run will have."""
        return self.folder.with_name(self.folder.name.removesuffix(store.PARTIAL))

    def record(self, world: World, tally: Tally) -> None:
        """Put the day that `world` has just lived on record. Raises InputError when the disk does not take it."""
        regions, s = world.society.regions, self.scenario
        with _going_on(self.folder):
            if self.panel:
                if self.members is None:
                    self.members = panel.members(world.society, self.keeping.panel)
                self.panel.add(panel.rows(world, s, self.members))
            self.daily.add(table.daily_table(tallied([tally], regions), s.country, s.start))
            every = self.keeping.checkpoint_every
            if every and world.day % every == 0 and world.day < s.days:
                self.checkpoint(world)

    def checkpoint(self, world: World) -> None:
        """Put `world` on disk after all its days, and drop checkpoints that are no longer wanted. Raises OSError."""
        for stream in self._streams():
            stream.flush()
        checkpoint.write(self.folder / CHECKPOINTS, world, self.identity)
        if not self.keeping.keep_checkpoints:
            own: dict[str, Any] = self.identity.get("branch") or {}
            for day, old in checkpoint.checkpoints(self.folder / CHECKPOINTS)[_KEPT:]:
                if day != own.get("day"):  # a branch cannot be begun anew from its own scenario
                    shutil.rmtree(old)

    def mend(self, say: Callable[[str], object]) -> None:
        """Cut what is not what was written, and the days after it, and say so."""
        with as_input_errors(self.folder):
            for stream in self._streams():
                stream.mend(say)

    def cut(self, day: int) -> None:
        """Forget `day` and all later ones."""
        with as_input_errors(self.folder):
            for stream in self._streams():
                stream.cut(day)
            for later, folder in checkpoint.checkpoints(self.folder / CHECKPOINTS):
                if later > day:
                    shutil.rmtree(folder)

    def days(self) -> int:
        """Return how many days are on record in full."""
        return min(stream.days for stream in self._streams())

    def finish(self, manifest: Mapping[str, Any], more: More | None = None) -> Run:
        """Make this the folder of a run, and return the run; `more` may add files (a report) before.

        Whatever `more` raises is raised after the run itself is safe. Raises InputError when the disk is full.
        """
        with _going_on(self.folder):
            self.cut(self.days())
            names = [store.LOCK, *self.join()]
            kept = {"keeping": asdict(self.keeping), "identity": dict(self.identity)}
            run = Run(self.scenario, self.folder / store.DAILY, {**manifest, **kept})
            failure = store.attempt(more and (lambda folder: more(run, folder)), self.folder)
            files = {name: digest(self.folder / name) for name in names}
            store.write_manifest(self.folder, {**run.manifest, "files": files})
            settle(self.folder, self.target)
        if failure:
            raise failure
        return replace(run, stored=self.target / store.DAILY)

    def copy_past(self, origin: Path, days: int) -> None:
        """Begin with the first days of a finished run, so that this one is whole by itself. Raises OSError."""
        for stream, name in zip(self._streams(), (store.DAILY, PANEL), strict=False):
            stream.cut(0)
            for piece in pieces(origin / name):
                for day in compute.unique(piece["day"]).to_pylist():
                    if day < days:
                        stream.add(piece.filter(compute.equal(piece["day"], day)))
            stream.flush()

    def join(self) -> list[str]:
        """Write the days of each table into one file, and return the files' names. Raises OSError."""
        for stream, name in zip(self._streams(), (store.DAILY, PANEL), strict=False):
            stream.join(self.folder / name)
        return [store.DAILY, PANEL][: len(self._streams())]

    def _streams(self) -> list[Stream]:
        return [self.daily, self.panel] if self.panel else [self.daily]


@contextmanager
def create(target: Path, scenario: Scenario, keeping: Keeping, identity: Identity) -> Generator[Live, None, None]:
    """Begin a run that will stand in the new folder `target`. Raises InputError if it cannot be written.

    What fails before the first day is over leaves nothing behind.
    """
    store.check_target(target)
    folder = store.partial(target)
    with as_input_errors(folder):
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{target.name}.begun-", dir=target.parent))
        try:
            beside.chmod(0o755)
            write_text(beside / store.LOCK, lock_text(scenario))
            own_code.keep(scenario, beside)
            write_running(beside, keeping, identity)
            beside.rename(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        live = Live(folder, scenario, keeping, identity)
    with hold(folder):
        try:
            yield live
        except BaseException:
            if folder.exists() and live.days() == 0:
                shutil.rmtree(folder)
            raise


def write_running(folder: Path, keeping: Keeping, identity: Identity) -> None:
    """Write running.json, which makes a folder that of a run under way. Raises OSError."""
    running = {"format": FORMAT, "keeping": asdict(keeping), "identity": dict(identity), KEY: BLANK}
    write_sealed(folder / RUNNING, (json.dumps(running, indent=2) + "\n").encode())


def settle(folder: Path, target: Path) -> None:
    """Give a folder whose manifest says that all is there its final form and name."""
    for name in ("daily", "panel"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for path in (folder / RUNNING, folder / LOCK, *folder.glob(f"{BESIDE}*")):
        path.unlink(missing_ok=True)
    for path in (*folder.rglob("*"), folder):
        force(path)
    folder.rename(target)
    force(target.parent)


@contextmanager
def _going_on(folder: Path) -> Generator[None, None, None]:
    """Turn an OSError inside into an InputError that says how to go on, or that nothing is left to go on with."""
    try:
        with as_input_errors(folder, remedy=f"to go on: groundswell resume {folder}"):
            yield
    except InputError:
        if (folder / RUNNING).exists() or (folder / store.MANIFEST).exists():
            raise
        problem, remedy = "was removed while the run went on", "nothing of the run is kept: run it again"
        raise InputError(problem, place=str(folder), remedy=remedy) from None
