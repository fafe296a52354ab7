"""A first look at many persons: who can be left out without computing what a person leans to."""

import math

import numpy as np

from groundswell import portable, rng
from groundswell.behaviour.exit_voice_loyalty import terms
from groundswell.behaviour.exit_voice_loyalty import utilities as u
from groundswell.kernel import device
from groundswell.types import ADULT_BAND, BAND_BITS, BAND_MIDDLES, LIABLE_BIT

SLACK = 1e-3  # leanings are kept in single precision: bounds are widened by more than that rounds
PAGE = 256  # persons of a neighbourhood
_USUAL_Z, _USUAL = 3.0, 0.99865  # most people's opposition is below three standard deviations: share of a normal
_CERTAIN_Z = 7.0  # nobody's is above: the largest uniform draw gives 6.4
_OLDEST = 100.0  # years
_AGE = np.array(BAND_MIDDLES)
_STEPS, _WIDEST = 16, 40.0  # of a table of the logistic distribution: steps a unit, reach on both sides
_BELOW = (1.0 - 1e-9) / (1.0 + portable.exp_of(-np.arange(-_WIDEST, _WIDEST, 1.0 / _STEPS)))
_FIXED_PROTEST, _FIXED_LEAVE, _FIXED_EVADE = terms.fixed("protest"), terms.fixed("leave"), terms.fixed("evade")
_FIXED_PROTEST_MOST, _FIXED_LEAVE_MOST = terms.fixed("protest", most=True), terms.fixed("leave", most=True)
_FIXED_EVADE_MOST = terms.fixed("evade", most=True)


@device
def _below(leaning):
    """Return a lower bound, at most 6 % too low, of the share of logistic tastes that fall short of `leaning`."""
    step = (leaning + _WIDEST) * _STEPS
    return 0.0 if not step >= 0.0 else _BELOW[int(min(step, len(_BELOW) - 1.0))]


@device
def hopeless(i, kind, voice, leave, evade, cuts, t):
    """Tell from the uniform draws of tastes that nothing could move a person: no quantile needed for most."""
    if (u.may_leave(kind, t) and leave >= cuts[1]) or (kind & LIABLE_BIT != 0 and evade >= cuts[2]):
        return False
    if voice < cuts[3]:
        return True
    return voice < cuts[0] and rng.unit(rng.words(t.seed, rng.TRAITS, 0, i)[0]) < _USUAL


@device
def thresholds(extra, voice, leave, evade, shift, neighbourhood, t, p):
    """Return the shares of tastes below which the bounds, plus `extra`, move nobody.

    For voice of usual opposition, leave, evade, and voice whatever a person's opposition.
    """
    around, by_age = shift + neighbourhood, abs(t.age_slope) * max(t.mean_age, _OLDEST - t.mean_age)
    known = around + by_age
    usual, most = terms.Person(_USUAL_Z + known, 1.0), terms.Person(_CERTAIN_Z + known, 1.0)
    farthest = terms.Person(_CERTAIN_Z + abs(around) + by_age, 1.0)
    more = extra + SLACK
    return (
        _below(-_FIXED_PROTEST_MOST(voice + more, usual, p)),
        _below(-_FIXED_LEAVE_MOST(leave + more, farthest, p)),
        _below(-_FIXED_EVADE_MOST(evade + more, most, p)),
        _below(-_FIXED_PROTEST_MOST(voice + more, most, p)),
    )


@device
def glance(kinds, v0, v1, v2, cuts, all_may_leave, open_):
    """Mark in `open_` (m,) who may be moved: one pass without branches, for vector code; no children."""
    _, goes, hides, speaks = cuts
    for k in range(np.uint64(len(kinds))):
        liable = (kinds[k] & LIABLE_BIT) != 0
        exits = ((liable | all_may_leave) & (rng.unit(v1[k]) >= goes)) | (liable & (rng.unit(v2[k]) >= hides))
        adult = (kinds[k] & BAND_BITS) >= ADULT_BAND
        open_[k] = adult & (exits | (rng.unit(v0[k]) >= speaks))


@device
def may_move(kind, theta, a_voice, a_leave, a_evade, voice, leave, evade, around, own, t, p):
    """Tell whether these bounds may move a person with these standard draws, kept in single precision.

    All of them are numbers but for `t` and `p`. `own` is the weight of a person's own opposition, `around` the shift of
    his place and neighbourhood. As able to leave as anybody: the ability is not kept.
    """
    liable = (kind & LIABLE_BIT) != 0
    me = terms.Person(own * theta + around + t.age_slope * (_AGE[kind & BAND_BITS] - t.mean_age), 1.0)
    speaks = _FIXED_PROTEST(a_voice + voice, me, p) >= -SLACK
    exits = (liable | t.all_may_leave) & (_FIXED_LEAVE(a_leave + leave, me, p) >= -SLACK)
    return speaks | exits | (liable & (_FIXED_EVADE(a_evade + evade, me, p) >= -SLACK))


@device
def glance_at_kept(first, kinds, drawn, voice, leave, evade, around, t, p, open_):
    """Do as `glance`, by the draws kept of the persons from `first` on: far fewer are left to a closer look."""
    m = len(kinds)
    theta, a_voice = drawn.opposition[first : first + m], drawn.voice[first : first + m]
    a_leave, a_evade = drawn.leave[first : first + m], drawn.evade[first : first + m]
    own = math.sqrt(1.0 - t.neighbourhood_share)
    for k in range(np.uint64(m)):
        adult = (kinds[k] & BAND_BITS) >= ADULT_BAND
        moves = may_move(kinds[k], theta[k], a_voice[k], a_leave[k], a_evade[k], voice, leave, evade, around, own, t, p)
        open_[k] = adult & moves
