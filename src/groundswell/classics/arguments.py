"""Arguments of the classics: refused with name, value and range; shares read as the exact fractions they stand for."""

import math
from collections.abc import Iterable
from fractions import Fraction

import numpy as np

from groundswell.errors import nearest

__all__ = ["as_fraction", "choice", "integer", "number", "required", "seed_word"]

_LARGEST_DENOMINATOR = 10**9


def number(name: str, value: float, low: float = -math.inf, high: float = math.inf, *, open_low: bool = False) -> float:
    """Return `value` as a float, or raise ValueError when it is not finite or not within [low, high] ((low, high])."""
    bracket = "(" if open_low else "["
    x = float(value)
    if not (math.isfinite(x) and low <= x <= high) or (open_low and x == low):
        raise ValueError(f"{name}={value!r} must be a finite number within {bracket}{low:g}, {high:g}]")
    return x


def integer(name: str, value: int, low: int, high: int | None = None) -> int:
    """Return `value` as an int, or raise ValueError when it is not a whole number within [low, high]."""
    if isinstance(value, bool) or int(value) != value or value < low or (high is not None and value > high):
        limits = f"at least {low}" if high is None else f"within [{low}, {high}]"
        raise ValueError(f"{name}={value!r} must be a whole number {limits}")
    return int(value)


def seed_word(seed: int) -> np.uint64:
    """Return a seed as the 64-bit word that every draw takes, or raise ValueError outside 0 ... 2^64 - 1."""
    return np.uint64(integer("seed", seed, 0, 2**64 - 1))


def choice(name: str, value: str, known: Iterable[str]) -> str:
    """Return `value`, or raise ValueError naming the nearest known word."""
    words = tuple(known)
    if value not in words:
        raise ValueError(f"{name}={value!r} is unknown; {nearest(str(value), words)}")
    return value


def as_fraction(share: float | Fraction) -> Fraction:
    """Return the simple fraction that a share stands for: 0.18 gives 9/50, 1/11 (a float) gives 1/11.

    A share such as 0.07 is not a binary number, and 0.07 * 100 exceeds 7: comparing floats makes a cascade stop that
    the paper's arithmetic lets run. A float is read as the nearest fraction with a denominator of at most 10^9.
    """
    return Fraction(share).limit_denominator(_LARGEST_DENOMINATOR)


def required(share: float | Fraction, group: int, *, strict: bool = False) -> int:
    """Return the smallest whole number m with m / group >= share (> share when `strict`), in exact arithmetic."""
    need = as_fraction(share) * group
    return math.floor(need) + 1 if strict else math.ceil(need)
