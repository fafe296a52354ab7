"""Private opposition by place and age, and how many would say that they support the authorities."""

from typing import Annotated, NamedTuple

import numpy as np

from groundswell import portable
from groundswell.params import ASSUMED, P
from groundswell.society.once import once
from groundswell.types import Fields, Floats, Ints, Perception, Society

_LN10 = 2.302585092994046


class Params(NamedTuple):
    """[opinion] in a scenario file."""

    town_gradient: Annotated[
        float,
        P(
            "opposition of a place ten times larger",
            "standard deviations",
            -1,
            3,
            prior=(0.0, 1.2),
            status=ASSUMED,
            source="assumed: opposition movements are strongest in large towns; size known before the event as proxy",
        ),
    ] = 0.9
    gradient_from: Annotated[
        float,
        P(
            "population up to which places are alike in opposition",
            "persons",
            1,
            1e6,
            prior=(500, 10_000),
            shape="loguniform",
            source="assumed",
        ),
    ] = 1000.0
    age_slope: Annotated[
        float,
        P(
            "opposition per year of age",
            "standard deviations a year",
            -0.05,
            0.05,
            prior=(-0.02, 0.005),
            status=ASSUMED,
            source="assumed: the young oppose more often; the slope is not known",
        ),
    ] = -0.008
    support: Annotated[
        float,
        P(
            "adults who privately support the authorities before the start",
            "share",
            0,
            1,
            prior=(0.2, 0.8),
            status=ASSUMED,
            source="assumed: where the authorities are feared, polls and private views differ",
        ),
    ] = 0.61
    falsification: Annotated[
        float,
        P(
            "public minus private support",
            "share",
            0,
            0.5,
            prior=(0.0, 0.3),
            status=ASSUMED,
            source="preference falsification: Kuran 1991; list experiments find 5 to 20 points",
        ),
    ] = 0.13
    response: Annotated[
        float,
        P(
            "what a felt stake adds to opposition in opinion",
            "standard deviations",
            0,
            2,
            prior=(0.0, 1.0),
            source="assumed: weakly known",
        ),
    ] = 0.4


def place_shift(society: Society, p: Params) -> Floats:
    """Return each place's shift of private opposition (P,), zero on average over persons, in standard deviations."""
    size = portable.log_of(np.maximum(society.place_population, p.gradient_from)) / _LN10
    return p.town_gradient * (size - np.average(size, weights=society.inhabitants))


class Opposition(NamedTuple):
    """How private opposition lies in a society, before anything happens."""

    shift: Floats  # (P,) of each place, in standard deviations
    limit: float  # below it a person supports the authorities
    unmoved: Floats  # (R,) share of adults who support them where nobody feels anything about a call-up


def opposition(society: Society, p: Params) -> Opposition:
    """Return the shifts of places, and the limit below which a share `support` of all adults lies."""
    shift = place_shift(society, p)
    limit = _support_limit(shift, adults_of_places(society), p.support)
    return Opposition(shift, limit, _private(society, shift, limit, np.zeros(len(society.region_start) - 1)))


def _support_limit(shift: Floats, adults: Floats, support: float) -> float:
    """Find the limit by halving an interval; opposition is standard normal around `shift` (P,)."""
    if support <= 0.0 or support >= 1.0:
        return np.inf if support >= 1.0 else -np.inf
    low, high = -40.0, 40.0
    kinds, kind = np.unique(shift, return_inverse=True)  # most places are small, and alike
    for _ in range(60):
        middle = (low + high) / 2.0
        share = float(np.sum(portable.normal_share_of(middle - kinds)[kind] * adults) / np.sum(adults))
        low, high = (middle, high) if share < support else (low, middle)
    return (low + high) / 2.0


def adults_of_places(society: Society) -> Floats:
    """Return the adults of each place (P,), full-size persons: its region's share of its inhabitants."""
    return once(society, "adults", lambda: _adults(society))


def _adults(society: Society) -> Floats:
    share = society.regions.adults / society.regions.population
    return society.inhabitants * share[society.place_region]


def _kinds(society: Society) -> tuple[Ints, Ints]:
    """Return the first place of each kind and the kind of each place (P,): a region's settlements are alike."""
    is_new = (np.diff(society.place_population, prepend=0.0) != 0.0) | (np.diff(society.place_region, prepend=-1) != 0)
    return np.flatnonzero(is_new), np.cumsum(is_new) - 1


def support(society: Society, seen: Perception, fields: Fields, at: Opposition, p: Params) -> tuple[Floats, Floats]:
    """Return the shares (R,) of adults who support in private and who say so in public.

    Opposition felt about the call-up moves the threshold: the weak-tie exposure of the region, felt by the attentive.
    """
    felt = p.response * seen.issue * fields.salience * seen.weak_exposure * seen.death_factor
    private = _private(society, at.shift, at.limit, felt) if felt.any() else at.unmoved.copy()
    return private, np.minimum(private + p.falsification, 1.0)


def _private(society: Society, shift: Floats, limit: float, felt: Floats) -> Floats:
    """Return the share (R,) of adults who support in private, with what is `felt` (R,) in standard deviations."""
    adults, r = adults_of_places(society), society.place_region
    first, kind = once(society, "kinds of places", lambda: _kinds(society))
    below = portable.normal_share_of(limit - shift[first] - felt[r[first]])[kind]
    all_ = once(society, "adults of regions", lambda: np.bincount(r, adults, len(felt)))
    return np.bincount(r, below * adults, len(felt)) / all_
