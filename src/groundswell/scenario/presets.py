"""The scenarios of all cases that have a name, and how a name or a path becomes a case or a file."""

import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from groundswell.case import Case, cases
from groundswell.case import find as find_case
from groundswell.case.lookup import FILE
from groundswell.case.lookup import names as case_names
from groundswell.errors import InputError, nearest, shown

VARIANTS, CLAIMS = "variants", "claims"  # a case's folders of files that name its scenarios


@dataclass(frozen=True)
class Preset:
    """A scenario of a case: its name, what it extends ("" for the base scenario), title and description."""

    name: str
    case: str
    extends: str
    title: str
    description: str
    path: Path | None  # None: the base scenario, which is the case itself
    folder: Path  # the case's


def scenarios() -> list[str]:
    """Return the names of all scenarios: case by case, the base scenario first.

    A name that two cases use stands with its case in front: "gdr-1989/quiet".
    """
    found = presets()
    names = [preset.name for preset in found]
    return [f"{p.case}/{p.name}" if names.count(p.name) > 1 else p.name for p in found]


def presets() -> list[Preset]:
    """Return the scenarios of all cases that have a name: case by case, the base scenario first, then by name."""
    return [preset for case in cases() for preset in _of(case)]


def _of(case: Case) -> Iterator[Preset]:
    yield Preset(case.scenario, case.name, "", case.head.title, case.head.description, None, case.folder)
    for path in sorted((case.folder / VARIANTS).glob("*.toml")):
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
            head = values.get("scenario", {})
            extends, title, about = str(values["extends"]), str(head.get("title", "")), str(head.get("description", ""))
        except (OSError, ValueError, KeyError, AttributeError):
            continue  # `groundswell case check` says what is wrong with it
        yield Preset(path.stem, case.name, extends, title, about, path, case.folder)


def find(source: str | Path, folder: Path) -> Path | Case:
    """Return the case of a base scenario's name, or the file of a variant's name or of a path.

    Relative paths begin at `folder`; a variant's or a claim's file may name its own case's scenarios without saying of
    which. Raises InputError.
    """
    text = str(os.fspath(source)) if isinstance(source, os.PathLike) else str(source)
    if isinstance(source, str) and (found := _by_name(text, folder)) is not None:
        return found
    try:
        path = (folder / Path(text).expanduser()).resolve()
        exists, is_folder = path.exists(), path.is_dir()
    except (OSError, ValueError, RuntimeError):  # a name too long, with a NUL, of a user who is not there
        raise InputError(f"{shown(text)} is no file's name", remedy="give an existing file") from None
    if is_folder and (path / FILE).is_file():
        return find_case(path)
    if is_folder:
        remedy = f"name the scenario file in it, or the folder of a case (which holds a {FILE})"
        raise InputError(f"{shown(text)} is a folder", remedy=remedy)
    if exists and path.name == FILE:
        return find_case(path.parent)
    if exists:
        return path
    if text.endswith(".toml") or "/" in text:
        raise InputError(f"no file {shown(text)}", remedy="give an existing file, or a name of `groundswell scenarios`")
    if folder.name == VARIANTS and (folder.parent / FILE).is_file():
        base = find_case(folder.parent).scenario  # a copied folder bears a name that its variants do not know
        raise InputError(f"no scenario {shown(text)}", remedy=f"the base scenario of this case is '{base}'")
    raise InputError(f"no scenario {shown(text)}", remedy=nearest(text, scenarios()))


def _by_name(text: str, folder: Path) -> Path | Case | None:
    if folder.name in (VARIANTS, CLAIMS) and (folder.parent / FILE).is_file():
        own = find_case(folder.parent)
        if text in (own.scenario, own.name):
            return own
        if text in {path.stem for path in (folder.parent / VARIANTS).glob("*.toml")}:
            return folder.parent / VARIANTS / f"{text}.toml"
    named = [p for p in presets() if text in (p.name, f"{p.case}/{p.name}") or (p.path is None and text == p.case)]
    if len({p.folder for p in named}) > 1:
        alike = len({p.case for p in named}) == 1  # two cases of one name: only their paths tell them apart
        both = ", ".join(str(p.path or p.folder) if alike else f"{p.case}/{p.name}" for p in named)
        raise InputError(f"{len(named)} scenarios are called {shown(text)}", remedy=f"name one in full: {both}")
    if not named:
        return find_case(text) if text in case_names() else None  # a case that cannot be opened: says why
    first = named[0]
    return first.path or find_case(first.case if first.case in case_names() else first.folder)
