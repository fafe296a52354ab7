"""When can one vertex set off a global cascade, and how large is it: the closed forms.

Sources: Watts (2002), equations 1-5; finite seeds after Gleeson and Cahalane (2007), Physical Review E 75, 056103.
"""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.classics.arguments import as_fraction, number, required
from groundswell.classics.watts_2002.degrees import Degree, degree_probabilities, power_law_reach

__all__ = [
    "Window",
    "cascade_condition",
    "giant_component",
    "largest_vulnerable_degree",
    "poisson_cdf",
    "steady_state",
    "window",
]


class Window(NamedTuple):
    """The mean degrees between which one vertex can set off a global cascade; z_high may be infinite."""

    z_low: float
    z_high: float


def largest_vulnerable_degree(phi: float | Fraction) -> int:
    """Return K* = floor(1/phi): a vertex of at most that degree turns on by one neighbour. phi in (0, 1]."""
    number("phi", float(phi), 0.0, 1.0, open_low=True)
    share = as_fraction(phi)
    if share == 0:
        raise ValueError(f"phi={phi!r} is too small: at least 1e-9")
    return math.floor(1 / share)


def poisson_cdf(m: int, z: float) -> float:
    """Return P(Poisson(z) <= m), by summing outwards from the term next to the cut."""
    if m < 0:
        return 0.0
    if z <= 0.0:
        return 1.0
    below = m < z
    k = m if below else m + 1
    term = math.exp(k * math.log(z) - z - math.lgamma(k + 1.0))
    total = 0.0
    while term > 1e-18 * total and term > 0.0:
        total += term
        if below:
            term, k = term * k / z, k - 1
        else:
            k += 1
            term *= z / k
    return total if below else 1.0 - total


def cascade_condition(phi: float | Fraction, z: float, degree: Degree = "poisson", sd: float = 0.0) -> float:
    """Return sum_k k (k - 1) rho_k p_k / z, above 1 when one vertex can set off a global cascade (eq. 5).

    rho_k is the probability that a vertex of degree k turns on by one neighbour: k <= K* when every threshold is phi,
    or P(threshold <= 1/k) when thresholds are normal with mean phi and standard deviation sd. For Poisson degrees
    and one threshold it is z P(Poisson(z) <= K* - 2).
    """
    vulnerable = largest_vulnerable_degree(phi)
    z, sd = number("z", z, 0.0), number("sd", sd, 0.0)
    if isinstance(degree, str) and degree == "poisson" and sd == 0.0:
        return z * poisson_cdf(vulnerable - 2, z)
    p = degree_probabilities(degree, z)
    k = np.arange(len(p))
    mean = float(p @ k)
    if mean == 0.0:
        return 0.0
    rho = (k <= vulnerable).astype(float) if sd == 0.0 else _rho(k, float(phi), sd)
    return float((k * (k - 1.0) * rho) @ p) / mean


def _rho(k: NDArray[np.int64], phi: float, sd: float) -> NDArray[np.float64]:
    return np.array([0.5 * math.erfc((phi - 1.0 / max(j, 1)) / (sd * math.sqrt(2.0))) for j in k])


def window(phi: float | Fraction, degree: Degree = "poisson", sd: float = 0.0) -> Window | None:
    """Return the mean degrees (z_low, z_high) at which the cascade condition equals 1, or None when it never exceeds 1.

    phi : threshold, in (0, 1]; with sd > 0 the mean of normal thresholds
    degree : as in `degrees.degree_probabilities`; a function of z is searched over 0.01 <= z <= 200. For one array of
        probabilities both ends are its own mean degree when it is within the window.

    Poisson degrees and one threshold: solved at any phi to the last bits; there a window exists only for phi <= 1/4.
    "regular" has whole degrees: the window is (2, K*), where at 2 (a ring) the condition is just met (with
    sd > 0, the first and the last degree that exceed it). Otherwise the
    first window along z is returned, and z_high is infinite when it has not closed at the end of the range searched.
    Source: Watts (2002), equation 5 and figure 1.
    """
    vulnerable = largest_vulnerable_degree(phi)
    if not isinstance(degree, str) and not callable(degree):
        p = degree_probabilities(degree, 0.0)
        z = float(p @ np.arange(len(p)))
        return Window(z, z) if cascade_condition(phi, z, degree, sd) > 1.0 else None
    if degree == "regular" and sd == 0.0:
        return Window(2.0, float(vulnerable)) if vulnerable >= 3 else None

    def excess(z: float) -> float:
        return cascade_condition(phi, z, degree, sd) - 1.0

    if degree == "poisson" and sd == 0.0:
        peak = _highest(excess, 0.0, 2.0 * vulnerable + 2.0)
        if excess(peak) <= 0.0:
            return None
        return Window(_bisect(excess, 0.0, peak), _bisect(excess, peak, _past(excess, peak)))
    return _first_window(excess, _grid(degree), isinstance(degree, str) and degree == "regular")


def _grid(degree: Degree) -> NDArray[np.float64]:
    if degree == "power-law":
        return np.linspace(1.0 + 1e-3, power_law_reach() - 1e-6, 60)
    if degree == "regular":
        return np.arange(1.0, 201.0)
    return np.geomspace(0.01, 200.0, 400)


def _first_window(excess: Callable[[float], float], grid: NDArray[np.float64], whole: bool) -> Window | None:
    above = [excess(float(z)) > 0.0 for z in grid]
    if not any(above):
        return None
    start = above.index(True)
    stop = next((i for i in range(start, len(grid)) if not above[i]), None)
    if whole:
        return Window(float(grid[start]), math.inf if stop is None else float(grid[stop - 1]))
    low = _bisect(excess, float(grid[start - 1]), float(grid[start])) if start else float(grid[0])
    return Window(low, math.inf if stop is None else _bisect(excess, float(grid[stop - 1]), float(grid[stop])))


def _past(f: Callable[[float], float], peak: float) -> float:
    """Return a z beyond the peak at which f is negative."""
    z = 2.0 * peak + 1.0
    while f(z) >= 0.0:
        z *= 2.0
    return z


def _highest(f: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function with one peak is highest, by golden sections."""
    ratio = (math.sqrt(5.0) - 1.0) / 2.0
    while high - low > 1e-7 * (1.0 + high):
        a, b = high - ratio * (high - low), low + ratio * (high - low)
        low, high = (a, high) if f(a) < f(b) else (low, b)
    return 0.5 * (low + high)


def _bisect(f: Callable[[float], float], low: float, high: float) -> float:
    """Return the change of sign of f between low and high, to the last bit."""
    rising = f(high) > 0.0
    while low < (middle := 0.5 * (low + high)) < high:
        low, high = (low, middle) if (f(middle) > 0.0) == rising else (middle, high)
    return 0.5 * (low + high)


def giant_component(z: float) -> float:
    """Return the share S of a Poisson graph of mean degree z that hangs together: S = 1 - exp(-z S), 0 for z <= 1."""
    z = number("z", z, 0.0)
    if z <= 1.0:
        return 0.0
    return _bisect(lambda s: 1.0 - math.exp(-z * s) - s, 2.0 * (z - 1.0) / (z * z) * 1e-3, 1.0)


def steady_state(
    z: float, phi: float | Fraction, seed_fraction: float, degree: Degree = "poisson", sd: float = 0.0
) -> float:
    """Return the share on at the end when a random share `seed_fraction` of an infinite graph is switched on.

    q = rho0 + (1 - rho0) sum_k (k p_k / z) sum_m Bin(m; k - 1, q) F(m/k), from q = rho0 upwards to the first solution;
    the share is the same with p_k and Bin(m; k, q). F(m/k) is 1 when m >= phi k (one threshold; exact arithmetic) or
    the normal distribution function with mean phi and standard deviation sd; isolated vertices turn on only as seeds.
    Source: Gleeson and Cahalane (2007), equations 1-2.
    """
    number("phi", float(phi), 0.0, 1.0, open_low=True)
    rho0, sd = number("seed_fraction", seed_fraction, 0.0, 1.0), number("sd", sd, 0.0)
    p = degree_probabilities(degree, number("z", z, 0.0))
    p = p[: np.flatnonzero(p > 1e-18)[-1] + 1]
    k = np.arange(len(p))
    mean = float(p @ k)
    response = _response(len(p), phi, sd)
    if mean == 0.0:
        return rho0
    along = _Mixture(k - 1, k * p / mean, response)
    q = rho0
    for _ in range(1_000_000):
        new = rho0 + (1.0 - rho0) * along.on(q)
        if abs(new - q) <= 1e-15 + 1e-13 * q:
            return rho0 + (1.0 - rho0) * _Mixture(k, p, response).on(new)
        q = new
    raise RuntimeError(
        f"no steady state within a million steps at z={z!r}, phi={phi!r}, seed_fraction={seed_fraction!r}"
    )


def _response(size: int, phi: float | Fraction, sd: float) -> NDArray[np.float64]:
    """Return F(m/k) at [k, m], the chance that a vertex of degree k with m neighbours on turns on."""
    table = np.zeros((size, size))
    for k in range(1, size):
        if sd == 0.0:
            table[k, required(phi, k) : k + 1] = 1.0
        else:
            table[k, : k + 1] = [0.5 * math.erfc((float(phi) - m / k) / (sd * math.sqrt(2.0))) for m in range(k + 1)]
    return table


class _Mixture:
    """The chance that a vertex is on when each of `trials` neighbours is on with chance q, averaged over degrees."""

    def __init__(self, trials: NDArray[np.int64], weight: NDArray[np.float64], response: NDArray[np.float64]) -> None:
        keep = (weight > 0.0) & (trials >= 0)
        n, m = trials[keep][:, None], np.arange(response.shape[1])[None, :]
        self.m, self.rest = m, np.maximum(n - m, 0)
        log_factorial = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, response.shape[1] + 1)))))
        choose = log_factorial[n] - log_factorial[m] - log_factorial[self.rest]
        # [k, m]: weight of the degree times response, where m of n neighbours is possible
        self.choose = np.where((m <= n) & (response[keep] > 0.0), choose, -math.inf)
        self.weighted = weight[keep][:, None] * response[keep]

    def on(self, q: float) -> float:
        if q <= 0.0:
            return float(self.weighted[:, 0].sum())
        if q >= 1.0:
            return float(self.weighted[(self.rest == 0) & np.isfinite(self.choose)].sum())
        terms = np.exp(self.choose + self.m * math.log(q) + self.rest * math.log1p(-q))
        return float((terms * self.weighted).sum())
