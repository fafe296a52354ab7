"""What a folder of results says of itself, read without loading a scenario: nothing that it names is run."""

import json
import tomllib
from pathlib import Path
from typing import Any, Literal, NamedTuple

from groundswell import usercode
from groundswell.errors import InputError
from groundswell.files import read_own, refuse_foreign
from groundswell.inference.posterior_folder import POSTERIOR
from groundswell.inputs.document import Tables, as_table
from groundswell.runfolder import MANIFEST
from groundswell.running.store import verified
from groundswell.seals import read_sealed
from groundswell.verdicts.verdict_folder import VERDICT

Kind = Literal["run", "claim", "posterior"]
ASKED = ("draws", "pairs", "points")  # of a claim
LEFT_OUT = ("store", "sets", "checkpoints")  # runs that can be made again, and are most of a folder
_ENSEMBLE = "ensemble.json"
# What a manifest must tell for its result to be described and run again; `asked` is newer than claims' folders
_COMMON: dict[str, type] = {"scenario_hash": str, "stream_version": int, "versions": dict, "files": dict}
_NEEDED: dict[Kind, dict[str, type]] = {
    "run": {"complete": bool},
    "claim": {"claim": str, "source": str, "fixed": dict, "persons": int, "days": int, "seed": int},
    "posterior": {"method": str, "budget": str, "early_persons": int, "societies": int},
}


class Facts(NamedTuple):
    """A folder of results: what kind, what its manifest says, and the files that go along."""

    kind: Kind
    folder: Path
    manifest: dict[str, Any]
    files: tuple[str, ...]  # relative to the folder, sorted


def facts(folder: Path) -> Facts:
    """Return what a folder of results holds. Raises InputError for one that is none, unfinished or damaged."""
    if (folder / _ENSEMBLE).is_file():
        remedy = "name one of its runs, or make the ensemble again from it"
        raise InputError("an ensemble, not a run, a claim or a posterior", place=str(folder), remedy=remedy)
    kind: Kind = "claim" if (folder / VERDICT).is_file() else "posterior" if (folder / POSTERIOR).is_file() else "run"
    manifest = verified(folder) if kind == "run" else _manifest(folder, kind)
    _refuse_lacking(folder, kind, manifest)
    if kind == "run" and not manifest["complete"]:
        raise InputError("was interrupted", place=str(folder), remedy=f"go on first: groundswell resume {folder}")
    branch = as_table(as_table(manifest.get("identity")) or {}) or {}
    if branch.get("branch"):
        remedy = "make a crate of the run that it branched from, and keep the branch's command beside it"
        raise InputError("a branch shares the days of another run", place=str(folder), remedy=remedy)
    return Facts(kind, folder, manifest, files_of(folder))


def _refuse_lacking(folder: Path, kind: Kind, manifest: dict[str, Any]) -> None:
    """Raise InputError for a manifest that lacks what every one has: anybody can write one, with its digest."""
    needed = _COMMON | _NEEDED[kind]
    lacking = [key for key, form in needed.items() if not isinstance(manifest.get(key), form)]
    if not lacking and not isinstance(manifest["versions"].get("groundswell"), str):
        lacking = ["versions.groundswell"]
    asked = as_table(manifest.get("asked", {}))
    if kind == "claim" and (asked is None or not all(isinstance(asked.get(k, 1), int) for k in ASKED)):
        lacking.append("asked")
    if lacking:
        problem = f"{MANIFEST} does not tell {', '.join(lacking)}"
        raise InputError(problem, place=str(folder), remedy=f"name a folder of a finished {kind}")


def files_of(folder: Path) -> tuple[str, ...]:
    """Return the files of a folder that go into a crate, sorted. Raises InputError for links and devices."""
    found: list[str] = []
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith(".") or entry.name in LEFT_OUT:
            continue
        refuse_foreign(entry)
        inside = sorted(entry.rglob("*")) if entry.is_dir() else [entry]
        found += [path.relative_to(folder).as_posix() for path in inside if path.is_file()]
    return tuple(found)


def lock_of(text: str, place: str) -> Tables:
    """Return the tables of a lock file. Raises InputError if it is none."""
    try:
        tables = tomllib.loads(text)
        if not isinstance(tables["scenario"]["case"], str):
            raise KeyError("case")
    except (tomllib.TOMLDecodeError, KeyError, TypeError, RecursionError):
        raise InputError("is no scenario written out", place=place, remedy="take a crate that is whole") from None
    return tables


def own_kinds(tables: Tables) -> tuple[str, ...]:
    """Return the kinds of a lock's tables that name code from outside the package, each once."""
    behaviour, watched = as_table(tables.get("behaviour")) or {}, as_table(tables.get("observation")) or {}
    events = [as_table(event) or {} for event in (as_table(tables.get("events")) or {}).values()]
    measures: Any = watched.get("measures", [])
    named = [behaviour.get("kind"), *(event.get("kind") for event in events), *measures]
    return tuple(dict.fromkeys(kind for kind in named if isinstance(kind, str) and usercode.is_own(kind)))


def _manifest(folder: Path, kind: Kind) -> dict[str, Any]:
    try:
        content = read_sealed(folder / MANIFEST) if kind == "posterior" else read_own(folder / MANIFEST)
        found = as_table(json.loads(content))
    except OSError:
        raise InputError(f"no {MANIFEST}", place=str(folder), remedy=f"name a folder of a finished {kind}") from None
    except (ValueError, RecursionError):
        found = None
    if found is None or found.get("kind") != kind or not isinstance(found.get("files"), dict):
        raise InputError(f"{MANIFEST} is not a {kind}'s", place=str(folder), remedy=f"name a folder of a {kind}")
    return found
