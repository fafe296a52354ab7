"""The call-up: a fixed order of personal draws, quotas that add up, shortfalls that are replaced or not."""

import numpy as np
import pytest

from groundswell import rng
from groundswell.events import calm
from groundswell.process import call, draws
from groundswell.process.call import Params
from groundswell.simulate import liable_pool, start
from groundswell.types import LIABLE_BIT, Status


@pytest.fixture
def world(scenario, society_of):
    return start(scenario(), society_of())


def drawn(world, due, p, order=None):
    """Serve notices of `due` (R,) full-size persons and return who gets one."""
    world.fields.quota_due[:] = due
    order = order or call.call_order(world.society, 1.0)
    return call.call(order, world.society, world.state, world.fields, p)[1]


def test_only_the_liable_are_called_and_as_many_as_are_due(world):
    weight = world.society.weight
    called = drawn(world, np.array([40.5, 10.0]) * weight, Params(served=1.0))
    assert len(called) == 50
    assert (world.society.kind[called] & LIABLE_BIT != 0).all()
    assert (world.state.status[called] == Status.CALLED).all()
    assert world.fields.quota_due / weight == pytest.approx([0.5, 0.0])  # half a person is carried over


def test_a_larger_quota_calls_the_same_persons_first(scenario, society_of):
    society = society_of()
    few, many = (
        drawn(start(scenario(), society), np.full(2, (n + 0.5) * society.weight), Params(served=0.8, replacement=1.0))
        for n in (30, 90)
    )
    north, south = (few[few < society.region_start[1]], few[few >= society.region_start[1]])
    assert many[:30].tolist() == north.tolist()
    assert many[90:120].tolist() == south.tolist()


def test_a_short_list_of_the_liable_grows_when_it_runs_out(world):
    society = world.society._replace(kind=world.society.kind.copy())  # of which nothing is kept yet
    short = call.call_order(society, 0.01)
    whole = call.call_order(society, 1.0)
    assert call.call_order(society, 0.01) is whole  # begins with the shorter one
    assert len(short.persons) < 0.02 * len(whole.persons)
    assert short.persons[: short.start[1]].tolist() == whole.persons[: short.start[1]].tolist()
    everybody = drawn(world, liable_pool(world.society), Params(served=1.0), short)
    assert len(everybody) == len(whole.persons)


@pytest.mark.parametrize(("rho", "expected"), [(0.0, 0.6), (1.0, 1.0)])
def test_notices_that_do_not_arrive_are_made_good_at_the_rate_of_replacement(world, rho, expected):
    called = drawn(world, np.full(2, 300.5 * world.society.weight), Params(served=0.6, replacement=rho))
    assert len(called) / 600 == pytest.approx(expected, abs=0.06)
    assert world.fields.quota_due / world.society.weight == pytest.approx([0.5, 0.5])


def test_who_serves_is_passed_over_and_who_is_abroad_is_a_shortfall(world):
    first = drawn(world, np.full(2, 20 * world.society.weight), Params(served=1.0))
    world.state.status[first] = Status.SERVING
    second = drawn(world, np.full(2, 20 * world.society.weight), Params(served=1.0))
    assert not np.isin(second, first).any()
    world.state.status[:] = Status.ABROAD
    assert not len(drawn(world, np.full(2, 20 * world.society.weight), Params(served=1.0)))


def test_each_region_has_its_liable_with_the_lowest_priority_draws_lowest_first(world):
    society = world.society
    order = call.call_order(society, 0.3)
    liable = np.flatnonzero(society.kind & LIABLE_BIT)
    priority = draws.uniform(society, rng.CALL, 0, 0, liable.astype(np.uint32))
    region = np.searchsorted(society.region_start, liable, side="right") - 1
    for r in range(2):
        here = (region == r) & (priority < order.share)
        due = liable[here][np.argsort(priority[here], kind="stable")]
        assert order.persons[order.start[r] : order.start[r + 1]].tolist() == due.tolist()


def test_the_opening_balances_make_rounding_fair(society_of):
    balances = np.array([call.first_due(society_of(seed=seed)) / society_of(seed=seed).weight for seed in range(30)])
    assert 0.0 <= balances.min() < 0.2
    assert 0.8 < balances.max() < 1.0


def test_what_an_exemption_takes_off_is_let_off_and_what_a_stop_finds_open_too(world):
    society, fields = world.society, world.fields
    opening = fields.quota_due.copy()
    quota = np.array([100.0, 50.0])
    env = calm(2, ())._replace(quota=quota, calling=np.ones(2), exempt=np.array([0.2, 0.0]))
    asked, let_off = call.ask(society, fields, env, quota, np.zeros(2), False)
    assert (asked.tolist(), let_off.tolist()) == ([80.0, 50.0], [20.0, 0.0])
    assert fields.quota_due == pytest.approx(opening + asked)
    stopped = env._replace(quota=np.zeros(2), calling=np.zeros(2))
    asked, let_off = call.ask(society, fields, stopped, np.zeros(2), np.array([10.0, 0.0]), True)
    assert let_off == pytest.approx([90.0, 50.0])  # what was due, and the notices that lapsed
    assert asked == pytest.approx([-90.0, -50.0])
    assert fields.quota_due == pytest.approx(opening)
    assert (fields.asked[0], fields.waived[0]) == (pytest.approx(-10.0), pytest.approx(160.0))


def test_a_call_up_goes_on_while_somebody_is_asked_for_or_holds_a_notice(world):
    society, fields = world.society, world.fields
    nobody, somebody = np.empty(0, np.uint32), np.array([society.n - 1], np.uint32)
    env = calm(2, ())._replace(calling=np.ones(2))
    fields.quota_due[:] = 0.0
    assert call.going_on(society, fields, env, nobody).tolist() == [0.0, 0.0]
    assert call.going_on(society, fields, env, somebody).tolist() == [0.0, 1.0]
    fields.quota_due[0] = society.weight
    assert call.going_on(society, fields, env, nobody).tolist() == [1.0, 0.0]
    assert call.going_on(society, fields, env._replace(calling=np.zeros(2)), somebody).tolist() == [0.0, 0.0]
