"""Whether a posterior without a published figure predicts it; writes results/leave_one_out.md.

Run: python verification/leave_one_out.py [--draws 4000] [--out FOLDER] [--posterior FOLDER]. Takes toyland's truths of
sbc.py: draws are weighed by all fitted figures but one, and the place of that one in what they predict of it, with the
stated error, is taken. Passes if for every figure 168 to 190 of 200 intervals of nominal 90 % hold it (of fewer usable
posteriors in proportion) and its places are uniform; with --draws 0 what was found of toyland stays. A posterior that
`calibrate` made in a FOLDER is asked the same of each of its figures; one in ten may lie outside there, and as many
more as chance allows.
"""

import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sbc import errors, log_kernels
from sbc_methods import interval
from scipy import special
from threadpoolctl import threadpool_limits
from trust_ranks import LEVEL, covered, too_many, uniform
from trust_table import FITTED, RESULTS, TARGETS, TRUTHS, Known, arguments, known

import groundswell as gs
from groundswell.case.target_scale import error_sd, kernel_at, scale
from groundswell.inference.posterior import Posterior
from groundswell.inference.smoothed import Weights, smooth, trouble
from groundswell.types import Floats


def predicted(figures: Floats, weights: Floats, sd: float, data: float) -> float:
    """Return the probability that weighted figures (draws,) with a normal error lie below the data."""
    law: Any = special
    return float(weights @ law.ndtr((data - figures) / sd))


def spread(figures: Floats, weights: Floats, sd: float) -> float:
    """Return the sd of weighted figures (draws,) with an error of `sd`."""
    return float(np.sqrt(weights @ (figures - weights @ figures) ** 2 + sd**2))


class Left(NamedTuple):
    """Places of one figure in what the others predict, (usable truths,), and the predictions' sd over the prior's."""

    places: Floats
    narrower: float


def left_out(table: Known, which: int) -> Left:
    """Leave a fitted figure out for every truth."""
    found, narrower = list[float](), list[float]()
    figures, even = table.scaled[:, FITTED[which]], np.full(len(table.units) - 1, 1.0 / (len(table.units) - 1))
    for at in range(len(table.units)):
        kernels, _ = log_kernels(table, at)
        own: Weights = smooth(np.delete(kernels, which, axis=1).sum(axis=1))
        if trouble(own.ess, own.khat):  # by the other figures alone: the one left out has no say
            continue
        if len(found) == TRUTHS:
            break
        data, sd = errors(table, at)
        rest, w = np.delete(figures, at), np.exp(own.log)
        found.append(predicted(rest, w, sd[which], data[which]))
        narrower.append(spread(rest, w, sd[which]) / spread(rest, even, sd[which]))
    return Left(np.array(found), float(np.median(narrower)))


def toyland(table: Known) -> tuple[list[str], bool]:
    """Return the lines of toyland and whether it passes."""
    lines, passed = ["| left out | sd of the prediction over the prior's | 90 % intervals that hold it | asked | p | |",
                     "|---|---|---|---|---|---|"], True  # fmt: skip
    for which, target in enumerate(FITTED):
        one = left_out(table, which)
        low, high = interval(len(one.places))
        held, p = covered(one.places), uniform(one.places).p
        good = low <= held <= high and p >= LEVEL / len(FITTED)
        passed = passed and good
        lines.append(f"| {TARGETS[target].about} | {one.narrower:.2f} | {held} of {len(one.places)} | {low} to {high} "
                     f"| {p:.3f} | {'pass' if good else 'FAIL'} |")  # fmt: skip
    return lines, passed


def of_posterior(posterior: Posterior) -> tuple[list[str], bool]:
    """Return the lines of a posterior that `calibrate` made and whether it passes."""
    lines, missed, asked = ["| left out | published | place in what the others predict | effective draws | |",
                            "|---|---|---|---|---|"], 0, 0  # fmt: skip
    by_id = {target.id: (at, target) for at, target in enumerate(posterior.targets)}
    weight = float(posterior.scenario.case.population.total) / posterior.scenario.persons
    for id_ in posterior.used:
        at, target = by_id[id_]
        own = posterior.without(id_)
        w, z = np.exp(own.log), scale(target, posterior.table.figures[:, at], weight)
        bound = target.kind not in ("about", "exact")
        data = float(scale(target, target.value, weight))
        at_place = (float(w @ np.exp(kernel_at(target, z, weight))) if bound
                    else predicted(z, w, error_sd(target, weight), data))  # fmt: skip
        verdict = "cannot tell: not usable" if trouble(own.ess, own.khat) else (
            "inside" if at_place >= 0.05 and (bound or at_place <= 0.95) else "outside")  # fmt: skip
        asked += not verdict.startswith("cannot")
        missed += verdict == "outside"
        lines.append(f"| {id_} {target.about} | {target.value:g} | {at_place:.2f} | {own.ess:.0f} | {verdict} |")
    good = asked >= len(posterior.used) / 2 and missed < too_many(asked, 0.1)
    lines += ["", f"Asked: at least half can be told, and fewer than {too_many(max(asked, 1), 0.1)} of these {asked} "
              f"outside. Found: {missed}. {'Pass' if good else 'FAIL'}."]  # fmt: skip
    return lines, good


def kept() -> list[str]:
    """Return what the page of before says of toyland."""
    page = (RESULTS / "leave_one_out.md").read_text(encoding="utf-8").splitlines()
    return page[2 : next((at for at, line in enumerate(page) if line.startswith("## ")), len(page))]


def main() -> int:
    """Leave each figure out, write and print the page; 1 when a mark is missed."""
    given = arguments(__doc__, posterior=True)
    folder: Path | None = given.posterior
    good = True
    if given.draws:
        table = known(given.out, given.draws)
        with threadpool_limits(1):
            lines, good = toyland(table)
        lines = [f"{time.strftime('%Y-%m-%d')}, `python verification/leave_one_out.py --draws {given.draws}`. Toyland, "
                 f"{len(table.units):,} draws; truths count whose posterior by the other figures is usable.",
                 "", *lines]  # fmt: skip
    else:
        lines = kept()
    page = ["# Whether the others predict a figure that is left out", "", *lines]
    if folder:
        posterior = gs.open_posterior(folder)
        more, passed = of_posterior(posterior)
        page += ["", f"## {posterior.scenario.name}", "", f"`--posterior FOLDER`: {posterior!r}", "", *more]
        good = good and passed
    text = "\n".join(page).replace("\n\n\n", "\n\n")
    (RESULTS / "leave_one_out.md").write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
