"""What everybody in a society was dealt, kept from its second world on: its runs ask for the same draws at every scan.

In single precision, for a first glance alone: who passes is computed exactly. Sixteen bytes a person, more than all
columns together, so that larger societies than MOST persons keep none.
"""

from typing import NamedTuple
from weakref import ReferenceType, ref

import numpy as np
from numpy.typing import NDArray

from groundswell import portable, rng
from groundswell.kernel import kernel, parallel_for
from groundswell.types import Bytes

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
    """The leanings of one society, drawn when they are asked for a second time by another world."""

    def __init__(self, kind: Bytes, seed: np.uint64) -> None:
        self.of, self.seed, self.worlds = ref(kind, _forget), int(seed), 0
        self.drawn = _none()

    def leanings(self) -> Leanings:
        """Return the leanings, or none while this is the society's first world, or if it is too large."""
        kind = self.of()
        if self.worlds > 1 and kind is not None and not len(self.drawn.voice) and len(kind) <= MOST:
            self.drawn = Leanings(*(np.empty(len(kind), np.float32) for _ in range(4)))
            parallel_for(_draw, len(kind), np.uint64(self.seed), *self.drawn, grain=1 << 16)
        return self.drawn


_last: list[Dealt] = []  # the last society's: a process runs one society after the other


def dealt(kind: Bytes, seed: np.uint64) -> Dealt:
    """Return what was dealt in the society whose column `kind` this is, which has one more world now."""
    if not _last or _last[0].of() is not kind or _last[0].seed != int(seed):
        _last[:] = [Dealt(kind, seed)]
    _last[0].worlds += 1
    return _last[0]


def _forget(gone: "ReferenceType[Bytes]") -> None:
    """Free the leanings of a society that is no more."""
    _last[:] = [each for each in _last if each.of is not gone]


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
