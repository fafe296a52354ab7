"""Siegel's four kinds of social network, each with one or two numbers that say how connected it is.

Source: Siegel (2009), AJPS 53(1): small world, village or clique, opinion leader, hierarchy. The details below that the
public descriptions leave open are named arguments.
"""

from typing import Any

import numpy as np

from groundswell.classics.arguments import integer, number, seed_word
from groundswell.classics.networks import Network, configuration, draw_degrees, edges, from_edges, pairs_by_chance, ring
from groundswell.kernel import kernel
from groundswell.rng import CLASSICS, unit, words

__all__ = ["hierarchy", "opinion_leader", "small_world", "village"]

_SMALL_WORLD = 64 << 16  # sub-stream of CLASSICS


@kernel
def _uniforms(seed: Any, turn: Any, u: Any, v: Any) -> None:
    for i in range(len(u)):
        w0, w1, _, _ = words(seed, CLASSICS, np.uint64(_SMALL_WORLD + turn), np.uint64(i))
        u[i], v[i] = unit(w0), unit(w1)


def small_world(n: int, degree: int, rewiring: float, seed: int) -> Network:
    """Return a ring in which each person knows the `degree` nearest, each tie moved with probability `rewiring`.

    A moved tie keeps one end and gets a new other end drawn from all persons not yet tied to it (Watts and Strogatz
    1998): degrees vary, unlike in `networks.rewire`.
    """
    rewiring = number("rewiring", rewiring, 0.0, 1.0)
    near, far = (end.tolist() for end in edges(ring(n, degree)))
    taken = set(zip(near, far, strict=True))
    u, v = np.empty(len(near)), np.empty(len(near))
    _uniforms(seed_word(seed), 0, u, v)
    moving = np.flatnonzero(u < rewiring).tolist()
    for turn in range(1, 51):  # whoever draws a tie that exists draws again
        waiting: list[int] = []
        for e in moving:
            end = int(v[e] * n)
            tie = (min(near[e], end), max(near[e], end))
            if end == near[e] or tie in taken:
                waiting.append(e)
                continue
            taken.discard((min(near[e], far[e]), max(near[e], far[e])))
            taken.add(tie)
            far[e] = end
        moving = waiting
        if not moving:
            break
        _uniforms(seed_word(seed), turn, u, v)
    return from_edges(n, near, far)


def village(n: int, size: int, between: float, seed: int) -> Network:
    """Return villages of `size` persons who all know each other; each pair across villages is tied by chance `between`.

    The last village is smaller when size does not divide n.
    """
    n, size = integer("n", n, 1), integer("size", size, 1)
    inside = [(i, j) for i in range(n) for j in range(i + 1, min((i // size + 1) * size, n))]
    across = [
        (i, j) for i, j in pairs_by_chance(n, number("between", between, 0.0, 1.0), seed) if i // size != j // size
    ]
    pairs = np.array(inside + across, np.int64).reshape(-1, 2)
    return from_edges(n, pairs[:, 0], pairs[:, 1])


def opinion_leader(n: int, gamma: float, seed: int, least: int = 1) -> Network:
    """Return a scale-free network: the share with k ties falls as k^-gamma for `least` <= k < n. Few know very many."""
    n, least = integer("n", n, 2), integer("least", least, 1, n - 1)
    gamma = number("gamma", gamma, 0.0)
    k = np.arange(n, dtype=float)
    weight = np.where(k >= least, np.maximum(k, 1.0) ** -gamma, 0.0)
    return configuration(draw_degrees(weight, n, seed), seed)


def hierarchy(n: int, branching: int, level_ties: float, seed: int) -> Network:
    """Return a tree whose top is person 0 and in which everybody has `branching` subordinates, level by level.

    level_ties : chance that a pair at the same level know each other
    Person i's superior is (i - 1) // branching, so that the elite have the lowest numbers.
    """
    n, branching = integer("n", n, 1), integer("branching", branching, 1)
    below = np.arange(1, n)
    level = levels(n, branching)
    chance = number("level_ties", level_ties, 0.0, 1.0)
    # in a chain (branching 1) nobody shares a level
    peers = np.array([(i, j) for i, j in pairs_by_chance(n, chance, seed) if level[i] == level[j]], np.int64).reshape(
        -1, 2
    )
    one = np.concatenate(((below - 1) // branching, peers[:, 0]))
    return from_edges(n, one, np.concatenate((below, peers[:, 1])))


def levels(n: int, branching: int) -> list[int]:
    """Return how far each person of a `hierarchy` stands below the top, 0 for person 0."""
    level = [0] * n
    for i in range(1, n):
        level[i] = level[(i - 1) // branching] + 1
    return level
