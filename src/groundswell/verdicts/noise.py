"""How surely a draw's margin is known: what another society would have moved it by, learned from draws with pairs.

With one pair a draw only some draws have a second. Their variances, of one degree of freedom each, say two things: in
how many draws societies differ at all, and by how much. So the noise of a draw without pairs of its own is one of
theirs, each as likely: a mixture, no average. One draw in ten that explodes makes the others doubtful by a tenth, and a
noise that six draws in ten do not have is not taken for none. A variance above 0 is moderated towards the others' by
empirical Bayes on the logarithms (as Smyth 2004 does for genes). Where no pair differed, one simulated person may still
do so in another, with the chance that the rule of three leaves open (Hanley and Lippman-Hand 1983).

The draws of a claim share their societies. A shift that a society gives to all of them is in this noise, but is taken
as independent from draw to draw.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np

from groundswell.types import Floats

_ALIKE = 3.0  # factor within which sizes are alike
_LEAST = 0.25  # of a variance as it was seen
_ROUNDING = 1e-18  # of a squared margin: what sums of floating-point numbers differ by


def errors(groups: Sequence[Sequence[float]], levels: Sequence[Sequence[float]], person: float,
           most: float = np.inf) -> Floats:  # fmt: skip
    """Return the standard errors that each draw's mean margin may have, (draws, possibilities), all equally likely.

    NaN: a draw of too different a size, which says nothing.

    `groups`: margins over the outcome's size, by draw and pair; `levels`: that size (1 for a share); `person`: what one
    simulated person adds to a size, 0 if that is not known; `most`: an error cannot be larger. A count's
    relative noise falls with the root of its size: the variance within a draw, times its size, is what carries over to
    other draws. Needs SciPy.
    """
    size = np.maximum([float(np.mean(level)) for level in levels], person)
    size[size <= 0.0] = 1.0  # nothing was counted, and nothing is known of a person
    count = np.array([len(group) for group in groups])
    freedom = count - 1
    within = np.array([float(np.var(group, ddof=1)) if len(group) > 1 else 0.0 for group in groups])
    known = freedom > 0
    noisy = known & (within > _ROUNDING)
    variance = np.zeros(len(groups))
    variance[noisy] = moderated((within * size)[noisy], freedom[noisy])
    donors = variance[known] if known.any() else np.zeros(1)
    near = _near(size, size[known] if known.any() else size[:1])
    possible = np.where(known[:, None], variance[:, None], np.where(near, donors[None, :], np.nan)) / size[:, None]
    compared = np.where(known, freedom, max(int(freedom.sum()), 1))
    least = np.minimum(3.0 / compared, 1.0) * (person / size) ** 2
    found = np.maximum(possible, least[:, None]) / count[:, None]
    return np.minimum(np.sqrt(found), most)


def _near(size: Floats, donors: Floats) -> np.ndarray:
    """Tell which donors say something of each draw, (draws, donors): the half nearest in size, or within a factor."""
    apart = np.abs(np.log(size)[:, None] - np.log(donors)[None, :])
    middle = np.sort(apart, axis=1)[:, (len(donors) - 1) // 2]
    return apart <= np.maximum(middle, np.log(_ALIKE))[:, None] + 1e-9


def moderated(variances: Floats, freedom: np.ndarray) -> Floats:
    """Return variances, each above 0 and with its degrees of freedom, drawn towards one another.

    The logarithm of a sample variance errs by a known amount (that of log chi-square); what they differ by beyond it is
    theirs, and is kept. None falls below a quarter of what was seen, so that one draw unlike all others stays so
    (limited translation: Efron and Morris 1972). Needs SciPy.
    """
    special: Any = import_module("scipy.special")
    if len(variances) < 2:
        return variances
    half = np.asarray(freedom, float) / 2.0
    log = np.log(variances) - np.asarray(special.psi(half) - np.log(half), float)
    sampling = np.asarray(special.polygamma(1, half), float)
    between = max(float(np.var(log, ddof=1) - sampling.mean()), 0.0)
    weight = 1.0 / (sampling + between)
    centre = float((weight * log).sum() / weight.sum())
    drawn = np.exp(centre + between / (sampling + between) * (log - centre))
    return np.maximum(drawn, _LEAST * np.asarray(variances))


def chances(margins: Floats, possible: Floats) -> Floats:
    """Return the chance that each margin is above 0 in truth, (draws,), from its possible errors. Needs SciPy."""
    special: Any = import_module("scipy.special")
    clear = possible <= 0.0
    above = special.ndtr(margins[:, None] / np.where(clear, 1.0, possible))
    return np.where(clear, margins[:, None] > 0.0, above).mean(axis=1, where=~np.isnan(possible))
