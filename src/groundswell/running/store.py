"""Run folders: manifest.json, scenario.lock.toml, daily.parquet. Written beside, forced to disk, then renamed.

What is under way or was killed has no manifest.json, which comes last; `open_run` refuses it.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

from groundswell.arguments import AnyPath, as_path
from groundswell.errors import InputError
from groundswell.files import as_input_errors, digest, force, read_own
from groundswell.overwrite import refuse_existing, refuse_unwritable
from groundswell.runfolder import DAILY, LOCK, MANIFEST, PARTIAL, partial
from groundswell.running.manifest import FORMAT
from groundswell.running.model import Run
from groundswell.scenario import own_code
from groundswell.scenario.load import load
from groundswell.scenario.lock import lock_text
from groundswell.seals import BLANK, KEY, is_whole, write_sealed
from groundswell.storage.arrow import parquet

_KEYS = {"format": int, "files": dict, "days": int, "complete": bool, "versions": dict, "society": dict}
_UNSEALED = 1  # the format of manifests that carry no digest of their own


def check_target(folder: Path, force: bool = False) -> None:
    """Refuse a folder that exists (unless `force`), or whose parent cannot be written to; before computing.

    Raises InputError.
    """
    refuse_existing(folder, force)
    if os.path.lexists(begun := partial(folder)):
        remedy = f"go on with it (groundswell resume {begun}), or remove it"
        raise InputError(f"'{begun}' holds a run under way or killed", place="out", remedy=remedy)
    refuse_unwritable(folder.absolute().parent if os.path.lexists(folder) else folder)  # what is there is set aside


def save(run: Run, folder: Path, more: Callable[[Path], object] | None = None) -> Path:
    """Write `run` into the new `folder` and return it; `more` may add files (a report) before it appears.

    Whatever `more` raises is raised after the run itself is safe. Raises InputError if the folder exists or cannot be
    written, or if the disk is full.
    """
    check_target(folder)
    with as_input_errors(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.partial-", dir=folder.parent))
        try:
            (beside / LOCK).write_text(lock_text(run.scenario), encoding="utf-8")
            own_code.keep(run.scenario, beside)
            with (beside / DAILY).open("wb") as file:
                parquet.write_table(run.daily, file, compression="zstd")
            failure = attempt(more, beside)
            write_manifest(beside, {**run.manifest, "files": {name: digest(beside / name) for name in (LOCK, DAILY)}})
            beside.chmod(0o755)
            for path in (*beside.rglob("*"), beside):
                force(path)
            beside.rename(folder)
            force(folder.parent)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    if failure:
        raise failure
    return folder


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write manifest.json, after everything that it names, with its own digest. Raises OSError."""
    content = {name: value for name, value in manifest.items() if name != KEY} | {KEY: BLANK}
    write_sealed(folder / MANIFEST, (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode())


def open_run(path: AnyPath) -> Run:
    """Return the run saved in a folder. Raises InputError for a folder that is not one, is damaged, or is too new."""
    folder = as_path(path)
    kept = verified(folder)
    return Run(load(folder / LOCK), folder / DAILY, kept)


def verified(folder: Path) -> dict[str, Any]:
    """Return a run's manifest after its files were found to be what it says. Raises InputError if one is not."""
    kept = manifest_of(folder)
    for name in {LOCK, DAILY, *kept["files"]}:
        if Path(name).name != name:
            raise InputError(f"{MANIFEST} names '{name}', which is no file of this folder", place=str(folder))
        with as_input_errors(folder / name, remedy="make it readable"):
            written = digest(folder / name) if (folder / name).exists() else None
        if written is None or written != kept["files"].get(name):
            problem = "is missing" if written is None else "is not what was written"
            raise InputError(f"{name} {problem}", place=str(folder), remedy="run again from scenario.lock.toml")
    return kept


def _absent(folder: Path) -> InputError:
    """Return what to say of a folder that is not there; under the run's other name there may be one."""
    other = folder.with_name(folder.name.removesuffix(PARTIAL)) if folder.name.endswith(PARTIAL) else partial(folder)
    if other.exists():
        state = "is under way or was killed" if other.name.endswith(PARTIAL) else "has ended and has its name"
        return InputError("no such folder", place=str(folder), remedy=f"'{other}' is there: that run {state}")
    return InputError("no such folder", place=str(folder), remedy="name the folder of a run")


def manifest_of(folder: Path) -> dict[str, Any]:
    """Return what manifest.json holds. Raises InputError for a folder that is no finished run, or if it is damaged."""
    remedy = "name a folder that `groundswell run` has finished"
    if folder.name.endswith(PARTIAL):
        remedy = f"to go on: groundswell resume {folder}; its days so far: {folder / 'daily'}"
    try:
        content = read_own(folder / MANIFEST)
        found: Any = json.loads(content)
    except OSError:
        if not folder.exists():
            raise _absent(folder) from None
        problem = f"no {MANIFEST}: not a run, or one that was killed"
        raise InputError(problem, place=str(folder), remedy=remedy) from None
    except (ValueError, RecursionError):
        raise InputError(f"{MANIFEST} is not valid JSON", place=str(folder), remedy=remedy) from None
    kept = cast(dict[str, Any], found)
    if not isinstance(found, dict) or any(not isinstance(kept.get(name), kind) for name, kind in _KEYS.items()):
        raise InputError(f"{MANIFEST} is not a run's", place=str(folder), remedy=remedy)
    if kept["format"] > FORMAT:
        remedy = f"open it with groundswell {kept['versions'].get('groundswell', '')} or newer"
        raise InputError(f"run format {kept['format']}, this version reads {FORMAT}", place=str(folder), remedy=remedy)
    if not is_whole(content) and (kept["format"] > _UNSEALED or KEY in kept):
        remedy = "run again from scenario.lock.toml"
        raise InputError(f"{MANIFEST} is not what was written", place=str(folder), remedy=remedy)
    return kept


def attempt(more: Callable[[Path], object] | None, folder: Path) -> BaseException | None:
    """Call `more` and return what it raised: whatever it was, the run comes first."""
    try:
        if more:
            more(folder)
    except (Exception, KeyboardInterrupt) as error:
        return error
    return None
