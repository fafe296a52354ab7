"""Belarus 2020: the people add up, the calls are of constant strength, the mechanisms live, and no count is in it."""

from datetime import date
from functools import cache

import numpy as np

import groundswell
from groundswell.case import find
from groundswell.events import environment
from groundswell.scenario import Scenario
from groundswell.simulate import simulate, start, step
from groundswell.society import synthesize
from groundswell.types import LIABLE_BIT, Environment, Society

NAME, PERSONS = "belarus-2020", 47_000  # 1:200
SUNDAYS = range(7, 71, 7)  # 16 August to 18 October


@cache
def society(household: float = 2.482) -> Society:
    scenario = groundswell.load(NAME)
    return synthesize(find(NAME).population, PERSONS, 1, scenario.society._replace(household_mean=household))


def street(scenario: Scenario, days: int, measure: str = "participants") -> np.ndarray:
    return np.array(
        [t.regional[measure].sum() for t, _ in zip(simulate(scenario, society()), range(days), strict=False)]
    )


def day_of(scenario: Scenario, day: int) -> Environment:
    gates = [gate.name for gate in scenario.border.gates]
    return environment(day, scenario.events, society().regions, np.ones(7), gates)


def on(scenario: Scenario, day: date) -> Environment:
    return day_of(scenario, (day - scenario.start).days)


def test_minsk_holds_its_people_and_the_regions_add_up_to_the_nation():
    people = find(NAME).population
    assert people.total == 9_410_259
    assert people.population[people.index("BY-HM")] == 2_020_133
    assert people.population[people.index("BY-MI")] == 1_473_247


def test_every_event_has_a_source_that_can_be_looked_up():
    case, scenario = find(NAME), groundswell.load(NAME)
    citations = (case.folder / "evidence" / "citations.toml").read_text(encoding="utf-8")
    for event in scenario.events:
        tags = event.source.partition("[")[2].partition("]")[0].split(", ")
        assert all(f"\n{tag} = " in f"\n{citations}" for tag in tags), event.name


def test_no_count_of_people_in_the_street_in_detention_or_abroad_is_in_the_folder():
    inside = [file.name for file in (find(NAME).folder / "evidence").rglob("*") if file.is_file()]
    assert inside == ["citations.toml"]


def test_every_sunday_is_called_with_the_same_strength():
    scenario = groundswell.load(NAME)
    calls = [day_of(scenario, day).rally for day in range(100)]
    assert {tuple(calls[day]) for day in SUNDAYS} == {(1.0,) * 7}
    assert not any(calls[day].any() for day in range(10, 100) if day not in SUNDAYS)


def test_leaving_by_land_is_possible_in_november_and_ends_on_21_december():
    scenario = groundswell.load(NAME)
    assert on(scenario, date(2020, 11, 15)).gates == {"land": 1.0, "air": 1.0}
    assert on(scenario, date(2020, 12, 20)).gates == {"land": 1.0, "air": 1.0}
    assert on(scenario, date(2020, 12, 21)).gates == {"land": 0.0, "air": 1.0}


def test_the_shutdown_keeps_calls_from_arriving():
    base = groundswell.load(NAME)
    without = groundswell.load(find(NAME).folder / "variants" / "no-shutdown.toml")
    assert on(base, base.start).connected.max() < on(without, base.start).connected.min()
    assert street(without, 3).sum() > 2.0 * street(base, 3).sum()


def test_adults_of_every_kind_leave_once_there_is_a_motive_and_nobody_when_the_border_is_shut():
    base, people = groundswell.load(NAME), society()
    world = start(base, people)
    for _ in range(25):
        step(base, world)
    gone = people.kind[world.lists.abroad]
    assert len(gone) > 20
    assert 0.1 < np.mean(gone & LIABLE_BIT == 0) < 1.0
    shut = groundswell.load(find(NAME).folder / "variants" / "closed-border.toml")
    assert not street(shut, 25, "left_gross").any()


def test_sundays_of_one_strength_grow_and_then_shrink_by_themselves():
    turnout = street(groundswell.load(find(NAME).folder / "variants" / "sundays-go-on.toml"), 145)[7::7]
    assert turnout.max() > 1.5 * turnout[0]
    assert turnout[-1] < 0.6 * turnout.max()
