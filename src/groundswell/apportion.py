"""Whole numbers in given shares that add up exactly: largest remainders (Hamilton's method)."""

import numpy as np

from groundswell.types import Floats, Ints


def apportion(total: int, shares: Floats | Ints) -> Ints:
    """Split `total` over `shares` (any positive scale) by largest remainders; the parts sum to `total` exactly."""
    exact = np.asarray(shares, float) * (total / np.sum(shares))
    whole = np.floor(exact).astype(np.int64)
    short = int(total - whole.sum())
    whole[np.argsort(-(exact - whole), kind="stable")[:short]] += 1
    return whole
