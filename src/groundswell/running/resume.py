"""Going on with a run that was killed or interrupted, to the bits that it would have had."""

import json
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from groundswell.arguments import AnyPath, as_path
from groundswell.errors import InputError
from groundswell.files import as_input_errors, refuse_foreign
from groundswell.runfolder import LOCK, MANIFEST, PARTIAL, partial
from groundswell.running.live import CHECKPOINTS, RUNNING, Keeping, Live, More, hold, settle, write_running
from groundswell.running.manifest import identity
from groundswell.running.model import Run
from groundswell.running.run import Progress, allow, build, on_disk
from groundswell.running.store import manifest_of, open_run, verified
from groundswell.scenario import Scenario, own_code
from groundswell.scenario.load import load
from groundswell.seals import DamagedError, read_sealed
from groundswell.simulate import World, start
from groundswell.storage import checkpoint
from groundswell.types import Society
from groundswell.usercode import label

Say = Callable[[str], None]


def resume(run: AnyPath, threads: int | None = None, progress: Progress | None = None, cache: bool = True,
           more: More | None = None, say: Say = lambda _: None) -> tuple[Run, Path]:  # fmt: skip
    """Go on with a run from its newest good checkpoint, or from day 0; return it and its folder.

    `run` is the folder of a run under way (NAME.partial, or NAME), or of one that an interrupt has ended early. `say`
    is told which checkpoint is used, and why newer ones are not. Raises InputError for a run that is complete, is going
    on in another process, was begun by other sources, or cannot be taken up.
    """
    named = as_path(run)
    folder = _begun(named if named.name not in ("", "..") else named.resolve())
    target = folder.with_name(folder.name.removesuffix(PARTIAL))
    refuse_foreign(folder)
    if target.exists():
        remedy = "remove or rename one of the two"
        raise InputError(f"'{target}' exists beside it, and would be its name", place=str(folder), remedy=remedy)
    for name in ("daily", "panel", CHECKPOINTS):
        if (folder / name).is_file():
            raise InputError("is a file, where a run keeps a folder", place=str(folder / name), remedy="remove it")
    with hold(folder):
        if (folder / MANIFEST).exists() and _is_finished(folder, say):
            with as_input_errors(folder):
                settle(folder, target)  # killed on the last step
            say("all days were there already")
            return open_run(target), target
        return _go_on(folder, threads, progress, cache, more, say), target


def _is_finished(folder: Path, say: Say) -> bool:
    """Tell whether the files are what the manifest says; if not, it goes, and the blocks are joined anew."""
    try:
        verified(folder)
    except InputError as error:
        with as_input_errors(folder):
            (folder / MANIFEST).unlink()
        say(f"{error.place}: {error.problem}; joined anew from the days that are there")
        return False
    return True


def _go_on(
    folder: Path, threads: int | None, progress: Progress | None, cache: bool, more: More | None, say: Say
) -> Run:
    keeping, of = _settings(folder)
    scenario = load(folder / LOCK)
    check_made_by(folder, scenario, of)
    allow(scenario, threads)
    with as_input_errors(folder):
        live = Live(folder, scenario, keeping, of)
    live.mend(say)
    built = build(scenario, threads, cache)
    world = newest(folder, scenario, built.society, of, live.days(), say)
    live.cut(world.day)
    say(f"going on from day {world.day}")
    return on_disk(live, world, built, progress, more)


def newest(
    folder: Path, scenario: Scenario, society: Society, of: checkpoint.Identity, at_most: int, say: Say
) -> World:
    """Return the world of the newest good checkpoint of a run's folder up to a day; without one, the world of day 0.

    Raises InputError if a branch has none: its own scenario did not make its past.
    """
    for day, place in checkpoint.checkpoints(folder / CHECKPOINTS, at_most):
        try:
            return checkpoint.read(place, scenario, society, of)
        except checkpoint.RefusedError as reason:
            say(f"checkpoint of day {day} refused: {reason}")
    if of.get("branch"):
        remedy = "branch anew from the run that it came from"
        raise InputError("a branch without a good checkpoint up to that day", place=str(folder), remedy=remedy)
    return start(scenario, society)


def _begun(run: Path) -> Path:
    """Return the folder of a run under way; one that was interrupted becomes one again."""
    if run.name.endswith(PARTIAL) and run.is_dir():
        return run
    if os.path.lexists(partial(run)):
        return partial(run)
    manifest = manifest_of(run)
    if manifest["complete"]:
        raise InputError("this run is complete", place=str(run), remedy="to go another way: groundswell branch")
    if not {"keeping", "identity"} <= set(manifest):
        remedy = f"run it anew: groundswell run {run / LOCK}"
        raise InputError("this run was kept in memory until its end", place=str(run), remedy=remedy)
    refuse_foreign(run)
    with as_input_errors(run):
        return _reopen(run, manifest)


def _reopen(run: Path, manifest: dict[str, Any]) -> Path:
    """Turn a finished folder into that of a run under way; killed in between, it is still one of the two."""
    scenario = open_run(run).scenario  # its files are what was written
    keeping, of = kept_as(run / MANIFEST, manifest)
    check_made_by(run, scenario, of)
    with hold(run):
        write_running(run, keeping, of)
        folder = run.rename(partial(run))
        try:
            Live(folder, scenario, keeping, of).copy_past(folder, manifest["days"])
        except BaseException:
            settle(folder, run)
            raise
        (folder / MANIFEST).unlink()
        for name in set(manifest["files"]) - {LOCK}:
            (folder / name).unlink()
    return folder


def _settings(folder: Path) -> tuple[Keeping, checkpoint.Identity]:
    remedy = "remove this folder and run again; its days so far can be read: daily/*.parquet"
    try:
        return kept_as(folder / RUNNING, json.loads(read_sealed(folder / RUNNING)))
    except DamagedError as error:
        raise InputError(error.problem, place=error.place, remedy=remedy) from None
    except (OSError, ValueError):
        raise InputError(f"no valid {RUNNING}: nothing was begun here", place=str(folder), remedy=remedy) from None


def kept_as(place: Path, record: Any) -> tuple[Keeping, checkpoint.Identity]:
    """Return how a run is kept, and whose it is. Raises InputError for what no run has written."""
    try:
        keeping, of = Keeping(**record["keeping"]), dict(record["identity"])
        branch = of["branch"]
    except (KeyError, TypeError, ValueError, InputError):
        raise InputError("does not say how the run is kept", place=str(place), remedy="run it anew") from None
    for name, default in asdict(Keeping()).items():
        value = getattr(keeping, name)
        if type(value) is not type(default) or value < 0:
            raise InputError(f"keeping.{name} = {value!r}", place=str(place), remedy="run it anew")
    if not isinstance(branch, dict | None):
        raise InputError(f"identity.branch = {branch!r}", place=str(place), remedy="run it anew")
    return keeping, of


def check_made_by(folder: Path, scenario: Scenario, kept: checkpoint.Identity) -> None:
    """Refuse to go on with what other sources, another scenario or other data have begun. Raises InputError."""
    for name, value in identity(scenario, kept.get("branch")).items():
        if kept.get(name) != value:
            what = {"scenario": f"{LOCK} has been changed", "society": "the census data are others"}
            own = ", ".join(map(label, own_code.kinds(scenario)))
            rule = f", or of your own code ({own})" if own else ""
            problem = what.get(name, f"it was begun by other sources: another version of the program{rule}")
            remedy = f"run it anew: groundswell run {folder / LOCK}"
            raise InputError(f"{problem}, so that its days would not fit", place=str(folder), remedy=remedy)
