"""The checks of paper.toml, computed through the public functions."""

import numpy as np

from groundswell.classics import granovetter_1978 as g

_UNIFORM = list(range(100))
_PERTURBED = [0, 2, *range(2, 100)]


def g1() -> int:
    return g.run(_UNIFORM)


def g2() -> int:
    return g.run(_PERTURBED)


def g3() -> dict[str, float]:
    touch = g.critical_sd(25.0)
    assert touch is not None
    return {"sd": touch.sd, "r": touch.r}


def g3p() -> dict[str, float]:
    return g3()


def g4() -> list[float]:
    return [g.equilibrium(25.0, sd) for sd in (8.0, 10.0, 11.0, 12.0, 12.1, 12.2)]


def g5() -> list[float]:
    return [g.equilibrium(25.0, sd) for sd in (12.25, 15.0, 20.0, 25.0, 30.0, 40.0)]


def g7() -> dict[str, float]:
    jump = g.crowd_critical_sd(25.0, 100, "nearest")
    assert jump is not None
    return {"sd": jump.sd, "before": jump.before, "after": jump.after}


def g11() -> dict[str, float]:
    nobody, one = g.city_share(0), g.city_share(1)
    return {"nobody": nobody, "one": one, "either": nobody + one}


def g11p() -> dict[str, float]:
    return g11()


def g11b() -> dict[str, dict[str, int]]:
    sizes = g.simulate_city(crowds=20_000, seed=11)
    return {
        "nobody": {"successes": int(np.sum(sizes == 0)), "trials": len(sizes)},
        "one": {"successes": int(np.sum(sizes == 1)), "trials": len(sizes)},
    }


def g11c() -> float:
    return float(g.city_distribution()[100])


def g12() -> float:
    return g.no_riot_probability(0.10, 10)


def g12p() -> float:
    return g12()


def g13() -> list[int]:
    return list(g.perceived_share(15, 33, 5, 47, weight=2).as_integer_ratio())


def g14() -> dict[str, float]:
    small, large = 400, 1600
    scale = np.log(large / small)
    return {
        "window": float(np.log(g.beta_window(large) / g.beta_window(small)) / scale),
        "share_at_one": float(np.log(g.mean_share_beta(1.0, large) / g.mean_share_beta(1.0, small)) / scale),
    }


def g7b() -> dict[str, dict[str, int]]:
    sampled = {
        f"{sd:g}": g.riot_probability(25.0, sd, 100, crowds=4000, seed=6) for sd in (10.0, 12.0, 12.2, 14.0, 16.0)
    }
    return {sd: {"successes": p.riots, "trials": p.crowds} for sd, p in sampled.items()}
