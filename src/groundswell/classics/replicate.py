"""Find the papers, run their checks and say which of their numbers we obtain.

A paper is a folder beside this file that holds `paper.toml` (what was published) and `checks.py` (how we obtain it).
Nothing is skipped: a check without a function, or whose function raises, fails and says why.
"""

import time
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from importlib import import_module
from typing import Any, Literal

from groundswell.classics import FOLDER, names
from groundswell.classics.judge import judge
from groundswell.errors import InputError, nearest

__all__ = ["Check", "Paper", "Replication", "Target", "as_dict", "paper", "replicate", "replicate_all", "text"]

Status = Literal["pass", "fail", "not reproduced"]
STATUSES: tuple[Status, ...] = ("pass", "fail", "not reproduced")


@dataclass(frozen=True)
class Target:
    """One published or derived number, as paper.toml states it.

    `outcome` "report" marks a number known not to be reproduced: missing it is published, not failed.
    """

    id: str
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
    """A target beside what we obtain; `why` gives the test's figures or the reason of a failure."""

    target: Target
    obtained: Any
    status: Status
    why: str
    seconds: float


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
        """Return how many checks have this status."""
        return sum(check.status == status for check in self.checks)


def paper(name: str) -> Paper:
    """Read a paper's statement; raises InputError with the nearest name or the faulty key of paper.toml."""
    if name not in names():
        raise InputError(f"no classic named '{name}'", remedy=nearest(name, names()))
    place = f"{name}/paper.toml"
    with (FOLDER / name / "paper.toml").open("rb") as file:
        table = tomllib.load(file)
    rows = table.pop("check", [])
    targets = tuple(_record(Target, row, f"{place}, check {row.get('id', i + 1)}") for i, row in enumerate(rows))
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
    except Exception as error:  # whatever goes wrong is a failed check that says why, never a silent gap
        return Check(target, obtained, "fail", f"{type(error).__name__}: {error}", time.perf_counter() - began)
    status: Status = "pass" if passed else "fail" if target.outcome == "reproduce" else "not reproduced"
    if passed and target.outcome == "report":
        why = "; ".join(part for part in ("a surprise: it was held not to reproduce", why) if part)
    return Check(target, obtained, status, why, time.perf_counter() - began)


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


def totals(replications: Iterable[Replication]) -> dict[str, int]:
    """Return how many checks pass, fail and are not reproduced, over all papers."""
    papers = tuple(replications)
    return {status: sum(done.count(status) for done in papers) for status in STATUSES}


def show(value: Any) -> str:
    """Return a value as a reader wants it: six significant digits, tables as `name: value; ...`."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {show(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return "[" + ", ".join(show(item) for item in value) + "]"
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "none"}[value]
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def show_test(target: Target) -> str:
    """Return the test in words: "within 0.0001", "z test at level 0.01"."""
    level = f" at level {target.level:g}" if target.level is not None else ""
    slack = show(target.tolerance) if target.tolerance else ""
    if target.test in ("absolute", "relative"):
        return f"within {slack or 0}" + (" of its size" if target.test == "relative" else "")
    return f"{target.test}{' test' if level else ''}{level}" + (f", within {slack}" if slack else "")


def text(replications: Iterable[Replication]) -> str:
    """Return the checks as a table for a terminal, one block a check, and a line of totals."""
    papers = tuple(replications)
    lines: list[str] = []
    for done in papers:
        p = done.paper
        lines += [f"{p.name}: {p.authors} ({p.year}). {p.title} [{p.status}]"]
        for c in done.checks:
            t = c.target
            lines += [
                f"  {c.status:<15}{t.id:<6}{t.quantity}",
                f"{'':23}expected {show(t.expected)} ({show_test(t)}); obtained {show(c.obtained)}",
                f"{'':23}source {t.source} [{t.tag}]" + (f"; {c.why}" if c.why else ""),
            ]
        lines += [""]
    counts = ", ".join(f"{count} {status}" for status, count in totals(papers).items())
    return "\n".join([*lines, f"{counts}; {sum(d.seconds for d in papers):.1f} s"])


def as_dict(replications: Iterable[Replication]) -> dict[str, Any]:
    """Return the checks as JSON values."""
    papers = tuple(replications)
    return {"papers": [_as_table(done) for done in papers], "totals": totals(papers), "ok": all(d.ok for d in papers)}


def _as_table(done: Replication) -> dict[str, Any]:
    head = {key: value for key, value in asdict(done.paper).items() if key != "targets"}
    rows = [
        {**asdict(c.target), "obtained": c.obtained, "status": c.status, "why": c.why, "seconds": round(c.seconds, 3)}
        for c in done.checks
    ]
    return {**head, "checks": rows, "seconds": round(done.seconds, 3), "ok": done.ok}
