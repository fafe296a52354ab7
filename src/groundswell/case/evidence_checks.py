"""Cells of a case's evidence that a table's kinds cannot check: choices, regions, tags, periods and intervals."""

import datetime
import math
from collections.abc import Collection

from groundswell.case.size_words import SIZE_WORDS, spread
from groundswell.case.tags import tags_in
from groundswell.errors import InputError, nearest, shown
from groundswell.inputs.tables import Table

_DAY = "give a day, YYYY-MM-DD"
Column = list[float]


def intervals(table: Table) -> tuple[Column, Column, Column]:
    """Return value, low and high of each row, NaN where a cell is empty; of a number in words what it stands for."""
    value, low, high = (table.numbers(name).tolist() for name in ("value", "low", "high"))
    for row, kind in enumerate(table.text("kind")):
        for word in SIZE_WORDS:
            if word == kind and math.isnan(value[row]) and math.isnan(low[row]) and math.isnan(high[row]):
                value[row], low[row], high[row] = spread(word)
    return value, low, high


def check_id(table: Table, row: int, id_: str, seen: dict[str, int], known: Collection[str] | None,
              wrong: list[InputError]) -> None:  # fmt: skip
    """Refuse an id that another row, or a citation, has."""
    if id_ in seen:
        remedy = f"give each row an id of its own; the first is in line {seen[id_] + 2}"
        wrong.append(InputError(f"{shown(id_)} twice", place=table.place(row, "id"), remedy=remedy))
    elif id_ in (known or ()):
        remedy = "citations.toml has a tag of this name: give another id"
        wrong.append(InputError(f"{shown(id_)} is a citation's tag", place=table.place(row, "id"), remedy=remedy))
    seen.setdefault(id_, row)


def check_choice(value: str, allowed: tuple[str, ...], place: str, wrong: list[InputError]) -> None:
    """Refuse a word that is none of those allowed."""
    if value not in allowed:
        problem = f"{shown(value)} is none of the choices"
        wrong.append(InputError(problem, place=place, remedy=nearest(value, allowed), allowed=" | ".join(allowed)))


def check_region(code: str, regions: Collection[str] | None, place: str, wrong: list[InputError]) -> None:
    """Refuse a code of no region; None: the regions are not known."""
    if regions is not None and code not in regions:
        wrong.append(InputError(f"unknown region {shown(code)}", place=place, remedy=nearest(code, regions)))


def check_interval(value: float, low: float, high: float, table: Table, row: int, wrong: list[InputError], *,
                   ends: bool = False) -> None:  # fmt: skip
    """Refuse a value that is not given or not in its interval, and with `ends` an end that is not given (NaN)."""
    needed = {"value": value} | ({"low": low, "high": high} if ends else {})
    for name, number in needed.items():
        if math.isnan(number):
            wrong.append(InputError("empty cell", place=table.place(row, name), remedy="give a number"))
    if low > value or value > high or low > high:
        problem = f"{value:g} lies outside {low:g} to {high:g}"
        wrong.append(InputError(problem, place=table.place(row, "value"), remedy="give low <= value <= high"))


def check_discrepancy(sd: float, place: str, wrong: list[InputError]) -> None:
    """Refuse a discrepancy of 0: no model is exact, and a draw would have to hit a figure to the last person."""
    if sd == 0.0:
        wrong.append(InputError("no discrepancy", place=place, remedy="give an sd above 0, or leave the cell empty"))


def check_tags(text: str, known: Collection[str] | None, place: str, wrong: list[InputError]) -> None:
    """Refuse a tag that leads nowhere; None: what is known could not be read."""
    for tag in tags_in(text):
        if known is not None and tag not in known:
            remedy = f"{nearest(tag, known)}; or add it to citations.toml"
            wrong.append(InputError(f"no citation for [{tag}]", place=place, remedy=remedy))


def days_of(text: str, place: str, wrong: list[InputError]) -> list[datetime.date]:
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
