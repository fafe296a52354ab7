"""The same riot made of whole persons: each joins or gives up at a random moment (Gillespie 1977, exact)."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.classics.arguments import integer, number
from groundswell.classics.riot_sir.model import start
from groundswell.kernel import kernel
from groundswell.portable import log
from groundswell.rng import CLASSICS, unit, words

__all__ = ["Events", "simulate_events"]

_STREAM = 12 << 16  # this model's part of the classics' draws; the run is in the lower half of the word
_RUNS = 1 << 16


class Events(NamedTuple):
    """joined (runs, K): how many took part besides the first; daily (runs, days, K): on each day; last (runs,): day."""

    joined: NDArray[np.int64]
    daily: NDArray[np.int64]
    last: NDArray[np.float64]


def simulate_events(
    susceptible: ArrayLike,
    activity: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    beta: float,
    omega: float,
    seed: int,
    runs: int = 1,
    days: int = 60,
) -> Events:
    """Return `runs` random courses of the model with linear Psi, each to the end of its riot.

    susceptible, activity: (K,) whole persons; weights, beta, omega (above 0) as in `simulate`
    seed: any whole number >= 0; runs: 1 to 65,536; days: length of the daily record (the riot itself is not cut)

    A susceptible of site k joins at rate beta Lambda_k, a rioter gives up at rate omega. Raises ValueError otherwise.
    """
    sigma, lam, w = start(susceptible, activity, weights)
    if (sigma != np.floor(sigma)).any() or (lam != np.floor(lam)).any():
        raise ValueError("susceptible and activity must be whole persons")
    b, rate = number("beta", beta, 0.0), number("omega", omega, 0.0, open_low=True)
    runs, days = integer("runs", runs, 1, _RUNS), integer("days", days, 1)
    daily = np.zeros((runs, days, len(sigma)), dtype=np.int64)
    joined, last = np.zeros((runs, len(sigma)), dtype=np.int64), np.zeros(runs)
    for run in range(runs):
        key = np.uint64(integer("seed", seed, 0, 2**64 - 1))
        last[run] = _riot(sigma.astype(np.int64), lam.astype(np.int64), w, b, rate, key, run, daily[run], joined[run])
    return Events(joined, daily, last)


@kernel
def _riot(sigma: Any, lam: Any, w: Any, beta: Any, omega: Any, seed: Any, run: Any, daily: Any, joined: Any) -> Any:
    """Run one riot to its end: changes sigma and lambda, fills the daily record, returns the day of the last change."""
    sites, day = len(sigma), np.uint64(_STREAM + run)
    time, event = 0.0, 0
    while True:
        rioting = 0
        joining = 0.0
        for k in range(sites):
            rioting += lam[k]
            seen = 0.0
            for j in range(sites):
                seen += w[k, j] * lam[j]
            joining += beta * sigma[k] * seen
        if rioting == 0:
            return time
        w0, w1, _, _ = words(seed, CLASSICS, day, np.uint64(event))
        event += 1
        total = omega * rioting + joining
        time -= log(unit(w0)) / total
        at = unit(w1) * total
        for k in range(sites):
            at -= omega * lam[k]
            if at < 0.0:
                lam[k] -= 1
                break
        if at < 0.0:
            continue
        chosen = -1
        for k in range(sites):
            seen = 0.0
            for j in range(sites):
                seen += w[k, j] * lam[j]
            if sigma[k] > 0 and seen > 0.0:
                chosen = k  # rounding may leave a crumb after the last site: it is then the last that could be
                at -= beta * sigma[k] * seen
                if at < 0.0:
                    break
        if chosen >= 0:
            lam[chosen] += 1
            sigma[chosen] -= 1
            joined[chosen] += 1
            if time < len(daily):
                daily[int(time), chosen] += 1
