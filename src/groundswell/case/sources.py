"""Where a case's tables come from: one entry of sources.toml a folder or file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from groundswell.errors import InputError
from groundswell.inputs.document import Document
from groundswell.inputs.fill import fill
from groundswell.inputs.problems import refuse
from groundswell.inputs.toml_file import read_toml


@dataclass(frozen=True, kw_only=True)
class Source:
    """What a folder or file of the case holds, whom to cite, on what terms, when it was read, what to beware of."""

    name: str  # of the entry: a folder or a file of the case
    title: str
    citation: str
    licence: str
    retrieved: str = ""
    sha256: str = ""  # of the file it was read from, where that is known
    caveats: tuple[str, ...] = ()


def read_sources(file: Path) -> tuple[Source, ...]:
    """Return the entries of sources.toml in its order. Raises ScenarioError with all that is wrong."""
    values, places = read_toml(file)
    document, errors = Document(values, places, name=file.name), list[InputError]()
    found: list[Any] = [fill(Source, table, name, document, errors, {"name": name}) for name, table in values.items()]
    refuse(errors)
    return tuple(found)
