"""What a monitor, a pollster and a border guard would have counted: compare data with these, never with the truth."""

from typing import Annotated, Literal, NamedTuple

import numpy as np

from groundswell import rng
from groundswell.params import ASSUMED, P
from groundswell.process.draws import uniform
from groundswell.types import Ids, Society

_HEARD = "assumed: news of large cities travels best"
_FURTHER = 1 << 16  # between the days of one monitor's draws and the next one's
_COUNTED = {
    "participants": ("persons in the street", "a protest"),
    "detained": ("detentions", "a detention"),
    "deaths_protest": ("deaths in protest", "a death"),
}
_ASKED = {"attention": "follow events", "anxiety": "anxious", "support_public": "support"}


class Monitor(NamedTuple):
    """[observation.monitors.NAME] in a scenario file: somebody who counts and hears of a part only.

    It gives the measures `obs_NAME`, persons, and `obs_NAME_places`, places with any.
    """

    name: str
    counts: Literal["participants", "detained", "deaths_protest"] = "detained"
    capitals: Annotated[
        float, P("persons a monitor hears of in the capitals", "share", 0, 1, prior=(0.85, 1.0), source=_HEARD)
    ] = 0.95
    towns: Annotated[
        float, P("persons a monitor hears of in other listed towns", "share", 0, 1, prior=(0.7, 1.0), source=_HEARD)
    ] = 0.9
    elsewhere: Annotated[
        float, P("persons a monitor hears of outside the listed towns", "share", 0, 1, prior=(0.2, 0.8), source=_HEARD)
    ] = 0.45


class Poll(NamedTuple):
    """[observation.polls.NAME] in a scenario file: a poll a day, which gives the measure `obs_NAME`, a share."""

    name: str
    measure: Literal["attention", "anxiety", "support_public"]
    respondents: Annotated[
        int,
        P(
            "persons a poll asks",
            "persons",
            10,
            1_000_000,
            prior=(1000, 2000),
            source="usual samples of national polls, about 1,000 to 2,000",
        ),
    ] = 1600
    refusal_gap: Annotated[
        float,
        P(
            "how much less often they answer who would say no",
            "share",
            0,
            0.9,
            prior=(0, 0.3),
            source="assumed: refusal under censorship, of unknown size",
        ),
    ] = 0.0


class Params(NamedTuple):
    """[observation] in a scenario file: who watches, and what a border guard and an official count."""

    monitors: tuple[Monitor, ...] = ()
    polls: tuple[Poll, ...] = ()
    measures: tuple[str, ...] = ()  # of the user's own: groundswell.process.own_measures
    gross_ratio: Annotated[
        float,
        P(
            "gross crossings per net leaver",
            "1",
            1,
            50,
            prior=(1, 6),
            status=ASSUMED,
            source="assumed: most crossings are not emigration",
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
            prior=(0.5, 1.5),
            status=ASSUMED,
            source="assumed: officials over- or undercount",
            only_with="call",
        ),
    ] = 1.0


def measures(p: Params) -> dict[str, tuple[str, str]]:
    """Return what monitors and polls give: measure -> (kind, what it is), in the order of their draws."""
    found: dict[str, tuple[str, str]] = {}
    for monitor in p.monitors:
        what, where = _COUNTED[monitor.counts]
        found[f"obs_{monitor.name}"] = ("flow", f"{what} a monitor hears of")
        found[f"obs_{monitor.name}_places"] = ("places", f"places with {where} a monitor hears of")
    return found | {f"obs_{poll.name}": ("nation", f"poll: {_ASKED[poll.measure]}") for poll in p.polls}


def respondents(p: Params, measure: str) -> int:
    """Return how many the poll asks that gives a measure. Raises ValueError when none does."""
    for each in p.polls:
        if f"obs_{each.name}" == measure:
            return each.respondents
    raise ValueError(f"measure = {measure!r}: polls are {[each.name for each in p.polls]}")


def heard(day: int, society: Society, persons: Ids, which: int, monitor: Monitor) -> np.ndarray:
    """Tell of which of `persons`, counted today, monitor number `which` hears."""
    place = np.searchsorted(society.place_start, persons, side="right") - 1
    town = np.array([bool(name) for name in society.place_name])[place] if len(place) else np.empty(0, bool)
    capital = society.regions.capitals[society.place_region[place]]
    chance = np.where(capital, monitor.capitals, np.where(town, monitor.towns, monitor.elsewhere))
    if which == 0:
        return uniform(society, rng.ENFORCE, day, 3, persons) < chance
    return uniform(society, rng.MONITOR, day + which * _FURTHER, 0, persons) < chance


def counted(day: int, society: Society, crossed: Ids, p: Params) -> np.ndarray:
    """Tell which of today's leavers a border guard counts."""
    return uniform(society, rng.EXIT, day, 3, crossed) < p.border_count


def poll(day: int, society: Society, which: int, share: float, p: Poll) -> float:
    """Return what poll number `which` reports on a day on which a `share` of all would say yes."""
    asked = np.arange(p.respondents, dtype=np.uint32) + np.uint32(which * 2_000_000)
    said = answering(share, p) if p.refusal_gap > 0.0 else share
    return np.count_nonzero(uniform(society, rng.POLL, day, 0, asked) < said) / p.respondents


def answering(share: float, p: Poll) -> float:
    """Return the share of those who say yes among those who answer, the others refusing more often."""
    return share / (share + (1.0 - share) * (1.0 - p.refusal_gap))
