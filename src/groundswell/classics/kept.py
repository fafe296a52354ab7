"""What the last full replication obtained, kept beside the papers: for pages that are shown without minutes of runs.

`verification/classics.py` writes the file; a test runs the quick checks again and compares.
"""

import json
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from groundswell.classics import FOLDER
from groundswell.classics.replicate import Replication, Status, Target, paper
from groundswell.json_text import json_text

__all__ = ["FILE", "kept", "when", "write"]

FILE = FOLDER / "obtained.json"


def write(done: Iterable[Replication], to: Path = FILE) -> None:
    """Write what the checks of all papers obtained, with the day and the version."""
    papers = {d.paper.name: {c.target.id: {"obtained": c.obtained, "status": c.status} for c in d.checks} for d in done}
    table = {"version": version("groundswell"), "date": str(date.today()), "papers": papers}
    to.write_text(json_text(table) + "\n", encoding="utf-8")


@cache
def _table() -> dict[str, Any]:
    return json.loads(FILE.read_text(encoding="utf-8"))


def when() -> tuple[str, str]:
    """Return the day and the version of the replication that is kept."""
    return _table()["date"], _table()["version"]


def kept(name: str) -> tuple[tuple[Target, Any, Status], ...]:
    """Return each check of a paper with what was obtained and its status; raises InputError for an unknown paper."""
    rows: dict[str, dict[str, Any]] = _table()["papers"].get(name, {})
    targets = paper(name).targets
    return tuple((t, rows[t.id]["obtained"], rows[t.id]["status"]) for t in targets if t.id in rows)
