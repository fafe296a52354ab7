"""A verdict in words for a terminal, and as plain JSON values."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from groundswell.experiments.compare import BASE
from groundswell.experiments.flip import Box, Side
from groundswell.experiments.judgement import Judgement
from groundswell.experiments.told import number
from groundswell.run.ledger import OUTSIDE
from groundswell.types import Floats

MEANING = {
    "supported": "it holds in more than nine tenths of what the priors leave open",
    "refuted": "it holds in less than a tenth of what the priors leave open",
    "depends on": "what the priors leave open decides",
    "undecided": "these runs cannot tell",
    "withheld": "the placebo of this version is not zero: no verdict is given",
}


def as_dict(j: Judgement) -> dict[str, Any]:
    """Return a judgement as JSON values."""
    v, c = j.verdict, j.claim
    return {
        "claim": c.name, "title": c.title, "text": c.text, "said": c.said, "reading": c.reading,
        "literature": c.literature, "refuted_if": c.refuted_if,
        "verdict": v.answer, "share": v.share, "interval90": [v.low, v.high], "draws": v.draws, "unclear": v.unclear,
        "more_draws": v.more_draws, "more_pairs": v.more_pairs, "noise_share": v.noise_share,
        "placebo": j.placebo or "exactly zero",
        "near_evidence": near_evidence(j),
        "flip": {
            "parameters": [{"key": key, "weight": weight} for key, weight in j.flip.parameters],
            "holds_in": [_box(box) for box in j.flip.boxes], "skill": j.flip.skill, "always": j.flip.always,
        },
        "conditions": [
            {"text": k.text, "arm": k.arm, "against": k.against, "outcome": k.outcome.name, "unit": k.outcome.unit,
             "direction": k.direction, "threshold": k.threshold, "relative": k.relative,
             "effect": spread(effects(j, n)), "pairing": j.bought[k.text].as_dict()}
            for n, k in enumerate(c.conditions)
        ],
        "arms": {arm: [spread(against(j, arm, n)) for n in range(len(c.conditions))]
                 for arm in (a.name for a in c.arms)},
        "assumptions": list(c.assumptions),
        "priors": [{"key": p.key, "low": p.low, "high": p.high, "shape": p.shape} for p in c.priors],
        "fixed": dict(c.fixed), "scenario_hash": c.scenario.hash, "persons": c.scenario.persons,
        "failures": list(j.failures),
        "outside": OUTSIDE,
    }  # fmt: skip


def near_evidence(j: Judgement) -> dict[str, float | int | None]:
    """Return how many draws come within a factor of ten of what was counted, and the share of these that hold."""
    holds = [all(c.holds(float(m)) for c, m in zip(j.claim.conditions, np.mean(d.margins, axis=0), strict=True))
             for d in j.draws if d.near_evidence]  # fmt: skip
    return {"draws": len(holds), "share": float(np.mean(holds)) if holds else None}


def effects(j: Judgement, n: int) -> Floats:
    """Return the effect of a condition in each draw (draws,), pairs averaged."""
    c = j.claim.conditions[n]
    return np.array([float(np.mean([arms[c.arm][n] - arms[c.against][n] for arms in d.outcomes])) for d in j.draws])


def against(j: Judgement, arm: str, n: int) -> Floats:
    """Return an arm's difference from the baseline in a condition's outcome, in each draw (draws,)."""
    return np.array([float(np.mean([arms[arm][n] - arms[BASE][n] for arms in d.outcomes])) for d in j.draws])


def spread(values: Floats) -> dict[str, float]:
    """Return median and 50 and 90 % intervals over draws."""
    q = np.quantile(values, [0.05, 0.25, 0.5, 0.75, 0.95]).tolist()
    return dict(zip(("low90", "low50", "median", "high50", "high90"), q, strict=True))


def _box(box: Box) -> dict[str, Any]:
    sides = [{"key": s.key, "low": _finite(s.low), "high": _finite(s.high)} for s in box.sides]
    return {"sides": sides, "coverage": box.coverage, "density": box.density, "draws": box.draws}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def region(sides: Sequence[Side]) -> str:
    """Return a box in words: "behaviour.others above 0.21, lives.substitution at most 0.5"."""
    return ", ".join(_side(s) for s in sides) or "everywhere"


def _side(s: Side) -> str:
    if math.isfinite(s.low) and math.isfinite(s.high):
        return f"{s.key} in {s.low:.3g} to {s.high:.3g}"
    return f"{s.key} above {s.low:.3g}" if math.isfinite(s.low) else f"{s.key} at most {s.high:.3g}"


def answer(j: Judgement) -> str:
    """Return the verdict in a few words, with what it depends on or what is missing."""
    v = j.verdict
    if v.answer == "depends on":
        keys = [key for key, _ in j.flip.parameters]
        return f"depends on {', '.join(keys)}" if keys else "depends on parameters that a shallow tree cannot tell"
    if v.answer == "undecided":
        return f"undecided: needs {v.more_draws:,} draws" if v.more_draws else (
            f"undecided: needs {v.more_pairs:,} pairs a draw")  # fmt: skip
    return v.answer


def fixed(j: Judgement) -> str:
    """Return which parameters were fixed, and at what: "behaviour.others = 0.2, call.served = 0.9"."""
    return ", ".join(f"{key} = {value}" for key, value in j.claim.fixed.items())


def as_text(j: Judgement) -> str:
    """Return a judgement for a terminal."""
    v, c = j.verdict, j.claim
    lines = [f"{c.name}  {c.title}", f'"{c.text}" ({c.said})', "", f"Verdict: {answer(j)}"]
    if c.fixed:
        lines += [f"  with {fixed(j)}"]
    lines += [f"  holds in {v.share:.0%} of {v.draws} draws of the priors (90 % interval {v.low:.0%} to {v.high:.0%})"]
    lines += [f"  {MEANING[v.answer]}; {v.unclear} draws too near to call, {v.noise_share:.0%} of the spread is noise"]
    near = near_evidence(j)
    if near["share"] is not None:
        lines += [
            f"  of the {near['draws']} draws within a factor of ten of what was counted it holds in {near['share']:.0%}"
        ]
    lines += [f"  placebo: {j.placebo or 'exactly zero'}", "", "Conditions (median over draws, 90 % interval)"]
    for n, k in enumerate(c.conditions):
        s = spread(effects(j, n))
        lines.append(
            f"  {number(s['median']):>10} ({number(s['low90'])} to {number(s['high90'])}) {k.outcome.unit}: {k.text}"
        )
        saved = j.bought[k.text].runs_saved
        if saved is not None:
            lines.append(f"  {'':>10} pairing needs {saved:,.1f} times fewer runs than seeds apart")
    if j.flip.parameters:
        lines += ["", "It holds where"]
        lines += [f"  {region(b.sides)}  [coverage {b.coverage:.0%}, density {b.density:.0%}]" for b in j.flip.boxes]
    lines += ["", "It rests on", *(f"  {a}" for a in c.assumptions)]
    lines += [f"no result: {why}" for why in j.failures[:10]]
    return "\n".join([*lines, "", f"Expected from the literature: {c.literature}", OUTSIDE])
