"""The highest threshold at which a complex contagion fills a lattice: closed forms, else exact growth.

Nobody ever stops, so growth from a seed does not depend on the order of updates and is decided by one run.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.classics.arguments import choice, integer
from groundswell.classics.networks import lattice_offsets
from groundswell.kernel import kernel

__all__ = ["LATTICES", "SEED_SHAPES", "bridge_width", "critical_threshold", "fills", "front_threshold"]

LATTICES = ("ring", "moore", "von_neumann")
SEED_SHAPES = ("cm", "disc", "band")


def bridge_width(threshold: int) -> int:
    """Return the ties that a bridge between two regions of a ring must have for threshold a: a (a + 1) / 2."""
    return integer("threshold", threshold, 1) * (threshold + 1) // 2


def front_threshold(lattice: str, radius_or_degree: int) -> int:
    """Return how many active neighbours the next cell of a straight, wide front has: the limit for any large seed.

    Ring of degree z: z/2. Moore of radius r: r rows of 2r + 1, r (2r + 1). Von Neumann: r^2. In each case it is half of
    the neighbours that do not lie on the front's own line, and the axes are the directions in which that is least.
    """
    choice("lattice", lattice, LATTICES)
    if lattice == "ring":
        return _even(radius_or_degree) // 2
    r = integer("radius_or_degree", radius_or_degree, 1)
    return r * (2 * r + 1) if lattice == "moore" else r * r


def _even(degree: int) -> int:
    if integer("radius_or_degree", degree, 2) % 2:
        raise ValueError(f"radius_or_degree={degree!r} of a ring is its degree and must be even, at least 2")
    return int(degree)


def critical_threshold(lattice: str, radius_or_degree: int, seed_shape: str = "cm") -> int:
    """Return the largest threshold a (active neighbours needed) at which the contagion fills the whole lattice.

    lattice : "ring" (radius_or_degree is the degree z, even), "moore" or "von_neumann" (it is the radius r, on a torus)
    seed_shape : "cm", a focal node plus its neighbourhood (the paper's seed); "disc", a Euclidean disc of radius
        max(8, r^2); "band", a band around the torus at least r wide

    Ring (any seed), disc and band: closed form of `front_threshold`. Moore and von Neumann with the seed "cm": exact
    deterministic growth (`fills`), since a small seed may stall where a wide front would go on.
    Raises ValueError for an unknown lattice or seed, an odd degree or a radius below 1.
    Source: Centola and Macy (2007), pp. 709-718; the wide front from counting cells.
    """
    front = front_threshold(lattice, radius_or_degree)
    if choice("seed_shape", seed_shape, SEED_SHAPES) != "cm" or lattice == "ring":
        return front
    low, high = 1, front  # a = 1 always fills; no seed does better than a wide front
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fills(lattice, radius_or_degree, middle) else (low, middle - 1)
    return low


def fills(lattice: str, radius: int, threshold: int, seed_shape: str = "cm", side: int | None = None) -> bool:
    """Return whether the contagion fills a side x side torus; by default it is wide against the seed and r."""
    r = integer("radius", radius, 1)
    wide = max(16 * r + 13, 2 * disc_radius(r) + 6 * r if seed_shape == "disc" else 0)
    offsets = lattice_offsets(choice("lattice", lattice, LATTICES[1:]), r)
    m = integer("side", wide if side is None else side, 2 * r + 1)
    active = seed_cells(m, offsets, r, seed_shape)
    return _grow(m, offsets, integer("threshold", threshold, 1), active) == m * m


def disc_radius(radius: int) -> int:
    """Return the radius of the disc seed: r^2, at least 8, so that its flattest edges are wide against r."""
    return max(8, radius * radius)


def seed_cells(side: int, offsets: NDArray[np.int64], radius: int, seed_shape: str) -> NDArray[np.bool_]:
    """Return the cells (side, side) that are active at first, around the middle of the torus."""
    y, x = np.indices((side, side)) - side // 2
    match choice("seed_shape", seed_shape, SEED_SHAPES):
        case "disc":
            return y * y + x * x <= disc_radius(radius) ** 2
        case "band":
            return (y >= 0) & (y < radius)
        case _:
            active = (y == 0) & (x == 0)
            active[offsets[:, 0] + side // 2, offsets[:, 1] + side // 2] = True
            return active


@kernel
def _grow(side: Any, offsets: Any, threshold: Any, active: Any) -> Any:
    """Let `active` (side, side) grow in place until nobody joins; return how many are active."""
    seen = np.zeros((side, side), np.int32)
    queue = np.empty((side * side, 2), np.int32)
    size = 0
    for y in range(side):
        for x in range(side):
            if active[y, x]:
                queue[size, 0], queue[size, 1] = y, x
                size += 1
    head = 0
    while head < size:
        for k in range(len(offsets)):
            y, x = (queue[head, 0] + offsets[k, 0]) % side, (queue[head, 1] + offsets[k, 1]) % side
            seen[y, x] += 1
            if seen[y, x] >= threshold and not active[y, x]:
                active[y, x] = True
                queue[size, 0], queue[size, 1] = y, x
                size += 1
        head += 1
    return size
