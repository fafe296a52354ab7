"""How far a society misses the margins it was built from: counted again from the persons, not from the plan."""

import numpy as np

from groundswell.case.population import Population
from groundswell.kernel import kernel, parallel_for
from groundswell.society.people import BANDS, LARGEST
from groundswell.types import ADULT_BAND, BAND_BITS, LIABLE_BIT, MALE_BIT, Society

_CODES, _WAYS = 1 << 8, 4  # of a byte; neighbours that are counted apart


def residuals(society: Society, census: Population, margins: np.ndarray, steps: np.ndarray) -> dict[str, float]:
    """Return the largest miss of each margin, in the unit that the key names.

    Age and sex are compared with the census scaled to this size (whole persons); household sizes and the liable pool
    with what was asked for.
    """
    regions, code = len(census.codes), np.arange(_CODES)
    kinds, homes = np.zeros((regions, _WAYS, _CODES), np.int64), np.zeros((regions, _WAYS, _CODES), np.int64)
    young = np.zeros(regions, np.int64)
    parallel_for(count_bytes, regions, society.region_start, society.kind, society.household, kinds, homes, young)
    kinds, homes, band = kinds.sum(1), homes.sum(1), code & BAND_BITS
    of_sex = [[kinds[:, (band == b) & ((code & MALE_BIT == 0) == s)].sum(1) for b in range(BANDS)] for s in range(2)]
    people = np.array(of_sex).transpose(2, 0, 1)
    sizes = np.array([homes[:, size << 4] for size in range(LARGEST + 1)]).T  # of their heads, in place 0
    liable = kinds[:, code & LIABLE_BIT != 0].sum()
    households = sizes.sum(0)[1:]
    towns = np.array([bool(name) for name in society.place_name])
    simulated = np.diff(society.place_start) * society.weight
    by_region = np.diff(society.region_start) * society.weight
    pool = float(liable * society.weight)
    return {
        "age and sex by region, persons": float(np.abs(people - margins).max()),
        "region population, share": float(np.abs(by_region / census.population - 1.0).max()),
        "town population, persons": float(np.abs(simulated - society.place_population)[towns].max(initial=0.0)),
        "household size, share": float(np.abs(np.cumsum(households) / households.sum() - steps).max()),
        "mean household size, persons": float(society.n / households.sum()),
        "households without an adult, share": float(young.sum() / households.sum()),
        "liable pool, persons": pool,
    }


@kernel
def count_bytes(first, end, region_start, kind, household, kinds, homes, young):
    """Add up, per region, persons by their byte `kind` and by `household`, and minors heading a household.

    Neighbours are counted apart, (R, 4, 256): a count need not wait for the one before it.
    """
    for r in range(first, end):
        of_kind, of_home, heads = kinds[r], homes[r], 0
        for i in range(region_start[r], region_start[r + 1]):
            of_kind[i & (_WAYS - 1), kind[i]] += 1
            of_home[i & (_WAYS - 1), household[i]] += 1
            heads += (household[i] & 15 == 0) & (kind[i] & BAND_BITS < ADULT_BAND)
        young[r] = heads
