"""Priors on observables: the solved parameter gives back what was stated, in closed form and in the engine itself."""

from dataclasses import replace
from math import log

import numpy as np
import pytest

import groundswell as gs
from groundswell import simulate
from groundswell.inference import shares
from groundswell.inference.eve import eve_of, mornings
from groundswell.inference.observables import PREFIX, SOLVES, known
from groundswell.inference.prior import JointPrior, joint_prior
from groundswell.inference.root import root
from groundswell.inference.solve import days_of, defined
from groundswell.society.synthesize import synthesize


@pytest.fixture(scope="module")
def announced_at_once() -> gs.Scenario:
    return gs.load("toyland").with_({"events.saturdays.day": 0})


@pytest.fixture(scope="module")
def prior(announced_at_once: gs.Scenario) -> JointPrior:
    return joint_prior(announced_at_once)


def test_an_observable_replaces_the_parameter_it_is_solved_for(prior: JointPrior) -> None:
    assert {PREFIX + name for name in SOLVES} <= set(prior.keys)
    assert not set(SOLVES.values()) & set(prior.keys)
    values = prior.values(prior.unit(0, 1))
    assert set(SOLVES.values()) <= set(values)
    assert not [key for key in values if key.startswith(PREFIX)]


def test_as_many_come_in_a_run_as_the_prior_says(announced_at_once: gs.Scenario) -> None:
    came, expected = 0.0, 0.0  # what the call-up of the very day does is not on a calm day
    announced_at_once = announced_at_once.with_({"events.decree.target": 0.0})
    prior = joint_prior(announced_at_once)
    prior = replace(prior, coordinates=tuple(c for c in prior.coordinates if not c.key.startswith("events.decree")))
    for number in range(6):
        unit = prior.unit(number, 3)
        unit[prior.keys.index("observables.turnout")] = 0.9 + number / 100.0
        point = prior.point(unit)
        drawn = announced_at_once.with_(point.values)
        society = synthesize(drawn.case.population, drawn.persons, number, drawn.society)
        tally = simulate.step(drawn, simulate.start(drawn, society))
        came += float(tally.regional["participants"].sum())
        expected += point.observables["observables.turnout"] * float(society.regions.adults.sum())
    assert expected > 500.0
    assert abs(came - expected) < 4.0 * expected**0.5 + 0.05 * expected


def test_solved_constants_give_back_the_shares_that_were_stated(announced_at_once: gs.Scenario,
                                                                 prior: JointPrior) -> None:  # fmt: skip
    eve = eve_of(announced_at_once)
    for unit in prior.units(range(5), 9):
        point = prior.point(unit)
        drawn = announced_at_once.with_(point.values)
        days = list(mornings(drawn, eve, range(30)))
        p = drawn.behaviour.params
        leave = shares.share_going(shares.going(drawn, eve, days, p, "leave"), p.leave)
        hide = shares.share_going(shares.going(drawn, eve, days, p, "evade"), p.evade)
        for name, share in (("leaving", leave), ("hiding", hide)):
            assert log(share) == pytest.approx(log(point.observables[PREFIX + name]), abs=2e-4)
        complied = shares.share_complying(shares.notice(drawn, eve, days[0], p), p.comply)
        assert complied == pytest.approx(point.observables["observables.complying"], abs=2e-4)
        n, c = 300.0, drawn.policing.capacity_floor + drawn.policing.capacity_per_million
        share = drawn.policing.pmax * (1.0 + n / c) ** -drawn.policing.crowding
        assert share == pytest.approx(point.observables["observables.detained"] / 1000.0) or "detained" in point.clamped


def test_more_turnout_stated_is_more_readiness_solved(prior: JointPrior) -> None:
    unit, at = prior.unit(0, 1), prior.keys.index("observables.turnout")
    found: list[float] = []
    for u in (1e-6, 0.3, 0.6, 1.0 - 1e-6):
        unit[at] = u
        found.append(prior.values(unit)["behaviour.protest"])
    assert found == sorted(found)


def test_what_no_allowed_value_gives_is_clamped_and_reported(prior: JointPrior) -> None:
    unit = prior.unit(0, 1)
    unit[prior.keys.index("observables.detained")] = 1.0 - 1e-9
    point = prior.point(unit)
    assert point.values["policing.pmax"] == 1.0
    assert point.clamped == ("detained",)


def test_a_scenario_has_the_observables_that_mean_something_in_it() -> None:
    toyland = gs.load("toyland")
    for scenario, lacking in ((gs.load("usa-2020"), {"leaving", "hiding", "complying"}), (toyland, set[str]())):
        assert set(defined(scenario, days_of(scenario, eve_of(scenario)))) == set(SOLVES) - lacking


def test_the_ends_of_every_observable_can_be_drawn(prior: JointPrior) -> None:
    for end in (1e-9, 1.0 - 1e-9):
        unit = np.full(len(prior.keys), 0.5)
        unit[: len(SOLVES)] = end
        for key, value in prior.values(unit).items():
            assert np.isfinite(value), key


def test_every_observable_has_a_prior_and_a_source() -> None:
    assert set(known()) == {PREFIX + name for name in SOLVES}
    assert all(p.meta.source and p.meta.prior for p in known().values())


@pytest.mark.parametrize("target", [-2.0, 0.0, 0.3, 5.0])
def test_a_root_is_found_or_said_to_lie_outside(target: float) -> None:
    found = root(lambda x: float(np.tanh(x)), target, -10.0, 10.0, 9.0)
    assert found == pytest.approx(np.arctanh(target), abs=1e-3) if abs(target) < 1.0 else abs(found) > 10.0
