"""Participation in networks: a person takes part while motivation exceeds what acquaintances' absence costs.

Sources: Siegel, D. A. (2009), "Social Networks and Collective Action", AJPS 53(1):122-138; (2011), "When Does
Repression Work?", Journal of Politics 73(4):993-1010.
"""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.classics.arguments import choice, integer, number, seed_word
from groundswell.classics.granovetter_1978 import equilibrium, final_size_distribution, normal_share_acting
from groundswell.classics.networks import Network, degrees
from groundswell.kernel import kernel
from groundswell.portable import normal_quantile, normal_share
from groundswell.rng import CLASSICS, unit, words

__all__ = ["CLASSES", "Participation", "Repression", "clique_distribution", "mean_field", "motivations", "simulate"]

_MOTIVE, _REMOVAL = 65 << 16, 66 << 16  # sub-streams of CLASSICS

# Only "intermediate" is remembered from the paper; the other two are ours, on either side of it (NOTES.md).
CLASSES = {"weak": (0.6, 0.2), "intermediate": (0.6, 0.25), "strong": (0.7, 0.3)}


class Repression(NamedTuple):
    """What the state does after each period, and what those who knew the removed make of it.

    removals : participants removed each period, for good (they stay in their acquaintances' circles as absent)
    target : "random" participants, or the "connected": those with the most ties first
    anger, fear : added to and taken from the motivation b of the removed person's neighbours, for each removal
    periods : how many periods it lasts (None: as long as anybody takes part)
    """

    removals: int = 0
    target: str = "random"
    anger: float = 0.0
    fear: float = 0.0
    periods: int | None = None


class Participation(NamedTuple):
    """How many take part in the end, how many were removed, and the course of participation."""

    share: float  # of all n persons, at the end
    removed: int
    steps: int
    curve: NDArray[np.int64]  # (steps + 1,) number taking part
    acting: NDArray[np.bool_]  # (n,) who takes part at the end


@kernel
def _motives(seed: Any, mean: Any, sd: Any, b: Any) -> None:
    for i in range(len(b)):
        w0, _, _, _ = words(seed, CLASSICS, np.uint64(_MOTIVE), np.uint64(i))
        b[i] = mean + sd * normal_quantile(unit(w0))


def motivations(n: int, b_mean: float, b_sd: float, seed: int) -> NDArray[np.float64]:
    """Return n net internal motivations b_i (n,), normal with mean b_mean and standard deviation b_sd."""
    b = np.empty(integer("n", n, 1))
    _motives(seed_word(seed), number("b_mean", b_mean), number("b_sd", b_sd, 0.0), b)
    return b


def mean_field(b_mean: float, b_sd: float, lam: float = 0.0) -> float:
    """Return the share taking part in the complete network of infinitely many: r = 1 - Phi((1 - r - b_mean)/b_sd).

    From nobody and c = 1: c(t+1) = lam c(t) + (1 - lam)(1 - r(t)), r(t+1) = 1 - Phi((c(t+1) - b_mean)/b_sd). Both move
    one way only, so lam changes the speed and not the end. It is Granovetter's map for thresholds 1 - b.
    Raises ValueError for b_sd <= 0 or lam outside [0, 1).
    """
    b_mean, b_sd, lam = number("b_mean", b_mean), number("b_sd", b_sd, 0.0, open_low=True), _weight(lam)
    r, c = 0.0, 1.0
    for _ in range(100_000):
        r = float(normal_share((b_mean - c) / b_sd))
        change = (1.0 - lam) * (1.0 - r - c)
        if abs(change) <= 1e-15 * (1.0 - lam):
            return r
        c += change
    return equilibrium(1.0 - b_mean, b_sd, 1)  # at a tangency the climb takes for ever: its end by bisection


def clique_distribution(size: int, b_mean: float, b_sd: float, self_counted: bool = True) -> NDArray[np.float64]:
    """Return P(k take part), (size + 1,), among `size` people who know each other and nobody else: exact, any lam.

    k acting move a further person when b > 1 - k/size (the circle includes the person), or 1 - k/(size - 1).
    """
    size, circle = integer("size", size, 1), max(size if self_counted else size - 1, 1)
    return final_size_distribution(lambda k: normal_share_acting(b_mean, 1.0 - min(k / circle, 1.0), b_sd), size)


def _weight(lam: float) -> float:
    if not 0.0 <= lam < 1.0:
        raise ValueError(f"lam={lam!r} must lie within [0, 1): 1 would keep the first cost for ever")
    return float(lam)


@kernel
def _period(
    indptr: Any, indices: Any, b: Any, lam: Any, own: Any, gone: Any, before: Any, cost: Any, acting: Any
) -> Any:
    """Fill cost and acting from last period's participation `before`; return how many act and the largest change."""
    count, moved = 0, 0.0
    for i in range(len(b)):
        there = own * before[i]
        for e in range(indptr[i], indptr[i + 1]):
            there += before[indices[e]]
        circle = indptr[i + 1] - indptr[i] + own
        local = there / circle if circle > 0 else 0.0
        new = lam * cost[i] + (1.0 - lam) * (1.0 - local)
        moved = max(moved, abs(new - cost[i]))
        cost[i] = new
        acting[i] = b[i] - new > 0.0 and not gone[i]
        count += acting[i]
    return count, moved


@kernel
def _remove(
    seed: Any, step: Any, count: Any, targeted: Any, shift: Any, indptr: Any, indices: Any, ties: Any, b: Any,
    gone: Any, acting: Any,
) -> Any:  # fmt: skip
    """Remove up to `count` of those acting; their neighbours' b moves by `shift`. Return how many were removed."""
    done = 0
    while done < count:
        best, rank = -1, -1.0
        for i in range(len(b)):
            if acting[i]:
                w0, _, _, _ = words(seed, CLASSICS, np.uint64(_REMOVAL + (step & 0xFFFF)), np.uint64(i))
                mine = unit(w0) + (ties[i] if targeted else 0)  # ties in number of neighbours are broken by chance
                if mine > rank:
                    best, rank = i, mine
        if best < 0:
            break
        acting[best], gone[best] = False, True
        for e in range(indptr[best], indptr[best + 1]):
            b[indices[e]] += shift
        done += 1
    return done


def simulate(
    network: Network,
    b: NDArray[np.float64],
    lam: float = 0.0,
    *,
    self_counted: bool = True,
    repression: Repression = Repression(),  # noqa: B008 - immutable
    seed: int = 0,
    max_steps: int = 10_000,
) -> Participation:
    """Return how participation develops from nobody and cost 1, so that only those with b > 1 act at first.

    i takes part in t when b_i - c_i(t) > 0, c_i(t) = lam c_i(t-1) + (1 - lam)(1 - lpr_i(t-1)), where lpr is the share
    of i's circle that took part; the circle includes i (`self_counted`) or not, and in an empty circle nobody takes
    part. Ends when costs and participation stand still, or after max_steps.
    b : net internal motivations (n,); seed draws who is removed
    Raises ValueError for lam outside [0, 1), a wrong length of b or a negative removal, anger or fear.
    """
    lam = _weight(lam)
    motive = np.array(b, float)
    if motive.shape != (network.n,) or not np.all(np.isfinite(motive)):
        raise ValueError(f"b has shape {motive.shape}; it must be ({network.n},) finite numbers, one per person")
    removals = integer("repression.removals", repression.removals, 0)
    shift = number("repression.anger", repression.anger, 0.0) - number("repression.fear", repression.fear, 0.0)
    targeted = choice("repression.target", repression.target, ("random", "connected")) == "connected"
    lasts = math.inf if repression.periods is None else integer("repression.periods", repression.periods, 0)
    n, word, ties = network.n, seed_word(seed), degrees(network)
    gone, acting, cost = np.zeros(n, np.bool_), np.zeros(n, np.bool_), np.ones(n)
    curve, removed = [0], 0
    for step in range(1, integer("max_steps", max_steps, 1) + 1):
        before = acting.copy()
        count, moved = _period(
            network.indptr, network.indices, motive, lam, int(self_counted), gone, before, cost, acting
        )
        taken = 0
        if removals and step <= lasts:
            taken = _remove(
                word, step, removals, targeted, shift, network.indptr, network.indices, ties, motive, gone, acting
            )
        removed += taken
        curve.append(int(count) - int(taken))
        if taken == 0 and moved <= 1e-13 and np.array_equal(before, acting):
            break
    return Participation(curve[-1] / n, removed, len(curve) - 1, np.array(curve, np.int64), acting)
