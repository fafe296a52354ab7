"""Counts as reports give them: "410", ">35", "about 1 120", "100-200", "более 60", "35+", "2 тыс."."""

import re
from functools import lru_cache
from typing import NamedTuple

from groundswell.errors import InputError, shown
from groundswell.importing.numbers import NO_MARKS, Marks, looks_like_number, read_number
from groundswell.importing.words import is_unknown, meanings, plain

_MOST = 1e11  # of persons or events
_QUOTES = "«»“”„\"'"
_DASH = re.compile(r"\s*(?:--|[-‐‑–—])\s*")


class Count(NamedTuple):
    """A number of persons or events: its value, an interval where one is given, and how exact it is said to be."""

    value: float
    low: float | None = None
    high: float | None = None
    kind: str = "exact"  # exact | about | at least | at most


VAGUE = Count(float("nan"), kind="about")  # a size in words, such as "hundreds"


@lru_cache(maxsize=4096)
def read_count(text: str, known: Marks = NO_MARKS) -> Count | None:
    """Return the count that a cell gives, None where it says that none is known, VAGUE where words alone give a size.

    "More than 60" is at least 60. Raises InputError, without a place, for what is no count or could be two.
    """
    if is_unknown(text):
        return None
    words = _without_persons(plain(text).strip(_QUOTES))
    if words in meanings("vague"):
        return VAGUE
    if between := _between(words):
        low, high = (_whole(part, known, text) for part in between)
        if low > high:
            raise InputError(f"{shown(text)} runs downwards", remedy="write the lower number first")
        return Count((low + high) / 2, low, high, "about")
    kind, number = _qualified(words)
    return Count(_whole(number, known, text), kind=kind)


def interval(value: Count | None, low: Count | None, high: Count | None) -> Count | None:
    """Return a count with the interval that two other columns give; without a value of its own it is the middle."""
    if low is None or high is None or VAGUE in (low, high):
        return value if value is not None else low if high is None else high
    if low.value > high.value:
        problem = f"the lower end {low.value:,.0f} is above the upper end {high.value:,.0f}"
        raise InputError(problem, remedy="exchange the two columns, or correct the row")
    middle = (low.value + high.value) / 2 if value is None or value is VAGUE else value.value
    if not low.value <= middle <= high.value:
        raise InputError(f"{middle:,.0f} is outside its interval {low.value:,.0f} to {high.value:,.0f}")
    return Count(middle, low.value, high.value, "exact" if low.value == high.value else "about")


@lru_cache(maxsize=4096)
def looks_like_count(text: str) -> bool:
    """Tell whether a cell is meant as a count, so that its column is a series."""
    words = _without_persons(plain(text))
    parts = _between(words) or (_qualified(words)[1],)
    return words in meanings("vague") or all(looks_like_number(_times(part)[0]) for part in parts)


def _qualified(words: str) -> tuple[str, str]:
    """Return the kind of a count, and the number alone."""
    for word, kind in meanings("count").items():
        for start in (word, f"{word}."):
            rest = words.removeprefix(start)
            if rest != words and (rest[:1].isspace() or rest[:1].isdigit()):
                return kind, rest.strip()
    for word, kind in (*meanings("behind").items(), *meanings("count").items()):
        rest = words.removesuffix(word)
        if rest != words and rest.strip() and (rest[-1:].isspace() or rest[-1:].isdigit()):
            return kind, rest.strip()
    number, times = _times(words)
    return ("exact" if times == 1 or not looks_like_number(number) else "about"), words


def _between(words: str) -> tuple[str, str] | None:
    """Return the two numbers of "100-200", "from 100 to 200", "от 100 до 200"."""
    for word in meanings_of("range", "before"):
        if words.startswith(f"{word} "):
            words = words.removeprefix(word).strip()
            break
    parts = _DASH.split(words)
    for word in meanings_of("range", "between"):
        parts = words.split(f" {word} ") if len(parts) != 2 else parts
    if len(parts) == 2 and all(looks_like_number(_times(part)[0]) for part in parts):
        return parts[0].strip(), parts[1].strip()
    return None


def meanings_of(table: str, meaning: str) -> list[str]:
    """Return the words of a table that mean one thing."""
    return [word for word, means in meanings(table).items() if means == meaning]


def _times(words: str) -> tuple[str, float]:
    """Return the number and what it is multiplied by: "2 тыс." is 2 and 1,000."""
    for word, factor in meanings("times").items():
        rest = words.rstrip(".").removesuffix(word)
        if rest != words.rstrip(".") and rest.strip()[-1:].isdigit():
            return rest.strip(), float(factor)
    return words, 1.0


def _whole(number: str, known: Marks, text: str) -> float:
    bare, times = _times(number)
    value = read_number(bare, known, whole=times == 1) * times
    if value > _MOST:
        raise InputError(f"{shown(text)} is more than there are people", remedy="give a count below 1e11")
    if value < 0:
        raise InputError(f"{shown(text)} is negative", remedy="give a count, 0 or more")
    if abs(value - round(value)) > 1e-6:
        remedy = "give a whole number, or leave the cell empty (unknown)"
        raise InputError(f"{shown(text)} is {value:g}, no whole number", remedy=remedy)
    return float(round(value))


def _without_persons(words: str) -> str:
    for word in meanings("persons"):
        rest = words.rstrip(".").removesuffix(f" {word}")
        if rest != words.rstrip("."):
            return rest.strip()
    return words
