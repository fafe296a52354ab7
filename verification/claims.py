"""Tests the fifteen claims at 1:100, some with parameters fixed; writes results/claims.md.

Run: python verification/claims.py (more than an hour on two processors; runs are kept in runs/verification, so that
it goes on where it was). Ends with code 1 if the placebo is not exactly zero.
"""

import sys
from pathlib import Path
from typing import Any

from groundswell.experiments import claim_file, verdict_told
from groundswell.experiments.judgement import Judgement, judge_claim

RESULTS = Path(__file__).parent / "results" / "claims.md"
RUNS = Path("runs", "verification")
DRAWS = 64
MOST_DRAWS, MOST_PAIRS = 200, 6  # where a verdict asks for more
# What a claim's answer hangs on, fixed: (claim, parameters)
FIXED: list[tuple[str, dict[str, Any]]] = [
    ("H6", {"behaviour.border_signal": 0.5}),
    ("H6", {"behaviour.border_signal": -0.5}),
    ("H9", {"policing.backlash": 0.0}),
    ("H9", {"policing.backlash": 1.5}),
    ("H9", {"behaviour.others": 0.4, "policing.fear": 1.0}),
    ("H14", {"behaviour.leave_threat": 0.0, "behaviour.exit_signal_voice": 0.5}),
    ("H14", {"behaviour.leave_threat": 1.0}),
]

INTRODUCTION = f"""# The claims

`python verification/claims.py`

`mobilization-2022` at 1:100, {DRAWS} draws of each claim's priors, one draw in eight with a second pair. Share of
draws in which the claim holds, with its 90 % interval; then among draws whose baseline comes within a factor of ten of
what was counted. A claim that was undecided was run again with the draws or the pairs a draw that it asked for, up to
{MOST_DRAWS} and {MOST_PAIRS}.
What each claim says and what would refute it: `groundswell claims`.
"""
HEAD = ("| claim | | draws | pairs | verdict | holds in | near the evidence |", "|---|---|---|---|---|---|---|")


def judged(name: str, draws: int = DRAWS, **more: Any) -> Judgement:
    """Judge a claim; again with the draws or pairs that it asks for, while it asks for no more than there may be."""
    pairs = 1
    while True:
        j = judge_claim(name, RUNS, draws, pairs, **more)
        wanted = max(draws, j.verdict.more_draws), max(pairs, j.verdict.more_pairs)
        if wanted == (draws, pairs) or wanted[0] > MOST_DRAWS or wanted[1] > MOST_PAIRS:
            return j
        draws, pairs = wanted


def row(j: Judgement, name: str) -> str:
    """Return a line of the table."""
    pairs = min(len(draw.seeds) for draw in j.draws)
    v, near = j.verdict, verdict_told.near_evidence(j)
    close = f"{near['share']:.0%} of {near['draws']}" if near["share"] is not None else "none"
    share = f"{v.share:.0%} ({v.low:.0%} to {v.high:.0%})"
    return f"| {name} | {j.claim.title} | {v.draws} | {pairs} | {verdict_told.answer(j)} | {share} | {close} |"


def main() -> int:
    """Judge everything, write and print the page."""
    rows, zero = list[str](), False
    for name in claim_file.claims():
        j = judged(name, 32 if name == "H15" else DRAWS)
        rows.append(row(j, name))
        zero = j.placebo == ""
        print(rows[-1], flush=True)
    fixed = list[str]()
    for name, values in FIXED:
        j = judged(name, fix=values)
        fixed.append(row(j, f"{name}, {', '.join(f'{key} = {value:g}' for key, value in values.items())}"))
        print(fixed[-1], flush=True)
    pages = [
        INTRODUCTION,
        *HEAD,
        *rows,
        "",
        "With named parameters fixed (`groundswell claim NAME --fix KEY=VALUE`):",
        "",
    ]
    RESULTS.write_text("\n".join([*pages, *HEAD, *fixed]) + "\n", encoding="utf-8")
    return 0 if zero else 1


if __name__ == "__main__":
    sys.exit(main())
