"""The checks of paper.toml, computed through the public functions."""

from fractions import Fraction
from itertools import combinations_with_replacement

from groundswell.classics import granovetter_1978, kuran_1991

_PERCENT = {
    "A": [0, 20, 20, 30, 40, 50, 60, 70, 80, 100],
    "A'": [0, 10, 20, 30, 40, 50, 60, 70, 80, 100],
    "B": [0, 20, 30, 30, 40, 50, 60, 70, 80, 100],
    "B'": [0, 10, 30, 30, 40, 50, 60, 70, 80, 100],
}


def society(name: str) -> list[Fraction]:
    """Return the thresholds of one of the textbook societies of ten, as shares."""
    return [Fraction(percent, 100) for percent in _PERCENT[name]]


def k4() -> dict[str, float]:
    before, after = society("A"), society("A'")
    return {
        "fall of the mean threshold, percentage points": float(100 * (sum(before) - sum(after)) / 10),
        "ratio of outcomes": kuran_1991.run(after) / kuran_1991.run(before),
    }


def hidden(thresholds: list[Fraction]) -> list[float]:
    """Return the falsification index in each state on the way; preferences are those behind the thresholds."""
    private = [float(x) for x in kuran_1991.private_preferences(thresholds)]
    return [kuran_1991.falsification_index(private, state) for state in kuran_1991.states(thresholds)]


def k5() -> dict[str, bool]:
    on_the_way = {name: hidden(society(name)) for name in _PERCENT}
    return {
        "never negative": all(min(index) >= 0.0 for index in on_the_way.values()),
        "zero after the full revolution": on_the_way["A'"][-1] == 0.0,
        "positive before it and where it stalls": all(on_the_way[name][-1] > 0.0 for name in ("A", "B", "B'"))
        and min(on_the_way["A'"][:-1]) > 0.0,
    }


def k6() -> bool:
    """Compare the two programs step by step on the societies above and on every society of up to 6 people.

    Thresholds of the latter run over the halves of a person, from 0 to more than everybody.
    """
    crowds = [society(name) for name in _PERCENT]
    for n in range(1, 7):
        levels = [Fraction(half, 2 * n) for half in range(2 * n + 2)]
        crowds += [list(crowd) for crowd in combinations_with_replacement(levels, n)]
    return all(kuran_1991.trajectory(crowd) == granovetter_1978.trajectory(crowd, unit="share") for crowd in crowds)
