"""The decree: how many are to be called, by when, and how the number is spread over regions and days."""

from collections import deque
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

import numpy as np

from groundswell import portable
from groundswell.events import Event
from groundswell.params import ASSUMED, P
from groundswell.types import Environment, Floats, Regions


@dataclass(frozen=True, kw_only=True)
class Decree(Event):
    """Quotas per region and day, and what people believe the total to be."""

    needs = "call"

    target: Annotated[
        float,
        P(
            "persons to be called",
            "persons",
            0,
            5e6,
            prior=(0, 5000000.0),
            status=ASSUMED,
            source="set by the scenario",
        ),
    ]
    duration: Annotated[
        int,
        P(
            "days in which they are called",
            "days",
            1,
            3650,
            prior=(7, 365),
            status=ASSUMED,
            source="set by the scenario",
        ),
    ]
    front_loading: Annotated[
        float,
        P(
            "1: the same number every day; more: early",
            "1",
            0.2,
            10,
            prior=(0.5, 4),
            source="assumed; 1: evenly over the days",
        ),
    ] = 1.0
    believed_total: Annotated[
        float,
        P(
            "how many people think will be called",
            "persons",
            0,
            2e7,
            prior=(0, 5000000.0),
            symbol="M-hat",
            source="assumed: what is believed can exceed what was announced",
        ),
    ]
    covariate: str = ""  # of the regions, that quotas follow; "": none
    gradient: Annotated[
        float,
        P(
            "exponent of the covariate, over its national mean, in a region's quota",
            "1",
            0,
            2,
            prior=(0, 1),
            source="assumed; 0: no more than its share, 1: in proportion",
        ),
    ] = 1.0
    covariate_floor: Annotated[
        float,
        P(
            "lowest covariate, over its national mean, that counts",
            "1",
            0.001,
            1,
            source="assumed: a region in which nothing was counted is called up too",
        ),
    ] = 0.05
    published_covariate: str = ""  # of the regions: their published quota per liable person over the nation's; "": none
    published: Annotated[
        float,
        P("weight of the published quotas, where a region has one", "share", 0, 1, prior=(0, 1), source="assumed"),
    ] = 0.5

    def apply(self, day: int, env: Environment, regions: Regions, liable: Floats) -> Environment:
        """Return `env` with today's quota; it stays in force after its days, until those who got away are replaced."""
        done, before = self._filled(day + 1 - self.day), self._filled(day - self.day)
        here = self.where(regions)
        weight = np.where(here, liable * self.quota_ratio(regions), 0.0)
        quota = self.target * (done - before) * weight / max(weight.sum(), 1e-9)
        calling = np.where(here & (self.target > 0), 1.0, env.calling)
        believed = np.where(here, self.believed_total, env.believed_total)
        return env._replace(calling=calling, quota=env.quota + quota, believed_total=believed)

    def ordered(self) -> float:
        """Return how many persons are ordered from the first day to `until`."""
        return self.target * self._filled(self.last_day() + 1 - self.day)

    def quota_ratio(self, regions: Regions) -> Floats:
        """Return each region's call-up per liable person, up to a factor (R,); the last are kept, for days to come."""
        for decree, of, ratio in _ratios:
            if decree is self and of is regions:
                return ratio
        _ratios.append((self, regions, self._ratio(regions)))
        return _ratios[-1][2]

    def _ratio(self, regions: Regions) -> Floats:
        ratio = np.ones(len(regions.codes))
        if self.covariate:
            base = np.maximum(regions.relative(self.covariate), self.covariate_floor)
            ratio = portable.power_of(base, self.gradient)
        if self.published_covariate:
            column = regions.covariate(self.published_covariate)
            known = np.isfinite(column)
            published = portable.power_of(column[known], self.published)
            ratio[known] = portable.power_of(ratio[known], 1.0 - self.published) * published
        return ratio

    def _filled(self, days: int) -> float:
        return _filled(days, self.duration, self.front_loading)


_ratios: deque[tuple[Decree, Regions, Floats]] = deque(maxlen=4)  # of a decree in a country's regions


@lru_cache
def _filled(days: int, duration: int, front_loading: float) -> float:
    """Return the share of a decree's target that is to be called within so many days."""
    return 1.0 - portable.power(1.0 - min(days / duration, 1.0), front_loading)
