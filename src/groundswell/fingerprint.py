"""Which sources and libraries make a number: one answer for runs, kept results, societies and compiled code.

What others made must never be taken for one's own, so whatever is kept carries a fingerprint. The version of Python is
not in it: the same bits come out of all that are supported. The version of the random stream is, as part of rng.py.
"""

import ast
import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.machinery import EXTENSION_SUFFIXES, PathFinder
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

from groundswell import codefiles
from groundswell.errors import InputError

_OWN = "groundswell"
_PACKAGE = Path(__file__).parent
# None of these changes what happens on a simulated day, but for the files of the second line.
_NO_RESULTS = frozenset(
    {
        "bench",
        "classics",
        "cli",
        "comparisons",
        "computing",
        "importing",
        "inference",
        "report",
        "running",
        "scoring",
        "starters",
        "storage",
        "studio",
        "verdicts",
        "world",
    }
)
_RESULTS = frozenset(f"computing/{name}.py" for name in ("fork", "persons", "record"))
_DATA = (".csv", ".json", ".npy", ".npz", ".parquet", ".toml", ".txt", ".yaml")  # read by rules that lie beside them


def fingerprint(*modules: str) -> str:
    """Return a SHA-256 of all that can change the numbers of a scenario beside the scenario itself.

    The tables of its case enter with the scenario's own hash.

    `modules` are names of modules that the scenario uses; those from outside this package, such as a user's own
    behaviour, enter with the sources of their package, of what they import, and with data files beside these; code of a
    file enters as it was read. Raises InputError if a module was changed after it had been loaded, or has gone.
    """
    others = sorted({name.split(".")[0] for name in modules} - {_OWN})
    parts = [sources(), *(f"{name} {of_module(name)}" for name in others)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def sources(*parts: str, without: frozenset[str] = _NO_RESULTS) -> str:
    """Return a SHA-256 of the package's sources and of the versions of the libraries that compute.

    Only those below `parts` (files or folders), or without `parts` all but the packages `without`.
    """
    digest = hashlib.sha256(f"numpy {version('numpy')}, numba {version('numba')}".encode())
    for source in sorted(_PACKAGE.rglob("*.py")):
        name = source.relative_to(_PACKAGE)
        inside = any(name.is_relative_to(part) for part in parts) if parts else name.parts[0] not in without
        if inside or (not parts and without is _NO_RESULTS and name.as_posix() in _RESULTS):
            digest.update(f"{name.as_posix()}\n".encode() + source.read_bytes())
    return digest.hexdigest()


def of_module(name: str, file: str = "") -> str:
    """Return a SHA-256 of a module's package, or of the `file` that a script is, and of what these import in turn.

    Of installed libraries the version enters, of Python's own nothing. Raises InputError as `fingerprint` does.
    """
    digest = hashlib.sha256()
    done, todo = {_OWN}, [name.split(".")[0]]
    loaded = _loaded()
    while todo:
        top = todo.pop()
        done.add(top)
        if (code := codefiles.of_module(top)) is not None:  # known by its content, wherever a copy of it lies
            digest.update(f"{code.path.name} {code.digest}\n".encode())
            todo += sorted(set(_imports(code.source)) - done - set(todo) - sys.stdlib_module_names)
            continue
        first = top == name.split(".")[0]
        places = list(_places(top, installed=first))
        if first and file and Path(file) not in places:
            places.append(Path(file))  # a script, or a module that Python does not find by its name
        if not places:
            digest.update(f"{top} {_version(top)}\n".encode())
        for place in places:
            found = _look(place)
            _refuse_changed(place, found.digest, loaded)
            digest.update(f"{top} {place.name} {found.digest}\n".encode())
            todo += sorted(found.imports - done - set(todo) - sys.stdlib_module_names)
    return digest.hexdigest()


class _Look(NamedTuple):
    digest: str
    imports: frozenset[str]  # first parts of the names of modules


def _look(path: Path) -> _Look:
    try:
        s = path.stat()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", place=str(path), remedy="put it back") from None
    return _look_once(path, (s.st_mtime_ns, s.st_ctime_ns, s.st_size, s.st_ino))


@lru_cache(maxsize=4096)
def _look_once(path: Path, stamp: tuple[int, ...]) -> _Look:
    del stamp
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return _Look(digest, frozenset(_imports(path.read_bytes())) if path.suffix == ".py" else frozenset())


def _imports(source: bytes) -> Iterator[str]:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return  # a file that no run can import
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def _places(top: str, installed: bool) -> Iterator[Path]:
    """Yield the files of a top-level module or package; none of a library, unless `installed` ones count too."""
    spec: Any = getattr(sys.modules.get(top), "__spec__", None) or PathFinder.find_spec(top)
    if spec is None or (spec.origin in ("built-in", "frozen")):
        return
    folders = [Path(folder) for folder in spec.submodule_search_locations or ()]
    if not installed and any(_is_library(place) for place in (*folders, Path(spec.origin or "."))):
        return
    for place in folders or ([Path(spec.origin)] if spec.origin else []):
        if archive := next((above for above in place.parents if above.is_file()), None):
            yield archive
        elif place in folders:
            yield from _below(place)
        else:
            yield place


def _below(folder: Path) -> Iterator[Path]:
    seen = set[str]()
    for place, inner, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(place)
        if real in seen:  # a link that leads back
            inner[:] = []
            continue
        seen.add(real)
        inner[:] = sorted(name for name in inner if not name.startswith(".") and name != "__pycache__")
        code = [name for name in names if name.endswith((".py", *EXTENSION_SUFFIXES))]
        beside = [name for name in names if name.endswith(_DATA)] if code else []
        yield from (Path(place, name) for name in sorted(code + beside))


def _is_library(place: Path) -> bool:
    return bool({"site-packages", "dist-packages"} & set(place.parts))


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


_first: dict[str, tuple[Any, str]] = {}  # by file: how it was loaded when first looked at, and its digest then


def _loaded() -> dict[str, Any]:
    """Return the specs of all modules that are loaded, by file; a reload gives a module another spec."""
    specs: Iterable[Any] = [getattr(module, "__spec__", None) for module in list(sys.modules.values())]
    return {spec.origin: spec for spec in specs if spec is not None and spec.origin}


def _refuse_changed(place: Path, digest: str, loaded: dict[str, Any]) -> None:
    """Raise InputError if Python runs another text than the one on the disk."""
    spec = loaded.get(str(place))
    if spec is None:
        return
    before, then = _first.setdefault(str(place), (spec, digest))
    if before is not spec:
        _first[str(place)] = (spec, digest)
    elif then != digest:
        problem = "has been changed since it was loaded, so that what runs is not what it says"
        raise InputError(problem, place=str(place), remedy="start Python anew")
