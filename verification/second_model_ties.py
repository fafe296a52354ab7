"""Draws and ties of the second model (second_model.py): Philox, the involutions, who knows whom; plain numpy."""

from functools import partial
from typing import Any

import numpy as np

from groundswell.types import BAND_BITS, BAND_STARTS

PURPOSES = {"TRAITS": 1, "TASTES": 2, "DAILY": 3, "CALL": 4, "ENFORCE": 5, "EXIT": 6, "SERVE": 7, "CONCEDE": 8,
            "NEIGHBOURHOOD": 12, "ARRIVAL": 17}  # fmt: skip
LOW = np.uint64(0xFFFFFFFF)


def philox(seed: int, purpose: str, day: int, person: Any) -> np.ndarray:
    """Return four uniform numbers a person (4, n): Philox4x32-10, counter (person, day, purpose, 1), key the seed."""
    c = [np.array(person, np.uint64), *(np.full(np.shape(person), v, np.uint64) for v in (day, PURPOSES[purpose], 1))]
    k0, k1 = seed & 0xFFFFFFFF, seed >> 32
    for _ in range(10):
        a, b = np.uint64(0xD2511F53) * c[0], np.uint64(0xCD9E8D57) * c[2]
        c = [(b >> np.uint64(32)) ^ c[1] ^ np.uint64(k0), b & LOW, (a >> np.uint64(32)) ^ c[3] ^ np.uint64(k1), a & LOW]
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return (np.array(c).astype(float) + 0.5) / 2.0**32


def partners(x: np.ndarray, low: np.ndarray, high: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """Return the partner of each person in one layer, himself for none (section 1, ties)."""
    out = x.copy()
    for a, b in np.unique(np.stack([low, high]), axis=1).T:
        who = np.flatnonzero((low == a) & (high == b))
        if b - a < 2:
            continue
        n, bits = int(b - a), int(b - a - 1).bit_length()
        mask, shift = np.uint64((1 << bits) - 1), np.uint64((bits + 1) // 2)
        y = walk(np.arange(n, dtype=np.uint64), n, partial(mixed, keys=keys, mask=mask, shift=shift)) ^ np.uint64(1)
        alone = y >= n
        y = np.where(alone, 0, y)
        y = walk(y, n, partial(unmixed, keys=keys, mask=mask, shift=shift)).astype(np.int64)
        found = np.where(alone, np.arange(n), y) + a
        out[who] = found[x[who] - a]
    return out


MULTIPLIERS = [0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F, 0x165667B1, 0xD3A2646D]


def mixed(x: np.ndarray, keys: np.ndarray, mask: np.uint64, shift: np.uint64) -> np.ndarray:
    for m, k in zip(MULTIPLIERS, keys, strict=True):
        x = (x * np.uint64(m) + k) & mask
        x = x ^ (x >> shift)
    return x


def unmixed(x: np.ndarray, keys: np.ndarray, mask: np.uint64, shift: np.uint64) -> np.ndarray:
    for m, k in zip(reversed(MULTIPLIERS), reversed(keys), strict=True):
        x = x ^ (x >> shift)
        x = ((x - k) * np.uint64(pow(m, -1, 1 << 32))) & mask
    return x


def walk(x: np.ndarray, n: int, step: Any) -> np.ndarray:
    """Apply `step` once, and again to who left the range 0..n-1."""
    x = step(x)
    while (out := x >= n).any():
        x[out] = step(x[out])
    return x


def accepted(i: np.ndarray, j: np.ndarray, key: np.uint64, first_year: np.ndarray, alike: float) -> np.ndarray:
    """Tell which friendships count (section 1)."""
    z = (np.minimum(i, j).astype(np.uint64) << np.uint64(32)) | np.maximum(i, j).astype(np.uint64)
    z = (z + key * np.full(1, 0x9E3779B97F4A7C15, np.uint64)) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    u = (((z ^ (z >> np.uint64(31))) >> np.uint64(32)).astype(float) + 0.5) / 2.0**32
    return u < 1.0 / (1.0 + abs(first_year[i] - first_year[j]) / alike)


def ties(s: Any) -> tuple[list[tuple[np.ndarray, np.ndarray]], list[tuple[np.ndarray, np.ndarray]]]:
    """Return close ties and friendships as lists of (person, the other), each tie in both directions."""
    i = np.arange(s.n)
    place = np.searchsorted(s.place_start, i, side="right") - 1
    region = s.place_region[place]
    first_year = np.array(BAND_STARTS, float)[s.kind & BAND_BITS]
    size, at = (s.household >> 4).astype(int), (s.household & 15).astype(int)
    close = []
    for k in range(8):
        who = np.flatnonzero((k < size) & (k != at))
        close.append((who, who - at[who] + k))
    friends = []
    for layer, scope in enumerate(s.tie_scope):
        low, high = {0: (s.tie_low[place], s.tie_high[place]), 1: (s.region_start[region], s.region_start[region + 1]),
                     2: (np.zeros(s.n, int), np.full(s.n, s.n))}[int(scope)]  # fmt: skip
        j = partners(i, low, high, s.tie_keys[layer])
        counts = j != i
        if layer >= s.kin_layers:
            counts &= accepted(i, j, s.tie_keys[layer][1], first_year, s.alike_years)
        (close if layer < s.kin_layers else friends).append((i[counts], j[counts]))
    return close, friends


def told(pairs: list[tuple[np.ndarray, np.ndarray]], news: np.ndarray) -> np.ndarray:
    """Return for each person how many of his ties have the news, at most 255."""
    total = sum(np.bincount(who, news[other].astype(float), len(news)) for who, other in pairs)
    return np.minimum(total, 255)
