"""What a monitor, a pollster and a border guard would have counted: compare data with these, never with the truth."""

from functools import lru_cache
from typing import Annotated, NamedTuple

import numpy as np

from groundswell import portable, rng
from groundswell.params import ASSUMED, P
from groundswell.process.draws import uniform
from groundswell.process.status_lists import places_of
from groundswell.process.watchers import Crossing, Estimate, Monitor, Poll
from groundswell.society.once import once
from groundswell.types import Floats, Ids, Society

_FURTHER = 1 << 16  # between the days of one watcher's draws and the next one's
_COUNTED = {
    "participants": ("persons in the street", "a protest"),
    "detained": ("detentions", "a detention"),
    "deaths_protest": ("deaths in protest", "a death"),
}
DAYS_OF_WEEK = 7
_ASKED = {"attention": "follow events", "anxiety": "anxious", "support_public": "support"}


class Params(NamedTuple):
    """[observation] in a scenario file: who watches, and what a border guard and an official count."""

    monitors: tuple[Monitor, ...] = ()
    polls: tuple[Poll, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    gates: tuple[Crossing, ...] = ()
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
    """Return what the named watchers give: measure -> (kind, what it is), in the order of their draws."""
    found: dict[str, tuple[str, str]] = {}
    for monitor in p.monitors:
        what, where = _COUNTED[monitor.counts]
        found[f"obs_{monitor.name}"] = ("flow", f"{what} a monitor hears of")
        found[f"obs_{monitor.name}_places"] = ("places", f"places with {where} a monitor hears of")
    for estimate in p.estimates:
        found[f"obs_{estimate.name}"] = ("flow", f"persons in the street as estimated by: {estimate.name}")
    for gate in p.gates:
        found[f"obs_exit_gross_{gate.name}"] = ("flow", f"crossings out at the gate {gate.name}, travellers included")
        found[f"obs_exit_net_{gate.name}"] = ("flow", f"net crossings out at the gate {gate.name}")
    return found | {f"obs_{poll.name}": ("nation", f"poll: {_ASKED[poll.measure]}") for poll in p.polls}


def adds(p: Params, measure: str) -> float:
    """Return what one person who is counted adds to a measure: more than 1 where counts are multiplied."""
    many = {"obs_exit_gross": p.gross_ratio, "obs_called": p.official}
    many |= {f"obs_exit_gross_{gate.name}": gate.gross_ratio for gate in p.gates}
    return (many | {f"obs_{each.name}": each.bias for each in p.estimates}).get(measure, 1.0)


def poll_of(p: Params, measure: str) -> Poll:
    """Return the poll that gives a measure. Raises ValueError when none does."""
    for each in p.polls:
        if f"obs_{each.name}" == measure:
            return each
    raise ValueError(f"measure = {measure!r}: polls are {[each.name for each in p.polls]}")


def poll_sd(p: Poll, days: int) -> float:
    """Return the sd in log odds of the error that house and week make in the mean of so many days of a poll."""
    weeks = max(-(-days // DAYS_OF_WEEK), 1)
    return float(np.hypot(p.house_sd, p.week_sd / weeks**0.5))


def heard(day: int, society: Society, persons: Ids, which: int, monitor: Monitor) -> np.ndarray:
    """Tell of which of `persons`, counted today, monitor number `which` hears.

    From a place that is missed nobody is heard of: those of a place are missed together, and a place is each day anew.
    """
    if not len(persons):
        return np.empty(0, np.bool_)
    place = places_of(society, persons)
    town = once(society, "towns", lambda: np.array([bool(name) for name in society.place_name]))[place]
    capital = society.regions.capitals[society.place_region[place]]
    chance = np.where(capital, monitor.capitals, np.where(town, monitor.towns, monitor.elsewhere))
    if monitor.places < 1.0:
        from_there = uniform(society, rng.WATCH, day + which * _FURTHER, 0, place.astype(np.uint32)) < monitor.places
        chance = np.where(capital | from_there, chance, 0.0)
    if which == 0:
        return uniform(society, rng.ENFORCE, day, 3, persons) < chance
    return uniform(society, rng.MONITOR, day + which * _FURTHER, 0, persons) < chance


def counted(day: int, society: Society, crossed: Ids, share: float) -> np.ndarray:
    """Tell which of today's leavers a border guard counts, who counts a `share` of all."""
    return uniform(society, rng.EXIT, day, 3, crossed) < share


def estimated(day: int, society: Society, which: int, there: Floats, p: Estimate) -> Floats:
    """Return how many participants (R,) estimate number `which` tells of, of those who are `there` (R,).

    The error is lognormal, its median `bias`; each region's on each day is a draw of its own.
    """
    if p.bias_sd <= 0.0:
        return there * p.bias
    regions = np.arange(len(there), dtype=np.uint32)
    draws = uniform(society, rng.WATCH, day + which * _FURTHER, 1, regions)
    return there * p.bias * portable.exp_of([p.bias_sd * portable.normal_quantile(u) for u in draws])


def poll(day: int, society: Society, which: int, share: float, p: Poll) -> float:
    """Return what poll number `which` reports on a day on which a `share` of all would say yes."""
    asked = np.arange(p.respondents, dtype=np.uint32) + np.uint32(which * 2_000_000)
    said = answering(share, p) if p.refusal_gap > 0.0 else share
    if p.house_sd > 0.0 or p.week_sd > 0.0:
        odds = portable.exp(poll_error(day, society.seed, which, p))
        said = said * odds / (said * odds + 1.0 - said)
    return np.count_nonzero(uniform(society, rng.POLL, day, 0, asked) < said) / p.respondents


def poll_error(day: int, seed: int, which: int, p: Poll) -> float:
    """Return the error of poll number `which` in log odds: one normal draw of the house, and one of the week."""
    of_house = _normal(seed, which * _FURTHER, 2)
    of_week = _normal(seed, day // DAYS_OF_WEEK + which * _FURTHER, 3)
    return p.house_sd * of_house + p.week_sd * of_week


@lru_cache  # many days have theirs in common
def _normal(seed: int, day: int, word: int) -> float:
    return portable.normal_quantile(rng.unit(rng.words(seed, rng.WATCH, day, 0)[word]))


def answering(share: float, p: Poll) -> float:
    """Return the share of those who say yes among those who answer, the others refusing more often."""
    return share / (share + (1.0 - share) * (1.0 - p.refusal_gap))
