"""USA 2020: towns within their states, counts to 7 June only, calls of two strengths, and protest that goes round."""

import csv
from functools import cache

import numpy as np

import groundswell
from groundswell.case import find
from groundswell.events import environment
from groundswell.scenario import Scenario
from groundswell.simulate import simulate
from groundswell.society import synthesize
from groundswell.types import Society

NAME, PERSONS, LAST = "usa-2020", 329_000, "2020-06-07"  # 1:1000


@cache
def society() -> Society:
    return synthesize(find(NAME).population, PERSONS, 1, groundswell.load(NAME).society)


@cache
def tallies(scenario: Scenario, days: int = 42):
    return [tally for tally, _ in zip(simulate(scenario, society()), range(days), strict=False)]


def rows(file: str) -> list[dict[str, str]]:
    with (find(NAME).folder / "evidence" / file).open(encoding="utf-8") as text:
        return list(csv.DictReader(text))


def test_the_states_add_up_and_a_town_is_not_counted_beside_its_quarters():
    people = find(NAME).population
    assert len(people.codes) == 51
    assert people.total == 329_484_123
    assert people.population[people.index("US-DC")] == 712_816
    names = {people.towns.name[i] for i in np.flatnonzero(people.towns.region == people.index("US-NY"))}
    assert "New York City" in names
    assert not names & {"Brooklyn", "Queens", "Manhattan", "The Bronx", "Staten Island", "Harlem"}


def test_what_is_held_out_is_not_in_the_folder():
    observed = rows("observations/places.csv") + rows("observations/participants.csv")
    dates = [row[key] for row in observed for key in ("date", "until")]
    dates += [part for row in rows("targets.csv") for part in row["date"].split("/")]
    assert len(observed) > 1000
    assert max(dates) == LAST


def test_the_counts_by_state_add_up_to_the_nations_of_each_day():
    for file in ("observations/places.csv", "observations/participants.csv"):
        table = rows(file)
        for day in sorted({row["date"] for row in table}):
            nation = [float(row["value"]) for row in table if row["date"] == day and not row["region"]]
            states = [float(row["value"]) for row in table if row["date"] == day and row["region"]]
            assert len(nation) == 1
            assert abs(sum(states) - nation[0]) <= 0.5 * len(states)  # each rounded for itself


def test_no_day_has_a_strength_of_its_own():
    scenario = groundswell.load(NAME)
    calls = [environment(d, scenario.events, society().regions, np.ones(51), []).rally for d in range(42)]
    weekend = [day for day in range(42) if day % 7 in (4, 5)]
    assert {tuple(calls[day]) for day in weekend} == {(1.0,) * 51}
    assert len({tuple(calls[day]) for day in range(42) if day not in weekend}) == 1


def test_protest_goes_from_a_few_places_and_states_to_many_and_dies_down_under_the_same_calls():
    run = tallies(groundswell.load(NAME))
    people = np.array([t.regional["participants"].sum() for t in run])
    places = np.array([t.regional["places_active"].sum() for t in run])
    states = np.array([np.count_nonzero(t.regional["participants"]) for t in run])
    assert people[5] > 5 * people[0]
    assert places[5] > 3 * places[0]
    assert states[5] > 1.2 * states[0]
    assert people[-7:].mean() < 0.5 * people[4:11].mean()


def test_ties_carry_a_part_of_it():
    alone = groundswell.load(find(NAME).folder / "variants" / "no-ties.toml")
    with_ties, without = (
        sum(t.regional["participants"].sum() for t in tallies(s)[:13]) for s in (groundswell.load(NAME), alone)
    )
    assert without < with_ties


def test_nobody_leaves_and_the_state_does_not_yield():
    run = tallies(groundswell.load(NAME))
    assert not any(t.regional["left_gross"].any() for t in run)
    assert {t.national["concession"] for t in run} == {0.0}
