"""Files of code that a scenario names: read once, run as a module whose name tells the content, known by digest.

A scenario says `kind = "rules/queue.py"`; built, it says "/home/ann/rules/queue.py#4f1c2a9b7d3e6f08". Whoever has the
digest can tell the code, wherever a copy of it lies: a run's folder keeps one, and a worker is sent one.
"""

import hashlib
import importlib.util
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from groundswell.caches import root
from groundswell.errors import InputError, shown
from groundswell.files import read_own, write_whole

FOLDER = "code"  # of a run's folder, for copies
_DIGITS = 16  # hexadecimal, of the 64 of SHA-256
_KIND = re.compile(r"(?P<path>.+\.py)(?:#(?P<digest>[0-9a-f]{16}))?", re.DOTALL)


class Code(NamedTuple):
    """The code of a file, as it was read."""

    path: Path
    digest: str
    source: bytes

    @property
    def name(self) -> str:
        """The name of its module: the same for the same content and file name."""
        return _module_name(self.path, self.digest)

    @property
    def kind(self) -> str:
        """The kind by which a scenario names it."""
        return f"{self.path}#{self.digest}"


_known: dict[str, Code] = {}  # by the name of the module: what was run in this process


def is_file(kind: str) -> bool:
    """Tell whether a kind names a file."""
    return _KIND.fullmatch(kind) is not None


def split(kind: str) -> tuple[Path, str]:
    """Return the path of a kind that names a file, and the digest that it demands ("" for none)."""
    match = _KIND.fullmatch(kind)
    assert match is not None
    return Path(match["path"]), match["digest"] or ""


def anchored(kind: Any, folder: Path) -> Any:
    """Return a kind whose relative path begins at `folder` as an absolute one; whatever else it is, as it is."""
    if not isinstance(kind, str) or not is_file(kind):
        return kind
    path, digest = split(kind)
    try:
        whole = (folder / path.expanduser()).resolve()
    except (OSError, ValueError, RuntimeError):
        return kind  # `read` says what is wrong with it
    return f"{whole}#{digest}" if digest else str(whole)


def read(kind: str, place: str = "") -> Code:
    """Return the code that a kind names; runs nothing.

    Raises InputError for a file that cannot be read, or is not the one that the kind's digest demands.
    """
    path, digest = split(anchored(kind, Path.cwd()))
    if digest and (known := _known.get(_module_name(path, digest))) is not None:
        return known._replace(path=path)
    try:
        source = read_own(path)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no file's name"
        raise InputError(
            f"{shown(str(path))} cannot be read: {why}", place=place, remedy="give the path of a file"
        ) from None
    found = hashlib.sha256(source).hexdigest()[:_DIGITS]
    if digest and found != digest:
        problem = f"'{path}' is not the code that is meant: its digest is {found}, not {digest}"
        raise InputError(problem, place=place, remedy=f"put it back, or take '#{digest}' away to use the new one")
    return Code(path, found, source)


def run(code: Code) -> ModuleType:
    """Run code as a module, and return it. Raises whatever it raises; then it is not known."""
    spec = importlib.util.spec_from_loader(code.name, loader=None, origin=str(code.path))
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    module.__file__ = str(code.path)
    sys.modules[code.name] = module
    _known[code.name] = code
    try:
        exec(compile(code.source, str(code.path), "exec", dont_inherit=True), module.__dict__)
    except BaseException:
        del sys.modules[code.name], _known[code.name]
        raise
    return module


def module_name(kind: str) -> str:
    """Return the name of the module of a kind with a digest."""
    return _module_name(*split(kind))


def kind_of(module: str) -> str:
    """Return the kind of a module by its name, "" for one that is not of a file."""
    return _known[module].kind if module in _known else ""


def of_module(module: str) -> Code | None:
    """Return the code that was run as a module of this name."""
    return _known.get(module)


def kept_kind(kind: str) -> str:
    """Return a kind as a run's folder has it: relative to it, the same wherever the original lies."""
    path, digest = split(kind)
    return f"{FOLDER}/{digest[:8]}/{path.name}#{digest}"


def keep(codes: Iterable[Code], folder: Path) -> None:
    """Write a copy of code into a run's folder, where `kept_kind` says. Raises OSError."""
    for code in codes:
        target = folder / split(kept_kind(code.kind))[0]
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, lambda file, code=code: file.write(code.source))


def take(codes: Iterable[Code]) -> None:
    """Run code that another process has sent, under the names it has there. Raises whatever it raises."""
    for code in codes:
        if code.name not in sys.modules:
            run(code._replace(path=_at_hand(code)))


def _at_hand(code: Code) -> Path:
    """Return a file with the code: compiled code is kept for files only, and errors name lines."""
    try:
        if code.path.read_bytes() == code.source:
            return code.path
    except OSError:
        pass
    keep_at = root() / FOLDER / code.digest / code.path.name
    keep_at.parent.mkdir(parents=True, exist_ok=True)
    write_whole(keep_at, lambda file: file.write(code.source))
    return keep_at


def _module_name(path: Path, digest: str) -> str:
    return f"own_{re.sub(r'[^0-9A-Za-z_]', '_', path.stem)}_{digest}"
