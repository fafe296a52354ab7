"""Sets of persons as bitmaps, a bit a person: marking costs the same however many are marked, and nothing is sorted."""

import numpy as np
from numpy.typing import NDArray

from groundswell.kernel import device, kernel

Words = NDArray[np.uint64]
_WORD, _IN_WORD, _ONE = np.uint64(6), np.uint64(63), np.uint64(1)  # 64 persons a word


def nobody(n: int) -> Words:
    """Return the bitmap in which none of n persons is marked; what is never marked costs no memory."""
    return np.zeros((n >> int(_WORD)) + 1, np.uint64)


@kernel
def mark(words, persons):
    """Mark each of `persons`."""
    for k in range(len(persons)):
        mark_one(words, np.uint64(persons[k]))


@device
def mark_one(words, i):
    """Mark person i, an unsigned number of 64 bits."""
    words[i >> _WORD] |= _ONE << (i & _IN_WORD)


@device
def marked(words, i):
    """Tell whether person i is marked."""
    at = np.uint64(i)
    return (words[at >> _WORD] >> (at & _IN_WORD)) & _ONE != 0
