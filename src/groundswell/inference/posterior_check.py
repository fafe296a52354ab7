"""Whether the files of a posterior hold what they should: a seal says that they were not changed, not who made them."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np

from groundswell.errors import InputError, shown
from groundswell.types import Floats

AGAIN = "calibrate again: no run is done twice"
REMEDY = "name a folder that `groundswell calibrate` has finished"
_MANIFEST: dict[str, type] = {
    "kind": str, "files": dict, "coordinates": list, "priors": list, "used": list, "left_out": dict, "empty": str,
    "sample": bool, "method": str, "budget": str, "plan": dict, "diagnostics": dict,
}  # fmt: skip
_KEY = re.compile(r"[0-9a-f]{16,128}")  # of a run: the name of a file in the store
_PRIOR = 3  # entries of a prior at least: its ends and its shape


def check_manifest(about: Any, folder: Path) -> None:
    """Refuse what is no manifest of a posterior. Raises InputError."""
    wrong = InputError("manifest.json is not a posterior's", place=str(folder), remedy=REMEDY)
    found = cast("dict[str, Any]", about if isinstance(about, dict) else {})
    if any(not isinstance(found.get(key), kind) for key, kind in _MANIFEST.items()):
        raise wrong
    worth: Any = found.get("worth")
    if found["sample"] and not (type(worth) in (int, float) and worth >= 1.0):
        raise InputError("does not say what its draws are worth", place=str(folder / "manifest.json"), remedy=AGAIN)
    named: list[Any] = [*found["coordinates"], *found["used"], *found["left_out"].values(), *found["files"]]
    if found["kind"] != "posterior" or not all(isinstance(name, str) for name in named):
        raise wrong
    if any(Path(name).name != name for name in found["files"]):
        raise wrong
    priors: list[list[Any]] = found["priors"]
    if len(priors) != len(found["coordinates"]) or any(not hasattr(p, "append") or len(p) < _PRIOR for p in priors):
        raise wrong


def numbers(table: Any, names: Sequence[str], file: Path) -> Floats:
    """Return columns of numbers of a table, (rows, names). Raises InputError for one that is not there or holds none.
    """  # fmt: skip
    found = list[Floats]()
    for name in names:
        if name not in table.column_names:
            raise InputError(f"no column {shown(name)}", place=str(file), remedy=REMEDY)
        column = table[name].to_numpy()
        if column.dtype.kind not in "fiu":
            raise InputError(f"column {shown(name)} holds no numbers", place=str(file), remedy=REMEDY)
        found.append(column.astype(float))
    return np.stack(found, axis=1) if found else np.empty((len(table), 0))


def check_rows(table: Any, units: Floats, file: Path) -> None:
    """Refuse points outside the unit cube, seeds that are none, and keys that name no run. Raises InputError."""
    if not ((units >= 0.0) & (units <= 1.0)).all():
        raise InputError("a unit coordinate outside 0..1", place=str(file), remedy=REMEDY)
    seeds = numbers(table, ["seed"], file)
    keys: list[Any] = table["key"].to_pylist() if "key" in table.column_names else [None]
    if not np.isfinite(seeds).all() or any(not (isinstance(key, str) and _KEY.fullmatch(key)) for key in keys):
        raise InputError("a row names no run", place=str(file), remedy=REMEDY)


def check_weights(about: Mapping[str, Any], kernels: Floats, proposal: Floats, file: Path) -> None:
    """Refuse log weights that are none, and draws where nothing fits or none where some do. Raises InputError."""
    if np.isnan(kernels).any() or (kernels > 0.0).any() or not np.isfinite(proposal).all():
        raise InputError("a log weight that is none", place=str(file), remedy=REMEDY)
    if bool(about["empty"]) == bool(len(proposal)):
        raise InputError("its draws are not those of its manifest", place=str(file), remedy=REMEDY)
