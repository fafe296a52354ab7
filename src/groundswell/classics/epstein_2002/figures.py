"""Plots: what the rule gives read literally and rounded, what no reading gives, and where the paper's figures stand."""

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from groundswell.classics.epstein_2002 import checks
from groundswell.classics.epstein_2002.model import run, run_many, traits
from groundswell.classics.epstein_2002.rule import active_share, grievance, is_active
from groundswell.classics.epstein_2002.runs import RUNS
from groundswell.classics.epstein_2002.sweep import READINGS, genocide_times, sweep
from groundswell.classics.plots import OKABE_ITO, lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from groundswell.classics.epstein_2002.model import Run
    from groundswell.classics.epstein_2002.sweep import Reading

FLOOR = {"rounding": "floor"}
_SHAPES = {"euclid": "circle", "diamond": "diamond", "square": "square"}
_PAPER = "the paper: 60 (55), 708 (230)"
_MARKS = ("circle", "square", "triangle-up", "cross", "diamond", "triangle-down", "triangle-left", "triangle-right")
READING_NAMES = {"none": "C/A as printed", "floor": "floor of C/A", "half_even": "C/A rounded"}

# figure -> its seeds, and what of the paper it stands beside
ORIGIN = {
    "run_2": "seed 1; after Figs. 3 and 4",
    "sweep": "seeds 0 to 3; against Figs. 5 and 7",
    "outburst_sizes": "seeds 0 to 3; against Fig. 7",
    "tension": "seeds 0 to 3; after the tension index of the paper's text",
    "active_share": "seed 7; computed, no figure of the paper",
    "salami_or_jump": "seed 9; after Figs. 9 and 10",
    "peaks": "seeds 0 to 99; after Figs. 9 and 10",
    "fewer_cops": "seed 1; after Fig. 11",
    "two_groups": "seed 1; after runs 7 and 8 of the paper's Table 2",
    "peacekeeping": "seeds 0 to 29; after Figs. 15 to 17",
}


def figures(quick: bool = False) -> dict[str, "alt.Chart"]:
    """Return the plots by name; `quick` draws them from few and short runs, to try that they can be drawn."""
    floor = run_many(range(1), **RUNS[2] | {"ticks": 500}, rounding="floor") if quick else checks.run_2("floor")[:4]
    return {
        "run_2": _run_2(),
        "sweep": _sweep(sweep(READINGS[:1], ["none", "floor"], range(1), ticks=300) if quick else checks.readings()),
        "outburst_sizes": _outburst_sizes(floor),
        "tension": _tension(floor),
        "active_share": _active_share(),
        "salami_or_jump": _salami_or_jump(),
        "peaks": _peaks(*(_highest(number, quick) for number in (3, 4))),
        "fewer_cops": _fewer_cops(),
        "two_groups": _two_groups(),
        "peacekeeping": _peacekeeping(*((3, 2) if quick else (11, 30))),
    }


def _series(values: "np.ndarray") -> list[tuple[float, float]]:
    return [(float(tick), float(n)) for tick, n in enumerate(values)]


def _run_2() -> "alt.Chart":
    curves = {
        name: _series(run(1, **RUNS[2] | {"ticks": 400}, rounding=rounding).actives)
        for rounding, name in READING_NAMES.items()
        if rounding != "half_even"
    }
    title = "Run 2: outbursts come from rounding C/A; the rule as printed stays calm"
    curves["an outburst is above this line"] = [(0.0, 50.0), (399.0, 50.0)]
    return lines(curves, "tick", "active citizens", title)


def _sweep(readings: "Sequence[Reading]") -> "alt.Chart":
    import altair as alt

    rows = [
        {"wait": r.wait, "activation": r.activation, "rounding": READING_NAMES[r.rounding],
         "seen": f"{_SHAPES[r.shape]} of radius {r.vision:g}, {r.sites} sites"}
        for r in readings if r.wait is not None and r.activation is not None
    ]  # fmt: skip
    rows.append({"wait": 60.0, "activation": 708.0, "rounding": _PAPER, "seen": _PAPER})
    names, seen = ([*dict.fromkeys(str(row[key]) for row in rows)] for key in ("rounding", "seen"))
    chart = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("wait:Q", title="mean wait between outbursts, ticks", scale=alt.Scale(type="log")),
        y=alt.Y("activation:Q", title="mean total activation of an outburst",
                scale=alt.Scale(domainMin=0, padding=12)),
        color=alt.Color("rounding:N", legend=alt.Legend(title="rounding"),
                        scale=alt.Scale(domain=names, range=list(OKABE_ITO[: len(names)]))),
        shape=alt.Shape("seen:N", legend=alt.Legend(title="sites seen"),
                        scale=alt.Scale(domain=seen, range=list(_MARKS[: len(seen)]))),
    )  # fmt: skip
    title = "No reading of vision and rounding meets the paper's waits and activation together"
    return chart.mark_point(filled=True, size=80, opacity=0.85).properties(title=title, width=345, height=280)


def _outburst_sizes(runs: "Sequence[Run]") -> "alt.Chart":
    sizes = np.concatenate([r.outbursts["activation"] for r in runs])
    width = 100
    counts = Counter(int(size) // width for size in sizes)
    curve = [((b + 0.5) * width, counts[b] / len(sizes)) for b in range(max(counts) + 1)]
    title = "Sizes of outbursts spread evenly up to 1,500, wider than the paper's 708 (230)"
    points = {"the paper's mean, and one s.d. to both sides": [(708 - 230, 0.0), (708, 0.0), (708 + 230, 0.0)]}
    return lines({"floor of C/A": curve}, "total activation", "share of outbursts", title, points)


def _tension(runs: "Sequence[Run]") -> "alt.Chart":
    lags = np.arange(-15, 11)
    windows = [r.tension[b["start"] + lags] for r in runs for b in r.outbursts[1:-1]]
    curve = list(zip(lags.tolist(), np.mean(windows, axis=0).tolist(), strict=True))
    title = "Tension builds before an outburst and is spent in it"
    return lines({"mean over outbursts": curve}, "ticks from the outburst's start", "tension index", title)


def _active_share() -> "alt.Chart":
    hardship, risk = traits(20_000, seed=7)
    levels = np.linspace(0, 0.95, 39)
    curves: dict[str, list[tuple[float, float]]] = {}
    drawn: list[tuple[float, float]] = []
    for cops, name in ((0, "P = 0 (no cop)"), (1, "P = 0.9 (one cop, alone)")):
        p = 0.0 if cops == 0 else 0.8997411562771962
        curves[name] = [(float(x), float(active_share(x, p))) for x in levels]
        drawn += [
            (float(x), float(np.mean(is_active(grievance(hardship, x), risk, cops, 1)))) for x in levels[::4].tolist()
        ]
    title = "Who would act: the closed form and 20,000 drawn citizens agree"
    return lines(curves, "legitimacy L", "share that is active", title, {"20,000 drawn citizens": drawn})


def _salami_or_jump() -> "alt.Chart":
    histories = {name: run(9, **RUNS[number], rounding="floor") for number, name in ((3, "salami"), (4, "jump at 77"))}
    curves = {
        f"{name}, {what}": _series(history.table[column])
        for name, history in histories.items()
        for what, column in (("active", "actives"), ("jailed", "jailed"))
    }
    title = "One seed of the 30 in 100 whose jump explodes; the salami ends with more in jail (in the paper, fewer)"
    return lines(curves, "tick", "citizens", title)


def _highest(number: int, quick: bool) -> list[int]:
    if not quick:
        return checks.peaks(number)
    return [int(r.actives.max()) for r in run_many(range(3), **RUNS[number], rounding="floor")]


def _peaks(salami: list[int], jump: list[int]) -> Any:  # a layered chart
    import altair as alt

    data = alt.Data(values=[{"salami": a, "jump": b} for a, b in zip(salami, jump, strict=True)])
    log = alt.Scale(type="log", domain=[1, 500])
    marks = alt.Chart(data).mark_point(filled=True, size=50, color=OKABE_ITO[0]).encode(
        x=alt.X("salami:Q", title="most actives, salami (run 3)", scale=log),
        y=alt.Y("jump:Q", title="most actives, jump (run 4)", scale=log),
    )  # fmt: skip
    ends = alt.Data(values=[{"salami": 1, "jump": 1}, {"salami": 500, "jump": 500}])
    equal = alt.Chart(ends).mark_line(color="#888888", strokeDash=[4, 4]).encode(x="salami:Q", y="jump:Q")
    title = "100 seeds: the jump's peak is mostly higher, but in half of them neither explodes"
    return alt.layer(equal, marks).properties(title=title, width=420, height=380)


def _fewer_cops() -> "alt.Chart":
    history = run(1, **RUNS[5], rounding="floor")
    curves = {"active": _series(history.actives), "cops": _series(history.table["cops"])}
    return lines(curves, "tick", "persons", "Run 5: withdrawing the cops one a tick tips the society at last")


def _two_groups() -> "alt.Chart":
    curves = {
        f"{group}, {cops}": _series(run(1, **RUNS[number] | {"ticks": 1_000}).table[group])
        for number, cops in ((7, "no cops"), (8, "cops on 4 % of sites"))
        for group in ("blue", "green")
    }
    title = "Model II, runs 7 and 8: one group is soon no more, with cops as without; the paper finds run 8 stable"
    return lines(curves, "tick", "citizens", title)


def _peacekeeping(densities: int, seeds: int) -> "alt.Chart":
    cap = 3_000
    times = {d: genocide_times(d, range(seeds), cap) for d in np.linspace(0, 0.1, densities).tolist()}
    curves = {
        "mean": [(d, float(t.mean())) for d, t in times.items()],
        "s.d.": [(d, float(t.std())) for d, t in times.items()],
    }
    title = "Time to genocide barely grows with the density of cops (30 seeds); in the paper it does"
    return lines(curves, "cop density", "ticks", title)
