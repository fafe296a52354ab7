"""Global cascades on random networks: a vertex turns on, for good, when at least a share phi of its neighbours is on.

Source: Watts, D. J. (2002), "A simple model of global cascades on random networks", PNAS 99(9):5766-5771. Vertices are
updated in random order there; because none ever turns off, the final set does not depend on the order, and the vertices
are followed here in the order in which they turn on.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.classics.arguments import as_fraction, choice, integer, number, seed_word
from groundswell.classics.networks import Network, configuration, degrees, draw_degrees
from groundswell.classics.watts_2002.degrees import Degree, degree_probabilities
from groundswell.kernel import kernel
from groundswell.portable import normal_quantile
from groundswell.rng import CLASSICS, unit, words

__all__ = ["Cascade", "cascade", "needed_neighbours", "random_network", "simulate", "sizes"]

_THRESHOLD, _INITIATOR = 48 << 16, 49 << 16  # sub-streams of CLASSICS


class Cascade(NamedTuple):
    """How many vertices are on at the end (the initiators included), and what share of the network that is."""

    size: int
    share: float


@kernel
def _normal_need(seed: Any, phi: Any, sd: Any, least: Any, degree: Any, need: Any) -> None:
    for i in range(len(need)):
        w0, _, _, _ = words(seed, CLASSICS, np.uint64(_THRESHOLD), np.uint64(i))
        need[i] = max(np.ceil((phi + sd * normal_quantile(unit(w0))) * degree[i]), least)


def needed_neighbours(
    network: Network, phi: float | Fraction, sd: float = 0.0, seed: int = 0, zero: str = "when_reached"
) -> NDArray[np.int32]:
    """Return how many neighbours must be on for each vertex to turn on, (n,): the smallest m with m/k >= threshold.

    One threshold phi is compared as an exact fraction. With sd > 0 thresholds are normal, drawn from `seed`.
    zero : what a threshold of 0 or less means: "when_reached" (one neighbour must be on) or "acts" (on at once)
    A vertex without neighbours is never turned on.
    """
    number("phi", float(phi), 0.0, 1.0, open_low=True)
    sd = number("sd", sd, 0.0)
    least = int(choice("zero", zero, ("when_reached", "acts")) == "when_reached")
    k = degrees(network)
    need = np.empty(network.n, np.int32)
    if sd == 0.0:
        share = as_fraction(phi)
        need[:] = np.maximum(-(-k * share.numerator // share.denominator), least)
    else:
        _normal_need(seed_word(seed), float(phi), sd, least, k, need)
    need[k == 0] = 1
    return need


@kernel
def _cascade(indptr: Any, indices: Any, need: Any, seen: Any, on: Any, queue: Any, size: Any) -> Any:
    """Follow the cascade from the first `size` vertices of `queue`; return how many are on at the end."""
    head = 0
    while head < size:
        i = queue[head]
        head += 1
        for e in range(indptr[i], indptr[i + 1]):
            j = indices[e]
            seen[j] += 1
            if seen[j] >= need[j] and not on[j]:
                on[j] = True
                queue[size] = j
                size += 1
    return size


def cascade(network: Network, need: NDArray[np.int32], initiators: Sequence[int] | NDArray[Any]) -> Cascade:
    """Return the cascade that the vertices `initiators` set off, when vertex i needs need[i] (n,) neighbours on."""
    n = network.n
    on = need <= 0
    first = np.unique(np.asarray(initiators, np.int64))
    if len(first) and not (first[0] >= 0 and first[-1] < n):
        raise ValueError(f"initiators={initiators!r} must be vertices 0 ... {n - 1}")
    on[first] = True
    queue = np.empty(n, np.int32)
    start = np.flatnonzero(on)
    queue[: len(start)] = start
    size = int(_cascade(network.indptr, network.indices, need, np.zeros(n, np.int32), on, queue, len(start)))
    return Cascade(size, size / n)


def random_network(n: int, z: float, seed: int, degree: Degree = "poisson") -> Network:
    """Return a random network of n vertices whose degrees are drawn from `degree` with mean z (configuration model)."""
    return configuration(draw_degrees(degree_probabilities(degree, z), n, seed), seed)


@kernel
def _distinct(seed: Any, n: Any, picked: Any) -> None:
    """Fill `picked` with distinct vertices (Floyd's sampling)."""
    count = len(picked)
    chosen = {np.int64(-1)}  # numba takes the type from it
    for i in range(count):
        top = n - count + i
        w0, w1, _, _ = words(seed, CLASSICS, np.uint64(_INITIATOR), np.uint64(i))
        j = np.int64(((w0 << np.uint64(32)) | w1) % np.uint64(top + 1))
        if j in chosen:
            j = top
        chosen.add(j)
        picked[i] = j


def pick_initiators(network: Network, count: int, seed: int, target: str = "random") -> NDArray[np.int64]:
    """Return `count` distinct vertices: drawn at random, or the best connected ("hub", lower numbers first)."""
    integer("initiators", count, 0, network.n)
    if choice("target", target, ("random", "hub")) == "hub":
        return np.argsort(-degrees(network), kind="stable")[:count].astype(np.int64)
    picked = np.empty(count, np.int64)
    _distinct(seed_word(seed), network.n, picked)
    return picked


def simulate(
    n: int,
    z: float,
    phi: float | Fraction,
    seed: int,
    initiators: int = 1,
    *,
    degree: Degree = "poisson",
    sd: float = 0.0,
    target: str = "random",
    zero: str = "when_reached",
) -> Cascade:
    """Return the cascade on one newly drawn network of n vertices with mean degree z; everything follows from `seed`.

    phi : threshold, in (0, 1]; with sd > 0 the mean of normal thresholds
    initiators : how many vertices are switched on, at "random" or the best connected (`target`)
    degree : as in `degrees.degree_probabilities`; zero : as in `needed_neighbours`
    """
    network = random_network(n, z, seed, degree)
    need = needed_neighbours(network, phi, sd, seed, zero)
    return cascade(network, need, pick_initiators(network, initiators, seed, target))


def sizes(n: int, z: float, phi: float | Fraction, seeds: Sequence[int] | range, **switches: Any) -> NDArray[np.int64]:
    """Return the size of the cascade for each seed, (seeds,): `simulate` over networks drawn anew."""
    return np.array([simulate(n, z, phi, seed, **switches).size for seed in seeds], np.int64)
