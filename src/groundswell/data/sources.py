"""The registry of shipped data: one entry in sources.toml a folder."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from groundswell.errors import InputError, nearest
from groundswell.inputs.tables import Table, read_table

_ROOT = Path(__file__).parent


@dataclass(frozen=True)
class DataFile:
    """One shipped file: its key ("regions/cities_2020.csv"), a sentence, and each column's kind (empty: no table)."""

    name: str
    about: str
    columns: Mapping[str, str]


@dataclass(frozen=True)
class Source:
    """One shipped folder: what it holds, whom to cite, on what terms, when it was read, and what to beware of."""

    name: str
    title: str
    citation: str
    licence: str
    retrieved: str
    caveats: tuple[str, ...]
    files: tuple[DataFile, ...]

    @property
    def folder(self) -> Path:
        """Where the files of this source lie."""
        return _ROOT / self.name


@cache
def sources() -> tuple[Source, ...]:
    """Return every registered source, in the order of sources.toml."""
    entries: dict[str, dict[str, Any]] = tomllib.loads((_ROOT / "sources.toml").read_text(encoding="utf-8"))
    return tuple(
        Source(
            name,
            title=entry["title"],
            citation=entry["citation"],
            licence=entry["licence"],
            retrieved=entry["retrieved"],
            caveats=tuple(entry["caveats"]),
            files=tuple(
                DataFile(f"{name}/{file}", about["about"], MappingProxyType(about.get("columns", {})))
                for file, about in entry["files"].items()
            ),
        )
        for name, entry in entries.items()
    )


def source(name: str) -> Source:
    """Return the source of this name. Raises InputError for an unknown one."""
    known = {s.name: s for s in sources()}
    if name not in known:
        raise InputError(f"no data source '{name}'", remedy=nearest(name, known))
    return known[name]


def data_file(name: str) -> DataFile:
    """Return the file of this key, such as "regions/cities_2020.csv". Raises InputError for an unknown one."""
    known = {file.name: file for s in sources() for file in s.files}
    if name not in known:
        raise InputError(f"no data file '{name}'", remedy=nearest(name, known))
    return known[name]


def path(name: str) -> Path:
    """Return where a shipped file lies, by its key. Raises InputError for an unknown one."""
    return _ROOT / data_file(name).name


def read_csv(name: str) -> Table:
    """Return a shipped table by its key, such as "targets/targets.csv". Raises ScenarioError as `read_table` does."""
    return read_table(path(name), data_file(name).columns)
