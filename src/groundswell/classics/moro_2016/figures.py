"""Plots: one history of each kind, and how the two precisions decide."""

from typing import TYPE_CHECKING

from groundswell.classics.moro_2016.checks import TRIPLES, ends
from groundswell.classics.moro_2016.model import OUTCOMES, outcomes, run
from groundswell.classics.plots import bars, lines

if TYPE_CHECKING:
    import altair as alt

# figure -> its seeds, and what of the paper it stands beside
ORIGIN = {
    "police": "seed 1; after Fig. 1, a reconstruction",
    "outcomes": "seeds 0 to 99; after Fig. 1, a reconstruction",
}


def figures(quick: bool = False) -> dict[str, "alt.Chart"]:
    """Return the plots by name; `quick` draws them from few and short runs, to try that they can be drawn."""
    return {"police": _police(40 if quick else 300), "outcomes": _outcomes(quick)}


def _police(ticks: int) -> "alt.Chart":
    curves: dict[str, list[tuple[float, float]]] = {}
    for p, r in TRIPLES:
        history = run(1, p=p, r=r, ticks=ticks)
        curves[f"p = {p}, r = {r}"] = [(float(t), float(c)) for t, c in enumerate(history.table["police"])]
    return lines(curves, "tick", "policemen alive", "A reconstruction: precision decides how many policemen are left")


def _outcomes(quick: bool) -> "alt.Chart":
    heights: dict[str, dict[str, float]] = {}
    for p, r in TRIPLES:
        found = outcomes(range(2), p=p, r=r, ticks=40) if quick else ends(p, r)
        for outcome in OUTCOMES:
            heights.setdefault(outcome, {})[f"p = {p}, r = {r}"] = found.count(outcome) / len(found)
    title = "Outcomes of 100 societies (the paper shows success, anarchy, status quo, one each)"
    return bars(heights, "precision of police and revolutionaries", "share of societies", title)
