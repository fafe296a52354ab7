"""The checks of paper.toml, computed through the public functions."""

from statistics import mean, stdev

import numpy as np

from groundswell.classics import siegel_2009 as s
from groundswell.classics.networks import Network, complete

_WEIGHTS = (0.0, 0.5, 0.9)


def s1() -> list[float]:
    return [s.mean_field(0.75, b_sd) for b_sd in (0.12, 0.125)]


def s1b() -> dict[str, dict[str, int]]:
    """A success: more than half of a complete network of 100 take part."""
    everybody = complete(100)
    done: dict[str, dict[str, int]] = {}
    for b_sd in (0.12, 0.14):
        shares = [s.simulate(everybody, s.motivations(100, 0.75, b_sd, seed)).share for seed in range(1500)]
        done[f"{b_sd:g}"] = {"successes": sum(share > 0.5 for share in shares), "trials": len(shares)}
    return done


def s2() -> dict[str, float]:
    """Return how far the ends lie apart for lambda 0, .5 and .9: mean field, and drawn networks of 300."""
    field = [abs(s.mean_field(0.75, sd, lam) - s.mean_field(0.75, sd)) for sd in (0.1, 0.12, 0.125) for lam in _WEIGHTS]
    drawn = 0.0
    for seed in range(10):
        b = s.motivations(300, 0.6, 0.25, seed)
        for network in (complete(300), s.village(300, 25, 0.01, seed), s.small_world(300, 10, 0.1, seed)):
            shares = [s.simulate(network, b, lam).share for lam in _WEIGHTS]
            drawn = max(drawn, max(shares) - min(shares))
    return {"mean field": max(field), "drawn networks": drawn}


def _share(network: Network, motivation: str, seed: int, repression: s.Repression = s.Repression()) -> float:  # noqa: B008
    b = s.motivations(network.n, *s.CLASSES[motivation], seed)
    return s.simulate(network, b, repression=repression, seed=seed).share


def s3() -> dict[str, int]:
    """A win: weak motivation, villages of 25; ties across villages (chance .02) lower participation."""
    alone, tied = (np.array([_share(s.village(1000, 25, p, k), "weak", k) for k in range(40)]) for p in (0.0, 0.02))
    return {"wins": int(np.sum(tied < alone)), "trials": 40}


def s4() -> dict[str, dict[str, float]]:
    done: dict[str, dict[str, float]] = {}
    for size in (2, 5, 25):
        network = s.village(1000, size, 0.0, 0)
        shares = [_share(network, "intermediate", seed) for seed in range(200)]
        done[f"{size}"] = {"mean": mean(shares), "se": stdev(shares) / len(shares) ** 0.5}
    return done


def s6() -> dict[str, int]:
    """A win: ten periods that remove 5 of 1,000, opinion-leader network: hubs first leaves fewer than random."""
    random, hubs = (s.Repression(5, target, periods=10) for target in ("random", "connected"))
    networks = [s.opinion_leader(1000, 2.0, seed) for seed in range(30)]
    wins = sum(_share(g, "strong", k, hubs) < _share(g, "strong", k, random) for k, g in enumerate(networks))
    return {"wins": wins, "trials": 30}


def s6b() -> int:
    """Return the largest number of isolated villages changed by removing ten people, over ten seeds."""
    network, changed = s.village(1000, 25, 0.0, 0), []
    for seed in range(10):
        b = s.motivations(1000, *s.CLASSES["strong"], seed)
        free = s.simulate(network, b).acting.reshape(-1, 25).sum(axis=1)
        struck = s.simulate(network, b, repression=s.Repression(5, periods=2), seed=seed).acting
        changed.append(int(np.count_nonzero(struck.reshape(-1, 25).sum(axis=1) != free)))
    return max(changed)
