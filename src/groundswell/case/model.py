"""The case as a value: the head of its folder, and its tables, read when they are first asked for."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from groundswell.case.evidence import Evidence, Target, read_evidence
from groundswell.case.outlines import read_outlines
from groundswell.case.parameters import Given, read_parameters
from groundswell.case.population import Population, read_population, read_spellings
from groundswell.case.sources import Source, read_sources
from groundswell.case.timeline import Timeline, read_timeline
from groundswell.errors import InputError
from groundswell.params import P

Standing = Literal["draft", "reviewed", "blind-checked"]
_SET = "set by the case"


@dataclass(frozen=True, kw_only=True)
class Head:
    """case.toml."""

    title: str
    description: str
    country: str  # ISO 3166-1 code, as the nation's rows bear it in tables; a state that is no more by its former code
    start: date  # day 0
    days: Annotated[int, P("days of the base scenario", "days", 1, 3650, source=_SET)]
    scale: str  # of the base scenario
    licence: str
    status: Standing = "draft"
    scenario: str = ""  # name of the base scenario, "" for the case's own
    behaviour: str = "exit_voice_loyalty"
    held_out: tuple[str, ...] = ()  # what is kept back for validation
    notice: str = ""  # what a reader of results must know first; "" for the general sentence
    needs: tuple[str, ...] = ()  # events of the timeline without which no run is held against the evidence
    covariates: dict[str, str] = field(default_factory=dict[str, str])  # means -> a column of regions.csv


@dataclass(frozen=True, eq=False)
class Case:
    """One episode: where its folder lies and what stands in it. Two with equal files are equal.

    Raises InputError or ScenarioError, when a table is first asked for, with all that is wrong with it.
    """

    reference: str  # how a scenario names it: a name, or the folder's path
    name: str
    folder: Path
    head: Head
    digest: str  # SHA-256 of all files of the folder

    @property
    def scenario(self) -> str:
        """Name of the base scenario."""
        return self.head.scenario or self.name

    @cached_property
    def population(self) -> Population:
        """Who lives where."""
        return read_population(self.folder / "population", self.head.covariates.get("means", ""))

    @cached_property
    def population_digest(self) -> str:
        """SHA-256 of what a society is built from: tables of regions, ages and towns, and which column means what."""
        tables = (self.folder / "population" / name for name in ("regions.csv", "age_sex.csv", "towns.csv"))
        try:
            parts = [hashlib.sha256(file.read_bytes()).hexdigest() for file in tables]
        except OSError as error:
            problem = f"cannot be read: {error.strerror}"
            raise InputError(problem, place=str(error.filename), remedy="see docs/case-format.md") from None
        return hashlib.sha256(repr((parts, sorted(self.head.covariates.items()))).encode()).hexdigest()

    @cached_property
    def outlines(self) -> list[dict[str, Any]]:
        """GeoJSON features with the property `code`; none where the case has no map."""
        return read_outlines(self.folder / "population")

    @cached_property
    def spellings(self) -> Mapping[str, tuple[str, ...]]:
        """Every name of each region by code: in English, in its own language, and others."""
        people, more = self.population, read_spellings(self.folder / "population")
        own = zip(people.codes, people.names, people.names_local, strict=True)
        return {code: tuple(filter(None, (name, local, *more.get(code, ())))) for code, name, local in own}

    @cached_property
    def parameters(self) -> Mapping[str, Given]:
        """What the case knows better than the engine, by key; none when there is no parameters.toml."""
        file = self.folder / "parameters.toml"
        return read_parameters(file) if file.exists() else {}

    @cached_property
    def timeline(self) -> Timeline:
        """The events of the base scenario, as written."""
        return read_timeline(self.folder)

    @cached_property
    def evidence(self) -> Evidence:
        """Published figures, observed series and citations."""
        return read_evidence(self.folder / "evidence", self.population.codes)

    def with_targets(self, targets: tuple[Target, ...]) -> "Case":
        """Return this case with other targets in the place of its own; all else of its evidence stays."""
        other = replace(self)
        other.__dict__["evidence"] = replace(self.evidence, targets=targets)
        return other

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Where the tables come from."""
        return read_sources(self.folder / "sources.toml")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Case) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"Case '{self.name}': {self.head.title} ({self.head.country}, {self.head.start})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.reference, self.digest)


def _again(reference: str, digest: str) -> Case:
    """Return the case that another process had. Raises InputError if its files have changed since."""
    from groundswell.case.lookup import find

    found = find(reference)
    if found.digest != digest:
        raise InputError("the case's files have changed since", place=str(found.folder), remedy="run it anew")
    return found


def folder_digest(folder: Path) -> str:
    """Return a SHA-256 of the names and the bytes of all files below a folder, hidden ones left out.

    Raises InputError for links: what lies outside the folder is not part of it.
    """
    digest = hashlib.sha256()
    for file in files_of(folder):
        with file.open("rb") as content:
            part = hashlib.file_digest(content, "sha256").hexdigest()
        digest.update(f"{file.relative_to(folder).as_posix()} {part}\n".encode())
    return digest.hexdigest()


def files_of(folder: Path) -> list[Path]:
    """Return the files below a folder, sorted, hidden ones left out. Raises InputError for a link, pipe or device."""
    return sorted(Path(entry.path) for entry in entries_of(folder))


def entries_of(folder: str | Path) -> Iterator[os.DirEntry[str]]:
    """Yield the same files in no order, as the folder has them: jobs look at all of them, and paths take most of it."""
    try:
        with os.scandir(folder) as inside:
            entries = list(inside)
    except OSError:  # what may not be read is not there
        return
    for entry in entries:
        is_folder, hidden = entry.is_dir(), entry.name.startswith(".")
        if is_folder and (hidden or entry.name.startswith("__")):
            continue
        if entry.is_symlink():
            raise InputError("a link in a case's folder", place=entry.path, remedy="put the file there")
        if is_folder:
            yield from entries_of(entry.path)
        elif not hidden:
            if not entry.is_file():  # to open a pipe waits for whoever writes into it
                raise InputError("no regular file", place=entry.path, remedy="put a file there, or nothing")
            yield entry
