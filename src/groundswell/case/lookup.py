"""From a reference to a case: a path, a folder of the user's, an installed distribution, or a case that comes along.

Nothing is downloaded and nothing is run: an entry point of the group `groundswell.cases` names a folder inside an
installed package ("package.folder"), which is looked up as a path and never imported.
"""

import importlib.util
import os
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import EntryPoint
from pathlib import Path

from groundswell.case.model import Case, Head, entries_of, folder_digest
from groundswell.errors import InputError, nearest, shown
from groundswell.inputs.document import Document
from groundswell.inputs.fill import fill
from groundswell.inputs.problems import refuse
from groundswell.inputs.toml_file import read_toml
from groundswell.installed import entry_points

VARIABLE = "GROUNDSWELL_CASES"  # folders of cases, as PATH has them
GROUP = "groundswell.cases"
FILE = "case.toml"
_SHIPPED = Path(__file__).parent.parent / "cases"


def find(reference: str | Path, base: Path | None = None) -> Case:
    """Return the case of a name, or of a folder's path (relative ones from `base`, default: the working directory).

    Raises InputError for one that is not there, for a name that two folders have, and for a case.toml that is wrong.
    """
    text = os.fspath(reference)
    try:
        path = ((base or Path.cwd()) / Path(text).expanduser()).resolve()
        is_path = (path / FILE).is_file()
    except (OSError, ValueError, RuntimeError):
        raise InputError(f"{shown(text)} is no folder's name", remedy="name a case, or the folder of one") from None
    found = list(dict.fromkeys(folder for _, folder in _named(text)))
    if is_path and path not in found and (os.sep in text or "/" in text or not found):
        return _opened(str(path), path, _stamp(path))
    if len(found) > 1:
        both = ", ".join(map(str, found))
        raise InputError(f"{len(found)} cases are called {shown(text)}: {both}", remedy="name one by its path")
    if found:
        return _opened(text, found[0], _stamp(found[0]))
    if "/" in text or os.sep in text:
        remedy = f"a case is a folder with a {FILE}; one that was moved: put it back there, or link it there (ln -s)"
        raise InputError(f"no case in the folder {shown(str(path))}", remedy=remedy)
    remedy = nearest(text, [name for name, _ in _named()])
    absent = "".join(f"; {VARIABLE} names {folder}, which is no folder" for folder in _absent())
    raise InputError(f"no case {shown(text)}", remedy=f"{remedy}{absent}")


def cases() -> list[Case]:
    """Return every case that has a name, by name; two may have one name. Those that cannot be opened are left out."""
    return [case for case in _each().values() if isinstance(case, Case)]


def unopened() -> dict[Path, InputError]:
    """Return what is wrong with each case that has a name and cannot be opened, by folder; and the user's folders
    of cases that are not there.
    """
    remedy = f"correct {VARIABLE}: folders that hold cases, apart by {os.pathsep!r}"
    absent = {folder: InputError("no such folder", place=VARIABLE, remedy=remedy) for folder in _absent()}
    return absent | {folder: case for folder, case in _each().items() if not isinstance(case, Case)}


def is_shipped(case: Case) -> bool:
    """Tell whether a case is one that comes with the package: every copy of this version has it."""
    return case.folder.parent == _SHIPPED


def names() -> set[str]:
    """Return the names of all cases, those that cannot be opened among them."""
    return {name for name, _ in _named()}


def _each() -> dict[Path, Case | InputError]:
    """Return every case that has a name by its folder, or why it cannot be opened: one must not stop the others."""
    named, found = sorted(dict.fromkeys(_named())), dict[Path, Case | InputError]()
    several = {name for name, folder in named if any(n == name and f != folder for n, f in named)}
    for name, folder in named:
        try:
            found[folder] = _opened(str(folder) if name in several else name, folder, _stamp(folder))
        except InputError as error:
            found[folder] = error
        except OSError as error:
            found[folder] = InputError(f"cannot be read: {error.strerror}", place=str(error.filename or folder))
    return found


def _absent() -> list[Path]:
    """Return the user's folders of cases that are no folders."""
    return [parent for parent in _own() if not parent.is_dir()]


def _own() -> list[Path]:
    """Return the user's folders of cases."""
    return [Path(parent).expanduser() for parent in os.environ.get(VARIABLE, "").split(os.pathsep) if parent]


def _named(only: str | None = None) -> Iterator[tuple[str, Path]]:
    """Yield name and folder of the user's cases, of those installed, of those that come along; of one name if given."""
    for parent in _own():
        yield from _below(parent, only)
    for entry in entry_points(GROUP):
        if only in (None, entry.name) and (folder := _installed(entry)) is not None:
            yield entry.name, folder
    yield from _below(_SHIPPED, only)


def _below(parent: Path, only: str | None) -> Iterator[tuple[str, Path]]:
    try:
        inside = sorted(name for name in os.listdir(parent) if only in (None, name))
    except OSError:
        return
    yield from ((name, (parent / name).resolve()) for name in inside if (parent / name / FILE).is_file())


def _installed(entry: EntryPoint) -> Path | None:
    """Return the folder that an entry point names, found without importing anything."""
    first, *rest = entry.value.split(".")
    try:
        spec = importlib.util.find_spec(first)  # of a name without a dot: this runs nothing
    except (ValueError, ImportError):
        return None
    places = list(spec.submodule_search_locations or ()) if spec is not None else []
    folders = [Path(place, *rest) for place in places]
    return next((folder.resolve() for folder in folders if (folder / FILE).is_file()), None)


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what changes when a file of the folder does."""
    stats = [(file.path, file.stat(follow_symlinks=False)) for file in entries_of(folder)]
    return tuple(sorted((path, s.st_mtime_ns, s.st_size) for path, s in stats))


@lru_cache(maxsize=64)
def _opened(reference: str, folder: Path, stamp: tuple[tuple[str, int, int], ...]) -> Case:
    del stamp
    values, places = read_toml(folder / FILE, remedy="every case has one: see docs/case-format.md")
    document, errors = Document(values, places, name=FILE), list[InputError]()
    head = fill(Head, values, "", document, errors)
    refuse(errors)
    return Case(reference, folder.name, folder, head, folder_digest(folder))
