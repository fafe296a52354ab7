"""The utilities of one person on one day, relative to staying put, and what he chooses.

    protest  a_v + b_g (theta + G + S) + c ln(1 + turnout) + rally + local occasion + backlash - fear
             - cost (phi + (1 - phi)(1 - boldness)) p + ties + rivals
    leave    a_x + b_t threat + b_l motive + signal - b_m (1 - means) - b_q wait + b_s theta
    evade    a_e + b_e threat - perceived penalty
    comply   duty and pay + perceived penalty - b_l theta + kin            (called only)

each plus a fixed taste (standard logistic) and a daily draw, uniform within +-daily; `terms.py` has them one by one.
S is the stake: close ties called or abroad, friends called, the weak-tie field, all times the factor of local deaths;
G is the grievance that a shock brings to all. Rivals are mechanisms that are zero unless a scenario wants them:
provocation, threat on voice, exit of the region, slow months, days of rest, appeasement.

A choice is open only where there is an issue, to who threshold, holds a notice or has a close tie called or abroad;
evading only to the liable while the call-up goes on in their region; leaving to those who may, while it goes on or
something else makes people leave.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell import portable, rng
from groundswell.behaviour import Setting
from groundswell.behaviour.exit_voice_loyalty import terms
from groundswell.behaviour.exit_voice_loyalty.params import Params
from groundswell.behaviour.exit_voice_loyalty.terms import Exposure, Person, TieCounts
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
    State,
    Status,
)

_AGE = np.array(BAND_MIDDLES)
_FIXED_PROTEST, _FIXED_LEAVE = terms.fixed("protest"), terms.fixed("leave")
_FIXED_EVADE, _FIXED_COMPLY = terms.fixed("evade"), terms.fixed("comply")
PROTEST, LEAVE = terms.personal("protest"), terms.personal("leave")
EVADE, COMPLY = terms.personal("evade"), terms.personal("comply")


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
    """What today adds to the utilities of everybody in a place (P,) or region (R,), and what opens a choice."""

    voice: Floats  # (P,)
    cost: Floats  # (P,) of certain detention, times the believed chance of it
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


class FixedUtilities(NamedTuple):
    """A person's fixed leanings."""

    voice: float
    leave: float
    evade: float
    comply: float
    boldness: float
    attention_threshold: float


def columns_of(society: Society) -> SocietyColumns:
    """Return the columns that kernels read."""
    return SocietyColumns._make(getattr(society, name) for name in SocietyColumns._fields)


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


def day_terms(society: Society, seen: Perception, p: Params) -> DayTerms:
    """Return today's terms."""
    certain = seen._replace(threat=terms.CERTAIN)
    return DayTerms(
        voice=_voice(society, seen, p),
        cost=p.cost * seen.detention,
        leave=terms.daily("leave", "region", seen, p),
        evade=terms.daily("evade", "region", seen, p),
        leave_called=terms.daily("leave", "region", certain, p),
        evade_called=terms.daily("evade", "region", certain, p),
        comply=terms.daily("comply", "region", seen, p),
        stake=p.grievance * seen.death_factor,
        attention=seen.attention,
        issue=seen.issue,
        calling=seen.calling,
        exit_open=np.where(np.maximum(seen.calling, seen.exit_motive) > 0.0, seen.exit_open, 0.0),
    )


def _voice(society: Society, seen: Perception, p: Params, most: bool = False) -> Floats:
    region = terms.daily("protest", "region", seen, p, most)
    return terms.daily("protest", "place", seen, p, most) + region[society.place_region]


class Bounds(NamedTuple):
    """The most that a day adds to the fixed utilities of anybody in a place or region, but for what his ties do."""

    voice: Floats  # (P,)
    leave: Floats  # (R,)
    evade: Floats  # (R,)


def bounds(society: Society, day: DayTerms, seen: Perception, p: Params) -> Bounds:
    """Return the sums of the bounds of all terms of today and the largest daily draw; -inf where nothing is open."""
    quiet, own = day.issue <= 0.0, terms.bound_themselves
    voice = day.voice if own("protest") else _voice(society, seen, p, most=True)
    leave = day.leave if own("leave") else terms.daily("leave", "region", seen, p, most=True)
    evade = day.evade if own("evade") else terms.daily("evade", "region", seen, p, most=True)
    voice = voice + terms.most_here("protest", day.cost, p)
    leave = leave + terms.most_here("leave", 0.0, p)
    evade = evade + terms.most_here("evade", 0.0, p)
    return Bounds(
        np.where(quiet[society.place_region], -np.inf, voice + p.daily),
        np.where(quiet | (day.exit_open <= 0.0), -np.inf, leave + p.daily),
        np.where(quiet | (day.calling <= 0.0), -np.inf, evade + p.daily),
    )


@device
def place_terms(day, place, region):
    """Return today's terms of a place."""
    return PlaceTerms(
        day.voice[place],
        day.cost[place],
        day.leave[region],
        day.evade[region],
        day.leave_called[region],
        day.evade_called[region],
        day.comply[region],
        day.stake[region],
        day.attention[region],
        day.issue[region],
        day.calling[region],
        day.exit_open[region],
    )


def counters(state: State) -> tuple[Bytes, ...]:
    """Return the counters of what ties do that a choice reads, but for fear, in the order of `TieCounts`."""
    return state.close_called, state.friends_called, state.ties_left, state.ties_protested


@device
def tie_counts(state, i):
    """Return what the ties of person i do."""
    return TieCounts(
        state.close_called[i], state.friends_called[i], state.ties_left[i], state.ties_protested[i], state.afraid[i]
    )


@device
def fixed_utilities(i, place, region, kind, neighbourhood, t, p):
    """Return the fixed utilities of person i: fixed terms and tastes."""
    drawn = rng.words(t.seed, rng.TRAITS, 0, i), rng.words(t.seed, rng.TASTES, 0, i)
    return fixed_of(*drawn, place, region, kind, neighbourhood, t, p)


@device
def fixed_of(of_traits, of_tastes, place, region, kind, neighbourhood, t, p):
    """Return the fixed utilities of a person with these words, four of traits and four of tastes."""
    (w0, w1, w2, w3), (v0, v1, v2, v3) = of_traits, of_tastes
    age = _AGE[kind & BAND_BITS]
    theta = traits.opposition(w0, neighbourhood, t.neighbourhood_share)
    me = Person(theta + t.shift[place] + t.age_slope * (age - t.mean_age), traits.means(w3, t.means[region]))
    return FixedUtilities(
        _FIXED_PROTEST(portable.logistic_quantile(rng.unit(v0)), me, p),
        _FIXED_LEAVE(portable.logistic_quantile(rng.unit(v1)), me, p),
        _FIXED_EVADE(portable.logistic_quantile(rng.unit(v2)), me, p),
        _FIXED_COMPLY(portable.logistic_quantile(rng.unit(v3)), me, p),
        rng.unit(w1),
        rng.unit(w2),
    )


@device
def swing(word, p):
    """Return a daily draw, uniform within +-daily."""
    return p.daily * (2.0 * rng.unit(word) - 1.0)


@device
def choose(i, day, kind, status, ties, me, here, t, p):
    """Return (action, utility of protest before the daily draw) of an adult at home or called.

    All are numbers: a look into an array of a tuple would count a reference, which costs more than the choice.
    """
    action = np.uint8(Action.STAY)
    called = status == Status.CALLED
    if here.issue <= 0.0 or not (me.attention_threshold < here.attention or ties.close_called > 0 or called):
        return action, -np.inf
    x = Exposure(ties, day, me.boldness, here.stake, here.cost, t.mean_ties)
    voice = PROTEST(me.voice + here.voice, x, p)
    leave, evade, comply = -np.inf, -np.inf, -np.inf
    if here.exit_open > 0.0 and may_leave(kind, t):
        leave = LEAVE(me.leave + (here.leave_called if called else here.leave), x, p)
    if here.calling > 0.0 and kind & LIABLE_BIT:
        evade = EVADE(me.evade + (here.evade_called if called else here.evade), x, p)
    if called:
        comply = COMPLY(me.comply + here.comply, x, p)
    others = max(max(leave, evade), comply)
    if max(voice, others) < -p.daily:
        return action, voice  # whatever the day's draws
    if voice - p.daily > max(0.0, others + p.daily):
        return np.uint8(Action.PROTEST), voice  # likewise
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
