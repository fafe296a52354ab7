"""Code of the user's own, found by one rule for behaviours, events, outcomes and measures; see docs/own-code.md.

A file says where: the name of a shipped one ("rally") or of an entry point of an installed distribution ("queue"), a
module with a dot ("lab.queue"), or a file ("rules/queue.py"), relative to the file that names it. To import a module
is to run it, and to look for "a.b" in the usual way runs "a": so the place is found by looking at files, and what lies
there is run only if `groundswell.trust` allows it.
"""

import ast
import importlib.util
import re
import sys
import sysconfig
import traceback
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import NamedTuple

from groundswell import codefiles
from groundswell.errors import InputError, nearest, shown
from groundswell.installed import entry_points
from groundswell.trust import allow

_LONGEST = 100  # characters of a part of a module's name


class Slot(NamedTuple):
    """A place for code: what it is called, the package of the shipped ones, the group of entry points.

    `needs` are names that a module must have; `guide` is the page that says how it is written.
    """

    noun: str
    package: ModuleType | None
    group: str
    needs: tuple[str, ...]
    guide: str

    def shipped(self) -> list[str]:
        """Return the names of those that come with the package."""
        return list(_shipped(self.package)) if self.package else []

    def installed(self) -> dict[str, str]:
        """Return the modules of entry points of installed distributions, by their names."""
        return {entry.name: entry.value for entry in entry_points(self.group)}


@cache
def _shipped(package: ModuleType) -> tuple[str, ...]:
    return tuple(sorted(m.name for m in iter_modules(package.__path__)))


def find(slot: Slot, kind: str, place: str = "") -> tuple[ModuleType, str]:
    """Return the module that a kind names, and the name by which it is found again: a file's with its digest.

    Raises InputError for what is not there, fails, or lacks something; CodeError for what nobody has allowed to run.
    """
    if slot.package and kind in slot.shipped():
        return import_module(f"{slot.package.__name__}.{kind}"), kind
    if codefiles.is_file(kind):
        return _from_file(slot, kind, place)
    name = kind if "." in kind else slot.installed().get(kind, "")
    if not name:
        raise InputError(f"no {slot.noun} {shown(kind)}", place=place, remedy=_remedy(slot, kind))
    if (
        name not in sys.modules and name not in slot.installed().values()
    ):  # who installs an entry point has said his word
        first = name.split(".")[0]
        allow(f"the module '{name}'", (locate(first, place), locate(name, place)), place)
    return _load(slot, name, place), name


def is_own(kind: str) -> bool:
    """Tell whether a kind names code from outside this package."""
    return "." in kind


def module_name(kind: str) -> str:
    """Return the name of the module of a kind that `find` has returned."""
    return codefiles.module_name(kind) if codefiles.is_file(kind) else kind


def kind_of(module: str) -> str:
    """Return the kind of a module that `find` has returned, by its name."""
    shipped = module.startswith(f"{__package__}.")
    return codefiles.kind_of(module) or (module.rpartition(".")[2] if shipped else module)


def label(kind: str) -> str:
    """Return a kind as a reader sees it: of a file the name alone."""
    return codefiles.split(kind)[0].name if codefiles.is_file(kind) else kind


def _from_file(slot: Slot, kind: str, place: str) -> tuple[ModuleType, str]:
    code = codefiles.read(kind, place)
    if code.name not in sys.modules:
        _check_names(slot, code.path.name, code.source, place)
        allow(f"'{code.path}'", (code.path,), place)
        try:
            codefiles.run(code)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # SystemExit too: code that ends the program is no code of ours
            raise _failed(f"'{code.path}'", error, place, str(code.path)) from None
    module = sys.modules[code.name]
    _complain(slot, code.path.name, [need for need in slot.needs if not hasattr(module, need)], place)
    return module, code.kind


def _load(slot: Slot, name: str, place: str) -> ModuleType:
    if name not in sys.modules and (file := locate(name, place)) is not None and file.is_file():
        _check_names(slot, name, file.read_bytes(), place)
    try:
        module = import_module(name)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise _failed(f"module '{name}'", error, place, f"import {name}") from None
    _complain(slot, name, [need for need in slot.needs if not hasattr(module, need)], place)
    return module


def locate(name: str, place: str = "") -> Path | None:
    """Return the file of a module, without running any; None if it cannot be told (an archive, compiled code).

    Raises InputError for a name that is none, and for a module that is not there.
    """
    first, *rest = parts = name.split(".")
    if not all(part.isidentifier() and len(part) <= _LONGEST for part in parts):
        raise InputError(f"{shown(name)} is no name of a module", place=place, remedy="write package.module")
    try:
        spec = importlib.util.find_spec(first)  # for a name without a dot this runs nothing
    except (ValueError, ImportError):
        spec = None
    if spec is None:
        here = Path.cwd() / first
        is_here = here.is_dir() or here.with_suffix(".py").is_file()
        remedy = "run with PYTHONPATH=. in front" if is_here else "put its folder on PYTHONPATH"
        raise InputError(f"no module '{first}' can be imported", place=place, remedy=remedy)
    folders = [Path(folder) for folder in spec.submodule_search_locations or ()]
    file = Path(spec.origin) if spec.origin and spec.has_location else None
    above = first
    for part in rest:
        if not folders and file is None:
            return None
        if (found := _within(folders, part)) is None:
            what = f"module '{above}' has no '{part}'"
            raise InputError(what, place=place, remedy=f"name a module that is there: {_listed(folders)}")
        file, folders = found
        above = f"{above}.{part}"
    return file if file is not None else folders[0] if folders else None


def _within(folders: Sequence[Path], part: str) -> tuple[Path | None, list[Path]] | None:
    """Return file and folders of a module inside a package; None if it is not there."""
    spaces: list[Path] = []
    for folder in folders:
        if (package := folder / part / "__init__.py").is_file():
            return package, [folder / part]
        if (module := folder / f"{part}.py").is_file():
            return module, []
        if next(folder.glob(f"{part}.*.so"), None) or next(folder.glob(f"{part}.*.pyd"), None):
            return None, []
        if (folder / part).is_dir():
            spaces.append(folder / part)
    return (None, spaces) if spaces else None


def _listed(folders: Sequence[Path]) -> str:
    names = sorted({p.stem for folder in folders for p in folder.glob("*.py") if p.stem != "__init__"})
    return ", ".join(names[:12]) or "it is no package with modules"


def _check_names(slot: Slot, name: str, source: bytes, place: str) -> None:
    """Refuse code that cannot define what is needed, before anything of it is run."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        return  # running it says what is wrong, and where
    names: set[str] = set()
    for node in (inner for statement in body for inner in ast.walk(statement)):
        if isinstance(node, ast.alias):
            names.add(node.asname or node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            names.add(node.name)
    if "*" not in names and "__getattr__" not in names:
        _complain(slot, name, [need for need in slot.needs if need not in names], place)


def _complain(slot: Slot, name: str, missing: list[str], place: str) -> None:
    if missing:
        article = "an" if slot.noun[0] in "aeiou" else "a"
        remedy = f"a file of {article} {slot.noun} needs {', '.join(slot.needs)}: see {slot.guide}"
        raise InputError(f"'{name}' has no {', '.join(missing)}", place=place, remedy=remedy)


def failed(what: str, error: BaseException, place: str) -> InputError:
    """Return what to say of the user's own code that fails while it works, with its file and line."""
    problem = f"{what} fails at {_where(error)}: {type(error).__name__}: {error}"
    return InputError(problem, place=place, remedy="mend it: what it gets is described in docs/own-code.md")


def _failed(what: str, error: BaseException, place: str, command: str) -> InputError:
    problem = f"{what} fails at {_where(error)}: {type(error).__name__}: {error}"
    again = f"python {command}" if command.endswith(".py") else f"python -c '{command}'"
    return InputError(problem, place=place, remedy=f"mend it, and try `{again}`")


def _where(error: BaseException) -> str:
    """Return file and line of the user's code that failed."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{error.filename}:{error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    others = (str(Path(__file__).parent), "<frozen importlib", sysconfig.get_path("stdlib"))
    own = [f for f in frames if not f.filename.startswith(others) and "site-packages" not in f.filename]
    return f"{own[-1].filename}:{own[-1].lineno}" if own else "its import"


def _remedy(slot: Slot, kind: str) -> str:
    """Return the nearest name, or what to write when the kind is a file of the user's own."""
    known = [*slot.shipped(), *slot.installed()]
    if re.fullmatch(r"[\w/-]{1,100}", kind) and Path(f"{kind}.py").is_file():
        return f'write kind = "{kind}.py", the path from the file that names it'
    return nearest(kind, known)
