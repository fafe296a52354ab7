"""Statistics of ranks: whether truths lie among the draws of their posteriors as draws of them would.

Imported by sbc.py, sbc_methods.py and leave_one_out.py. The place of a truth is the share of its posterior below it;
over many truths places are uniform if the posteriors are right (Talts et al. 2018, arXiv:1804.06788).
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from scipy import stats

from groundswell.inference.draws import uniforms
from groundswell.types import Floats

_GRID, _SIMULATED = 100, 4000
LEVEL = 0.05  # of all tests of a page together


def place(values: Floats, weights: Floats, truth: float, tie: float) -> float:
    """Return the share of weighted draws (draws,) below a truth; of equal ones a share `tie`, uniform in (0, 1)."""
    return float(weights[values < truth].sum() + tie * weights[values == truth].sum())


@dataclass(frozen=True)
class Uniform:
    """How places compare with the uniform: p of the simultaneous bands, the largest distance of their ECDF from it."""

    p: float
    most: float


def uniform(places: Floats) -> Uniform:
    """Test places (truths,) against the uniform by simultaneous bands of their ECDF.

    Bands of equal probability at each point, together of the level that simulated uniforms give them (Sailynoja,
    Buerkner and Vehtari 2022, Statistics and Computing 32(2)). p is the level at which the ECDF touches the bands.
    """
    n = len(places)
    counts = _counts(places[None, :])
    share = float((_least(n) <= _tails(counts, n)[0]).mean())
    return Uniform(share, float(np.abs(counts[0] / n - _points()).max()))


@cache
def _least(n: int) -> Floats:
    """Return the least probability of any point for uniforms, `_SIMULATED` times."""
    return _tails(_counts(uniforms(1, f"uniform places, {n}", _SIMULATED, n)), n)


def _points() -> Floats:
    return np.arange(1, _GRID) / _GRID


def _counts(places: Floats) -> Floats:
    ordered = np.sort(places, axis=1)
    return np.array([np.searchsorted(row, _points(), side="right") for row in ordered], float)


def _tails(counts: Floats, n: int) -> Floats:
    law: Any = stats.binom
    below, above = law.cdf(counts, n, _points()), law.sf(counts - 1.0, n, _points())
    return np.minimum(2.0 * np.minimum(below, above), 1.0).min(axis=1)


def nearer(points: Floats, weights: Floats, truth: Floats, reference: Floats) -> float:
    """Return the share of weighted draws (draws, dimensions) that lie nearer to a reference point than the truth.

    Uniform over truths if and only if posteriors are right, for references enough (TARP: Lemos et al. 2023, ICML).
    """
    away = np.sum((points - reference) ** 2, axis=1)
    return float(weights[away < np.sum((truth - reference) ** 2)].sum())


def covered(places: Floats, level: float = 0.9) -> int:
    """Return how many truths lie within the central interval of their posteriors."""
    return int(np.sum(np.abs(places - 0.5) <= level / 2.0))


def too_many(tests: int, level: float = 0.05) -> int:
    """Return from how many of so many tests below a level on there are too many (with probability under 1 %)."""
    law: Any = stats.binom
    return int(law.isf(0.01, tests, level)) + 1
