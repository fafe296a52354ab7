"""The day's end: out of detention into what one was, over the border, home from service and from hiding."""

import numpy as np
import pytest

from groundswell.events import calm
from groundswell.process import end_of_day
from groundswell.process.border import Gate, Params
from groundswell.process.policing import Detained
from groundswell.process.status_lists import StatusLists
from groundswell.simulate import start
from groundswell.types import Status

WIDE = Params(gates=(Gate("road", 1e6),), preparation=1.0, comes_back=0.0)
NONE = np.empty(0, np.uint32)


@pytest.fixture
def world(scenario, society_of):
    return start(scenario(), society_of())


def persons(*who):
    return np.array(who, np.uint32)


def detained(who, until, killed=NONE):
    return Detained(who, np.full(len(who), until), np.zeros(len(who), bool), killed)


def evening(world, lists, env, day=0, p=WIDE, hiding=7.0):
    return end_of_day.move(day, world.society, world.state, world.fields, lists, env, p, hiding)


def around(**more):
    return calm(2, ["road"])._replace(**more)


def test_who_comes_out_of_detention_is_what_he_was_before(world):
    status, lists, going_on = world.state.status, StatusLists(), np.ones(2)
    status[1], status[2] = Status.CALLED, Status.EVADING
    lists.called, lists.called_on = persons(1), np.array([0])
    end_of_day.detain(0, world.society, detained(persons(0, 1, 2), 3), world.state, lists, going_on)
    assert (status[:3] == Status.HELD).all()
    assert not len(lists.called)
    for day in (1, 2):
        end_of_day.detain(day, world.society, detained(NONE, 9), world.state, lists, going_on)
        assert sorted(lists.held) == [0, 1, 2]
    end_of_day.detain(3, world.society, detained(NONE, 9), world.state, lists, going_on)
    assert status[:3].tolist() == [Status.HOME, Status.CALLED, Status.EVADING]
    assert (lists.called.tolist(), lists.called_on.tolist(), len(lists.held)) == ([1], [3], 0)


def test_a_notice_of_who_comes_out_after_the_end_is_void(world):
    lists = StatusLists(called=persons(1), called_on=np.array([0]))
    world.state.status[1] = Status.CALLED
    end_of_day.detain(0, world.society, detained(persons(1), 2), world.state, lists, np.ones(2))
    end_of_day.detain(2, world.society, detained(NONE, 9), world.state, lists, np.zeros(2))
    assert world.state.status[1] == Status.HOME
    assert not len(lists.called)


def test_who_is_killed_is_dead_and_in_no_list(world):
    lists = StatusLists()
    end_of_day.detain(0, world.society, detained(NONE, 1, persons(4)), world.state, lists, np.ones(2))
    assert world.state.status[4] == Status.DEAD
    assert not len(lists.held)


@pytest.mark.parametrize("reason", ["calling", "exit_motive"])
def test_who_has_a_reason_prepares_queues_and_crosses(world, reason):
    lists = StatusLists(preparing=persons(0, 1, world.society.n - 1))
    world.state.status[lists.preparing] = Status.PREPARING
    here = around(**{reason: np.array([1.0, 0.0])})  # the last person lives in the other region
    moves = evening(world, lists, here)
    assert moves.crossed.tolist() == lists.abroad.tolist() == [0, 1]
    assert world.state.status[[0, 1, -1]].tolist() == [Status.ABROAD, Status.ABROAD, Status.HOME]
    assert not len(lists.preparing)


@pytest.mark.parametrize("shut", [{"exit_open": np.zeros(2)}, {"gates": {"road": 0.0}}])
def test_a_shut_border_keeps_in_who_prepares_and_who_queues(world, shut):
    lists = StatusLists(preparing=persons(0), queue=persons(1), queue_since=np.array([0]))
    world.state.status[:2] = [Status.PREPARING, Status.QUEUEING]
    moves = evening(world, lists, around(calling=np.ones(2), **shut))
    assert not len(moves.crossed)
    assert (world.state.status[:2] == Status.HOME).all()
    assert len(lists.queue) == len(lists.queue_since) == 0


def test_those_who_serve_die_or_are_sent_home_on_their_day(world):
    lists = StatusLists(serving=persons(0, 1, 2), death_on=np.array([5, 99, 99]), back_on=np.array([99, 5, 99]))
    world.state.status[:3] = Status.SERVING
    assert not len(evening(world, lists, around(), 4).died_in_service)
    kept = evening(world, lists, around(), 5)  # nobody is sent home until that is ordered
    assert (kept.died_in_service.tolist(), kept.returned.tolist()) == ([0], [])
    assert evening(world, lists, around(returns=np.ones(2)), 6).returned.tolist() == [1]
    assert world.state.status[:3].tolist() == [Status.DEAD, Status.HOME, Status.SERVING]
    assert lists.serving.tolist() == lists.serving.tolist() == [2]


def test_who_hides_stays_hidden_while_the_call_up_goes_on_and_comes_home_after_it(world):
    lists = StatusLists(evading=np.arange(1_000, dtype=np.uint32))
    world.state.status[:1_000] = Status.EVADING
    evening(world, lists, around(calling=np.ones(2)))
    assert len(lists.evading) == 1_000
    evening(world, lists, around(), 1, hiding=4.0)
    assert len(lists.evading) == pytest.approx(750, abs=60)
    assert (world.state.status[:1_000] == Status.EVADING).sum() == len(lists.evading)
