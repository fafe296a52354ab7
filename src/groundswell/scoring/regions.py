"""Where it happened: shares of regions, observed against simulated, of one series on the same days.

Only regions that the table counts are compared; how much of the simulation falls outside is reported. The divergence
of Kullback and Leibler (1951, Ann. Math. Stat. 22(1)) is of the observed from the simulated shares; one simulated
person in all, spread over the table's regions by their people, is added to the simulated counts, so that a region where
nobody was simulated does not make it infinite. Of R regions and n simulated persons
sampling alone makes it about (R - 1)/2n.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from groundswell.resolution import count_interval, simulated_persons, zero_count_bound
from groundswell.scoring.asks import Ask, persons_for
from groundswell.scoring.samples import Samples
from groundswell.types import Floats


class Place(NamedTuple):
    """A region: observed and simulated counts, and how much larger the simulated share is than the observed one.

    `low` and `high`: 90 % interval of the simulated count. `log_ratio` is None where nothing was observed; where nobody
    was simulated it is an upper bound, by the highest count that is compatible with none (95 %).
    """

    region: str
    observed: float
    simulated: float
    low: float
    high: float
    log_ratio: float | None
    is_bound: bool


class Shares(NamedTuple):
    """Regional shares of a series on the same days."""

    series: str
    first: int  # days of the run
    last: int
    divergence: float | None  # observed from simulated, nats; None where nobody was simulated
    by_chance: float  # what sampling the simulated persons alone gives
    outside: float  # share of the simulated count that falls on other regions
    places: tuple[Place, ...]


def shares(asks: Sequence[Ask], samples: Samples, weights: Floats) -> tuple[Shares, ...]:
    """Return the regional shares of every series and period of which two regions or more were counted."""
    groups = defaultdict[tuple[str, int, int], dict[str, float]](dict)
    whole = {(a.row.series, a.first, a.last, a.row.region) for a in asks if not a.row.place}
    for a in asks:
        counted = a.measured == "flow" and a.how == "sum" and a.row.region and a.row.kind != "at most"
        if not counted or (a.row.place and (a.row.series, a.first, a.last, a.row.region) in whole):
            continue  # a region that was counted as a whole is not counted again by its places
        own = groups[a.row.series, a.first, a.last]
        own[a.row.region] = own.get(a.row.region, 0.0) + a.row.value if a.row.place else a.row.value
    return tuple(
        _shares(*key, own, samples, weights) for key, own in groups.items() if len(own) > 1 and sum(own.values()) > 0.0
    )


def _shares(series: str, first: int, last: int, observed: dict[str, float], samples: Samples, weights: Floats
            ) -> Shares:  # fmt: skip
    days, weight, runs = slice(first, last + 1), persons_for(samples.scenario), len(weights)
    p = weights / weights.sum()
    each = {code: samples.series_samples(series, code)[:, days].sum(axis=1) for code in observed}
    simulated = np.array([max(float(p @ values), 0.0) for values in each.values()])
    nation = float(p @ samples.series_samples(series)[:, days].sum(axis=1))
    people = samples.scenario.case.population
    here = np.array([float(people.population[people.index(code)]) for code in observed])
    smooth = simulated + weight / runs * here / here.sum()
    seen, drawn = np.array(list(observed.values())) / sum(observed.values()), smooth / smooth.sum()
    some = seen > 0.0
    divergence = float(np.sum(seen[some] * np.log(seen[some] / drawn[some])))
    persons = simulated_persons(float(simulated.sum()), weight, runs)
    places = [
        _place(code, observed[code], values, p, weight, sum(observed.values()), float(simulated.sum()))
        for code, values in each.items()
    ]
    chance = (len(observed) - 1) / (2.0 * max(persons, 1.0))
    return Shares(series, first, last, divergence if persons > 0.0 else None, chance,
                  max(1.0 - float(simulated.sum()) / nation, 0.0) if nation > 0.0 else 0.0, tuple(places))  # fmt: skip


def _place(code: str, observed: float, values: Floats, p: Floats, weight: float, seen: float, drawn: float) -> Place:
    """Return a region; its interval is Poisson for one run, from run to run (5 to 95 %) for several."""
    mean, runs = max(float(p @ values), 0.0), len(values)
    low, high = count_interval(mean, weight, runs)
    if runs > 1:
        order = np.argsort(values)
        upto = np.cumsum(p[order]) - p[order] / 2.0
        low, high = (
            min(low, float(np.interp(0.05, upto, values[order]))),
            max(high, float(np.interp(0.95, upto, values[order]))),
        )
    none = mean <= 0.0
    top = zero_count_bound(weight, runs) if none else mean
    ratio = None
    if observed > 0.0:
        ratio = float(np.log(top / max(drawn, top)) - np.log(observed / seen))
    return Place(code, observed, mean, low, high, ratio, none)
