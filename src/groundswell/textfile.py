"""Text files that others may have written: only regular files of a bounded size in UTF-8 are read, the rest refused.

A byte order mark, as some editors write it, is dropped. Devices and pipes are never opened: they may have no end, or
act when they are read.
"""

import stat
from pathlib import Path

from groundswell.errors import InputError, shown

MEGABYTE = 1 << 20
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
_FORBIDDEN = set('<>:"/\\|?*')
_LONGEST = 100  # characters, and twice as many bytes: what stands behind a name (date, number, ".partial") fits too
_PATH = 300  # characters of a path that are shown
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
NAME_FORM = (
    "a folder bears it: letters, digits, spaces, '.', '-' and '_', at most 100; no slashes, no dot or '-' in front"
)


def read_text(file: Path, place: str = "", limit: int = MEGABYTE, remedy: str = "name a readable file") -> str:
    """Return the text of a file. `place` is where the file was named, `limit` the size in bytes that is still read.

    Raises InputError for a file that is missing, no regular file, too large or not UTF-8 (with the line).
    """
    return _decoded(read_bytes(file, place, limit, remedy), file.name)


def read_bytes(file: Path, place: str = "", limit: int = MEGABYTE, remedy: str = "name a readable file") -> bytes:
    """Return the bytes of a file. Raises InputError as `read_text` does, but for the encoding."""
    name = f"'{file}'" if str(file).isprintable() and len(str(file)) <= _PATH else shown(str(file))
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):
            what = "a folder" if stat.S_ISDIR(found.st_mode) else "a device or a pipe, not a file"
            raise InputError(f"{name} is {what}", place=place, remedy=remedy)
        if found.st_size > limit:
            size = f"{found.st_size:,} bytes, more than {limit:,}"
            raise InputError(f"{name} has {size}", place=place, remedy="name the right file, or split it")
        with file.open("rb") as stream:
            return stream.read(limit + 1)[:limit]
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{name} cannot be read: {reason}", place=place, remedy=remedy) from None


def _decoded(given: bytes, name: str) -> str:
    if given.startswith(_UTF16):
        raise InputError("this is UTF-16 text", place=name, remedy="save it as UTF-8 text")
    try:
        text = given.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = given.count(b"\n", 0, error.start) + 1
        remedy = "save it as UTF-8 text"
        raise InputError(f"byte {error.start} is not UTF-8", place=f"{name}:{line}", remedy=remedy) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InputError("a NUL character", place=f"{name}:{line}", remedy="save it as UTF-8 text, without zeros")
    return text


def can_be_file_name(name: str) -> bool:
    """Tell whether a file or a folder can bear this name on every system, with a date and a number behind it.

    One that begins with "-" would be an option to a command.
    """
    plain = name.isprintable() and not set(name) & _FORBIDDEN
    fits = 0 < len(name) <= _LONGEST and len(name.encode("utf-8", "surrogatepass")) <= 2 * _LONGEST
    reserved = name.split(".")[0].strip().casefold() in _RESERVED
    return plain and fits and not reserved and name[0] not in ".- " and name[-1] not in ". "
