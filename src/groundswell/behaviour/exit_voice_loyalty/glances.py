"""A first look at many persons: who can be left out without computing what a person leans to.

A bound on what a day adds leaves out whoever's taste is too weak for it, given his private opposition. Both are draws,
so persons are left out by their words alone: a word of opposition says which of eight classes a person is in, and for
each class and alternative there is a word of tastes below which nobody of it could be moved. All of that is whole
numbers and no branch, which becomes vector code.
"""

import math

import numpy as np

from groundswell import portable
from groundswell.behaviour.exit_voice_loyalty import terms
from groundswell.kernel import device
from groundswell.types import ADULT_BAND, BAND_BITS, LIABLE_BIT

SLACK = 1e-3  # by which bounds are widened: more than any rounding
PAGE = 256  # persons of a neighbourhood
_EDGES = (-2.5, -1.5, -0.75, 0.0, 0.75, 1.5, 2.5)  # standard deviations of opposition, between classes
_CERTAIN = 7.0  # nobody is beyond: the largest uniform draw gives 6.4
CLASSES = len(_EDGES) + 1
_LOW, _HIGH = np.array((-_CERTAIN, *_EDGES)), np.array((*_EDGES, _CERTAIN))
_WORDS = 2.0**32
_SHARES = portable.normal_share_of(np.array(_EDGES))
_FROM = tuple(np.uint32(share * _WORDS) for share in _SHARES)  # the first word of each class but the lowest
_OLDEST = 100.0  # years
_STEPS, _WIDEST = 16, 40.0  # of a table of the logistic distribution: steps a unit, reach on both sides
_BELOW = (1.0 - 1e-9) / (1.0 + portable.exp_of(-np.arange(-_WIDEST, _WIDEST, 1.0 / _STEPS)))
_PROTEST_MOST, _LEAVE_MOST = terms.fixed("protest", most=True), terms.fixed("leave", most=True)
_EVADE_MOST = terms.fixed("evade", most=True)


@device
def _first_word(most):
    """Return a word of tastes below which nobody is moved where all but his taste is at `most` this.

    It is that of a share at most 6 % too low, by a table of the logistic distribution.
    """
    step = (_WIDEST - most) * _STEPS
    share = 0.0 if not step >= 0.0 else _BELOW[int(min(step, len(_BELOW) - 1.0))]
    return np.uint32(max(share * _WORDS - 1.0, 0.0))


@device
def thresholds(extra, voice, leave, evade, around, t, p, cuts):
    """Fill `cuts` (3, classes): the words below which these bounds, plus `extra`, move nobody of a class.

    A row each for voice, leave and evade. `around` is the shift of a place and neighbourhood.
    """
    own, more = math.sqrt(1.0 - t.neighbourhood_share), extra + SLACK
    by_age = abs(t.age_slope) * max(t.mean_age, _OLDEST - t.mean_age)
    for c in range(CLASSES):
        high, low = own * _HIGH[c] + around + by_age, own * _LOW[c] + around - by_age
        most, farthest = terms.Person(high, 1.0), terms.Person(max(abs(high), abs(low)), 1.0)
        cuts[0, c] = _first_word(_PROTEST_MOST(voice + more, most, p))
        cuts[1, c] = _first_word(_LEAVE_MOST(leave + more, farthest, p))
        cuts[2, c] = _first_word(_EVADE_MOST(evade + more, most, p))


@device
def _numbers(cuts):
    """Return a row of cuts as numbers: a loop would look into the array again for each person."""
    return cuts[0], cuts[1], cuts[2], cuts[3], cuts[4], cuts[5], cuts[6], cuts[7]


@device
def _of_class(word, cuts):
    """Return the cut of the class that a word of opposition falls into."""
    cut = cuts[0]
    cut = cuts[1] if word >= _FROM[0] else cut
    cut = cuts[2] if word >= _FROM[1] else cut
    cut = cuts[3] if word >= _FROM[2] else cut
    cut = cuts[4] if word >= _FROM[3] else cut
    cut = cuts[5] if word >= _FROM[4] else cut
    cut = cuts[6] if word >= _FROM[5] else cut
    return cuts[7] if word >= _FROM[6] else cut


@device
def glance(kinds, opposition, to_protest, to_leave, to_evade, cuts, all_may_leave, open_):
    """Mark in `open_` (m,) who may be moved, given words (m,) of opposition and of tastes; no children."""
    speaks, goes, hides = _numbers(cuts[0]), _numbers(cuts[1]), _numbers(cuts[2])
    for k in range(np.uint64(len(kinds))):
        word, liable = opposition[k], (kinds[k] & LIABLE_BIT) != 0
        exits = (liable | all_may_leave) & (to_leave[k] >= _of_class(word, goes))
        exits |= liable & (to_evade[k] >= _of_class(word, hides))
        adult = (kinds[k] & BAND_BITS) >= ADULT_BAND
        open_[k] = adult & (exits | (to_protest[k] >= _of_class(word, speaks)))
