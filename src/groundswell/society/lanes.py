"""All ties of many persons at once: `ties.partner` and `ties.befriend` for a block of persons, a lane a layer of each.

The same integers as there, in 32 bits, which hold every number of a person; loops over lanes carry no branch, so that
they become vector code. Most lanes are done after one turn of the involution; the few that left the range go on alone.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell import rng
from groundswell.kernel import device, kernel
from groundswell.society import ties
from groundswell.types import BAND_BITS, BAND_STARTS, Bytes, Floats, Ints, Society

_WALKS = 4  # turns that all lanes take together before the rest goes on alone; the first is everybody's
_M0, _M1, _M2, _M3, _M4, _M5 = (np.uint32(m) for m in ties.MULTIPLIERS)
_I0, _I1, _I2, _I3, _I4, _I5 = (np.uint32(m) for m in ties.INVERSES)
_WORD, _ONE, _LOW, _WORD_BITS = np.uint32(31), np.uint32(1), 0xFFFFFFFF, np.uint64(32)
_BLOCK = 16  # persons
_AGE = np.array(BAND_STARTS, np.float64)


class Columns(NamedTuple):
    """What of a society its ties are computed from."""

    kind: Bytes  # (n,)
    tie_keys: NDArray[np.uint64]
    tie_scope: NDArray[np.int8]
    kin: int
    odds: Floats  # (18, 18) 1 + difference of age / `alike_years`, by age bands
    neighbourhood_place: NDArray[np.int32]
    place_start: Ints
    place_region: NDArray[np.int32]
    region_start: Ints
    tie_low: Ints
    tie_high: Ints
    walks: int  # `_WALKS`, as a number that the compiler does not know: of a known one it makes as many copies


@cache
def _odds(alike_years: float) -> Floats:
    return 1.0 + np.abs(_AGE[:, None] - _AGE) / alike_years


def columns_of(s: Society) -> Columns:
    """Return what a society's ties are computed from."""
    return Columns(
        s.kind,
        s.tie_keys,
        s.tie_scope,
        s.kin_layers,
        _odds(s.alike_years),
        s.neighbourhood_place,
        s.place_start,
        s.place_region,
        s.region_start,
        s.tie_low,
        s.tie_high,
        _WALKS,
    )


@device
def _round(x, multiplier, key, mask, shift):
    x = np.uint32(np.uint32(x * multiplier + key) & mask)
    return np.uint32(x ^ np.uint32(x >> np.uint32(shift & _WORD)))


@device
def _round_back(x, inverse, key, mask, shift):
    x = np.uint32(x ^ np.uint32(x >> np.uint32(shift & _WORD)))
    return np.uint32(np.uint32(np.uint32(x - key) * inverse) & mask)


@device
def _mix(x, a, b, c, d, e, f, mask, shift):
    x = _round(_round(_round(x, _M0, a, mask, shift), _M1, b, mask, shift), _M2, c, mask, shift)
    return _round(_round(_round(x, _M3, d, mask, shift), _M4, e, mask, shift), _M5, f, mask, shift)


@device
def _unmix(x, a, b, c, d, e, f, mask, shift):
    x = _round_back(_round_back(_round_back(x, _I5, f, mask, shift), _I4, e, mask, shift), _I3, d, mask, shift)
    return _round_back(_round_back(_round_back(x, _I2, c, mask, shift), _I1, b, mask, shift), _I0, a, mask, shift)


@device
def _mix_all(x, n, mask, shift, keys, walks):
    a, b, c, d, e, f = keys
    for walk in range(walks):
        for k in range(np.uint64(len(x))):
            y = _mix(x[k], a[k], b[k], c[k], d[k], e[k], f[k], mask[k], shift[k])
            x[k] = y if (x[k] >= n[k]) | (walk == 0) else x[k]
    for k in range(np.uint64(len(x))):
        while x[k] >= n[k]:
            x[k] = _mix(x[k], a[k], b[k], c[k], d[k], e[k], f[k], mask[k], shift[k])


@device
def _unmix_all(x, n, mask, shift, keys, walks):
    a, b, c, d, e, f = keys
    for walk in range(walks):
        for k in range(np.uint64(len(x))):
            y = _unmix(x[k], a[k], b[k], c[k], d[k], e[k], f[k], mask[k], shift[k])
            x[k] = y if (x[k] >= n[k]) | (walk == 0) else x[k]
    for k in range(np.uint64(len(x))):
        while x[k] >= n[k]:
            x[k] = _unmix(x[k], a[k], b[k], c[k], d[k], e[k], f[k], mask[k], shift[k])


@device
def _partners(x, low, n, mask, shift, keys, walks):
    """Turn each lane's person, counted from `low`, into the person whom its layer joins to him, or into himself."""
    _mix_all(x, n, mask, shift, keys, walks)
    for k in range(np.uint64(len(x))):
        y = np.uint32(x[k] ^ _ONE)
        x[k] = y if y < n[k] else x[k]  # unmixed again it is the person himself
    _unmix_all(x, n, mask, shift, keys, walks)
    for k in range(np.uint64(len(x))):
        x[k] = np.uint32(x[k] + low[k])


@device
def _befriended(i, j, pair_key, odds, counts):
    """Mark in `counts` the lanes whose tie counts; `odds` are 1 + difference of age / `alike_years`, 0 among kin."""
    for k in range(np.uint64(len(j))):
        least, most = np.uint64(min(i[k], j[k])), np.uint64(max(i[k], j[k]))
        drawn = rng.unit(rng.mix(least << _WORD_BITS | most, pair_key[k]))
        counts[k] = (i[k] != j[k]) & (drawn * odds[k] < 1.0)


@kernel
def ties_of(first, end, who, begin, stop, g, out):
    """Write the ties of who[first:end] in the layers [begin, stop) into `out`, in any order; return (from, to) there.

    Each person has room for one a layer.
    """
    kind, keys, scope, kin, odds_of = g.kind, g.tie_keys, g.tie_scope, g.kin, g.odds
    neighbourhood_place, place_start, place_region = g.neighbourhood_place, g.place_start, g.place_region
    region_start, tie_low, tie_high = g.region_start, g.tie_low, g.tie_high
    layers = stop - begin
    lanes = min(_BLOCK, end - first) * layers
    by_round = (
        np.empty(lanes, np.uint32), np.empty(lanes, np.uint32), np.empty(lanes, np.uint32),
        np.empty(lanes, np.uint32), np.empty(lanes, np.uint32), np.empty(lanes, np.uint32),
    )  # fmt: skip
    pair_key, odds, counts = np.empty(lanes, np.uint64), np.empty(lanes), np.empty(lanes, np.bool_)
    for k in range(lanes):
        for r in range(len(by_round)):
            by_round[r][k] = np.uint32(keys[begin + k % layers, r] & np.uint64(_LOW))
        pair_key[k], odds[k] = keys[begin + k % layers, 1], 0.0
    x, low, n = np.empty(lanes, np.uint32), np.empty(lanes, np.uint32), np.empty(lanes, np.uint32)
    mask, shift, me = np.empty(lanes, np.uint32), np.empty(lanes, np.uint32), np.empty(lanes, np.uint32)
    nation = ties.span(np.int64(0), region_start[len(region_start) - 1])
    start = written = first * layers
    for block in range(first, end, _BLOCK):
        m = min(_BLOCK, end - block) * layers
        for b in range(m // layers):
            i = np.int64(who[block + b])
            p = ties.place_of(i, neighbourhood_place, place_start)
            r = place_region[p]
            spans = ties.span(tie_low[p], tie_high[p]), ties.span(region_start[r], region_start[r + 1]), nation
            for layer in range(layers):
                k = b * layers + layer
                at, size, wide, half = spans[scope[begin + layer]]
                low[k], n[k], mask[k], shift[k] = at, size, wide, half
                x[k], me[k] = i - at, i
        _partners(x[:m], low, n, mask, shift, by_round, g.walks)
        if stop > kin:
            for b in range(m // layers):
                row = odds_of[kind[who[block + b]] & BAND_BITS]
                for k in range(b * layers + max(kin - begin, 0), b * layers + layers):
                    odds[k] = row[kind[x[k]] & BAND_BITS]
        _befriended(me, x[:m], pair_key, odds, counts)
        for k in range(m):
            out[written] = x[k]
            written += counts[k]
    return start, written
