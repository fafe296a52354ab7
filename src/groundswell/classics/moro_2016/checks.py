"""The checks of paper.toml, one function each; what is expected stands there."""

from functools import cache
from typing import Any

from groundswell.classics.moro_2016.model import outcome_shares

SEEDS = range(100)
TRIPLES = ((0.4, 0.3), (0.9, 0.3), (0.9, 0.1))  # p, r of Fig. 1, n = 1.2


@cache
def shares(p: float, r: float) -> dict[str, float]:
    """Return the share of each outcome over 100 seeds, n = 1.2."""
    return outcome_shares(SEEDS, p=p, r=r, n=1.2)


def mo1() -> list[str]:
    """Return the most frequent outcome for each pair of precisions of Fig. 1."""
    found = [shares(p, r) for p, r in TRIPLES]
    return [max(share, key=lambda outcome: share[outcome]) for share in found]


def mo2() -> dict[str, Any]:
    """Success over rising r (p = .4) and over rising p (r = .3): monotone, and by at least .2 from end to end."""
    rising = [shares(0.4, r)["success"] for r in (0.1, 0.3, 0.5)]
    falling = [shares(p, 0.3)["success"] for p in (0.2, 0.4, 0.9)]
    up = rising == sorted(rising) and rising[-1] - rising[0] >= 0.2
    down = falling == sorted(falling, reverse=True) and falling[0] - falling[-1] >= 0.2
    return {"holds": bool(up and down), "over r": rising, "over p": falling}
