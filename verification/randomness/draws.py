"""The stream under test, and two weakened ones that the tests must reject."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell import rng
from groundswell.kernel import device, kernel

Words = NDArray[np.uint32]
Draw = Callable[[ArrayLike, ArrayLike, ArrayLike, ArrayLike], Words]  # seed, purpose, day, person -> (4, n)

_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_LOW, _SHIFT = np.uint64(0xFFFFFFFF), np.uint64(32)


@device
def _few_rounds(seed, purpose, day, person):
    """Philox with 4 rounds in place of 10."""
    c0, c1, c2, c3, k0, k1 = person, day, purpose, np.uint64(1), seed & _LOW, seed >> _SHIFT
    for _ in range(4):
        low, high = _M0 * c0, _M1 * c2
        c0, c1, c2, c3 = (high >> _SHIFT) ^ c1 ^ k0, high & _LOW, (low >> _SHIFT) ^ c3 ^ k1, low & _LOW
        k0, k1 = (k0 + _W0) & _LOW, (k1 + _W1) & _LOW
    return c0, c1, c2, c3


@device
def _linear(seed, purpose, day, person):
    """A linear congruence of the counter, which is what adding seeds and indices into one generator amounts to."""
    x = (person * np.uint64(1664525) + day * np.uint64(22695477) + purpose * np.uint64(134775813) + seed) & _LOW
    y = (x * np.uint64(1664525) + np.uint64(1013904223)) & _LOW
    z = (y * np.uint64(1664525) + np.uint64(1013904223)) & _LOW
    return x, y, z, (z * np.uint64(1664525) + np.uint64(1013904223)) & _LOW


@kernel
def _fill_used(seed, purpose, day, person, out):
    for i in range(len(seed)):
        out[0, i], out[1, i], out[2, i], out[3, i] = rng.words(seed[i], purpose[i], day[i], person[i])


@kernel
def _fill_few_rounds(seed, purpose, day, person, out):
    for i in range(len(seed)):
        out[0, i], out[1, i], out[2, i], out[3, i] = _few_rounds(seed[i], purpose[i], day[i], person[i])


@kernel
def _fill_linear(seed, purpose, day, person, out):
    for i in range(len(seed)):
        out[0, i], out[1, i], out[2, i], out[3, i] = _linear(seed[i], purpose[i], day[i], person[i])


def _drawn(fill: Callable[..., None]) -> Draw:
    def draw(seed: ArrayLike, purpose: ArrayLike, day: ArrayLike, person: ArrayLike) -> Words:
        parts = np.broadcast_arrays(*(np.asarray(part, np.uint64) for part in (seed, purpose, day, person)))
        out = np.empty((4, parts[0].size), np.uint32)
        fill(*(np.ascontiguousarray(part).ravel() for part in parts), out)
        return out

    return draw


used, few_rounds, linear = _drawn(_fill_used), _drawn(_fill_few_rounds), _drawn(_fill_linear)
