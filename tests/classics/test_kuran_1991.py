"""Ten people hide what they want: what one changed mind does."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.classics import granovetter_1978
from groundswell.classics import kuran_1991 as k

PERCENT = [Fraction(p, 100) for p in range(101)]
shares = st.lists(st.sampled_from([*PERCENT, Fraction(3, 2), Fraction(-1, 10)]), max_size=30)


def tenths(*percent: int) -> list[float]:
    return [p / 100 for p in percent]


def test_one_changed_mind_overturns_one_society_and_not_its_neighbour():
    assert k.run(tenths(0, 20, 20, 30, 40, 50, 60, 70, 80, 100)) == 1
    assert k.run(tenths(0, 10, 20, 30, 40, 50, 60, 70, 80, 100)) == 9
    assert k.run(tenths(0, 20, 30, 30, 40, 50, 60, 70, 80, 100)) == 1
    assert k.run(tenths(0, 10, 30, 30, 40, 50, 60, 70, 80, 100)) == 2
    assert k.run([0, 10, 20, 30, 40, 50, 60, 70, 80, 100], scale=100) == 9


@given(shares)
def test_every_step_is_granovetter_s(thresholds: list[Fraction]):
    assert k.trajectory(thresholds) == granovetter_1978.trajectory(thresholds, unit="share")


@given(shares)
def test_the_end_of_a_revolution_is_the_first_state_that_holds_itself_up(thresholds: list[Fraction]):
    assert k.equilibria(thresholds)[0] == k.run(thresholds)


@given(st.lists(st.sampled_from(PERCENT), min_size=1, max_size=20), st.sampled_from(PERCENT), st.integers(1, 5))
def test_thresholds_and_preferences_are_two_views_of_one_thing(private: list[Fraction], neutral: Fraction, ratio: int):
    society = k.Society(integrity=ratio, reputation=2, neutral=neutral)
    thresholds = k.revolutionary_thresholds(private, society)
    assert k.private_preferences(thresholds, society) == private
    assert [t for _, t in sorted(zip(private, thresholds, strict=True))] == sorted(thresholds, reverse=True)


@given(st.lists(st.sampled_from(PERCENT), min_size=1, max_size=20))
def test_when_the_regime_is_never_shunned_opposition_is_never_overstated(private: list[Fraction]):
    for state in k.states(k.revolutionary_thresholds(private)):
        # the indifferent, x = 1/2, join only an opposition of everybody else and are not counted as private opponents
        assert all(x >= 0.5 for x, shows in zip(private, state, strict=True) if shows)
        if Fraction(1, 2) not in private:
            assert k.falsification_index([float(x) for x in private], state) >= 0


def test_with_symmetric_standing_a_revolution_sweeps_along_its_opponents():
    society = k.Society(integrity=1, reputation=2, neutral=0.5)
    private = [1.0, 1.0, 0.9, 0.8, 0.3]
    path = k.states(k.revolutionary_thresholds(private, society))
    assert path[-1] == (True,) * 5 and k.falsification_index(private, path[-1]) == pytest.approx(-0.2)


def test_the_index_is_what_calm_hides():
    assert k.falsification_index([0.9, 0.8, 0.5, 0.1], [True, False, False, False]) == 0.25
    assert k.falsification_index([0.9, 0.8], [True, True]) == 0.0


@pytest.mark.parametrize("call,words", [
    (lambda: k.revolutionary_thresholds([1.2]), r"private\[0\]=1.2 must lie within \[0, 1\]"),
    (lambda: k.revolutionary_thresholds([0.2], k.Society(reputation=0)), "society.reputation=0"),
    (lambda: k.revolutionary_thresholds([0.2], k.Society(integrity=-1)), "society.integrity=-1"),
    (lambda: k.private_preferences([3.0]), r"private\[0\]"),
    (lambda: k.falsification_index([0.5], [True, False]), "private has shape"),
])  # fmt: skip
def test_impossible_arguments_are_refused_by_name_value_and_range(call, words: str):
    with pytest.raises(ValueError, match=words):
        call()
