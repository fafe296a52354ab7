"""What the program keeps between runs: societies, compiled kernels, environments of other packages. All can go."""

import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from groundswell.caches import root
from groundswell.files import refuse_foreign

KINDS = {"societies": "society", "kernels": "compiled code", "peers": "environment of another package"}
_GB = 1e9


class Entry(NamedTuple):
    """One thing that is kept."""

    kind: str
    folder: Path
    size: int  # bytes
    age: float  # days since its last use


def entries() -> list[Entry]:
    """Return what is kept, longest unused first. Raises InputError if a link leads out of the cache."""
    refuse_foreign(*(place for name in KINDS if (place := root() / name).is_symlink()))
    found: list[Entry] = []
    for name, about in KINDS.items():
        for folder in (root() / name).iterdir() if (root() / name).is_dir() else ():
            with suppress(FileNotFoundError):  # another process has removed it since
                if folder.is_dir() and not folder.is_symlink():
                    found.append(Entry(about, folder, _size(folder), (time.time() - folder.stat().st_mtime) / 86400.0))
    return sorted(found, key=lambda entry: -entry.age)


def prune(everything: bool = False, older_than: float | None = None, max_size: float | None = None) -> list[Entry]:
    """Remove all, or what was not used for `older_than` days, and then the longest unused until `max_size` GB are left.

    Return what was removed. A society in use stays readable to those who have it open.
    """
    found = entries()
    gone = [e for e in found if everything or (older_than is not None and e.age > older_than)]
    kept = [entry for entry in found if entry not in gone]
    while max_size is not None and kept and sum(entry.size for entry in kept) > max_size * _GB:
        gone.append(kept.pop(0))
    for entry in gone:
        shutil.rmtree(entry.folder, ignore_errors=True)
    return gone


def _size(folder: Path) -> int:
    size = 0
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):  # a file half written gets another name when it is whole
            size += 0 if path.is_dir() else path.lstat().st_size
    return size
