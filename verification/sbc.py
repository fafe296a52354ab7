"""Whether posteriors of toyland hold the truth as often as they say; writes results/sbc.md.

Run: python verification/sbc.py [--draws 4000] [--out FOLDER] (ten minutes on two idle processors for the runs, which
are kept, and seconds for the rest). Draws of the prior are run once and are the truths, in turn. A truth's figures with
errors drawn by their stated sizes are the data, the other draws, weighted by the kernel, its posterior. The first 200
whose posterior is usable count; whether it is depends on the data alone.
What is tested: the prior, the runs' figures, stated errors, kernel and weights of `calibrate`; not where it proposes
draws, which sbc_methods.py and agreement.py test.

- Simulation-based calibration (Talts et al. 2018, arXiv:1804.06788) of ten parameters or observables, five outputs that
  are not fitted, and the likelihood (Modrak et al. 2023, Bayesian Analysis), by simultaneous bands.
- TARP (Lemos et al. 2023, ICML): coverage of regions around points of reference.
- Recovery: 168 to 190 of 200 intervals of nominal 90 % hold the truth.
- Two posteriors that are wrong on purpose must be found out.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from sbc_methods import interval
from threadpoolctl import threadpool_limits
from trust_ranks import LEVEL, covered, nearer, place, uniform
from trust_table import FITTED, LEFT, RESULTS, STATED, TARGETS, TRUTHS, Known, arguments, known

from groundswell.inference.draws import normals, uniforms
from groundswell.inference.smoothed import FEWEST, smooth, trouble
from groundswell.types import Floats

COORDINATES, CREDIBLE = 10, (0.5, 0.8, 0.9, 0.95)
SPACES = ("ten coordinates", "all coordinates", "five outputs")
POWERS = {"": 1.0, "errors taken for 0.7 of theirs": 2.0, "the data ignored": 0.0}


@dataclass(frozen=True)
class Places:
    """Places of truths in their posteriors (truths, quantities), places by TARP, and what the weights told of
    themselves: effective draws (truths,), contraction (truths, coordinates).
    """

    ranks: Floats
    tarp: dict[str, Floats]
    ess: Floats
    contraction: Floats


def most_informed(table: Known) -> list[int]:
    """Return the ten coordinates that the fitted figures tell most of, by squared correlation over all draws."""
    both: Floats = np.asarray(np.corrcoef(np.concatenate([table.z, table.scaled[:, FITTED]], axis=1), rowvar=False))
    d = len(table.keys)
    most: list[int] = np.argsort(-np.sum(both[:d, d:] ** 2, axis=1), kind="stable")[:COORDINATES].tolist()
    return sorted(most)


def errors(table: Known, at: int) -> tuple[Floats, Floats]:
    """Return a truth's data on the targets' scales, and the sd of their errors (targets,)."""
    sd = np.array(list(STATED.values()))
    return table.scaled[at, FITTED] + sd * normals(1, f"error, {at}", len(FITTED)), sd


def log_kernels(table: Known, at: int) -> tuple[Floats, Floats]:
    """Return the log kernels of all other draws (draws - 1, fitted targets), and the truth's own."""
    data, sd = errors(table, at)
    found = -0.5 * ((table.scaled[:, FITTED] - data) / sd) ** 2
    return np.delete(found, at, axis=0), found[at]


def usable(table: Known, count: int = TRUTHS) -> list[int]:
    """Return the first `count` truths, or fewer, whose posterior may be used: effective draws and k allow it."""
    found = list[int]()
    for at in range(len(table.units)):
        own = smooth(log_kernels(table, at)[0].sum(axis=1))
        if len(found) < count and not trouble(own.ess, own.khat):
            found.append(at)
    return found


def places(table: Known, truths: list[int], power: float) -> Places:
    """Rank truths in posteriors under a power of the kernel: 1, or another to be wrong on purpose."""
    chosen, z = most_informed(table), table.z
    spaces = dict(zip(SPACES, (z[:, chosen], z, table.scaled[:, LEFT]), strict=True))
    spaces = {name: (each - each.mean(axis=0)) / each.std(axis=0) for name, each in spaces.items()}
    ranks, ess, contraction = list[list[float]](), list[float](), list[Floats]()
    tarp = {name: list[float]() for name in spaces}
    for at in truths:
        kernels, own = log_kernels(table, at)
        w = np.exp(smooth(power * kernels.sum(axis=1)).log)
        values = np.column_stack([z[:, chosen], table.scaled[:, LEFT]])
        ties = uniforms(1, f"ties, {at}", values.shape[1] + 1)
        rest = np.delete(values, at, axis=0)
        row = [place(rest[:, q], w, values[at, q], ties[q]) for q in range(values.shape[1])]
        ranks.append([*row, place(kernels.sum(axis=1), w, float(own.sum()), ties[-1])])
        for name, space in spaces.items():
            reference = normals(1, f"reference, {name}, {at}", space.shape[1])
            tarp[name].append(nearer(np.delete(space, at, axis=0), w, space[at], reference))
        others = np.delete(z, at, axis=0)
        contraction.append(1.0 - w @ (others - w @ others) ** 2)
        ess.append(smooth(kernels.sum(axis=1)).ess)
    return Places(np.array(ranks), {name: np.array(each) for name, each in tarp.items()}, np.array(ess),
                  np.array(contraction))  # fmt: skip


def page(table: Known, command: str) -> tuple[list[str], bool]:
    """Return the page's lines and whether every mark is met."""
    truths = usable(table)
    found = {name: places(table, truths, power) for name, power in POWERS.items()}
    own, chosen = found[""], most_informed(table)
    names = [*(table.keys[at] for at in chosen), *(TARGETS[at].about for at in LEFT), "likelihood"]
    tests = [uniform(column) for column in own.ranks.T]
    held = [covered(column) for column in own.ranks.T]
    tarp = {name: uniform(column) for name, column in own.tarp.items()}
    n, least, few = len(own.ess), LEVEL / len(names), LEVEL / len(SPACES)
    low, high = interval(n)
    wrong = {name: (min(uniform(column).p for column in each.ranks.T), min(uniform(t).p for t in each.tarp.values()))
             for name, each in found.items() if name}  # fmt: skip
    marks = [
        (f"truths with a usable posterior: {TRUTHS}", str(n), n == TRUTHS),
        (f"calibration: no p under {least:.4f}", f"least {min(t.p for t in tests):.4f}",
         min(t.p for t in tests) >= least),
        (f"TARP: no p under {few:.4f}", f"least {min(t.p for t in tarp.values()):.4f}",
         min(t.p for t in tarp.values()) >= few),
        (f"recovery: 90 % intervals hold {low} to {high} of {n}", f"{min(held)} to {max(held)}",
         low <= min(held) and max(held) <= high),
        *((f"found out: {name}", f"calibration p {p:.4f}, TARP p {q:.4f}", p < least)
          for name, (p, q) in wrong.items()),
    ]  # fmt: skip
    contraction = [f"{own.contraction[:, at].mean():.2f}" for at in chosen] + [""] * (len(LEFT) + 1)
    errors_in_words = ", ".join(f"{TARGETS[at].about} ({sd})" for at, sd in zip(FITTED, STATED.values(), strict=True))
    lines = [
        "# Whether posteriors hold the truth as often as they say", "",
        f"{time.strftime('%Y-%m-%d')}, `{command}`. Toyland, one simulated person for {table.weight:.0f}; "
        f"{len(table.units):,} draws of {len(table.keys)} coordinates. Fitted, with the sd of the stated error on the "
        f"log scale: {errors_in_words}.", "",
        f"Up to the last of these {n} truths {truths[-1] + 1 - n} more have a posterior of under {FEWEST:.0f} "
        "effective draws, or whose k is over .7: too few draws for data so far out, which `calibrate` calls not "
        f"usable. Effective draws of those that count: {np.median(own.ess):.0f} in the middle.", "",
        "| asked | found | |", "|---|---|---|",
        *(f"| {asked} | {what} | {'pass' if good else 'FAIL'} |" for asked, what, good in marks), "",
        "## Calibration and recovery", "",
        "p is the level at which the ECDF of the truths' places touches simultaneous bands (Sailynoja, Buerkner and "
        "Vehtari 2022); contraction is the mean over truths of 1 - variance of the posterior over the prior's.", "",
        "| quantity | contraction | p | largest distance of the ECDF | 90 % intervals that hold the truth |",
        "|---|---|---|---|---|",
        *(f"| {name} | {c} | {t.p:.3f} | {t.most:.3f} | {k} of {n} |"
          for name, c, t, k in zip(names, contraction, tests, held, strict=True)), "",
        "## TARP", "",
        f"| space | {' | '.join(f'credible {c:.0%}' for c in CREDIBLE)} | p |", "|---|" + "---|" * (len(CREDIBLE) + 1),
        *(f"| {name} | {' | '.join(f'{(column <= c).mean():.0%}' for c in CREDIBLE)} | {tarp[name].p:.3f} |"
          for name, column in own.tarp.items()),
        *others(table, names),
    ]  # fmt: skip
    return lines, all(good for *_, good in marks)


def others(table: Known, names: list[str]) -> list[str]:
    """Return the same of every further set of truths: what of the marks missed is chance, and what is the method's."""
    truths = usable(table, len(table.units))
    sets = [places(table, truths[at : at + TRUTHS], 1.0) for at in range(0, len(truths) - TRUTHS + 1, TRUTHS)]
    low, high = interval(TRUTHS)
    lines, odd = list[str](), 0
    for number, each in enumerate(sets, 1):
        p = min(uniform(column).p for column in each.ranks.T)
        q = min(uniform(column).p for column in each.tarp.values())
        held = [covered(column) for column in each.ranks.T]
        met = {"calibration": p >= LEVEL / len(names), "TARP": q >= LEVEL / len(SPACES),
               "recovery": low <= min(held) and max(held) <= high}  # fmt: skip
        odd += not all(met.values())
        missed = ", ".join(name for name, good in met.items() if not good) or "none"
        lines.append(f"| {number} | {p:.4f} | {q:.4f} | {min(held)} to {max(held)} | {missed} |")
    ranks = np.concatenate([each.ranks for each in sets])
    share = [covered(column) / len(ranks) for column in ranks.T]
    return [
        "", "## All truths of the table", "",
        f"The marks are those of the first {TRUTHS} truths. Here is the same of each {TRUTHS} of the table that have a "
        f"usable posterior: of {len(sets)} sets {odd} miss a mark. Where every posterior is right, about one in five "
        "does (5 % by calibration, 5 % by TARP, 10 % by recovery, at most). Of all "
        f"{len(ranks):,} truths together 90 % intervals hold {min(share):.1%} to {max(share):.1%}, by quantity.", "",
        "| set | calibration, least p | TARP, least p | 90 % intervals that hold the truth | marks missed |",
        "|---|---|---|---|---|", *lines,
    ]  # fmt: skip


def main(name: str, about: str | None, page: Callable[[Known, str], tuple[list[str], bool]]) -> int:
    """Run, write and print the page of a script; 1 when a mark is missed."""
    given = arguments(about)
    table = known(given.out, given.draws)
    with threadpool_limits(1):
        lines, good = page(table, f"python verification/{name}.py --draws {given.draws}")
    (RESULTS / f"{name}.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main("sbc", __doc__, page))
