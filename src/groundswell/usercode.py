"""Modules of the user's own that a file names: found without running anything, imported only when that is allowed.

A scenario, a claim or a run's lock file that somebody sent may name any module. To import one is to run it, and to
look for "a.b" in the usual way runs "a". So the place is found by looking at files; the import waits for the user's
word: `--trust`, `trust=True`, an import of his own before, or a script of his own beside the module.
"""

import ast
import importlib.util
import sys
import traceback
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from importlib import import_module
from pathlib import Path
from types import ModuleType

from groundswell.errors import InputError, shown

_trusted: ContextVar[bool] = ContextVar("trusted", default=False)
_PACKAGE = Path(__file__).resolve().parent
_LONGEST = 100  # characters of a part of a module's name
TRUST = "add --trust (in Python: trust=True) if you wrote it or have read it"


class CodeError(InputError):
    """A file names code that would be run, and nobody has allowed it."""


@contextmanager
def trusting(wanted: bool = True) -> Generator[None, None, None]:
    """Allow, within the block, that modules which files name are imported; `wanted` false leaves it as it is."""
    token = _trusted.set(_trusted.get() or wanted)
    try:
        yield
    finally:
        _trusted.reset(token)


def allow(name: str, place: str) -> None:
    """Refuse to import a module unless it is trusted or the caller's own already. Raises CodeError; runs nothing."""
    if name in sys.modules or _trusted.get() or _beside_the_script(name):
        return
    problem = f"the file names code, the module '{name}', which would be run"
    raise CodeError(problem, place=place, remedy=TRUST)


def _beside_the_script(name: str) -> bool:
    """Tell whether a module lies beside the Python script that is being run: who runs the one has the other's code."""
    script = getattr(sys.modules.get("__main__"), "__file__", None)
    if script is None or not str(script).endswith(".py") or Path(script).resolve().is_relative_to(_PACKAGE):
        return False
    file = locate(name)
    return file is not None and file.resolve().is_relative_to(Path(script).resolve().parent)


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
    return file


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


def load(name: str, needs: Sequence[str], place: str = "") -> ModuleType:
    """Import a module that has what is needed and return it; whether that is allowed was asked before.

    Raises InputError with file and line if it is not there, lacks something, or fails.
    """
    if name not in sys.modules and (file := locate(name, place)) is not None:
        _check_names(name, file, needs, place)
    try:
        module = import_module(name)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # SystemExit too: a module that ends the program is no module
        problem = f"module '{name}' fails at {_where(error)}: {type(error).__name__}: {error}"
        raise InputError(problem, place=place, remedy="mend it, and try `python -c 'import " + name + "'`") from None
    _complain(name, [need for need in needs if not hasattr(module, need)], needs, place)
    return module


def _check_names(name: str, file: Path, needs: Sequence[str], place: str) -> None:
    """Refuse a file that cannot define what is needed, before anything of it is run."""
    try:
        body = ast.parse(file.read_bytes(), str(file)).body
    except (OSError, SyntaxError, ValueError):
        return  # the import says what is wrong, and where
    names: set[str] = set()
    for node in (inner for statement in body for inner in ast.walk(statement)):
        if isinstance(node, ast.alias):
            names.add(node.asname or node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            names.add(node.name)
    if "*" not in names and "__getattr__" not in names:
        _complain(name, [need for need in needs if need not in names], needs, place)


def _complain(name: str, missing: list[str], needs: Sequence[str], place: str) -> None:
    if missing:
        remedy = f"it needs {', '.join(needs)}: see docs/behaviour.md"
        raise InputError(f"module '{name}' has no {', '.join(missing)}", place=place, remedy=remedy)


def _where(error: BaseException) -> str:
    """Return file and line of the user's code that failed."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{error.filename}:{error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if f.filename != __file__ and "importlib" not in f.filename]
    return f"{own[-1].filename}:{own[-1].lineno}" if own else "its import"
