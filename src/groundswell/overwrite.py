"""One rule of overwriting, for every command and call that writes.

What exists is refused, unless `--force` (`force=True`) is given. With it, what this program wrote there is replaced,
once the new one is whole; a folder that holds anything else is left alone, with force or without. Experiments go on
with the results that their folder holds.
"""

import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path

from groundswell.codefiles import FOLDER
from groundswell.errors import InputError
from groundswell.files import as_input_errors

_MARKS = (
    "manifest.json",
    "ensemble.json",
    "ro-crate-metadata.json",
)  # one of them makes a folder one of this program's
_OWN = (*_MARKS, "scenario.lock.toml", "daily.parquet", "panel.parquet", "checkpoints", "*.html", "figures", "seed-*",
        "quantiles.*", "totals.csv", ".lock", "result", "case", "claim", FOLDER)  # fmt: skip
_FORCE = "name another one, or replace what groundswell wrote there: --force (force=True)"


def refuse_existing(path: Path, force: bool, place: str = "--out") -> None:
    """Refuse a file or folder that exists unless `force` is given. Raises InputError."""
    if os.path.lexists(path) and not force:
        raise InputError(f"'{path}' exists", place=place, remedy=_FORCE, value=str(path))


def refuse_existing_file(path: Path, force: bool, place: str = "--out") -> None:
    """Refuse a file that exists unless `force` is given, and whatever is no file. Raises InputError."""
    if os.path.lexists(path) and (path.is_symlink() or not path.is_file()):
        raise InputError(f"'{path}' is no file", place=place, remedy="name another one", value=str(path))
    refuse_existing(path, force, place)


def refuse_unwritable(folder: Path, place: str = "out") -> None:
    """Refuse a folder that cannot be made, or written to if it is there; before anything is computed.

    Raises InputError.
    """
    remedy, near = "name a folder in a place that you may write to", folder
    try:
        near = next(p for p in (folder.absolute(), *folder.absolute().parents) if p.exists())
        Path(tempfile.mkdtemp(prefix=".groundswell-probe-", dir=near)).rmdir()  # asking for rights is no proof
    except OSError as error:
        problem = f"'{near}' cannot be written to: {error.strerror}"
        raise InputError(problem, place=place, remedy=remedy) from None


@contextmanager
def replacing(folder: Path, force: bool, place: str = "--out") -> Generator[None, None, None]:
    """Set a folder of this program aside while a new one is made in its place, and remove it when that is done.

    If the new one fails the old one is put back. Raises InputError for a folder that exists without `force`, and for
    one that holds anything that this program does not write.
    """
    refuse_existing(folder, force, place)
    if not os.path.lexists(folder):
        yield
        return
    _refuse_foreign(folder, place)
    names = (folder.with_name(f"{folder.name}.before{k or ''}") for k in range(1000))
    aside = next(name for name in names if not os.path.lexists(name))
    with as_input_errors(folder):
        folder.rename(aside)
    try:
        yield
    finally:
        if os.path.lexists(folder):
            shutil.rmtree(aside, ignore_errors=True)
        else:
            aside.rename(folder)


def _refuse_foreign(folder: Path, place: str) -> None:
    remedy = "name another one; nothing there is touched"
    if folder.is_symlink() or not folder.is_dir():
        raise InputError(f"'{folder}' is no folder", place=place, remedy=remedy, value=str(folder))
    found = sorted(entry.name for entry in folder.iterdir())
    other = [name for name in found if not any(fnmatch(name, own) for own in _OWN)]
    if other or not set(found) & set(_MARKS):
        what = f"'{other[0]}'" if other else "nothing of a run"
        problem = f"'{folder}' holds {what}, so it is not groundswell's to replace"
        raise InputError(problem, place=place, remedy=remedy, value=str(folder))
