"""A counterfactual that begins in the middle of a run: the past is the run's own, lived once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from groundswell.arguments import AnyPath, as_path, as_whole
from groundswell.errors import InputError
from groundswell.events import environment
from groundswell.files import as_input_errors, refuse_foreign
from groundswell.inputs.document import Document
from groundswell.overwrite import replacing
from groundswell.process.border import names
from groundswell.process.observe import measures
from groundswell.runfolder import LOCK, MANIFEST
from groundswell.running.live import CHECKPOINTS, More, create
from groundswell.running.manifest import identity
from groundswell.running.model import Run
from groundswell.running.resume import Say, check_made_by, kept_as, newest
from groundswell.running.run import Progress, allow, build, on_disk
from groundswell.running.store import check_target, open_run
from groundswell.scenario import Scenario
from groundswell.scenario.build import build as build_scenario
from groundswell.scenario.document import overlay, read
from groundswell.scenario.lock import as_it_runs, tables
from groundswell.simulate import World, fork, step
from groundswell.types import Environment

_SAME = ("seed", "persons", "start", "country", "society")  # who lives there, and since when


def branch(run: AnyPath, at_day: int, out: AnyPath, changes: Mapping[str, Any] | None = None,
           event_files: Sequence[AnyPath] = (), threads: int | None = None, progress: Progress | None = None,
           cache: bool = True, more: More | None = None, say: Say = lambda _: None,
           force: bool = False) -> Run:  # fmt: skip
    """Run another future of a finished run from the morning of `at_day` on, into the new folder `out`.

    `changes` are dotted keys as of `Scenario.with_`; files may add or remove events. Parameters changed hold from that
    day on; events must leave the days before as they were. The world comes from the run's newest good checkpoint up
    to that day; the days in between, or all of them if it kept none, are run again. The branch keeps checkpoints and
    panel as the run does. `force` lets a run's folder that exists be replaced. Raises InputError for a day or a change
    that does not fit.
    """
    origin, folder, at_day = as_path(run), as_path(out, "out"), as_whole(at_day, "at_day", 0)
    refuse_foreign(origin / CHECKPOINTS)
    parent = open_run(origin)
    kept: Mapping[str, Any] = parent.manifest
    if "identity" not in kept:
        remedy = f"run it anew: groundswell run {origin / LOCK} --out FOLDER"
        raise InputError("this run was kept in memory until its end", place=str(origin), remedy=remedy)
    keeping, whose = kept_as(origin / MANIFEST, kept)
    check_made_by(origin, parent.scenario, whose)
    if not 0 <= at_day <= parent.days:
        raise InputError(f"day {at_day}", place="at_day", remedy=f"0..{parent.days}, mornings of that run")
    old, new = parent.scenario, changed(parent.scenario, changes or {}, [as_path(file) for file in event_files])
    _same_people(old, new)
    allow(new, threads)
    check_target(folder, force)
    built = build(new, threads, cache)
    world = newest(origin, old, built.society, whose, at_day, say)
    _same_past(old, new, world, at_day)
    say(f"day {at_day} from {'a checkpoint' if world.day else 'the start'}, {at_day - world.day} days run again")
    while world.day < at_day:
        step(old, world)
    world = fork(world, new)
    of = identity(new, {"of": whose, "day": at_day})
    with replacing(folder, force), create(folder, new, keeping, of) as live:
        with as_input_errors(live.folder):
            live.copy_past(origin, at_day)
            live.checkpoint(world)
        return on_disk(live, world, built, progress, more)


def changed(scenario: Scenario, changes: Mapping[str, Any], event_files: Sequence[Path]) -> Scenario:
    """Return a scenario with events of files laid over it, and keys changed. Raises InputError."""
    document = Document(tables(scenario))
    for file in event_files:
        found = read(file)
        if other := set(found.values) - {"events", "scenario"} or set(found.values["scenario"]) - {"name"}:
            remedy = "put events there, and use --set for parameters"
            raise InputError(f"'{min(other)}' is not an event", place=str(file), remedy=remedy)
        document = overlay(document, replace(found, values={"events": found.values.get("events", {})}))
    return as_it_runs(build_scenario(document, shortened=True).with_(changes))


def _same_people(old: Scenario, new: Scenario) -> None:
    differ = [name for name in _SAME if getattr(old, name) != getattr(new, name)]
    if old.behaviour.kind != new.behaviour.kind:
        differ.append("behaviour.kind")
    if measures(old.observation).keys() != measures(new.observation).keys():
        differ.append("monitors and polls")
    if differ:
        remedy = "a branch keeps its people; run another scenario instead"
        raise InputError(f"{', '.join(differ)} cannot change", place="branch", remedy=remedy)


def _same_past(old: Scenario, new: Scenario, world: World, at_day: int) -> None:
    """Refuse events that would have changed a day before `at_day`."""
    for day in range(at_day):
        before, now = (_events_of(s, day, world, names(old.border)) for s in (old, new))
        if any(_differ(a, b) for a, b in zip(before, now, strict=True)):
            remedy = f"branch at day {day} or earlier, or let events begin on day {at_day} or later"
            raise InputError(f"the changed events touch day {day}, before the branch", place="branch", remedy=remedy)


def _events_of(scenario: Scenario, day: int, world: World, gates: Sequence[str]) -> Environment:
    return environment(day, scenario.events, world.society.regions, world.liable, gates)


def _differ(a: Any, b: Any) -> bool:
    return a != b if isinstance(a, Mapping) else not np.array_equal(a, b, equal_nan=True)
