"""Dates as tables write them: 2019-10-12, 12.10.2019, 12 October 2019, October 2019, if only one can be meant."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from groundswell.errors import InputError, shown
from groundswell.importing.words import meanings, plain

Order = Literal["", "dmy", "mdy"]
_YEAR_FIRST = re.compile(r"(\d{4})([-/. ]?)(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/. ])\s?(\d{1,2})\2\s?(\d{4})")
_SHORT = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}")
_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})")
_TIME = re.compile(r"[t ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]m)?( ?(z|utc|gmt|[+-]\d{2}:?\d{2}))?$")
_SERIAL = re.compile(r"[34]\d{4}(\.0)?")
_FORM = "give YYYY-MM-DD"


class Span(NamedTuple):
    """A day, or a period from its first to its last day."""

    first: date
    last: date


@lru_cache(maxsize=4096)
def read_date(text: str, order: Order = "") -> Span:
    """Return the day, or the month, that a cell gives.

    `order` says how a date such as 03/04/2020 is read. Raises InputError, without a place, for what is no date, and
    with both readings for one that could be two.
    """
    words = _TIME.sub("", plain(text).strip(" ,"))
    if (found := _YEAR_FIRST.fullmatch(words)) and (found[2] or len(words) == 8):
        return _day(int(found[1]), int(found[3]), int(found[4]), text)
    if found := _YEAR_LAST.fullmatch(words):
        return _either(int(found[1]), int(found[3]), int(found[4]), "dmy" if found[2] == "." else "", order, text)
    if found := _MONTH.fullmatch(words):
        return _month(int(found[1]), int(found[2]), text)
    if _SHORT.fullmatch(words):
        raise InputError(f"{shown(text)} has a year of two digits", remedy="write the year with four")
    if _SERIAL.fullmatch(words):
        day = date(1899, 12, 30) + timedelta(days=int(float(words)))
        problem = f"{shown(text)} is no date: a spreadsheet's number of a day, perhaps {day}"
        raise InputError(problem, remedy="format the column as YYYY-MM-DD, and save the file anew")
    return _written(words, text)


def year_of(text: str) -> Span:
    """Return the whole year that a cell gives. Raises InputError for what is none."""
    if not re.fullmatch(r"[12]\d{3}", text.strip()):
        raise InputError(f"{shown(text)} is not a year", remedy="give four digits")
    return Span(date(int(text), 1, 1), date(int(text), 12, 31))


def shown_order(cells: Iterable[str]) -> tuple[Order, str]:
    """Return the order of day and month that a column shows by days above 12, and the cell that shows it.

    The order is "" if no cell shows any, or if they contradict each other.
    """
    found: dict[Order, str] = {}
    for cell in cells:
        if parts := _YEAR_LAST.fullmatch(_TIME.sub("", plain(cell))):
            first, second = int(parts[1]), int(parts[3])
            if parts[2] != "." and (first > 12) != (second > 12):
                found.setdefault("dmy" if first > 12 else "mdy", cell)
    return next(iter(found.items())) if len(found) == 1 else ("", "")


def looks_like_date(text: str) -> bool:
    """Tell whether a cell is meant as a date, certain or not."""
    words = _TIME.sub("", plain(text))
    if _YEAR_LAST.fullmatch(words) or _SHORT.fullmatch(words):
        return True
    try:
        read_date(text)
    except InputError:
        return False
    return True


def _either(first: int, second: int, year: int, usual: Order, order: Order, text: str) -> Span:
    """Return the day of two numbers, of which one is the month."""
    order = order or usual
    if order or first == second or max(first, second) > 12:
        day_first = order == "dmy" or (not order and first > 12)
        return _day(year, second, first, text) if day_first else _day(year, first, second, text)
    readings = f"{date(year, second, first)} or {date(year, first, second)}"
    remedy = "give --dates dmy (day first) or --dates mdy (month first)"
    raise InputError(f"{shown(text)} could be {readings}", remedy=remedy)


def _written(words: str, text: str) -> Span:
    """Return the day of a date in words: "12 October 2019", "October 12, 2019", "12 октября 2019 г."."""
    parts = [part for part in re.split(r"[\s.,/-]+|(?<=\d)(?=[a-z])", words) if part]
    months = meanings("months")
    named = [int(months[part]) for part in parts if part in months]
    numbers = [int(part) for part in parts if part.isdecimal()]
    rest = [part for part in parts if not part.isdecimal() and part not in months and part not in meanings("date")]
    years = [number for number in numbers if 1000 <= number <= 2999]
    days = [number for number in numbers if number < 1000]
    if len(named) != 1 or rest or len(years) != 1 or len(days) > 1:
        raise InputError(f"{shown(text)} is not a date", remedy=_FORM)
    return _day(years[0], named[0], days[0], text) if days else _month(years[0], named[0], text)


def _day(year: int, month: int, day: int, text: str) -> Span:
    try:
        found = date(year, month, day)
    except ValueError:
        problem = f"{shown(text)} is no day: year {year}, month {month}, day {day}"
        raise InputError(problem, remedy=f"{_FORM}, or say the order: --dates dmy or --dates mdy") from None
    return Span(found, found)


def _month(year: int, month: int, text: str) -> Span:
    if not 1 <= month <= 12 or year < 1:
        raise InputError(f"{shown(text)} is not a date", remedy=_FORM)
    return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
