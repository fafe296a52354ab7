"""Ties that are computed, not stored.

Layer l joins person x of a range of n persons with unmix(mix(x) XOR 1), where mix is a keyed permutation of the range:
a symmetric relation, so that both see the tie, with one partner a layer. Six rounds of multiply, add and shift
(two rounds made many duplicate pairs). A household is the run of persons around a person and needs no key.

Friends are alike: a layer's tie between two persons counts with a chance that falls with the difference of their ages
(and neighbours share part of their opinions through `Society.neighbourhood`).
"""

import numpy as np

from groundswell import rng
from groundswell.kernel import device
from groundswell.types import BAND_BITS, BAND_STARTS

ROUNDS = 6
MULTIPLIERS = np.array([0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F, 0x165667B1, 0xD3A2646D], np.uint64)
INVERSES = np.array([pow(int(m), -1, 1 << 32) for m in MULTIPLIERS], np.uint64)
_AGE = np.array(BAND_STARTS, np.float64)
_ONE, _LOW = np.uint64(1), np.uint64(0xFFFFFFFF)
_PAGE = 8  # a neighbourhood is 256 persons


def keys(seed: int, layers: int) -> np.ndarray:
    """Return the (layers, ROUNDS) uint64 keys of the involutions."""
    out = np.empty((layers, ROUNDS), np.uint64)
    for layer in range(layers):
        drawn = [w for half in range(2) for w in rng.words(np.uint64(seed), rng.TIES, half, layer)]
        out[layer] = drawn[:ROUNDS]
    return out


@device
def place_of(i, neighbourhood_place, place_start):
    """Return the place of a person."""
    p = np.int64(neighbourhood_place[i >> _PAGE])
    while place_start[p + 1] <= i:
        p += 1
    return p


@device
def span(low, high):
    """Return (low, n, mask, shift) of the range [low, high): the smallest power of two that holds its n persons."""
    n, b = np.uint64(high - low), np.uint64(1)
    while (_ONE << b) < n:
        b += _ONE
    return low, n, (_ONE << b) - _ONE, (b + _ONE) >> _ONE


@device
def _mix(x, keys, layer, mask, shift):
    for r in range(ROUNDS):
        x = (x * MULTIPLIERS[r] + keys[layer, r]) & mask
        x ^= x >> shift
    return x


@device
def _unmix(x, keys, layer, mask, shift):
    for r in range(ROUNDS - 1, -1, -1):
        x ^= x >> shift
        x = ((x - keys[layer, r]) * INVERSES[r]) & mask
    return x


@device
def partner(i, within, keys, layer):
    """Return the person whom a layer joins to i in the range `within` (a span), or i itself when there is none."""
    low, n, mask, shift = within
    if n < np.uint64(2):
        return i
    x = _mix(np.uint64(i - low), keys, layer, mask, shift)
    while x >= n:  # walk the cycle back into the range
        x = _mix(x, keys, layer, mask, shift)
    y = x ^ _ONE
    if y >= n:
        return i
    y = _unmix(y, keys, layer, mask, shift)
    while y >= n:
        y = _unmix(y, keys, layer, mask, shift)
    return low + np.int64(y)


@device
def befriend(i, j, key, kind, alike_years):
    """Tell whether a friendship layer's tie between i and j counts: at `alike_years` of difference half of them do."""
    gap = abs(_AGE[kind[i] & BAND_BITS] - _AGE[kind[j] & BAND_BITS])
    pair = np.uint64(min(i, j)) << np.uint64(32) | np.uint64(max(i, j))
    return rng.unit(rng.mix(pair, key[1])) * (1.0 + gap / alike_years) < 1.0
