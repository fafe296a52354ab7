"""Writes what was read into a case: the file itself, and in sources.toml where it comes from."""

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from groundswell.errors import InputError
from groundswell.files import as_input_errors, refuse_foreign, write_text
from groundswell.importing.casefolder import SOURCES, CaseFolder
from groundswell.importing.ledger import Note
from groundswell.importing.options import Options
from groundswell.importing.source import Draft
from groundswell.importing.toml_text import joined, key_text, table_text, without
from groundswell.inputs.document import as_table
from groundswell.inputs.toml_file import read_toml
from groundswell.textfile import read_text

_NO_LICENCE = "not stated"


def check_free(case: CaseFolder, draft: Draft, force: bool) -> None:
    """Refuse to write over a file that is there, unless it is only added to or `force` is given. Raises InputError."""
    path = case.path / draft.path
    if not force and not is_free(case, draft):
        raise InputError(
            f"{draft.path} exists", place=str(case.path), remedy="to replace it, give --force (force=True)"
        )
    refuse_foreign(path, case.path / SOURCES)


def is_free(case: CaseFolder, draft: Draft) -> bool:
    """Tell whether a file can be written without losing one that is there."""
    path = case.path / draft.path
    return draft.appended or not path.exists() or not _holds_rows(path)


def write(case: CaseFolder, draft: Draft, source: dict[str, Any]) -> tuple[str, ...]:
    """Write a file of the case and its entry in sources.toml; return both paths within the case."""
    sources = case.path / SOURCES
    before = read_text(sources) if sources.exists() else ""
    tables = read_toml(sources)[0] if before else {}  # a broken file is refused before anything is written
    there = as_table(tables.get(draft.path))
    header = key_text(draft.path)
    entry = _both(there, source) if there and draft.appended else source
    after = joined(without(before, header), [table_text(header, entry)])
    with as_input_errors(case.path, remedy="name a folder you may write to"):
        (case.path / draft.path).parent.mkdir(parents=True, exist_ok=True)
        write_text(case.path / draft.path, draft.text)
        write_text(sources, after)
    return draft.path, SOURCES


def _both(there: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Return one entry for a file that comes from two sources; the digests of single files stand among its caveats."""
    entry: dict[str, Any] = {**there, **new}
    for key in ("title", "citation", "licence"):
        old = str(there.get(key, ""))
        entry[key] = old if str(new[key]) in old.split("; ") else "; ".join(filter(None, (old, str(new[key]))))
    digests = [f"SHA-256 {table['sha256']}: {table.get('title', '')}" for table in (there, new) if table.get("sha256")]
    entry.pop("sha256", None)
    entry["caveats"] = list(dict.fromkeys([*there.get("caveats", ()), *digests, *new["caveats"]]))
    return entry


def source_of(file: Path, content: bytes, title: str, columns: dict[str, str], notes: tuple[Note, ...],
              options: Options) -> dict[str, Any]:  # fmt: skip
    """Return the entry of sources.toml for a file: whose it is, on what terms, and what was done with it."""
    changed = [str(note) for note in notes if note.topic != "note"]
    taken = ", ".join(f"{name} = {header}" for name, header in columns.items())
    return {
        "title": f"{file.name}, read as {title}",
        "citation": options.citation or f"own data: {file.name}",
        "licence": options.licence or _NO_LICENCE,
        "retrieved": date.today().isoformat(),
        "sha256": hashlib.sha256(content).hexdigest(),
        "caveats": [*changed, *([f"columns: {taken}"] if taken else [])],
    }


def _holds_rows(path: Path) -> bool:
    """Tell whether a table has anything below its header."""
    if path.suffix != ".csv" or not path.is_file():
        return True
    return len(read_text(path, limit=1 << 28).strip().splitlines()) > 1
