"""Detention: how many places the state has, who is detained, how long they are held, what fear and anger it leaves."""

from typing import Annotated, NamedTuple

import numpy as np

from groundswell import rng
from groundswell.params import ASSUMED, CALIBRATED, MEASURED, P
from groundswell.process.draws import uniform
from groundswell.types import Environment, Fields, Floats, Ids, Ints, Society


class Params(NamedTuple):
    """[policing] in a scenario file."""

    capacity_floor: Annotated[
        float,
        P(
            "persons a place of any size can detain a day",
            "persons a day",
            0,
            1e4,
            prior=(10, 60),
            status=CALIBRATED,
            source="fitted to C02; without it detention had no size effect in a prototype of this model",
        ),
    ] = 26.0
    capacity_per_million: Annotated[
        float,
        P(
            "more per million inhabitants",
            "persons a day",
            0,
            1e4,
            prior=(14, 117),
            status=CALIBRATED,
            source="prior: 200-1,500 a day over Moscow's 12.7 M; 540 were detained there on day 0 [S3, S4]",
        ),
    ] = 110.0
    pmax: Annotated[
        float,
        P(
            "largest share of participants that is detained",
            "share",
            0,
            1,
            prior=(0.15, 0.8),
            status=CALIBRATED,
            source="0.15-0.5 of participants: detained [S1] over 3,000-10,000, a guess from reports [S2, S4]",
        ),
    ] = 0.54
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
            prior=(0.1, 0.5),
            status=ASSUMED,
            source="0.1-0.5: a prior; the one report, 799 still held, is probably a misreading [S15]",
        ),
    ] = 0.2
    long_days: Annotated[
        int,
        P(
            "days they are held",
            "days",
            1,
            365,
            prior=(5, 15),
            status=MEASURED,
            source="administrative arrest of up to 15 days [K14]",
        ),
    ] = 12
    charged: Annotated[
        float,
        P(
            "detained who are charged with a crime",
            "share",
            0,
            1,
            prior=(0.01, 0.07),
            status=MEASURED,
            source="1.8 % of detentions nation-wide [S11], 7 % in Makhachkala [S2]",
        ),
    ] = 0.03
    fear: Annotated[
        float,
        P(
            "fear left in a place where all are detained",
            "utility",
            0,
            10,
            prior=(0, 2),
            source="starting value of a prototype of this model: 0.5",
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
            source="sign of repression free: anger, Aytac et al. [S55]; fear, Young [S54]; samples mislead [S59]",
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
            source="low violence raises protest, high lowers it: Steinert-Threlkeld et al. [S58]; scale assumed",
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
            source="none documented in September 2022",
        ),
    ] = 0.0


class Detained(NamedTuple):
    """Today's detained: who, until which day they are held, and the flags a monitor and a court would note."""

    who: Ids
    until: Ints
    charged: np.ndarray
    killed: Ids


def capacity(society: Society, env: Environment, p: Params) -> Floats:
    """Return how many persons each place (P,) can detain a day."""
    million = society.place_population / 1e6
    return (p.capacity_floor + p.capacity_per_million * million) * env.policing[society.place_region]


def turnout(society: Society, protesters: Ids) -> Floats:
    """Return the participants (P,) in full-size persons; places too small at this scale share their group's turnout."""
    place = np.searchsorted(society.place_start, protesters, side="right") - 1
    group = society.place_group
    groups = int(group.max()) + 1
    together = np.bincount(group[place], minlength=groups) * society.weight
    inhabitants = np.bincount(group, society.inhabitants, groups)
    return (together / inhabitants)[group] * society.place_population


def detained_share(society: Society, present: Floats, env: Environment, p: Params) -> Floats:
    """Return the share of each place's participants that is detained, pmax C/(C+N), for N = `present` (P,)."""
    places = capacity(society, env, p)
    return p.pmax * places / np.maximum(places + present, 1e-9)


def enforce(day: int, society: Society, protesters: Ids, share: Floats, env: Environment, p: Params) -> Detained:
    """Detain those participants whose personal draw of the day is below their place's `share` (P,)."""
    excess = np.maximum(env.force - 1.0, 0.0) * p.deadly
    place = np.searchsorted(society.place_start, protesters, side="right") - 1
    killed = uniform(society, rng.SERVE, day, 2, protesters) < excess[society.place_region[place]]
    taken = protesters[~killed & (uniform(society, rng.ENFORCE, day, 0, protesters) < share[place])]
    held_long = uniform(society, rng.ENFORCE, day, 1, taken) < p.long_share
    charged = uniform(society, rng.ENFORCE, day, 2, taken) < p.charged
    return Detained(taken, day + np.where(held_long, p.long_days, p.short_days), charged, protesters[killed])


def feel(society: Society, fields: Fields, env: Environment, present: Floats, share: Floats, p: Params) -> None:
    """Leave fear (P,) and backlash (R,) for tomorrow, where anybody was in the street (`present` (P,) > 0).

    Fear: `share` detained times force. Backlash: kappa f A exp(-f/f0) with visible force f and salience A. Both are
    half forgotten in `fear_half_life` days.
    """
    forget = 2.0 ** (-1.0 / p.fear_half_life)
    force = np.where(present > 0, env.force[society.place_region], 0.0)
    fields.fear[:] = np.maximum(fields.fear * forget, p.fear * force * share)
    visible = np.zeros(len(fields.backlash))
    np.maximum.at(visible, society.place_region, force)
    anger = p.backlash * visible * fields.salience * np.exp(-visible / p.force_scale)
    fields.backlash[:] = np.maximum(fields.backlash * forget, anger)
