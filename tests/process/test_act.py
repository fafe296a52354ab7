"""Choices become status: everybody is in one list, a notice that waits too long is hiding, a leaver is replaced."""

import numpy as np
import pytest

from groundswell.events import calm
from groundswell.process import act, lives
from groundswell.process.call import Params
from groundswell.process.status_lists import StatusLists
from groundswell.simulate import start
from groundswell.types import Action, Choice, Status

NOBODY = np.empty(0, np.uint32)


@pytest.fixture
def world(scenario, society_of):
    return start(scenario(), society_of())


def chosen(**who):
    """Return the choice in which the named do what is named, in the order of persons."""
    persons = np.concatenate([np.array(each, np.uint32) for each in who.values()] or [NOBODY])
    actions = np.concatenate([np.full(len(each), Action[name], np.uint8) for name, each in who.items()] or [NOBODY])
    order = np.argsort(persons)
    return Choice(persons[order], actions[order].astype(np.uint8))


def acted(world, lists, day=0, p=Params(), **who):  # noqa: B008 (a value, never changed)
    return act.act(day, chosen(**who), world.society, world.state, world.fields, lists, p, lives.Params())


def with_notice(world, persons, day):
    lists = StatusLists()
    world.state.status[persons] = Status.CALLED
    act.notice(day, np.array(persons, np.uint32), world.state, lists)
    return lists


def test_each_choice_has_its_status_and_its_list(world):
    lists = with_notice(world, [5, 6, 7], 0)
    done = acted(world, lists, PROTEST=[1, 2], LEAVE=[3, 5], EVADE=[6], COMPLY=[7])
    assert done.protesters.tolist() == [1, 2]
    assert world.state.status[1] == Status.HOME  # who protests is at home again in the evening
    for persons, own, status in (
        ([3, 5], lists.preparing, Status.PREPARING),
        ([6], lists.evading, Status.EVADING),
        ([7], lists.serving, Status.SERVING),
        ([], lists.called, Status.CALLED),
    ):
        assert sorted(own) == persons
        assert np.flatnonzero(world.state.status == status).tolist() == persons
    assert len(lists.serving) == len(lists.death_on) == len(lists.back_on) == 1


def test_who_lets_the_days_of_grace_pass_hides(world):
    lists = with_notice(world, [5, 6], 2)
    p = Params(grace=3)
    assert not len(acted(world, lists, 4, p).hid)
    assert acted(world, lists, 5, p, PROTEST=[6]).hid.tolist() == [5]  # who did something today did not let it pass
    assert acted(world, lists, 6, p).hid.tolist() == [6]


@pytest.mark.parametrize(("rho", "share"), [(0.0, 0.0), (0.5, 0.5), (1.0, 1.0)])
def test_those_called_who_get_away_are_drawn_again_at_the_rate_of_replacement(world, rho, share):
    away, home = list(range(0, 800)), list(range(1_000, 1_400))
    lists = with_notice(world, away, 0)
    before = world.fields.quota_due.sum()
    acted(world, lists, 0, Params(replacement=rho), LEAVE=away[:400] + home, EVADE=away[400:])
    drawn = (world.fields.quota_due.sum() - before) / world.society.weight
    assert drawn / 800 == pytest.approx(share, abs=0.06)  # leavers without a notice are no loss


def test_a_notice_lapses_where_no_call_up_is_in_force_and_nowhere_else(world):
    north, south = [0, 1, 2], [world.society.n - 1]
    lists = with_notice(world, north + south, 0)
    env = calm(2, ())._replace(calling=np.array([0.0, 1.0]))
    freed = act.lapse(world.society, env, world.state, lists)
    assert freed.tolist() == [3 * world.society.weight, 0.0]
    assert lists.called.tolist() == south
    assert (world.state.status[north] == Status.HOME).all()
    assert lists.noticed.tolist() == north + south  # that they had one is not forgotten


def test_who_is_called_while_preparing_to_leave_prepares_no_longer(world):
    lists = StatusLists(preparing=np.array([4, 5], np.uint32))
    world.state.status[[4, 5]] = Status.PREPARING
    world.state.status[5] = Status.CALLED
    act.notice(0, np.array([5], np.uint32), world.state, lists)
    assert (lists.preparing.tolist(), lists.called.tolist()) == ([4], [5])
