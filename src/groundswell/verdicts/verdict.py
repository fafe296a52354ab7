"""From margins over draws and pairs to a verdict: noise of pairs distinguished from what the assumptions leave open.

A claim holds in a draw when each of its conditions has a margin above 0. The share of draws in which it holds gets a
Clopper-Pearson interval (1934). Supported: the interval lies above 0.9; refuted: below 0.1; depends on: between the
two. Otherwise undecided, and likewise when the noise of pairs could change the answer: each draw holds with a chance,
that of all its conditions' margins being above 0 in truth (taken as independent); the draws that hold would be a
Poisson-binomial count, whose 5 and 95 % points must agree on the answer.
"""

from typing import Literal, NamedTuple

import numpy as np

from groundswell.errors import InputError
from groundswell.types import Floats
from groundswell.verdicts.noise import chances

Answer = Literal["supported", "refuted", "depends on", "undecided", "withheld", "foregone"]
HIGH, LOW = 0.9, 0.1  # shares of draws
LEVEL = 0.9  # of the interval of the share
METHOD = "Clopper-Pearson, 90 %, over draws"
METHOD_WEIGHED = "Clopper-Pearson, 90 %, with the effective number of weighted draws (Korn and Graubard 1998)"
_UNCLEAR = 0.05  # a draw is clear when its chance to hold is below this, or above one less this
_NEAR = 1.6449  # standard errors at that chance
_MOST = 100_000
_CELLS = 100  # of a draw of mean weight, in the count of weighted draws


class Verdict(NamedTuple):
    """The answer, in how many draws the claim holds, and what is missing if it is undecided."""

    answer: Answer
    share: float
    low: float  # 90 % interval of the share over draws
    high: float
    draws: int
    unclear: int  # draws in which the noise of pairs could turn the answer
    more_draws: int  # needed in all; 0: none
    more_pairs: int
    noise_share: float  # of the variance of a draw's margin that is noise of pairs
    worth: float  # effective number of draws: all of them, or fewer when evidence weighs them
    why: str = ""  # why evidence that weighs draws leaves it undecided


def judge(margins: Floats, possible: Floats, pairs: int, weights: Floats | None = None,
          worth: float | None = None, silent: int = 0) -> Verdict:  # fmt: skip
    """Return the verdict from margins, (draws, conditions), and the standard errors that each of them may have.

    `possible` (draws, conditions, possibilities), see `noise.errors`; 0: none, NaN: left out. With one
    condition its axis may be left out, as may that of a single possibility. `weights` (draws,) of draws that evidence
    weighs, and how many draws these are `worth`; equal and all of them, unless given. `silent` draws were left out, and
    so will be as many of those that are added. Raises InputError for no draws.
    """
    draws = len(margins)
    if draws == 0:
        raise InputError("no draws", place="draws", remedy="give 1 or more")
    w = np.full(draws, 1.0 / draws) if weights is None else weights / weights.sum()
    size = float(draws) if worth is None else worth
    margins = margins.reshape(draws, -1)
    possible = possible.reshape(draws, margins.shape[1], -1)
    each = np.stack([chances(m, e) for m, e in zip(margins.T, np.moveaxis(possible, 1, 0), strict=True)], axis=1)
    chance, holds = each.prod(axis=1), np.asarray((margins > 0.0).all(axis=1))
    near = (chance > _UNCLEAR) & (chance < 1.0 - _UNCLEAR)
    share = int(holds.sum()) / draws if weights is None else min(float(w[holds].sum()), 1.0)
    size = size if weights is None else effective(w, holds, size)
    low, high = interval(share * size, size)
    answers = {_answer(*interval(s * size, size)) for s in (*swayed(chance, w), share)}
    answer, more_draws, more_pairs = _answer(low, high), 0, 0
    if answer == "undecided":
        more_draws = int(np.ceil(needed(share, int(np.ceil(size))) * (draws + silent) / size))
    elif len(answers) > 1:
        answer, more_pairs = "undecided", _pairs(chance[near], pairs)
    noise = _noise_share(*deciding(margins, possible))
    return Verdict(answer, share, low, high, draws, int(near.sum()), more_draws, more_pairs, noise, size)


def effective(weights: Floats, holds: np.ndarray, worth: float) -> float:
    """Return how many draws a share of weighted ones is worth: `worth` at most, fewer where those that hold weigh more.

    The variance of a ratio of weighted sums is sum w^2 (h - p)^2; draws with equal weights and as large a variance
    would be p (1 - p) over that (Korn and Graubard 1998). `weights` (draws,) add up to 1.
    """
    share = float(weights[holds].sum())
    variance = float(np.sum(weights**2 * (holds - share) ** 2))
    return min(worth, share * (1.0 - share) / variance) if 0.0 < share < 1.0 and variance > 0.0 else worth


def deciding(margins: Floats, possible: Floats) -> tuple[Floats, Floats]:
    """Return, of each draw, the margin nearest to failing and its standard error, (draws,) each.

    That is the smallest margin: all are shares of an outcome's size.
    """
    draws = np.arange(len(margins))
    at = margins.argmin(axis=1)
    return margins[draws, at], np.sqrt(np.nanmean(possible[draws, at] ** 2, axis=1))


def _noise_share(margins: Floats, error: Floats) -> float:
    variance = float(margins.var())
    return min(float((error**2).mean()) / variance, 1.0) if variance > 0.0 else float((error > 0.0).any())


def swayed(chance: Floats, weights: Floats | None = None, level: float = LEVEL) -> tuple[float, float]:
    """Return the least and greatest share that holds, at `level`, if each draw holds with its chance.

    Of draws with equal weights that is a Poisson-binomial count over their number; other weights are rounded to a
    hundredth of a draw.
    """
    draws, cells = len(chance), 1 if weights is None or np.ptp(weights) < 1e-12 else _CELLS
    steps = np.full(draws, 1) if weights is None else np.rint(weights * draws * cells).astype(int)
    mass = np.zeros(int(steps.sum()) + 1)
    mass[0] = 1.0
    for each, step in zip(chance.tolist(), steps.tolist(), strict=True):
        mass[step:] = (1.0 - each) * mass[step:] + each * mass[: len(mass) - step]
        mass[:step] *= 1.0 - each
    few, many = np.searchsorted(np.cumsum(mass), [(1.0 - level) / 2.0, (1.0 + level) / 2.0])
    return min(int(few), len(mass) - 1) / (len(mass) - 1), min(int(many), len(mass) - 1) / (len(mass) - 1)


def interval(successes: float, draws: float, level: float = LEVEL) -> tuple[float, float]:
    """Return the Clopper-Pearson interval of a share; draws that evidence weighs need not be whole. Needs SciPy."""
    from scipy.special import betaincinv

    tail, successes = (1.0 - level) / 2.0, round(successes, 9)
    low = float(betaincinv(successes, draws - successes + 1, tail)) if successes > 0 else 0.0
    high = float(betaincinv(successes + 1, draws - successes, 1.0 - tail)) if successes < draws else 1.0
    return low, high


def needed(share: float, draws: int) -> int:
    """Return how many draws would decide if the share stayed what it is; 100,000 at most."""
    count = draws
    while count < _MOST:
        count = max(count + 1, int(count * 1.1))
        if _answer(*interval(round(share * count), count)) != "undecided":
            return count
    return _MOST


def _answer(low: float, high: float) -> Answer:
    if low > HIGH:
        return "supported"
    if high < LOW:
        return "refuted"
    return "depends on" if low > LOW and high < HIGH else "undecided"


def _pairs(chance: Floats, pairs: int) -> int:
    """Return the pairs a draw that would make the middle one of the unclear draws clear."""
    from scipy.special import ndtri

    errors = np.median(np.abs(ndtri(chance))) if chance.size else _NEAR
    return max(int(np.ceil(pairs * min(_NEAR / max(float(errors), 1e-9), 100.0) ** 2)), pairs + 1)
