"""A verdict in words for a terminal, and as plain JSON values."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from groundswell import resolution
from groundswell.comparisons.compare import BASE
from groundswell.comparisons.effects import reduction_in_words
from groundswell.comparisons.format_comparison import number
from groundswell.running.ledger import OUTSIDE
from groundswell.scenario import Scenario
from groundswell.scenario.meanings import with_key
from groundswell.types import Floats
from groundswell.verdicts import format_could_fail, format_weighing, stated
from groundswell.verdicts.discovery import Bound, Box
from groundswell.verdicts.judgement import Judgement
from groundswell.verdicts.margins import Coarse
from groundswell.verdicts.near import FACTOR, near_evidence, near_in_words
from groundswell.verdicts.verdict import METHOD, METHOD_WEIGHED

MEANING = {
    "supported": "it holds in more than nine tenths of the draws of the stated assumptions",
    "refuted": "it holds in less than a tenth of the draws of the stated assumptions",
    "depends on": "it holds in some of the draws of the stated assumptions and not in others",
    "undecided": "these runs cannot tell",
    "foregone": "it holds in none, or in all, of all allowed values: it could not have come out otherwise",
    "withheld": "the placebo of this version is not zero: no verdict is given",
}


def as_dict(j: Judgement) -> dict[str, Any]:
    """Return a judgement as JSON values."""
    v, c = j.verdict, j.claim
    return {
        "claim": c.name, "title": c.title, "text": c.text, "said": c.said, "reading": c.reading,
        "literature": c.literature, "refuted_if": c.refuted_if,
        "verdict": v.answer, "answer": answer(j), "quotable": quotable(j), "not_quotable": list(NOT_QUOTABLE),
        "share": v.share, "interval90": [v.low, v.high], "draws": v.draws, "worth": v.worth,
        "interval_method": METHOD_WEIGHED if j.weighing else METHOD,
        "weighing": format_weighing.as_dict(j.weighing) if j.weighing else None,
        "unclear": v.unclear,
        "more_draws": v.more_draws, "more_pairs": v.more_pairs, "noise_share": v.noise_share,
        "placebo": j.placebo or "exactly zero",
        "could_fail": format_could_fail.as_dict(j.could_fail) if j.could_fail else None,
        "near_evidence": near_evidence(j),
        "depends_on": {
            "parameters": [{"key": key, "weight": weight} for key, weight in j.discovery.parameters],
            "holds_in": [_box(box) for box in j.discovery.boxes], "skill": j.discovery.skill,
            "always": j.discovery.always,
            "measured_on": "draws that were held back (five folds)",
        },
        "conditions": [
            {"text": k.text, "arm": k.arm, "against": k.against, "outcome": k.outcome.name, "unit": k.outcome.unit,
             "direction": k.direction, "threshold": k.threshold, "relative": k.relative,
             "effect": spread(effects(j, n), j.weights), "variance_reduction": j.variance_reduction[k.text].as_dict()}
            for n, k in enumerate(c.conditions)
        ],
        "arms": {arm: [spread(against(j, arm, n), j.weights) for n in range(len(c.conditions))]
                 for arm in (a.name for a in c.arms)},
        "assumptions": list(c.assumptions),
        "drawn": [_drawn(d) for d in stated.drawn(j.joint)], "joint": _joint(j), "silent": j.silent,
        "fixed": [h._asdict() for h in held(j)], "fixed_by_user": dict(c.fixed),
        "resolution": {"person_stands_for": weight(j), "in_words": resolution.sentence(weight(j)),
                       "below": [coarse_in_words(each, people(j)) for each in j.coarse]},
        "scenario": c.scenario.name, "scenario_hash": c.scenario.hash, "persons": c.scenario.persons,
        "days": c.scenario.days, "seeds": sorted({seed for d in j.draws for seed in d.seeds}),
        "warnings": warnings(j), "failures": list(j.failures),
        "outside": OUTSIDE,
    }  # fmt: skip


def people(j: Judgement) -> int:
    """Return how many people there are, full size."""
    return j.claim.scenario.case.population.total


def weight(j: Judgement) -> float:
    """Return how many people a simulated person stands for."""
    return resolution.weight(people(j), j.claim.scenario.persons)


def coarse_in_words(c: Coarse, people: int) -> str:
    """Return why no verdict is given on a condition that asks for less than one simulated person, and what helps."""
    if not c.persons:
        return f"{_too_coarse(c)}; use a larger scale (--scale)"
    scale = max(int(people / c.persons), 1)
    remedy = f"use a scale of 1:{scale} or larger (--scale), or {c.pairs} pairs a draw or more (--pairs)"
    return f"{_too_coarse(c)}; {remedy}"


def _too_coarse(c: Coarse) -> str:
    k = c.condition
    asked = f"{100.0 * k.threshold:.2g} % of" if k.relative else f"{k.threshold:.2g} of"
    found = f"{number(c.wanted)} {k.outcome.unit}, less than the step of one simulated person ({number(c.step)})"
    return f"{asked} {k.outcome.about} is {found}"


def warnings(j: Judgement) -> list[str]:
    """Return what a reader of the verdict must not miss, a sentence each."""
    near, said = near_evidence(j), list[str]()
    cut = [] if j.weighing else [with_key(d.prior.key, j.claim.scenario) for d in stated.drawn(j.joint) if d.cut]
    if cut:
        said.append(f"ranges cut by the claim's file, not as declared: {'; '.join(cut)}")
    if j.could_fail and j.could_fail.whole.state != "could fail":
        said += format_could_fail.words(j.could_fail)[:1]
    said += silence(j)
    if some := held(j):
        said.append(f"{len(some)} uncertain parameters stay at one value in every draw")
    if near["draws"] == len(j.draws) and not j.weighing:
        said.append(f"every draw is within a factor of {FACTOR:g} of the published figures: they rule out none")
    if j.failures:
        said.append(f"{len(j.failures)} runs have no result")
    return said + [coarse_in_words(each, people(j)) for each in j.coarse]


def effects(j: Judgement, n: int) -> Floats:
    """Return the effect of a condition in each draw (draws,), pairs averaged."""
    c = j.claim.conditions[n]
    return np.array([float(np.mean([arms[c.arm][n] - arms[c.against][n] for arms in d.outcomes])) for d in j.draws])


def against(j: Judgement, arm: str, n: int) -> Floats:
    """Return an arm's difference from the baseline in a condition's outcome, in each draw (draws,)."""
    return np.array([float(np.mean([arms[arm][n] - arms[BASE][n] for arms in d.outcomes])) for d in j.draws])


def spread(values: Floats, weights: Floats | None = None) -> dict[str, float]:
    """Return median and 50 and 90 % intervals over draws, which may have weights that differ."""
    ends = [0.05, 0.25, 0.5, 0.75, 0.95]
    if weights is None or np.ptp(weights) < 1e-12:
        q = np.quantile(values, ends).tolist()
    else:
        order = np.argsort(values, kind="stable")
        below = np.cumsum(weights[order]) - 0.5 * weights[order]
        q = np.interp(ends, below / weights.sum(), values[order]).tolist()
    return dict(zip(("low90", "low50", "median", "high50", "high90"), q, strict=True))


def _drawn(d: stated.Drawn) -> dict[str, Any]:
    p, declared = d.prior, d.declared
    own: dict[str, Any] = {"key": p.key, "low": p.low, "high": p.high, "shape": p.shape, "cut": d.cut}
    own["solved_for_from"] = list(d.by) if d.by else None
    return own | {"declared": [declared.low, declared.high, declared.shape] if declared else None}


def _joint(j: Judgement) -> list[dict[str, Any]]:
    some = j.joint.prior.coordinates
    return [{"key": c.key, "low": c.prior.low, "high": c.prior.high, "shape": c.prior.shape, "solves": c.solves}
            for c in some]  # fmt: skip


def _box(box: Box) -> dict[str, Any]:
    bounds = [{"key": b.key, "low": _finite(b.low), "high": _finite(b.high)} for b in box.bounds]
    return {"bounds": bounds, "coverage": box.coverage, "density": _finite(box.density), "draws": box.draws}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def region(bounds: Sequence[Bound], scenario: Scenario) -> str:
    """Return a box in words: "baseline propensity to leave (behaviour.leave) above 0.21; ..."."""
    return "; ".join(f"{with_key(b.key, scenario)} {b.words}" for b in bounds) or "everywhere"


def answer(j: Judgement) -> str:
    """Return the verdict in a few words, with what it depends on or what is missing."""
    v = j.verdict
    if v.answer == "depends on":
        named = [with_key(key, j.claim.scenario) for key, _ in j.discovery.parameters]
        return f"depends on {'; '.join(named)}" if named else "depends on parameters that these draws cannot name"
    if v.why:
        return f"{v.answer}: {v.why}"
    if v.answer == "undecided" and j.coarse:
        return f"undecided: {coarse_in_words(j.coarse[0], people(j))}"
    if v.answer == "undecided":
        return f"undecided: needs {v.more_draws:,} draws" if v.more_draws else (
            f"undecided: needs {v.more_pairs:,} pairs a draw")  # fmt: skip
    return v.answer


def fixed(j: Judgement) -> str:
    """Return which parameters were fixed, and at what: "behaviour.others = 0.2, call.served = 0.9"."""
    return ", ".join(f"{key} = {value}" for key, value in j.claim.fixed.items())


def quotable(j: Judgement) -> str:
    """Return the one sentence that may be quoted of a verdict, with its interval and what it says."""
    v = j.verdict
    if v.answer == "withheld":
        return "No verdict is given: the placebo, which must be exactly zero, is not."
    if v.answer == "foregone" and j.could_fail:
        return f"No finding: over all allowed values it holds in {format_could_fail.share_words(j.could_fail.whole)}."
    if j.coarse:
        return f"No verdict is given at this scale: {_too_coarse(j.coarse[0])}."
    what = " and ".join(f'"{c.text.rstrip(".")}"' for c in j.claim.conditions)
    means = "this says what follows from the assumptions, not how probable it is"
    if j.weighing:
        means = "this says what follows from the model, its priors and these figures, with all that is wrong in them"
    undecided = " Too few runs to decide the claim." if v.answer == "undecided" else ""
    share, low, high = (f"{100.0 * x:.0f} %" for x in (v.share, v.low, v.high))
    return (f"In {share} (90 % interval {low} to {high}) of {v.draws} draws {source(j)} this held in the "
            f"simulation: {what}; {means}.{undecided}")  # fmt: skip


def source(j: Judgement) -> str:
    """Return of what the draws are: of stated assumptions, or weighed by published figures."""
    if j.weighing:
        many = len(j.weighing.about.targets)
        return f"weighed by {many} published figure{'' if many == 1 else 's'}, worth {j.verdict.worth:.0f},"
    return "of the stated assumptions"


NOT_QUOTABLE = (
    "the share of draws as the probability that the claim is true",
    "an effect without its range over draws, or from one draw",
    "a figure of one region or day, or one that rests on fewer than ten simulated persons",
    "anything here as a forecast",
)


def as_text(j: Judgement) -> str:
    """Return a judgement for a terminal."""
    v, c = j.verdict, j.claim
    lines = [f"{c.name}  {c.title}", f'"{c.text}" ({c.said})', "", f"Verdict: {answer(j)}"]
    if c.fixed:
        lines += [f"  with {fixed(j)}"]
    lines += [f"  holds in {v.share:.0%} of {v.draws} draws {source(j).rstrip(',')} "
              f"(90 % interval {v.low:.0%} to {v.high:.0%})"]  # fmt: skip
    draws = f"{v.unclear} draw{'' if v.unclear == 1 else 's'}"
    lines += [f"  {MEANING[v.answer]}; in {draws} the effect is within its own error, "
              f"{v.noise_share:.0%} of the variance of margins is noise"]  # fmt: skip
    lines += [f"  {words}" for words in assumed(j)]
    if j.weighing:
        lines += ["", "Before evidence, after it, and without each published figure"]
        lines += [
            f"  {name:<18}{format_weighing.verdict_words(each)}" for name, each in format_weighing.rows(j.weighing)
        ]
        lines += [*(f"  {words}" for words in format_weighing.words(j.weighing)), ""]
    if scale := resolution.sentence(weight(j)):
        lines += [f"  {scale}"]
    lines += [f"  {words}" for words in could_fail_words(j)]
    lines += [f"  placebo: {j.placebo or 'exactly zero'}", "", "Conditions (median over draws, 90 % interval)"]
    for n, k in enumerate(c.conditions):
        s = spread(effects(j, n), j.weights)
        lines.append(
            f"  {number(s['median']):>10} ({number(s['low90'])} to {number(s['high90'])}) {k.outcome.unit}: {k.text}"
        )
        lines.append(f"  {'':>10} {variance_reduction(j, k.text)}")
    if j.discovery.boxes:
        lines += ["", "It holds where (of draws held back)"]
        lines += [
            f"  {region(b.bounds, c.scenario)}  [coverage {b.coverage:.0%}, density {b.density:.0%}]"
            for b in j.discovery.boxes
        ]
    lines += ["", "It rests on", *(f"  {a}" for a in c.assumptions)]
    lines += [f"no result: {why}" for why in j.failures[:10]]
    lines += ["", f"To quote: {quotable(j)}", f"Not to be quoted: {'; '.join(NOT_QUOTABLE)}."]
    return "\n".join([*lines, "", f"Expected from the literature: {c.literature}", OUTSIDE])


def assumed(j: Judgement) -> list[str]:
    """Return what is drawn, cut and fixed, and by what evidence draws are held or weighed, a sentence each."""
    if not j.weighing:
        return [*stated.words(j.joint), *silence(j), near_in_words(j)]
    return [*format_weighing.stated(j.weighing), stated.fixed(j.joint), *silence(j)]


def silence(j: Judgement) -> list[str]:
    """Return how many draws are left out because nobody did what a condition counts; nothing for none."""
    if not j.silent:
        return []
    draws = "1 draw is" if j.silent == 1 else f"{j.silent} draws are"
    return [f"{draws} left out: at this scale nobody does in them what a condition counts, so it cannot be asked"]


def held(j: Judgement) -> tuple[stated.Held, ...]:
    """Return the uncertain parameters that keep one value in all draws."""
    return stated.held(j.joint, j.weighing.about.drawn if j.weighing else ())


def could_fail_words(j: Judgement) -> list[str]:
    """Return whether the claim could have come out otherwise, a sentence each, and what the answer cost."""
    if j.could_fail:
        return [*format_could_fail.words(j.could_fail), *format_could_fail.how(j.could_fail)]
    return [] if j.claim.placebo else ["whether it could fail was not asked"]


def variance_reduction(j: Judgement, condition: str) -> str:
    """Return by what factor common random numbers reduce the variance of a condition's effect, in words."""
    e = j.variance_reduction[condition]
    said = reduction_in_words(e)
    if e.variance_reduction is None:
        return f"variance reduction by common random numbers: {said}"
    return f"common random numbers reduce the variance by a factor of {said.replace(' x', '')}"
