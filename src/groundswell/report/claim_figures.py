"""The figures of a claim's report: each with its caption, its note and what a screen reader says."""

from pathlib import Path

import numpy as np

from groundswell.data import census
from groundswell.experiments.compare import BASE
from groundswell.experiments.judgement import Judgement
from groundswell.experiments.sensitivity import crossed, tornado
from groundswell.experiments.verdict_told import against, effects, region, spread
from groundswell.report import claim_charts as charts
from groundswell.report import maps, numbers
from groundswell.report.claim_data import Story
from groundswell.report.claim_words import about
from groundswell.report.counts import Rate
from groundswell.report.figures import Figure, draw

_HUE = {"participants": "voice", "detained": "voice", "held": "voice", "abroad": "exit", "left_gross": "exit",
        "called": "report", "serving": "report", "evading": "hide"}  # fmt: skip
_MOST = 8  # parameters in a tornado


def effect_figure(j: Judgement, folder: Path) -> Figure:
    """Draw each arm's difference from the scenario as it is, in the outcome of the first condition."""
    outcome = j.claim.conditions[0].outcome
    rows = [{"entry": arm.name, "zero": 0, **spread(against(j, arm.name, 0))} for arm in j.claim.arms]
    told = "; ".join(f"{r['entry']}: {r['median']:.4g} ({r['low90']:.4g} to {r['high90']:.4g})" for r in rows)
    note = "Median over draws of the priors, thick: half of them, thin: nine tenths. Each draw is a paired difference."
    title = f"What each arm changes: {outcome.about}"
    return draw(charts.effects(rows, outcome.unit), "effects", title, note, f"{title}. {told}.", folder)


def path_figure(j: Judgement, story: Story, folder: Path) -> Figure:
    """Draw the series behind the outcome, day by day, in every arm."""
    rows = [
        {"arm": arm, "day": day, "median": middle, "low": low, "high": high}
        for arm, values in story.series.items()
        for day, (low, middle, high) in enumerate(np.quantile(values, [0.25, 0.5, 0.75], axis=0).T.tolist())
    ]
    title = f"Day by day: {story.about}"
    note = "Median over draws; the band holds half of them. The same draws in every arm."
    last = {arm: float(np.median(values[:, -1])) for arm, values in story.series.items()}
    told = "; ".join(f"{arm}: {value:,.4g} on the last day" for arm, value in last.items())
    return draw(charts.trajectories(rows, list(story.series)), "trajectories", title, note, f"{title}. {told}.", folder)


def flip_figure(j: Judgement, folder: Path) -> Figure | None:
    """Draw the draws over the two parameters that matter most; None where one alone was drawn, or none."""
    ranked = [key for key, _ in j.flip.parameters] + [s.key for s in tornado(j)] + [p.key for p in j.claim.priors]
    keys = list(dict.fromkeys(ranked))[:2]
    if len(keys) < 2:
        return None
    holds = [all(c.holds(float(m)) for c, m in zip(j.claim.conditions, np.mean(d.margins, axis=0), strict=True))
             for d in j.draws]  # fmt: skip
    rows = [{"x": d.values[keys[0]], "y": d.values[keys[1]], "answer": charts.HOLDS if yes else charts.FAILS}
            for d, yes in zip(j.draws, holds, strict=True)]  # fmt: skip
    title = "What would flip the answer"
    where = " or ".join(region(box.sides) for box in j.flip.boxes)
    note = f"A point is a draw of the priors. It holds where {where}." if where else "A point is a draw of the priors."
    return draw(charts.scatter(rows, *keys), "flip", title, note, f"{title}. {note}", folder)


def tornado_figure(j: Judgement, folder: Path) -> Figure | None:
    """Draw what each parameter does to the effect; None for too few draws."""
    swings = tornado(j)[:_MOST]
    if not swings:
        return None
    rows = [
        {"entry": s.key, "end": end, "value": value, "low": low, "high": high}
        for s in swings
        for end, value, (low, high) in (
            ("lowest third", s.low, s.low_interval),
            ("highest third", s.high, s.high_interval),
        )
    ]
    unit = j.claim.conditions[0].outcome.unit
    note = "Mean effect in the lowest and highest third of each parameter's draws, with 90 % bootstrap intervals."
    told = "; ".join(f"{s.key}: {s.low:.4g} to {s.high:.4g}" for s in swings)
    title = "What the effect hangs on"
    return draw(charts.tornado(rows, unit), "tornado", title, note, f"{title}. {told}.", folder)


def interaction_figure(j: Judgement, folder: Path) -> Figure | None:
    """Draw whether two parameters work together; None for too few draws."""
    swings = tornado(j)
    if len(swings) < 2:
        return None
    one, other = swings[0].key, swings[1].key
    rows = crossed(j, one, other)
    unit = j.claim.conditions[0].outcome.unit
    note = "Parallel lines: each acts alone. Mean effect in halves of the draws, with 90 % bootstrap intervals."
    told = "; ".join(f"{one} {r[one]}, {other} {r[other]}: {r['value']:.4g}" for r in rows)
    title = "Do the two that matter most work together?"
    return draw(charts.interaction(rows, one, other, unit), "interaction", title, note, f"{title} {told}.", folder)


def map_figures(j: Judgement, story: Story, folder: Path) -> list[Figure]:
    """Draw, for the arm that is judged, where there is more and where less, per 100,000 inhabitants."""
    arm = next(a for c in j.claim.conditions for a in (c.arm, c.against) if a != BASE)
    known = census.load()
    if j.claim.scenario.country != "RU" or story.regions != known.codes or arm not in story.regional:
        return []
    change = story.regional[arm] / known.population * 1e5
    drawn: list[Figure] = []
    for sign, word in ((1.0, "more"), (-1.0, "less")):
        rates = {
            code: Rate(max(sign * value, 0.0), 0.0) for code, value in zip(known.codes, change.tolist(), strict=True)
        }
        if any(rate.value > 0 for rate in rates.values()):
            title = f"Where '{arm}' has {word}: {story.about}"
            chart = maps.choropleth(rates, f"{word}, per 100,000 inhabitants", _HUE.get(story.measure, "stay"))
            told = maps.spoken(title, rates)
            drawn.append(draw(chart, f"map-{word}", title, "Mean over draws, all days.", told, folder, maps.NOTE))
    return drawn


def ledger_of_priors(j: Judgement) -> list[dict[str, str]]:
    """Return the drawn parameters: key, meaning, range, and the weight each has in the tree."""
    weight = dict(j.flip.parameters)
    return [
        {"key": p.key, "about": about(j, p.key), "range": f"{p.low:g} to {p.high:g}", "shape": p.shape,
         "weight": f"{weight[p.key]:.0%}" if p.key in weight else ""}
        for p in j.claim.priors
    ]  # fmt: skip


def conditions_table(j: Judgement) -> list[dict[str, str]]:
    """Return each condition with its effect and what pairing saved."""
    rows: list[dict[str, str]] = []
    for n, c in enumerate(j.claim.conditions):
        s, saved = spread(effects(j, n)), j.bought[c.text].runs_saved
        rows.append({
            "text": c.text, "outcome": c.outcome.about, "unit": c.outcome.unit,
            "effect": "{} ({} to {})".format(*(numbers.value(s[end]) for end in ("median", "low90", "high90"))),
            "saved": "no noise in the pair" if saved is None else f"{saved:,.1f} times",
        })  # fmt: skip
    return rows
