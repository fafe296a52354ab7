"""Concession: nothing to yield to, what raises the hazard and what lowers it, how far it goes."""

import numpy as np
import pytest

from groundswell.events import calm
from groundswell.process import concede
from groundswell.process.concede import Params
from groundswell.simulate import start

NOTHING = {"participants": 0.0, "holding": 0.0, "planned": 0.0, "demand": 0.0, "going_on": False}


@pytest.fixture
def society(society_of):
    return society_of()


@pytest.fixture
def fields(scenario, society):
    return start(scenario(), society).fields


def hazard(society, fields, p, day=0, **given):
    concede.concede(day, society, fields, **{**NOTHING, **given}, p=p)
    return fields.hazard[0]


def test_nobody_yields_where_nothing_is_asked(society, fields):
    assert hazard(society, fields, Params(disruption=10.0, memory=1.0), participants=1e6) == 0.0
    assert fields.concession[0] == 0


def test_the_hazard_rises_with_disruption_as_its_exponent_says(society, fields):
    p = Params(disruption=1e-3, exponent=2.0, memory=1.0, demand=0.0)
    few, many = (hazard(society, fields, p, participants=n, demand=0.5) for n in (1_000.0, 3_000.0))
    assert (few, many) == (pytest.approx(1e-3), pytest.approx(9e-3))


def test_disruption_is_the_mean_of_the_last_days(society, fields):
    p = Params(disruption=1e-6, memory=7.0)
    for day in range(100):
        hazard(society, fields, p, day, participants=2_000.0, demand=1.0)
    assert fields.disruption[0] == pytest.approx(2_000.0)
    for day in range(7):
        hazard(society, fields, p, day, demand=1.0)
    assert fields.disruption[0] == pytest.approx(2_000.0 * (6 / 7) ** 7)


def test_quotas_that_cannot_be_filled_raise_it_and_the_more_is_open_the_harder_it_is(society, fields):
    fields.asked[0], fields.complied[0] = 1_000.0, 250.0
    p = Params(disruption=0.0, unfilled=0.04, demand=0.0)
    assert hazard(society, fields, p, holding=250.0, planned=1_000.0, going_on=True) == pytest.approx(0.02)
    costly = p._replace(demand=0.01)
    assert hazard(society, fields, costly, holding=250.0, planned=1_000.0, going_on=True) == pytest.approx(0.0125)
    assert hazard(society, fields, p._replace(demand=1.0), planned=1_000.0, going_on=True) == 0.0


def test_how_far_the_state_yields_has_the_shares_that_are_said(society, fields):
    p = Params(disruption=1.0, memory=1.0, demand=0.0, scaled_down=0.3, stopped=0.1)
    levels = []
    for seed in range(2_000):
        fields.concession[0] = 0
        hazard(society._replace(seed=seed), fields, p, participants=1e6, demand=1.0)
        levels.append(int(fields.concession[0]))
    assert np.bincount(levels, minlength=4) / 2_000 == pytest.approx([0.0, 0.7, 0.2, 0.1], abs=0.03)


def test_what_the_state_has_yielded_to_stays_and_what_an_event_grants_holds_on_its_day(fields):
    env = calm(2, ())
    assert concede.in_force(env._replace(concession=2), fields) == 2
    assert concede.in_force(env, fields) == 0
    fields.concession[0] = 1
    assert [concede.in_force(env._replace(concession=level), fields) for level in (0, 1, 3)] == [1, 1, 3]


def test_a_stop_leaves_nothing_and_less_leaves_a_part():
    full = np.full(2, 0.8)
    env = calm(2, ())._replace(quota=full, calling=np.ones(2), grievance=full, exit_motive=full, demand=0.8)
    assert concede.soften(env, 0, Params()) is env
    left = [concede.soften(env, level, Params(targeted_left=0.75, scaled_down_left=0.25)) for level in (1, 2, 3)]
    for soft, share, calling in zip(left, (0.75, 0.25, 0.0), (1, 1, 0), strict=True):
        for name in ("quota", "grievance", "exit_motive"):
            assert getattr(soft, name) == pytest.approx(0.8 * share)
        assert soft.demand == pytest.approx(0.8 * share)
        assert soft.calling.tolist() == [calling] * 2
        assert soft.returns.all()


@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_a_concession_appeases_or_emboldens_by_its_levels_and_half_is_forgotten_in_the_half_life(fields, sign):
    p = Params(appeasement=sign * 0.3, appeasement_half_life=10.0)
    concede.appease(fields, 0, p)
    assert fields.appeased[0] == 0.0
    concede.appease(fields, 2, p)
    assert fields.appeased[0] == pytest.approx(sign * 0.6)
    for _ in range(10):
        concede.appease(fields, 2, p)
    assert fields.appeased[0] == pytest.approx(sign * 0.3)
    concede.appease(fields, 0, p._replace(appeasement_half_life=1.0))
    assert fields.appeased[0] == pytest.approx(sign * 0.15)  # taking it back brings nothing by itself


def test_nobody_is_appeased_without_a_concession_or_at_no_weight(fields):
    for level, p in ((0, Params(appeasement=5.0)), (3, Params())):
        concede.appease(fields, level, p)
        assert fields.appeased[0] == 0.0
