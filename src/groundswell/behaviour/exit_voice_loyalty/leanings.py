"""What everybody was dealt, kept from the second world on: its runs ask for the same draws at every scan.

They depend on the seed and on a person's number alone, so that societies that differ in their parameters share them.
In single precision, for a first glance alone: who passes is computed exactly. Sixteen bytes a person, more than all
columns together, so that larger societies than MOST persons keep none, and a process keeps those of one seed.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell import portable, rng
from groundswell.kernel import kernel, parallel_for
from groundswell.types import Society

MOST = 4_000_000  # persons
_BLOCK = 1 << 10
Column = NDArray[np.float32]


class Leanings(NamedTuple):
    """Standard draws of each person (n,), or none: opposition is normal, tastes are logistic."""

    opposition: Column
    voice: Column
    leave: Column
    evade: Column


def _none() -> Leanings:
    return Leanings(*(np.empty(0, np.float32) for _ in range(4)))


class Dealt:
    """The leanings of the first n persons of a seed, drawn when another world asks for them."""

    def __init__(self, seed: int, n: int) -> None:
        self.seed, self.n, self.worlds = seed, n, 0
        self.drawn = _none()

    def leanings(self) -> Leanings:
        """Return the leanings, or none while there was one world only, or if they are too many."""
        if self.worlds > 1 and not len(self.drawn.voice) and self.n <= MOST:
            self.drawn = Leanings(*(np.empty(self.n, np.float32) for _ in range(4)))
            parallel_for(_draw, self.n, np.uint64(self.seed), *self.drawn, grain=1 << 16)
        return self.drawn


_last = Dealt(0, 0)


def dealt(society: Society) -> Dealt:
    """Return what was dealt in a society, in which there is one world more now."""
    global _last
    if (_last.seed, _last.n) != (society.seed, society.n):
        _last = Dealt(society.seed, society.n)
    _last.worlds += 1
    return _last


@kernel
def _draw(first, end, seed, opposition, voice, leave, evade):
    w0, w1, w2, w3 = (np.empty(_BLOCK, np.uint32), np.empty(_BLOCK, np.uint32), np.empty(_BLOCK, np.uint32),
                      np.empty(_BLOCK, np.uint32))  # fmt: skip
    for low in range(first, end, _BLOCK):
        m = min(_BLOCK, end - low)
        rng.fill(seed, rng.TRAITS, 0, low, w0, w1, w2, w3)
        for k in range(m):
            opposition[low + k] = portable.normal_quantile(rng.unit(w0[k]))
        rng.fill(seed, rng.TASTES, 0, low, w0, w1, w2, w3)
        for k in range(m):
            voice[low + k] = portable.logistic_quantile(rng.unit(w0[k]))
            leave[low + k] = portable.logistic_quantile(rng.unit(w1[k]))
            evade[low + k] = portable.logistic_quantile(rng.unit(w2[k]))
