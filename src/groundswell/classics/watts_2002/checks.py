"""The checks of paper.toml, computed through the public functions."""

import numpy as np

from groundswell.classics import watts_2002 as w


def w1() -> dict[str, float]:
    edge = w.window(0.18)
    assert edge is not None
    return {"z_low": edge.z_low, "z_high": edge.z_high}


def w3() -> bool:
    return w.window(0.25) is not None and all(w.window(phi) is None for phi in (0.2501, 0.26, 0.3, 0.5, 1.0))


def w4() -> float:
    return w.giant_component(3.0)


def w5() -> list[float]:
    return [w.steady_state(z, 0.18, 1e-4) for z in (2.0, 3.0, 4.0, 5.0, 5.8)]


def w5b() -> dict[str, dict[str, float]]:
    done: dict[str, dict[str, float]] = {}
    for z in (2.0, 3.0, 4.0, 5.0):
        # Ten of 100,000 start; a run in which all ten die out is not the branch that the theory follows.
        shares = [w.simulate(100_000, z, 0.18, seed, initiators=10).share for seed in range(8)]
        large = np.array([share for share in shares if share > 0.1])
        done[f"{z:g}"] = {"mean": float(large.mean()), "se": float(large.std(ddof=1) / len(large) ** 0.5)}
    return done


def w8() -> dict[str, float]:
    shares = w.sizes(10_000, 3.0, 0.18, range(100)) / 10_000
    large = shares[shares > 0.1]
    return {"mean": float(large.mean()), "se": float(large.std(ddof=1) / len(large) ** 0.5)}


def w9() -> dict[str, dict[str, float]]:
    at = np.unique(np.geomspace(1, 100, 15).astype(int))
    samples = w.sizes(1000, 1.05, 0.18, range(4000)).reshape(8, 500)
    beyond = [[float(np.mean(sizes >= k)) for k in at] for sizes in samples]
    slopes = np.array([np.polyfit(np.log(at), np.log(shares), 1)[0] for shares in beyond])
    return {"slope": {"mean": float(slopes.mean()), "se": float(slopes.std(ddof=1) / len(slopes) ** 0.5)}}


def w10() -> dict[str, int]:
    return _share_beyond(1000, 6.14, 500, 1000)


def w10b() -> dict[str, dict[str, int]]:
    return {"n = 1,000": w10(), "n = 10,000": _share_beyond(10_000, 6.14, 5_000, 600)}


def _share_beyond(n: int, z: float, size: int, trials: int) -> dict[str, int]:
    return {"successes": int(np.sum(w.sizes(n, z, 0.18, range(trials)) >= size)), "trials": trials}


def w11() -> dict[str, int]:
    """A win: a cascade of more than a tenth at z = 12, with normal thresholds, sd 0.1."""
    return {"wins": int(np.sum(w.sizes(2000, 12.0, 0.18, range(100), sd=0.1) > 200)), "trials": 100}


def w13() -> float:
    return w.largest_power_law_mean(2.5)
