"""Numbers as languages write them: 1 120, 1'120, 1.120,5 and 1,120.5, if it is certain which is meant."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from groundswell.errors import InputError, shown

_SPACES = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f'’_](?=\d{3}(?:\D|$))")
_GROUPED = {mark: re.compile(rf"[-+]?\d{{1,3}}(?:{re.escape(mark)}\d{{3}}){{2,}}") for mark in ".,"}
_INDIAN = re.compile(r"[-+]?\d{1,2}(?:,\d{2})+,\d{3}")
_BOTH = {".": re.compile(r"[-+]?\d{1,3}(?:,\d{3})+\.\d+"), ",": re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+,\d+")}
_ONE = re.compile(r"([-+]?)(\d*)([.,])(\d+)")
_PLAIN = re.compile(r"[-+]?\d+\.?|[-+]?\d+(?:\.\d+)?[eE][-+]?\d+")
_MAYBE = re.compile(r"[-+]?\d[\d.,'’ \u00a0\u2009\u202f_]*(?:[eE][-+]?\d+)?|[-+]?[.,]\d+")


class Marks(NamedTuple):
    """What a table's other numbers show: which signs are certain to stand before decimals, which between thousands."""

    decimal: frozenset[str] = frozenset()
    thousands: frozenset[str] = frozenset()


NO_MARKS = Marks()


def marks(cells: Iterable[str]) -> Marks:
    """Return what the numbers among some cells show of how numbers are written here."""
    decimal, thousands = set[str](), set[str]()
    for cell in {cell for cell in cells if "," in cell or "." in cell}:
        text = _cleaned(cell)
        for mark, other in ((".", ","), (",", ".")):
            if _GROUPED[mark].fullmatch(text) or (mark == "," and _INDIAN.fullmatch(text)):
                thousands.add(mark)
            elif _BOTH[mark].fullmatch(text):
                decimal.add(mark)
                thousands.add(other)
        one = _ONE.fullmatch(text)
        if one and not _doubtful(one):
            decimal.add(one[3])
    return Marks(frozenset(decimal), frozenset(thousands))


def looks_like_number(text: str) -> bool:
    """Tell whether a cell is meant as a number, in whatever notation."""
    return bool(_MAYBE.fullmatch(_cleaned(text).rstrip("%").strip()))


def read_number(text: str, known: Marks = NO_MARKS, whole: bool = False) -> float:
    """Return the number that a cell writes.

    `known` is what the other cells of the table show; `whole`: only a whole number makes sense. Raises InputError,
    without a place, for what is no number and for what could be two.
    """
    plain = _cleaned(text)
    for mark, other in ((".", ","), (",", ".")):
        if _BOTH[mark].fullmatch(plain):
            return float(plain.replace(other, "").replace(mark, "."))
        if _GROUPED[mark].fullmatch(plain):
            return float(plain.replace(mark, ""))
    if _INDIAN.fullmatch(plain):
        return float(plain.replace(",", ""))
    if _PLAIN.fullmatch(plain):
        return float(plain)
    one = _ONE.fullmatch(plain)
    if not one:
        raise InputError(f"{shown(text)} is not a number", remedy="give a number, or leave the cell empty (unknown)")
    fraction, large = float(f"{one[1]}{one[2] or 0}.{one[4]}"), float(f"{one[1]}{one[2]}{one[4]}")
    if not _doubtful(one):
        return fraction
    meant = _meant(one[3], known, whole)
    if meant is None:
        remedy = "give --decimal comma or --decimal point"
        raise InputError(f"{shown(text)} could be {large:,.0f} or {fraction:g}", remedy=remedy)
    return large if meant == "thousands" else fraction


def _meant(mark: str, known: Marks, whole: bool) -> str | None:
    """Return whether a sign before exactly three digits stands for thousands or decimals, None if it could be both."""
    other = "," if mark == "." else "."
    is_decimal = mark in known.decimal or other in known.thousands
    is_thousands = mark in known.thousands or other in known.decimal
    if is_decimal != is_thousands:
        return "decimal" if is_decimal else "thousands"
    return "thousands" if whole and not is_decimal else None


def _doubtful(one: re.Match[str]) -> bool:
    """Tell whether a number with one sign in it could be thousands or decimals: "1,120", but not "0,120" or "1,12"."""
    return len(one[4]) == 3 and 1 <= len(one[2]) <= 3 and not one[2].startswith("0")


def _cleaned(text: str) -> str:
    """Return a number in ASCII digits, without spaces or apostrophes between thousands."""
    text = text.strip()
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(c, c)) for c in text).replace("−", "-")
    return _SPACES.sub("", text)
