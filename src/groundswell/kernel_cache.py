# pyright: basic, reportPrivateImportUsage=false, reportAttributeAccessIssue=false
"""Compiled kernels on disk: used only if they are what was written, and if no source that they stand on has changed.

numba looks at the file of a kernel alone, and at no digest: it would take machine code with a flipped bit, or of a
helper that was edited since. Here the folder has the name of all sources that count (groundswell.fingerprint), the
index carries its digest, and a file of machine code has its digest for a name. What is damaged is compiled again; a
cache that cannot be written costs time, never a run.

Processes that compile at the same time may take turns: a kernel that one of them has in hand the others wait for.
"""

import hashlib
import logging
import os
import pickle
import stat
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from numba.core import caching
from numba.core.serialize import dumps

from groundswell.errors import InputError
from groundswell.files import read_own
from groundswell.fingerprint import of_module
from groundswell.kernel_folder import folder as _folder
from groundswell.kernel_turns import Turns

_PACKAGE = Path(__file__).parent
_SIZE = 32  # bytes of a digest
_log = logging.getLogger(__name__)
_turns: Turns | None = None  # None: whoever needs a kernel compiles it, whatever other processes do


def take_turns() -> bool:
    """Compile from now on only what no other process that takes turns has in hand; tell whether that can be done."""
    global _turns
    with suppress(OSError):
        _own_folder(_folder())
        _turns = Turns(_folder() / ".turns")
    return _turns is not None


def keep(dispatcher: Any, function: Callable[..., Any], beside: Callable[..., Any] | None = None) -> None:
    """Let a compiled function be taken from the disk, and put there; one without a source file is not.

    `beside` is a function that it calls, from another file: machine code of the two stands on the sources of that one.
    """
    file = Path((beside or function).__code__.co_filename)
    if file.exists():
        folder = folder_of(function) if beside is None else folder_of(beside) / _name(beside)
        dispatcher._cache = _Kept(function, folder)


def _name(function: Callable[..., Any]) -> str:
    """Return a name that no other function of the same folder has."""
    code = function.__code__
    return f"{Path(code.co_filename).stem}-{code.co_name}-{code.co_firstlineno}"


def folder_of(function: Callable[..., Any]) -> Path:
    """Return the folder of a function's machine code, whose name tells all sources that may be part of it."""
    file = Path(function.__code__.co_filename).absolute()
    if file.is_relative_to(_PACKAGE):
        return _folder() / file.relative_to(_PACKAGE).parent
    place = hashlib.sha256(str(file.parent).encode()).hexdigest()
    return _folder() / f"of-{of_module(function.__module__, str(file))[:16]}" / f"{file.parent.name}-{place[:8]}"


class _Locator:
    """Where a function's files lie, as numba asks for it; that they can be written is seen when they are."""

    folder: Path

    def __init__(self, function: Callable[..., Any], file: str) -> None:
        self._py_file, self._lineno = file, function.__code__.co_firstlineno

    @classmethod
    def from_function(cls, py_func: Any, py_file: str) -> "_Locator":
        return cls(py_func, py_file)

    def get_cache_path(self) -> str:
        return str(self.folder)

    def get_source_stamp(self) -> str:
        return hashlib.sha256(Path(self._py_file).read_bytes()).hexdigest()

    def get_disambiguator(self) -> str:
        return str(self._lineno)

    def ensure_cache_path(self) -> None:
        """Nothing: `_Files.save` does."""


class _Files(caching.IndexDataCacheFile):
    """An index a function and a file a signature, none of which is believed without its digest."""

    def save(self, key: Any, data: Any) -> None:
        content = dumps(data)
        name = f"{self._index_name.removesuffix('.nbi')}.{hashlib.blake2b(content, digest_size=_SIZE).hexdigest()}.nbc"
        try:
            _own_folder(Path(self._cache_path))
            with self._open_for_write(self._data_path(name)) as file:
                file.write(content)
            before = self._load_index()
            self._save_index({**before, key: name})
            if before.get(key, name) != name:  # it was damaged
                Path(self._data_path(before[key])).unlink(missing_ok=True)
        except OSError as error:
            _tell_once(f"{_folder()}: {error.strerror or error}")

    def _load_data(self, name: str) -> Any:
        content = _read(Path(self._data_path(name)))
        if content is None or hashlib.blake2b(content, digest_size=_SIZE).hexdigest() != name.split(".")[-2]:
            raise OSError("not what was written")  # to numba: it has gone
        return pickle.loads(content)

    def _save_index(self, overloads: dict[Any, str]) -> None:
        content = dumps((self._version, self._source_stamp, overloads))
        with self._open_for_write(self._index_path) as file:
            file.write(hashlib.blake2b(content, digest_size=_SIZE).digest() + content)

    def _load_index(self) -> dict[Any, str]:
        found = _read(Path(self._index_path)) or b""
        if hashlib.blake2b(found[_SIZE:], digest_size=_SIZE).digest() != found[:_SIZE]:
            return {}
        version, stamp, overloads = pickle.loads(found[_SIZE:])
        return overloads if (version, stamp) == (self._version, self._source_stamp) else {}


class _Kept(caching.FunctionCache):
    """numba's cache of a function, with these files."""

    def __init__(self, function: Callable[..., Any], folder: Path) -> None:
        located = type("Located", (_Locator,), {"folder": folder})
        self._impl_class = type("Impl", (caching.CompileResultCacheImpl,), {"_locator_classes": [located]})
        super().__init__(function)
        stamp = self._impl.locator.get_source_stamp()
        self._cache_file = _Files(str(folder), self._impl.filename_base, stamp)

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return what is on disk, or None: to be compiled, which no other process does until it is saved.

        After an error in between, until this process ends.
        """
        found = super().load_overload(sig, target_context)
        if found is None and _turns and _turns.begin(self._turn):
            found = super().load_overload(sig, target_context)
            if found is not None:
                _turns.end(self._turn)
        return found

    def save_overload(self, sig: Any, data: Any) -> None:
        """Save what was compiled and let others have it."""
        try:
            super().save_overload(sig, data)
        finally:
            if _turns:
                _turns.end(self._turn)

    @property
    def _turn(self) -> str:
        return self._cache_file._index_path


def _read(path: Path) -> bytes | None:
    try:
        return read_own(path)
    except (OSError, InputError):
        return None


def _own_folder(folder: Path) -> None:
    """Make a folder below the cache if it is missing. Raises OSError if it, or one above it, is a link or another's."""
    folder.mkdir(parents=True, exist_ok=True)
    for place in (folder, *folder.parents):
        found = place.lstat()
        if not stat.S_ISDIR(found.st_mode):
            raise NotADirectoryError(0, f"{place} is not a folder")
        if hasattr(os, "getuid") and found.st_uid not in (0, os.getuid()):
            raise PermissionError(0, f"{place} belongs to somebody else")
        if place.name == "kernels" or place.name.startswith("groundswell-kernels"):
            return


@cache
def _tell_once(reason: str) -> None:
    _log.warning("note: compiled code cannot be kept, so that every start compiles anew: %s", reason)
