"""Tests of one sequence of 32-bit words, each with a two-sided p-value (Knuth, TAOCP 2, 3.3.2, unless noted)."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Sequence = NDArray[np.uint32]


def two_sided(lower: float, upper: float) -> float:
    """Return the p-value of a statistic from its two tails: too regular is as wrong as too irregular."""
    return float(min(1.0, 2.0 * min(lower, upper)))


def chi_square(observed: NDArray[np.int64], expected: NDArray[np.float64] | float) -> float:
    """Return the p-value of counts against their expectation (same total); 0 if what is counted never happened."""
    if not observed.any():
        return 0.0
    statistic = float(((observed - expected) ** 2 / expected).sum())
    law = stats.chi2(observed.size - 1)
    return two_sided(law.cdf(statistic), law.sf(statistic))


def poisson(count: int, mean: float) -> float:
    """Return the p-value of a count of rare coincidences."""
    law = stats.poisson(mean)
    return two_sided(law.cdf(count), law.sf(count - 1))


def high_bits(words: Sequence) -> float:
    """The upper 16 bits fall into 65,536 equal bins."""
    return chi_square(np.bincount(words >> 16, minlength=65536), words.size / 65536)


def low_bits(words: Sequence) -> float:
    """The lower 16 bits do, too."""
    return chi_square(np.bincount(words & 0xFFFF, minlength=65536), words.size / 65536)


def distance_to_uniform(words: Sequence) -> float:
    """Kolmogorov-Smirnov distance of the unit draws to the uniform law."""
    return float(stats.kstest((words + 0.5) * 2.0**-32, "uniform").pvalue)


def bit_balance(words: Sequence) -> float:
    """Each of the 32 bits is set half of the time."""
    ones = np.array([np.count_nonzero(words >> bit & 1) for bit in range(32)])
    z = (2.0 * ones - words.size) / np.sqrt(words.size)
    law = stats.chi2(32)
    return two_sided(law.cdf((z**2).sum()), law.sf((z**2).sum()))


def pairs(words: Sequence) -> float:
    """Non-overlapping pairs fill the square: 256 times 256 equal cells."""
    first, second = words[0::2] >> 24, words[1::2] >> 24
    return chi_square(np.bincount(first * 256 + second, minlength=65536), first.size / 65536)


def serial_correlation(words: Sequence) -> float:
    """Draws 1 to 16 places apart are uncorrelated."""
    x = words * 2.0**-32 - 0.5
    r2 = [12.0 * np.mean(x[:-lag] * x[lag:]) for lag in range(1, 17)]
    statistic = sum((x.size - lag) * r**2 for lag, r in enumerate(r2, 1))
    law = stats.chi2(16)
    return two_sided(law.cdf(statistic), law.sf(statistic))


def gaps(words: Sequence) -> float:
    """The waits between draws below 1/16 are geometric."""
    waits = np.diff(np.flatnonzero(words < 2**28)) - 1
    share = (1 / 16) * (15 / 16) ** np.arange(64)
    observed = np.bincount(np.minimum(waits, 64), minlength=65)
    return chi_square(observed, waits.size * np.append(share, (15 / 16) ** 64))


def collisions(words: Sequence) -> float:
    """As many equal words as there should be: blocks of 2**20 words thrown into 2**32 urns."""
    n, urns = 2**20, 2.0**32
    blocks = words[: words.size // n * n].reshape(-1, n)
    found = sum(n - np.unique(block).size for block in blocks)
    mean = n - urns * -np.expm1(n * np.log1p(-1 / urns))
    return poisson(found, len(blocks) * mean)


def birthday_spacings(words: Sequence) -> float:
    """Equal spacings between 4,096 birthdays in a year of 2**32 days (Marsaglia 1985): 4 on average."""
    n = 4096
    years = np.sort(words[: words.size // n * n].reshape(-1, n), axis=1)
    spacings = np.sort(np.diff(years, axis=1), axis=1)
    found = np.count_nonzero(spacings[:, 1:] == spacings[:, :-1])
    return poisson(found, len(years) * n**3 / 2.0**34)


TESTS: tuple[Callable[[Sequence], float], ...] = (
    high_bits, low_bits, distance_to_uniform, bit_balance, pairs,
    serial_correlation, gaps, collisions, birthday_spacings,
)  # fmt: skip
