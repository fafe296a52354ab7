"""Final-status transitions of an arm against the baseline: the same simulated persons, in full-size persons."""

from typing import NamedTuple

from groundswell.case.population import Population
from groundswell.computing.persons import ENDED, Moved
from groundswell.resolution import is_coarse


class Change(NamedTuple):
    """So many persons of a group end in one state in the baseline and in another in the arm; `coarse`: on too few."""

    level: str
    baseline: str
    arm: str
    persons: float
    coarse: bool


def changes(moved: Moved, kind: str, weight: float, runs: int, people: Population) -> list[Change]:
    """Return the changes by a kind of group ("all", "age", "sex", "region", "household"), the largest first."""
    found = [
        Change(_level(kind, level, people), ENDED[before], ENDED[after], n, is_coarse(n, weight, runs))
        for (before, after, dimension, level), n in moved.items()
        if dimension == kind
    ]
    return sorted(found, key=lambda change: -change.persons)


def _level(kind: str, level: str, people: Population) -> str:
    if kind == "region":
        return people.name(level)
    return f"{level} household" if kind == "household" else level.replace("-", "\u2013")
