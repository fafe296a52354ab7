"""One process at a time in a folder. The system lets go of a lock when its holder ends, however it ends."""

import errno
import json
import os
import platform
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from groundswell.errors import InputError, shown
from groundswell.files import as_input_errors, read_own, refuse_foreign

try:
    import fcntl
except ImportError:  # pragma: no cover, not a platform that is supported: locks hold nobody out there
    fcntl = None

LOCK = ".lock"  # in the folder; it stays there, and who held it last is written in it
_HELD = (errno.EACCES, errno.EAGAIN)


@contextmanager
def hold(folder: Path, remedy: str = "wait, or end that process") -> Generator[None, None, None]:
    """Keep other processes out of a folder that exists.

    Raises InputError, which says who is in, if it is held, and if the lock cannot be written or is a link.
    """
    place = folder / LOCK
    refuse_foreign(place, in_place=True)
    with as_input_errors(folder, remedy="make it writable, or go on with a copy of it"):
        handle = os.open(place, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    try:
        with as_input_errors(folder):
            _take(handle, folder, remedy)
            os.ftruncate(handle, 0)
            os.write(handle, json.dumps(_me()).encode())
        yield
    finally:
        os.close(handle)


def holder(folder: Path) -> int | None:
    """Return the process of this machine that holds a folder's lock, 0 if it cannot be told, None if nobody does.

    Whoever asks shares the lock for a moment only, so that nobody is kept out for longer.
    """
    try:
        handle = os.open(folder / LOCK, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return None
    try:
        if fcntl is None:
            return None
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        with suppress(OSError, ValueError, KeyError, TypeError, ArithmeticError, RecursionError):
            who = json.loads(os.pread(handle, 4096, 0))
            return int(who["process"]) if who["host"] == platform.node() else 0
        return 0
    finally:
        os.close(handle)
    return None


@contextmanager
def handed_on(folder: Path) -> Generator[tuple[int, Callable[[int], object]], None, None]:
    """Take a folder's lock for a process that is about to be started.

    Yields the open file, which the process inherits, and what to call with its number: the lock is the process's from
    then on. Raises InputError if somebody holds it.
    """
    place = folder / LOCK
    refuse_foreign(place, in_place=True)
    with as_input_errors(folder):
        handle = os.open(place, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    try:
        with as_input_errors(folder):
            _take(handle, folder, "wait, or end that process")
            os.ftruncate(handle, 0)
        yield handle, lambda process: os.pwrite(handle, json.dumps(_me() | {"process": process}).encode(), 0)
    finally:
        os.close(handle)


def _take(handle: int, folder: Path, remedy: str) -> None:
    if fcntl is None:
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in _HELD:
            raise
        raise InputError(f"it is running in {_holder(folder / LOCK)}", place=str(folder), remedy=remedy) from None


def _me() -> dict[str, str | int]:
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:200]
    since = datetime.now().isoformat(sep=" ", timespec="minutes")
    return {"process": os.getpid(), "host": platform.node(), "command": command, "since": since}


def _holder(lock: Path) -> str:
    """Return who wrote itself into a lock, in words; what cannot be read is somebody."""
    with suppress(OSError, ValueError, KeyError, TypeError, InputError):
        who = json.loads(read_own(lock))
        here = who.get("host") == platform.node()
        where = "another process" if here else f"another process of the machine {shown(who.get('host', ''))}"
        where = "this process already" if here and who["process"] == os.getpid() else where
        return f"{where} ({who['process']}, since {who['since']}: {who['command']})"
    return "another process"
