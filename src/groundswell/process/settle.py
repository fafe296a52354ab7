"""The day's end: into and out of detention, over the border, home from service, out of hiding."""

from typing import NamedTuple

import numpy as np

from groundswell import rng
from groundswell.process import border
from groundswell.process.draws import uniform
from groundswell.process.policing import Detained
from groundswell.process.rolls import Rolls, put
from groundswell.types import STATUS_BITS, Environment, Fields, Floats, Ids, Society, State, Status

_HIDING_DAYS = 7.0  # mean time after the last notice until who hides comes home (assumed)


class Moves(NamedTuple):
    """Who moved today."""

    crossed: Ids
    came_back: Ids
    returned: Ids  # called unlawfully, sent home
    fallen: Ids


def detain(day: int, society: Society, detained: Detained, state: State, rolls: Rolls, calling: Floats) -> None:
    """Hold today's detained, and release those whose time is over into the status they came from.

    The notice of who comes out where the call-up is over is void.
    """
    free = rolls.held_until <= day
    over = calling[np.searchsorted(society.region_start, rolls.held, side="right") - 1] <= 0
    held_from = np.where(over & (rolls.held_from == Status.CALLED), np.uint8(Status.HOME), rolls.held_from)
    for before in (Status.HOME, Status.CALLED, Status.EVADING):
        put(state.status, rolls.held[free & (held_from == before)], before)
    back = rolls.held[free & (held_from == Status.CALLED)]
    came_from = state.status[detained.who] & np.uint8(STATUS_BITS)
    rolls.held_from = np.concatenate([held_from[~free], came_from])
    rolls.held = np.concatenate([rolls.held[~free], detained.who])
    rolls.held_until = np.concatenate([rolls.held_until[~free], detained.until])
    put(state.status, detained.who, Status.HELD)
    put(state.status, detained.killed, Status.DEAD)
    at_large = state.status[rolls.called] & STATUS_BITS == Status.CALLED
    rolls.called = np.concatenate([rolls.called[at_large], back])
    rolls.called_on = np.concatenate([rolls.called_on[at_large], np.full(len(back), day)])


def settle(
    day: int,
    society: Society,
    state: State,
    fields: Fields,
    rolls: Rolls,
    env: Environment,
    p: border.Params,
) -> Moves:
    """Move people over the border and home; `env.calling` (R,) tells where the call-up goes on."""
    _leave(day, society, state, rolls, env, p)
    over = border.cross(day, society, rolls.queue, rolls.queue_since, fields, env, p)
    crossed = rolls.queue[over]
    rolls.queue, rolls.queue_since = rolls.queue[~over], rolls.queue_since[~over]
    put(state.status, crossed, Status.ABROAD)
    home = border.come_back(day, society, rolls.abroad, p)
    came_back = rolls.abroad[home]
    put(state.status, came_back, Status.HOME)
    rolls.abroad = np.concatenate([rolls.abroad[~home], crossed])
    returned, fallen = _serve(day, society, state, rolls, env)
    _stop_hiding(day, society, state, rolls, env.calling)
    return Moves(crossed, came_back, returned, fallen)


def _leave(day: int, society: Society, state: State, rolls: Rolls, env: Environment, p: border.Params) -> None:
    """Who is ready joins the queue. Where nobody has a reason to leave or exit is shut, all give up."""
    open_regions = env.exit_open * (border.capacity(env, p).sum() > 0)
    leaving = np.maximum(env.calling, env.exit_motive) * open_regions > 0
    still = leaving[np.searchsorted(society.region_start, rolls.preparing, side="right") - 1]
    waits = leaving[np.searchsorted(society.region_start, rolls.queue, side="right") - 1]
    put(state.status, np.concatenate([rolls.preparing[~still], rolls.queue[~waits]]), Status.HOME)
    rolls.preparing, rolls.queue, rolls.queue_since = (
        rolls.preparing[still],
        rolls.queue[waits],
        rolls.queue_since[waits],
    )
    go = border.ready(day, society, rolls.preparing, p)
    put(state.status, rolls.preparing[go], Status.QUEUEING)
    rolls.queue = np.concatenate([rolls.queue, rolls.preparing[go]])
    rolls.queue_since = np.concatenate([rolls.queue_since, np.full(int(go.sum()), day)])
    rolls.preparing = rolls.preparing[~go]


def _serve(day: int, society: Society, state: State, rolls: Rolls, env: Environment) -> tuple[Ids, Ids]:
    """Return (sent home, dead) of those serving."""
    region = np.searchsorted(society.region_start, rolls.serving, side="right") - 1
    dead = rolls.death_on <= day
    back = (rolls.back_on <= day) & (env.returns[region] > 0) & ~dead
    returned, fallen = rolls.serving[back], rolls.serving[dead]
    put(state.status, fallen, Status.DEAD)
    put(state.status, returned, Status.HOME)
    stay = ~(dead | back)
    rolls.serving, rolls.death_on, rolls.back_on = rolls.serving[stay], rolls.death_on[stay], rolls.back_on[stay]
    return returned, fallen


def _stop_hiding(day: int, society: Society, state: State, rolls: Rolls, calling: Floats) -> None:
    region = np.searchsorted(society.region_start, rolls.evading, side="right") - 1
    safe = calling[region] <= 0
    home = safe & (uniform(society, rng.SERVE, day, 3, rolls.evading) < 1.0 / _HIDING_DAYS)
    put(state.status, rolls.evading[home], Status.HOME)
    rolls.evading = rolls.evading[~home]
