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

from groundswell.errors import InputError, nearest, shown
from groundswell.inputs.problems import each, refuse
from groundswell.inputs.tables import Table, read_table
from groundswell.inputs.toml_file import read_toml

Some = TypeVar("Some")
Aggregate = Literal["day", "cumulative", "peak", "mean", "share"]
Role = Literal["fit", "check", "held-out"]
Kind = Literal["exact", "about", "at least", "at most"]
AGGREGATES, ROLES, KINDS = get_args(Aggregate), get_args(Role), get_args(Kind)
_TARGETS = {"id": "text", "about": "text", "series": "text", "aggregate": "text", "regions": "text?", "date": "date",
            "value": "number", "low": "number", "high": "number", "role": "text", "note": "text?",
            "source": "text"}  # fmt: skip
_OBSERVED = {"series": "text", "date": "date", "until": "date?", "region": "text?", "place": "text?",
             "value": "number", "low": "number?", "high": "number?", "kind": "text", "source": "text"}  # fmt: skip
_TAG = r"[A-Z]{1,3}\d{0,4}[a-z]?"
_GROUP = re.compile(rf"\[({_TAG}(?:, {_TAG})*)\]")
_DAY = "give a day, YYYY-MM-DD"


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


def tags_in(text: str) -> tuple[str, ...]:
    """Return the tags that a text names in brackets, "[S5, S40]", each once; a name of lower-case letters is none."""
    groups = [group.split(", ") for group in _GROUP.findall(text)]
    return tuple(dict.fromkeys(tag for group in groups for tag in group))


def spelled_out(text: str, citations: Mapping[str, str]) -> str:
    """Return a text with the citations in the place of tags in brackets; a tag without one stays as it is."""
    return _GROUP.sub(lambda group: "; ".join(citations.get(tag, tag) for tag in group[1].split(", ")), text)


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
        if not re.fullmatch(_TAG, tag):
            remedy = "a tag is one to three capitals and a number, such as S8"
            wrong.append(InputError(f"{shown(tag)} is no tag", place=place, remedy=remedy))
        elif not isinstance(citation, str) or not citation.strip():
            wrong.append(InputError(f"{shown(citation)} is no citation", place=place, remedy='give text in "quotes"'))
    refuse(wrong)
    return {tag: str(citation) for tag, citation in table.items()}


def _targets(file: Path, known: Collection[str] | None, regions: Collection[str] | None) -> tuple[Target, ...]:
    if not file.exists():
        return ()
    table = read_table(file, _TARGETS, empty=True)
    column = {name: table.text(name) for name in _TARGETS}
    value, low, high = (table.numbers(name).tolist() for name in ("value", "low", "high"))
    wrong, found, seen = list[InputError](), list[Target](), dict[str, int]()
    for row in range(len(table)):
        own = {name: texts[row] for name, texts in column.items()}
        before = len(wrong)
        _check_id(table, row, own["id"], seen, known, wrong)
        for name, allowed in (("aggregate", AGGREGATES), ("role", ROLES)):
            _check_choice(own[name], allowed, table.place(row, name), wrong)
        some = tuple(code.strip() for code in own["regions"].split("|")) if own["regions"] else ()
        for code in some:
            _check_region(code, regions, table.place(row, "regions"), wrong)
        if own["aggregate"] == "share" and not some:
            remedy = "name the regions whose share it is, joined by |"
            wrong.append(InputError("a share of no regions", place=table.place(row, "regions"), remedy=remedy))
        days = _days(own["date"], table.place(row, "date"), wrong)
        if own["aggregate"] == "day" and len(days) > 1:
            remedy = "give one day, or another aggregate"
            wrong.append(InputError("a period", place=table.place(row, "date"), remedy=remedy))
        _check_interval(value[row], low[row], high[row], table, row, wrong)
        _check_tags(own["source"], known, table.place(row, "source"), wrong)
        if len(wrong) == before:
            found.append(Target(own["id"], own["about"], own["series"], own["aggregate"], some,  # pyright: ignore[reportArgumentType] checked above
                                days[0] if len(days) > 1 else None, days[-1], value[row], low[row], high[row],
                                own["role"], own["note"], own["source"], table.place(row)))  # pyright: ignore[reportArgumentType] # fmt: skip
    refuse(wrong)
    return tuple(found)


def _observations(
    file: Path, known: Collection[str] | None, regions: Collection[str] | None
) -> tuple[Observation, ...]:
    table = read_table(file, _OBSERVED, empty=True)
    column = {name: table.text(name) for name in _OBSERVED}
    value, low, high = (table.numbers(name).tolist() for name in ("value", "low", "high"))
    wrong, found = list[InputError](), list[Observation]()
    for row in range(len(table)):
        own = {name: texts[row] for name, texts in column.items()}
        before = len(wrong)
        _check_choice(own["kind"], KINDS, table.place(row, "kind"), wrong)
        if own["region"]:
            _check_region(own["region"], regions, table.place(row, "region"), wrong)
        period = f"{own['date']}/{own['until']}" if own["until"] else own["date"]
        days = _days(period, table.place(row, "date"), wrong)
        _check_interval(value[row], low[row], high[row], table, row, wrong)
        _check_tags(own["source"], known, table.place(row, "source"), wrong)
        if len(wrong) == before:
            found.append(Observation(file.stem, own["series"], days[0], days[-1] if own["until"] else None,
                                     own["region"], own["place"], value[row], _known(low[row]), _known(high[row]),
                                     own["kind"], own["source"]))  # pyright: ignore[reportArgumentType] # fmt: skip
    refuse(wrong)
    return tuple(found)


def _check_id(table: Table, row: int, id_: str, seen: dict[str, int], known: Collection[str] | None,
              wrong: list[InputError]) -> None:  # fmt: skip
    if id_ in seen:
        remedy = f"give each row an id of its own; the first is in line {seen[id_] + 2}"
        wrong.append(InputError(f"{shown(id_)} twice", place=table.place(row, "id"), remedy=remedy))
    elif id_ in (known or ()):
        remedy = "citations.toml has a tag of this name: give another id"
        wrong.append(InputError(f"{shown(id_)} is a citation's tag", place=table.place(row, "id"), remedy=remedy))
    seen.setdefault(id_, row)


def _check_choice(value: str, allowed: tuple[str, ...], place: str, wrong: list[InputError]) -> None:
    if value not in allowed:
        problem = f"{shown(value)} is none of the choices"
        wrong.append(InputError(problem, place=place, remedy=nearest(value, allowed), allowed=" | ".join(allowed)))


def _check_region(code: str, regions: Collection[str] | None, place: str, wrong: list[InputError]) -> None:
    if regions is not None and code not in regions:
        wrong.append(InputError(f"unknown region {shown(code)}", place=place, remedy=nearest(code, regions)))


def _check_interval(value: float, low: float, high: float, table: Table, row: int, wrong: list[InputError]) -> None:
    """Refuse an interval that does not hold its value; ends that are not given (NaN) are none."""
    if low > value or value > high or low > high:
        problem = f"{value:g} lies outside {low:g} to {high:g}"
        wrong.append(InputError(problem, place=table.place(row, "value"), remedy="give low <= value <= high"))


def _check_tags(text: str, known: Collection[str] | None, place: str, wrong: list[InputError]) -> None:
    """Refuse a tag that leads nowhere; None: what is known could not be read."""
    for tag in tags_in(text):
        if known is not None and tag not in known:
            remedy = f"{nearest(tag, known)}; or add it to citations.toml"
            wrong.append(InputError(f"no citation for [{tag}]", place=place, remedy=remedy))


def _days(text: str, place: str, wrong: list[InputError]) -> list[datetime.date]:
    """Return the day, or first and last day of a period; the table's reader has checked that the days exist."""
    days = list[datetime.date]()
    for part in text.split("/"):
        if len(part) == len("2000-01"):
            wrong.append(InputError(f"{shown(part)} is a month", place=place, remedy=_DAY))
            return []
        days.append(datetime.date.fromisoformat(part))
    if days != sorted(days) or len(days) > 2:
        remedy = "give FIRST/LAST, the earlier day first"
        wrong.append(InputError(f"{shown(text)} is no period", place=place, remedy=remedy))
    return days


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
