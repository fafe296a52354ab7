"""Sampling from prior times likelihood by annealing: particles go from the prior to the target through powers of it.

An SMC sampler (Del Moral, Doucet and Jasra 2006, JRSS B 68(3)) with powers chosen by effective sample size (Del Moral,
Doucet and Jasra 2012, Statistics and Computing 22(5)). Particles are moved by proposals that keep a normal
distribution with the particles' own mean and covariance (generalised preconditioned Crank-Nicolson: Rudolf and Sprungk
2018, Foundations of Computational Mathematics 18). Coordinates of which nothing was learned keep the prior exactly, so
that a hundred idle coordinates cost nothing. All draws are functions of (seed, name, step).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from groundswell.inference.draws import Bools, normals, resample, to_normal, to_unit, uniforms
from groundswell.types import Floats, Ints

LogLikelihood = Callable[[Floats], Floats]  # of points in unit coordinates (points, coordinates): (points,)
_SHARE = 0.5  # effective particles that a step of the power leaves
_ACCEPTED = 0.3  # share of moves that the size of a move is tuned to
_STEPS = (0.05, 0.95)
_TELLING = 4.0  # standard errors from which a coordinate's mean or spread counts as learned
_MOST_STAGES = 200


@dataclass(frozen=True)
class Particles:
    """Points in normal coordinates, their log likelihood, the power reached, and the log of its mean under the prior.

    `number` says which evaluation each point was, from 0; `ancestor` from which of the first points it comes; `step` is
    the size of a move, `spent` counts evaluations.
    """

    z: Floats
    log_likelihood: Floats
    number: Ints
    ancestor: Ints
    power: float
    log_mean: float
    step: float
    spent: int
    stage: int

    @property
    def unit(self) -> Floats:
        """The points in unit coordinates."""
        return to_unit(self.z)


def begin(units: Floats, log_likelihood: Floats) -> Particles:
    """Return draws of the prior as particles: power 0."""
    own = np.arange(len(units))
    return Particles(to_normal(units), log_likelihood, own, own, 0.0, 0.0, 0.5, len(units), 0)


def anneal(
    start: Particles, of: LogLikelihood, seed: int, name: str, *, sweeps: int = 5, most: int = 10**9
) -> Particles:
    """Return particles at power 1, or at the power that `most` evaluations reach.

    Where no particle has any likelihood the power stays where it is.
    """
    now = start
    while now.power < 1.0 and now.spent + sweeps * len(now.z) <= most and now.stage < _MOST_STAGES:
        if not np.isfinite(now.log_likelihood).any():
            return now
        now = _next_power(now, seed, name)
        for sweep in range(sweeps):
            now = move(now, of, seed, f"{name}, stage {now.stage}, sweep {sweep}")
    return now


def _next_power(now: Particles, seed: int, name: str) -> Particles:
    """Return the particles resampled for the next power: as large as leaves half of them effective."""
    low, high = 0.0, 1.0 - now.power
    if effective(high * now.log_likelihood) < _SHARE * len(now.z):
        for _ in range(60):
            middle = (low + high) / 2.0
            enough = effective(middle * now.log_likelihood) >= _SHARE * len(now.z)
            low, high = (middle, high) if enough else (low, middle)
        high = low if low > 0.0 else high
    log_weights = high * now.log_likelihood
    chosen = resample(np.exp(log_weights - log_weights.max()), len(now.z), seed, f"{name}, resample {now.stage}")
    power = min(now.power + high, 1.0)
    return replace(_taken(now, chosen), power=power if power < 1.0 - 1e-12 else 1.0,
                   log_mean=now.log_mean + log_mean(log_weights), stage=now.stage + 1)  # fmt: skip


def move(now: Particles, of: LogLikelihood, seed: int, name: str) -> Particles:
    """Return the particles after one move each, accepted or not (Metropolis and Hastings)."""
    n, d = len(now.z), len(now.z.T)
    mean, root = _learned(now.z)
    keep = np.sqrt(1.0 - now.step**2)
    proposed = mean + keep * (now.z - mean) + now.step * normals(seed, f"{name}, where", n, d) @ root.T
    found: Floats = of(to_unit(proposed))
    with np.errstate(invalid="ignore"):
        better = now.power * (found - now.log_likelihood)
        gain = np.asarray(better + _log_ratio(proposed, mean, root) - _log_ratio(now.z, mean, root), float)
    chance: Floats = np.log(uniforms(seed, f"{name}, whether", n))
    accepted: Bools = chance < np.nan_to_num(gain, nan=-np.inf, posinf=np.inf, neginf=-np.inf)
    step = float(np.clip(now.step * np.exp(accepted.mean() - _ACCEPTED), *_STEPS))
    z = np.where(accepted[:, None], proposed, now.z)
    likelihood = np.where(accepted, found, now.log_likelihood)
    number: Ints = np.where(accepted, now.spent + np.arange(n, dtype=np.int64), now.number)
    return replace(now, z=z, log_likelihood=likelihood, number=number, step=step, spent=now.spent + n)


def _log_ratio(z: Floats, mean: Floats, root: Floats) -> Floats:
    """Return the log of the prior over the normal distribution that moves keep, but for a constant, (points,)."""
    inner = np.linalg.solve(root, (z - mean).T)
    return np.asarray(0.5 * (np.sum(inner**2, axis=0) - np.sum(z**2, axis=1)), float)


def _learned(z: Floats) -> tuple[Floats, Floats]:
    """Return mean (d,) and lower root of the covariance (d, d) of particles; the prior's where nothing was learned."""
    n, d = z.shape
    mean, sd = z.mean(axis=0), z.std(axis=0)
    learned = (np.abs(mean) > _TELLING * sd / np.sqrt(n)) | (np.abs(sd**2 - 1.0) > _TELLING * np.sqrt(2.0 / n))
    root, centre = np.eye(d), np.zeros(d)
    some = np.flatnonzero(learned)
    if len(some):
        among = np.atleast_2d(np.cov(z[:, some], rowvar=False))
        flat = len(some) / (n + len(some))
        among = (1.0 - flat) * among + flat * np.diag(np.diag(among)) + 1e-9 * np.eye(len(some))
        root[np.ix_(some, some)] = np.linalg.cholesky(among)
        centre[some] = mean[some]
    return centre, root


def _taken(now: Particles, chosen: Ints) -> Particles:
    return replace(now, z=now.z[chosen], log_likelihood=now.log_likelihood[chosen], number=now.number[chosen],
                   ancestor=now.ancestor[chosen])  # fmt: skip


def worth(z: Floats, ancestor: Ints) -> float:
    """Return how many independent draws particles (n, coordinates) are worth that have these ancestors (n,).

    Particles are alike in what moves have not changed since they were one. So the variance of a coordinate's mean is
    that of sums over the particles of an ancestor (Chan and Lai 2013, Annals of Statistics 41(6); Lee and Whiteley
    2018, Biometrika 105(3)); over the variance of a draw, and the mean over all coordinates, it is one over the worth.
    The sums are taken about the particles' own mean, which few ancestors draw towards themselves: hence `apart`.
    """
    names, own, times = np.unique(ancestor, return_inverse=True, return_counts=True)
    if len(names) == 1:
        return 1.0
    apart = 1.0 - np.sum((times / len(z)) ** 2)
    away = z - z.mean(axis=0)
    sums = np.zeros((len(names), z.shape[1]))
    np.add.at(sums, own, away)
    shares: Floats = np.sum(sums**2, axis=0) / len(z) ** 2 / apart / z.var(axis=0)
    return 1.0 / max(float(shares.mean()), 1.0 / len(z))


def effective(log_weights: Floats) -> float:
    """Return the effective number of draws of log weights (Kong 1992): 1 over the sum of squared shares."""
    if not np.isfinite(log_weights).any():
        return 0.0
    share = np.exp(log_weights - log_weights.max())
    return float(share.sum() ** 2 / (share**2).sum())


def log_mean(log_values: Floats) -> float:
    """Return the log of the mean of numbers given by their logs."""
    top = float(log_values.max())
    return top + float(np.log(np.mean(np.exp(log_values - top)))) if np.isfinite(top) else -np.inf
