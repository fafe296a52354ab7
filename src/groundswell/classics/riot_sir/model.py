"""Rioting at coupled sites, as Bonnasse-Gahot and others (2018) write it.

    d lambda_k / dt = -omega lambda_k + sigma_k Psi(Lambda_k)
    d sigma_k  / dt =                 - sigma_k Psi(Lambda_k)          Lambda_k = sum_j W_kj lambda_j

lambda: rioting activity, sigma: those who might still join, both in the same unit (events or persons).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.classics.arguments import integer, number

__all__ = ["Course", "Saturating", "exponential_kernel", "power_kernel", "simulate", "single_site"]

Floats = NDArray[np.float64]


class Saturating(NamedTuple):
    """Psi(Lambda) = eta (1 - exp(-gamma (Lambda - threshold))) above the threshold, 0 below (a day^-1)."""

    eta: float
    gamma: float
    threshold: float = 0.0


class Course(NamedTuple):
    """What happened: times (T,) in days, activity (T, K) and susceptible (T, K) in the unit of the start."""

    times: Floats
    activity: Floats
    susceptible: Floats


def power_kernel(distances: ArrayLike, d0: float, delta: float) -> Floats:
    """Return W_kj = (1 + d_kj / d0)^(-delta) for a matrix (K, K) of distances >= 0; d0 > 0, delta >= 0 or infinite.

    delta = 0 couples all sites alike, an infinite delta couples none. Raises ValueError otherwise.
    """
    d = _distances(distances) / number("d0", d0, 0.0, open_low=True)
    if not delta >= 0.0:
        raise ValueError(f"delta={delta!r} must be at least 0 (infinity included)")
    return np.where(d == 0.0, 1.0, (1.0 + d) ** -delta)


def exponential_kernel(distances: ArrayLike, d0: float, floor: float = 0.0) -> Floats:
    """Return W_kj = xi + (1 - xi) exp(-d_kj / d0) for distances (K, K) >= 0; d0 > 0, xi = `floor` within [0, 1]."""
    xi = number("floor", floor, 0.0, 1.0)
    return xi + (1.0 - xi) * np.exp(-_distances(distances) / number("d0", d0, 0.0, open_low=True))


def _distances(distances: ArrayLike) -> Floats:
    d = np.asarray(distances, dtype=np.float64)
    if d.ndim != 2 or d.shape[0] != d.shape[1] or not (np.isfinite(d).all() and (d >= 0.0).all()):
        raise ValueError(f"distances of shape {d.shape} must be a square matrix of finite numbers >= 0")
    return d


def start(susceptible: ArrayLike, activity: ArrayLike, weights: ArrayLike | None) -> tuple[Floats, Floats, Floats]:
    """Return sigma (K,), lambda (K,) and W (K, K; the identity when None), or raise ValueError."""
    sigma, lam = (np.atleast_1d(np.array(x, dtype=np.float64)) for x in (susceptible, activity))
    w = np.eye(len(sigma)) if weights is None else np.array(weights, dtype=np.float64)
    for name, x, shape in (("susceptible", sigma, sigma.shape[:1]), ("activity", lam, sigma.shape),
                           ("weights", w, sigma.shape * 2)):  # fmt: skip
        if x.shape != shape or not (np.isfinite(x).all() and (x >= 0.0).all()):
            raise ValueError(f"{name} of shape {x.shape} must be finite numbers >= 0 of shape {shape}")
    return sigma, lam, w


def simulate(
    susceptible: ArrayLike,
    activity: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    beta: float | Saturating,
    omega: float,
    days: float,
    steps_per_day: int = 20,
) -> Course:
    """Return the course of rioting at K coupled sites (classical Runge-Kutta of fourth order, fixed step).

    susceptible, activity: sigma(0) and lambda(0), (K,) numbers >= 0
    weights: W, (K, K), `power_kernel` or `exponential_kernel` of the distances; None: sites do not see each other
    beta: Psi = beta Lambda (a day^-1 per unit of activity), or a `Saturating` Psi
    omega: rate of giving up, a day^-1; days: duration; steps_per_day: at least 1

    Raises ValueError for shapes that do not fit and for negative or not finite numbers.
    """
    sigma, lam, w = start(susceptible, activity, weights)
    rate, days = number("omega", omega, 0.0), number("days", days, 0.0, open_low=True)
    psi = beta if isinstance(beta, Saturating) else number("beta", beta, 0.0)
    steps = max(1, round(days * integer("steps_per_day", steps_per_day, 1)))
    dt = days / steps
    y = np.stack([lam, sigma])
    path = np.empty((steps + 1, 2, len(sigma)))
    path[0] = y
    with np.errstate(over="ignore", invalid="ignore"):  # too coarse a step runs away: refused below
        for t in range(steps):
            k1 = _slope(y, w, psi, rate)
            k2 = _slope(y + dt / 2.0 * k1, w, psi, rate)
            k3 = _slope(y + dt / 2.0 * k2, w, psi, rate)
            k4 = _slope(y + dt * k3, w, psi, rate)
            y = y + dt / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
            path[t + 1] = y
    if not np.isfinite(path).all() or path.min() < -1e-6 * path[0].max():
        raise ValueError(f"steps_per_day={steps_per_day!r} is too coarse for these rates; raise it")
    return Course(np.linspace(0.0, days, steps + 1), path[:, 0], path[:, 1])


def _slope(y: Floats, w: Floats, psi: float | Saturating, omega: float) -> Floats:
    lam, sigma = y
    seen = w @ lam
    if isinstance(psi, Saturating):
        joining = sigma * psi.eta * -np.expm1(-psi.gamma * np.maximum(seen - psi.threshold, 0.0))
    else:
        joining = sigma * psi * seen
    return np.stack([joining - omega * lam, -joining])


def single_site(
    r0: float, seed: float = 1e-6, omega: float = 1.0, days: float = 60.0, steps_per_day: int = 50
) -> Course:
    """Return the course at one site with sigma(0) = 1, lambda(0) = `seed` and beta = r0 omega (arguments as above)."""
    r = number("r0", r0, 0.0)
    return simulate([1.0], [seed], beta=r * omega, omega=omega, days=days, steps_per_day=steps_per_day)
