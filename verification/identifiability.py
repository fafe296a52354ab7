"""What toyland's published figures can teach, and what they cannot; writes results/identifiability.md.

Run: python verification/identifiability.py [--draws 4000] [--out FOLDER], on the runs of sbc.py. For each truth the
contraction (1 - variance of the posterior over the prior's) of every coordinate and the posterior correlation of every
pair are taken; the page has their means. The largest contraction when each draw is given the figures of another is
chance, and only what is above it counts as learned. Passes if something is learned of the coordinates that the fitted
figures go with under the prior, and nothing of one that no fitted figure depends on (risk of death in service).
"""

import sys
import time

import numpy as np
from sbc import log_kernels, main, most_informed, usable
from trust_table import FITTED, TARGETS, Known

from groundswell.inference.posterior import LEARNED
from groundswell.inference.smoothed import smooth
from groundswell.types import Floats

IDLE = "lives.risk_first_year"
PAIRS, SHIFTS = 10, (0.25, 0.5, 0.75)


def posteriors(table: Known, shift: float = 0.0) -> tuple[Floats, Floats, int]:
    """Return mean contraction (coordinates,), mean correlations (coordinates, coordinates), and of how many truths.

    `shift`: figures are of draws so far down the table, as a share of it, so that nothing can be learned.
    """
    z = np.roll(table.z, round(shift * len(table.units)), axis=0)
    contraction, correlation, count = np.zeros(len(table.keys)), np.zeros((len(table.keys),) * 2), 0
    for at in usable(table):
        own = smooth(log_kernels(table, at)[0].sum(axis=1))
        w, others = np.exp(own.log), np.delete(z, at, axis=0)
        away = others - w @ others
        covariance = (away * w[:, None]).T @ away * (own.ess / (own.ess - 1.0))  # a mean of the same draws is taken off
        variance = np.diag(covariance)
        contraction += 1.0 - variance
        correlation += covariance / np.sqrt(np.outer(variance, variance))
        count += 1
    return contraction / count, correlation / count, count


def page(table: Known, command: str) -> tuple[list[str], bool]:
    """Return the page's lines and whether every mark is met."""
    contraction, correlation, count = posteriors(table)
    chance = max(float(posteriors(table, shift)[0].max()) for shift in SHIFTS)
    least = max(LEARNED, chance)
    order: list[int] = np.argsort(-contraction, kind="stable").tolist()
    learned = [at for at in order if contraction[at] >= least]
    upper = np.triu(np.abs(correlation), 1)
    pairs = [divmod(flat, len(upper)) for flat in np.argsort(-upper, axis=None)[:PAIRS].tolist()]
    informed = set(most_informed(table))
    marks = [
        ("a coordinate is learned, of those that figures tell of under the prior", f"{len(informed & set(learned))}",
         bool(informed & set(learned))),
        (f"{IDLE} is not learned", f"{contraction[table.keys.index(IDLE)]:.2f}",
         contraction[table.keys.index(IDLE)] < least),
    ]  # fmt: skip
    lines = [
        "# What the figures can teach", "",
        f"{time.strftime('%Y-%m-%d')}, `{command}`. Toyland, {len(table.units):,} draws of {len(table.keys)} "
        f"coordinates; means over {count} truths with a usable posterior. Fitted: "
        f"{', '.join(TARGETS[at].about for at in FITTED)}.", "",
        "| asked | found | |", "|---|---|---|",
        *(f"| {asked} | {what} | {'pass' if good else 'FAIL'} |" for asked, what, good in marks), "",
        f"## Learned: {len(learned)} of {len(table.keys)}", "",
        f"Contraction of {least:.2f} or more; chance alone gives up to {chance:.2f} among so few draws.", "",
        "| coordinate | contraction |", "|---|---|",
        *(f"| {table.keys[at]} | {contraction[at]:.2f} |" for at in learned), "",
        "## Strongest correlations of the posterior", "",
        "What two coordinates do alike the figures cannot tell apart. Weak ones are chance.", "",
        "| | | mean correlation |", "|---|---|---|",
        *(f"| {table.keys[a]} | {table.keys[b]} | {correlation[a, b]:+.2f} |" for a, b in pairs), "",
        "## Not learned", "", ", ".join(table.keys[at] for at in order if contraction[at] < least) + ".",
    ]  # fmt: skip
    return lines, all(good for *_, good in marks)


if __name__ == "__main__":
    sys.exit(main("identifiability", __doc__, page))
