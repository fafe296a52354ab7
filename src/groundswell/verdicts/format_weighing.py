"""How evidence moved a verdict: in words, as rows of a table, and as plain JSON values."""

import math
from typing import Any

from groundswell.verdicts.verdict import METHOD_WEIGHED, Verdict
from groundswell.verdicts.weighing import Weighing


def rows(w: Weighing) -> list[tuple[str, Verdict]]:
    """Return the verdicts under their names: before evidence, after it, and without each target."""
    some = sorted(w.without.items(), key=lambda each: -abs(each[1].share - w.posterior.share))
    return [("prior", w.prior), ("posterior", w.posterior), *((f"without {target}", v) for target, v in some)]


def cause(v: Verdict) -> str:
    """Return why evidence leaves a verdict undecided, without what would help: that is said of the answer itself."""
    return v.why.partition("; ")[0]


def verdict_words(v: Verdict) -> str:
    """Return a verdict with its share: "supported, in 97 % (90 % interval 92 % to 99 %), worth 104 draws"."""
    why = f" ({cause(v)})" if v.why else ""
    return f"{v.answer}{why}, in {v.share:.0%} (90 % interval {v.low:.0%} to {v.high:.0%}), worth {v.worth:.0f} draws"


def words(w: Weighing) -> list[str]:
    """Return how the verdict moved and which target moved it most, a sentence each."""
    moved = f"evidence moved the verdict from {w.prior.answer} to {w.posterior.answer}"
    if w.prior.answer == w.posterior.answer:
        moved = f"evidence leaves the verdict what it was: {w.posterior.answer}"
    said = [f"{moved}; the share from {w.prior.share:.0%} to {w.posterior.share:.0%}"]
    if target := w.most_moved:
        without = w.without[target]
        said.append(f"{target} moved it most: without it {verdict_words(without)}")
    if w.without and w.posterior.answer != "undecided":
        turned = [name for name, v in w.without.items() if v.answer != w.posterior.answer]
        said.append(f"the verdict would be another without any one of: {', '.join(turned)}" if turned else
                    "no single target decides the verdict")  # fmt: skip
    return said


def stated(w: Weighing) -> list[str]:
    """Return what is drawn, from where, and what is not, a sentence each."""
    a = w.about
    by = f"{len(a.targets)} target{'' if len(a.targets) == 1 else 's'} ({', '.join(a.targets)})"
    lines = [f"{len(a.drawn)} parameters are drawn from the joint prior of '{a.scenario}' and weighed by {by}",
             "no range is cut by hand: those of the claim's file do not count"]  # fmt: skip
    if a.own:
        lines.append(f"drawn from their stated range, for the posterior does not have them: {', '.join(a.own)}")
    if a.fixed:
        lines.append(f"fixed, though the posterior has them: {', '.join(a.fixed)}")
    return lines


def as_dict(w: Weighing) -> dict[str, Any]:
    """Return the weighing as JSON values."""
    return {
        "prior": _dict(w.prior), "posterior": _dict(w.posterior),
        "without": {target: _dict(v) for target, v in w.without.items()},
        "most_moved": w.most_moved, "in_words": words(w), "stated": stated(w), "interval_method": METHOD_WEIGHED,
        "khat": w.khat if math.isfinite(w.khat) else None,
        "scenario": w.about.scenario, "targets": list(w.about.targets), "drawn": list(w.about.drawn),
        "own": list(w.about.own), "fixed": list(w.about.fixed),
    }  # fmt: skip


def _dict(v: Verdict) -> dict[str, Any]:
    return {"verdict": v.answer, "why": v.why, "share": v.share, "interval90": [v.low, v.high], "draws": v.draws,
            "worth": v.worth}  # fmt: skip
