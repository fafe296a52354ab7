"""How the numbers of paper.toml are obtained."""

import numpy as np

from groundswell.classics.oliver_marwell_1985 import contributions, critical_mass


def om1() -> dict[str, float]:
    """Total given by 50 people alike under P = 1 - exp(-a R), from the decisions of each."""
    cases = {"a 1, v 10, c 1": (1.0, 10.0, 1.0), "a 0.1, v 30, c 1": (0.1, 30.0, 1.0),
             "a 2, v 3, c 0.5": (2.0, 3.0, 0.5), "a 1, v 1, c 1": (1.0, 1.0, 1.0)}  # fmt: skip
    return {name: contributions([v] * 50, "decelerating", a=a, cost=c).total for name, (a, v, c) in cases.items()}


def om2() -> dict[str, int]:
    """How many of 100 give one unit each under P = (R / 100)^2 with v = 200, c = 1, from R already there."""
    return {f"from R = {start}": int(contributions([200.0] * 100, "accelerating", unit=1.0, start=start).amounts.sum())
            for start in (0, 24, 25, 60)}  # fmt: skip


def om2b() -> float:
    """The R at which a unit just fails to pay in the same case."""
    return critical_mass(v=200.0, cost=1.0, n=100.0)


def om3() -> dict[str, bool | int]:
    """Order of giving, over 200 spreads of interest and resources, under P = 1 - exp(-R)."""
    worse = better = 0
    for case in range(200):
        v = 1.0 + 20.0 * ((np.arange(1, 13) * (0.6180339887 + case / 1000)) % 1.0) ** 2
        b = 0.05 + 0.5 * (np.arange(1, 13) * (0.4142135623 + case / 700)) % 0.5
        least, most = (
            contributions(v, resources=b, order=f"{who} interested first").total for who in ("least", "most")
        )
        worse += least < most - 1e-6
        better += least > most + 1e-6
    return {"holds": worse == 0 and better > 0, "cases against": worse, "cases strictly for": better}


def om4() -> dict[str, int]:
    """How many of 50 people alike give anything: decelerating, and accelerating once begun or not."""
    few = contributions([10.0] * 50, "decelerating", a=1.0)
    none, all_ = (contributions([200.0] * 50, "accelerating", unit=1.0, start=s) for s in (0.0, 30.0))
    return {name: int((c.amounts > 1e-9).sum()) for name, c in
            (("decelerating", few), ("accelerating, not begun", none), ("accelerating, begun", all_))}  # fmt: skip
