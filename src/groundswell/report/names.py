"""What a reader calls things: units, figures with their signs, ranges of parameters, lists."""

from collections.abc import Sequence
from math import isfinite
from typing import NamedTuple

from groundswell.report.numbers import amount


class Unit(NamedTuple):
    """How a unit is written, what its numbers are multiplied by, and whether a count of people carries it."""

    text: str
    times: float = 1.0
    counted: bool = False


_UNITS = {
    "persons": Unit("persons", counted=True), "lives": Unit("lives", counted=True),
    "person-days": Unit("days, summed over people", counted=True), "share": Unit("percentage points", 100.0),
    "chance": Unit("percentage points of chance", 100.0), 
    "log ratio": Unit("natural logarithm of the ratio"), "1": Unit("level"),
}  # fmt: skip


def unit(of: str) -> Unit:
    """Return an outcome's unit as a reader writes it."""
    return _UNITS.get(of, Unit(of))


def bounds(low: float, high: float) -> str:
    """Return a side of a box in words: "above 0.21", "at most 0.5", "0.1 to 0.5"."""
    if isfinite(low) and isfinite(high):
        return f"{low:.3g} to {high:.3g}"
    return f"above {low:.3g}" if isfinite(low) else f"at most {high:.3g}"


def figure(value: float, of: str) -> str:
    """Return a change with its sign, in the reader's unit and without it: 0.21 of a share -> "+21"."""
    return signed(value * unit(of).times)


def signed(shown: float) -> str:
    """Return a change with its sign and no more digits than it deserves: 13,625 -> "+13,600"."""
    if shown == 0.0:
        return "0"
    sign, size = "+" if shown > 0 else "\u2212", abs(shown)
    return sign + (amount(size) if size >= 10 else f"{size:.2g}")


def listed(words: Sequence[str]) -> str:
    """Return words as a list in a sentence: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""
