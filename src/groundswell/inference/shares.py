"""Shares of people who would do something on the first days, from the utilities and the distributions of what differs.

They are expectations over tastes, private opposition, boldness, means and the day's draw, in closed form or by Gauss's
rules; the terms are those of a run (groundswell.behaviour.exit_voice_loyalty.terms).
"""

from typing import NamedTuple

import numpy as np

from groundswell.behaviour.exit_voice_loyalty import terms
from groundswell.behaviour.exit_voice_loyalty.params import Params
from groundswell.behaviour.exit_voice_loyalty.terms import Exposure, Person, TieCounts
from groundswell.inference import eve as on_eve
from groundswell.inference.eve import Eve, Leaning, Morning
from groundswell.scenario import Scenario
from groundswell.types import Floats, Perception

_SWING = 1.0 / np.sqrt(3.0)  # nodes of the two-point rule on -1..1
_FIXED = {of: terms.fixed(of) for of in ("protest", "leave", "evade", "comply")}
_PERSONAL = terms.personal("protest")


def _normal_rule(nodes: int) -> tuple[Floats, Floats]:
    """Return Gauss and Hermite's nodes and weights for a standard normal."""
    x, w = np.polynomial.hermite_e.hermegauss(nodes)
    return x, w / w.sum()


def _unit_rule(nodes: int) -> tuple[Floats, Floats]:
    """Return Gauss and Legendre's nodes and weights on 0..1."""
    x, w = np.polynomial.legendre.leggauss(nodes)
    return (x + 1.0) / 2.0, w / 2.0


_Z, _Z_WEIGHT = _normal_rule(10)
_BOLD, _BOLD_WEIGHT = _unit_rule(2)
_ABLE, _ABLE_WEIGHT = _unit_rule(3)
_TASTE, _TASTE_WEIGHT = _unit_rule(12)


def logistic(x: Floats) -> Floats:
    """Return the share of standard logistic tastes that lie above -x."""
    return 1.0 / (1.0 + np.exp(-np.clip(x, -700.0, 700.0)))


class Street(NamedTuple):
    """What protest is weighed by on a day: of a place, and of the persons in it who differ."""

    place: Floats  # (P,) utility, without the constant term
    person: Floats  # (P, z, boldness)
    attend: Floats  # (P,) share of adults who attend; 0 where there is no issue
    swing: float


def street(scenario: Scenario, eve: Eve, seen: Perception, p: Params, day: int, ties: Floats | float = 0.0) -> Street:
    """Return what protest is weighed by where people see this; `ties` (P,) of each person protested yesterday."""
    region = eve.society.place_region
    daily = terms.daily("protest", "place", seen, p._replace(protest=0.0))
    daily = daily + terms.daily("protest", "region", seen, p)[region]
    lean = on_eve.leaning_of_places(scenario, eve)
    opposed = (lean.mean[:, None] + lean.spread[:, None] * _Z)[:, :, None]
    fixed = _FIXED["protest"](0.0, Person(opposed, 0.5), p)  # pyright: ignore[reportArgumentType] arrays in the place of numbers
    counts = TieCounts(0, 0, 0, np.reshape(ties, (-1, 1, 1)), 0)  # pyright: ignore[reportArgumentType] a mean count
    cost = (p.cost * seen.detention)[:, None, None]
    personal = _PERSONAL(0.0, Exposure(counts, day, _BOLD, 0.0, cost, on_eve.ties_of(scenario)), p)  # pyright: ignore[reportArgumentType] for all bold nodes at once
    attend = np.where(seen.issue > 0.0, np.clip(seen.attention, 0.0, 1.0), 0.0)[region]
    return Street(daily, fixed + personal, attend, p.daily)


def turnout(at: Street, constant: float) -> Floats:
    """Return the share of each place's adults in the street (P,)."""
    u = at.person + (at.place + constant)[:, None, None]
    both = (logistic(u - at.swing * _SWING) + logistic(u + at.swing * _SWING)) / 2.0
    return at.attend * np.einsum("pzb,z,b->p", both, _Z_WEIGHT, _BOLD_WEIGHT, optimize=False)


class Going(NamedTuple):
    """What leaving or hiding is weighed by in a number of days, (days attended, R, ...) without the constant term."""

    most: Floats  # (D, R) the largest utility of the days attended
    person: Floats  # (R, z, able)
    attended: Floats  # (D, R) share of persons who attend 1, 2, ... D days
    swing: Floats  # (D, 1) the largest daily draw expected in so many days
    weight: Floats  # (R,) persons asked about


def going(scenario: Scenario, eve: Eve, days: list[Morning], p: Params, of: terms.Alternative) -> Going:
    """Return what leaving, or hiding without a notice, is weighed by if nobody known has left and nobody waits."""
    bare = p._replace(leave=0.0, evade=0.0)
    shape = len(days), len(eve.liable_men)
    utility = np.stack([np.broadcast_to(terms.daily(of, "region", m.seen, bare), shape[1]) for m in days])
    open_ = np.stack([_open(m.seen, of) for m in days])
    attention = np.stack([np.clip(m.seen.attention, 0.0, 1.0) for m in days]) * open_
    order = np.argsort(-attention, axis=0, kind="stable")
    attention, utility = np.take_along_axis(attention, order, 0), np.take_along_axis(utility, order, 0)
    attended = attention - np.vstack([attention[1:], np.zeros(shape[1])])
    count = np.arange(1, shape[0] + 1)[:, None]
    lean = on_eve.leaning_of_liable(scenario, eve)
    person = _FIXED[of](0.0, _persons(lean, days[0].seen), p) + np.zeros((shape[1], len(_Z), len(_ABLE)))
    weight = on_eve.liable_of(scenario, eve)
    swing = np.asarray(p.daily * (1.0 - 2.0 / (count + 1.0)), np.float64)
    if of == "leave" and scenario.border.everybody:
        weight = np.bincount(eve.society.place_region, eve.adults, shape[1]).astype(np.float64)
    return Going(np.maximum.accumulate(utility, 0), person, attended, swing, weight)


def share_going(at: Going, constant: float) -> float:
    """Return the share of those asked about who go within the days."""
    u = at.person[None] + (at.most + at.swing + constant)[:, :, None, None]
    each = np.einsum("drza,z,a->dr", logistic(u), _Z_WEIGHT, _ABLE_WEIGHT, optimize=False)
    return float(np.average((each * at.attended).sum(0), weights=at.weight))


class Notice(NamedTuple):
    """What those who hold a notice weigh, (R, z, able, 1), complying without its constant term."""

    comply: Floats
    leave: Floats
    evade: Floats
    weight: Floats  # (R,) persons called


def notice(scenario: Scenario, eve: Eve, morning: Morning, p: Params) -> Notice:
    """Return what is weighed on the day of the notice if nobody known was called, has left or waits."""
    seen = morning.seen._replace(threat=np.full(len(eve.liable_men), terms.CERTAIN))
    persons = _persons(on_eve.leaning_of_liable(scenario, eve), seen)
    shape = len(eve.liable_men), len(_Z), len(_ABLE), 1

    def all_of(of: terms.Alternative, p: Params) -> Floats:
        daily = np.broadcast_to(terms.daily(of, "region", seen, p), shape[0])
        return np.broadcast_to((_FIXED[of](0.0, persons, p) + daily[:, None, None])[..., None], shape)

    leave = np.where(_open(seen, "leave")[:, None, None, None] > 0.0, all_of("leave", p), -np.inf)
    quota = morning.env.quota
    weight = quota if quota.sum() > 0.0 else on_eve.liable_of(scenario, eve)
    return Notice(all_of("comply", p._replace(comply=0.0)), leave, all_of("evade", p), weight)


def share_complying(at: Notice, constant: float) -> float:
    """Return the share of those with a notice to whom complying is best."""
    comply = at.comply + constant
    willing = logistic(comply)  # complying is better than staying
    taste = 1.0 - willing * (1.0 - _TASTE)
    value = comply + np.log(taste) - np.log1p(-np.minimum(taste, 1.0 - 1e-15))
    best = willing * logistic(value - at.leave) * logistic(value - at.evade)
    each = np.einsum("rzat,z,a,t->r", best, _Z_WEIGHT, _ABLE_WEIGHT, _TASTE_WEIGHT, optimize=False)
    return float(np.average(each, weights=at.weight))


def _open(seen: Perception, of: terms.Alternative) -> Floats:
    calling = (seen.calling > 0.0) & (seen.issue > 0.0)
    if of == "evade":
        return calling.astype(float)
    moved = (np.maximum(seen.calling, seen.exit_motive) > 0.0) & (seen.issue > 0.0)
    return np.where(moved, seen.exit_open, 0.0)


def _persons(lean: Leaning, seen: Perception) -> Person:
    """Return persons (R, z, able): nodes of opposition and of the means to leave (groundswell.society.traits)."""
    opposed = (lean.mean[:, None] + lean.spread[:, None] * _Z)[:, :, None]
    middle = seen.place_means[:, None, None]
    able = middle + (2.0 * _ABLE - 1.0) * np.minimum(middle, 1.0 - middle)
    return Person(opposed, able)  # pyright: ignore[reportArgumentType] arrays in the place of numbers
