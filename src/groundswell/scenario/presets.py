"""The scenarios that come with the package, and how a name or a path becomes a file."""

import os
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from groundswell.errors import InputError, nearest, shown

_FOLDER = Path(__file__).parent / "files"


@dataclass(frozen=True)
class Preset:
    """A shipped scenario: its name, what it extends ("" for none), title and description."""

    name: str
    extends: str
    title: str
    description: str
    path: Path


def scenarios() -> list[str]:
    """Return the names of the shipped scenarios: the flagship first, then its variants."""
    return [preset.name for preset in presets()]


def presets() -> list[Preset]:
    """Return the shipped scenarios: those that stand alone first, then variants, each by name."""
    found: list[Preset] = []
    for path in _FOLDER.glob("*.toml"):
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        head = values["scenario"]
        found.append(Preset(path.stem, values.get("extends", ""), head["title"], head["description"], path))
    return sorted(found, key=lambda p: (bool(p.extends), p.name))


def find(source: str | Path, folder: Path) -> Path:
    """Return the file of a preset's name, or of a path, relative ones from `folder`. Raises InputError."""
    text = str(os.fspath(source)) if isinstance(source, os.PathLike) else str(source)
    if isinstance(source, str) and text in _names():
        return _FOLDER / f"{text}.toml"
    try:
        path = (folder / Path(text).expanduser()).resolve()
        exists, is_folder = path.exists(), path.is_dir()
    except (OSError, ValueError, RuntimeError):  # a name too long, with a NUL, of a user who is not there
        raise InputError(f"{shown(text)} is no file's name", remedy="give an existing file") from None
    if is_folder:
        raise InputError(f"{shown(text)} is a folder", remedy="name the scenario file in it")
    if exists:
        return path
    if text.endswith(".toml") or "/" in text:
        raise InputError(f"no file {shown(text)}", remedy="give an existing file, or a name of `groundswell scenarios`")
    raise InputError(f"no scenario {shown(text)}", remedy=nearest(text, scenarios()))


@cache
def _names() -> frozenset[str]:
    return frozenset(path.stem for path in _FOLDER.glob("*.toml"))
