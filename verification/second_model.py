"""The days of the model built a second time, from docs/model.md alone: `python verification/second_model.py`.

Plain numpy, everybody evaluated every day, no kernel, no pruning; in second_model_{ties,people,days}.py. Who there is
(people, places, households, keys of ties) is the package's, whose households tests/unit/test_model_page.py builds
again; draws, ties, opinion and the ten steps of a day are built here, for Toyland.
"""

# ruff: noqa: E501 (a page of results is written as it stands)

from pathlib import Path

import numpy as np
from second_model_days import Second

import groundswell as gs
from groundswell import rng
from groundswell.society import synthesize

OUT = Path(__file__).parent / "results" / "second_model.md"
MEASURES = ("participants", "detained", "called", "complied", "left_gross", "abroad", "evading")
CASES = [(100_000, seed, 0) for seed in (1, 2, 3)] + [(10_000, seed, 0) for seed in (1, 2, 3)]
CASES += [(10_000, 10 + n, n) for n in range(1, 11)]
# Sections and keys whose values are drawn from their priors; rivals that the second model leaves out are not among them
DRAWN = ("behaviour", "call", "attention", "perception", "policing", "border", "concession", "lives")
LEFT_OUT = {"exit_hump", "exit_peak", "trend", "elsewhere", "nation_news", "call_exponent", "call_repeat", "deadly",
            "appeasement", "appeasement_half_life", "everybody", "reach_exponent"}  # fmt: skip
TEXT = """# A second implementation of the model

`python verification/second_model.py` writes this page.

The days of the model were written a second time from [the page of the model](../../docs/model.md): plain numpy, everybody
evaluated every day, no kernel, 463 lines. When it was first run its writer had read the page, `parameters.md`, `rng.py`,
`types.py`, `society/ties.py` and the docstrings at the head of `call.py` and `utilities.py`; no other line of `process/`,
`behaviour/`, `events/` or `simulate.py`. To find differences later, outputs were compared with those of `simulate`, and a few
lines of `terms.py`, `perceive.py` and `policing.py` were read. It is the work of one session of the same project: a check of the page and of the code's
agreement with it, not of the model. People, places, households and the keys of ties are the package's; the timeline is
Toyland's; mechanisms that are zero there (`exit_hump`, `elsewhere`, `call_repeat`, `trend`, `deadly`, `appeasement` and the
like) were not written.

## What the page did not say

The first version gave 2,509 days of protest for 2,624 (100,000 persons, seed 1), and the same counts on most days. Differences
were found by comparing outputs, in the end person by person and field by field. Each was a sentence of the page, which was mended:

| the page said | it is |
|---|---|
| a region's balance starts with [CALL 1 of day 1] | [CALL 0 of day 1] |
| of the settlements outside towns a share hears of a call | only where several settlements are one place; else each is drawn like a town |
| who has not complied, left or hidden after the days of grace hides | not who protests that day; and detention begins the days of grace anew |
| a call-up goes on where one person or more is due | one simulated person, and each region by itself |
| the hidden come out [SERVE 3] | [SERVE 3 of the day] |
| less than a person of unused places at the gates carries over | at most one simulated person |
| sizes of places from 5, 10, 20 ... thousand | a place of exactly 5,000 belongs to those below |
| V of a region from its participants | from the N of its places |
| N lowered by L (1 - 1/w) (1 - (1 + eta)/2 N/(C + N)) | N on the right is the lowered one, in four rounds (this line was read in the code) |
| household sizes are cut at 8 | the chances of 1 to 8 are divided by their sum: seen in a draw in which one simulated person protested on one day more |
| (nothing) | counter and key of the draws; the involution that makes ties |

One difference was the second writer's own: "the lowest [EXIT 1]" is day 0, as the page says of all draws without a day.

## Now

Persons, seed, draw of parameters (0: Toyland's own; else {drawn} parameters, uniform in their priors); on how many of 30 days
a count is the same, with the totals of the package and of the second model.

{table}

{verdict}
"""


def both(
    persons: int, seed: int, number: int = 0, days: int = 30
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return the daily counts of the package and of the second model (days,), by measure."""
    scenario = gs.load("toyland").with_(values(number), persons=persons, seed=seed, days=days)
    run = gs.run(scenario, cache=False)
    second = Second(scenario, synthesize(scenario.case.population, persons, seed, scenario.society))
    lived = [second.day(day) for day in range(days)]
    return {m: run.series(m) for m in MEASURES}, {m: np.array([d[m] for d in lived]) for m in MEASURES}


def values(number: int) -> dict[str, float]:
    """Return a draw of the parameters, uniform in their priors; none for number 0."""
    found: dict[str, float] = {}
    for section in DRAWN if number else ():
        for p in gs.parameters(section):
            low, high = p["prior"] or (0, 0)
            name = p["key"].partition(".")[2]
            if low < high and p["group"] in (section, "behaviour exit_voice_loyalty") and name not in LEFT_OUT:
                u = float(rng.unit(rng.words(np.uint64(number), rng.CLASSICS, 0, len(found))[0]))
                value = low + u * (high - low)
                found[p["key"]] = round(value) if isinstance(p["default"], int) else value
    return {key: value for key, value in found.items() if "gates" not in key}


def _row(persons: int, seed: int, number: int) -> tuple[str, bool]:
    first, second = both(persons, seed, number)
    same = [int(np.sum(first[m] == second[m])) for m in MEASURES]
    cells = [f"{n} ({first[m].sum():,.0f}, {second[m].sum():,.0f})" for n, m in zip(same, MEASURES, strict=True)]
    return f"| {persons:,} | {seed} | {number} | " + " | ".join(cells) + " |", min(same) == 30


if __name__ == "__main__":
    rows = [_row(*case) for case in CASES]
    head = ["persons", "seed", "draw", *(f"{m}" for m in MEASURES)]
    table = "\n".join(["| " + " | ".join(head) + " |", "|" + "---|" * len(head), *(row for row, _ in rows)])
    verdict = f"All counts of all days are the same in {sum(same for _, same in rows)} of {len(rows)} rows."
    OUT.write_text(TEXT.format(table=table, verdict=verdict, drawn=len(values(1))), encoding="utf-8")
    print(OUT, verdict)
