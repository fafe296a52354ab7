"""What an agent sees: the sites of a torus within a radius, under one of three readings of "vision".

The paper gives only a radius ("v", "v*"). `euclid` is dx^2 + dy^2 <= r^2, `diamond` |dx| + |dy| <= r (von Neumann),
`square` max(|dx|, |dy|) <= r (Moore). The own site is never among them.
"""

import math

import numpy as np
import numpy.typing as npt

__all__ = ["SHAPES", "offsets", "sights", "site_count"]

SHAPES = ("euclid", "diamond", "square")
_RUN = 60  # sites of one row that one window holds: fewer than the 63 value bits of an int64


def offsets(shape: str, radius: float) -> list[tuple[int, int]]:
    """Return the (dy, dx) seen around a site, in reading order, the own site left out.

    `radius` is in sites, any finite number >= 0. Raises ValueError for another shape or radius.
    """
    if shape not in SHAPES:
        raise ValueError(f"shape: {shape!r} is not one of {', '.join(SHAPES)}")
    if not (math.isfinite(radius) and radius >= 0):
        raise ValueError(f"radius: {radius!r} is outside [0, inf)")
    reach = math.floor(radius)
    inside = {
        "euclid": lambda dy, dx: dy * dy + dx * dx <= radius * radius,
        "diamond": lambda dy, dx: abs(dy) + abs(dx) <= radius,
        "square": lambda dy, dx: True,
    }[shape]
    span = range(-reach, reach + 1)
    return [(dy, dx) for dy in span for dx in span if (dy or dx) and inside(dy, dx)]


def site_count(shape: str, radius: float) -> int:
    """Return the number of sites seen (own site left out): 8 for euclid 1.7, 148 for euclid 7, 112 for diamond 7."""
    return len(offsets(shape, radius))


def runs(shape: str, radius: float) -> list[tuple[int, int, int]]:
    """Return the same sites as bits: (rows away, columns away of the first bit, bits), in reading order."""
    reach = math.floor(radius)
    found: dict[tuple[int, int], int] = {}
    for dy, dx in offsets(shape, radius):
        start = (dx + reach) // _RUN * _RUN - reach
        found[dy, start] = found.get((dy, start), 0) | 1 << (dx - start)
    return [(dy, start, bits) for (dy, start), bits in found.items()]


def sights(eyes: list[tuple[str, float]], words: int) -> npt.NDArray[np.int64]:
    """Return the runs of several kinds of eye (eyes, runs, 4) int64: rows, columns, bits, words of the board away.

    `words` is the length of a board's row. Short tables are filled up with runs of no site.
    """
    tables = [runs(shape, radius) for shape, radius in eyes]
    filled = np.zeros((len(eyes), max(1, *(len(t) for t in tables)), 4), np.int64)
    for eye, table in enumerate(tables):
        for run, (dy, dx, bits) in enumerate(table):
            filled[eye, run] = dy, dx, bits, dy * words
    return filled
