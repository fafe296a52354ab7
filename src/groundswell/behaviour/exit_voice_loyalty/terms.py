"""The terms of the utilities: each is written once, and the most that it can be stands beside it.

A utility is the sum of its alternative's terms in the order in which they stand here (sums of floating-point numbers
depend on it), a taste and a daily draw. Terms differ in what they depend on:

    FIXED     a person, for the whole run
    DAILY     a day, the same for everybody in a place or region
    PERSONAL  a day and a person: what his ties do, how bold he is

`most` is an upper bound that candidates are chosen by: whoever cannot reach zero with the bounds of all terms is not
visited (docs/decisions/0006-exact-pruning.md). A term without one cannot be written; one whose bound is too low fails
`tests/behaviour/test_terms.py`. Parameters whose limits keep them from being negative need no guard in a bound.
"""

from collections.abc import Callable
from functools import cache, reduce
from operator import add
from typing import Any, Literal, NamedTuple

import numpy as np

from groundswell import portable
from groundswell.behaviour.exit_voice_loyalty.params import Params
from groundswell.behaviour.exit_voice_loyalty.sums import total
from groundswell.kernel import device
from groundswell.types import Floats, Perception

Alternative = Literal["protest", "leave", "evade", "comply"]
Level = Literal["place", "region"]
Function = Callable[..., Any]  # a device function of (what the term depends on, parameters)

CERTAIN = portable.log(101.0)  # the threat to who holds a notice
_LN2 = portable.LN2


class Person(NamedTuple):
    """What fixed terms depend on."""

    opposition: float  # theta, standard deviations
    able: float  # ability to leave, 0..1


class TieCounts(NamedTuple):
    """How many of a person's ties are called, abroad, protested yesterday; the day after one was last detained."""

    close_called: int
    friends_called: int
    left: int
    protested: int
    afraid: int  # 0: none ever


class Exposure(NamedTuple):
    """What personal terms depend on."""

    ties: TieCounts
    day: int
    boldness: float  # 0..1
    stake: float  # grievance times what local deaths make of a stake
    cost: float  # of certain detention, times the believed chance of it
    mean_ties: float


class Fixed(NamedTuple):
    """A term for the whole run: `value` of a Person; `most` of a Person whose opposition is the highest of some people.

    Of leaving it is the largest of them whatever its sign.
    """

    of: Alternative
    value: Function
    most: Function


class Daily(NamedTuple):
    """A term of a day: both are functions of (Perception, Params) to a number or an array, (P,) or (R,)."""

    of: Alternative
    level: Level
    value: Callable[[Perception, Params], Any]
    most: Callable[[Perception, Params], Any]


class Personal(NamedTuple):
    """A term of a person on a day: `value` of an Exposure.

    Its bound has two parts: `most` of an Exposure whose stake is the highest possible, and `most_here` (cost of a
    place, Params), for whoever is there.
    """

    of: Alternative
    value: Function
    most: Function
    most_here: Callable[[Any, Params], Any]


@device
def nothing(x, p):
    """Return zero: the bound of a term that can only take away."""
    return 0.0


@device
def unbounded(x, p):
    """Return infinity: whoever has this alternative is always visited."""
    return np.inf


@device
def _opposition(x, p):
    return p.grievance * x.opposition


@device
def _means(x, p):
    return -p.leave_means * (1.0 - x.able)


@device
def _selection(x, p):
    return p.leave_opposition * x.opposition


@device
def _selection_most(x, p):
    return abs(p.leave_opposition) * x.opposition


@device
def _loyalty(x, p):
    return -p.comply_loyalty * x.opposition


FIXED = (
    Fixed("protest", _opposition, most=_opposition),
    Fixed("leave", _means, most=nothing),
    Fixed("leave", _selection, most=_selection_most),
    Fixed("comply", _loyalty, most=unbounded),
)


def _wait(s: Perception, p: Params) -> float:
    return -p.leave_wait * s.wait


def _hump(s: Perception, p: Params) -> Any:
    exit_ = s.abroad / p.exit_peak
    return p.exit_hump * np.maximum(exit_ * (2.0 - exit_), -1.0)


def _itself(of: Alternative, level: Level, value: Callable[[Perception, Params], Any]) -> Daily:
    """Return a term of a day that is its own bound: it is the same for everybody."""
    return Daily(of, level, value, most=value)


DAILY = (
    _itself("protest", "place", lambda s, p: p.protest),
    _itself("protest", "place", lambda s, p: p.others * portable.log_of(1.0 + s.turnout)),
    _itself("protest", "place", lambda s, p: p.rally * s.rally),
    _itself("protest", "place", lambda s, p: s.trigger),
    _itself("protest", "place", lambda s, p: -s.fear),
    _itself("protest", "place", lambda s, p: p.provocation * s.detention),
    _itself("protest", "region", lambda s, p: s.backlash),
    _itself("protest", "region", lambda s, p: p.grievance * s.grievance),
    _itself("protest", "region", lambda s, p: p.grievance * s.death_factor * p.stake_weak * s.weak_exposure),
    _itself("protest", "region", lambda s, p: p.border_signal * (1.0 - s.exit_open)),
    _itself("protest", "region", lambda s, p: -s.appeased),
    _itself("protest", "region", lambda s, p: p.voice_threat * s.threat),
    _itself("protest", "region", _hump),
    _itself("protest", "region", lambda s, p: p.protest_trend * s.months),
    _itself("protest", "region", lambda s, p: p.rest_day * s.rest_day),
    _itself("leave", "region", lambda s, p: p.leave),
    _itself("leave", "region", lambda s, p: p.leave_threat * s.threat),
    _itself("leave", "region", lambda s, p: p.leave_motive * s.exit_motive),
    _itself("leave", "region", lambda s, p: p.leave_trend * s.months),
    Daily("leave", "region", _wait, most=nothing),  # it falls and rises with the queue: no new scan for that
    _itself("evade", "region", lambda s, p: p.evade),
    _itself("evade", "region", lambda s, p: p.evade_threat * s.threat),
    _itself("evade", "region", lambda s, p: -(p.penalty * s.penalty)),
    _itself("comply", "region", lambda s, p: p.comply),
    _itself("comply", "region", lambda s, p: p.penalty * s.penalty),
)


@device
def _stake(x, p):
    return x.stake * (p.stake_close * x.ties.close_called + p.stake_friend * x.ties.friends_called)


@device
def _ties_acted(x, p):
    return (p.ties_protested * x.ties.protested + p.exit_signal_voice * x.ties.left) / x.mean_ties


@device
def _ties_acted_most(x, p):
    encouraged = max(p.ties_protested, 0.0) * x.ties.protested
    return (encouraged + max(p.exit_signal_voice, 0.0) * x.ties.left) / x.mean_ties


@device
def _cost(x, p):
    return -x.cost * (p.cost_floor + (1.0 - p.cost_floor) * (1.0 - x.boldness))


def _cost_here(cost: Any, p: Params) -> Any:
    return -p.cost_floor * cost


@device
def _tie_detained(x, p):
    if x.ties.afraid == 0:
        return 0.0
    days = x.day + 1 - np.int64(x.ties.afraid)
    return -p.ties_detained * portable.exp(-_LN2 * days / p.fear_half_life)


@device
def _ties_left(x, p):
    return p.leave_ties * x.ties.left / x.mean_ties


@device
def _ties_left_most(x, p):
    return max(p.leave_ties, 0.0) * x.ties.left / x.mean_ties


@device
def _kin(x, p):
    return p.comply_kin * x.ties.close_called


PERSONAL = (
    Personal("protest", _stake, most=_stake, most_here=nothing),
    Personal("protest", _ties_acted, most=_ties_acted_most, most_here=nothing),
    Personal("protest", _cost, most=nothing, most_here=_cost_here),
    Personal("protest", _tie_detained, most=nothing, most_here=nothing),
    Personal("leave", _ties_left, most=_ties_left_most, most_here=nothing),
    Personal("comply", _kin, most=unbounded, most_here=nothing),
)


def fixed(of: Alternative, most: bool = False) -> Any:
    """Return the sum of an alternative's fixed terms, or of their bounds; see `total`."""
    return total([term.most if most else term.value for term in FIXED if term.of == of])


def personal(of: Alternative, most: bool = False) -> Any:
    """Return the sum of an alternative's personal terms, or of their bounds; see `total`."""
    return total([term.most if most else term.value for term in PERSONAL if term.of == of])


def daily(of: Alternative, level: Level, seen: Perception, p: Params, most: bool = False) -> Any:
    """Return the sum of an alternative's terms of a day at a level, or of their bounds."""
    return reduce(add, [(term.most if most else term.value)(seen, p) for term in _daily(of, level)])


@cache
def bound_themselves(of: Alternative) -> bool:
    """Tell whether each of an alternative's terms of a day is its own bound, so that their sums are the same."""
    return all(term.most is term.value for term in DAILY if term.of == of)


@cache
def _daily(of: Alternative, level: Level) -> tuple[Daily, ...]:
    return tuple(term for term in DAILY if term.of == of and term.level == level)


def most_here(of: Alternative, cost: Floats | float, p: Params) -> Any:
    """Return the part of the personal terms' bounds that holds for whoever is in a place (P,) of this `cost`."""
    return sum(term.most_here(cost, p) for term in PERSONAL if term.of == of)
