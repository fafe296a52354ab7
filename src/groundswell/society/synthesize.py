"""From census tables and a seed to a society."""

from functools import lru_cache

import numpy as np

from groundswell import portable, rng
from groundswell.apportion import apportion
from groundswell.case.population import Population
from groundswell.kernel import kernel, parallel_for
from groundswell.pages import untouched
from groundswell.society import dealing, people, places, ties
from groundswell.society.margins import residuals
from groundswell.society.spec import Params
from groundswell.types import ADULT_BAND, BAND_MIDDLES, BAND_STARTS, Regions, Society

_TABLE_YEARS = 5  # of a band of the age table
_TEENS = BAND_STARTS[ADULT_BAND] // _TABLE_YEARS  # the table's band that holds both minors and adults
_MINORS = BAND_STARTS[ADULT_BAND] / _TABLE_YEARS - _TEENS  # their share of its years


def synthesize(census: Population, persons: int, seed: int, p: Params, counted_again: bool = True) -> Society:
    """Build the society of `persons` simulated persons that `seed` gives; the same on every machine.

    Persons are counted again for its `residuals`, unless nobody will ask for them. Raises InputError when a region
    would be left empty.
    """
    at = places.lay_out(census, persons, p)
    kind, household = untouched(persons, np.uint8), untouched(persons, np.uint8)
    place_of_region = np.searchsorted(at.region, np.arange(len(census.codes) + 1)).astype(np.int64)
    margins = _margins(census, tuple(np.diff(at.region_start).tolist()))
    steps = size_steps(p.household_mean)
    plan = dealing.plan(margins, people.liable_bands(p))
    parallel_for(dealing.deal, len(margins), np.uint64(seed), at.region_start, place_of_region, at.start, plan, steps,
                 p, kind, household)  # fmt: skip
    neighbourhood, neighbourhood_place = _neighbourhoods(persons, seed, p, at.start)
    scope = _tie_scope(p, margins)
    society = Society(
        seed=seed,
        weight=float(census.population.sum() / persons),
        regions=regions_of(census),
        region_start=at.region_start,
        place_region=at.region,
        place_start=at.start,
        place_population=at.population,
        place_count=at.pooled,
        place_name=at.names,
        place_arrived=at.arrived,
        tie_low=at.tie_low,
        tie_high=at.tie_high,
        kind=kind,
        household=household,
        neighbourhood=neighbourhood,
        neighbourhood_place=neighbourhood_place,
        tie_keys=ties.keys(seed, len(scope)),
        tie_scope=scope,
        kin_layers=p.near_kin + p.far_kin,
        alike_years=p.alike_years,
        adult_age=_adult_age(margins),
        residuals={},
    )
    if counted_again:
        society.residuals.update(residuals(society, census, margins, steps))
    for column in society:
        if isinstance(column, np.ndarray):
            column.flags.writeable = False
    return society


def _neighbourhoods(persons: int, seed: int, p: Params, place_start: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each neighbourhood's shift of opposition and its place, (persons // 256 + 1,): 256 persons make one."""
    count = persons // 256 + 1
    shift = np.empty(count, np.float32)
    spread = np.sqrt(p.neighbourhood_share)
    parallel_for(_draw_neighbourhoods, count, np.uint64(seed), spread, shift, grain=1 << 14)
    place = np.searchsorted(place_start, np.arange(count) * 256, side="right") - 1
    return shift, place.astype(np.int32)


def size_steps(mean: float) -> np.ndarray:
    """Return the cumulative distribution (8,) of household sizes 1 + Poisson(mean - 1), cut at 8 persons."""
    rate, chance = mean - 1.0, [1.0]
    for k in range(1, people.LARGEST):
        chance.append(chance[-1] * rate / k)
    steps = np.cumsum(chance) / np.sum(chance)
    steps[-1] = 1.0
    return steps


def mean_ties(p: Params) -> float:
    """Return how many ties a person has on average: other members of the household, kin and friends."""
    steps = size_steps(p.household_mean)
    size, share = np.arange(1, people.LARGEST + 1), np.diff(steps, prepend=0.0)
    of_persons = float((share * size**2).sum() / (share * size).sum())  # larger households hold more persons
    return of_persons - 1.0 + p.near_kin + p.far_kin + p.friends


def _adult_age(margins: np.ndarray) -> float:
    adults = margins.sum((0, 1))[ADULT_BAND:]
    return float((adults * np.array(BAND_MIDDLES[ADULT_BAND:])).sum() / adults.sum())


def _adults(census: Population) -> np.ndarray:
    """Return the persons of 18 and over of each region (R,)."""
    band, minors = _TEENS, _MINORS
    older = census.age_sex[:, :, band + 1 :].sum((1, 2))
    return older + (1.0 - minors) * census.age_sex[:, :, band].sum(1)


@lru_cache(maxsize=4)
def _margins(census: Population, in_region: tuple[int, ...]) -> np.ndarray:
    """Return the persons to deal, (R, 2, 18): the census's age-sex table scaled to each region's simulated persons."""
    band, minors = _TEENS, _MINORS
    exact = np.insert(census.age_sex.astype(float), band, census.age_sex[:, :, band] * minors, axis=2)
    exact[:, :, band + 1] *= 1.0 - minors
    shares = exact.reshape(len(exact), -1)
    rows = [apportion(n, row) for n, row in zip(in_region, shares, strict=True)]
    return np.array(rows).reshape(exact.shape)


def _tie_scope(p: Params, margins: np.ndarray) -> np.ndarray:
    """Return the scope of each tie layer, kin first; as many friend layers as give `friends` friends on average.

    Ties across ages are often refused, so that takes more layers than friends.
    """
    ages = np.array(BAND_STARTS, float)
    share = margins.sum((0, 1)) / margins.sum()
    alike = 1.0 / (1.0 + np.abs(ages[:, None] - ages) / p.alike_years)
    accepted = (share[:, None] * alike * share).sum()  # no BLAS, whose bits differ between processors
    friends = round(p.friends / accepted)
    near = round(friends * p.friends_near)
    far_kin = [1] * ((p.far_kin + 1) // 2) + [2] * (p.far_kin // 2)
    return np.array([0] * p.near_kin + far_kin + [0] * near + [1] * (friends - near), np.int8)


@lru_cache(maxsize=4)
def regions_of(census: Population) -> Regions:
    """Return what is known of the regions, whatever the size of the society."""
    population = census.population.astype(float)
    return Regions(
        codes=tuple(census.codes),
        names=tuple(census.names),
        population=population,
        adults=_adults(census),
        means=census.means / np.average(census.means, weights=population),
        capitals=census.capital,
        covariate_names=tuple(census.covariates),
        covariates=np.array(list(census.covariates.values())).reshape(-1, len(population)),
    )


@kernel
def _draw_neighbourhoods(first, end, seed, spread, out):
    for b in range(first, end):
        out[b] = spread * portable.normal_quantile(rng.uniform(seed, rng.NEIGHBOURHOOD, 0, b))
