"""Graphs of acquaintance, undirected and without self-ties, as compressed rows: who is tied to person i.

Any degree sequence is built by the configuration model; lattices lie on a ring or a torus; `rewire` moves ties and
keeps every degree. Each builder is a pure function of its arguments, the seed included.
"""

import math
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.classics.arguments import choice, integer, number, seed_word
from groundswell.kernel import kernel
from groundswell.portable import log
from groundswell.rng import CLASSICS, unit, words

__all__ = [
    "Network",
    "complete",
    "configuration",
    "degrees",
    "draw_degrees",
    "edges",
    "from_edges",
    "lattice_offsets",
    "pairs_by_chance",
    "rewire",
    "ring",
    "torus",
]

# Sub-streams of CLASSICS, in the upper half of the day word.
_DEGREES, _STUBS, _REPAIR, _REWIRE, _PAIRS = (stream << 16 for stream in (16, 17, 18, 19, 20))
_SHIFT = np.uint64(32)


class Network(NamedTuple):
    """Ties of n persons: those of i are indices[indptr[i]:indptr[i + 1]]; each tie stands in both rows."""

    indptr: NDArray[np.int64]  # (n + 1,)
    indices: NDArray[np.int32]  # (2 * ties,)

    @property
    def n(self) -> int:
        """Number of persons."""
        return len(self.indptr) - 1

    def neighbours(self, i: int) -> NDArray[np.int32]:
        """Return those tied to person i."""
        return self.indices[self.indptr[i] : self.indptr[i + 1]]


def degrees(network: Network) -> NDArray[np.int64]:
    """Return the number of ties of each person, (n,)."""
    return np.diff(network.indptr)


def edges(network: Network) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the two ends of each tie, once, the smaller number first: two arrays (ties,)."""
    one = np.repeat(np.arange(network.n, dtype=np.int32), degrees(network))
    first = one < network.indices
    return one[first], network.indices[first]


@kernel
def _fill_rows(a: Any, b: Any, place: Any, indices: Any) -> None:
    for e in range(len(a)):
        indices[place[a[e]]] = b[e]
        place[a[e]] += 1
        indices[place[b[e]]] = a[e]
        place[b[e]] += 1


def from_edges(n: int, a: ArrayLike, b: ArrayLike) -> Network:
    """Return the network of n persons with ties a[e] - b[e]; ties must be distinct and between different persons."""
    one, other = np.asarray(a, np.int32), np.asarray(b, np.int32)
    count = np.bincount(one, minlength=n) + np.bincount(other, minlength=n)
    indptr = np.concatenate((np.zeros(1, np.int64), np.cumsum(count, dtype=np.int64)))
    indices = np.empty(2 * len(one), np.int32)
    _fill_rows(one, other, indptr[:-1].copy(), indices)
    return Network(indptr, indices)


@kernel
def _uniforms(seed: Any, stream: Any, out: Any) -> None:
    for i in range(len(out)):
        w0, _, _, _ = words(seed, CLASSICS, np.uint64(stream), np.uint64(i))
        out[i] = unit(w0)


def draw_degrees(p: ArrayLike, n: int, seed: int) -> NDArray[np.int64]:
    """Return n degrees (n,) drawn from the probabilities p[k] of k ties (rescaled to sum to 1)."""
    weight = np.asarray(p, float)
    if weight.ndim != 1 or not np.all(weight >= 0.0) or not 0.0 < weight.sum() < np.inf:
        raise ValueError(
            f"p={p!r} must be probabilities of k = 0, 1, ... ties: not negative, with a finite sum above 0"
        )
    u = np.empty(integer("n", n, 1))
    _uniforms(seed_word(seed), _DEGREES, u)
    cumulated = np.cumsum(weight / weight.sum())
    last = int(np.flatnonzero(weight)[-1])  # the sum may end a bit below 1
    return np.minimum(np.searchsorted(cumulated, u, side="right"), last)


@kernel
def _shuffle(seed: Any, items: Any) -> None:
    for i in range(len(items) - 1, 0, -1):
        w0, w1, _, _ = words(seed, CLASSICS, np.uint64(_STUBS), np.uint64(i))
        j = np.int64(((w0 << _SHIFT) | w1) % np.uint64(i + 1))
        items[i], items[j] = items[j], items[i]


def _faults(n: int, a: NDArray[np.int32], b: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return the ties that join a person to themselves or repeat an earlier tie."""
    key = np.minimum(a, b).astype(np.int64) * n + np.maximum(a, b)
    order = np.argsort(key, kind="stable")
    again = np.zeros(len(a), bool)
    again[order[1:]] = key[order[1:]] == key[order[:-1]]
    return np.flatnonzero(again | (a == b))


def configuration(ties: ArrayLike, seed: int, passes: int = 50) -> Network:
    """Return a random network in which person i has ties[i] ties: stubs are paired at random.

    Self-ties and repeated ties swap an end with a random tie, up to `passes` times; what still does not fit is left out
    (and one stub when the sum is odd), so that a degree that n persons cannot hold is cut, never invented.
    """
    wanted = np.asarray(ties, np.int64)
    if wanted.ndim != 1 or len(wanted) == 0 or wanted.min() < 0:
        raise ValueError(f"ties={ties!r} must be one whole number of at least 0 for each person")
    n = len(wanted)
    stubs = np.repeat(np.arange(n, dtype=np.int32), wanted)
    word = seed_word(seed)
    _shuffle(word, stubs)
    half = len(stubs) // 2
    a, b = stubs[:half].copy(), stubs[half : 2 * half].copy()
    faults = _faults(n, a, b)
    for turn in range(passes):
        if len(faults) == 0:
            break
        u = np.empty(len(faults))
        _uniforms(word, _REPAIR | turn, u)
        for e, other in zip(faults, (u * half).astype(np.int64), strict=True):
            b[e], b[other] = b[other], b[e]
        faults = _faults(n, a, b)
    keep = np.ones(half, bool)
    keep[faults] = False
    return from_edges(n, a[keep], b[keep])


def complete(n: int) -> Network:
    """Return the network in which everybody is tied to everybody."""
    a, b = np.triu_indices(integer("n", n, 1), 1)
    return from_edges(n, a, b)


def ring(n: int, degree: int) -> Network:
    """Return the ring lattice: each person is tied to the degree/2 nearest on either side (degree even, below n)."""
    n, degree = integer("n", n, 3), integer("degree", degree, 2, n - 1)
    if degree % 2:
        raise ValueError(f"degree={degree} must be even: half of the ties lie on either side")
    return _cayley((n,), [(step,) for step in range(-degree // 2, degree // 2 + 1) if step])


def lattice_offsets(shape: str, radius: int) -> NDArray[np.int64]:
    """Return the steps (z, 2) to a cell's neighbours: "moore" (square, z = (2r+1)^2 - 1) or "von_neumann" (diamond)."""
    choice("shape", shape, ("moore", "von_neumann"))
    r = integer("radius", radius, 1)
    reach = range(-r, r + 1)
    near = [(y, x) for y in reach for x in reach if (y, x) != (0, 0) and (shape == "moore" or abs(y) + abs(x) <= r)]
    return np.array(near, np.int64)


def torus(side: int, radius: int = 1, shape: str = "moore") -> Network:
    """Return the square lattice of side x side cells on a torus; side must exceed 2 radius, so that no tie repeats."""
    offsets = lattice_offsets(shape, radius)
    integer("side", side, 2 * radius + 1)
    return _cayley((side, side), offsets)


def _cayley(sides: tuple[int, ...], offsets: Iterable[Iterable[int]]) -> Network:
    cells = np.indices(sides).reshape(len(sides), -1)
    columns = [
        np.ravel_multi_index([(c + s) % m for c, s, m in zip(cells, step, sides, strict=True)], sides)
        for step in offsets
    ]
    table = np.stack(columns, axis=1).astype(np.int32)
    n, z = table.shape
    return Network(np.arange(0, n * z + 1, z, dtype=np.int64), table.ravel())


@kernel
def _tied(indptr: Any, indices: Any, i: Any, j: Any) -> Any:
    for e in range(indptr[i], indptr[i + 1]):  # noqa: SIM110 - a loop is what compiles
        if indices[e] == j:
            return True
    return False


@kernel
def _replace(indptr: Any, indices: Any, i: Any, old: Any, new: Any) -> None:
    for e in range(indptr[i], indptr[i + 1]):
        if indices[e] == old:
            indices[e] = new
            return


@kernel
def _rewire(seed: Any, chance: Any, indptr: Any, indices: Any, a: Any, b: Any) -> None:
    """Swap ends of ties a - b and c - d into a - d and c - b, in place, trying anew where a tie would repeat."""
    for e in range(len(a)):
        for attempt in range(100):
            w0, w1, w2, w3 = words(seed, CLASSICS, np.uint64(_REWIRE + attempt), np.uint64(e))
            if attempt == 0 and unit(w0) >= chance:
                break
            f = np.int64(((w1 << _SHIFT) | w2) % np.uint64(len(a)))
            turned = w3 >= np.uint64(2**31)
            c, d = (b[f], a[f]) if turned else (a[f], b[f])
            if a[e] == c or a[e] == d or b[e] == c or b[e] == d:
                continue
            if _tied(indptr, indices, a[e], d) or _tied(indptr, indices, c, b[e]):
                continue
            _replace(indptr, indices, a[e], b[e], d)
            _replace(indptr, indices, b[e], a[e], c)
            _replace(indptr, indices, c, d, b[e])
            _replace(indptr, indices, d, c, a[e])
            a[f], b[f] = c, b[e]
            b[e] = d
            break


def rewire(network: Network, chance: float, seed: int) -> Network:
    """Return the network after each tie, with probability `chance`, swapped an end with a tie chosen at random.

    Every person keeps their number of ties. A chosen tie moves its partner too, so a small chance p moves about 2 p of
    all ties. A swap that would make a self-tie or repeat a tie is tried again, up to 100 times.
    """
    chance = number("chance", chance, 0.0, 1.0)
    if chance == 0.0:
        return network
    a, b = edges(network)
    indices = network.indices.copy()
    _rewire(seed_word(seed), chance, network.indptr, indices, a.copy(), b.copy())
    return Network(network.indptr, indices)


def pairs_by_chance(n: int, chance: float, seed: int) -> Iterator[tuple[int, int]]:
    """Yield each pair (i, j), i < j < n, independently with probability `chance`, in order, by geometric skips."""
    chance = number("chance", chance, 0.0, 1.0)
    total, k = n * (n - 1) // 2, -1
    if chance == 0.0:
        return
    # -ln(1 - chance), by its series where 1 - chance would lose digits
    rate = math.inf if chance == 1.0 else -log(1.0 - chance) if chance > 1e-6 else chance * (1.0 + 0.5 * chance)
    block, draw = np.empty(256), 0
    while True:
        if draw % 256 == 0:
            _uniforms(seed_word(seed), _PAIRS | (draw >> 8), block)
        wait = -log(block[draw % 256])
        skip = wait / rate if wait < rate * total else total
        k, draw = k + 1 + int(skip), draw + 1
        if k >= total:
            return
        j = int((1.0 + np.sqrt(1.0 + 8.0 * k)) / 2.0)
        j += (k >= j * (j + 1) // 2) - (k < j * (j - 1) // 2)  # the root may be one off for large k
        yield k - j * (j - 1) // 2, j
