"""Turnout as a signal: what Bayes' rule demands, and what the data say."""

import datetime
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.classics import lohmann_1994 as lo
from groundswell.classics.lohmann_1994 import Crowd

crowds = st.builds(Crowd, st.floats(0.51, 0.99), st.floats(0.0, 0.9))


@given(crowds, st.floats(0.01, 0.99), st.integers(1, 40))
def test_belief_is_a_martingale_over_all_that_may_be_seen(crowd: Crowd, belief: float, seen: int) -> None:
    p1, p0 = (lo.expected_turnout(belief, rotten, crowd) for rotten in (True, False))

    def chance(k: int) -> float:
        return math.comb(seen, k) * (
            belief * p1**k * (1 - p1) ** (seen - k) + (1 - belief) * p0**k * (1 - p0) ** (seen - k)
        )

    mean = math.fsum(chance(k) * lo.update(belief, k, seen, crowd) for k in range(seen + 1))
    assert mean == pytest.approx(belief, abs=1e-9)


@given(crowds, st.floats(0.0, 1.0))
def test_a_rotten_regime_never_expects_less_turnout_than_a_sound_one(crowd: Crowd, belief: float) -> None:
    sound, rotten = (lo.expected_turnout(belief, r, crowd) for r in (False, True))
    assert crowd.extremists <= sound + 1e-12
    assert sound <= rotten + 1e-12 <= 1.0 + 1e-9


def test_turnout_by_hand() -> None:
    # prior 0.5, q = 0.7: beliefs 0.7 and 0.3; rotten 0.7 * 0.7 + 0.3 * 0.3 = 0.58, of the moderate nine tenths
    assert lo.expected_turnout(0.5, True, Crowd(0.7, 0.1)) == pytest.approx(0.1 + 0.9 * 0.58)
    assert lo.expected_turnout(0.5, False, Crowd(0.7, 0.1)) == pytest.approx(0.1 + 0.9 * 0.42)


def test_certainty_does_not_move_and_evidence_without_end_reveals_the_truth() -> None:
    assert lo.update(0.0, 9, 10) == 0.0
    assert lo.update(1.0, 0, 10) == 1.0
    assert lo.run(0.2, True, 30, seed=1, seen=500).belief[-1] > 0.999
    assert lo.run(0.2, False, 30, seed=1, seen=500).belief[-1] < 0.01


def test_one_seed_gives_one_course() -> None:
    first, again, other = (lo.run(0.3, True, 10, seed=s).seen_marching.tolist() for s in (1, 1, 2))
    assert first == again != other


def test_the_mondays_are_mondays_and_their_estimates_enclose_the_central_one() -> None:
    for monday in lo.leipzig():
        assert monday.date.weekday() == 0
        assert 0 < monday.low <= monday.participants <= monday.high
        assert monday.page


def test_growth_is_shown_with_its_disagreement() -> None:
    found = lo.growth(datetime.date(1989, 9, 25), datetime.date(1989, 10, 9))
    assert found["low"] < found["central"] < found["high"]
    with pytest.raises(ValueError, match="1989-10-02"):
        lo.growth(datetime.date(1989, 9, 26), datetime.date(1989, 10, 9))


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: Crowd(accuracy=0.5), "accuracy"),
        (lambda: Crowd(extremists=1.1), "extremists"),
        (lambda: lo.update(0.5, 11, 10), "marching"),
        (lambda: lo.expected_turnout(1.5, True), "belief"),
        (lambda: lo.run(0.5, True, 0, seed=1), "weeks"),
        (lambda: lo.run(-0.5, True, 1, seed=1), "prior"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(call, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        call()
