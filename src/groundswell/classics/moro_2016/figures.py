"""Plots: one history of each kind, and how the two precisions decide."""

from typing import TYPE_CHECKING

from groundswell.classics.moro_2016.checks import TRIPLES, shares
from groundswell.classics.moro_2016.model import run
from groundswell.classics.plots import bars, lines

if TYPE_CHECKING:
    import altair as alt


def figures() -> dict[str, "alt.Chart"]:
    """Return the plots by name."""
    return {"police": _police(), "outcomes": _outcomes()}


def _police() -> "alt.Chart":
    curves: dict[str, list[tuple[float, float]]] = {}
    for p, r in TRIPLES:
        history = run(1, p=p, r=r)
        curves[f"p = {p}, r = {r}"] = [(float(t), float(c)) for t, c in enumerate(history.table["police"][:300])]
    return lines(curves, "tick", "policemen alive", "A reconstruction: precision decides how many policemen are left")


def _outcomes() -> "alt.Chart":
    heights: dict[str, dict[str, float]] = {}
    for p, r in TRIPLES:
        for outcome, share in shares(p, r).items():
            heights.setdefault(outcome, {})[f"p = {p}, r = {r}"] = share
    title = "Outcomes of 100 societies (the paper shows success, anarchy, status quo, one each)"
    return bars(heights, "precision of police and revolutionaries", "share of societies", title)
