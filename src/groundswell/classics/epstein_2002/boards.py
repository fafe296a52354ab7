"""Sets of sites as bits: one bit a site, so that a row of what an agent sees is counted by one instruction.

A board is a plane of `boards` (sets, rows, words). Columns carry a halo: the first and last `halo` columns are written
twice, so that a window never has to wrap sideways. Sites count as y * width + x. `sights` holds one table of runs for
each kind of eye (see sight.py); `eye` says which.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from groundswell.classics.epstein_2002.lean import lean

EMPTY, COPS, ACTIVES, BLUE, GREEN = range(5)

_1, _2, _4, _6, _32, _56, _63 = (np.uint64(n) for n in (1, 2, 4, 6, 32, 56, 63))
_PAIRS, _NIBBLES = np.uint64(0x5555555555555555), np.uint64(0x3333333333333333)
_BYTES, _SUM = np.uint64(0x0F0F0F0F0F0F0F0F), np.uint64(0x0101010101010101)


def blank(sets: int, width: int, height: int, halo: int) -> npt.NDArray[np.uint64]:
    """Return empty boards (sets, height, words); one word more than needed, for windows that start late."""
    return np.zeros((sets, height, (width + 2 * halo + 63) // 64 + 1), np.uint64)


@lean
def popcount(x: Any) -> Any:
    """Return the number of set bits (the compiler knows this form and makes it one instruction)."""
    x = x - ((x >> _1) & _PAIRS)
    x = (x & _NIBBLES) + ((x >> _2) & _NIBBLES)
    x = (x + (x >> _4)) & _BYTES
    return np.int64((x * _SUM) >> _56)


@lean
def below(word: Any, n: Any) -> Any:
    """Return a whole number in 0..n-1 from a 32-bit word."""
    return np.int64((word * np.uint64(n)) >> _32)


@lean
def split(site: Any, width: Any) -> Any:
    """Return row and column of a site (unsigned division: half the cost)."""
    y = np.uint64(site) // np.uint64(width)
    return np.int64(y), np.int64(np.uint64(site) - y * np.uint64(width))


@lean
def _flip_bit(boards: Any, board: Any, y: Any, column: Any) -> None:
    bit = np.uint64(column)
    boards[board, y, bit >> _6] ^= _1 << (bit & _63)


@lean
def flip(boards: Any, board: Any, site: Any, width: Any, halo: Any) -> None:
    """Take a site into a set, or out of it."""
    y, x = split(site, width)
    _flip_bit(boards, board, y, x + halo)
    if x < halo:
        _flip_bit(boards, board, y, x + halo + width)
    elif x >= width - halo:
        _flip_bit(boards, board, y, x + halo - width)


@lean
def _window(boards: Any, board: Any, sights: Any, eye: Any, run: Any, y: Any, column: Any) -> Any:
    """Return the seen bits of one run; `column` is x + halo."""
    height = boards.shape[1]
    row = y + sights[eye, run, 0]
    row = row + height if row < 0 else (row - height if row >= height else row)
    bit = np.uint64(column + sights[eye, run, 1])
    word, shift = bit >> _6, bit & _63
    low, high = boards[board, np.uint64(row), word], boards[board, np.uint64(row), word + _1]
    return ((low >> shift) | ((high << _1) << (_63 - shift))) & np.uint64(sights[eye, run, 2])


@lean
def count(boards: Any, board: Any, sights: Any, eye: Any, site: Any, width: Any, halo: Any) -> Any:
    """Return how many sites of a set are seen from `site`."""
    y, x = split(site, width)
    seen = 0
    for run in range(sights.shape[1]):
        seen += popcount(_window(boards, board, sights, eye, run, y, x + halo))
    return seen


@lean
def pick(boards: Any, board: Any, sights: Any, eye: Any, site: Any, width: Any, halo: Any, draw: Any) -> Any:
    """Return one of the seen sites of a set, all equally likely, or -1 when there is none; `draw` is a 32-bit word."""
    seen = count(boards, board, sights, eye, site, width, halo)
    if seen == 0:
        return np.int64(-1)
    left = below(draw, seen)
    y, x = split(site, width)
    run = 0
    bits = _window(boards, board, sights, eye, run, y, x + halo)
    here = popcount(bits)
    while left >= here:
        left -= here
        run += 1
        bits = _window(boards, board, sights, eye, run, y, x + halo)
        here = popcount(bits)
    for _ in range(left):
        bits &= bits - _1
    row, column = y + sights[eye, run, 0], x + sights[eye, run, 1] + popcount((bits & (~bits + _1)) - _1)
    return (row % boards.shape[1]) * width + column % width
