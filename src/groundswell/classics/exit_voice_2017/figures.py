"""Plots of the game's regions and of what emigration does to protest."""

from typing import TYPE_CHECKING

from groundswell.classics.exit_voice_2017 import outcomes, play, protest, regions
from groundswell.classics.palette import BLACK, BLUE, GREY, ORANGE, RED

if TYPE_CHECKING:
    import altair as alt

_STORY = {
    "Loyalty": "silent: nowhere to go",
    "Exit": "leaves",
    "Voice - Respond": "speaks and is heard",
}


def figures() -> dict[str, "alt.Chart"]:
    """Return the plots by name."""
    return {"regions": _regions(), "first moves": _first_moves(), "emigration": _emigration()}


def _regions() -> "alt.Chart":
    import altair as alt

    rows = [
        {"voice cost c": c, "E": r["exit_value"], "L": r["loyalty"], "outcome": _STORY[r["path"]]}
        for c in (0.2, 0.5, 0.8)
        for r in regions([i / 20 for i in range(-10, 31)], [i / 10 for i in range(21)], c)
    ]
    colour = alt.Scale(domain=list(_STORY.values()), range=[GREY, ORANGE, BLUE])
    return (
        alt.Chart(alt.Data(values=rows), title=alt.Title(
            "Voice is a wedge: it needs a credible exit, a dependent state, and an exit that is not too good",
            subtitle="Equilibrium by value of exit E and the state's value of loyalty L; the wedge ends at E = 1 - c"))
        .mark_rect()
        .encode(
            x=alt.X("E:O", axis=alt.Axis(values=[-0.5, 0, 0.5, 1, 1.5], labelAngle=0), title="value of exit E"),
            y=alt.Y("L:O", sort="descending", axis=alt.Axis(values=[0, 0.5, 1, 1.5, 2]), title="value of loyalty L"),
            color=alt.Color("outcome:N", scale=colour, title=None),
            column=alt.Column("voice cost c:N"),
        )
        .properties(width=210, height=190)
    )  # fmt: skip


def _first_moves() -> "alt.Chart":
    import altair as alt

    rows: list[dict[str, float | str]] = []
    for i in range(-50, 151, 2):
        e = i / 100
        ends = outcomes(e, 0.3, 1.5)
        voice = ends.respond if play(e, 0.3, 1.5).state == "Respond" else max(ends.ignored_exit, ends.ignored_loyalty)
        rows += [{"E": e, "citizen's payoff": float(pair[0]), "first move": move}
                 for move, pair in (("Exit", ends.exit), ("Loyalty", ends.loyalty), ("Voice", voice))]  # fmt: skip
    colour = alt.Scale(domain=["Exit", "Loyalty", "Voice"], range=[ORANGE, BLACK, BLUE])
    return (
        alt.Chart(alt.Data(values=rows), title=alt.Title(
            "A better exit first makes voice work, then makes it pointless",
            subtitle="What each first move brings when the state answers as it should; c = 0.3, L = 1.5"))
        .mark_line(strokeWidth=2.5)
        .encode(x=alt.X("E:Q", title="value of exit E"), y="citizen's payoff:Q",
                color=alt.Color("first move:N", scale=colour, title=None),
                strokeDash=alt.StrokeDash("first move:N", title=None))
    )  # fmt: skip


def _emigration() -> "alt.Chart":
    import altair as alt

    cases = {"at once, strong signal": (12.0, 4.0, 0.0), "at once, ties matter more": (1.0, 15.0, 0.0),
             "later, ties mended": (1.0, 15.0, 1.0)}  # fmt: skip
    rows = [
        {"share that left": e / 100, "share of stayers protesting": protest(e / 100, s, n, mended=m), "case": name}
        for name, (s, n, m) in cases.items()
        for e in range(61)
    ]
    colour = alt.Scale(domain=list(cases), range=[BLUE, RED, BLACK])
    return (
        alt.Chart(alt.Data(values=rows), title=alt.Title(
            "Emigration can raise protest, lower it, or first one and then the other",
            subtitle="Our own aggregate of signal and lost ties, signs only; the inverted U claimed for the GDR in 1989 is"
                     " recalled, not checked"))
        .mark_line(strokeWidth=2.5)
        .encode(x="share that left:Q", y="share of stayers protesting:Q",
                color=alt.Color("case:N", scale=colour, title=None),
                strokeDash=alt.StrokeDash("case:N", title=None))
    )  # fmt: skip
