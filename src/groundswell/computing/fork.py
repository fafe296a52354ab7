"""Arms run in one society: the past before an intervention is lived once, then each arm goes its own way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import NamedTuple, cast

import numpy as np

from groundswell.computing import persons
from groundswell.computing.record import blank, write_down
from groundswell.events import Event
from groundswell.running.model import Run
from groundswell.scenario import Scenario
from groundswell.scenario.arms import first_day
from groundswell.simulate import World, fork, start, step
from groundswell.storage.counts import Counts
from groundswell.types import Bytes, Society, State


class Variant(NamedTuple):
    """An arm ready to run. `whole`: from day 0 with no past shared, as a placebo must be."""

    name: str
    scenario: Scenario
    relabel: bool = False
    whole: bool = False


@dataclass(frozen=True)
class Lived:
    """What the arms left: a run each (the first is the baseline), who moved against the baseline, days not redone."""

    runs: dict[str, Run]
    moved: dict[str, persons.Moved]  # by arm, baseline left out
    days_shared: int


def live(variants: Sequence[Variant], society: Society, rooms: list[State] | None = None) -> Lived:
    """Run all arms in one society and return their counts; the first is the baseline.

    An arm leaves the baseline on the first day on which its change can act, so every arm is, to the bit, what it would
    be if run alone from day 0. At most two worlds exist at once; their states are taken from `rooms`, states of the
    society that nobody needs any more, and left there. Raises ValueError for arms of different seed or days.
    """
    base, rooms = variants[0], [] if rooms is None else rooms
    days = base.scenario.days
    forks = {v.name: _fork_day(base, v) for v in variants[1:]}
    world = start(base.scenario, society, room=_taken(rooms))
    counts = blank(base.scenario, world)
    runs, ended = {base.name: Run(base.scenario, counts)}, dict[str, Bytes]()
    for day in range(days + 1):
        for variant in variants[1:]:
            if forks[variant.name] == day:
                runs[variant.name], ended[variant.name] = _branch(variant, world, counts, rooms)
        if day < days:
            write_down(counts, step(base.scenario, world), world)
    final = _left(world, rooms)
    moved = {name: persons.moved(society, final, status) for name, status in ended.items()}
    return Lived({v.name: runs[v.name] for v in variants}, moved, sum(forks.values()))


def _fork_day(base: Variant, variant: Variant) -> int:
    first = first_day(base.scenario, variant.scenario)
    if variant.whole or variant.relabel:
        return 0
    return base.scenario.days if first is None else min(first, base.scenario.days)


def _branch(variant: Variant, world: World, past: Counts, rooms: list[State]) -> tuple[Run, Bytes]:
    """Return the run of an arm that goes on from `world`, and the final statuses."""
    if variant.relabel:
        return _relabelled(variant, world.society, rooms)
    other = fork(world, variant.scenario, _taken(rooms))
    counts = blank(variant.scenario, other)
    counts.values[: world.day] = past.values[: world.day]
    return _finish(variant.scenario, counts, other, rooms)


def _finish(scenario: Scenario, counts: Counts, world: World, rooms: list[State]) -> tuple[Run, Bytes]:
    while world.day < scenario.days:
        write_down(counts, step(scenario, world), world)
    return Run(scenario, counts), _left(world, rooms)


def _taken(rooms: list[State]) -> State | None:
    return rooms.pop() if rooms else None


def _left(world: World, rooms: list[State]) -> Bytes:
    """Return the final statuses of a world that is not needed any more, whose room others may have."""
    status = world.state.status
    rooms.append(world.state._replace(status=np.empty_like(status)))
    return status


def _relabelled(variant: Variant, society: Society, rooms: list[State]) -> tuple[Run, Bytes]:
    """Run an arm in which regions bear one another's codes, in the society and in the scenario; told by old codes."""
    codes = society.regions.codes
    called = dict(zip(codes, reversed(codes), strict=True))
    regions = society.regions._replace(codes=tuple(called[code] for code in codes))
    events = tuple(_renamed(event, called) for event in variant.scenario.events)
    scenario = replace(variant.scenario, events=events)
    world = start(scenario, society._replace(regions=regions), room=_taken(rooms))
    run, status = _finish(scenario, blank(scenario, world), world, rooms)
    return replace(run, stored=replace(run.counts, regions=codes)), status


def _renamed(event: Event, called: Mapping[str, str]) -> Event:
    """Return an event with other codes in each field that names regions."""
    held = {field.name: getattr(event, field.name) for field in fields(event)}
    named = {name: cast("tuple[str, ...]", value) for name, value in held.items() if isinstance(value, tuple)}
    return replace(event, **{name: tuple(called.get(c, c) for c in codes) for name, codes in named.items()})
