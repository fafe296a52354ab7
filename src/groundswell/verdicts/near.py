"""How many draws of stated ranges come near what was counted: a check where no posterior weighs them."""

from typing import Any

import numpy as np

from groundswell.running.targets import split, totals
from groundswell.verdicts.judgement import Judgement
from groundswell.verdicts.verdict import interval

FACTOR = 2.0  # of what was counted: a draw whose baseline is further off is not near the evidence


def near_evidence(j: Judgement) -> dict[str, Any]:
    """Return how many draws come within a factor of what was counted, and the share of these that hold.

    `checked`: published figures that the scenario can be held against; `left_out`: the others, and why. Where none can
    be, `draws` is None: nothing was checked.
    """
    made, left = split(totals(j.claim.scenario), j.claim.scenario)
    holds = [all(c.holds(float(m)) for c, m in zip(j.claim.conditions, np.mean(d.margins, axis=0), strict=True))
             for d in j.draws if d.off <= FACTOR]  # fmt: skip
    near = {"draws": len(holds), "share": float(np.mean(holds)) if holds else None,
            "interval90": list(interval(sum(holds), len(holds))) if holds else None}  # fmt: skip
    return {
        "factor": FACTOR,
        "checked": [t.id for t in made],
        "left_out": left,
        "draws": None,
        "share": None,
        "interval90": None,
    } | (near if made else {})


def near_in_words(j: Judgement) -> str:
    """Return how many draws come near what was counted, which figures that means, and which were left out, and why."""
    near = near_evidence(j)
    if not totals(j.claim.scenario):
        return "the case has no published sums to hold draws against"
    left = "; ".join(f"{name} is not checked, {why.removesuffix('.')}" for name, why in near["left_out"].items())
    if near["draws"] is None:
        return f"no draw is held against published figures: {left}"
    share = ""
    if near["share"] is not None:
        low, high = near["interval90"]
        share = f"; in these it holds in {near['share']:.0%} (90 % interval {low:.0%} to {high:.0%})"
    words = f"{near['draws']} of {len(j.draws)} draws come within a factor of {FACTOR:g} of the published figures"
    return f"{words} ({', '.join(near['checked'])}){share}" + (f"; {left}" if left else "")
