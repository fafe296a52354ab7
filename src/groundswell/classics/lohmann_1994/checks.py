"""How the numbers of paper.toml are obtained."""

import datetime
from itertools import pairwise

import numpy as np

from groundswell.classics.lohmann_1994 import Crowd, expected_turnout, growth, leipzig, run, update

_SEP25, _OCT9, _OCT16 = datetime.date(1989, 9, 25), datetime.date(1989, 10, 9), datetime.date(1989, 10, 16)


def l1() -> dict[str, float]:
    """Growth of turnout from 25 September to 9 October."""
    return growth(_SEP25, _OCT9)


def l2() -> dict[str, float]:
    """Growth of turnout from 9 to 16 October."""
    return growth(_OCT9, _OCT16)


def l3() -> float:
    """Weeks from 25 September to the Monday of the highest count."""
    top = max(leipzig(), key=lambda monday: monday.participants)
    return (top.date - _SEP25).days / 7


def l4() -> dict[str, int]:
    """Mass demonstrations whose turnout we could read."""
    return {"demonstrations": len(leipzig())}


def lc1() -> float:
    """Largest move of belief over all turnouts when all are extremists."""
    crowd = Crowd(extremists=1.0)
    return max(abs(update(0.3, k, 50, crowd) - 0.3) for k in range(51))


def lc2() -> dict[str, bool]:
    """More marchers always raise belief; the turnout of a rotten regime raises it, that of a sound one lowers it."""
    rises = expected = True
    for e in (0.0, 0.05, 0.5):
        for b in (0.05, 0.5, 0.9):
            crowd = Crowd(extremists=e)
            after = [update(b, k, 1000, crowd) for k in range(0, 1001, 10)]
            rises &= all(x <= y for x, y in pairwise(after)) and after[0] < after[-1]
            bad, sound = (round(1000 * expected_turnout(b, rotten, crowd)) for rotten in (True, False))
            expected &= update(b, sound, 1000, crowd) < b < update(b, bad, 1000, crowd)
    return {"rises with turnout": rises, "falls when turnout disappoints": expected}


def lc3() -> dict[str, float]:
    """Public belief after ten weeks, over 4,000 regimes of which a share 0.3 (the prior) is rotten."""
    after = [run(0.3, case % 10 < 3, 10, seed=case, seen=20).belief[-1] for case in range(4_000)]
    rotten = np.array([case % 10 < 3 for case in range(4_000)])
    x = np.array(after)
    # the share is fixed, not drawn: the error is that of the two groups' means, weighted
    se = np.sqrt(0.3**2 * x[rotten].var(ddof=1) / rotten.sum() + 0.7**2 * x[~rotten].var(ddof=1) / (~rotten).sum())
    return {"mean": float(x.mean()), "se": float(se)}
