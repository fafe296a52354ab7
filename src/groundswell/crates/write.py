"""From a folder of results to a crate: copies, digests, metadata; written beside, then renamed."""

import hashlib
import re
import shlex
import shutil
import tempfile
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from groundswell.arguments import AnyPath, as_path
from groundswell.case import Case, find
from groundswell.case.lookup import is_shipped
from groundswell.case.model import files_of as case_files
from groundswell.crates.claims import FOLDER, claim_files
from groundswell.crates.facts import Facts, facts, lock_of
from groundswell.crates.graph import METADATA, PREVIEW, File, Made, metadata
from groundswell.crates.preview import preview
from groundswell.errors import InputError, shown
from groundswell.files import as_input_errors, digest, read_own
from groundswell.inference.posterior_folder import FITTED
from groundswell.overwrite import refuse_existing_file, replacing
from groundswell.runfolder import LOCK, MANIFEST
from groundswell.scenario.lock import toml_value
from groundswell.seals import resealed

CASE = re.compile(r"^case = .*$", re.MULTILINE)  # of a scenario written out
_SCENARIOS = (f"result/{LOCK}", f"result/{FITTED}", f"{FOLDER}/{LOCK}")
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_MIDNIGHT = (1980, 1, 1, 0, 0, 0)  # of every entry of a ZIP file, so that the same crate has the same bytes


def crate(result: AnyPath, out: AnyPath | None = None, *, author: str = "", orcid: str = "",
          force: bool = False) -> Path:  # fmt: skip
    """Write the crate of a run's, a claim's or a posterior's folder and return it: a folder, or a file if .zip.

    `out`: default the folder's name and "-crate". `author`, `orcid`: who ran it, if that is to be told. `force` lets a
    crate that exists be replaced. Raises InputError for a folder of something else, one that is unfinished or damaged,
    a target that exists, and a claim that its file no longer describes.
    """
    folder = as_path(result)
    target = as_path(out, "out") if out is not None else folder.with_name(f"{folder.resolve().name}-crate")
    if orcid and not (author and _ORCID.fullmatch(orcid)):
        remedy = "give --author NAME too, and sixteen digits as in 0000-0002-1825-0097"
        raise InputError(shown(orcid), place="orcid", remedy=remedy)
    if orcid and _check_digit(orcid) != orcid[-1]:
        remedy = "its last digit belongs to the others, and does not: one of them is mistyped"
        raise InputError(f"'{orcid}' is nobody's", place="orcid", remedy=remedy)
    found = facts(folder)
    made_of = claim_files(found) if found.kind == "claim" else {}
    text = made_of["claim/" + LOCK] if found.kind == "claim" else read_own(folder / LOCK)
    tables = lock_of(text.decode(), str(folder / LOCK))
    case = find(str(tables["scenario"]["case"]), folder)
    if target.suffix == ".zip":
        refuse_existing_file(target, force)
    with tempfile.TemporaryDirectory(prefix="groundswell-crate-") as workshop:
        made = Path(workshop, "crate")
        _fill(made, found, case, made_of)
        _describe(made, found, tables, case, author, orcid)
        _put(made, target, force)
    return target


def _check_digit(orcid: str) -> str:
    """Return the last digit that the others ask for (ISO 7064, MOD 11-2)."""
    total = 0
    for digit in orcid.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return "X" if rest == 10 else str(rest)


def _fill(made: Path, found: Facts, case: Case, made_of: dict[str, bytes]) -> None:
    for name in found.files:
        _copy(found.folder / name, made / "result" / name)
    for name, content in made_of.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_bytes(content)
    if is_shipped(case):
        return
    for path in case_files(case.folder):
        _copy(path, made / "case" / case.name / path.relative_to(case.folder))
    for name in _SCENARIOS:
        if (made / name).is_file():
            _name_case(made / name, f"../case/{case.name}")


def _name_case(file: Path, reference: str) -> None:
    """Have a scenario name its case by where that lies in the crate: where it lay here is nobody's business."""
    before = file.read_bytes()
    after = CASE.sub(lambda _: f"case = {toml_value(reference)}", before.decode(), count=1).encode()
    file.write_bytes(after)
    manifest = file.with_name(MANIFEST)
    if manifest.is_file():
        old, new = (hashlib.sha256(content).hexdigest().encode() for content in (before, after))
        manifest.write_bytes(resealed(manifest.read_bytes(), old, new))


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(read_own(source))


def _describe(made: Path, found: Facts, tables: dict[str, Any], case: Case, author: str, orcid: str) -> None:
    files = [File(path.relative_to(made).as_posix(), path.stat().st_size, digest(path))
             for path in sorted(made.rglob("*")) if path.is_file()]  # fmt: skip
    manifest, head = found.manifest, tables["scenario"]
    started, ended = _times(manifest)
    values = {
        "scenario-hash": manifest["scenario_hash"], "seed": int(manifest.get("seed", head["seed"])),
        "persons": int(head["persons"]), "days": int(head["days"]), "stream-version": manifest["stream_version"],
    }  # fmt: skip
    name = f"{head.get('title') or head['name']}: a {found.kind}"
    about = Made(
        found.kind, name if found.kind != "claim" else f"{name}, {manifest['claim']}", _description(found, head, case),
        started, ended, _command(found), manifest["versions"], values, case, author, orcid,
    )  # fmt: skip
    (made / METADATA).write_text(metadata(files, about), encoding="utf-8")
    (made / PREVIEW).write_text(preview(files, about), encoding="utf-8")


def _description(found: Facts, head: dict[str, Any], case: Case) -> str:
    notice = case.head.notice or "A counterfactual simulation of the past, not a forecast."
    return (
        f"{head.get('description') or case.head.description} {notice} A {found.kind} of groundswell, scenario "
        f"{head['name']}, {head['persons']:,} simulated persons, {head['days']} days from {head['start']}. "
        "To run it again: groundswell crate rerun."
    )


def _times(manifest: dict[str, Any]) -> tuple[str, str]:
    """Return when a result was begun and ended, as its manifest has it; a posterior's has no times."""
    started = str(manifest.get("started", ""))
    if not started:
        return "1970-01-01T00:00:00+00:00", ""  # a posterior's manifest has no time, by intent: see docs/crates.md
    seconds = sum(manifest["seconds"].values()) if isinstance(manifest.get("seconds"), dict) else 0.0
    ended = datetime.fromisoformat(started) + timedelta(seconds=round(seconds))
    return started, ended.isoformat(timespec="seconds") if seconds else ""


def _command(found: Facts) -> str:
    asked = found.manifest.get("command")
    if isinstance(asked, list):
        return shlex.join(map(str, cast(list[Any], asked)))
    if found.kind == "posterior":
        return f"groundswell calibrate {LOCK} --method {found.manifest['method']} --budget '{found.manifest['budget']}'"
    return f"groundswell run {LOCK}"


def _put(made: Path, target: Path, force: bool) -> None:
    """Move a crate to its place, as a folder or a ZIP file, whole or not at all. Raises InputError."""
    with as_input_errors(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix != ".zip":
        with replacing(target, force), as_input_errors(target):
            shutil.copytree(made, target)
        return
    with as_input_errors(target), tempfile.NamedTemporaryFile(dir=target.parent, prefix=".beside-") as beside:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(p for p in made.rglob("*") if p.is_file()):
                entry = zipfile.ZipInfo(path.relative_to(made).as_posix(), _MIDNIGHT)
                entry.external_attr, entry.compress_type = 0o644 << 16, zipfile.ZIP_DEFLATED
                archive.writestr(entry, path.read_bytes())
        beside.flush()
        shutil.copyfile(beside.name, target.with_name(f".{target.name}.new"))
        target.with_name(f".{target.name}.new").replace(target)
