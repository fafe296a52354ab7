"""What a simple rule of behaviour knows: a person's view as plain numbers, and the draws that are this person's own.

A rule is one function `rule(me, p, draw)` that returns an action; `groundswell.process.rule` calls it for everybody.
"""

from typing import NamedTuple

import numpy as np

from groundswell import portable, rng
from groundswell.kernel import inlined, with_names
from groundswell.types import Action

# Plain numbers, so that a rule compares and returns them without conversion.
STAY, PROTEST, LEAVE, EVADE, COMPLY = (int(action) for action in Action)
inlined_words = inlined(with_names(rng.words, philox=inlined(with_names(rng.philox))))
_BLOCK = 1 << 20  # days, of which a run has 3,650 at most: draws beyond the first four lie in later blocks


class Person(NamedTuple):
    """What one person sees on one day, before anybody has acted.

    A share is 0..1. Utilities are those of [behaviour]: what a rule makes of them is its own.
    """

    day: int  # 0: the scenario's start
    # who I am
    age: float  # years, the middle of the age band
    male: bool
    liable: bool  # may be called up
    opposition_rank: float  # 0..1, private opposition beside that of people around me, uniform over persons
    opposition_share: float  # of the standard deviation of opposition that is a person's own
    opposition_around: float  # standard deviations: what neighbourhood, place and age add
    boldness: float  # 0..1, uniform over persons
    means: float  # 0..1, ability to leave, around the region's mean
    leaning: float  # what the file's `leaning` makes of what is fixed in me, if it has one
    remembered: float  # what the rule returned for me yesterday, if it remembers
    # where I am
    adult: bool
    free: bool  # at home or holding a notice; only free adults act
    called: bool  # hold a notice, and have neither complied, hidden nor gone
    may_leave: bool  # liable (or everybody, as [border] has it), and exits are open
    may_hide: bool  # liable, and a call-up goes on
    # what my ties do
    ties_protesting: float  # share of my ties that protested yesterday
    ties_abroad: float  # share of my ties
    close_called: int  # household and kin called or abroad
    friends_called: int
    days_since_detention: float  # of a close tie, the latest; a million: never
    # what my place is like
    place_population: float  # inhabitants of the town or settlement
    place_protesting: float  # share of its people who protested yesterday
    turnout: float  # persons expected in the street today
    rally: float  # strength of today's announced protest day, as far as it arrives; 0: none
    trigger: float  # strength of a local occasion, utility
    detention: float  # believed chance of being detained, given that I protest
    fear: float  # utility
    # what my region and my country are like
    issue: float  # 1: the issue is known here
    attends: bool  # I have noticed it, by the news, a notice or a close tie
    attention: float  # share of the region's people who attend
    calling: float  # 1: a call-up goes on
    threat: float  # ln(1 + believed chance of being called, per cent) of a liable person
    acquaintances_called: float  # chance of having an acquaintance who was called
    deaths: float  # what local deaths make of a stake, 1 or more
    penalty: float  # factor on the penalty for not complying
    grievance: float  # what events add to everybody's opposition, standard deviations
    exit_motive: float  # what makes people want to leave, beside a call-up
    exit_open: float  # 1: there is a way out
    wait: float  # days at the border
    backlash: float  # anger at visible force, utility
    nation_protesting: float  # share of all people who protested yesterday


class Fixed(NamedTuple):
    """What never changes in one person during a run, as `leaning(me, p, draw)` sees it; as in `Person`."""

    age: float
    male: bool
    liable: bool
    opposition_rank: float
    opposition_share: float
    opposition_around: float
    boldness: float
    means: float
    adult: bool


class Draws(NamedTuple):
    """Whose draws, and when: `lasting` and `daily` make numbers of it."""

    seed: np.uint64
    day: int
    person: int


@inlined
def opposition(me):
    """Return a person's private opposition in standard deviations, 0 on average."""
    return me.opposition_share * portable.normal_quantile(me.opposition_rank) + me.opposition_around


@inlined
def lasting(draw, number):
    """Return one of a person's lasting draws, strictly between 0 and 1, the same on every day.

    `number` is an action, for a leaning towards it, or any other number from 0 to 1,000.
    """
    return _uniform(draw.seed, rng.TASTES, 0, draw.person, number)


@inlined
def daily(draw, number):
    """Return one of a person's draws of the day, strictly between 0 and 1; `number` as of `lasting`."""
    return _uniform(draw.seed, rng.DAILY, draw.day, draw.person, number)


@inlined
def _uniform(seed, purpose, day, person, number):
    at = number - 1 if number > 0 else 1001
    w0, w1, w2, w3 = inlined_words(seed, purpose, day + at // 4 * _BLOCK, person)
    word = at % 4
    return rng.unit(w0 if word == 0 else w1 if word == 1 else w2 if word == 2 else w3)


@inlined
def otherwise(me):
    """Return what people do who do nothing else: comply if they hold a notice, stay if not."""
    return COMPLY if me.called else STAY


@inlined
def choose(me, draw, protest=-np.inf, leave=-np.inf, evade=-np.inf, comply=-np.inf):
    """Return the open action of highest utility by a person's draws of the day: a multinomial logit.

    Staying has utility 0; an action without a utility is not considered.
    """
    best, action = _gumbel(draw, STAY), STAY
    if protest > -np.inf:
        u = protest + _gumbel(draw, PROTEST)
        if u > best:
            best, action = u, PROTEST
    if me.may_leave and leave > -np.inf:
        u = leave + _gumbel(draw, LEAVE)
        if u > best:
            best, action = u, LEAVE
    if me.may_hide and evade > -np.inf:
        u = evade + _gumbel(draw, EVADE)
        if u > best:
            best, action = u, EVADE
    if me.called and comply > -np.inf:
        u = comply + _gumbel(draw, COMPLY)
        if u > best:
            best, action = u, COMPLY
    return action


@inlined
def _gumbel(draw, number):
    return -portable.log(-portable.log(daily(draw, number)))


@inlined
def is_open(action, me):
    """Tell whether a person may do an action today; staying always."""
    if not (me.adult and me.free):
        return False
    if action == LEAVE:
        return me.may_leave
    if action == EVADE:
        return me.may_hide
    if action == COMPLY:
        return me.called
    return True
