"""What other cases teach of a behavioural coordinate: the prior of a case that has not been seen.

In normal coordinates the neutral prior of every case is N(0, 1). Cases are exchangeable about a common mean:

    z_case ~ N(mu, 1 - rho),  mu ~ N(0, rho)

so that each case alone has the neutral prior, whatever rho, the correlation between cases, is. A case's posterior
N(m, v) is worth a normal observation y = m / (1 - v) of z_case with variance s2 = v / (1 - v). Given rho the next case
is normal, in closed form (random effects: Higgins, Thompson and Spiegelhalter 2009, JRSS A 172(1)). rho is not known
from a few cases: it is averaged over a grid, each value weighted by the likelihood of all y and by a prior, of which
half says that cases have nothing in common (rho = 0) and half is uniform.

So what is pooled holds the variance between cases beside that of the mean, and where cases disagree (rho near 0) or
teach nothing (v near 1) it is the neutral prior again.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from groundswell.types import Floats

FEWEST = 0.1  # contraction below which a case teaches nothing
_ERRORS = 2.0  # standard errors by which a variance is taken larger
RHO: Floats = np.linspace(0.0, 1.0, 41)
_PRIOR: Floats = np.where(RHO > 0.0, 0.5 / 40.0, 0.5)


class Learned(NamedTuple):
    """What a case's posterior says of a coordinate, in normal coordinates, and how many draws that rests on."""

    mean: float
    variance: float
    ess: float


class Pooled(NamedTuple):
    """The prior of the next case, N(mean, sd^2) in normal coordinates; `rho` on average, `cases` that taught."""

    mean: float
    sd: float
    rho: float
    cases: int


def pooled(cases: Sequence[Learned]) -> Pooled:
    """Return the prior of a case from the posteriors of others; N(0, 1) where none taught anything."""
    usable = [seen for each in cases if (seen := as_observation(each)) is not None]
    if not usable:
        return Pooled(0.0, 1.0, float(_PRIOR @ RHO), 0)
    y, s2 = (np.array(column) for column in zip(*usable, strict=True))
    log = np.array([log_likelihood(y, s2, rho) for rho in RHO]) + np.log(_PRIOR)
    w = np.exp(log - log.max())
    w /= w.sum()
    mean, variance = (np.array(column) for column in zip(*(given(y, s2, rho) for rho in RHO), strict=True))
    middle = float(w @ mean)
    return Pooled(middle, float(np.sqrt(w @ (variance + (mean - middle) ** 2))), float(w @ RHO), len(y))


def as_observation(case: Learned) -> tuple[float, float] | None:
    """Return y and its variance, or None where a case taught nothing.

    The variance of few weighted draws is itself uncertain, by a share sqrt(2 / ESS): it is taken two standard errors
    larger, so that noise does not count as learning; the error of the mean, v / ESS, is added.
    """
    v = case.variance * (1.0 + _ERRORS * np.sqrt(2.0 / case.ess) + 1.0 / case.ess)
    if not v <= 1.0 - FEWEST:
        return None
    return case.mean / (1.0 - v), float(v / (1.0 - v))


def given(y: Floats, s2: Floats, rho: float) -> tuple[float, float]:
    """Return mean and variance of the next case given rho, observations y and their variances, (cases,)."""
    if rho <= 0.0:
        return 0.0, 1.0
    precision = 1.0 / (s2 + 1.0 - rho)
    variance = 1.0 / (1.0 / rho + float(precision.sum()))
    return variance * float(precision @ y), variance + 1.0 - rho


def log_likelihood(y: Floats, s2: Floats, rho: float) -> float:
    """Return the log density of observations y, N(0, rho + (1 - rho + s2) on the diagonal), but for a constant."""
    covariance = np.full((len(y), len(y)), rho) + np.diag(1.0 - rho + s2)
    _, log_det = np.linalg.slogdet(covariance)
    return -0.5 * float(log_det + y @ np.linalg.solve(covariance, y))
