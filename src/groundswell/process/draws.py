"""Draws of persons by list."""

import numpy as np

from groundswell import rng
from groundswell.kernel import kernel, parallel_for
from groundswell.types import Floats, Ids, Society

_BLOCK = 1 << 8


def uniform(society: Society, purpose: np.uint64, day: int, word: int, persons: Ids) -> Floats:
    """Return a uniform draw (m,) of each of `persons`: number `word` of the four for a purpose on a day."""
    out = np.empty(len(persons))
    if not len(out):
        return out
    parallel_for(_uniform, len(out), np.uint64(society.seed), purpose, day, word, persons, out, grain=8192)
    return out


@kernel
def _uniform(first, end, seed, purpose, day, word, persons, out):
    room = np.empty((4, _BLOCK), np.uint32)
    w0, w1, w2, w3, drawn = room[0], room[1], room[2], room[3], room[word]
    for low in range(first, end, _BLOCK):
        m = min(_BLOCK, end - low)
        rng.fill_for(seed, purpose, day, persons[low : low + m], w0, w1, w2, w3)
        for k in range(m):
            out[low + k] = rng.unit(drawn[k])
