"""Files that carry the digest of their own content, so that a changed bit is found before anything is used.

Any format will do that has room for a few characters of text: the maker puts `BLANK` there (a value in JSON, an entry
of a parquet file's metadata), and `sealed` replaces it by the digest of all other bytes. Any reader of JSON or of
parquet reads a sealed file.

    write_sealed(path, content)        # whole or not at all; OSError when the disk does not take it
    content = read_sealed(path)        # DamagedError if it is not what was written, or cannot be read
"""

import hashlib
import re
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from mmap import ACCESS_READ, mmap
from pathlib import Path

from groundswell.errors import InputError
from groundswell.files import open_own, read_own, write_whole
from groundswell.platforms import processors

KEY = "seal"  # under which makers of JSON and parquet put it
_MARK = "sealed:"
BLANK = _MARK + 64 * "0"
_PART = 1 << 23  # bytes of a large file that are read at once
_SEAL = re.compile(rb"sealed:([0-9a-f]{64})")


class DamagedError(InputError):
    """A file that is not what was written: it must not be used. Who can make it again does; else the user is warned."""


def sealed(content: bytes) -> bytes:
    """Return `content` with its last BLANK replaced by the digest of everything. Raises ValueError if it has none."""
    at = content.rindex(BLANK.encode())
    seal = f"{_MARK}{_digest(content)}".encode()
    return content[:at] + seal + content[at + len(seal) :]


def resealed(content: bytes, old: bytes, new: bytes) -> bytes:
    """Return sealed content with `new` in place of `old`, and a seal that fits. Raises ValueError if it has none."""
    changed = content.replace(old, new)
    seals = list(_SEAL.finditer(changed))
    if not seals:
        raise ValueError("no seal")
    return sealed(changed[: seals[-1].start()] + BLANK.encode() + changed[seals[-1].end() :])


def is_whole(content: bytes) -> bool:
    """Tell whether `content` is, to the bit, what `sealed` returned."""
    seals = list(_SEAL.finditer(content))
    if not seals:
        return False
    found = seals[-1]
    blank = content[: found.start()] + BLANK.encode() + content[found.end() :]
    return _digest(blank) == found[1].decode()


def write_sealed(path: Path, content: bytes, workshop: Path | None = None, waits: bool = True) -> None:
    """Write `content`, which holds BLANK, with its digest; see `write_whole`. Raises OSError."""
    write_whole(path, lambda file: file.write(sealed(content)), workshop, waits)


def read_sealed(path: Path) -> bytes:
    """Return what a sealed file holds.

    Raises DamagedError if it is not what was written or cannot be read, FileNotFoundError if it is not there,
    InputError if a link, a device or a pipe is there in its place.
    """
    try:
        content = read_own(path)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise DamagedError(f"cannot be read: {error.strerror}", place=str(path)) from None
    if not is_whole(content):
        raise DamagedError("is not what was written", place=str(path))
    return content


@contextmanager
def mapped(path: Path) -> Generator[mmap, None, None]:
    """Give a file that is not empty, mapped into memory for reading; what keeps it may go on using it.

    Raises as `open_own` does, ValueError for an empty one.
    """
    with open_own(path) as file:
        yield mmap(file.fileno(), 0, access=ACCESS_READ)


def digest_in_parts(size: int, part: Callable[[int, int], bytes | memoryview]) -> str:
    """Return a digest of `size` bytes, of which `part` gives those from one to another: by all processors at once."""

    def digest(at: int) -> str:
        return _digest(part(at, min(at + _PART, size)))

    with ThreadPoolExecutor(processors()) as pool:
        parts = pool.map(digest, range(0, size, _PART))
        return _digest(f"{size} {' '.join(parts)}".encode())


def _digest(content: bytes | memoryview) -> str:
    return hashlib.blake2b(content, digest_size=32).hexdigest()
