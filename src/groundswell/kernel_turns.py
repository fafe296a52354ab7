"""Two processes that compile the same kernels: whoever is first compiles one, the other waits and finds it on disk."""

import hashlib
import os
import time
from pathlib import Path

try:
    import fcntl
except ImportError:  # pragma: no cover, not a platform that is supported: nobody waits out there
    fcntl = None

_PATIENCE = 60.0  # seconds to wait for somebody who may hang, before doing the work oneself
_LOOK = 0.02  # seconds between two looks


class Turns:
    """Which names are in hand, as locks on bytes of one file: the system lets go of them when a process ends."""

    def __init__(self, file: Path) -> None:
        """Open the file, or make it. Raises OSError, also for a link."""
        self._file = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)

    def begin(self, name: str, patience: float = _PATIENCE) -> bool:
        """Take a name in hand; tell whether another process had it and was waited for, `patience` seconds at most."""
        waited, until = False, time.monotonic() + patience
        while fcntl is not None and time.monotonic() < until:
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _byte(name))
            except (BlockingIOError, PermissionError):  # which of the two is the system's choice
                waited = True
                time.sleep(_LOOK)
            except OSError:  # a disk that knows no locks
                break
            else:
                break
        return waited

    def end(self, name: str) -> None:
        """Let go of a name, whether or not it is in hand."""
        if fcntl is not None:
            try:
                fcntl.lockf(self._file, fcntl.LOCK_UN, 1, _byte(name))
            except OSError:
                return


def _byte(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=7).digest())
