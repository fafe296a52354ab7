"""A crate from elsewhere, opened: nothing in it is trusted, followed or run; a ZIP file is unpacked with care."""

import json
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, cast

from groundswell.crates.graph import METADATA
from groundswell.errors import InputError
from groundswell.files import read_own, refuse_foreign
from groundswell.inputs.document import as_table

_MOST_FILES, _MOST_BYTES, _LONGEST = 50_000, 1 << 36, 1_000
_METADATA_MOST = 1 << 26  # bytes
_ROOM = "free some space, or have TMPDIR name a folder with more"
_REMEDY = "name a crate that `groundswell crate` has written"


@contextmanager
def opened(path: Path) -> Generator[Path, None, None]:
    """Yield the folder of a crate, that of a ZIP file for as long as the block lasts.

    Raises InputError for what is no crate, holds links or devices, or would be written outside its folder.
    """
    if path.is_dir():
        refuse_foreign(path)
        yield _crate(path, path)
    elif path.is_file():
        with tempfile.TemporaryDirectory(prefix="groundswell-crate-") as place:
            _unpack(path, Path(place))
            yield _crate(Path(place), path)
    else:
        raise InputError("no such file or folder", place=str(path), remedy=_REMEDY)


def graph_of(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the entities of a crate by their @id. Raises InputError for metadata that are none."""
    try:
        small = (folder / METADATA).stat().st_size <= _METADATA_MOST
        found = as_table(json.loads(read_own(folder / METADATA))) if small else None
    except (ValueError, RecursionError):
        found = None
    entities: Any = (found or {}).get("@graph")
    if found is None or not isinstance(entities, list):
        raise InputError("is no RO-Crate metadata", place=METADATA, remedy=_REMEDY)
    known: dict[str, dict[str, Any]] = {"@context": {"@context": found.get("@context")}}
    for entity in cast(list[Any], entities):
        table = as_table(entity)
        if table is None or not isinstance(table.get("@id"), str):
            raise InputError("an entity without @id", place=METADATA, remedy=_REMEDY)
        if table["@id"] in known:
            raise InputError(f"'{table['@id']}' stands there twice", place=METADATA, remedy=_REMEDY)
        known[str(table["@id"])] = table
    return known


def _crate(folder: Path, named: Path) -> Path:
    if not (folder / METADATA).is_file():
        raise InputError(f"no {METADATA}: no crate", place=str(named), remedy=_REMEDY)
    return folder


def _unpack(file: Path, place: Path) -> None:
    """Unpack a ZIP file into an empty folder. Raises InputError."""
    refuse_foreign(file)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check(entries, file, shutil.disk_usage(place).free)
            for entry in entries:
                target = place / entry.filename
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(entry) as source, target.open("xb") as made:
                    shutil.copyfileobj(source, made)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise InputError(f"is no ZIP file that can be read: {error}", place=str(file), remedy=_REMEDY) from None
    except (FileExistsError, NotADirectoryError, IsADirectoryError):
        raise InputError("holds a name twice", place=str(file), remedy=_REMEDY) from None
    except OSError as error:  # a name that is too long here, a disk that filled meanwhile
        raise InputError(f"cannot be unpacked: {error.strerror or error}", place=str(file), remedy=_ROOM) from None


def _check(entries: list[zipfile.ZipInfo], file: Path, free: int) -> None:
    """Refuse entries that lie outside, are links, or are more than this disk should take."""
    size = sum(entry.file_size for entry in entries)
    if len(entries) > _MOST_FILES or size > _MOST_BYTES:
        raise InputError("holds more than a crate does", place=str(file), remedy=_REMEDY)
    if size > free // 2:
        problem = f"{size:,} bytes when unpacked, and {free:,} are free for temporary files"
        raise InputError(problem, place=str(file), remedy=_ROOM)
    for entry in entries:
        path, mode = PurePosixPath(entry.filename), entry.external_attr >> 16
        outside = path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename
        if outside or not entry.filename.isprintable() or len(entry.filename) > _LONGEST:
            raise InputError(f"'{entry.filename[:100]}' would lie outside", place=str(file), remedy=_REMEDY)
        if mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode):
            raise InputError(f"'{entry.filename}' is no file", place=str(file), remedy=_REMEDY)
