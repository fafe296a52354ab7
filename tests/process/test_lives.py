"""Lives: who serves dies at the risk that is said, not before the first weeks, and some are sent home."""

import numpy as np
import pytest

from groundswell.process import lives
from groundswell.process.lives import NEVER, Params


@pytest.fixture
def society(society_of):
    return society_of()


def fates(society, p, day=0, unlawful=0.0, unlawful_days=60):
    return lives.fates(day, society, np.arange(society.n, dtype=np.uint32), unlawful, unlawful_days, p)


@pytest.mark.parametrize("risk", [0.01, 0.035, 0.3])
def test_as_many_die_within_a_year_as_the_risk_says_and_nobody_in_the_first_weeks(society, risk):
    death, _ = fates(society, Params(risk_first_year=risk, first_weeks=28.0))
    assert (death <= 365).mean() == pytest.approx(risk, abs=4.0 * np.sqrt(risk * (1 - risk) / society.n))
    assert death.min() >= 28


def test_without_a_risk_nobody_dies(society):
    death, back = fates(society, Params(risk_first_year=0.0))
    assert (death == NEVER).all()
    assert (back == NEVER).all()


def test_those_called_against_the_rules_are_sent_home_within_the_time_that_is_said(society):
    _, back = fates(society, Params(), day=10, unlawful=0.2, unlawful_days=30)
    home = back[back != NEVER]
    assert len(home) / society.n == pytest.approx(0.2, abs=0.015)
    assert (home.min(), home.max()) == (11, 40)


def test_who_enters_service_a_day_later_has_the_same_fate_a_day_later(society):
    p = Params(risk_first_year=0.3)
    for early, late in zip(fates(society, p, 0, 0.1), fates(society, p, 1, 0.1), strict=True):
        happens = early != NEVER
        assert np.array_equal(late[happens], early[happens] + 1)
