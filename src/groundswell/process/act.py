"""Choices become status: who protests today, who sets about leaving, who hides, who complies."""

from typing import NamedTuple

import numpy as np

from groundswell.process import call, lives
from groundswell.process.status_lists import StatusLists, place_counts, put, region_counts, shared
from groundswell.types import Action, Choice, Environment, Fields, Floats, Ids, Ints, Society, State, Status


class Acts(NamedTuple):
    """Who did what today."""

    protesters: Ids  # in order
    left_home: Ids  # chose to leave
    hid: Ids
    complied: Ids
    there: Ints  # (P,) how many of the protesters live in each place


def act(
    day: int,
    choice: Choice,
    society: Society,
    state: State,
    fields: Fields,
    lists: StatusLists,
    p: call.Params,
    q: lives.Params,
) -> Acts:
    """Apply today's choices to status and lists; who lets the days of grace pass counts as hiding."""
    protesters, leave, evade, complied = _by_action(choice)
    there = place_counts(society, protesters) if choice.there is None else choice.there
    if not len(leave) + len(evade) + len(complied) + len(lists.called):
        return Acts(protesters, leave, evade, complied, there)
    waiting = day - lists.called_on >= p.grace
    waiting[shared(lists.called, choice.who)[0]] = False
    late = lists.called[waiting]
    hid = np.union1d(evade, late) if len(late) else evade
    fields.complied[0] += len(complied) * society.weight
    gone = np.concatenate([leave, hid])
    call.redraw(society, fields, gone[state.status[gone] == Status.CALLED], p.replacement)

    put(state.status, leave, Status.PREPARING)
    put(state.status, hid, Status.EVADING)
    put(state.status, complied, Status.SERVING)
    lists.preparing = np.concatenate([lists.preparing, leave])
    lists.evading = np.concatenate([lists.evading, hid])
    death, back = lives.fates(day, society, complied, p.unlawful, p.unlawful_days, q)
    lists.serving = np.concatenate([lists.serving, complied])
    lists.death_on, lists.back_on = np.concatenate([lists.death_on, death]), np.concatenate([lists.back_on, back])
    still = state.status[lists.called] == Status.CALLED
    lists.called, lists.called_on = lists.called[still], lists.called_on[still]
    return Acts(protesters, leave, hid, complied, there)


def _by_action(choice: Choice) -> list[Ids]:
    """Return who protests, leaves, hides and complies; once all are found nobody is looked for any more."""
    found, left = list[Ids](), len(choice.who)
    if choice.there is not None and choice.there.sum() == left:
        nobody = choice.who[:0]
        return [choice.who, nobody, nobody, nobody]
    for action in (Action.PROTEST, Action.LEAVE, Action.EVADE, Action.COMPLY):
        if not left:
            found.append(choice.who[:0])
            continue
        chosen = choice.action == np.uint8(action)  # of a type of its own: compared eight times faster
        count = np.count_nonzero(chosen)
        found.append(choice.who if count == len(chosen) else choice.who[chosen])
        left -= count
    return found


def lapse(society: Society, env: Environment, state: State, lists: StatusLists) -> Floats:
    """Send home who holds a notice where no call-up is in force any more; return how many (R,), full-size persons."""
    if not len(lists.called):
        return np.zeros(len(env.calling))
    region = np.searchsorted(society.region_start, lists.called, side="right") - 1
    void = env.calling[region] <= 0
    put(state.status, lists.called[void], Status.HOME)
    freed = region_counts(society, lists.called[void])
    lists.called, lists.called_on = lists.called[~void], lists.called_on[~void]
    return freed


def notice(day: int, called: Ids, state: State, lists: StatusLists) -> None:
    """Enter those who got a notice: people still preparing to leave can be served one."""
    if not len(called):
        return
    lists.called = np.concatenate([lists.called, called])
    lists.called_on = np.concatenate([lists.called_on, np.full(len(called), day)])
    lists.noticed = np.sort(np.concatenate([lists.noticed, called]))
    lists.preparing = lists.preparing[state.status[lists.preparing] == Status.PREPARING]
