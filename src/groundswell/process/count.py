"""What is counted: flows of the day, stocks at its end, and the same as an observer would have seen it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from groundswell.process import border, observe, opinion, own_measures
from groundswell.process.act import Acts
from groundswell.process.end_of_day import Moves
from groundswell.process.opinion import Opposition
from groundswell.process.policing import Detained
from groundswell.process.status_lists import StatusLists, places_of, region_counts
from groundswell.types import Fields, Floats, Ids, Perception, Regions, Society

# Measure -> (kind, what it is). Flows are per day, stocks at the day's end, in full-size persons; places are per day,
# and not scaled up; shares are 0..1.
# Every scenario has these; `measures` adds what its own watchers give.
ALWAYS = {
    "participants": ("flow", "persons in the street"),
    "places_active": ("places", "places with a protest; comparable with data at 1:1 only"),
    "detained": ("flow", "persons detained"),
    "held": ("stock", "persons in detention"),
    "charged": ("flow", "persons charged with a crime"),
    "asked": ("flow", "persons whom quotas ask for; negative when a stop lets off who was asked for before"),
    "waived": ("flow", "persons whom exemptions and concessions let off"),
    "called": ("flow", "notices served"),
    "complied": ("flow", "persons who complied with a notice"),
    "serving": ("stock", "persons called up and serving"),
    "evading": ("stock", "persons in hiding"),
    "preparing": ("stock", "persons about to leave"),
    "queueing": ("stock", "persons waiting to cross"),
    "left_gross": ("flow", "persons who crossed to stay away"),
    "came_back": ("flow", "persons who came back from abroad"),
    "abroad": ("stock", "persons abroad"),
    "returned": ("flow", "persons called unlawfully and sent home"),
    "deaths_called": ("flow", "deaths among the called"),
    "deaths_protest": ("flow", "deaths in protest"),
    "attention": ("share", "persons attentive"),
    "anxiety": ("share", "persons anxious"),
    "support_private": ("share", "adults who support the authorities in private"),
    "support_public": ("share", "adults who say that they support the authorities"),
    "concession": ("nation", "level in force: 0 none, 1 targeted, 2 scaled down, 3 stopped"),
    "obs_exit_gross": ("flow", "crossings out, travellers included, as border guards count"),
    "obs_exit_net": ("flow", "net crossings out as border guards count"),
    "obs_called": ("flow", "persons called up as officials count"),
}
SHARES = {name for name, (kind, _) in ALWAYS.items() if kind == "share"}


class Day(NamedTuple):
    """What happened on a day, as the step hands it over to be counted."""

    day: int
    level: int  # of concession in force
    asked: Floats  # (R,) full-size persons
    waived: Floats  # (R,)
    called: Ids
    acts: Acts
    moves: Moves
    detained: Detained
    gates: Mapping[str, float]  # the part of those who cross that passes each gate


@dataclass
class Tally:
    """A day's counts: by region (R,), and for the nation where a region has none."""

    day: int
    regional: dict[str, Floats] = field(default_factory=dict)
    national: dict[str, float] = field(default_factory=dict)


def measures(p: observe.Params) -> dict[str, tuple[str, str]]:
    """Return all that is counted under a scenario's [observation]: measure -> (kind, what it is)."""
    return ALWAYS | observe.measures(p) | own_measures.described(p.measures)


def nation(measure: str, by_region: Floats, regions: Regions) -> float:
    """Return the nation's value of a regional measure (R,): a sum, or for a share the mean over adults."""
    return float(over_adults(by_region, regions)) if measure in SHARES else float(by_region.sum())


def over_adults(by_region: Floats, regions: Regions) -> Floats:
    """Return the nation's value (...) of shares (..., R): their means over adults."""
    return (by_region * regions.adults).sum(axis=-1) / regions.adults.sum()


def count_day(
    day: Day,
    society: Society,
    fields: Fields,
    lists: StatusLists,
    seen: Perception,
    at: Opposition,
    p: opinion.Params,
    watching: observe.Params,
) -> Tally:
    """Return the counts of a day; changes nothing."""
    acts, moves, detained = day.acts, day.moves, day.detained
    there, regions = acts.there, len(day.asked)
    persons = {
        "detained": detained.who,
        "held": lists.held,
        "charged": detained.who[detained.charged],
        "called": day.called,
        "complied": acts.complied,
        "serving": lists.serving,
        "evading": lists.evading,
        "preparing": lists.preparing,
        "queueing": lists.queue,
        "left_gross": moves.crossed,
        "came_back": moves.came_back,
        "abroad": lists.abroad,
        "returned": moves.returned,
        "deaths_called": moves.died_in_service,
        "deaths_protest": detained.killed,
    }
    participants = np.bincount(society.place_region, there, regions).astype(float) * society.weight
    tally = Tally(day.day, {"participants": participants})
    tally.regional |= {name: region_counts(society, who) for name, who in persons.items()}
    tally.regional["asked"], tally.regional["waived"] = day.asked, day.waived
    tally.regional["places_active"] = np.bincount(society.place_region, there > 0, regions).astype(float)
    tally.regional["attention"], tally.regional["anxiety"] = fields.salience.copy(), fields.anxiety.copy()
    private, public = opinion.support(society, seen, fields, at, p)
    tally.regional["support_private"], tally.regional["support_public"] = private, public
    tally.national["concession"] = float(day.level)
    _observe(tally, society, acts, detained, watching)
    _observe_border(tally, society, moves, day.gates, watching)
    return tally


def _observe(tally: Tally, society: Society, acts: Acts, detained: Detained, p: observe.Params) -> None:
    day = tally.day
    there = {"participants": acts.protesters, "detained": detained.who, "deaths_protest": detained.killed}
    for which, monitor in enumerate(p.monitors):
        persons = there[monitor.counts]
        known = persons[observe.heard(day, society, persons, which, monitor)]
        tally.regional[f"obs_{monitor.name}"] = region_counts(society, known)
        tally.regional[f"obs_{monitor.name}_places"] = _places(society, known)
    for which, estimate in enumerate(p.estimates):
        estimated = observe.estimated(day, society, which, tally.regional["participants"], estimate)
        tally.regional[f"obs_{estimate.name}"] = estimated
    tally.regional["obs_called"] = tally.regional["complied"] * p.official
    for which, poll in enumerate(p.polls):
        share = nation(poll.measure, tally.regional[poll.measure], society.regions)
        tally.national[f"obs_{poll.name}"] = observe.poll(day, society, which, share, poll)


def _observe_border(
    tally: Tally, society: Society, moves: Moves, gates: Mapping[str, float], p: observe.Params
) -> None:
    day, crossed, back = tally.day, moves.crossed, moves.came_back
    counted = region_counts(society, crossed[observe.counted(day, society, crossed, p.border_count)])
    tally.regional["obs_exit_gross"] = counted * p.gross_ratio
    tally.regional["obs_exit_net"] = counted - tally.regional["came_back"] * p.border_count
    if not p.gates:
        return
    out_by, back_by = border.gate_of(society, crossed, gates), border.gate_of(society, back, gates)
    numbers = {name: number for number, name in enumerate(gates)}
    for gate in p.gates:
        here, home = crossed[out_by == numbers[gate.name]], back[back_by == numbers[gate.name]]
        counted = region_counts(society, here[observe.counted(day, society, here, gate.counted)])
        tally.regional[f"obs_exit_gross_{gate.name}"] = counted * gate.gross_ratio
        tally.regional[f"obs_exit_net_{gate.name}"] = counted - region_counts(society, home) * gate.counted


def _places(society: Society, persons: Ids) -> Floats:
    """Return how many places of each region (R,) any of `persons` is in."""
    if not len(persons):
        return np.zeros(len(society.region_start) - 1)
    any_ = np.zeros(len(society.place_region), np.bool_)
    any_[places_of(society, persons)] = True
    return np.bincount(society.place_region[any_], minlength=len(society.region_start) - 1).astype(float)
