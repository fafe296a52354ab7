"""Detention: how many places the state has, who is detained, how long they are held, what fear and anger it leaves."""

from typing import Annotated, NamedTuple

import numpy as np

from groundswell import portable, rng
from groundswell.params import ASSUMED, P
from groundswell.process.draws import uniform
from groundswell.society.once import once
from groundswell.types import Environment, Fields, Floats, Ids, Ints, Society

_SIZES = np.array([5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7])  # inhabitants: classes of places


class Params(NamedTuple):
    """[policing] in a scenario file."""

    capacity_floor: Annotated[
        float,
        P(
            "persons a place of any size can detain a day",
            "persons a day",
            0,
            1e4,
            prior=(5, 100),
            status=ASSUMED,
            source="assumed: any place has a few officers; without a floor detention had no effect of size",
        ),
    ] = 26.0
    capacity_per_million: Annotated[
        float,
        P(
            "more per million inhabitants",
            "persons a day",
            0,
            1e4,
            prior=(10, 300),
            status=ASSUMED,
            source="assumed: hundreds of detentions a day in cities of ten million, and overload, are on record",
            plain="how many more the police can detain on a day, per million inhabitants",
        ),
    ] = 110.0
    pmax: Annotated[
        float,
        P(
            "largest share of participants that is detained",
            "share",
            0,
            1,
            prior=(0.02, 0.8),
            status=ASSUMED,
            source="assumed: from one in fifty to half of a small crowd",
            plain="largest share of participants that can be detained",
        ),
    ] = 0.43
    crowding: Annotated[
        float,
        P(
            "how fast the detained share falls with a crowd larger than the capacity; 1: no reserves are brought in",
            "1",
            0,
            1,
            prior=(0.5, 1.0),
            symbol="eta",
            source="assumed; at 1 a crowd of any size loses no more than the capacity, below 1 reserves are brought in",
        ),
    ] = 0.75
    short_days: Annotated[
        int,
        P(
            "days most detained are held",
            "days",
            1,
            60,
            prior=(1, 2),
            status=ASSUMED,
            source="1-2 days: a prior; no published rate was found",
        ),
    ] = 2
    long_share: Annotated[
        float,
        P(
            "detained who are held longer",
            "share",
            0,
            1,
            prior=(0.05, 0.5),
            status=ASSUMED,
            source="assumed",
        ),
    ] = 0.2
    long_days: Annotated[
        int,
        P(
            "days they are held",
            "days",
            1,
            365,
            prior=(3, 30),
            status=ASSUMED,
            source="assumed: administrative arrest is of days or weeks in most laws",
        ),
    ] = 12
    charged: Annotated[
        float,
        P(
            "detained who are charged with a crime",
            "share",
            0,
            1,
            prior=(0.0, 0.1),
            status=ASSUMED,
            source="assumed: a small part of those detained",
        ),
    ] = 0.03
    visible: Annotated[
        float,
        P(
            "participants at whom half of a place or region has seen what was done to them",
            "per 100,000 inhabitants",
            0.01,
            1e4,
            prior=(1, 100),
            shape="loguniform",
            source="assumed: fear and anger grow with what people can see and hear of",
        ),
    ] = 10.0
    fear: Annotated[
        float,
        P(
            "fear left in a place that has seen all participants detained",
            "utility",
            0,
            10,
            prior=(0, 2),
            source="starting value of a prototype of this model: 0.5",
            plain="how long fear lasts where many were detained",
        ),
    ] = 0.5
    fear_half_life: Annotated[
        float,
        P(
            "days in which half of the fear is forgotten",
            "days",
            0.5,
            100,
            prior=(1, 10),
            source="starting value of a prototype of this model: 3",
        ),
    ] = 3.0
    backlash: Annotated[
        float,
        P(
            "anger at visible force",
            "utility",
            0,
            10,
            prior=(0, 1.5),
            symbol="kappa",
            source="sign of repression free: anger, Aytac and others 2018; fear, Young 2019",
            plain="whether visible force raises or lowers protest elsewhere",
        ),
    ] = 0.3
    force_scale: Annotated[
        float,
        P(
            "force at which anger gives way to fright",
            "1",
            0.01,
            100,
            prior=(0.3, 3),
            symbol="f0",
            source="low violence raises protest, high lowers it: Steinert-Threlkeld and others; scale assumed",
            plain="force at which anger gives way to fright",
        ),
    ] = 1.0
    deadly: Annotated[
        float,
        P(
            "participants killed per unit of force above 1",
            "share a day",
            0,
            0.1,
            prior=(0, 0.001),
            source="assumed: none at the force of an ordinary day",
            plain="how deadly force is above its usual level",
        ),
    ] = 0.0


class Detained(NamedTuple):
    """Today's detained: who, until which day they are held, and the flags a monitor and a court would note."""

    who: Ids
    until: Ints
    charged: np.ndarray
    killed: Ids


class Turnout(NamedTuple):
    """How many take part, as far as a society at its scale can tell; see `turnout`."""

    present: Floats  # (P,) full-size persons in a town or in one settlement
    own: Floats  # (P,) by how many persons one simulated participant raises `present`, in full-size persons


def capacity(society: Society, env: Environment, p: Params) -> Floats:
    """Return how many persons each place (P,) can detain a day before a crowd outgrows it."""
    million = society.place_population / 1e6
    return (p.capacity_floor + p.capacity_per_million * million) * env.policing[society.place_region]


def turnout(society: Society, there: Ints, pooling: float) -> Turnout:
    """Return today's turnout of each place, in which `there` (P,) simulated participants live.

    At 1:1 it is the count. In a smaller society a participant is a lump of `weight` persons, and what grows less than
    in proportion to a crowd would depend on the scale. So a place's count is drawn towards what the rate of all places
    of its size lets expect: the mean of a gamma prior of shape a = pooling (1 - 1/weight), in simulated participants,
    and a Poisson count (empirical Bayes, Clayton and Kaldor 1987, equation for the gamma-Poisson model).
    """
    inhabitants, weight = society.inhabitants, society.weight
    if not there.any():
        return Turnout(np.zeros_like(inhabitants), np.full_like(inhabitants, float(weight <= 1.0)))
    counted = there.astype(np.float64) * weight
    if weight <= 1.0:
        return Turnout(counted, np.ones_like(counted))
    size, people = once(society, "sizes of places", lambda: _sizes(society))
    rate = np.bincount(size, counted, len(_SIZES) + 1) / np.maximum(people, 1.0)
    expected = rate[size] * inhabitants
    shape = pooling * (weight - 1.0)  # in full-size persons
    drawn = expected / np.maximum(shape + expected, 1e-300)
    return Turnout((shape + counted) * drawn / society.place_count, weight * drawn / society.place_count)


def _sizes(society: Society) -> tuple[Ints, Floats]:
    """Return the class of size of each place (P,), and the inhabitants of each class, full-size persons."""
    size = np.searchsorted(_SIZES, society.place_population)
    return size, np.bincount(size, society.inhabitants, len(_SIZES) + 1).astype(np.float64)


def detained_share(society: Society, there: Turnout, env: Environment, p: Params) -> Floats:
    """Return the share of each place's participants that is detained (P,), pmax (1 + N/C)^-eta.

    A lump of simulated participants meets itself: one of N persons meets N - 1 others, one of a lump of w meets fewer.
    N is lowered such that the expected number detained is that of single persons, to the second order in the lump:
    by (w - 1) (1 - (1 + eta)/2 N/(C + N)).
    """
    if not there.present.any() or p.pmax == 0.0:
        return np.full(len(there.present), p.pmax)
    places = np.maximum(capacity(society, env, p), 1e-9)
    lump = there.own * (1.0 - 1.0 / max(society.weight, 1.0))
    n = there.present
    for _ in range(4):  # a contraction: the fourth round moves N by less than a hundredth of a lump
        n = np.maximum(there.present - lump * (1.0 - 0.5 * (1.0 + p.crowding) * n / (places + n)), 0.0)
    return p.pmax * portable.power_of(places / (places + n), p.crowding)


def enforce(day: int, society: Society, protesters: Ids, there: Ints, share: Floats, env: Environment, p: Params
            ) -> Detained:  # fmt: skip
    """Detain participants, in order and `there` (P,) of each place, whose draw of the day is below its `share` (P,)."""
    excess = np.maximum(env.force - 1.0, 0.0) * p.deadly
    if not len(protesters) or not (share.any() or excess.any()):
        return Detained(protesters[:0], np.empty(0, np.int64), np.empty(0, np.bool_), protesters[:0])
    if excess.any():
        killed = uniform(society, rng.SERVE, day, 2, protesters) < np.repeat(excess[society.place_region], there)
    else:
        killed = np.zeros(len(protesters), np.bool_)
    taken = protesters[~killed & (uniform(society, rng.ENFORCE, day, 0, protesters) < np.repeat(share, there))]
    held_long = uniform(society, rng.ENFORCE, day, 1, taken) < p.long_share
    charged = uniform(society, rng.ENFORCE, day, 2, taken) < p.charged
    return Detained(taken, day + np.where(held_long, p.long_days, p.short_days), charged, protesters[killed])


def feel(society: Society, fields: Fields, env: Environment, present: Floats, share: Floats, p: Params) -> None:
    """Leave fear (P,) and backlash (R,) for tomorrow.

    What was done is seen by a share V(x) = x/(x + x0) of a place or region, for x participants per 100,000 inhabitants
    and x0 = `visible`. Fear: V, times force f, times the `share` (P,) detained. Backlash: V kappa f A exp(-f/f0), A
    being salience. Both are half forgotten in `fear_half_life` days.
    """
    r = society.place_region
    forget = portable.left_after_a_day(p.fear_half_life)
    if not present.any():  # nothing was done to anybody
        fields.fear[:] *= forget
        fields.backlash[:] *= forget
        return
    fear = p.fear * env.force[r] * share * _seen(present, society.place_population, p) if share.any() else 0.0
    fields.fear[:] = np.maximum(fields.fear * forget, fear)
    together = np.bincount(r, present * society.place_count, len(fields.backlash)).astype(np.float64)
    seen = _seen(together, society.regions.population, p)
    anger = p.backlash * env.force * fields.salience * portable.exp_of(-env.force / p.force_scale) * seen
    fields.backlash[:] = np.maximum(fields.backlash * forget, anger)


def _seen(present: Floats, inhabitants: Floats, p: Params) -> Floats:
    rate = 1e5 * present / inhabitants
    return rate / (rate + p.visible)
