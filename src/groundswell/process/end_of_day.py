"""The day's end: into and out of detention, over the border, home from service, out of hiding."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell import rng
from groundswell.process import border
from groundswell.process.draws import uniform
from groundswell.process.policing import Detained
from groundswell.process.status_lists import StatusLists, places_of, put
from groundswell.types import Environment, Fields, Floats, Ids, Society, State, Status


class Moves(NamedTuple):
    """Who moved today."""

    crossed: Ids
    came_back: Ids
    returned: Ids  # called unlawfully, sent home
    died_in_service: Ids


def detain(day: int, society: Society, detained: Detained, state: State, lists: StatusLists, calling: Floats) -> None:
    """Hold today's detained, and release those whose time is over into the status they came from.

    The notice of who comes out where the call-up is over is void.
    """
    if not len(lists.held) + len(detained.who) + len(detained.killed):
        return
    free = lists.held_until <= day
    over = calling[_regions(society, lists.held)] <= 0
    held_from = np.where(over & (lists.held_from == Status.CALLED), np.uint8(Status.HOME), lists.held_from)
    for before in (Status.HOME, Status.CALLED, Status.EVADING):
        put(state.status, lists.held[free & (held_from == before)], before)
    back = lists.held[free & (held_from == Status.CALLED)]
    came_from = state.status[detained.who]
    lists.held_from = np.concatenate([held_from[~free], came_from])
    lists.held = np.concatenate([lists.held[~free], detained.who])
    lists.held_until = np.concatenate([lists.held_until[~free], detained.until])
    put(state.status, detained.who, Status.HELD)
    put(state.status, detained.killed, Status.DEAD)
    not_detained = state.status[lists.called] == Status.CALLED
    lists.called = np.concatenate([lists.called[not_detained], back])
    lists.called_on = np.concatenate([lists.called_on[not_detained], np.full(len(back), day)])


def move(
    day: int,
    society: Society,
    state: State,
    fields: Fields,
    lists: StatusLists,
    env: Environment,
    p: border.Params,
    hiding: float,
) -> Moves:
    """Move people over the border and home; `env.calling` (R,) tells where the call-up goes on.

    `hiding` is the mean time, in days, until who hides comes home after its end.
    """
    _leave(day, society, state, lists, env, p)
    over = border.cross(day, society, lists.queue, lists.queue_since, fields, env, p)
    crossed = lists.queue[over]
    lists.queue, lists.queue_since = lists.queue[~over], lists.queue_since[~over]
    put(state.status, crossed, Status.ABROAD)
    home = border.come_back(day, society, lists.abroad, p)
    came_back = lists.abroad[home]
    put(state.status, came_back, Status.HOME)
    lists.abroad = np.concatenate([lists.abroad[~home], crossed])
    returned, died_in_service = _serve(day, society, state, lists, env)
    _stop_hiding(day, society, state, lists, env.calling, hiding)
    return Moves(crossed, came_back, returned, died_in_service)


def _leave(day: int, society: Society, state: State, lists: StatusLists, env: Environment, p: border.Params) -> None:
    """Who is ready joins the queue. Where nobody has a reason to leave or exit is shut, all give up."""
    if not len(lists.preparing) + len(lists.queue):
        return
    open_regions = env.exit_open * (border.capacity(env, p).sum() > 0)
    leaving = np.maximum(env.calling, env.exit_motive) * open_regions > 0
    still, waits = (leaving[_regions(society, persons)] for persons in (lists.preparing, lists.queue))
    put(state.status, np.concatenate([lists.preparing[~still], lists.queue[~waits]]), Status.HOME)
    lists.preparing, lists.queue, lists.queue_since = (
        lists.preparing[still],
        lists.queue[waits],
        lists.queue_since[waits],
    )
    go = border.ready(day, society, lists.preparing, p)
    put(state.status, lists.preparing[go], Status.QUEUEING)
    lists.queue = np.concatenate([lists.queue, lists.preparing[go]])
    lists.queue_since = np.concatenate([lists.queue_since, np.full(int(go.sum()), day)])
    lists.preparing = lists.preparing[~go]


def _serve(day: int, society: Society, state: State, lists: StatusLists, env: Environment) -> tuple[Ids, Ids]:
    """Return (sent home, dead) of those serving."""
    if not len(lists.serving):
        return lists.serving, lists.serving
    dead = lists.death_on <= day
    back = (lists.back_on <= day) & ~dead
    back[back] = env.returns[_regions(society, lists.serving[back])] > 0
    returned, died_in_service = lists.serving[back], lists.serving[dead]
    put(state.status, died_in_service, Status.DEAD)
    put(state.status, returned, Status.HOME)
    stay = ~(dead | back)
    lists.serving, lists.death_on, lists.back_on = lists.serving[stay], lists.death_on[stay], lists.back_on[stay]
    return returned, died_in_service


def _stop_hiding(day: int, society: Society, state: State, lists: StatusLists, calling: Floats, hiding: float) -> None:
    over = calling <= 0
    if not len(lists.evading) or not over.any():
        return
    home = over[_regions(society, lists.evading)] & (uniform(society, rng.SERVE, day, 3, lists.evading) < 1.0 / hiding)
    put(state.status, lists.evading[home], Status.HOME)
    lists.evading = lists.evading[~home]


def _regions(society: Society, persons: Ids) -> NDArray[np.int32]:
    """Return the region (m,) of each person of a list."""
    return society.place_region[places_of(society, persons)]
