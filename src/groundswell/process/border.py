"""Exit: preparing, queueing, crossing, coming back. Persons are net leavers; gross crossings belong to observation."""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

import numpy as np

from groundswell import rng
from groundswell.params import P
from groundswell.process.draws import uniform
from groundswell.types import Environment, Fields, Floats, Ids, Ints, Society

EVERY_GATE = "all"  # no gate's name: a rule at the border means all of them by it


class Gate(NamedTuple):
    """[border.gates.NAME] in a scenario file: a way out of the country."""

    name: str
    capacity: Annotated[
        float,
        P(
            "net crossings a day through a gate",
            "persons a day",
            0,
            1e6,
            prior=(100, 10_000),
            shape="loguniform",
            source="assumed: from a post on a road to all airports of a country",
        ),
    ]
    label: str = ""  # what a reader calls it; "": its name


class Params(NamedTuple):
    """[border] in a scenario file: the ways out, and the pace of leaving. Without a gate nobody leaves."""

    gates: tuple[Gate, ...] = ()
    preparation: Annotated[
        float,
        P(
            "mean time from decision to departure",
            "days",
            1,
            100,
            prior=(2, 10),
            symbol="tau",
            source="starting value of a prototype of this model: 4 days, else all exit falls on day 0",
        ),
    ] = 4.0
    everybody: Annotated[
        bool, P("who may leave: every adult, or only the liable", "yes or no", 0, 1, source="set by the scenario")
    ] = False
    comes_back: Annotated[
        float,
        P(
            "those abroad who come back",
            "share a day",
            0,
            1,
            prior=(0, 0.01),
            source="assumed: slow beside the pace of leaving",
        ),
    ] = 0.0005


def names(p: Params) -> list[str]:
    """Return the gates' names, in the order of the scenario."""
    return [gate.name for gate in p.gates]


def capacity(env: Environment, p: Params) -> Floats:
    """Return each gate's net capacity today, in full-size persons."""
    return np.array([gate.capacity * env.gates[gate.name] for gate in p.gates])


def shares(env: Environment, p: Params) -> dict[str, float]:
    """Return the part of today's leavers that each gate takes, by name: as its capacity is to that of all gates.

    With all gates closed, the shares of open ones: who comes back then still comes through some gate.
    """
    open_, nominal = capacity(env, p), np.array([gate.capacity for gate in p.gates])
    weights = next((w for w in (open_, nominal) if w.sum() > 0.0), np.ones(len(p.gates)))
    return dict(zip(names(p), (weights / weights.sum()).tolist(), strict=True)) if p.gates else {}


def gate_of(society: Society, persons: Ids, share: Mapping[str, float]) -> Ints:
    """Return the gate (m,), its number in `share`, through which each of `persons` passes today.

    All wait in one queue. A person's draw is one for the whole run: as long as the shares stay as they are, whoever
    comes back comes through the gate he left by.
    """
    if not len(persons):
        return np.empty(0, np.int64)
    ends = np.cumsum(np.array([*share.values()], float))
    draws = uniform(society, rng.GATE, 0, 0, persons)
    last = max((i for i, part in enumerate(share.values()) if part > 0.0), default=0)
    return np.minimum(np.searchsorted(ends, draws, side="right"), last)


def ready(day: int, society: Society, preparing: Ids, p: Params) -> np.ndarray:
    """Tell which of those preparing set out today: hazard 1/tau a day."""
    return uniform(society, rng.EXIT, day, 0, preparing) < 1.0 / p.preparation


def cross(
    day: int, society: Society, queue: Ids, joined: Ints, fields: Fields, env: Environment, p: Params
) -> np.ndarray:
    """Tell who crosses today: first those who have waited longest, among equals the lowest personal priority draws."""
    total = capacity(env, p).sum()
    fields.gate_due[0] = min(fields.gate_due[0] + total, len(queue) * society.weight + total)
    places = min(int(fields.gate_due[0] / society.weight), len(queue)) if total > 0 else 0
    fields.gate_due[0] = min(fields.gate_due[0] - places * society.weight, society.weight)  # unused places lapse
    out = np.zeros(len(queue), np.bool_)
    if places >= len(queue):
        out[:] = True
    elif places > 0:
        last = np.partition(joined, places - 1)[places - 1]
        out[joined < last] = True
        tied = np.flatnonzero(joined == last)
        first = np.lexsort((queue[tied], uniform(society, rng.EXIT, 0, 1, queue[tied])))
        out[tied[first[: places - np.count_nonzero(out)]]] = True
    return out


def come_back(day: int, society: Society, abroad: Ids, p: Params) -> np.ndarray:
    """Tell which of those abroad come back today."""
    return uniform(society, rng.EXIT, day, 2, abroad) < p.comes_back
