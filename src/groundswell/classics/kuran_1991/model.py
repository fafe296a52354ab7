"""Preference falsification: private preference x, public position 0 (regime) or 1 (opposition).

Sources: Kuran, T. (1989), "Sparks and prairie fires", Public Choice 61(1):41-74; (1991), "Now out of never", World
Politics 44(1):7-48. The papers leave the two payoffs symbolic; the linear forms below are the simplest that have their
properties, and every result about thresholds holds for any other pair.
"""

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.classics.arguments import as_fraction, number

__all__ = [
    "Society",
    "equilibria",
    "falsification_index",
    "private_preferences",
    "revolutionary_thresholds",
    "run",
    "states",
    "trajectory",
]

Share = float | Fraction


class Society(NamedTuple):
    """What people weigh. The opposition's advantage in public standing is E(S) = reputation (S - neutral), that of
    being true to oneself is N(x) = integrity (2x - 1); a person joins the opposition when E(S) + N(x) >= 0.

    neutral : the opposition's share at which both positions bring the same standing. 1 describes a regime that is never
        punished for: then all who could ever join want the regime gone.
    """

    integrity: Share = 1
    reputation: Share = 1
    neutral: Share = 1


def revolutionary_thresholds(private: Iterable[Share], society: Society = Society()) -> list[Fraction]:  # noqa: B008
    """Return T_i = neutral - (integrity/reputation)(2 x_i - 1), the opposition share at which each person joins.

    private : x_i in [0, 1], 1/2 being indifferent; shares are read as exact fractions. T_i falls with x_i; below 0 the
        person opposes alone, above 1 never.
    Raises ValueError for x outside [0, 1], integrity < 0 or reputation <= 0.
    """
    number("society.integrity", float(society.integrity), 0.0)
    number("society.reputation", float(society.reputation), 0.0, open_low=True)
    slope = as_fraction(society.integrity) / as_fraction(society.reputation)
    neutral = as_fraction(society.neutral)
    return [neutral - slope * (2 * _preference(i, x) - 1) for i, x in enumerate(private)]


def private_preferences(thresholds: Iterable[Share], society: Society = Society()) -> list[Fraction]:  # noqa: B008
    """Return the x_i that give these thresholds: the inverse of `revolutionary_thresholds` (integrity above 0).

    Raises ValueError when a threshold stands for no preference within [0, 1].
    """
    number("society.integrity", float(society.integrity), 0.0, open_low=True)
    ratio = as_fraction(society.reputation) / as_fraction(society.integrity)
    return [
        _preference(i, (1 + ratio * (as_fraction(society.neutral) - as_fraction(t))) / 2)
        for i, t in enumerate(thresholds)
    ]


def _preference(i: int, x: Share) -> Fraction:
    exact = as_fraction(x)
    if not 0 <= exact <= 1:
        raise ValueError(f"private[{i}]={x!r} must lie within [0, 1]")
    return exact


def states(thresholds: Sequence[Share], scale: int = 1) -> list[tuple[bool, ...]]:
    """Return who is in public opposition, (n,), from the state in which nobody is to the one that stays.

    thresholds : T_i as shares of the population, (n,), any order; a person joins once S/n >= T_i
    scale : how a share of 1 is written: 1, or 100 when thresholds are per cent
    """
    exact = [as_fraction(t) / scale for t in thresholds]
    path = [(False,) * len(exact)]
    while True:
        seen = Fraction(sum(path[-1]), max(len(exact), 1))
        now = tuple(stands or seen >= t for stands, t in zip(path[-1], exact, strict=True))
        if now == path[-1]:
            return path
        path.append(now)


def trajectory(thresholds: Sequence[Share], scale: int = 1) -> list[int]:
    """Return the number in public opposition, S(0) = 0, S(1), ..., which is Granovetter's r(t+1) = F(r(t))."""
    return [sum(state) for state in states(thresholds, scale)]


def run(thresholds: Sequence[Share], scale: int = 1) -> int:
    """Return how many are in public opposition at the end, from a state in which nobody is."""
    return trajectory(thresholds, scale)[-1]


def equilibria(thresholds: Sequence[Share], scale: int = 1) -> list[int]:
    """Return every number S in opposition that holds itself up: S = #{T_i <= S/n}, upwards.

    The first is where a society at rest ends; others may be reached after a spark that outlasts it (Kuran 1989).
    """
    n = len(thresholds)
    exact = sorted(as_fraction(t) / scale for t in thresholds)
    return [s for s in range(n + 1) if sum(t * n <= s for t in exact) == s]


def falsification_index(private: ArrayLike, public: ArrayLike) -> float:
    """Return the private share of opposition minus the public one: what a regime's calm hides, in [-1, 1].

    private : x_i (n,), opposed when above 1/2; public : who is in public opposition (n,), bool
    0 means that the public sees what people want; it is positive while opponents hide, negative when supporters of the
    regime join its opponents for the sake of standing. Raises ValueError when the lengths differ or are 0.
    """
    want: NDArray[np.float64] = np.asarray(private, float)
    show: NDArray[np.bool_] = np.asarray(public, bool)
    if want.shape != show.shape or want.ndim != 1 or len(want) == 0:
        raise ValueError(
            f"private has shape {want.shape}, public {show.shape}: both must be (n,), one per person, n >= 1"
        )
    if not all(math.isfinite(x) and 0.0 <= x <= 1.0 for x in want):
        raise ValueError(f"private={private!r} must lie within [0, 1]")
    return (int(np.count_nonzero(want > 0.5)) - int(np.count_nonzero(show))) / len(want)
