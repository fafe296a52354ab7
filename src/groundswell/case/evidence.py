"""What was published of an episode: figures that a run is held against, observed series, and whom each is from.

A case's folder `evidence` holds targets.csv, citations.toml and observations/*.csv, all of them optional
(docs/case-format.md). Nothing here knows a run: see `groundswell.running.targets`.
"""

import datetime
import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeVar, get_args

from groundswell.case.evidence_checks import (
    check_choice,
    check_discrepancy,
    check_id,
    check_interval,
    check_region,
    check_tags,
    days_of,
    intervals,
)  # fmt: skip
from groundswell.case.size_words import SIZE_WORDS, SizeWord
from groundswell.case.tags import TAG
from groundswell.errors import InputError, shown
from groundswell.inputs.problems import each, refuse
from groundswell.inputs.tables import read_table
from groundswell.inputs.toml_file import read_toml

Some = TypeVar("Some")
Aggregate = Literal["day", "cumulative", "peak", "mean", "share"]
Role = Literal["fit", "check", "held-out"]
Kind = Literal["exact", "about", "at least", "at most"] | SizeWord
Scale = Literal["log", "logit", ""]
AGGREGATES, ROLES, SCALES = get_args(Aggregate), get_args(Role), get_args(Scale)
KINDS = ("exact", "about", "at least", "at most", *SIZE_WORDS)
_TARGETS = {"id": "text", "about": "text", "series": "text", "aggregate": "text", "regions": "text?", "date": "date",
            "value": "number?", "low": "number?", "high": "number?", "role": "text", "note": "text?",
            "source": "text"}  # fmt: skip
_STATED = {"kind": "text?", "discrepancy": "amount?", "scale": "text?"}
_OBSERVED = {"series": "text", "date": "date", "until": "date?", "region": "text?", "place": "text?",
             "value": "number?", "low": "number?", "high": "number?", "kind": "text", "source": "text"}  # fmt: skip


@dataclass(frozen=True)
class Target:
    """A published figure of a series, with the interval of credible values; the interval is the fact."""

    id: str
    about: str  # what it counts, in words
    series: str  # a measure of a run, or deaths_first_year
    aggregate: Aggregate
    regions: tuple[str, ...]  # codes; none: the nation
    since: datetime.date | None  # first day of a period; None: one day, or since the run's start
    date: datetime.date  # the day, or the last of the period
    value: float
    low: float
    high: float
    role: Role
    note: str  # why no run can be held against it; "" where one can
    source: str
    place: str = ""  # "targets.csv:2"
    kind: Kind = "about"
    discrepancy: float | None = None  # sd of the model's own error on the target's scale; None: the scale's default
    scale: Scale = ""  # "": logit of a share, log of all else (groundswell.case.target_scale)

    @property
    def credible(self) -> tuple[float, float]:
        """The interval of credible values: of a bound all values beyond it."""
        if self.kind == "at least":
            return self.value, math.inf
        return (-math.inf, self.value) if self.kind == "at most" else (self.low, self.high)


@dataclass(frozen=True)
class Observation:
    """A value of an observed series: of a day or a period, of the nation, a region, or a place in it."""

    table: str  # the file's name without .csv
    series: str
    date: datetime.date
    until: datetime.date | None  # last day of a period; None: one day
    region: str  # "": the nation
    place: str  # "": the whole region
    value: float
    low: float | None
    high: float | None
    kind: Kind
    source: str


@dataclass(frozen=True)
class Evidence:
    """Targets in the order of their table, citations by tag, observations in the order of file names and rows."""

    targets: tuple[Target, ...] = ()
    citations: Mapping[str, str] = field(default_factory=dict[str, str])
    observations: tuple[Observation, ...] = ()


def read_evidence(folder: Path, regions: Collection[str] | None = None) -> Evidence:
    """Return the evidence in a case's folder `evidence`; none where there is no such folder.

    `regions`: codes that may be named; None leaves them unchecked. Raises ScenarioError with all that is wrong, each
    with file, line, column and remedy.
    """
    wrong = list[InputError]()
    citations = _attempt(lambda: _citations(folder / "citations.toml"), wrong)
    known = None if citations is None else set(citations)  # None: not to refuse what could not be read
    targets = _attempt(lambda: _targets(folder / "targets.csv", known, regions), wrong) or ()
    observations = list[Observation]()
    for file in sorted((folder / "observations").glob("*.csv")):
        observations += _attempt(lambda f=file: _observations(f, known, regions), wrong) or ()
    refuse(wrong)
    return Evidence(targets, MappingProxyType(citations or {}), tuple(observations))


def read_targets(file: Path, regions: Collection[str] | None = None) -> tuple[Target, ...]:
    """Return the targets of a table that lies outside a case; tags of its sources are not checked.

    Raises InputError, or ScenarioError, as `read_evidence` does, and when there is no such file.
    """
    if not file.is_file():
        raise InputError("no such file", place=str(file), remedy="name a table such as a case's targets.csv")
    return _targets(file, None, regions)


def _attempt(read: Callable[[], Some], wrong: list[InputError]) -> Some | None:
    try:
        return read()
    except InputError as error:
        wrong += each(error)
        return None


def _citations(file: Path) -> dict[str, str]:
    if not file.exists():
        return {}
    table, places = read_toml(file, remedy='give lines such as S8 = "citation"')
    wrong = list[InputError]()
    for tag, citation in table.items():
        place = f"{places.get(tag, file.name)}, {tag}"
        if not re.fullmatch(TAG, tag):
            remedy = "a tag is one to three capitals and a number, such as S8"
            wrong.append(InputError(f"{shown(tag)} is no tag", place=place, remedy=remedy))
        elif not isinstance(citation, str) or not citation.strip():
            wrong.append(InputError(f"{shown(citation)} is no citation", place=place, remedy='give text in "quotes"'))
    refuse(wrong)
    return {tag: str(citation) for tag, citation in table.items()}


def _targets(file: Path, known: Collection[str] | None, regions: Collection[str] | None) -> tuple[Target, ...]:
    if not file.exists():
        return ()
    table = read_table(file, _TARGETS, _STATED, empty=True)
    column = {name: table.text(name) for name in (*_TARGETS, *_STATED)}
    value, low, high = intervals(table)
    discrepancy = table.numbers("discrepancy").tolist()
    wrong, found, seen = list[InputError](), list[Target](), dict[str, int]()
    for row in range(len(table)):
        own = {name: texts[row] for name, texts in column.items()}
        before = len(wrong)
        check_id(table, row, own["id"], seen, known, wrong)
        own["kind"] = own["kind"] or "about"
        for name, allowed in (("aggregate", AGGREGATES), ("role", ROLES), ("kind", KINDS), ("scale", SCALES)):
            check_choice(own[name], allowed, table.place(row, name), wrong)
        some = tuple(code.strip() for code in own["regions"].split("|")) if own["regions"] else ()
        for code in some:
            check_region(code, regions, table.place(row, "regions"), wrong)
        if own["aggregate"] == "share" and not some:
            remedy = "name the regions whose share it is, joined by |"
            wrong.append(InputError("a share of no regions", place=table.place(row, "regions"), remedy=remedy))
        days = days_of(own["date"], table.place(row, "date"), wrong)
        if own["aggregate"] == "day" and len(days) > 1:
            remedy = "give one day, or another aggregate"
            wrong.append(InputError("a period", place=table.place(row, "date"), remedy=remedy))
        check_interval(value[row], low[row], high[row], table, row, wrong, ends=True)
        check_discrepancy(discrepancy[row], table.place(row, "discrepancy"), wrong)
        check_tags(own["source"], known, table.place(row, "source"), wrong)
        if len(wrong) == before:
            found.append(Target(own["id"], own["about"], own["series"], own["aggregate"], some,  # pyright: ignore[reportArgumentType] checked above
                                days[0] if len(days) > 1 else None, days[-1], value[row], low[row], high[row],
                                own["role"], own["note"], own["source"], table.place(row), own["kind"],  # pyright: ignore[reportArgumentType]
                                _known(discrepancy[row]), own["scale"]))  # pyright: ignore[reportArgumentType] # fmt: skip
    refuse(wrong)
    return tuple(found)


def _observations(
    file: Path, known: Collection[str] | None, regions: Collection[str] | None
) -> tuple[Observation, ...]:
    table = read_table(file, _OBSERVED, empty=True)
    column = {name: table.text(name) for name in _OBSERVED}
    value, low, high = intervals(table)
    wrong, found = list[InputError](), list[Observation]()
    for row in range(len(table)):
        own = {name: texts[row] for name, texts in column.items()}
        before = len(wrong)
        check_choice(own["kind"], KINDS, table.place(row, "kind"), wrong)
        if own["region"]:
            check_region(own["region"], regions, table.place(row, "region"), wrong)
        period = f"{own['date']}/{own['until']}" if own["until"] else own["date"]
        days = days_of(period, table.place(row, "date"), wrong)
        check_interval(value[row], low[row], high[row], table, row, wrong)
        check_tags(own["source"], known, table.place(row, "source"), wrong)
        if len(wrong) == before:
            found.append(Observation(file.stem, own["series"], days[0], days[-1] if own["until"] else None,
                                     own["region"], own["place"], value[row], _known(low[row]), _known(high[row]),
                                     own["kind"], own["source"]))  # pyright: ignore[reportArgumentType] # fmt: skip
    refuse(wrong)
    return tuple(found)


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
