"""The checks of paper.toml, one function each; what is expected stands there."""

from functools import cache
from statistics import mode

from groundswell.classics.moro_2016.model import outcomes

SEEDS = range(100)
TRIPLES = ((0.4, 0.3), (0.9, 0.3), (0.9, 0.1))  # p, r of Fig. 1, n = 1.2


@cache
def ends(p: float, r: float) -> tuple[str, ...]:
    """Return how each of 100 seeds ends, n = 1.2."""
    return outcomes(SEEDS, p=p, r=r, n=1.2)


def mo1() -> list[str]:
    """Return the most frequent outcome for each pair of precisions of Fig. 1."""
    return [mode(ends(p, r)) for p, r in TRIPLES]


def mo2() -> dict[str, dict[str, int]]:
    """Of the seeds that succeed at one of two settings only: how many do at the larger r, or at the smaller p."""
    steps = {
        "r .3 against .1": ((0.4, 0.3), (0.4, 0.1)),
        "r .5 against .3": ((0.4, 0.5), (0.4, 0.3)),
        "p .2 against .4": ((0.2, 0.3), (0.4, 0.3)),
        "p .4 against .9": ((0.4, 0.3), (0.9, 0.3)),
    }
    found: dict[str, dict[str, int]] = {}
    for name, (better, worse) in steps.items():
        apart = [a for a, b in zip(ends(*better), ends(*worse), strict=True) if (a == "success") != (b == "success")]
        found[name] = {"wins": apart.count("success"), "trials": max(len(apart), 1)}
    return found
