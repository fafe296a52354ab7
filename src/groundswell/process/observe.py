"""What a monitor, a pollster and a border guard would have counted: compare data with these, never with the truth."""

from typing import Annotated, NamedTuple

import numpy as np

from groundswell import rng
from groundswell.params import CALIBRATED, MEASURED, P
from groundswell.process.draws import uniform
from groundswell.types import Ids, Society


class Params(NamedTuple):
    """[observation] in a scenario file."""

    monitor_capitals: Annotated[
        float,
        P(
            "detentions a monitor hears of in the two largest cities",
            "share",
            0,
            1,
            prior=(0.85, 1.0),
            status=CALIBRATED,
            source="assumed: OVD-Info hears the two capitals best",
        ),
    ] = 0.95
    monitor_towns: Annotated[
        float,
        P(
            "in other listed towns",
            "share",
            0,
            1,
            prior=(0.7, 1.0),
            source="starting value of a prototype of this model: 0.93",
        ),
    ] = 0.9
    monitor_elsewhere: Annotated[
        float,
        P(
            "outside the listed towns",
            "share",
            0,
            1,
            prior=(0.2, 0.8),
            source="starting value of a prototype of this model: half of monitor_towns",
        ),
    ] = 0.45
    respondents: Annotated[
        int,
        P(
            "persons a poll asks",
            "persons",
            10,
            1_000_000,
            prior=(1500, 1600),
            status=MEASURED,
            source="usual sample of Levada 1,600, of FOM 1,500",
        ),
    ] = 1600
    refusal_gap: Annotated[
        float,
        P(
            "how much less often opponents answer",
            "share",
            0,
            0.9,
            prior=(0, 0.3),
            source="assumed: refusal under censorship, of unknown size",
        ),
    ] = 0.05
    gross_ratio: Annotated[
        float,
        P(
            "gross crossings per net leaver",
            "1",
            1,
            50,
            prior=(3, 5),
            status=MEASURED,
            source="Kazakhstan to 4 October: 200,000 in, 53,000 net [S28]",
        ),
    ] = 4.0
    border_count: Annotated[
        float, P("leavers a border guard counts", "share", 0, 1, prior=(0.85, 1.0), source="assumed")
    ] = 0.95
    official: Annotated[
        float,
        P(
            "official over true number of those who complied",
            "1",
            0.1,
            3,
            prior=(0.57, 1.06),
            status=MEASURED,
            source="of 300,000 official 13,000 were volunteers [S10]; 527,000 by marriages, C15 [S20]",
        ),
    ] = 1.045


def monitored(day: int, society: Society, detained: Ids, p: Params) -> np.ndarray:
    """Tell which of today's detained a monitor hears of."""
    place = np.searchsorted(society.place_start, detained, side="right") - 1
    town = np.array([bool(name) for name in society.place_name])[place] if len(place) else np.empty(0, bool)
    capital = society.regions.capitals[society.place_region[place]]
    chance = np.where(capital, p.monitor_capitals, np.where(town, p.monitor_towns, p.monitor_elsewhere))
    return uniform(society, rng.ENFORCE, day, 3, detained) < chance


def counted(day: int, society: Society, crossed: Ids, p: Params) -> np.ndarray:
    """Tell which of today's leavers a border guard counts."""
    return uniform(society, rng.EXIT, day, 3, crossed) < p.border_count


def poll(day: int, society: Society, question: int, share: float, p: Params) -> float:
    """Return the share a poll of the day would report for a question that `share` of all would affirm."""
    respondents = np.arange(p.respondents, dtype=np.uint32) + np.uint32(question * 2_000_000)
    return np.count_nonzero(uniform(society, rng.POLL, day, 0, respondents) < share) / p.respondents


def answering(support: float, p: Params) -> float:
    """Return the share of supporters among those who answer, opponents refusing more often."""
    return support / (support + (1.0 - support) * (1.0 - p.refusal_gap))
