"""What the folder holds, by the names in it: for the first screen, which waits for no library that computes."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from groundswell.errors import GroundswellError
from groundswell.files import read_own
from groundswell.runfolder import LOCK, MANIFEST, PARTIAL
from groundswell.studio.jobs import Jobs
from groundswell.studio.state import Studio, is_name


def listed(studio: Studio, jobs: Jobs) -> list[dict[str, Any]]:
    """Return every job and every run of the folder, the newest first; also runs that the command line made."""
    found = {job.name: {"name": job.name, "kind": job.kind, "title": job.title, "persons": job.persons,
                        "state": jobs.state(job), "asked": job.asked} for job in jobs.all()}  # fmt: skip
    for path in sorted(studio.folder.iterdir()):
        name = path.name.removesuffix(PARTIAL)
        if name in found or not is_name(name):
            continue
        with suppress(OSError):  # it went meanwhile, or is nobody's to read: the others are shown
            if path.is_symlink() or not path.is_dir():
                continue
            if (path / MANIFEST).is_file() or (path.name.endswith(PARTIAL) and (path / LOCK).is_file()):
                found[name] = _without_job(path, name)
    return sorted(found.values(), key=lambda each: -float(each["asked"]))


def _without_job(path: Path, name: str) -> dict[str, Any]:
    kind, state, title, persons = "run", "killed", name, 0
    if (path / MANIFEST).is_file():
        try:
            kept = json.loads(read_own(path / MANIFEST))
            if "kind" in kept and kept["kind"] == "posterior":
                kind, state = "posterior", "done"
                title, persons = f"Posterior of {kept['scenario']}", int(kept["persons"])
            else:
                state, title = ("done" if kept["complete"] else "stopped"), str(kept["scenario"])
                persons = int(kept["society"]["persons"])
        except (OSError, ValueError, KeyError, TypeError, ArithmeticError, RecursionError, GroundswellError):
            state = "failed"
    return {"name": name, "kind": kind, "title": title, "persons": persons, "state": state,
            "asked": path.stat().st_mtime}  # fmt: skip
