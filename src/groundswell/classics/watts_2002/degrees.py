"""Degree distributions by name, array or function, each a family over the mean degree z.

Source: Watts (2002) uses Poisson degrees and, in figure 4b, the power law k^-tau e^(-k/kappa) with tau = 2.5.
"""

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.classics.arguments import choice, number

__all__ = ["FAMILIES", "Degree", "degree_probabilities", "largest_power_law_mean", "power_law_reach"]

FAMILIES = ("poisson", "exponential", "power-law", "regular")
Degree = str | ArrayLike | Callable[[float], ArrayLike]

_TAU = 2.5
_SLOWEST = 1e-4  # smallest 1/kappa


def degree_probabilities(degree: Degree, z: float) -> NDArray[np.float64]:
    """Return p[k], the share of vertices with k neighbours (k = 0, 1, ...), summing to 1, with mean z.

    degree : "poisson"; "exponential", p_k = (1 - q) q^k; "power-law", p_k ~ k^-2.5 e^(-k/kappa) for k >= 1 with kappa
        set so that the mean is z; "regular", every vertex has z neighbours (z whole); or the probabilities themselves,
        an array or a function of z that gives one
    Raises ValueError when z is negative, or out of the family's reach (power-law: between 1 and 1.921).
    """
    z = number("z", z, 0.0)
    if callable(degree):
        return _normalised(degree(z))
    if not isinstance(degree, str):
        return _normalised(degree)
    match choice("degree", degree, FAMILIES):
        case "poisson":
            return _poisson(z)
        case "exponential":
            return _exponential(z)
        case "regular":
            if z != int(z):
                raise ValueError(f"z={z!r} must be a whole number when every vertex has z neighbours")
            p = np.zeros(int(z) + 1)
            p[int(z)] = 1.0
            return p
        case _:
            return _power_law(z)


def _normalised(p: ArrayLike) -> NDArray[np.float64]:
    weights = np.asarray(p, float)
    if weights.ndim != 1 or not np.all(weights >= 0.0) or not 0.0 < weights.sum() < math.inf:
        raise ValueError(
            f"degree={p!r} must give probabilities of k = 0, 1, ..., not negative, with a finite sum above 0"
        )
    return weights / weights.sum()


def _poisson(z: float) -> NDArray[np.float64]:
    if z == 0.0:
        return np.ones(1)
    k = np.arange(1, int(z + 12.0 * math.sqrt(z)) + 30)
    return _normalised(np.exp(np.concatenate(([0.0], np.cumsum(np.log(z / k)))) - z))


def _exponential(z: float) -> NDArray[np.float64]:
    q = z / (1.0 + z)
    length = 2 if q == 0.0 else int(-45.0 / math.log(q)) + 2  # the rest weighs e^-45
    return _normalised((1.0 - q) * q ** np.arange(length))


@lru_cache(maxsize=64)
def _power_law(z: float) -> NDArray[np.float64]:
    if not 1.0 < z < power_law_reach():
        raise ValueError(
            f"z={z!r} must lie within (1, {power_law_reach():.4f}): k^-2.5 e^(-k/kappa), k >= 1, kappa up to 10^4; "
            f"no kappa gives a mean above {largest_power_law_mean():.4f}"
        )
    low, high = math.log(_SLOWEST), math.log(100.0)  # of 1/kappa; the mean falls with it
    for _ in range(48):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if _mean(_cut_power(math.exp(middle))) > z else (low, middle)
    return _cut_power(math.exp(0.5 * (low + high)))


def _mean(p: NDArray[np.float64]) -> float:
    return float(p @ np.arange(len(p)))


@lru_cache(maxsize=1)
def power_law_reach() -> float:
    """Return the largest mean that "power-law" takes here, at kappa = 10^4."""
    return _mean(_cut_power(_SLOWEST))


def _cut_power(rate: float) -> NDArray[np.float64]:
    k = np.arange(1.0, 2.0 + 45.0 / rate)  # the rest weighs less than e^-45
    p = np.exp(-_TAU * np.log(k) - rate * (k - 1.0))
    return np.concatenate(([0.0], p / p.sum()))


def largest_power_law_mean(tau: float = _TAU) -> float:
    """Return zeta(tau - 1)/zeta(tau), the largest mean degree of p_k ~ k^-tau e^(-k/kappa), k >= 1 (kappa infinite).

    For tau = 2.5 it is 1.947: the figure that varies z beyond it with this family cannot be constructed.
    Raises ValueError unless tau > 2 (below, the mean has no limit).
    """
    tau = number("tau", tau, 2.0, open_low=True)
    return _zeta(tau - 1.0) / _zeta(tau)


def _zeta(s: float) -> float:
    """Return Riemann's zeta for s > 1: a sum of 100 terms and the Euler-Maclaurin remainder."""
    n = 100
    head = math.fsum(k**-s for k in range(1, n))
    tail = n ** (1 - s) / (s - 1) + 0.5 * n**-s + s * n ** (-s - 1) / 12 - s * (s + 1) * (s + 2) * n ** (-s - 3) / 720
    return head + tail
