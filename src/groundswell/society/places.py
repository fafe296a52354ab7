"""Places: a region's listed towns, and the rest of it as settlements of equal size."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.apportion import apportion
from groundswell.case.population import Population
from groundswell.errors import InputError
from groundswell.society.spec import Params
from groundswell.types import Floats, Ints


class Places(NamedTuple):
    """Places in the order of regions, a region's towns by falling size first, then its settlements."""

    region: NDArray[np.int32]
    population: Floats
    pooled: Floats  # (P,) settlements that a place stands for
    names: tuple[str, ...]
    arrived: NDArray[np.bool_]  # (P,) a call for protest is known to have arrived
    start: Ints  # (P+1,)
    region_start: Ints  # (R+1,)
    tie_low: Ints
    tie_high: Ints


def lay_out(census: Population, persons: int, p: Params) -> Places:
    """Number `persons` simulated persons by region and place.

    Raises InputError when a region would be empty.
    """
    return _laid_out(census, persons, p.settlement, p.settlement_least, p.friends_least)


@lru_cache(maxsize=4)  # draws of parameters leave the places as they are
def _laid_out(census: Population, persons: int, settlement: float, settlement_least: int, friends_least: int) -> Places:
    weight = census.population.sum() / persons
    region, population, count, names, arrived, sizes = [], [], [], [], [], []
    in_region = apportion(persons, census.population)
    if in_region.min() < 1:
        code, smallest = census.codes[int(in_region.argmin())], int(census.population.min())
        raise InputError(
            f"{persons} persons leave region {code} empty",
            place="society.persons",
            remedy=f"take at least {int(np.ceil(census.population.sum() / smallest))} persons",
        )
    for r in range(len(census.codes)):
        towns = np.flatnonzero(census.towns.region == r)
        towns = towns[np.argsort(-census.towns.population[towns], kind="stable")]
        rest = float(census.population[r] - census.towns.population[towns].sum())
        settlements = max(round(rest / settlement), int(rest > 0))
        hamlets = min(settlements, max(int(rest / weight / settlement_least), int(rest > 0)))
        in_towns = census.towns.population[towns].astype(float)
        sizes_r = np.concatenate([in_towns, np.full(hamlets, rest / max(settlements, 1))])
        count_r = np.concatenate([np.ones(len(towns)), np.full(hamlets, settlements / max(hamlets, 1))])
        region.append(np.full(len(sizes_r), r, np.int32))
        population.append(sizes_r)
        count.append(count_r)
        names += [census.towns.name[t] for t in towns] + [""] * hamlets
        arrived += [census.towns.call_arrived[towns], np.zeros(hamlets, np.bool_)]
        sizes.append(apportion(int(in_region[r]), sizes_r * count_r))
    region, population, count = np.concatenate(region), np.concatenate(population), np.concatenate(count)
    start = np.concatenate([[0], np.cumsum(np.concatenate(sizes))])
    region_start = np.concatenate([[0], np.cumsum(in_region)])
    low, high = _tie_ranges(start, region, friends_least)
    laid = Places(region, population, count, tuple(names), np.concatenate(arrived), start, region_start, low, high)
    for column in laid:
        if isinstance(column, np.ndarray):  # shared; and kernels are compiled anew for what may be written
            column.flags.writeable = False
    return laid


def _tie_ranges(start: Ints, region: NDArray[np.int32], least: int) -> tuple[Ints, Ints]:
    """Return the range of persons among whom a place's friends are: itself, or neighbours joined until large enough.

    The ranges are a partition, for a tie must be seen from both its ends.
    """
    first = [0]  # the first place of each pool
    for p in range(1, len(region)):
        if region[p] != region[p - 1] or start[p] - start[first[-1]] >= least:
            short = start[p] - start[first[-1]] < least  # the region's last pool joins the one before it
            if short and len(first) > 1 and region[first[-2]] == region[first[-1]]:
                first.pop()
            first.append(p)
    pool = np.searchsorted(first, np.arange(len(region)), side="right") - 1
    edges = np.append(start[first], start[-1])
    return edges[pool], edges[pool + 1]
