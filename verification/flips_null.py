"""Measures how often scenario discovery names a parameter that decides nothing; writes results/flips_null.md.

Run: python verification/flips_null.py (some five minutes on one processor). Ends with code 1 if a parameter is named in
more than one case of ten where the outcome is coin flips, or falsely beside a true one, by more than chance allows.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from groundswell import rng
from groundswell.comparisons.design import Prior
from groundswell.verdicts.discovery import Discovery, discover
from groundswell.verdicts.verdict import interval

RESULTS = Path(__file__).parent / "results" / "flips_null.md"
SIZES, RATES, CASES, PARAMETERS = (32, 64, 194), (0.1, 0.2, 0.3, 0.5), 400, 7
PRIORS = [Prior(f"p{n}", 0.0, 1.0) for n in range(PARAMETERS)]
LUCK = np.uint64(60)  # purpose of the draws
MOST = 0.1  # of cases with a false name

INTRODUCTION = f"""# Names under the null

`python verification/flips_null.py`

{CASES} made-up claims a line, each with {PARAMETERS} parameters drawn uniformly, and what
`groundswell.verdicts.discovery` names. In brackets: 90 % interval of the share of cases.

"""


def cases(draws: int, holds: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> list[tuple[Discovery, float]]:
    """Return what is found in each case, and the density of the best box on as many new draws.

    `holds` says where a claim holds, from parameters (draws, parameters) and a luck (draws,).
    """
    found: list[tuple[Discovery, float]] = []
    for case in range(CASES):
        luck, *values = rng.uniform(case, LUCK, np.arange(PARAMETERS + 1)[:, None], np.arange(2 * draws))
        values = np.stack(values, axis=1)
        true = holds(values, luck)
        seen, fresh = slice(0, draws), slice(draws, None)
        d = discover(values[seen], true[seen], PRIORS)
        found.append((d, _density(d, values[fresh], true[fresh])))
    return found


def _density(d: Discovery, values: np.ndarray, true: np.ndarray) -> float:
    """Return the share that holds of those draws that lie in the box that covers most; NaN for none."""
    if not d.boxes:
        return float("nan")
    inside = np.ones(len(true), bool)
    for s in d.boxes[0].bounds:
        at = values[:, [p.key for p in PRIORS].index(s.key)]
        inside &= (at > s.low) & (at <= s.high)
    return float(true[inside].mean()) if inside.any() else float("nan")


def share(hits: int) -> str:
    """Return a share of the cases with its interval."""
    low, high = interval(hits, CASES)
    return f"{hits / CASES:.1%} ({low:.1%} to {high:.1%})"


def densities(found: list[tuple[Discovery, float]]) -> str:
    """Return the density told of the best box, and that of new draws, averaged over cases that have one."""
    densities = [
        (d.boxes[0].density, new) for d, new in found if d.boxes and not np.isnan([d.boxes[0].density, new]).any()
    ]
    return "{:.0%}, {:.0%}".format(*np.mean(densities, axis=0)) if densities else "no box"


def coin_flips(lines: list[str]) -> bool:
    """Tell of claims whose answer is luck alone; return whether names are rare enough."""
    lines += ["## The outcome is coin flips", ""]
    lines += ["| draws | base rate | a parameter is named | density told, of new draws |", "|---|---|---|---|"]
    good = True
    for draws in SIZES:
        for rate in RATES:
            found = cases(draws, lambda _, luck, rate=rate: luck < rate)
            hits = sum(bool(d.parameters) for d, _ in found)
            good &= interval(hits, CASES)[0] <= MOST
            lines.append(f"| {draws} | {rate:g} | {share(hits)} | {densities(found)} |")
            print(lines[-1], flush=True)
    return good


def thresholds(lines: list[str]) -> bool:
    """Tell of claims that hold above a threshold of the first parameter, most of the time."""
    lines += ["", "## It holds where p0 is above 1/2, but for a share of draws that luck decides", "",
              "| draws | share by luck | p0 is named | another one is named | density told, of new draws |",
              "|---|---|---|---|---|"]  # fmt: skip
    good = True
    for draws in SIZES:
        for noise in (0.0, 0.2, 0.4, 0.6):
            found = cases(draws, lambda v, luck, noise=noise: np.where(luck < noise, luck < noise / 2.0, v[:, 0] > 0.5))
            named = [{key for key, _ in d.parameters} for d, _ in found]
            right, wrong = sum("p0" in keys for keys in named), sum(bool(keys - {"p0"}) for keys in named)
            good &= interval(wrong, CASES)[0] <= MOST
            lines.append(f"| {draws} | {noise:.0%} | {share(right)} | {share(wrong)} | {densities(found)} |")
            print(lines[-1], flush=True)
    return good


def main() -> int:
    """Run everything, write and print the page."""
    lines: list[str] = []
    good = coin_flips(lines)
    good &= thresholds(lines)
    RESULTS.write_text(INTRODUCTION + "\n".join(lines) + "\n", encoding="utf-8")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
