"""A helper process compiles what a first run is about to need, while the run compiles too, from opposite ends.

A process compiles one kernel at a time. Which kernels a run calls, and with which types, is known before it begins: a
day of a small country on which everything happens, done by plain Python with few persons and the run's behaviour, calls
the same, and nearly in the run's order.
The helper compiles them from the last to the first; both take turns, so that none is compiled twice. It writes nothing
but machine code, and whatever happens to it costs time, never a run.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from groundswell import trust
from groundswell.computing import child
from groundswell.kernel_folder import lacks
from groundswell.platforms import processors

if TYPE_CHECKING:
    from groundswell.scenario import Chosen

_SMALL = "toyland"
_EVENTFUL: Mapping[str, Any] = {  # so that its first day has notices, deaths to come, a crowd and detentions
    "scenario.persons": 100,
    "events.announcement.grievance": 8.0,
    "events.saturdays.day": 0,
    "events.decree.target": 10_000.0,
    "events.decree.duration": 4,
    "policing.pmax": 0.9,
    "policing.crowding": 0.1,
}


def is_cold() -> bool:
    """Tell whether a run has to be compiled: none was by this version, for this user of this machine."""
    return lacks("society")


@contextmanager
def helper() -> Generator[subprocess.Popen[bytes] | None, None, None]:
    """Have a helper get ready to compile, and end it with the context.

    It starts only if there is something to compile, and a second processor; yields it or None. It imports what it needs
    while the caller does: the sooner it is started the better.
    """
    process = None
    if processors() > 1 and is_cold():
        with suppress(OSError):  # no more processes: then without
            process = child.start("groundswell.computing.ahead", stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        if process:
            child.close(process)


def order(process: subprocess.Popen[bytes] | None, source: str, changes: Mapping[str, Any]) -> None:
    """Have the helper compile for the scenario of that name or file with these changes, if machine code can be kept."""
    from groundswell import kernel_cache

    if process and process.stdin and kernel_cache.take_turns():
        with suppress(OSError):  # it has died
            process.stdin.write(pickle.dumps((source, dict(changes), trust.is_given())))
            process.stdin.flush()


def main() -> None:
    """Be the helper: read from the input what is to be compiled, and compile."""
    with open(os.devnull, "wb") as nowhere:  # what goes wrong here is nobody's concern: the run will tell
        os.dup2(nowhere.fileno(), 2)
    import_module("groundswell.kernel_cache").take_turns()
    for compiled, types in reversed(calls(lambda: pickle.load(sys.stdin.buffer))):
        compiled.compile(types)


def calls(ordered: Callable[[], tuple[str, Mapping[str, Any], bool]]) -> list[tuple[Any, Any]]:
    """Return the kernels that a run of a scenario calls, each with types it is called with, in order of first calls.

    `ordered` returns the scenario, its changes, and whether its code is trusted, and is called after the imports. In a
    process that has machine code already only kernels that have none. Raises InputError for what cannot be read.
    """
    kernel = import_module("groundswell.kernel")
    with kernel.as_python() as called:  # imports call some
        load = import_module("groundswell.scenario.load").load
        import_module("groundswell.simulate")
        source, changes, trusted = ordered()
        rehearse(load(source, changes, trust=trusted).behaviour)
    return list(called)


def rehearse(behaviour: "Chosen") -> None:
    """Do an eventful day of the small country with a behaviour and few persons."""
    from groundswell.scenario.load import load
    from groundswell.simulate import simulate
    from groundswell.society import synthesize

    few = replace(load(_SMALL, _EVENTFUL), behaviour=behaviour)
    society = synthesize(few.case.population, few.persons, few.seed, few.society)
    next(simulate(few, society))
