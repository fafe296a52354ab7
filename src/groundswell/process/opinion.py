"""Private opposition by place and age, and how many would say that they support the authorities."""

from statistics import NormalDist
from typing import Annotated, NamedTuple

import numpy as np

from groundswell.params import ASSUMED, CALIBRATED, MEASURED, P
from groundswell.types import Fields, Floats, Seen, Society


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
            status=CALIBRATED,
            source="place size, known before the event, as proxy; fitted to C02, C05, C07",
        ),
    ] = 0.87
    age_slope: Annotated[
        float,
        P(
            "opposition per year of age",
            "standard deviations a year",
            -0.05,
            0.05,
            prior=(-0.02, 0.0),
            status=ASSUMED,
            source="assumed; by age only attention is published, 45 % at 18-24 and 78 % at 55 and over [S5]",
        ),
    ] = -0.008
    support: Annotated[
        float,
        P(
            "adults who privately support the authorities before the start",
            "share",
            0,
            1,
            prior=(0.53, 0.66),
            status=MEASURED,
            source="list experiments: 61 %, an earlier version 53 % [S40]",
        ),
    ] = 0.61
    falsification: Annotated[
        float,
        P(
            "public minus private support",
            "share",
            0,
            0.5,
            prior=(0.05, 0.20),
            status=MEASURED,
            source="direct question 71-76 %, list experiment 61 % [S5, S40]",
        ),
    ] = 0.13
    response: Annotated[
        float,
        P(
            "what a felt stake adds to opposition in opinion",
            "standard deviations",
            0,
            2,
            prior=(0.1, 1.0),
            source="support fell 4 points and the wish for talks rose 4 in September [S5, S33]: weakly known",
        ),
    ] = 0.4


MEAN_AGE = 46.0  # of adults, years; the age slope turns around it


def place_shift(society: Society, p: Params) -> Floats:
    """Return each place's shift of private opposition (P,), zero on average over persons, in standard deviations."""
    size = np.log10(np.maximum(society.place_population, 1e3))
    return p.town_gradient * (size - np.average(size, weights=society.inhabitants))


def support(society: Society, seen: Seen, fields: Fields, shift: Floats, p: Params) -> tuple[Floats, Floats]:
    """Return the shares (R,) of adults who support in private and who say so in public.

    Opposition felt about the call-up moves the threshold: the weak-tie exposure of the region, felt by the attentive.
    """
    felt = p.response * seen.issue * fields.salience * seen.weak_exposure * seen.death_factor
    limit = NormalDist().inv_cdf(p.support) * np.sqrt(1.0 + np.average(shift**2, weights=society.inhabitants))
    below = normal_shares(limit - shift - felt[society.place_region])
    weight = society.inhabitants
    regions = len(felt)
    private = np.bincount(society.place_region, below * weight, regions) / np.bincount(
        society.place_region, weight, regions
    )
    return private, np.minimum(private + p.falsification, 1.0)


def normal_shares(z: Floats) -> Floats:
    """Return the standard normal distribution function, elementwise (Abramowitz and Stegun 7.1.26, error 1.5e-7)."""
    x = np.abs(z) / np.sqrt(2.0)
    t = 1.0 / (1.0 + 0.3275911 * x)
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    upper = 0.5 * poly * np.exp(-x * x)
    return np.where(z > 0, 1.0 - upper, upper)
