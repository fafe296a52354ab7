"""What a day's acts tell the ties of those who acted: called, left or back, detained, in the street."""

import numpy as np

from groundswell.process.contact_counters import Heard, add, contacts, stamp, tell, unheard
from groundswell.process.end_of_day import Moves
from groundswell.process.policing import Detained
from groundswell.process.status_lists import StatusLists, parted, shared
from groundswell.types import Ids, Society, State


def called(society: Society, state: State, who: Ids, heard: Heard) -> None:
    """Tell the ties of those called."""
    tell(society, who, (state.close_called, state.friends_called), 1, heard)


def moves(
    day: int, society: Society, state: State, lists: StatusLists, moved: Moves, detained: Detained, heard: Heard
) -> None:
    """Tell the ties of those who left, came back or were detained."""
    for persons, step in ((moved.crossed, 1), (moved.came_back, -1)):
        if not len(persons):
            continue
        unnoticed = np.delete(persons, shared(persons, lists.noticed)[0])
        close, _ = contacts(society, unnoticed, friends=False)
        add(close, state.close_called, step)  # a tie that was called counts already
        note = heard if step > 0 else unheard
        note(close, state.close_called)
        tell(society, persons, (state.ties_left, state.ties_left), step, note)
    if not len(detained.who):
        return
    close, _ = contacts(society, detained.who, friends=False)
    stamp(close, state.afraid, day + 1)


def protest(society: Society, state: State, lists: StatusLists, who: Ids, told: bool, heard: Heard) -> None:
    """Tell the ties of those who began to protest or stopped; most go on, and need say nothing."""
    if told:
        stopped, began = parted(lists.protesters, who)
        protested(society, state, stopped, -1)
        protested(society, state, began, 1, heard)
    lists.protesters = who


def protested(society: Society, state: State, who: Ids, step: int, heard: Heard = unheard) -> None:
    """Move the counters of the ties of `who` that hold how many ties protested yesterday."""
    tell(society, who, (state.ties_protested, state.ties_protested), step, heard)
