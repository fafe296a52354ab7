"""The utilities of one person on one day, relative to staying put.

    protest  a_v + b_g (theta + G + S) + c ln(1 + turnout) + rally + local occasion + backlash - fear
             - cost (phi + (1 - phi)(1 - boldness)) p + ties
    leave    a_x + b_t threat + b_l motive + signal - b_m (1 - means) - b_q wait
    evade    a_e + b_e threat - perceived penalty
    comply   duty and pay + perceived penalty - b_l theta + kin            (called only)

each plus a fixed taste (standard logistic) and a daily draw, uniform within +-daily. S is the stake: close ties called
or abroad, friends called, the weak-tie field, all times the factor of local deaths; G is the grievance that a shock
brings to all. A choice is open only where there is an issue, to who attends, holds a notice or has a close tie called
or abroad; evading only to the liable while the call-up goes on in their region; leaving to those who may, while it goes
on or something else makes people leave.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell import portable, rng
from groundswell.behaviour import Setting
from groundswell.behaviour.exit_voice_loyalty.params import Params
from groundswell.kernel import device
from groundswell.process.opinion import place_shift
from groundswell.society import traits
from groundswell.types import (
    ADULT_BAND,
    BAND_BITS,
    BAND_MIDDLES,
    LIABLE_BIT,
    Action,
    Bytes,
    Floats,
    Ints,
    Perception,
    Society,
    Status,
)

_AGE = np.array(BAND_MIDDLES)
_LN2 = portable.LN2
CERTAIN = portable.log(101.0)  # the threat to who holds a notice


class SocietyColumns(NamedTuple):
    """The columns of a society that kernels read."""

    kind: Bytes  # (n,)
    neighbourhood: NDArray[np.float32]
    neighbourhood_place: NDArray[np.int32]
    place_start: Ints
    place_region: NDArray[np.int32]


class Traits(NamedTuple):
    """What fixed leanings are computed from, beside the seed."""

    seed: np.uint64
    shift: Floats  # (P,) place's shift of opposition
    means: Floats  # (R,) mean ability to leave
    neighbourhood_share: float
    age_slope: float
    mean_age: float  # of adults, years
    mean_ties: float
    all_may_leave: bool


class DayTerms(NamedTuple):
    """What today adds to the utilities of everybody in a place (P,) or region (R,)."""

    voice: Floats  # (P,)
    cost: Floats  # (P,) of the believed chance of detention, for a timid person
    leave: Floats  # (R,)
    evade: Floats  # (R,)
    leave_called: Floats  # (R,)
    evade_called: Floats  # (R,)
    comply: Floats  # (R,)
    stake: Floats  # (R,) factor on personal stakes: b_g times the death factor
    attention: Floats  # (R,)
    issue: Floats  # (R,)
    calling: Floats  # (R,)
    exit_open: Floats  # (R,) 1: exit is open, and something makes people leave


class PlaceTerms(NamedTuple):
    """Today's terms of one place and its region."""

    voice: float
    cost: float
    leave: float
    evade: float
    leave_called: float
    evade_called: float
    comply: float
    stake: float
    attention: float
    issue: float
    calling: float
    exit_open: float


class TieCounts(NamedTuple):
    """What a person has been told by ties: how many are called, left, protested; the day one was last detained."""

    close_called: int
    friends_called: int
    left: int
    protested: int
    afraid: int


class FixedUtilities(NamedTuple):
    """A person's fixed leanings."""

    voice: float
    leave: float
    evade: float
    comply: float
    boldness: float
    attends_below: float


def ground_of(society: Society) -> SocietyColumns:
    """Return the columns that kernels read."""
    return SocietyColumns(
        society.kind, society.neighbourhood, society.neighbourhood_place, society.place_start, society.place_region
    )


def traits_of(setting: Setting) -> Traits:
    """Return what leanings are computed from."""
    society, opinion = setting.society, setting.opinion
    means = society.regions.means
    shift = place_shift(society, opinion)
    return Traits(
        np.uint64(society.seed),
        shift,
        means / (1.0 + means),
        setting.neighbourhood_share,
        opinion.age_slope,
        society.adult_age,
        setting.mean_ties,
        setting.all_may_leave,
    )


def terms(society: Society, seen: Perception, p: Params) -> DayTerms:
    """Return today's terms."""
    r = society.place_region
    weak = p.grievance * seen.death_factor * p.stake_weak * seen.weak_exposure
    wait = p.leave_wait * seen.wait
    penalty = p.penalty * seen.penalty
    motive = p.leave_motive * seen.exit_motive
    return DayTerms(
        voice=p.protest
        + p.others * portable.log_of(1.0 + seen.turnout)
        + p.rally * seen.rally
        + seen.trigger
        - seen.fear
        + (seen.backlash + p.grievance * seen.grievance + weak + p.border_signal * (1.0 - seen.exit_open))[r],
        cost=p.cost * seen.detention,
        leave=p.leave + p.leave_threat * seen.threat + motive - wait,
        evade=p.evade + p.evade_threat * seen.threat - penalty,
        leave_called=p.leave + p.leave_threat * CERTAIN + motive - wait,
        evade_called=p.evade + p.evade_threat * CERTAIN - penalty,
        comply=p.comply + penalty,
        stake=p.grievance * seen.death_factor,
        attention=seen.attention,
        issue=seen.issue,
        calling=seen.calling,
        exit_open=np.where(np.maximum(seen.calling, seen.exit_motive) > 0.0, seen.exit_open, 0.0),
    )


@device
def here(terms, place, region):
    """Return today's terms of a place."""
    return PlaceTerms(
        terms.voice[place],
        terms.cost[place],
        terms.leave[region],
        terms.evade[region],
        terms.leave_called[region],
        terms.evade_called[region],
        terms.comply[region],
        terms.stake[region],
        terms.attention[region],
        terms.issue[region],
        terms.calling[region],
        terms.exit_open[region],
    )


@device
def told(state, i):
    """Return what person i has been told."""
    return TieCounts(
        state.close_called[i], state.friends_called[i], state.ties_left[i], state.ties_protested[i], state.afraid[i]
    )


@device
def personal(i, place, region, kind, neighbourhood, t, p):
    """Return the fixed leanings of person i."""
    w0, w1, w2, w3 = rng.words(t.seed, rng.TRAITS, 0, i)
    v0, v1, v2, v3 = rng.words(t.seed, rng.TASTES, 0, i)
    age = _AGE[kind & BAND_BITS]
    theta = (
        traits.opposition(w0, neighbourhood, t.neighbourhood_share) + t.shift[place] + t.age_slope * (age - t.mean_age)
    )
    able = traits.means(w3, t.means[region])
    return FixedUtilities(
        p.grievance * theta + portable.logistic_quantile(rng.unit(v0)),
        portable.logistic_quantile(rng.unit(v1)) - p.leave_means * (1.0 - able),
        portable.logistic_quantile(rng.unit(v2)),
        portable.logistic_quantile(rng.unit(v3)) - p.comply_loyalty * theta,
        rng.unit(w1),
        rng.unit(w2),
    )


@device
def swing(word, p):
    """Return a daily draw, uniform within +-daily."""
    return p.daily * (2.0 * rng.unit(word) - 1.0)


@device
def choose(i, day, kind, status, told, me, here, t, p):
    """Return (action, utility of protest before the daily draw) of an adult at home or called.

    All are numbers: a look into an array of a tuple would count a reference, which costs more than the choice.
    """
    action = np.uint8(Action.STAY)
    called, close = status == Status.CALLED, told.close_called
    if here.issue <= 0.0 or not (me.attends_below < here.attention or close > 0 or called):
        return action, -np.inf
    voice = me.voice + here.voice
    voice += here.stake * (p.stake_close * close + p.stake_friend * told.friends_called)
    voice += (p.ties_protested * told.protested + p.exit_signal_voice * told.left) / t.mean_ties
    voice -= here.cost * (p.cost_floor + (1.0 - p.cost_floor) * (1.0 - me.boldness))
    if told.afraid > 0:
        days = day + 1 - np.int64(told.afraid)
        voice -= p.ties_detained * portable.exp(-_LN2 * days / p.fear_half_life)
    leave, evade, comply = -np.inf, -np.inf, -np.inf
    if here.exit_open > 0.0 and may_leave(kind, t):
        leave = me.leave + (here.leave_called if called else here.leave)
        leave += p.leave_ties * told.left / t.mean_ties
    if here.calling > 0.0 and kind & LIABLE_BIT:
        evade = me.evade + (here.evade_called if called else here.evade)
    if called:
        comply = me.comply + here.comply + p.comply_kin * close
    if max(max(voice, leave), max(evade, comply)) < -p.daily:
        return action, voice  # whatever the day's draws
    d0, d1, d2, d3 = rng.words(t.seed, rng.DAILY, day, i)
    best = 0.0
    if voice + swing(d0, p) > best:
        best, action = voice + swing(d0, p), np.uint8(Action.PROTEST)
    if leave + swing(d1, p) > best:
        best, action = leave + swing(d1, p), np.uint8(Action.LEAVE)
    if evade + swing(d2, p) > best:
        best, action = evade + swing(d2, p), np.uint8(Action.EVADE)
    if comply + swing(d3, p) > best:
        action = np.uint8(Action.COMPLY)
    return action, voice


@device
def may_leave(kind, t):
    """Tell whether an adult may leave the country."""
    return t.all_may_leave or kind & LIABLE_BIT != 0


@device
def adult(kind):
    """Tell whether a person chooses at all."""
    return kind & BAND_BITS >= ADULT_BAND
