"""The scenarios that come with the package, and how a name or a path becomes a file."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from groundswell.errors import InputError, nearest

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
    text = str(source)
    if isinstance(source, str) and (_FOLDER / f"{text}.toml").is_file() and "/" not in text:
        return _FOLDER / f"{text}.toml"
    path = (folder / Path(text).expanduser()).resolve()
    if path.is_file():
        return path
    if path.is_dir():
        raise InputError(f"'{text}' is a folder", remedy="name the scenario file in it")
    if text.endswith(".toml") or "/" in text:
        raise InputError(f"no file '{text}'", remedy="give an existing file, or a name of `groundswell scenarios`")
    raise InputError(f"no scenario '{text}'", remedy=nearest(text, scenarios()))
