"""Files of a folder of one's own: written whole or not at all, read only if they really lie there, refused in words.

A folder that somebody sent may hold links, devices or pipes in place of files. None of them is followed: whoever reads
opens with `open_own`, whoever is going to write into a folder or to remove from it asks `refuse_foreign` first.
"""

import errno
import hashlib
import os
import secrets
import stat
from collections.abc import Callable, Generator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO

from groundswell.errors import InputError

BESIDE = ".beside-"  # prefix of what is under way
_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG)
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


@contextmanager
def as_input_errors(place: str | Path, remedy: str = "name another folder") -> Generator[None, None, None]:
    """Turn an OSError inside into an InputError that names the place; a full disk gets its own words."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            kept = "; what was written before is intact; free some space, then go on or write to another disk"
            raise InputError(f"no room left on the disk ({error.strerror}){kept}", place=str(place)) from None
        raise InputError(f"cannot be written: {error.strerror or error}", place=str(place), remedy=remedy) from None


def write_whole(path: Path, fill: Callable[[BinaryIO], Any], workshop: Path | None = None,
                waits: bool = True) -> None:  # fmt: skip
    """Have `fill` write a file that appears under its name only when it is complete and on disk. Raises OSError.

    It is made in the folder `workshop` (on the same disk) where others might read what lies beside. A link that has the
    name is replaced, never followed. `waits=False`: not until the disk has it, for what carries its digest and is made
    again when a power cut has torn it.
    """
    beside = (workshop or path.parent) / f"{BESIDE}{secrets.token_hex(4)}-{path.name}"
    try:
        with os.fdopen(os.open(beside, _NEW, 0o666), "wb") as file:
            fill(file)
            if waits:
                file.flush()
                os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    if waits:
        force(path.parent)


def write_text(path: Path, text: str) -> None:
    """Write a text file, whole or not at all. Raises OSError."""
    write_whole(path, lambda file: file.write(text.encode()))


@contextmanager
def open_own(path: Path) -> Generator[BufferedReader, None, None]:
    """Open a file for reading.

    Raises InputError for a link, a device, a pipe or a folder in its place, OSError for what cannot be read.
    """
    try:
        handle = os.open(path, _READ)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO) or path.is_symlink():
            raise _foreign(path) from None
        raise
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise _foreign(path)
    with os.fdopen(handle, "rb") as file:
        yield file


def read_own(path: Path) -> bytes:
    """Return what a file holds. Raises as `open_own` does."""
    with open_own(path) as file:
        return file.read()


def refuse_foreign(*paths: Path, in_place: bool = False) -> None:
    """Raise InputError if one of `paths`, or anything below, is a link, a device or a pipe; missing is fine.

    `in_place`: files will be written without being replaced, so that a hard link to a file elsewhere is refused too.
    """
    for path in paths:
        try:
            found = path.lstat()
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            raise InputError(f"cannot be looked at: {error.strerror}", place=str(path)) from None
        if stat.S_ISDIR(found.st_mode):
            with as_input_errors(path, remedy="make it readable"), os.scandir(path) as entries:
                inside = [Path(entry.path) for entry in entries]
            refuse_foreign(*inside, in_place=in_place)
        elif not stat.S_ISREG(found.st_mode):
            raise _foreign(path)
        elif in_place and found.st_nlink > 1:
            raise InputError("is another file too (a hard link)", place=str(path), remedy="remove it")


def digest(file: Path) -> str:
    """Return the SHA-256 of a file. Raises as `open_own` does."""
    with open_own(file) as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def force(path: Path) -> None:
    """Have a file's content, or a folder's entries, written to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _foreign(path: Path) -> InputError:
    problem = "is a link, a device, a pipe or a folder, not a file of this folder; nothing was read, written or removed"
    return InputError(problem, place=str(path), remedy="put the file itself there, or remove it")
