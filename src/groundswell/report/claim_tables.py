"""The tables of a claim's report: what was drawn, the conditions, and who ends in another state."""

from collections import defaultdict

from groundswell.experiments.judgement import Judgement
from groundswell.experiments.persons import Moved
from groundswell.experiments.sensitivity import tornado
from groundswell.report import names
from groundswell.report.claim_data import Story
from groundswell.report.claim_figures import effects_of
from groundswell.report.claim_words import about
from groundswell.report.numbers import amount, value
from groundswell.report.transitions import Change, changes

_GROUPS = ("age", "sex", "region", "household")
_REGIONS = 8  # regions shown
_MOST_SAVED = 10_000.0


def drawn(j: Judgement) -> list[dict[str, str]]:
    """Return the drawn parameters: key, meaning, range, and how much each decides."""
    weight = dict(j.flip.parameters)
    return [
        {"key": p.key, "about": about(j, p.key), "range": f"{p.low:g} to {p.high:g}", "shape": _shape(p.shape),
         "weight": f"{weight[p.key]:.0%}" if p.key in weight else ""}
        for p in j.claim.priors
    ]  # fmt: skip


def _shape(shape: str) -> str:
    return {"uniform": "all values alike", "loguniform": "all orders of magnitude alike"}.get(shape, shape)


def conditions(j: Judgement) -> list[dict[str, str]]:
    """Return each condition with its effect and what common random numbers save."""
    rows: list[dict[str, str]] = []
    for n, c in enumerate(j.claim.conditions):
        s, saved = effects_of(j, n), j.bought[c.text].runs_saved
        rows.append({
            "text": c.text, "outcome": names.outcome(c.outcome.about), "unit": names.unit(c.outcome.unit).text,
            "effect": "{} ({} to {})".format(*(value(s[end]) for end in ("median", "low90", "high90"))),
            "saved": _saved(saved),
        })  # fmt: skip
    return rows


def _saved(factor: float | None) -> str:
    if factor is None:
        return "not known"
    return f"a factor of {factor:,.1f}" if factor < _MOST_SAVED else f"more than {amount(_MOST_SAVED)}"


def who(told: Story, weight: float) -> dict[str, dict[str, dict[str, list[Change]]]]:
    """Return who ends in another state than in the baseline: by arm, kind of group and level."""
    found = {arm: grouped(moved, weight, told.draws) for arm, moved in told.moved.items()}
    return {arm: kinds for arm, kinds in found.items() if kinds}


def grouped(moved: Moved, weight: float, runs: int) -> dict[str, dict[str, list[Change]]]:
    """Return one arm's changes by kind of group and level."""
    kinds: dict[str, dict[str, list[Change]]] = {}
    for kind in _GROUPS:
        levels: dict[str, list[Change]] = defaultdict(list)
        for change in changes(moved, kind, weight, runs):
            levels[change.level].append(change)
        kinds[kind] = _ordered(levels, kind)
    return {kind: levels for kind, levels in kinds.items() if levels}


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
    return "{} ({} to {})".format(*(value(each * times) for each in (middle, *ends)))
