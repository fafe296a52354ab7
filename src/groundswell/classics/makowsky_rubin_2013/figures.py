"""Plots of falsification by centralisation and reach, and of what a shock sets in motion."""

from typing import TYPE_CHECKING

from groundswell.classics.makowsky_rubin_2013 import Society, run
from groundswell.classics.plots import lines

if TYPE_CHECKING:
    import altair as alt

_SMALL = 6  # side of a locality: small, so that a page is drawn in seconds

# figure -> its seeds, and what of the paper it stands beside
ORIGIN = {
    "falsification": "seeds 1 to 5; after the abstract, no published figure was read",
    "shock": "seeds 1 to 5; after the abstract, no published figure was read",
}


def figures(quick: bool = False) -> dict[str, "alt.Chart"]:
    """Return the plots by name; `quick` draws them from one society a point, to try that they can be drawn."""
    seeds = range(1, 2 if quick else 6)
    return {"falsification": _falsification(seeds), "shock": _shock(seeds)}


def _mean(society: Society, shock: float, what: str, seeds: range) -> float:
    return sum(getattr(run(society, shock, seed), what) for seed in seeds) / len(seeds)


def _falsification(seeds: range) -> "alt.Chart":
    centrals = [i / 8 for i in range(9)]
    curves = {
        f"reach {reach}": [
            (c, _mean(Society(side=_SMALL, centralisation=c, reach=reach), 0.0, "before", seeds)) for c in centrals
        ]
        for reach in (1, 2, 3)
    }
    return lines(curves, "centralisation c", "mean distance of words from thoughts",
                 "Central rule makes people falsify; mixed rule is the most honest (5 societies a point)")  # fmt: skip


def _shock(seeds: range) -> "alt.Chart":
    shocks = [i / 5 for i in range(13)]
    curves = {
        f"c = {c:g}, reach {reach}": [
            (s, _mean(Society(side=_SMALL, centralisation=c, reach=reach), s, "moved", seeds)) for s in shocks
        ]
        for c in (0.2, 0.8)
        for reach in (1, 3)
    }
    return lines(curves, "shock to private views", "change of what is expressed",
                 "Expression follows a shock without the jump that the paper claims (5 societies a point)")  # fmt: skip
