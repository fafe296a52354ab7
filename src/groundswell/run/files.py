"""Writing that is whole or not there, forced to disk, and refusals in words when it cannot be done."""

import errno
import hashlib
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from groundswell.errors import InputError

BESIDE = ".beside-"  # prefix of what is under way
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def told(place: str | Path, remedy: str = "name another folder") -> Generator[None, None, None]:
    """Turn an OSError inside into an InputError that names the place; a full disk gets its own words."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            kept = "; what was written before is intact; free some space, then go on or write to another disk"
            raise InputError(f"no room left on the disk ({error.strerror}){kept}", place=str(place)) from None
        raise InputError(f"cannot be written: {error.strerror or error}", place=str(place), remedy=remedy) from None


def write_whole(path: Path, fill: Callable[[BinaryIO], Any], workshop: Path | None = None) -> None:
    """Have `fill` write a file that appears under its name only when it is complete and on disk. Raises OSError.

    It is made in the folder `workshop` (on the same disk) where others might read what lies beside.
    """
    beside = (workshop or path.parent) / (BESIDE + path.name)
    try:
        with beside.open("wb") as file:
            fill(file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    force(path.parent)


def write_text(path: Path, text: str) -> None:
    """Write a text file, whole or not at all. Raises OSError."""
    write_whole(path, lambda file: file.write(text.encode()))


def digest(file: Path) -> str:
    """Return the SHA-256 of a file."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def force(path: Path) -> None:
    """Have a file's content, or a folder's entries, written to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
