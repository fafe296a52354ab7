"""Plots of the game's regions and of what emigration does to protest."""

from typing import TYPE_CHECKING

from groundswell.classics.exit_voice_2017 import outcomes, play, protest, regions
from groundswell.classics.plots import OKABE_ITO, lines

if TYPE_CHECKING:
    import altair as alt

BLUE, _, _, _, ORANGE, *_ = OKABE_ITO
GREY = "#999999"
_STORY = {
    "Loyalty": "silent: nowhere to go",
    "Exit": "leaves",
    "Voice - Respond": "speaks and is heard",
}

# figure -> its seeds, and what of the paper it stands beside
ORIGIN = {
    "regions": "no chance; the regions of the paper's game",
    "first moves": "no chance; the regions of the paper's game",
    "emigration": "no chance; our own aggregate, no figure of the paper",
}


def figures() -> dict[str, "alt.Chart"]:
    """Return the plots by name."""
    return {"regions": _regions(), "first moves": _first_moves(), "emigration": _emigration()}


def _regions() -> "alt.Chart":
    import altair as alt

    rows = [
        {"cost of voice c": c, "E": r["exit_value"], "L": r["loyalty"], "outcome": _STORY[r["path"]]}
        for c in (0.2, 0.5, 0.8)
        for r in regions([i / 20 for i in range(-10, 31)], [i / 10 for i in range(21)], c)
    ]
    colour = alt.Scale(domain=list(_STORY.values()), range=[GREY, ORANGE, BLUE])
    return (
        alt.Chart(alt.Data(values=rows), title=alt.Title(
            "Voice is a wedge: it needs a credible exit, a dependent state, and an exit that is not too good",
            subtitle="Equilibrium by value of exit E and the state's value of loyalty L; the wedge ends at E = 1 - c"))
        .mark_rect(strokeWidth=1)
        .encode(
            x=alt.X("E:O", axis=alt.Axis(values=[-0.5, 0, 0.5, 1, 1.5], labelAngle=0), title="value of exit E"),
            y=alt.Y("L:O", sort="descending", axis=alt.Axis(values=[0, 0.5, 1, 1.5, 2]), title="value of loyalty L"),
            color=alt.Color("outcome:N", scale=colour, title=None),
            stroke=alt.Stroke("outcome:N", scale=colour, title=None),  # closes the hair between the cells
            column=alt.Column("cost of voice c:N"),
        )
        .properties(width=210, height=190)
    )  # fmt: skip


def _first_moves() -> "alt.Chart":
    curves: dict[str, list[tuple[float, float]]] = {"Exit": [], "Loyalty": [], "Voice": []}
    for i in range(-50, 151, 2):
        e = i / 100
        ends = outcomes(e, 0.3, 1.5)
        heard = play(e, 0.3, 1.5).state == "Respond"
        voice = ends.respond if heard else max(ends.ignored_exit, ends.ignored_loyalty)
        for move, end in (("Exit", ends.exit), ("Loyalty", ends.loyalty), ("Voice", voice)):
            curves[move].append((e, float(end[0])))
    return lines(curves, "value of exit E", "what the first move brings",
                 "A better exit first makes voice work, then makes it pointless (c = 0.3, L = 1.5)")  # fmt: skip


def _emigration() -> "alt.Chart":
    cases = {"at once, strong signal": (12.0, 4.0, 0.0), "at once, ties matter more": (1.0, 15.0, 0.0),
             "later, ties mended": (1.0, 15.0, 1.0)}  # fmt: skip
    curves = {
        name: [(e / 100, protest(e / 100, s, n, mended=m)) for e in range(61)] for name, (s, n, m) in cases.items()
    }
    return lines(curves, "share that left", "share of stayers protesting",
                 "Emigration can raise protest, lower it, or first one and then the other (our own aggregate: signs"
                 " only; the inverted U told of the GDR is recalled, not checked)")  # fmt: skip
