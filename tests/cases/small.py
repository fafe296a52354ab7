"""Runs of a case in a small society, each made once however many tests look at it."""

from functools import cache
from typing import Any

import groundswell as gs
from groundswell.running import Run


def small_run(name: str, persons: int, days: int, **changes: Any) -> Run:
    """Run a scenario with so many persons and days; in keys of `changes`, two underscores stand for a dot."""
    return _run(name, persons, days, tuple(sorted(changes.items())))


@cache
def _run(name: str, persons: int, days: int, changes: tuple[tuple[str, Any], ...]) -> Run:
    given = {key.replace("__", "."): value for key, value in changes}
    return gs.run(gs.load(name, {"scenario.persons": persons, **given}).with_(days=days))
