"""Choices become status: who protests today, who sets about leaving, who hides, who reports."""

from typing import NamedTuple

import numpy as np

from groundswell.process import call, lives
from groundswell.process.rolls import Rolls, put, region_counts, without
from groundswell.types import STATUS_BITS, Action, Choice, Environment, Fields, Floats, Ids, Society, State, Status


class Acts(NamedTuple):
    """Who did what today."""

    protesters: Ids
    left_home: Ids  # chose to leave
    hid: Ids
    reported: Ids


def act(
    day: int,
    choice: Choice,
    society: Society,
    state: State,
    fields: Fields,
    rolls: Rolls,
    p: call.Params,
    q: lives.Params,
) -> Acts:
    """Apply today's choices to status and rolls; who lets the days of grace pass counts as hiding."""
    protesters, leave, evade, reported = (
        choice.who[choice.action == a] for a in (Action.PROTEST, Action.LEAVE, Action.EVADE, Action.REPORT)
    )
    waiting = without(rolls.called, choice.who)
    late = rolls.called[waiting & (day - rolls.called_on >= p.grace)]
    hid = np.union1d(evade, late)
    fields.reported[0] += len(reported) * society.weight
    was_called = state.status[np.concatenate([leave, hid])] & STATUS_BITS == Status.CALLED
    call.redraw(society, fields, np.concatenate([leave, hid])[was_called], p.replacement)

    put(state.status, leave, Status.PREPARING)
    put(state.status, hid, Status.EVADING)
    put(state.status, reported, Status.SERVING)
    rolls.preparing = np.concatenate([rolls.preparing, leave])
    rolls.evading = np.concatenate([rolls.evading, hid])
    death, back = lives.fates(day, society, reported, p.unlawful, p.unlawful_days, q)
    rolls.serving = np.concatenate([rolls.serving, reported])
    rolls.death_on, rolls.back_on = np.concatenate([rolls.death_on, death]), np.concatenate([rolls.back_on, back])
    still = state.status[rolls.called] & STATUS_BITS == Status.CALLED
    rolls.called, rolls.called_on = rolls.called[still], rolls.called_on[still]
    return Acts(protesters, leave, hid, reported)


def lapse(society: Society, env: Environment, state: State, rolls: Rolls) -> Floats:
    """Send home who holds a notice where no call-up is in force any more; return how many (R,), full-size persons."""
    region = np.searchsorted(society.region_start, rolls.called, side="right") - 1
    void = env.calling[region] <= 0
    put(state.status, rolls.called[void], Status.HOME)
    freed = region_counts(society, rolls.called[void])
    rolls.called, rolls.called_on = rolls.called[~void], rolls.called_on[~void]
    return freed


def notice(day: int, called: Ids, state: State, rolls: Rolls) -> None:
    """Enter those who got a notice: people still preparing to leave can be served one."""
    rolls.called = np.concatenate([rolls.called, called])
    rolls.called_on = np.concatenate([rolls.called_on, np.full(len(called), day)])
    rolls.preparing = rolls.preparing[state.status[rolls.preparing] & STATUS_BITS == Status.PREPARING]
