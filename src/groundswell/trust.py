"""Code that a file names is run only if the user says so: a scenario, a claim or a run's folder may come from anybody.

The user says so by `--trust`, `trust=True`, an import of his own before, a script of his own beside the code, or the
environment variable GROUNDSWELL_TRUSTED: folders, written as in PATH, for code that he wrote or has read.
"""

import os
import sys
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from groundswell.errors import InputError

VARIABLE = "GROUNDSWELL_TRUSTED"
REMEDY = f"add --trust (in Python: trust=True) if you wrote it or have read it, or keep it in a folder of {VARIABLE}"
_trusted: ContextVar[bool] = ContextVar("trusted", default=False)
_PACKAGE = Path(__file__).resolve().parent


class CodeError(InputError):
    """A file names code that would be run, and nobody has allowed it."""


@contextmanager
def trusting(wanted: bool = True) -> Generator[None, None, None]:
    """Allow, within the block, that code which files name is run; `wanted` false leaves it as it is."""
    token = _trusted.set(_trusted.get() or wanted)
    try:
        yield
    finally:
        _trusted.reset(token)


def is_given() -> bool:
    """Tell whether code that files name may be run here, wherever it lies."""
    return _trusted.get()


def allow(what: str, files: Iterable[Path | None], place: str) -> None:
    """Refuse code that would be run from `files` (None: it cannot be told where it lies) unless the user allows it.

    Raises CodeError; runs nothing.
    """
    if not (_trusted.get() or _lie_in(files, trusted_folders())):
        raise CodeError(f"the file names code, {what}, which would be run", place=place, remedy=REMEDY)


def _lie_in(files: Iterable[Path | None], folders: list[Path]) -> bool:
    """Tell whether all files lie in the folders, wherever links lead."""
    return all(f is not None and any(f.resolve().is_relative_to(folder) for folder in folders) for f in files)


def trusted_folders() -> list[Path]:
    """Return the folders whose code is the user's: those he names, and that of the Python script that is being run."""
    named = [Path(name).expanduser() for name in os.environ.get(VARIABLE, "").split(os.pathsep) if name]
    folders = [folder.resolve() for folder in named if folder.is_absolute()]  # "." would be wherever one happens to be
    script = getattr(sys.modules.get("__main__"), "__file__", None)
    if script is not None and str(script).endswith(".py") and not Path(script).resolve().is_relative_to(_PACKAGE):
        folders.append(Path(script).resolve().parent)
    return folders
