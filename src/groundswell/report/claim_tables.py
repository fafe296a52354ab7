"""The tables of a claim's report: what was drawn, the conditions, and final-status transitions."""

from collections import defaultdict

from groundswell.case.population import Population
from groundswell.comparisons.effects import reduction_in_words
from groundswell.computing.persons import Moved
from groundswell.report import names
from groundswell.report.claim_data import Story
from groundswell.report.claim_figures import effects_of
from groundswell.report.claim_words import about
from groundswell.report.numbers import percent, value
from groundswell.report.transitions import Change, changes
from groundswell.verdicts import format_verdict, format_weighing, stated
from groundswell.verdicts.judgement import Judgement
from groundswell.verdicts.sensitivity import tornado

_GROUPS = ("age", "sex", "household", "region")  # the longest last: two columns then end nearly level
_REGIONS = 8  # regions shown


def drawn(j: Judgement) -> list[dict[str, str]]:
    """Return the parameters that the claim names: key, meaning, range, and how much each decides."""
    weight = dict(j.discovery.parameters)
    return [
        {"key": p.key, "about": about(j, p.key), "range": "" if d.by else f"{p.low:g} to {p.high:g}",
         "shape": _by(d, j) or _shape(p.shape), "cut": _cut(d),
         "weight": f"{weight[p.key]:.0%}" if p.key in weight else ""}
        for d in stated.drawn(j.joint)
        for p in [d.prior]
    ]  # fmt: skip


def _by(d: stated.Drawn, j: Judgement) -> str:
    """Return from which observable a parameter is solved for, and its prior."""
    c = j.joint.coordinate(d.prior.key) if d.by else None
    if c is None:
        return ""
    return f"solved for from: {c.parameter.meta.about}, {c.prior.low:g} to {c.prior.high:g}"


def rest(j: Judgement) -> list[dict[str, str]]:
    """Return what else the joint prior draws: meaning, key, range."""
    named = {p.key for p in j.claim.priors}
    return [
        {"key": c.key, "about": c.parameter.meta.about, "range": f"{c.prior.low:g} to {c.prior.high:g}",
         "shape": _shape(c.prior.shape)}
        for c in j.joint.prior.coordinates
        if not named & {c.key, c.solves}
    ]  # fmt: skip


def _cut(d: stated.Drawn) -> str:
    """Return the declared range of a parameter that the claim's file draws from another one."""
    if not d.cut:
        return ""
    return f"cut: declared {d.declared.low:g} to {d.declared.high:g}" if d.declared else "none declared"


def held(j: Judgement) -> list[dict[str, str]]:
    """Return the parameters that have a range but keep one value in every draw: key, meaning, value, range."""
    return [
        {"key": h.key, "about": about(j, h.key), "value": value(h.value), "range": f"{h.low:g} to {h.high:g}"}
        for h in format_verdict.held(j)
    ]


def weighed(j: Judgement) -> list[dict[str, str]]:
    """Return the verdicts before evidence, after it and without each target, none without evidence."""
    return [
        {"of": name, "answer": f"{v.answer}: {format_weighing.cause(v)}" if v.why else v.answer,
         "worth": f"{v.worth:.0f}",
         "share": f"{percent(v.share)} ({percent(v.low)} to {percent(v.high)})"}
        for name, v in (format_weighing.rows(j.weighing) if j.weighing else ())
    ]  # fmt: skip


def _shape(shape: str) -> str:
    return {"uniform": "all values alike", "loguniform": "all orders of magnitude alike"}.get(shape, shape)


def conditions(j: Judgement) -> list[dict[str, str]]:
    """Return each condition with its effect and what common random numbers save."""
    rows: list[dict[str, str]] = []
    for n, c in enumerate(j.claim.conditions):
        s = effects_of(j, n)
        rows.append({
            "text": c.text, "outcome": c.outcome.about, "unit": names.unit(c.outcome.unit).text,
            "effect": "{} ({} to {})".format(*(names.signed(s[end]) for end in ("median", "low90", "high90"))),
            "reduction": reduction_in_words(j.variance_reduction[c.text]),
        })  # fmt: skip
    return rows


def who(story: Story, weight: float, people: Population) -> dict[str, dict[str, dict[str, list[Change]]]]:
    """Return final-status transitions against the baseline: by arm, kind of group and level."""
    found = {arm: grouped(moved, weight, story.draws, people) for arm, moved in story.moved.items()}
    return {arm: kinds for arm, kinds in found.items() if kinds}


def grouped(moved: Moved, weight: float, runs: int, people: Population) -> dict[str, dict[str, list[Change]]]:
    """Return one arm's changes by kind of group and level; households are left out where all are alike."""
    kinds: dict[str, dict[str, list[Change]]] = {}
    for kind in _GROUPS:
        levels: dict[str, list[Change]] = defaultdict(list)
        for change in changes(moved, kind, weight, runs, people):
            levels[change.level].append(change)
        kinds[kind] = _ordered(levels, kind)
    return {kind: levels for kind, levels in kinds.items() if len(levels) > 1 or (levels and kind != "household")}


def _ordered(levels: dict[str, list[Change]], kind: str) -> dict[str, list[Change]]:
    """Return the levels in order, of regions those with most, and of each level the largest changes."""

    def order(name: str) -> tuple[float, str]:
        return (-sum(c.persons for c in levels[name]) if kind == "region" else 0.0, name)

    return {name: levels[name][:3] for name in sorted(levels, key=order)[:_REGIONS]}


def swings(j: Judgement) -> list[dict[str, str]]:
    """Return each parameter's effect in the lowest and the highest third of its draws, with intervals."""
    times = names.unit(j.claim.conditions[0].outcome.unit).times
    return [
        {"about": about(j, s.key), "low": _with(s.low, s.low_interval, times),
         "high": _with(s.high, s.high_interval, times)}
        for s in tornado(j)
    ]  # fmt: skip


def _with(middle: float, ends: tuple[float, float], times: float) -> str:
    return "{} ({} to {})".format(*(names.signed(each * times) for each in (middle, *ends)))
