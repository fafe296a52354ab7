"""Crowds that gather by chance out of a large city whose thresholds are uniform on 0, 1, ..., 99 %.

Source: Granovetter (1978), section on sampling: most crowds end with nobody or one person acting, although the city as
a whole would riot to the last person. Spilerman's incidents: a city with more of them is likelier to see a riot.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.classics.arguments import integer, number, seed_word
from groundswell.classics.granovetter_1978.finite import final_size_distribution
from groundswell.kernel import kernel
from groundswell.rng import CLASSICS, words

__all__ = ["city_distribution", "city_share", "no_riot_probability", "simulate_city"]

_STREAM = 2 << 16  # sub-stream 2 of CLASSICS: thresholds of crowds from a city


def city_share(acting: int, n: int = 100, levels: int = 100) -> float:
    """Return the probability that exactly `acting` (0 or 1) of a crowd of n act at the end: the paper's closed forms.

    Nobody: (1 - 1/levels)^n. One: n (1/levels) (1 - F(1))^(n-1), where F(1) is the share of the city that needs at
    most one other; with n = levels that is 100 * .01 * .98^99. `city_distribution` gives every number.
    """
    integer("acting", acting, 0, 1)
    n, levels = integer("n", n, 1), integer("levels", levels, 1)
    alone = 1.0 / levels
    if acting == 0:
        return (1.0 - alone) ** n
    return n * alone * (1.0 - _needs_at_most(1, n, levels)) ** (n - 1)


def _needs_at_most(count: int, n: int, levels: int) -> float:
    """Return the share of the city whose threshold, j/levels of the crowd, is met by `count` of n."""
    return min(count * levels // n + 1, levels) / levels


def city_distribution(n: int = 100, levels: int = 100) -> NDArray[np.float64]:
    """Return P(k act at the end), (n+1,), for a crowd of n from a city with thresholds j/levels, j = 0..levels-1."""
    n, levels = integer("n", n, 1), integer("levels", levels, 1)
    return final_size_distribution(lambda k: _needs_at_most(k, n, levels), n)


@kernel
def _city_sizes(seed: Any, levels: Any, joining: Any, sizes: Any) -> None:
    n = len(joining) - 1
    for crowd in range(len(sizes)):
        joining[:] = 0
        for i in range(n):
            w0, _, _, _ = words(seed, CLASSICS, np.uint64(_STREAM), np.uint64(crowd * n + i))
            level = np.int64(w0 * np.uint64(levels) >> np.uint64(32))
            joining[(level * n + levels - 1) // levels] += 1
        acting, met = joining[0], 0
        while met < acting:
            met += 1
            acting += joining[met]
        sizes[crowd] = acting


def simulate_city(n: int = 100, levels: int = 100, crowds: int = 10_000, seed: int = 0) -> NDArray[np.int64]:
    """Return how many act at the end in each of `crowds` crowds of n drawn from the city, (crowds,)."""
    n, levels = integer("n", n, 1), integer("levels", levels, 1, 2**31)
    integer("crowds", crowds, 1, 2**32 // n)
    sizes = np.empty(crowds, np.int64)
    _city_sizes(seed_word(seed), levels, np.empty(n + 1, np.int64), sizes)
    return sizes


def no_riot_probability(riot: float, incidents: int) -> float:
    """Return the chance that none of `incidents` independent incidents becomes a riot: (1 - riot)^incidents."""
    return (1.0 - number("riot", riot, 0.0, 1.0)) ** integer("incidents", incidents, 0)
