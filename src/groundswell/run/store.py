"""Run folders: manifest.json, scenario.lock.toml, daily.parquet. Written beside, forced to disk, then renamed.

A killed run leaves at most a folder ".NAME.partial-..." without a manifest, which comes last; `open_run` refuses it.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from groundswell.errors import GroundswellError, InputError
from groundswell.run.arrow import parquet
from groundswell.run.manifest import FORMAT
from groundswell.run.model import Run
from groundswell.run.table import SCHEMA
from groundswell.scenario.load import load
from groundswell.scenario.lock import lock_text

MANIFEST, LOCK, DAILY = "manifest.json", "scenario.lock.toml", "daily.parquet"


def check_target(folder: Path) -> None:
    """Refuse a folder that exists, or whose parent cannot be written to; before computing. Raises InputError."""
    if folder.exists():
        raise InputError(f"'{folder}' exists", place="--out", remedy="name a new folder, or remove this one")
    parent = next(p for p in folder.absolute().parents if p.exists())
    try:
        Path(tempfile.mkdtemp(prefix=".groundswell-probe-", dir=parent)).rmdir()  # asking for rights is no proof
    except OSError as error:
        remedy = "name a folder in a place that you may write to"
        raise InputError(f"'{parent}' cannot be written to: {error.strerror}", place="--out", remedy=remedy) from None


def save(run: Run, folder: Path, more: Callable[[Path], object] | None = None) -> Path:
    """Write `run` into the new `folder` and return it; `more` may add files (a report) before it appears.

    Whatever `more` raises is raised after the run itself is safe. Raises InputError if the folder exists or cannot be
    written, GroundswellError if the disk is full.
    """
    check_target(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.partial-", dir=folder.parent))
    except OSError as error:
        raise InputError(f"'{folder}': {error.strerror}", place="--out", remedy="name another folder") from None
    try:
        (beside / LOCK).write_text(lock_text(run.scenario), encoding="utf-8")
        parquet.write_table(run.daily, beside / DAILY, compression="zstd")
        failure = _attempt(more, beside)
        told = {**run.manifest, "files": {name: _digest(beside / name) for name in (LOCK, DAILY)}}
        (beside / MANIFEST).write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        beside.chmod(0o755)
        for path in (*beside.rglob("*"), beside):
            _force(path)
        beside.rename(folder)
        _force(folder.parent)
    except OSError as error:
        remedy = "free some space, or name another folder"
        raise GroundswellError(f"'{folder}' could not be written: {error.strerror}; {remedy}") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    if failure:
        raise failure
    return folder


def open_run(path: str | Path) -> Run:
    """Return the run saved in a folder. Raises InputError for a folder that is not one, is damaged, or is too new."""
    folder = Path(path)
    told = _manifest(folder)
    if told["format"] > FORMAT:
        remedy = f"open it with groundswell {told['versions']['groundswell']} or newer"
        raise InputError(f"run format {told['format']}, this version reads {FORMAT}", place=str(folder), remedy=remedy)
    for name, digest in told["files"].items():
        file = folder / name
        if not file.is_file() or _digest(file) != digest:
            problem = "is missing" if not file.is_file() else "is not what was written"
            raise InputError(f"{name} {problem}", place=str(folder), remedy="run again from scenario.lock.toml")
    return Run(load(folder / LOCK), parquet.read_table(folder / DAILY).cast(SCHEMA), told)


def _manifest(folder: Path) -> dict[str, Any]:
    remedy = "name a folder that `groundswell run` has finished"
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except OSError:
        raise InputError(
            f"no {MANIFEST}: not a run, or one that was killed", place=str(folder), remedy=remedy
        ) from None
    except ValueError:
        raise InputError(f"{MANIFEST} is not valid JSON", place=str(folder), remedy=remedy) from None
    if not isinstance(told, dict) or not {"format", "files", "days", "versions", "society"} <= set(
        cast(dict[str, Any], told)
    ):
        raise InputError(f"{MANIFEST} is not a run's", place=str(folder), remedy=remedy)
    return cast(dict[str, Any], told)


def _attempt(more: Callable[[Path], object] | None, folder: Path) -> BaseException | None:
    try:
        if more:
            more(folder)
    except (Exception, KeyboardInterrupt) as error:  # whatever it was, the run comes first
        return error
    return None


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _force(path: Path) -> None:
    """Have a file's content, or a folder's entries, written to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
