"""Tests between sequences: streams that must have nothing to do with each other."""

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from randomness.draws import Draw, Words
from randomness.single import two_sided

PEOPLE = np.arange(2**16)


def correlations(rows: Words) -> tuple[float, float]:
    """Return p-values of all correlations between rows (k, n): of their mean square, and of the largest."""
    x = (rows.astype(np.float64) + 0.5) * 2.0**-32 - 0.5
    k, n = x.shape
    z = (12.0 / np.sqrt(n)) * (x @ x.T)[np.triu_indices(k, 1)]
    law = stats.chi2(z.size)
    together = two_sided(law.cdf((z**2).sum()), law.sf((z**2).sum()))
    largest = -np.expm1(z.size * np.log1p(-2.0 * stats.norm.sf(np.abs(z).max())))
    return together, float(largest)


def equal_bits(rows: Words) -> float:
    """Return the p-value of the share of equal bits between all pairs of rows (k, n)."""
    signs = np.concatenate([(rows >> bit & 1).astype(np.float32) * 2 - 1 for bit in range(32)], axis=1)
    z = (signs @ signs.T)[np.triu_indices(len(rows), 1)].astype(np.float64) / np.sqrt(signs.shape[1])
    law = stats.chi2(z.size)
    return two_sided(law.cdf((z**2).sum()), law.sf((z**2).sum()))


def avalanche(draw: Draw, part: int, bits: int) -> float:
    """Return the p-value of: turning one bit of seed (0), purpose (1), day (2) or person (3) turns half of the bits.

    Counted for every turned bit and each of the 128 bits drawn, over 65,536 persons.
    """
    fixed: list[NDArray[np.uint64]] = [np.full(PEOPLE.size, value, np.uint64) for value in (2022, 3, 17, 0)]
    fixed[3] = PEOPLE.astype(np.uint64)
    before = draw(*fixed)
    statistic = 0.0
    for bit in range(bits):
        turned = [*fixed]
        turned[part] = fixed[part] ^ np.uint64(1 << bit)
        flipped = before ^ draw(*turned)
        ones = np.array([np.count_nonzero(flipped >> b & 1, axis=1) for b in range(32)])
        # a turned bit of the person's number pairs each person with another: half as many independent comparisons
        pairs = PEOPLE.size // 2 if part == 3 and bit < 16 else PEOPLE.size
        statistic += float(((ones / PEOPLE.size - 0.5) ** 2 * 4 * pairs).sum())
    law = stats.chi2(128 * bits)
    return two_sided(law.cdf(statistic), law.sf(statistic))
