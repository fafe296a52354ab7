"""A crate run again: opened, checked, run from what it was made of, and compared to the bit with what it holds."""

import json
import shutil
import tempfile
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from groundswell import codefiles
from groundswell.arguments import AnyPath, as_path
from groundswell.case import find
from groundswell.case.lookup import FILE, is_shipped
from groundswell.crates import claims
from groundswell.crates.check import problems
from groundswell.crates.facts import ASKED, Facts, facts, lock_of, own_kinds
from groundswell.crates.graph import METADATA
from groundswell.crates.opened import graph_of, opened
from groundswell.crates.write import CASE
from groundswell.errors import InputError, shown
from groundswell.files import digest, read_own
from groundswell.inference.calibrate import PLAN
from groundswell.inference.posterior_folder import FRESH, POSTERIOR, PRIOR, TARGETS
from groundswell.inputs.problems import refuse
from groundswell.runfolder import DAILY, LOCK
from groundswell.scenario import Scenario
from groundswell.scenario.load import load
from groundswell.scenario.lock import toml_value
from groundswell.trust import VARIABLE, CodeError, trusted_folders
from groundswell.verdicts.verdict_folder import VERDICT

Progress = Callable[..., None]


class Rerun(NamedTuple):
    """What running a crate again gave."""

    kind: str
    made_by: str  # the version of groundswell that made the crate
    same: Mapping[str, bool]  # by file: the same bytes as in the crate

    @property
    def agrees(self) -> bool:
        """Tell whether every file that was made again is the same to the byte."""
        return all(self.same.values())


def rerun_crate(path: AnyPath, out: AnyPath | None = None, *, posterior: AnyPath | None = None,
                threads: int | None = None, workers: int | None = None,
                progress: Progress | None = None) -> Rerun:  # fmt: skip
    """Run what a crate holds again, into the new folder `out` if one is named, and compare the files to the byte.

    `posterior`: the folder that weighed the crate's claim, if one did. `threads` of a run and `workers` of a claim or
    posterior change no result; `progress` is told as that of `run`, or of `sweep`. No code is loaded from the crate:
    where it names code of its maker's own, a file with the same digest must lie in a folder of GROUNDSWELL_TRUSTED.
    Raises ScenarioError with all that is wrong with the crate, CodeError for code that is not there, InputError for a
    case or a version that reads otherwise.
    """
    with opened(as_path(path)) as crate, tempfile.TemporaryDirectory(prefix="groundswell-rerun-") as place:
        refuse(list(problems(crate)))
        found, target = facts(crate / "result"), as_path(out, "out") if out is not None else Path(place, "again")
        with _workspace(crate, found) as lock:
            if found.kind == "run":
                _run(found, lock, target, threads, progress)
                names = (DAILY,)
            elif found.kind == "claim":
                _claim(found, crate, lock, target, posterior, workers, progress)
                names = (VERDICT,)
            else:
                _calibrate(found, lock, target, workers, progress)
                names = tuple(n for n in (POSTERIOR, PRIOR, FRESH) if n in found.manifest["files"])
        same = {name: digest(target / name) == digest(found.folder / name) for name in names}
        return Rerun(found.kind, str(found.manifest["versions"]["groundswell"]), same)


@contextmanager
def _workspace(crate: Path, found: Facts) -> Generator[Path, None, None]:
    """Yield a lock file outside the crate that names the crate's case and code that lies here, none of the crate's."""
    source = crate / "claim" / LOCK if found.kind == "claim" else found.folder / LOCK
    text = read_own(source).decode()
    tables = lock_of(text, str(source))
    for kind in own_kinds(tables):
        text = text.replace(toml_value(kind), toml_value(_trusted(kind, crate)))
    with tempfile.TemporaryDirectory(prefix="groundswell-rerun-") as place:
        case = _case(crate, Path(place))
        lock = Path(place, LOCK)
        lock.write_text(CASE.sub(lambda _: f"case = {toml_value(case)}", text, count=1), encoding="utf-8")
        yield lock


def _case(crate: Path, place: Path) -> str:
    """Return how the lock names its case here: the folder that came along, or a case that comes with the package."""
    kept = crate / "case"
    inside = [folder for folder in kept.iterdir() if (folder / FILE).is_file()] if kept.is_dir() else []
    if inside:
        return str(shutil.copytree(inside[0], place / "case" / inside[0].name))
    name = str(graph_of(crate).get("#case", {}).get("alternateName", ""))
    if "/" not in name and is_shipped(case := find(name)):
        return str(case.folder)
    raise InputError(f"the case {shown(name)} did not come along", place="crate", remedy="make the crate anew")


def _trusted(kind: str, crate: Path) -> str:
    """Return a kind of the maker's own as it is found here: a file with its digest in a trusted folder, in no crate.

    Raises CodeError. A module's name is left as it is: it is imported only if it is installed or trusted here.
    """
    if not codefiles.is_file(kind):
        return kind
    path, wanted = codefiles.split(kind)
    for folder in trusted_folders():
        for file in sorted(folder.rglob(path.name)) if folder.is_dir() else []:
            if file.is_file() and not _came_along(file, crate) and digest(file).startswith(wanted):
                return f"{file.resolve()}#{wanted}"
    problem = f"names code of its maker's own, '{path.name}' ({wanted}), and none is loaded from a crate"
    remedy = f"read it in result/{path}; to run it, put that file into a folder that {VARIABLE} names"
    raise CodeError(problem, place="crate", remedy=remedy)


def _came_along(file: Path, crate: Path) -> bool:
    """Tell whether a file lies in this crate or another one: a download in a trusted folder is not thereby read."""
    parents = file.resolve().parents
    return crate.resolve() in parents or any((parent / METADATA).is_file() for parent in parents)


def _checked(scenario: Scenario, found: Facts) -> Scenario:
    if scenario.hash != found.manifest["scenario_hash"]:
        made_by = found.manifest["versions"]["groundswell"]
        remedy = f"run it with groundswell {made_by}, and with the case as it was then"
        raise InputError(
            "this version, or the case that is here, reads the scenario otherwise", place=LOCK, remedy=remedy
        )
    return scenario


def _run(found: Facts, lock: Path, target: Path, threads: int | None, progress: Progress | None) -> None:
    from groundswell.running.run import run

    scenario = _checked(load(lock), found)
    if "identity" in found.manifest:  # days went to the disk as they came, which makes other bytes of the same numbers
        run(scenario, threads=threads, progress=progress, out=target)
    else:
        run(scenario, threads=threads, progress=progress).save(target)


def _claim(found: Facts, crate: Path, lock: Path, target: Path, posterior: AnyPath | None, workers: int | None,
           progress: Progress | None) -> None:  # fmt: skip
    from groundswell.inference.posterior_folder import open_posterior
    from groundswell.verdicts.evidence import identity
    from groundswell.verdicts.judgement import judge_claim

    manifest = found.manifest
    file = next((path for path in (crate / "claim").glob("*.toml") if path.name != LOCK), None)
    if file is None or not all(key in manifest.get("asked", {}) for key in ASKED):
        raise InputError("does not tell which claim was tested, and how", place="crate", remedy="make the crate anew")
    chosen = claims.rebuilt(Path(shutil.copy(file, lock.parent)), lock, manifest)
    evidence = open_posterior(posterior) if posterior is not None else None
    if (identity(evidence) if evidence else "") != manifest.get("weighed_by", ""):
        remedy = "name the folder of that posterior: --posterior FOLDER"
        raise InputError("the claim was weighed by a posterior that is not this one", place="posterior", remedy=remedy)
    draws, pairs, points = (int(manifest["asked"][key]) for key in ASKED)
    judged = judge_claim(chosen, target / "store", draws, pairs, points=points, posterior=evidence, workers=workers,
                         progress=progress)  # fmt: skip
    judged.save(target)


def _calibrate(found: Facts, lock: Path, target: Path, workers: int | None, progress: Progress | None) -> None:
    from groundswell.inference.calibrate import calibrate

    manifest, final = found.manifest, _checked(load(lock), found)
    early = int(manifest["early_persons"])
    if early != final.persons:
        raise InputError("waves at another scale than the draws", place="crate", remedy="repeat its command by hand")
    calibrate(final, target, evidence=found.folder / TARGETS, budget=f"{_draws(found)} draws",
              method=str(manifest["method"]), seeds=int(manifest["societies"]), workers=workers,
              progress=progress)  # fmt: skip


def _draws(found: Facts) -> int:
    """Return the draws that a calibration spent: a budget in time became a number once, which its plan keeps."""
    try:
        return int(json.loads(read_own(found.folder / PLAN))["draws"])
    except (OSError, ValueError, KeyError, TypeError, ArithmeticError, RecursionError):
        raise InputError("does not tell how many draws", place=PLAN, remedy="make the crate anew") from None
