"""The claim of a crate: from its folder into files, and from the files to a claim that can be judged again."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from groundswell.crates.facts import Facts
from groundswell.errors import InputError
from groundswell.files import read_own
from groundswell.runfolder import LOCK
from groundswell.scenario.lock import whole_text
from groundswell.verdicts.claim import Claim
from groundswell.verdicts.claim_file import build, read
from groundswell.verdicts.claim_names import find_claim

FOLDER = "claim"


def claim_files(found: Facts) -> dict[str, bytes]:
    """Return the claim's file and the scenario that it was tested on, by their names in the crate.

    Raises InputError when the file is not there any more, or describes another scenario than the verdict's.
    """
    manifest = found.manifest
    if "asked" not in manifest:
        remedy = "repeat the claim's command: its runs are kept"
        raise InputError(
            "judged by a version that kept no record of what was asked", place=str(found.folder), remedy=remedy
        )
    source = str(manifest["source"])
    path = find_claim(source)
    claim = read(source, _size(manifest), str(manifest.get("case", ""))).with_(manifest["fixed"])
    if claim.scenario.hash != manifest["scenario_hash"]:
        remedy = "repeat the claim's command, then make the crate"
        raise InputError("the claim's file, or its case, has changed since", place=str(found.folder), remedy=remedy)
    return {
        f"{FOLDER}/{path.name}": read_own(path),
        f"{FOLDER}/{LOCK}": whole_text(claim.scenario).encode(),
    }


def rebuilt(file: Path, lock: Path, manifest: Mapping[str, Any]) -> Claim:
    """Return the claim of a file on the scenario of a lock. Raises InputError if it is not the verdict's."""
    tables = tomllib.loads(read_own(file).decode())
    tables = {key: value for key, value in tables.items() if key != "cases"} | {"scenario": str(lock)}
    claim = build(tables, str(manifest["source"]), file, _size(manifest)).with_(manifest["fixed"])
    if claim.scenario.hash != manifest["scenario_hash"]:
        remedy = f"run it with groundswell {manifest['versions']['groundswell']}"
        raise InputError("this version reads the scenario otherwise", place=str(lock), remedy=remedy)
    return claim


def _size(manifest: Mapping[str, Any]) -> dict[str, Any]:
    return {f"scenario.{key}": int(manifest[key]) for key in ("persons", "days", "seed")}
