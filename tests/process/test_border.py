"""The way out: gates add up, who came first crosses first, places that nobody uses lapse."""

import numpy as np
import pytest

from groundswell.events import calm, resolve
from groundswell.process import border
from groundswell.process.border import Gate, Params
from groundswell.simulate import start

TWO = Params(gates=(Gate("north", 750.0), Gate("south", 75.0)))


@pytest.fixture
def society(society_of):
    """20,000 persons, each of whom stands for 7.5."""
    return society_of()._replace(weight=7.5)


@pytest.fixture
def fields(scenario, society):
    return start(scenario(), society).fields


def test_gates_add_up_and_a_rule_for_one_leaves_the_others(society):
    rule = resolve("border_rule")(name="shut", day=0, gate="north", capacity=0.2)
    env = calm(2, ["north", "south"])
    assert border.capacity(env, TWO).tolist() == [750.0, 75.0]
    assert border.capacity(rule.apply(0, env, society.regions, np.ones(2)), TWO).tolist() == [150.0, 75.0]


def test_without_a_gate_nobody_crosses(society, fields):
    queue = np.arange(50, dtype=np.uint32)
    for day in range(5):
        assert not border.cross(day, society, queue, np.zeros(50, int), fields, calm(2, ()), Params()).any()


def test_who_has_waited_longest_crosses_first(society, fields):
    queue, since = np.arange(300, dtype=np.uint32), np.arange(300) % 3
    out = border.cross(3, society, queue, since, fields, calm(2, ["north", "south"]), TWO)
    assert out.sum() == 110  # 825 full-size persons a day
    assert out[since == 0].all()
    assert out[since == 1].sum() == 10
    assert not out[since == 2].any()


def test_among_those_who_came_on_one_day_the_place_in_the_list_does_not_matter(society, fields):
    queue = np.arange(0, 5_000, 13, dtype=np.uint32)
    other = queue[::-1].copy()
    env, since = calm(2, ["north", "south"]), np.zeros(len(queue), int)
    first = queue[border.cross(1, society, queue, since, fields, env, TWO)]
    fields.gate_due[:] = 0.0
    second = other[border.cross(1, society, other, since, fields, env, TWO)]
    assert set(first) == set(second)


def test_less_than_a_person_a_day_adds_up_but_places_nobody_uses_lapse(society, fields):
    env, narrow = calm(2, ["path"]), Params(gates=(Gate("path", 2.5),))
    queue = np.arange(1_000, dtype=np.uint32)
    since = np.zeros(1_000, int)
    crossed = [border.cross(day, society, queue, since, fields, env, narrow).sum() for day in range(30)]
    assert (sum(crossed), max(crossed)) == (10, 1)  # 75 full-size persons
    for day in range(30):  # nobody is there
        border.cross(day, society, queue[:0], since[:0], fields, env, narrow)
    assert border.cross(60, society, queue, since, fields, env, narrow).sum() <= 1


@pytest.mark.parametrize("days", [1.0, 4.0, 20.0])
def test_who_prepares_sets_out_after_the_mean_time_that_is_said(society, days):
    left, persons, waited = np.arange(20_000, dtype=np.uint32), 20_000, 0
    for day in range(200):
        go = border.ready(day, society, left, Params(preparation=days))
        waited += len(left)  # each who is still there has waited this day
        left = left[~go]
    assert len(left) < 5
    assert waited / persons == pytest.approx(days, rel=0.05)


def test_those_abroad_come_back_at_the_rate_that_is_said(society):
    abroad = np.arange(20_000, dtype=np.uint32)
    back = [border.come_back(day, society, abroad, Params(comes_back=0.01)).mean() for day in range(20)]
    assert np.mean(back) == pytest.approx(0.01, rel=0.1)
    assert not border.come_back(0, society, abroad, Params(comes_back=0.0)).any()


def test_gates_take_leavers_in_the_proportion_of_their_capacities(society):
    env, persons = calm(2, ["north", "south"]), np.arange(11_000, dtype=np.uint32)
    share = border.shares(env, TWO)
    assert share == pytest.approx({"north": 10 / 11, "south": 1 / 11})
    by = border.gate_of(society, persons, share)
    assert np.bincount(by).tolist() == pytest.approx([10_000, 1_000], abs=4.0 * np.sqrt(11_000 * 10 / 121))
    assert len(border.gate_of(society, persons[:0], share)) == 0


def test_nobody_passes_a_closed_gate_and_the_others_take_its_leavers(society):
    rule = resolve("border_rule")(name="shut", day=0, gate="south", capacity=0.0)
    env = rule.apply(0, calm(2, ["north", "south"]), society.regions, np.ones(2))
    share, persons = border.shares(env, TWO), np.arange(5000, dtype=np.uint32)
    assert share == {"north": 1.0, "south": 0.0}
    assert not border.gate_of(society, persons, share).any()


def test_with_all_gates_closed_who_comes_back_comes_through_some_gate():
    shut = calm(2, ["north", "south"])._replace(gates={"north": 0.0, "south": 0.0})
    assert sum(border.shares(shut, TWO).values()) == pytest.approx(1.0)
    assert border.shares(shut, Params()) == {}
