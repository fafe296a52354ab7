"""Attention and anxiety: a shock lifts them, time forgets half, and both stay shares."""

import numpy as np
import pytest

from groundswell.events import calm
from groundswell.process import attend
from groundswell.process.attend import Params
from groundswell.simulate import start

NONE = np.zeros(2)


@pytest.fixture
def fields(scenario, society_of):
    return start(scenario(), society_of()).fields


def shock(size):
    return calm(2, ())._replace(shock=np.array([size, 0.0]))


def days(fields, p, count, env=None, exposure=NONE):
    for _ in range(count):
        fields.salience[:], fields.anxiety[:] = attend.attend(0, fields, env or calm(2, ()), exposure, p)


def test_without_a_shock_nothing_moves(fields):
    before = fields.salience.copy(), fields.anxiety.copy()
    days(fields, Params(), 10)
    assert fields.salience == pytest.approx(before[0], abs=1e-12)
    assert fields.anxiety == pytest.approx(before[1], abs=1e-12)


def test_a_shock_lifts_the_region_that_it_touches_by_its_size(fields):
    p = Params(base=0.5, jump=0.2, anxiety_base=0.3, anxiety_jump=0.1)
    fields.salience[:], fields.anxiety[:] = 0.5, 0.3
    days(fields, p, 1, shock(2.0))
    assert fields.salience == pytest.approx([0.9, 0.5])
    assert fields.anxiety == pytest.approx([0.5, 0.3])


def test_half_of_the_rise_is_forgotten_in_the_half_life_of_each(fields):
    p = Params(base=0.4, half_life=10.0, anxiety_base=0.2, anxiety_half_life=20.0)
    fields.salience[:], fields.anxiety[:] = 0.8, 0.6
    days(fields, p, 20)
    assert fields.salience == pytest.approx(np.full(2, 0.4 + 0.4 / 4))
    assert fields.anxiety == pytest.approx(np.full(2, 0.2 + 0.4 / 2))


def test_knowing_somebody_who_was_called_keeps_people_attentive(fields):
    p = Params(exposure_gain=0.1)
    days(fields, p, 1, exposure=np.array([0.5, 0.0]))
    assert fields.salience == pytest.approx([p.base + 0.05, p.base])


def test_shares_stay_shares(fields):
    days(fields, Params(jump=1.0, anxiety_jump=1.0), 3, shock(5.0))
    assert fields.salience[0] == fields.anxiety[0] == 1.0


def test_a_shutdown_lets_news_of_the_called_through_once(fields):
    exposure = np.array([0.2, 0.4])  # a shutdown acts on exposure, and so not again here
    env = calm(2, ())
    dark = env._replace(connected=np.full(2, 0.3))
    light, darkness = (attend.attend(0, fields, e, exposure, Params()) for e in (env, dark))
    assert np.array_equal(light, darkness)


@pytest.mark.parametrize("trend", [-0.3, 0.3])
def test_attention_may_change_slowly_without_a_shock_and_stays_a_share(fields, trend):
    p = Params(base=0.5, trend=trend)
    fields.salience[:] = 0.5
    for day in range(31):
        fields.salience[:], fields.anxiety[:] = attend.attend(day, fields, calm(2, ()), NONE, p)
    assert fields.salience == pytest.approx(np.full(2, 0.5 + trend))
    for day in range(31, 200):
        fields.salience[:], fields.anxiety[:] = attend.attend(day, fields, calm(2, ()), NONE, p)
    assert fields.salience == pytest.approx(np.full(2, float(trend > 0.0)))
