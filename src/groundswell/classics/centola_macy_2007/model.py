"""Complex contagion: a person joins when at least `threshold` neighbours are active, and stays.

Source: Centola, D. and Macy, M. (2007), "Complex Contagions and the Weakness of Long Ties", AJS 113(3):702-734.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.classics.arguments import choice, integer, number, seed_word
from groundswell.classics.centola_macy_2007.lattice import LATTICES, SEED_SHAPES, seed_cells
from groundswell.classics.networks import Network, lattice_offsets, rewire, ring, torus
from groundswell.kernel import kernel
from groundswell.rng import CLASSICS, unit, words

__all__ = ["Contagion", "lattice_network", "seed_persons", "simulate", "spread"]

_ORDER, _NOISE = 32 << 16, 33 << 16  # sub-streams of CLASSICS


class Contagion(NamedTuple):
    """How far a contagion went."""

    success: bool  # the whole network is active
    share: float  # of the network, active at the end
    steps: int  # until the last person joined
    curve: NDArray[np.int64]  # (steps + 1,) number active after each step


@kernel
def _activate(i: Any, indptr: Any, indices: Any, active: Any, seen: Any) -> None:
    active[i] = True
    for e in range(indptr[i], indptr[i + 1]):
        seen[indices[e]] += 1


@kernel
def _joins(i: Any, step: Any, seed: Any, threshold: Any, noise: Any, seen: Any) -> Any:
    if seen[i] >= threshold:
        return True
    if noise == 0.0 or seen[i] == 0:
        return False
    w0, _, _, _ = words(seed, CLASSICS, np.uint64(_NOISE + (step & 0xFFFF)), np.uint64(i))
    return unit(w0) < noise


@kernel
def _spread(
    indptr: Any, indices: Any, threshold: Any, noise: Any, in_turn: Any, seed: Any, active: Any, curve: Any
) -> Any:
    """Fill curve[0..steps]; return the last step in which somebody joined."""
    n = len(active)
    seen, order, joining = np.zeros(n, np.int32), np.arange(n), np.empty(n, np.int64)
    size = 0
    for i in range(n):
        if active[i]:
            size += 1
            for e in range(indptr[i], indptr[i + 1]):
                seen[indices[e]] += 1
    curve[0] = size
    last = 0
    for step in range(1, len(curve)):
        if in_turn:  # a new random order each step
            for i in range(n - 1, 0, -1):
                w0, _, _, _ = words(seed, CLASSICS, np.uint64(_ORDER + (step & 0xFFFF)), np.uint64(i))
                j = np.int64(w0 * np.uint64(i + 1) >> np.uint64(32))
                order[i], order[j] = order[j], order[i]
        count = 0
        for k in range(n):
            i = order[k]
            if not active[i] and _joins(i, step, seed, threshold, noise, seen):
                if in_turn:
                    _activate(i, indptr, indices, active, seen)
                joining[count] = i
                count += 1
        if not in_turn:
            for k in range(count):
                _activate(joining[k], indptr, indices, active, seen)
        size += count
        curve[step] = size
        if count > 0:
            last = step
        if size == n or (count == 0 and noise == 0.0):
            break
    return last


def spread(
    network: Network,
    threshold: int,
    active: NDArray[np.bool_],
    *,
    noise: float = 0.0,
    order: str = "synchronous",
    seed: int = 0,
    max_steps: int = 20_000,
) -> Contagion:
    """Return how far the contagion goes on a network from the persons `active` (n,) at first.

    threshold : active neighbours needed
    noise : chance, each step, that a person with at least one active neighbour joins below the threshold
    order : "synchronous" (all decide on the last step) or "asynchronous" (a new random order each step, each seeing the
        latest states); without noise the final set is the same
    max_steps : ends a noisy run that does not reach everybody
    """
    choice("order", order, ("synchronous", "asynchronous"))
    noise = number("noise", noise, 0.0, 1.0)
    now = np.array(active, np.bool_)
    if now.shape != (network.n,):
        raise ValueError(f"active has shape {now.shape}; it must be ({network.n},), one per person")
    curve = np.zeros(integer("max_steps", max_steps, 1) + 1, np.int64)
    in_turn = order == "asynchronous"
    need = integer("threshold", threshold, 0)
    last = int(_spread(network.indptr, network.indices, need, noise, in_turn, seed_word(seed), now, curve))
    size = int(curve[last])
    return Contagion(size == network.n, size / network.n, last, curve[: last + 1])


def lattice_network(lattice: str, size: int, radius_or_degree: int) -> Network:
    """Return the ring of `size` persons with degree z, or the torus of size x size cells with radius r."""
    if choice("lattice", lattice, LATTICES) == "ring":
        return ring(size, radius_or_degree)
    return torus(size, radius_or_degree, lattice)


def seed_persons(
    network: Network, lattice: str, size: int, radius_or_degree: int, seed_shape: str
) -> NDArray[np.bool_]:
    """Return who is active at first, (n,): the middle person with its neighbours in `network`, or a disc, or a band."""
    choice("seed_shape", seed_shape, SEED_SHAPES)
    active = np.zeros(network.n, np.bool_)
    if seed_shape == "cm":
        focal = network.n // 2
        active[focal] = True
        active[network.neighbours(focal)] = True
    elif lattice == "ring":
        active[: radius_or_degree // 2 + 1] = True
    else:
        active[:] = seed_cells(size, lattice_offsets(lattice, radius_or_degree), radius_or_degree, seed_shape).ravel()
    return active


def simulate(
    lattice: str,
    size: int,
    radius_or_degree: int,
    threshold: int,
    rewiring: float = 0.0,
    seed: int = 0,
    *,
    seed_shape: str = "cm",
    noise: float = 0.0,
    order: str = "synchronous",
    max_steps: int = 20_000,
) -> Contagion:
    """Return how far a contagion goes on a lattice whose ties were rewired with probability `rewiring`.

    size : persons of a ring, cells along a side of a torus; radius_or_degree as in `critical_threshold`
    Rewiring keeps every degree (`networks.rewire`); the seed "cm" is a focal person plus those tied to it afterwards.
    The other arguments are those of `spread`.
    """
    network = rewire(lattice_network(lattice, size, radius_or_degree), rewiring, seed)
    active = seed_persons(network, lattice, size, radius_or_degree, seed_shape)
    return spread(network, threshold, active, noise=noise, order=order, seed=seed, max_steps=max_steps)
