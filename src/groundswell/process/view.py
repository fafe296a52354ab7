"""A person's view, put together from what the engine knows of his place, his ties and himself."""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell import rng
from groundswell.kernel import inlined
from groundswell.process.opinion import Params as Opinion
from groundswell.process.opinion import place_shift
from groundswell.process.person import Fixed, Person, inlined_words
from groundswell.society import traits
from groundswell.types import (
    ADULT_BAND,
    BAND_BITS,
    BAND_MIDDLES,
    LIABLE_BIT,
    MALE_BIT,
    Floats,
    Society,
    Status,
)

_AGE = np.array(BAND_MIDDLES)
_NEVER = 1e6  # days


class Columns(NamedTuple):
    """What of a society and a run's settings views are made from."""

    seed: np.uint64
    kind: NDArray[np.uint8]  # (n,)
    neighbourhood: NDArray[np.float32]  # (n/256+1,)
    place_start: NDArray[np.int64]
    place_region: NDArray[np.int32]
    place_population: Floats  # (P,)
    shift: Floats  # (P,) place's shift of opposition
    means: Floats  # (R,) mean ability to leave
    own_share: float
    age_slope: float
    mean_age: float  # of adults, years
    mean_ties: float
    all_may_leave: bool


class Here(NamedTuple):
    """What all people of a place see alike, and what their own part is made from."""

    day: int
    seed: np.uint64
    shift: float
    mean_means: float
    own_share: float
    age_slope: float
    mean_age: float
    mean_ties: float
    all_may_leave: bool
    population: float
    protesting: float
    turnout: float
    rally: float
    trigger: float
    detention: float
    fear: float
    issue: float
    attention: float
    calling: float
    threat: float
    weak_exposure: float
    death_factor: float
    penalty: float
    grievance: float
    exit_motive: float
    exit_open: float
    wait: float
    backlash: float
    nation: float


def columns(
    society: Society, opinion: Opinion, neighbourhood_share: float, mean_ties: float, all_may_leave: bool
) -> Columns:
    """Return what views are made from; the last three as in `groundswell.behaviour.Setting`."""
    s, means = society, society.regions.means
    return Columns(
        np.uint64(s.seed),
        s.kind,
        s.neighbourhood,
        s.place_start,
        s.place_region,
        s.place_population,
        place_shift(s, opinion),
        means / (1.0 + means),
        math.sqrt(1.0 - neighbourhood_share),
        float(opinion.age_slope),
        float(s.adult_age),
        float(mean_ties),
        bool(all_may_leave),
    )


@inlined
def here(day, place, region, own, seen, protesting, nation):
    """Return what is the same for all people of a place today."""
    return Here(
        day,
        own.seed,
        own.shift[place],
        own.means[region],
        own.own_share,
        own.age_slope,
        own.mean_age,
        own.mean_ties,
        own.all_may_leave,
        own.place_population[place],
        protesting,
        seen.turnout[place],
        seen.rally[place],
        seen.trigger[place],
        seen.detention[place],
        seen.fear[place],
        seen.issue[region],
        seen.attention[region],
        seen.calling[region],
        seen.threat[region],
        seen.weak_exposure[region],
        seen.death_factor[region],
        seen.penalty[region],
        seen.grievance[region],
        seen.exit_motive[region],
        seen.exit_open[region],
        seen.wait,
        seen.backlash[region],
        nation,
    )


@inlined
def person(i, now, free, kind, neighbourhood, ties, leaning, remembered, at):
    """Return the view of person i; what a rule does not look at is not computed, once both are compiled together."""
    close, friends, left, marched, afraid = ties
    w0, w1, w2, w3 = inlined_words(at.seed, rng.TRAITS, 0, i)
    age: Any = _AGE[kind & BAND_BITS]
    liable, called = kind & LIABLE_BIT != 0, now == Status.CALLED
    around = neighbourhood + at.shift + at.age_slope * (age - at.mean_age)
    attends = at.issue > 0.0 and (rng.unit(w2) < at.attention or close > 0 or called)
    may_leave, may_hide = at.exit_open > 0.0 and (at.all_may_leave or liable), at.calling > 0.0 and liable
    days = np.float64(at.day + 1 - np.int64(afraid)) if afraid > 0 else _NEVER
    return Person(
        at.day, age, kind & MALE_BIT != 0, liable, rng.unit(w0), at.own_share, around, rng.unit(w1),
        traits.means(w3, at.mean_means), np.float64(leaning), np.float64(remembered), kind & BAND_BITS >= ADULT_BAND,
        free, called, may_leave, may_hide, min(marched / at.mean_ties, 1.0), min(left / at.mean_ties, 1.0), int(close),
        int(friends), days, at.population, at.protesting, at.turnout, at.rally, at.trigger, at.detention, at.fear,
        at.issue, attends, at.attention, at.calling, at.threat, at.weak_exposure, at.death_factor, at.penalty,
        at.grievance, at.exit_motive, at.exit_open, at.wait, at.backlash, at.nation,
    )  # fmt: skip


@inlined
def fixed(i, kind, neighbourhood, shift, mean_means, own):
    """Return what never changes in person i, of a place of this `shift`."""
    w0, w1, _, w3 = inlined_words(own.seed, rng.TRAITS, 0, i)
    age: Any = _AGE[kind & BAND_BITS]
    around = neighbourhood + shift + own.age_slope * (age - own.mean_age)
    return Fixed(
        age, kind & MALE_BIT != 0, kind & LIABLE_BIT != 0, rng.unit(w0), own.own_share, around, rng.unit(w1),
        traits.means(w3, mean_means), kind & BAND_BITS >= ADULT_BAND,
    )  # fmt: skip
