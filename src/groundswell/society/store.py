"""Societies kept on disk: found by a hash of all they are made from, mapped into memory, never changed.

A folder a society: a .npy file a column and society.json, which holds the digest of each. It is written beside, by a
thread while days go on, and renamed: two processes that build the same society at once write the same bytes, and one of
them gives way. Every byte is checked before it is used, where it lies in memory and by all processors; what is damaged
is made again.
"""

import contextlib
import hashlib
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any, cast

import numpy as np

from groundswell.caches import root
from groundswell.case.population import Population
from groundswell.errors import InputError
from groundswell.files import refuse_foreign
from groundswell.fingerprint import sources
from groundswell.seals import BLANK, KEY, DamagedError, digest_in_parts, mapped, read_sealed, write_sealed
from groundswell.society.spec import Params
from groundswell.society.synthesize import synthesize
from groundswell.types import Regions, Society

WORTH_KEEPING = 1_000_000  # persons; smaller societies are built faster than they are looked up
_MADE_BY = ("society", "apportion.py", "rng.py", "portable.py", "kernel.py", "types.py")
_META = "society.json"
_HEAD = 1 << 12  # bytes, more than what a .npy file begins with
_keepers: list[Thread] = []
_log = logging.getLogger(__name__)


def obtain(census: Population, persons: int, seed: int, p: Params, use_cache: bool = True) -> Society:
    """Return the society that `synthesize` builds from the same arguments: the kept one, or a new one that is kept.

    Raises InputError when a region would be left empty.
    """
    if not use_cache or persons < WORTH_KEEPING:
        return synthesize(census, persons, seed, p)
    folder = root() / "societies" / key(census, persons, seed, p)
    settle()
    try:
        refuse_foreign(folder.parent if folder.parent.is_symlink() else folder)
        return _read(folder)
    except FileNotFoundError:
        pass
    except (OSError, InputError, ValueError, KeyError, TypeError) as reason:
        _log.warning("note: a kept society is not used and is built anew: %s", reason)
    society = synthesize(census, persons, seed, p)
    keeper = Thread(target=_keep, args=(folder, society), name="society to disk")  # the process ends after it
    keeper.start()
    _keepers.append(keeper)
    return society


def settle() -> None:
    """Wait until the societies that this process has built are on disk, or cannot be."""
    while _keepers:
        _keepers.pop().join()


def _keep(folder: Path, society: Society) -> None:
    try:
        refuse_foreign(*(place for place in (folder.parent, folder) if place.is_symlink()))
        _write(folder, society)
    except (OSError, InputError) as reason:  # a cache that cannot be written costs time, never a run
        _log.warning("note: the society cannot be kept for the next run: %s", reason)


def key(census: Population, persons: int, seed: int, p: Params) -> str:
    """Return the SHA-256 of all that a society is made from: census, persons, seed, parameters and sources."""
    digest = hashlib.sha256(f"{sources(*_MADE_BY)} {persons} {seed} {p!r}".encode())
    _digest_fields(digest, census)
    return digest.hexdigest()


def _digest_fields(digest: Any, table: Any) -> None:
    for field in fields(table):
        value = getattr(table, field.name)
        if is_dataclass(value):
            _digest_fields(digest, value)
        elif isinstance(value, Mapping):
            for name, column in sorted(cast(Mapping[str, Any], value).items()):
                digest.update(f"{name} {np.asarray(column).tobytes().hex()}".encode())
        elif isinstance(value, np.ndarray):
            digest.update(f"{field.name} {value.dtype} {value.shape}".encode() + np.ascontiguousarray(value).tobytes())
        else:
            digest.update(f"{field.name} {value!r}".encode())


def _write(folder: Path, society: Society) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".beside-", dir=folder.parent))
    try:
        files = _save_arrays(beside, society._asdict()) | _save_arrays(beside, society.regions._asdict(), "regions.")
        plain = {name: _plain(v) for name, v in society._asdict().items() if name != "regions" and not _is_array(v)}
        regions = {name: v for name, v in society.regions._asdict().items() if not _is_array(v)}
        meta = {"society": plain, "regions": regions, "files": files, KEY: BLANK}
        write_sealed(beside / _META, json.dumps(meta).encode())
        shutil.rmtree(folder, ignore_errors=True)  # a torn one
        with contextlib.suppress(FileExistsError):
            os.rename(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _save_arrays(folder: Path, columns: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """Write the arrays among `columns`, and return each file's digest."""
    files: dict[str, str] = {}
    for name, column in columns.items():
        if _is_array(column):
            file = folder / f"{prefix}{name}.npy"
            with file.open("w+b") as content:
                np.save(content, column)
                content.flush()
                os.fsync(content.fileno())  # a power cut must not leave the right length and no content
                files[file.name] = _digest_on_disk(content.fileno())
    return files


def _digest_on_disk(file: int) -> str:
    """Return the digest of an open file, read by parts: mapped it would lie in memory beside the column it holds."""
    return digest_in_parts(os.fstat(file).st_size, lambda at, end: os.pread(file, end - at, at))


def _read(folder: Path) -> Society:
    """Return a kept society, its columns mapped into memory.

    Raises FileNotFoundError when there is none, OSError, InputError, ValueError or KeyError for a damaged one.
    """
    meta = json.loads(read_sealed(folder / _META))
    arrays: dict[str, Any] = {
        name.removesuffix(".npy"): _column(folder / name, written) for name, written in meta["files"].items()
    }
    texts: dict[str, Any] = {name: tuple(value) for name, value in meta["regions"].items()}
    own = {name.removeprefix("regions."): a for name, a in arrays.items() if name.startswith("regions.")}
    regions = Regions(**{**texts, **own})
    rest = {name: a for name, a in arrays.items() if not name.startswith("regions.")}
    plain = meta["society"]
    plain["place_name"] = tuple(plain["place_name"])
    with contextlib.suppress(OSError):  # a cache that others look after
        os.utime(folder)  # the age by which caches are pruned is the time since their last use
    return Society(regions=regions, **plain, **rest)


def _column(file: Path, written: str) -> np.ndarray:
    """Return a file's array, mapped into memory for reading, if its digest is that of what was `written`."""
    try:
        with mapped(file) as content:
            whole = memoryview(content)
            if digest_in_parts(len(whole), lambda at, end: whole[at:end]) != written:
                raise DamagedError("is not what was written", place=str(file))
    except FileNotFoundError:
        raise DamagedError("is missing", place=str(file)) from None
    head = BytesIO(content[:_HEAD])
    np.lib.format.read_magic(head)
    shape, is_fortran, dtype = np.lib.format.read_array_header_1_0(head)
    values = np.frombuffer(content, dtype, int(np.prod(shape)), head.tell())
    return values.reshape(shape, order="F" if is_fortran else "C")


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray)


def _plain(value: Any) -> Any:
    """Return numbers as JSON holds them; Python's floats come back to the bit."""
    if isinstance(value, dict):
        return {name: float(v) for name, v in value.items()}
    return value.item() if isinstance(value, np.generic) else value
