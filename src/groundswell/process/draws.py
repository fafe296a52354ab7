"""Draws of persons by list."""

import numpy as np

from groundswell import rng
from groundswell.kernel import kernel, parallel_for
from groundswell.types import Floats, Ids, Society


def uniform(society: Society, purpose: np.uint64, day: int, word: int, persons: Ids) -> Floats:
    """Return a uniform draw (m,) of each of `persons`: number `word` of the four for a purpose on a day."""
    out = np.empty(len(persons))
    if not len(out):
        return out
    parallel_for(_uniform, len(out), np.uint64(society.seed), purpose, day, word, persons, out, grain=8192)
    return out


@kernel
def _uniform(first, end, seed, purpose, day, word, persons, out):
    for k in range(first, end):
        out[k] = rng.unit(rng.words(seed, purpose, day, np.int64(persons[k]))[word])
