"""Granovetter's thresholds in a whole society, the same rule here and in five other packages: speed, memory, docking.

Peers get their thresholds from a file, the quantiles of a normal distribution, so that each must give the series that
the recursion r(t+1) = F[r(t)] gives with them, to the person. Here thresholds are draws, so that the series may differ
from it by their scatter. Calm: an equilibrium below one in a hundred; mass: nearly everybody in the end.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np

from groundswell.bench.peers import HERE, OURS, Peer, environment, run_program
from groundswell.platforms import peak_memory
from groundswell.scenario import Chosen
from groundswell.types import Floats

MEAN, REGIMES, DAYS = 0.25, {"calm": 0.1, "mass": 0.15}, 30  # standard deviations of thresholds
TOY = 20_000
_SCATTER = 16.0  # standard errors that a path of draws may lie off: near a tangency the map takes a shift times four


class Program(NamedTuple):
    """A peer, and for how many persons it is asked: objects are slow, columns are not."""

    peer: Peer
    persons: int


_PYTHONS = ("python3.12", "python3.13", "python3.11")
PROGRAMS = (
    Program(Peer("mesa", ("mesa==3.5.1", "networkx"), ("python3.12", "python3.13")), 100_000),
    Program(Peer("agentpy", ("agentpy==0.1.5",), ("python3.11", "python3.12", "python3.10")), 100_000),
    Program(Peer("mesa_frames", ("mesa-frames==0.1.0a0",), _PYTHONS), 1_000_000),
    Program(Peer("starsim", ("starsim==3.7.2",), _PYTHONS), 1_000_000),
    Program(Peer("laser", ("laser-core==1.0.5",), _PYTHONS), 1_000_000),
)


def quantiles(persons: int, sd: float) -> Floats:
    """Return thresholds (persons,), one in the middle of each share of a normal distribution."""
    normal = NormalDist(MEAN, sd)
    return np.array([normal.inv_cdf((i + 0.5) / persons) for i in range(persons)])


def recursion(thresholds: Floats, days: int) -> Floats:
    """Return the share of each day (days,) that complete mixing gives from nobody on."""
    share, found = 0.0, np.empty(days)
    for day in range(days):
        share = found[day] = float((thresholds <= share).mean())
    return found


def ours(persons: int, sd: float, days: int = DAYS) -> dict[str, Any]:
    """Run the rule in a society whose members are all grown and whom nobody calls up.

    Timed once compiled, and as the peers are: the days, with thresholds that are there.
    """
    from groundswell.behaviour import granovetter
    from groundswell.events.announcement import Announcement
    from groundswell.scenario.load import load
    from groundswell.simulate import start, step
    from groundswell.society import synthesize

    base = load("mobilization-2022", {"scenario.persons": persons, "scenario.days": days, "policing.pmax": 0.0})
    rule = Chosen("granovetter", granovetter.Params(MEAN, sd))
    events = tuple(event for event in base.events if isinstance(event, Announcement))[:1]
    s = replace(base, behaviour=rule, events=events, call=None)
    society = synthesize(s.case.population, persons, 1, s.society)
    society = society._replace(kind=np.full(society.n, 8, np.uint8))

    def course() -> tuple[list[float], float]:
        world, began = start(s, society), time.process_time()
        there = [step(s, world).regional["participants"].sum() for _ in range(days)]
        return [float(each / society.weight / society.n) for each in there], time.process_time() - began

    course()  # compiles, or loads what was compiled
    series, seconds = course()
    return {"seconds": seconds, "agents": persons, "megabytes": peak_memory() / 2**20, "series": series}


def compare(quick: bool = False, say: Callable[[str], None] = lambda _: None) -> list[dict[str, Any]]:
    """Return a row a program and regime: person-days a second, how many times slower, memory, and how far off."""
    size = TOY if quick else 1_000_000
    me: Sequence[str] = [sys.executable, "-m", "groundswell.bench.thresholds"]
    commands: dict[str, tuple[Sequence[str], int]] = {OURS: (me, size)}
    rows = list[dict[str, Any]]()
    for program in PROGRAMS:
        say(f"{program.peer.name}: environment")
        python = environment(program.peer)
        if isinstance(python, str):
            rows.append({"program": program.peer.name, "failed": python})
            continue
        script = str(HERE / f"granovetter_{program.peer.name}.py")
        commands[program.peer.name] = ([str(python), script], min(size, program.persons))
    with tempfile.TemporaryDirectory() as folder:
        for regime, sd in REGIMES.items():
            say(f"thresholds, {regime}")
            rows += _rows(commands, regime, sd, Path(folder))
    return rows


def _rows(commands: dict[str, tuple[Sequence[str], int]], regime: str, sd: float, folder: Path) -> list[dict[str, Any]]:
    rows, mine = list[dict[str, Any]](), float("nan")
    for name, (command, persons) in commands.items():
        found = _measured(name, command, persons, sd, folder)
        docked = _measured(name, command, TOY, sd, folder)
        if isinstance(found, str) or isinstance(docked, str):
            rows.append({"program": name, "regime": regime, "failed": found if isinstance(found, str) else docked})
            continue
        rate = persons * DAYS / found["seconds"]
        mine = rate if name == OURS else mine
        expected = recursion(quantiles(TOY, sd), DAYS)
        off = float(np.abs(np.array(docked["series"]) - expected).max())
        scatter = float(np.sqrt((expected * (1 - expected)).max() / TOY))
        agree = off < (_SCATTER * scatter if name == OURS else 0.5 / TOY)
        rows.append({"program": name, "regime": regime, "persons": persons, "rate": rate, "slower": mine / rate,
                     "megabytes": found["megabytes"], "last": found["series"][-1], "off": off,
                     "agree": agree})  # fmt: skip
    return rows


def _measured(name: str, command: Sequence[str], persons: int, sd: float, folder: Path) -> dict[str, Any] | str:
    if name == OURS:
        return run_program([*command, str(persons), str(sd)])
    file = folder / f"{persons}-{sd}.npy"
    if not file.exists():
        np.save(file, quantiles(persons, sd))
    return run_program([*command, str(file), str(DAYS)])


def main() -> None:
    """Run our own program as a peer's is run: PERSONS SD; prints one JSON line."""
    print(json.dumps(ours(int(sys.argv[1]), float(sys.argv[2]))))


if __name__ == "__main__":
    main()
