"""From margins over draws and pairs to a verdict: noise of pairs told apart from what the assumptions leave open.

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
_UNCLEAR = 0.05  # a draw is clear when its chance to hold is below this, or above one less this
_NEAR = 1.6449  # standard errors at that chance
_MOST = 100_000


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


def judge(margins: Floats, possible: Floats, pairs: int) -> Verdict:
    """Return the verdict from margins, (draws, conditions), and the standard errors that each of them may have.

    `possible` (draws, conditions, possibilities), see `noise.errors`; 0: none, NaN: left out. With one
    condition its axis may be left out, as may that of a single possibility. Raises InputError for no draws.
    """
    draws = len(margins)
    if draws == 0:
        raise InputError("no draws", place="draws", remedy="give 1 or more")
    margins = margins.reshape(draws, -1)
    possible = possible.reshape(draws, margins.shape[1], -1)
    each = np.stack([chances(m, e) for m, e in zip(margins.T, np.moveaxis(possible, 1, 0), strict=True)], axis=1)
    chance, hits = each.prod(axis=1), int((margins > 0.0).all(axis=1).sum())
    near = (chance > _UNCLEAR) & (chance < 1.0 - _UNCLEAR)
    low, high = interval(hits, draws)
    answers = {_answer(*interval(k, draws)) for k in (*swayed(chance), hits)}
    answer, more_draws, more_pairs = _answer(low, high), 0, 0
    if answer == "undecided":
        more_draws = needed(hits / draws, draws)
    elif len(answers) > 1:
        answer, more_pairs = "undecided", _pairs(chance[near], pairs)
    noise = _noise_share(*deciding(margins, possible))
    return Verdict(answer, hits / draws, low, high, draws, int(near.sum()), more_draws, more_pairs, noise)


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


def swayed(chance: Floats, level: float = LEVEL) -> tuple[int, int]:
    """Return the fewest and most draws that hold, at `level`, if each holds with its chance (Poisson-binomial)."""
    count = np.ones(1)
    for each in chance:
        count = np.convolve(count, [1.0 - each, each])
    few, many = np.searchsorted(np.cumsum(count), [(1.0 - level) / 2.0, (1.0 + level) / 2.0])
    return int(few), min(int(many), len(chance))


def interval(successes: int, draws: int, level: float = LEVEL) -> tuple[float, float]:
    """Return the Clopper-Pearson interval of a share. Needs SciPy."""
    from scipy.special import betaincinv

    tail = (1.0 - level) / 2.0
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
