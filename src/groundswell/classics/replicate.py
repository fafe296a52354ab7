"""Find the papers, run their checks and say which of their numbers we obtain.

A paper is a folder beside this file that holds `paper.toml` (what was published) and `checks.py` (how we obtain it).
Nothing is skipped: a check without a function, or whose function raises, fails and says why. Checks are of four kinds
(`KINDS`), counted apart everywhere: only the first says that a paper's numbers are reproduced.
"""

import time
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from importlib import import_module
from typing import Any, Literal

from groundswell.classics import FOLDER, names
from groundswell.classics.judge import judge
from groundswell.classics.power import smallest
from groundswell.errors import InputError, nearest

__all__ = ["KINDS", "Check", "Paper", "Replication", "Target", "paper", "replicate", "replicate_all", "tally"]

Status = Literal["pass", "fail", "not reproduced"]
STATUSES: tuple[Status, ...] = ("pass", "fail", "not reproduced")
# kind of check -> (how its passing is told, what it is)
KINDS = {
    "published": ("published numbers reproduced", "a number or a finding printed in the paper, or in the study named"),
    "closed form": ("closed forms met", "what follows from the model's own equations"),
    "regression": ("regression kept", "the number of a program, ours or another's: it must not change unseen"),
    "data": ("facts of data", "what a table holds: no test of a model"),
}
# What the letters behind a source say
MARKS = "[V]: read in the source named; [V2]: in another's transcription of it; [C]: computed here; [M]: from memory"


@dataclass(frozen=True)
class Target:
    """One published or derived number, as paper.toml states it; `kind` is one of `KINDS`.

    `outcome` "report" marks a number known not to be reproduced: missing it is published, not failed.
    """

    id: str
    kind: str
    quantity: str
    expected: Any
    test: str
    source: str
    tag: str
    tolerance: Any = 0.0
    level: float | None = None
    outcome: Literal["reproduce", "report"] = "reproduce"
    note: str = ""


@dataclass(frozen=True)
class Paper:
    """What a paper claims, by its paper.toml; `name` is the folder's."""

    name: str
    title: str
    authors: str
    year: int
    citation: str
    claim: str
    equations: tuple[str, ...]
    status: str
    targets: tuple[Target, ...]
    doi: str = ""


@dataclass(frozen=True)
class Check:
    """A target beside what we obtain; `why` gives the test's figures or the reason of a failure.

    `finds` is the smallest difference that the check would find nine times in ten (`power.smallest`), None where
    chance has no part in it.
    """

    target: Target
    obtained: Any
    status: Status
    why: str
    seconds: float
    finds: Any = None

    @property
    def word(self) -> str:
        """The status as shown: a fact of data that is as stated is no passed test."""
        return "data" if self.target.kind == "data" and self.status == "pass" else self.status


@dataclass(frozen=True)
class Replication:
    """All checks of one paper, in the order of its paper.toml."""

    paper: Paper
    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Whether no check fails (one that is known not to reproduce does not fail)."""
        return all(check.status != "fail" for check in self.checks)

    @property
    def seconds(self) -> float:
        """Time of all checks, compilation included."""
        return sum(check.seconds for check in self.checks)

    def count(self, status: Status) -> int:
        """Return how many checks of the model have this status (facts of data apart)."""
        return sum(check.status == status and check.target.kind != "data" for check in self.checks)

    def tally(self) -> dict[str, tuple[int, int]]:
        """Return for each kind of check how many came out, of how many."""
        return tally((self,))


def paper(name: str) -> Paper:
    """Read a paper's statement; raises InputError with the nearest name or the faulty key of paper.toml."""
    if name not in names():
        raise InputError(f"no classic named '{name}'", remedy=nearest(name, names()))
    place = f"{name}/paper.toml"
    with (FOLDER / name / "paper.toml").open("rb") as file:
        table = tomllib.load(file)
    rows = table.pop("check", [])
    targets = tuple(_record(Target, row, f"{place}, check {row.get('id', i + 1)}") for i, row in enumerate(rows))
    for target in targets:
        if target.kind not in KINDS:
            raise InputError(f"kind = '{target.kind}'", place=f"{place}, check {target.id}",
                             remedy=nearest(target.kind, KINDS))  # fmt: skip
    table["equations"] = tuple(table.get("equations", ()))
    return _record(Paper, {**table, "name": name, "targets": targets}, place)


def _record(kind: type, table: dict[str, Any], place: str) -> Any:
    known = [field.name for field in fields(kind)]
    for key in table:
        if key not in known:
            raise InputError(f"unknown key '{key}'", place=place, remedy=nearest(key, known))
    try:
        return kind(**table)
    except TypeError as error:  # a required key is missing: Python's own sentence names it
        raise InputError(str(error), place=place) from None


def replicate(name: str, on_check: Callable[[Check], None] | None = None) -> Replication:
    """Run every check of one paper; `on_check` is called after each (for progress)."""
    stated = paper(name)
    done: list[Check] = []
    for target in stated.targets:
        done.append(_run(name, target))
        if on_check:
            on_check(done[-1])
    return Replication(stated, tuple(done))


def replicate_all(only: Iterable[str] = (), on_check: Callable[[Check], None] | None = None) -> tuple[Replication, ...]:
    """Run the checks of the named papers, or of all."""
    return tuple(replicate(name, on_check) for name in (tuple(only) or names()))


def _run(name: str, target: Target) -> Check:
    began = time.perf_counter()
    obtained: Any = None
    try:
        checks = import_module(f"groundswell.classics.{name}.checks")
        function = getattr(checks, target.id.lower(), None)
        if function is None:
            raise LookupError(f"checks.py has no function {target.id.lower()}()")
        obtained = _plain(function())
        passed, why = judge(target.test, target.expected, obtained, target.tolerance, target.level)
        finds = smallest(target.test, target.expected, obtained, target.tolerance, target.level)
    except Exception as error:  # whatever goes wrong is a failed check that says why, never a silent gap
        return Check(target, obtained, "fail", f"{type(error).__name__}: {error}", time.perf_counter() - began)
    status: Status = "pass" if passed else "fail" if target.outcome == "reproduce" else "not reproduced"
    if passed and target.outcome == "report":
        why = "; ".join(part for part in ("a surprise: it was held not to reproduce", why) if part)
    return Check(target, obtained, status, why, time.perf_counter() - began, finds)


def _plain(value: Any) -> Any:
    """Turn arrays and numpy scalars into Python's own, so that a check's answer can be compared and printed."""
    if hasattr(value, "tolist"):
        return value.tolist()
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def tally(replications: Iterable[Replication]) -> dict[str, tuple[int, int]]:
    """Return for each kind of check how many came out, of how many, over all papers."""
    checks = [check for done in replications for check in done.checks]
    by_kind = {kind: [c.status == "pass" for c in checks if c.target.kind == kind] for kind in KINDS}
    return {kind: (sum(came_out), len(came_out)) for kind, came_out in by_kind.items()}
