"""Holds what a verdict takes for the noise of pairs against noise that is known; writes results/pair_noise.md.

Run: python verification/pair_noise.py (half a minute). Ends with code 1 if draws whose answer noise turns are not as
many as predicted, or if the interval of how many hold misses the truth too often.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.special import ndtri

from groundswell import rng
from groundswell.verdicts import noise
from groundswell.verdicts.verdict import swayed

RESULTS = Path(__file__).parent / "results" / "pair_noise.md"
DRAWS, EVERY, CASES, SIZE, PERSON = 64, 4, 400, 1e5, 100.0

INTRODUCTION = f"""# The noise of pairs

`python verification/pair_noise.py`

{CASES} made-up claims a line, {DRAWS} draws each, margins spread around 0 with a standard deviation of 0.1. With one
pair a draw every fourth has a second. Draws whose answer noise has turned: as predicted from the pairs, and in truth.
Clear: cases in which every draw is taken to have the noise of two simulated persons at most. Coverage: the 90 %
interval of the share of draws that hold (`groundswell.verdicts.verdict.swayed`) contains the true share.

| noise of a draw, standard deviation | pairs a draw | turned, predicted | turned | clear | coverage |
|---|---|---|---|---|---|"""

PURPOSE = np.uint64(61)


class Luck:
    """Draws of one case, each a function of the case and how many came before."""

    def __init__(self, case: int) -> None:
        self.case, self.count = case, 0

    def uniform(self, size: int = DRAWS) -> np.ndarray:
        """Return numbers between 0 and 1."""
        self.count += 1
        return rng.uniform(self.case, PURPOSE, self.count, np.arange(size))

    def normal(self, size: int = DRAWS) -> np.ndarray:
        """Return standard normal numbers."""
        return ndtri(self.uniform(size))


Sizes = Callable[[Luck], np.ndarray]
NOISE: dict[str, Sizes] = {
    "none": lambda luck: np.zeros(DRAWS),
    "0.05 in every draw": lambda luck: np.full(DRAWS, 0.05),
    "0.1 in 40 % of draws, else none": lambda luck: np.where(luck.uniform() < 0.4, 0.1, 0.0),
    "0.1 in 10 % of draws, else none": lambda luck: np.where(luck.uniform() < 0.1, 0.1, 0.0),
    "lognormal, median 0.03, sigma 1": lambda luck: 0.03 * np.exp(luck.normal()),
    "0.6 in one draw of 16, else 0.01": lambda luck: np.where(luck.uniform() < 1 / 16, 0.6, 0.01),
}


def case(luck: Luck, sizes: Sizes, pairs: int) -> tuple[float, int, bool, bool]:
    """Return the draws that noise turns, predicted and found; whether all seem clear; whether the count is covered."""
    truth, sd = 0.1 * luck.normal(), sizes(luck)
    count = [max(pairs, 2) if n % EVERY == 0 else pairs for n in range(DRAWS)]
    groups = [list(truth[n] + sd[n] * luck.normal(count[n])) for n in range(DRAWS)]
    margins = np.array([float(np.mean(group)) for group in groups])
    possible = noise.errors(groups, [[SIZE] * len(group) for group in groups], PERSON, 1.0)
    chance = noise.chances(margins, possible)
    few, many = swayed(chance)
    turned = int(((margins > 0) != (truth > 0)).sum())
    predicted = float(np.where(margins > 0, 1.0 - chance, chance).sum())
    clear = bool((possible <= 2.0 * PERSON / SIZE).all())
    return predicted, turned, clear, few <= float((truth > 0).mean()) <= many


def main() -> int:
    """Run everything, write and print the page."""
    lines, good = [INTRODUCTION], True
    for name, sizes in NOISE.items():
        for pairs in (1, 3):
            found = np.array([case(Luck(n), sizes, pairs) for n in range(CASES)], float)
            predicted, turned, clear, covered = found.mean(axis=0)
            good &= abs(predicted - turned) <= 0.4 * turned + 0.2 and covered >= 0.75
            lines.append(f"| {name} | {pairs} | {predicted:.2f} | {turned:.2f} | {clear:.0%} | {covered:.0%} |")
            print(lines[-1], flush=True)
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
