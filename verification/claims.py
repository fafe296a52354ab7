"""Tests the fourteen claims at 1:100, some with parameters fixed; writes results/claims.md.

Run: python verification/claims.py (more than an hour on two processors; runs are kept in runs/verification, so that
it goes on where it was). A claim that is undecided is run again with the draws or pairs it asks for: this is said while
it happens and in the table, and --once forbids it. Ends with code 1 if a placebo is not exactly zero.
"""

import sys
from pathlib import Path
from typing import Any

from groundswell.verdicts import format_verdict, stated
from groundswell.verdicts.claim_names import claims
from groundswell.verdicts.judgement import Judgement, judge_claim

RESULTS = Path(__file__).parent / "results" / "claims.md"
RUNS = Path("runs", "verification")
DRAWS = 64
MOST_DRAWS, MOST_PAIRS = 200, 6  # where a verdict asks for more
# Declared priors of the choice to protest put millions in the street, who take minutes a run at 1:100
COARSER = {"H8": "1:1000"}
# What a claim's answer depends on, fixed: (claim, parameters)
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

`mobilization-2022` at 1:100 ({", ".join(f"{name} at {scale}" for name, scale in COARSER.items())}),
{DRAWS} draws of each claim's stated assumptions, one draw in four with a second pair.
Share of draws in which the claim holds, with its 90 % interval; then among draws whose baseline comes within a factor
of {format_verdict.FACTOR:g} of what was counted. Cut: drawn parameters whose range the claim's file cuts; fixed: those
that have a range, but keep one value. A share says what follows from the assumptions, not how probable it is.
What each claim says and what would refute it: `groundswell claims`.
"""
AGAIN = f"""
A claim that was undecided was run again with the draws or pairs that it asked for, up to {MOST_DRAWS} and {MOST_PAIRS};
"looks" says how often its draws were looked at. The interval is that of the last look, and so a little too narrow.
"""
HEAD = ("| claim | | draws | pairs | verdict | holds in | near the evidence | cut, fixed | looks |",
        "|---|---|---|---|---|---|---|---|---|")  # fmt: skip


def judged(name: str, draws: int = DRAWS, **more: Any) -> tuple[Judgement, int]:
    """Judge a claim, and how often its draws were looked at.

    Unless `--once` is given, it is judged again with the draws or pairs that it asks for, while it asks for no more
    than there may be.
    """
    pairs, looks = 1, 0
    while True:
        j, looks = judge_claim(name, RUNS, draws, pairs, **more), looks + 1
        wanted = max(draws, j.verdict.more_draws), max(pairs, j.verdict.more_pairs)
        enough = wanted == (draws, pairs) or wanted[0] > MOST_DRAWS or wanted[1] > MOST_PAIRS
        if enough or "--once" in sys.argv[1:]:
            return j, looks
        print(f"{name}: {format_verdict.answer(j)}; again with {wanted[0]} draws, {wanted[1]} pairs", flush=True)
        draws, pairs = wanted


def row(j: Judgement, looks: int, name: str) -> str:
    """Return a line of the table."""
    pairs = min(len(draw.seeds) for draw in j.draws)
    v, near = j.verdict, format_verdict.near_evidence(j)
    close = f"{near['share']:.0%} of {near['draws']}" if near["share"] is not None else "none"
    share = f"{v.share:.0%} ({v.low:.0%} to {v.high:.0%})"
    cut = f"{sum(d.cut for d in stated.drawn(j.claim))}, {len(stated.held(j.claim))}"
    answer = format_verdict.answer(j)
    return f"| {name} | {j.claim.title} | {v.draws} | {pairs} | {answer} | {share} | {close} | {cut} | {looks} |"


def main() -> int:
    """Judge everything, write and print the page."""
    rows, zero = list[str](), True
    for name in claims("russia-2022"):
        j, looks = judged(name, scale=COARSER.get(name, ""))
        rows.append(row(j, looks, name))
        zero = zero and j.placebo == ""
        print(rows[-1], flush=True)
    fixed = list[str]()
    for name, values in FIXED:
        j, looks = judged(name, fix=values)
        fixed.append(row(j, looks, f"{name}, {', '.join(f'{key} = {value:g}' for key, value in values.items())}"))
        print(fixed[-1], flush=True)
    pages = [
        INTRODUCTION if "--once" in sys.argv[1:] else INTRODUCTION + AGAIN,
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
