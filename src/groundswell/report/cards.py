"""Cards in a notebook of what experiments have found: the banner first, every number with its interval."""

from typing import Any

from groundswell.comparisons import outcomes
from groundswell.comparisons.comparison import Comparison
from groundswell.comparisons.ensemble import Ensemble
from groundswell.comparisons.sweep import Sweep
from groundswell.resolution import sentence, weight
from groundswell.scenario.card import escape, framed, html_rows
from groundswell.verdicts.format_verdict import answer, quotable
from groundswell.verdicts.judgement import Judgement

_MOST = 12  # rows


def card(found: Comparison | Ensemble | Judgement | Sweep) -> str:
    """Return the card of a result, as HTML."""
    if isinstance(found, Comparison):
        return _of_comparison(found)
    if isinstance(found, Judgement):
        return _of_judgement(found)
    return _of_sweep(found) if isinstance(found, Sweep) else _of_ensemble(found)


def _of_comparison(c: Comparison) -> str:
    """Return a comparison's card: each arm's effects, with 90 % intervals."""
    rows = [
        (
            arm,
            outcomes.outcome(name, scenario=c.scenario).about,
            _number(e.mean),
            _interval(e.low90, e.high90),
            _number(e.base),
        )
        for arm in c.arms[1:]
        for name, e in c.relevant(arm).items()
    ]
    head = ("arm", "outcome", "effect", "90 % interval", "baseline")
    return framed(repr(c), html_rows(head, rows) + _scale(c.weight, len(c.seeds)), c.scenario.case)


def _of_judgement(j: Judgement) -> str:
    """Return a claim's card: the words, the verdict, the share of draws with its interval."""
    v, s = j.verdict, j.claim.scenario
    said = f"<p>{escape(j.claim.text)} ({escape(j.claim.said)})</p><p><strong>{escape(answer(j))}</strong></p>"
    said += f"<p>{escape(quotable(j))}</p>"
    rows = [(c.text, c.outcome.about, c.outcome.unit) for c in j.claim.conditions]
    table = html_rows(("condition", "outcome", "unit"), rows)
    return framed(f"{j.claim.name}: {j.claim.title}", said + table + _scale(_weight(s), v.draws), s.case)


def _of_sweep(s: Sweep) -> str:
    """Return a sweep's card: what was varied, and how far the outcomes went over points and seeds."""
    varied = [(key, _values([point[key] for point in s.points])) for key in s.points[0]]
    arms = list(dict.fromkeys(row["arm"] for row in s.rows))
    named = ("voice", "exit", "lives")
    ends = [
        (str(arm), outcomes.outcome(name).about, _interval(min(values), max(values)))
        for arm in arms
        for name in named
        for values in [[float(row[name]) for row in s.rows if row["arm"] == arm]]
    ]
    title = (
        f"Sweep of {len(s.points)} points, {len(s.seeds)} seeds: {len(s.jobs)} runs, {len(s.failures)} without a result"
    )
    tables = html_rows(("varied", "from ... to"), varied) + html_rows(("arm", "outcome", "lowest to highest run"), ends)
    first = s.jobs[0].variants[0].scenario
    return framed(title, tables + _scale(_weight(first), 1), first.case)


def _of_ensemble(e: Ensemble) -> str:
    """Return an ensemble's card: totals with the 90 % interval of their mean and quantiles of single runs."""
    rows = [
        (t.about, _number(t.mean), _interval(t.low, t.high), _interval(t.quantile_low, t.quantile_high))
        for t in list(e.relevant.values())[:_MOST]
    ]
    head = ("total", "mean", "90 % interval of the mean", e.band_is)
    return framed(repr(e), html_rows(head, rows) + _scale(e.weight, len(e.runs)), e.scenario.case)


def _weight(scenario: Any) -> float:
    return weight(float(scenario.case.population.total), scenario.persons)


def _scale(weight: float, runs: int) -> str:
    return f"<p>{escape(sentence(weight, runs))}</p>"


def _values(values: list[Any]) -> str:
    if all(isinstance(each, int | float) and not isinstance(each, bool) for each in values):
        return f"{min(values):g} to {max(values):g}"
    return ", ".join(dict.fromkeys(map(str, values)))


def _interval(low: float | None, high: float | None) -> str:
    return "not known" if low is None or high is None else f"{_number(low)} to {_number(high)}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 10 else f"{value:.3g}"
