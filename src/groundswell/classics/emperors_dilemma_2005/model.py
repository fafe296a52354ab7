"""The emperor's dilemma: belief B, compliance C and enforcement E, each -1 or +1 (E also 0).

Source: Centola, D., Willer, R. and Macy, M. (2005), "The Emperor's Dilemma", AJS 110(4):1009-1040. The rule is taken
from a public implementation; the values of conviction and cost are arguments (NOTES.md).
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.classics.arguments import integer, number, seed_word
from groundswell.classics.networks import Network, from_edges
from groundswell.kernel import kernel
from groundswell.rng import CLASSICS, unit, words

__all__ = ["Norm", "believers_at_random", "believers_in_a_block", "complete_response", "respond", "simulate"]

_ORDER, _BELIEF = 80 << 16, 81 << 16  # sub-streams of CLASSICS


class Norm(NamedTuple):
    """How a population ends: shares of the disbelievers who comply with the norm and who enforce it."""

    compliance: float
    enforcement: float
    rounds: int
    settled: bool  # nobody changed in the last round
    complies: NDArray[np.int8]  # (n,) -1 or +1
    enforces: NDArray[np.int8]  # (n,) -1, 0 or +1


@kernel
def _decide(
    i: Any, indptr: Any, indices: Any, believes: Any, conviction: Any, cost: Any, complies: Any, enforces: Any
) -> Any:
    """Let person i choose C and E anew; return whether either changed."""
    belief = believes[i]
    circle = indptr[i + 1] - indptr[i]
    pressing, deviating = 0, 0
    for e in range(indptr[i], indptr[i + 1]):
        pressing += enforces[indices[e]]
        deviating += complies[indices[e]] != belief
    pressure = -belief * pressing / circle if circle > 0 else 0.0
    need = deviating / circle if circle > 0 else 0.0
    public = -belief if pressure > conviction[i] else belief
    enforced = 0
    if pressure > conviction[i] + cost:
        enforced = -belief
    elif public == belief and conviction[i] * need > cost:
        enforced = belief
    changed = public != complies[i] or enforced != enforces[i]
    complies[i], enforces[i] = public, enforced
    return changed


@kernel
def _rounds(
    seed: Any,
    limit: Any,
    indptr: Any,
    indices: Any,
    believes: Any,
    conviction: Any,
    cost: Any,
    complies: Any,
    enforces: Any,
) -> Any:
    order = np.arange(len(believes))
    for turn in range(limit):
        for i in range(len(order) - 1, 0, -1):  # a new random order each round
            w0, _, _, _ = words(seed, CLASSICS, np.uint64(_ORDER + (turn & 0xFFFF)), np.uint64(i))
            j = np.int64(w0 * np.uint64(i + 1) >> np.uint64(32))
            order[i], order[j] = order[j], order[i]
        changed = 0
        for i in order:
            changed += _decide(i, indptr, indices, believes, conviction, cost, complies, enforces)
        if changed == 0:
            return turn + 1, True
    return limit, False


def simulate(
    network: Network,
    believers: NDArray[np.bool_],
    conviction: NDArray[np.float64] | float = 0.2,
    cost: float = 0.125,
    *,
    believer_conviction: float = 1.0,
    seed: int = 0,
    max_rounds: int = 1000,
) -> Norm:
    """Return how a norm held by `believers` (n,) fares; at first everybody does as they believe and nobody enforces.

    conviction : S of the disbelievers, one number or (n,); believer_conviction : S of the believers
    cost : K, what enforcing costs

    Pressure on i is -(B_i/N_i) sum_j E_j. i complies against belief when pressure > S_i; enforces against belief when
    also pressure > S_i + K; enforces the own belief when complying with it and S_i W_i > K, W_i the share of neighbours
    who do not comply with B_i. People decide in a new random order each round, seeing the latest acts.
    Raises ValueError for a wrong length, or a conviction or cost below 0.
    """
    n = network.n
    holds = np.asarray(believers, np.bool_)
    if holds.shape != (n,):
        raise ValueError(f"believers has shape {holds.shape}; it must be ({n},), one per person")
    strength = np.where(holds, number("believer_conviction", believer_conviction, 0.0), conviction).astype(float)
    if strength.shape != (n,) or not np.all(strength >= 0.0):
        raise ValueError(f"conviction={conviction!r} must be at least 0: one number, or one for each of {n} persons")
    belief = np.where(holds, 1, -1).astype(np.int8)
    complies, enforces = belief.copy(), np.zeros(n, np.int8)
    rounds, settled = _rounds(
        seed_word(seed), integer("max_rounds", max_rounds, 1), network.indptr, network.indices, belief, strength,
        number("cost", cost, 0.0), complies, enforces,
    )  # fmt: skip
    others = max(int(np.count_nonzero(~holds)), 1)
    comply, enforce = (int(np.count_nonzero((act == 1) & ~holds)) / others for act in (complies, enforces))
    return Norm(comply, enforce, int(rounds), bool(settled), complies, enforces)


def respond(belief: int, conviction: float, cost: float, complies: ArrayLike, enforces: ArrayLike) -> tuple[int, int]:
    """Return the act (C, E) of one person of `belief` -1 or +1 from the C and E of the neighbours, both (k,)."""
    if belief not in (-1, 1):
        raise ValueError(f"belief={belief!r} must be -1 or 1")
    c, e = np.asarray(complies, np.int8), np.asarray(enforces, np.int8)
    if c.shape != e.shape or c.ndim != 1 or len(c) == 0 or not np.all(np.isin(c, (-1, 1)) & np.isin(e, (-1, 0, 1))):
        raise ValueError("complies must be -1 or 1 and enforces -1, 0 or 1, one of each for every neighbour")
    star = from_edges(len(c) + 1, np.zeros(len(c)), np.arange(1, len(c) + 1))
    all_c, all_e = np.concatenate(([belief], c)).astype(np.int8), np.concatenate(([0], e)).astype(np.int8)
    strength = np.full(star.n, number("conviction", conviction, 0.0))
    believes = np.full(star.n, belief, np.int8)
    _decide(0, star.indptr, star.indices, believes, strength, number("cost", cost, 0.0), all_c, all_e)
    return int(all_c[0]), int(all_e[0])


def complete_response(enforcers: int, n: int, conviction: float, cost: float) -> tuple[bool, bool]:
    """Return whether a disbeliever who sees all n - 1 others, `enforcers` of them enforcing, complies, and enforces.

    Complies when e/(n - 1) > S, enforces when e/(n - 1) > S + K, nobody enforcing the other way: below that share of
    believers there is no cascade.
    """
    pressure = integer("enforcers", enforcers, 0) / (integer("n", n, 2) - 1)
    if enforcers >= n:
        raise ValueError(f"enforcers={enforcers!r} must be fewer than n={n}")
    strength = number("conviction", conviction, 0.0)
    return pressure > strength, pressure > strength + number("cost", cost, 0.0)


@kernel
def _ranks(seed: Any, rank: Any) -> None:
    for i in range(len(rank)):
        w0, _, _, _ = words(seed, CLASSICS, np.uint64(_BELIEF), np.uint64(i))
        rank[i] = unit(w0)


def believers_at_random(n: int, count: int, seed: int) -> NDArray[np.bool_]:
    """Return `count` believers among n persons, (n,), drawn at random."""
    rank = np.empty(integer("n", n, 1))
    _ranks(seed_word(seed), rank)
    believers = np.zeros(n, np.bool_)
    believers[np.argsort(rank, kind="stable")[: integer("count", count, 0, n)]] = True
    return believers


def believers_in_a_block(side: int, width: int) -> NDArray[np.bool_]:
    """Return a width x width block of believers on a side x side lattice, (side * side,)."""
    cells = np.zeros((integer("side", side, 1), side), np.bool_)
    cells[: integer("width", width, 0, side), :width] = True
    return cells.ravel()
