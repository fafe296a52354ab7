"""Sets of sites as bits: one bit a site, so that a row of what an agent sees is counted by one instruction.

A board is a row of `boards` (sets, (height + 2 halo) * words): the torus with a halo, the first and last `halo` rows
and columns being written twice, so that no window has to wrap. Sites count as y * width + x. `torus` is anything with
width, height, halo and words (a board row's); `sights` holds one table of runs for each kind of eye (see sight.py).
"""

from typing import Any

import numpy as np

from groundswell.kernel import lean

EMPTY, COPS, ACTIVES, BLUE, GREEN = range(5)

_1, _2, _4, _6, _32, _56, _63 = (np.uint64(n) for n in (1, 2, 4, 6, 32, 56, 63))
_PAIRS, _NIBBLES = np.uint64(0x5555555555555555), np.uint64(0x3333333333333333)
_BYTES, _SUM = np.uint64(0x0F0F0F0F0F0F0F0F), np.uint64(0x0101010101010101)


def words_a_row(width: int, halo: int) -> int:
    """Return the 64-bit words of one row of a board; one more than the bits need, for windows that start late."""
    return (width + 2 * halo + 63) // 64 + 1


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
def _flip_row(boards: Any, board: Any, row: Any, x: Any, torus: Any) -> None:
    base = np.uint64(row * torus.words)
    bit = np.uint64(x + torus.halo)
    boards[board, base + (bit >> _6)] ^= _1 << (bit & _63)
    if x < torus.halo:
        bit = np.uint64(x + torus.halo + torus.width)
        boards[board, base + (bit >> _6)] ^= _1 << (bit & _63)
    elif x >= torus.width - torus.halo:
        bit = np.uint64(x + torus.halo - torus.width)
        boards[board, base + (bit >> _6)] ^= _1 << (bit & _63)


@lean
def flip(boards: Any, board: Any, site: Any, torus: Any) -> None:
    """Take a site into a set, or out of it."""
    y, x = split(site, torus.width)
    _flip_row(boards, board, y + torus.halo, x, torus)
    if y < torus.halo:
        _flip_row(boards, board, y + torus.halo + torus.height, x, torus)
    elif y >= torus.height - torus.halo:
        _flip_row(boards, board, y + torus.halo - torus.height, x, torus)


@lean
def _window(boards: Any, board: Any, sights: Any, eye: Any, run: Any, base: Any, column: Any) -> Any:
    """Return the seen bits of one run, around the row that starts at word `base` and the halo's `column`."""
    bit = np.uint64(column + sights[eye, run, 1])
    word, shift = np.uint64(base + sights[eye, run, 3]) + (bit >> _6), bit & _63
    both = (boards[board, word] >> shift) | ((boards[board, word + _1] << _1) << (_63 - shift))
    return both & np.uint64(sights[eye, run, 2])


@lean
def count(boards: Any, board: Any, sights: Any, eye: Any, site: Any, torus: Any) -> Any:
    """Return how many sites of a set are seen from `site`."""
    y, x = split(site, torus.width)
    base, column = (y + torus.halo) * torus.words, x + torus.halo
    seen = 0
    for run in range(sights.shape[1]):
        seen += popcount(_window(boards, board, sights, eye, run, base, column))
    return seen


@lean
def pick(boards: Any, board: Any, sights: Any, eye: Any, site: Any, torus: Any, draw: Any, seen: Any) -> Any:
    """Return one of the seen sites of a set, all equally likely, or -1 when there is none.

    `draw` is a 32-bit word; the sites seen are counted in reading order. `seen` (runs,) uint64 is overwritten.
    """
    y, x = split(site, torus.width)
    base, column = (y + torus.halo) * torus.words, x + torus.halo
    total = 0
    for run in range(sights.shape[1]):
        bits = _window(boards, board, sights, eye, run, base, column)
        seen[run] = bits
        total += popcount(bits)
    if total == 0:
        return np.int64(-1)
    left, run = below(draw, total), 0
    here = popcount(seen[0])
    while left >= here:
        left -= here
        run += 1
        here = popcount(seen[run])
    bits = seen[run]
    for _ in range(left):
        bits &= bits - _1
    dx = sights[eye, run, 1] + popcount((bits & (~bits + _1)) - _1)  # zeros below the lowest bit left
    return (y + sights[eye, run, 0]) % torus.height * torus.width + (x + dx) % torus.width
