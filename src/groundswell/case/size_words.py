"""Numbers in words: "dozens" is no count but the interval of all numbers that are called so."""

from math import sqrt
from typing import Literal, get_args

SizeWord = Literal["dozens", "hundreds", "thousands"]
SIZE_WORDS: tuple[SizeWord, ...] = get_args(SizeWord)
# Lowest and highest number so called: at least two of a unit, below one of the next.
_RANGES = {"dozens": (24.0, 99.0), "hundreds": (200.0, 999.0), "thousands": (2000.0, 9999.0)}


def spread(word: SizeWord) -> tuple[float, float, float]:
    """Return (value, low, high) in persons of a number in words: the ends of its interval and their geometric mean."""
    low, high = _RANGES[word]
    return sqrt(low * high), low, high
