"""Friends count more than strangers: a person sees a weighted share of the crowd acting.

Source: Granovetter (1978), section on social structure. The graph, the weights and the volumes of acquaintance that
were tried are not in the paper; here each pair are friends with one probability.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.classics.arguments import as_fraction, integer, number, seed_word
from groundswell.classics.granovetter_1978.model import needed_counts
from groundswell.kernel import kernel
from groundswell.rng import CLASSICS, unit, words

__all__ = ["friends_sizes", "perceived_share"]

_STREAM = 3 << 16  # sub-stream 3 of CLASSICS: who is a friend of whom


def perceived_share(
    friends_acting: int, strangers_acting: int, friends_waiting: int, strangers_waiting: int, weight: float | Fraction
) -> Fraction:
    """Return the share acting that a person sees when a friend counts as `weight` strangers, as an exact fraction.

    The person belongs to the waiting strangers. In the paper's example (100 people, 48 acting, 20 acquaintances of whom
    15 act, weight 2) it is perceived_share(15, 33, 5, 47, 2) = 63/120, against 48/100 without weights.
    Raises ValueError for a negative number or weight, or when nobody is seen.
    """
    counts = (friends_acting, strangers_acting, friends_waiting, strangers_waiting)
    names = ("friends_acting", "strangers_acting", "friends_waiting", "strangers_waiting")
    for name, count in zip(names, counts, strict=True):
        integer(name, count, 0)
    number("weight", float(weight), 0.0)
    w = as_fraction(weight)
    acting = w * friends_acting + strangers_acting
    total = acting + w * friends_waiting + strangers_waiting
    if total == 0:
        raise ValueError(f"counts={counts!r} with weight={weight!r}: nobody is seen, so there is no share")
    return acting / total


@kernel
def _befriend(seed: Any, crowd: Any, chance: Any, symmetric: Any, friend: Any) -> None:
    """Fill `friend` (n, n): friend[i, j] says that i looks at j as a friend."""
    n = friend.shape[0]
    for i in range(n):
        friend[i, i] = False
        for j in range(i):
            w0, w1, _, _ = words(seed, CLASSICS, np.uint64(_STREAM), np.uint64((crowd * n + i) * n + j))
            friend[i, j] = unit(w0) < chance
            friend[j, i] = friend[i, j] if symmetric else unit(w1) < chance


@kernel
def _sizes(
    seed: Any, thresholds: Any, chance: Any, top: Any, bottom: Any, symmetric: Any, alone: Any, friend: Any, sizes: Any
) -> None:
    """Fill `sizes` (crowds,). Sums are in units of 1/bottom; `alone` is 1 when oneself is not counted."""
    n = len(thresholds)
    seen, total = np.empty(n, np.int64), np.empty(n, np.int64)
    state = np.empty(n, np.int8)  # 0 waits, 1 joins now, 2 acts
    for crowd in range(len(sizes)):
        _befriend(seed, crowd, chance, symmetric, friend)
        for i in range(n):
            friends = 0
            for j in range(n):
                friends += friend[i, j]
            total[i] = top * friends + bottom * (n - friends - alone)
        seen[:], state[:], acting, joined = 0, 0, 0, 1
        while joined > 0:
            joined = 0
            for i in range(n):
                # seen/total >= threshold/n without a division
                if state[i] == 0 and seen[i] * n >= thresholds[i] * total[i]:
                    state[i] = 1
                    joined += 1
            acting += joined
            for j in range(n):
                if state[j] == 1:
                    state[j] = 2
                    for i in range(n):
                        seen[i] += top if friend[i, j] else bottom
        sizes[crowd] = acting


def friends_sizes(
    thresholds: Sequence[int],
    acquaintance: float,
    weight: float | Fraction,
    crowds: int,
    seed: int,
    *,
    symmetric: bool = True,
    self_counted: bool = True,
) -> NDArray[np.int64]:
    """Return how many act at the end in each of `crowds` crowds with newly drawn friendships, (crowds,).

    thresholds : persons out of the n = len(thresholds) of the crowd, read as shares k/n of what is seen
    acquaintance : the probability that a pair are friends; with symmetric=False, that one looks at the other so
    weight : how many strangers a friend counts for
    self_counted : the person counts as a waiting stranger (63/120 in the paper's example), or not
    """
    needed = np.minimum(needed_counts(thresholds), len(thresholds) + 1)
    n = integer("len(thresholds)", len(needed), 2)
    chance = number("acquaintance", acquaintance, 0.0, 1.0)
    w = as_fraction(number("weight", float(weight), 0.0, 1e6))
    integer("crowds", crowds, 1, 2**32 // (n * n))
    sizes = np.empty(crowds, np.int64)
    friend = np.zeros((n, n), np.bool_)
    _sizes(
        seed_word(seed),
        needed,
        chance,
        w.numerator,
        w.denominator,
        symmetric,
        int(not self_counted),
        friend,
        sizes,
    )
    return sizes
