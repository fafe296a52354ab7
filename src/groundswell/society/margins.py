"""How far a society misses the margins it was built from: counted again from the persons, not from the plan."""

import numpy as np

from groundswell.case.population import Population
from groundswell.kernel import kernel, parallel_for
from groundswell.society.people import BANDS, LARGEST
from groundswell.types import ADULT_BAND, BAND_BITS, LIABLE_BIT, MALE_BIT, Society


def residuals(society: Society, census: Population, margins: np.ndarray, steps: np.ndarray) -> dict[str, float]:
    """Return the largest miss of each margin, in the unit that the key names.

    Age and sex are compared with the census scaled to this size (whole persons); household sizes and the liable pool
    with what was asked for.
    """
    regions = len(census.codes)
    people = np.zeros((regions, 2, BANDS), np.int64)
    sizes, alone = np.zeros((regions, LARGEST + 1), np.int64), np.zeros((regions, 2), np.int64)
    parallel_for(count_people, regions, society.region_start, society.kind, society.household, people, sizes, alone)
    households = sizes.sum(0)[1:]
    towns = np.array([bool(name) for name in society.place_name])
    simulated = np.diff(society.place_start) * society.weight
    by_region = np.diff(society.region_start) * society.weight
    pool = float(alone[:, 1].sum() * society.weight)
    return {
        "age and sex by region, persons": float(np.abs(people - margins).max()),
        "region population, share": float(np.abs(by_region / census.population - 1.0).max()),
        "town population, persons": float(np.abs(simulated - society.place_population)[towns].max(initial=0.0)),
        "household size, share": float(np.abs(np.cumsum(households) / households.sum() - steps).max()),
        "mean household size, persons": float(society.n / households.sum()),
        "households without an adult, share": float(alone[:, 0].sum() / households.sum()),
        "liable pool, persons": pool,
    }


@kernel
def count_people(first, end, region_start, kind, household, people, sizes, alone):
    """Add up, per region, persons (2, bands), households by size, minors heading a household and the liable."""
    for r in range(first, end):
        for i in range(region_start[r], region_start[r + 1]):
            band = kind[i] & BAND_BITS
            people[r, 0 if kind[i] & MALE_BIT else 1, band] += 1
            alone[r, 1] += 1 if kind[i] & LIABLE_BIT else 0
            if household[i] & 15 == 0:
                sizes[r, household[i] >> 4] += 1
                alone[r, 0] += 1 if band < ADULT_BAND else 0
