"""Simulation-based calibration of the methods of `calibrate` on a formula; writes results/sbc_methods.md.

Run: python verification/sbc_methods.py [--truths 200] [--only N] (some ten minutes on an idle processor). Truths are
drawn from the prior, data from the formula and the stated errors; each method then fits the data as `calibrate` has it
do, waves, emulators, proposals and all, and the truth's place in its posterior is taken (Talts et al. 2018,
arXiv:1804.06788; with the likelihood as a quantity: Modrak et al. 2023, Bayesian Analysis). Passes if no quantity of a
method leaves the bands that hold all of them in 95 %, intervals hold the truth as often as they should, and at most one
fit in twenty wrongly says that nothing fits. Two posteriors that are wrong on purpose must fail.

The synthetic likelihood is asked twice: with as little chance between runs as the other methods, and with so much that
single runs tell little. What it weighs is what a run is expected to show, so its figures are those without chance.
"""

import argparse
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from scipy import stats
from threadpoolctl import threadpool_limits
from trust_ranks import LEVEL, covered, place, uniform

from groundswell.case.evidence import Target
from groundswell.case.target_scale import error_sd
from groundswell.inference import abc, weights
from groundswell.inference.draws import normals, uniforms
from groundswell.inference.goals import Goals
from groundswell.inference.problem import Found, Problem
from groundswell.inference.smoothed import smooth, trouble
from groundswell.types import Floats

RESULTS = Path(__file__).parent / "results" / "sbc_methods.md"
SLOPES = np.array([[1.0, 0.6, -0.3, 0.0, 0.0, 0.0], [0.0, -0.4, 0.9, 0.5, 0.0, 0.0], [0.3, 0.0, 0.0, 0.8, 0.7, 0.0]])
BEND, CHANCE, OBSERVED, EMPTY = 0.5, 0.1, 0.1, 0.05
MUCH = 0.5  # chance between runs, twice the model's stated error
WAVES, LAST, RUNS = [200, 100, 100], 800, 4000
QUANTITIES = (*(f"parameter {at}" for at in range(1, 7)), "figure 1", "figure 2", "figure 3", "a figure not fitted",
              "likelihood")  # fmt: skip


def expected(units: Floats) -> Floats:
    """Return three figures on the log scale without chance, (points, 3): lines, and a bend."""
    x = 2.0 * units - 1.0
    return x @ SLOPES.T + BEND * np.stack([x[:, 0] * x[:, 1], x[:, 2] ** 2, x[:, 3] * x[:, 4]], axis=1)


def figures(units: Floats, seed: int, name: str, chance: float) -> Floats:
    """Return the figures of runs, with chance between them, (points, 3)."""
    return expected(units) + chance * normals(seed, f"chance, {name}", len(units), 3)


@dataclass(frozen=True)
class Truth:
    """A point of the prior, its figures, and the data that errors make of them."""

    units: Floats
    figures: Floats
    goals: Goals
    seed: int
    chance: float

    def quantities(self, units: Floats, found: Floats, synthetic: bool = False) -> Floats:
        """Return what is ranked, (draws, quantities)."""
        if synthetic:
            found = expected(units)
        other = np.sum(units, axis=1) + found.sum(axis=1)
        likelihood = self.goals.log_kernels(found, np.full(3, self.chance if synthetic else 0.0)).sum(axis=1)
        return np.column_stack([units, found, other, likelihood])


def truth(seed: int, chance: float) -> Truth:
    """Return a truth and its data, functions of the seed."""
    units = uniforms(seed, "truth", 1, SLOPES.shape[1])
    own = figures(units, seed, "truth", chance)
    sd = error_sd(_target(0, 0.0), 0.0)
    data = own[0] + sd * normals(seed, "error", 3)
    return Truth(units, own, Goals(tuple(_target(at, y) for at, y in enumerate(data.tolist())), 0.0), seed, chance)


def _target(at: int, y: float) -> Target:
    low, value, high = np.exp(y + 1.645 * OBSERVED * np.array([-1.0, 0.0, 1.0])).tolist()
    return Target(f"T{at}", "a count", "counted", "day", (), None, date(2001, 3, 5), value, low, high, "fit", "",
                  "invented", scale="log")  # fmt: skip


def problem(of: Truth) -> Problem:
    """Return a truth's data as the methods see them."""

    def simulate(name: str, units: Floats, last: bool = False, fresh: bool = False) -> Floats:
        del last, fresh
        return np.exp(figures(units, of.seed, name, of.chance))

    def prior(count: int) -> Floats:
        return uniforms(of.seed, "prior", count, SLOPES.shape[1])

    return Problem(prior, simulate, of.goals, of.goals, of.seed)


@dataclass
class Ranked:
    """Places of truths, a row each; effective draws; how many fits said that nothing fits, or
    that they are not usable."""

    places: list[list[float]] = field(default_factory=list[list[float]])
    ess: list[float] = field(default_factory=list[float])
    empty: int = 0
    unusable: int = 0

    def add(self, of: Truth, found: Found, power: float = 1.0) -> None:
        """Rank a truth; `power` of the kernel: 1, or another to be wrong on purpose."""
        if found.empty:
            self.empty += 1
            return
        scaled, synthetic = np.log(found.figures), found.log_kernels is not None
        kernels = (of.goals.log_kernels(scaled) if found.log_kernels is None else found.log_kernels).sum(axis=1)
        own = smooth((power if found.worth is None else power - 1.0) * kernels - found.log_proposal)
        ess, khat = (own.ess, own.khat) if found.worth is None else (found.worth, np.nan)
        if power == 1.0 and trouble(ess, khat):
            self.unusable += 1
            return
        values = of.quantities(found.units, scaled, synthetic)
        true = of.quantities(of.units, of.figures, synthetic)[0]
        w, ties = np.exp(own.log), uniforms(of.seed, "ties", len(true))
        self.places.append([place(values[:, at], w, true[at], ties[at]) for at in range(len(true))])
        self.ess.append(ess)


def by_history(of: Truth) -> Found:
    """Fit by waves and weights."""
    return weights.by_history(problem(of), WAVES, LAST)


def synthetic(of: Truth) -> Found:
    """Fit by waves and the synthetic likelihood."""
    return weights.by_history(problem(of), WAVES, LAST, synthetic=True)


def sequential(of: Truth) -> Found:
    """Fit by sequential ABC."""
    return abc.sequential(problem(of), RUNS)


def ranked(method: Callable[[Truth], Found], truths: int, chance: float) -> dict[str, Ranked]:
    """Fit truths and rank them, under the right kernel, one too sharp and one that ignores the data."""
    found = {name: Ranked() for name in ("", "errors taken for 0.7 of theirs", "the data ignored")}
    for seed in range(1, truths + 1):
        of = truth(seed, chance)
        fitted = method(of)
        for own, power in zip(found.values(), (1.0, 2.0, 0.0), strict=True):
            own.add(of, fitted, power)
    return found


METHODS: tuple[tuple[str, Callable[[Truth], Found], float], ...] = (
    ("synthetic-likelihood", synthetic, CHANCE),
    (f"synthetic-likelihood, chance between runs of {MUCH / CHANCE:.0f} times as much", synthetic, MUCH),
    ("history-matching", by_history, CHANCE),
    ("sequential-abc", sequential, CHANCE),
)


def interval(n: int) -> tuple[int, int]:
    """Return how many of so many 90 % intervals hold the truth in 99.5 % of cases: 168 to 190 of 200."""
    if n == 200:
        return 168, 190
    law: Any = stats.binom
    return int(law.ppf(0.0025, n, 0.9)), int(law.ppf(0.9975, n, 0.9))


def table(name: str, own: Ranked, controls: dict[str, Ranked]) -> tuple[list[str], bool]:
    """Return a method's lines and whether it passes."""
    places = np.array(own.places)
    low, high = interval(len(places))
    tests = [uniform(places[:, at]) for at in range(len(QUANTITIES))]
    held = [covered(places[:, at]) for at in range(len(QUANTITIES))]
    least, share = LEVEL / len(QUANTITIES), own.empty / (own.empty + own.unusable + len(places))
    worst = {control: min(uniform(np.array(wrong.places)[:, at]).p for at in range(len(QUANTITIES)))
             for control, wrong in controls.items()}  # fmt: skip
    marks = [
        (f"no p under {least:.4f}", f"least {min(t.p for t in tests):.4f}", min(t.p for t in tests) >= least),
        (f"90 % intervals hold {low} to {high} of {len(places)}", f"{min(held)} to {max(held)}",
         low <= min(held) and max(held) <= high),
        (f"at most {EMPTY:.0%} wrongly empty", f"{share:.1%}", share <= EMPTY),
        *((f"found out: {control}", f"least p {p:.4f}", p < least) for control, p in worst.items()),
    ]  # fmt: skip
    lines = [
        f"## {name}", "",
        f"{len(places)} truths; effective draws {np.median(own.ess):.0f} in the middle, {min(own.ess):.0f} at least. "
        f"Of {own.unusable} more the weights said that they are not usable, of {own.empty} that nothing fits.", "",
        "| asked | found | |", "|---|---|---|",
        *(f"| {asked} | {what} | {'pass' if good else 'FAIL'} |" for asked, what, good in marks), "",
        "| quantity | p | largest distance of the ECDF | 90 % intervals that hold the truth |", "|---|---|---|---|",
        *(f"| {quantity} | {t.p:.3f} | {t.most:.3f} | {n} |"
          for quantity, t, n in zip(QUANTITIES, tests, held, strict=True)), "",
    ]  # fmt: skip
    return lines, all(good for *_, good in marks)


def sections() -> dict[str, list[str]]:
    """Return the sections of the page of before, by method."""
    found, name = dict[str, list[str]](), ""
    for line in RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.exists() else []:
        if line.startswith("## "):
            name = line.removeprefix("## ")
        if name in (method for method, *_ in METHODS):
            found.setdefault(name, []).append(line)
    return found


def main() -> int:
    """Rank, write and print the page; 1 when a mark is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--truths", type=int, default=200)
    parser.add_argument("--only", type=int, help="number of the method, from 1; sections of the others stay")
    given = parser.parse_args()
    found, good = sections(), True
    with threadpool_limits(1):
        for name, method, chance in METHODS if given.only is None else METHODS[given.only - 1 : given.only]:
            began = time.process_time()
            own, *_ = (ranks := ranked(method, given.truths, chance)).values()
            lines, passed = table(name, own, {control: wrong for control, wrong in ranks.items() if control})
            about = f"{time.strftime('%Y-%m-%d')}, {(time.process_time() - began) / 60:.1f} minutes of a processor."
            found[name], good = [lines[0], "", about, *lines[1:]], good and passed
    page = [
        "# Simulation-based calibration of the methods", "",
        "`python verification/sbc_methods.py`. Six parameters, three figures with a bend and chance between runs.", "",
        "p is the level at which the ECDF of the truths' places touches simultaneous bands (Sailynoja, Buerkner and "
        "Vehtari 2022).", "", *(line for name, *_ in METHODS for line in [*found.get(name, []), ""]),
    ]  # fmt: skip
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(page)).rstrip() + "\n"
    RESULTS.write_text(text, encoding="utf-8")
    print(text)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
