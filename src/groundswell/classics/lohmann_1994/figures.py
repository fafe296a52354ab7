"""Plots of Leipzig's turnout with its disagreement, and of belief that follows turnout."""

from typing import TYPE_CHECKING, Any

from groundswell.classics.lohmann_1994 import Crowd, expected_turnout, leipzig, run
from groundswell.classics.plots import OKABE_ITO, lines

if TYPE_CHECKING:
    import altair as alt

# figure -> its seeds, and what of the paper it stands beside
ORIGIN = {
    "leipzig": "data of public pages, not the article's table",
    "belief": "seeds 1 and 2; computed, no figure of the article was read",
    "extremists": "no chance; computed, no figure of the article was read",
}


def figures() -> dict[str, "alt.Chart"]:
    """Return the plots by name."""
    return {"leipzig": _leipzig(), "belief": _belief(), "extremists": _extremists()}


def _leipzig() -> Any:
    import altair as alt

    rows = [
        {
            "date": str(m.date),
            "participants": m.participants,
            "low": m.low,
            "high": m.high,
            "remark": m.qualifier,
            "source": m.page,
        }
        for m in leipzig()
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("date:T", title="Monday", axis=alt.Axis(format="%-d %b", tickCount=6))
    )
    scale = alt.Scale(type="log", domain=[500, 1_000_000])
    ranges = base.mark_rule(strokeWidth=5, opacity=0.45, color=OKABE_ITO[0]).encode(
        y=alt.Y("low:Q", scale=scale, title="participants (log)"), y2="high:Q"
    )
    points = base.mark_point(filled=True, size=55, color=OKABE_ITO[1], opacity=1.0).encode(
        y=alt.Y("participants:Q", scale=scale)
    )
    return alt.layer(ranges, points).properties(width=460, height=300, title=alt.Title(
        "Leipzig's Mondays grew a hundredfold in seven weeks; on each, sources differ",
        subtitle="Point: what most pages say; bar: lowest to highest. Most later Mondays are missing."))  # fmt: skip


def _belief() -> "alt.Chart":
    curves = {}
    for rotten, name in ((True, "rotten"), (False, "sound")):
        for seed in (1, 2):
            belief = run(0.2, rotten, 15, seed, seen=12).belief
            curves[f"{name}, course {seed}"] = [(float(t), float(b)) for t, b in enumerate(belief)]
    return lines(curves, "weeks", "public belief that the regime is rotten, probability",
                 "Weekly turnout slowly tells a rotten regime from a sound one (prior 0.2)")  # fmt: skip


def _extremists() -> "alt.Chart":
    shares = [i / 50 for i in range(51)]
    curves = {
        f"belief {b:g}": [
            (e, expected_turnout(b, True, Crowd(extremists=e)) - expected_turnout(b, False, Crowd(extremists=e)))
            for e in shares
        ]
        for b in (0.1, 0.3, 0.5)
    }
    return lines(curves, "share of extremists", "turnout that only discontent explains, share",
                 "The more people march whatever happens, the less turnout tells")  # fmt: skip
