"""One run on several processes, each choosing for the persons of its own regions; the counts are the same to the bit.

A prototype of docs/partitioned-run.md at two processes (or more). Choosing is where a run's time and its long lists
are; whoever does something other than stay is one in hundreds, so a day's choices are exchanged and all else is done
alike in every process. Each keeps its own regions' candidates only.

The exchange is one call, `gather(mine) -> all, in the order of parts`: with MPI it is `comm.allgather`, with Ray a
method of an actor. Here it is a pair of pipes to each process.
"""

import itertools
import os
import pickle
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import IO, Any, NamedTuple, cast

import numpy as np

from groundswell import behaviour, kernel
from groundswell.behaviour import Chooser
from groundswell.computing import child
from groundswell.computing.record import blank, write_down
from groundswell.running import Run
from groundswell.scenario import Scenario
from groundswell.simulate import setting_of, start, step
from groundswell.society import synthesize
from groundswell.types import Choice, Ids, Perception, Society, State

Gather = Callable[[Choice], Sequence[Choice]]


class Part(NamedTuple):
    """Persons [low, high) of whole regions."""

    low: int
    high: int


class Shared:
    """A chooser that chooses for one part and learns from the others what their persons do."""

    def __init__(self, own: Chooser, part: Part, gather: Gather) -> None:
        self.own, self.part, self.gather = own, part, gather

    def decide(self, day: int, state: State, seen: Perception, called: Ids) -> Choice:
        """Return everybody's choice: parts are in the order of persons, and so is their sum."""
        mine = self.own.decide(day, state, seen, self._mine(called))
        parts = self.gather(mine)
        return Choice(np.concatenate([p.who for p in parts]), np.concatenate([p.action for p in parts]))

    def on_contacts_changed(self, state: State, persons: Ids) -> None:
        """Pass on what concerns this part."""
        self.own.on_contacts_changed(state, self._mine(persons))

    def evaluations(self) -> int:
        """Return how many persons were evaluated here."""
        return self.own.evaluations()

    def copy(self) -> "Shared":
        """Return a chooser of the same part that goes on from here by itself."""
        return Shared(self.own.copy(), self.part, self.gather)

    def get_state(self) -> dict[str, Any]:
        """Return what the rule remembers here."""
        return self.own.get_state()

    def set_state(self, kept: Mapping[str, Any]) -> None:
        """Take up what `get_state` returned."""
        self.own.set_state(kept)

    def _mine(self, persons: Ids) -> Ids:
        return persons[(persons >= self.part.low) & (persons < self.part.high)]


def split(society: Society, parts: int) -> list[Part]:
    """Return parts of whole regions and about equally many persons. Raises ValueError for more parts than regions."""
    regions = len(society.region_start) - 1
    if not 1 <= parts <= regions:
        raise ValueError(f"parts = {parts}: give 1..{regions}, a part is at least a region")
    edges = [0]
    for k in range(1, parts):
        wanted = society.n * k / parts
        nearest = int(np.argmin(np.abs(society.region_start - wanted)))
        edges.append(min(max(nearest, edges[-1] + 1), regions - (parts - k)))
    at = society.region_start[[*edges, regions]]
    return [Part(int(low), int(high)) for low, high in itertools.pairwise(at.tolist())]


def run_part(scenario: Scenario, society: Society, part: Part, gather: Gather) -> tuple[Run, int]:
    """Run a scenario choosing for `part` only; return its counts, everybody's, and how many were evaluated."""
    if scenario.behaviour.kind != "exit_voice_loyalty":
        raise ValueError(f"behaviour.kind = {scenario.behaviour.kind!r}: only exit_voice_loyalty skips who is no adult")
    world = start(scenario, society)
    kind = np.zeros(society.n, np.uint8)  # the others look like children to the chooser, whom it never visits
    kind[part.low : part.high] = society.kind[part.low : part.high]
    setting = setting_of(scenario, society._replace(kind=kind))
    own = behaviour.start(scenario.behaviour.kind, setting, scenario.behaviour.params)
    world.chooser = Shared(own, part, gather)
    counts = blank(scenario, world)
    while world.day < scenario.days:
        write_down(counts, step(scenario, world), world)
    return Run(scenario, counts), own.evaluations()


def run_partitioned(scenario: Scenario, parts: int = 2) -> tuple[Run, list[int]]:
    """Run a scenario on `parts` processes; return its counts and how many persons each process evaluated.

    Raises ValueError for more parts than regions, EOFError when a process dies.
    """
    society = _society(scenario)
    shares = split(society, parts)
    others = [child.start("partitioned") for _ in shares[1:]]
    try:
        for process, part in zip(others, shares[1:], strict=True):
            _send(process.stdin, (scenario, part))

        def gather(mine: Choice) -> Sequence[Choice]:
            told = [mine, *(_receive(process.stdout) for process in others)]
            for process in others:
                _send(process.stdin, told)
            return told

        run, visits = run_part(scenario, society, shares[0], gather)
        return run, [visits, *(_receive(process.stdout) for process in others)]
    finally:
        for process in others:
            child.close(process)


def _society(scenario: Scenario) -> Society:
    kernel.use_threads(1)
    return synthesize(scenario.case.population, scenario.persons, scenario.seed, scenario.society)


def _send(pipe: IO[bytes] | None, what: Any) -> None:
    pickle.dump(what, cast(IO[bytes], pipe))
    cast(IO[bytes], pipe).flush()


def _receive(pipe: IO[bytes] | None) -> Any:
    return pickle.load(cast(IO[bytes], pipe))


def main() -> None:
    """Be one of the other processes: (scenario, part) in, choices out and in, visits out."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    scenario, part = _receive(sys.stdin.buffer)

    def gather(mine: Choice) -> Sequence[Choice]:
        _send(answers, mine)
        return _receive(sys.stdin.buffer)

    _, visits = run_part(scenario, _society(scenario), part, gather)
    _send(answers, visits)
