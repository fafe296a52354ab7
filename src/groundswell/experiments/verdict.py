"""From margins over prior draws and pairs to a verdict: noise of pairs told apart from what the priors leave open.

A claim's margin in a draw is the smallest of its conditions', each over its own noise. The share of draws in which it
holds gets a Clopper-Pearson interval (1934). Supported: the interval lies above 0.9; refuted: below 0.1; depends on:
between the two. Otherwise undecided, and likewise when the noise of pairs could change the answer: were every margin to
err by its own noise, the draws that hold would be a Poisson-binomial count, whose 5 and 95 % points must agree on it.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from groundswell.errors import InputError
from groundswell.types import Floats

Answer = Literal["supported", "refuted", "depends on", "undecided", "withheld"]
HIGH, LOW = 0.9, 0.1  # shares of draws
LEVEL = 0.9  # of the interval of the share
_NEAR = 1.6449  # a margin of fewer standard errors is too near to call
_MOST = 100_000


class Verdict(NamedTuple):
    """The answer, in how many draws the claim holds, and what is missing if it is undecided."""

    answer: Answer
    share: float
    low: float  # 90 % interval of the share over prior draws
    high: float
    draws: int
    unclear: int  # draws in which the noise of pairs could turn the answer
    more_draws: int  # needed in all; 0: none
    more_pairs: int
    noise_share: float  # of the variance of a draw's margin that is noise of pairs


def judge(margins: Floats, noise: Floats, pairs: int) -> Verdict:
    """Return the verdict from each draw's margin (draws,) and its standard error (draws,), 0 for none.

    A margin above 0 holds. Raises InputError for no draws.
    """
    draws = len(margins)
    if draws == 0:
        raise InputError("no draws", place="--draws", remedy="give 1 or more")
    holds = margins > 0.0
    near = (noise > 0.0) & (np.abs(margins) < _NEAR * noise)
    share = float(holds.mean())
    low, high = interval(int(holds.sum()), draws)
    answers = {_answer(*interval(k, draws)) for k in (*swayed(margins, noise), int(holds.sum()))}
    variance = float(margins.var())
    noise_share = min(float((noise**2).mean()) / variance, 1.0) if variance > 0 else float(np.any(noise > 0))
    answer, more_draws, more_pairs = _answer(low, high), 0, 0
    if answer == "undecided":
        more_draws = needed(share, draws)
    elif len(answers) > 1:
        answer, more_pairs = "undecided", _pairs(margins, noise, near, pairs)
    return Verdict(answer, share, low, high, draws, int(near.sum()), more_draws, more_pairs, noise_share)


def swayed(margins: Floats, noise: Floats, level: float = LEVEL) -> tuple[int, int]:
    """Return the fewest and most draws that hold, at `level`, if each margin errs by its own noise. Needs SciPy."""
    from scipy.special import ndtr

    clear = noise <= 0.0
    chances = np.where(clear, margins > 0.0, ndtr(margins / np.where(clear, 1.0, noise)))
    count = np.ones(1)
    for chance in chances:
        count = np.convolve(count, [1.0 - chance, chance])
    few, many = np.searchsorted(np.cumsum(count), [(1.0 - level) / 2.0, (1.0 + level) / 2.0])
    return int(few), int(many)


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


def _pairs(margins: Floats, noise: Floats, near: np.ndarray, pairs: int) -> int:
    """Return the pairs a draw that would call the middle one of the draws now too near."""
    ratio = float(np.median(_NEAR * noise[near] / np.maximum(np.abs(margins[near]), 1e-9)))
    return int(np.ceil(pairs * min(ratio, 100.0) ** 2))


def pooled(groups: Sequence[Sequence[float]], levels: Sequence[Sequence[float]]) -> Floats:
    """Return the standard error of each draw's mean relative margin from all draws that have several pairs.

    `groups`: margins over the outcome's size, by draw and pair; `levels`: that size. A count's relative noise falls
    with the root of its size: the variance within draws, times their size, is one number for all. It is the median over
    draws, over that of chi-square (Wilson and Hilferty 1931), for a few draws of the priors explode. Zeros when no draw
    has two pairs, or nothing was counted.
    """
    size = np.array([max(float(np.mean(level)), 0.0) for level in levels])
    count = np.array([len(group) for group in groups])
    within = [
        float(np.var(group, ddof=1)) * scale / (1.0 - 2.0 / (9.0 * (len(group) - 1))) ** 3
        for group, scale in zip(groups, size, strict=True)
        if len(group) > 1 and scale > 0.0
    ]
    noise = float(np.median(within)) if within else 0.0
    return np.sqrt(np.divide(noise, size * count, out=np.zeros_like(size), where=size > 0.0))
