"""A norm that nobody wants: who complies, who enforces, and when it cannot spread."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.classics import emperors_dilemma_2005 as e
from groundswell.classics.networks import complete, from_edges, torus


def test_without_believers_nobody_complies_or_enforces():
    done = e.simulate(torus(10), np.zeros(100, np.bool_))
    assert (done.compliance, done.enforcement, done.settled, done.rounds) == (0.0, 0.0, True, 1)


def test_three_people_in_a_row_by_hand():
    row = from_edges(3, [0, 1], [1, 2])
    believer = np.array([True, False, False])
    # the believer presses the middle one by 1/2: it complies when 1/2 > S, enforces when 1/2 > S + K, and so on
    assert e.simulate(row, believer, 0.2, 0.2).complies.tolist()[:2] == [1, 1]
    assert e.simulate(row, believer, 0.2, 0.4).complies.tolist() == [1, 1, -1]
    assert e.simulate(row, believer, 0.6, 0.1).complies.tolist() == [1, -1, -1]


def test_one_person_s_act_by_hand():
    assert e.respond(-1, 0.2, 0.2, [1, -1], [1, 0]) == (1, 1)
    assert e.respond(-1, 0.2, 0.4, [1, -1], [1, 0]) == (1, 0)
    assert e.respond(-1, 0.6, 0.1, [1, -1], [1, 0]) == (-1, -1)  # enforces against: .6 * 1/2 > .1
    assert e.respond(1, 1.0, 0.1, [1, 1], [0, 0]) == (1, 0)  # nobody to convince


def test_a_block_of_believers_carries_the_lattice_and_is_lost_in_the_crowd():
    assert e.simulate(torus(25), e.believers_in_a_block(25, 3), 0.2).compliance == 1.0
    assert e.simulate(complete(200), e.believers_at_random(200, 9, 0), 0.2).compliance == 0.0


@given(st.integers(1, 18), st.floats(0.01, 0.9), st.floats(0.01, 0.5))
@settings(deadline=None, max_examples=40)
def test_in_a_crowd_the_first_to_comply_need_the_stated_share_of_enforcers(count: int, conviction: float, cost: float):
    complies, _ = e.complete_response(count, 20, conviction, cost)
    done = e.simulate(complete(20), e.believers_at_random(20, count, 3), conviction, cost, max_rounds=50)
    if not complies:
        assert done.compliance == done.enforcement == 0.0


@given(st.integers(0, 100), st.integers(0, 2**64 - 1))
def test_as_many_believe_as_were_asked_for(count: int, seed: int):
    assert e.believers_at_random(100, count, seed).sum() == count


@pytest.mark.parametrize("call,words", [
    (lambda: e.simulate(torus(5), np.zeros(3, np.bool_)), r"believers has shape \(3,\)"),
    (lambda: e.simulate(torus(5), np.zeros(25, np.bool_), -0.1), "conviction=-0.1"),
    (lambda: e.simulate(torus(5), np.zeros(25, np.bool_), cost=-1), "cost=-1"),
    (lambda: e.complete_response(5, 5, 0.1, 0.1), "enforcers=5"),
    (lambda: e.believers_at_random(5, 6, 0), "count=6"),
])  # fmt: skip
def test_impossible_arguments_are_refused_by_name_value_and_range(call, words: str):
    with pytest.raises(ValueError, match=words):
        call()
