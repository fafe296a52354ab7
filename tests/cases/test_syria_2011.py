"""Syria 2011: people of 2011, counts with floors that contradict each other, force that kills and drives out."""

import csv
from functools import cache

import numpy as np

import groundswell
from groundswell.case import find
from groundswell.scenario import Scenario
from groundswell.simulate import simulate
from groundswell.society import synthesize
from groundswell.types import Society

NAME, PERSONS, LAST = "syria-2011", 214_000, "2011-06-30"  # 1:100


@cache
def society() -> Society:
    return synthesize(find(NAME).population, PERSONS, 1, groundswell.load(NAME).society)


def counted(scenario: Scenario, measure: str) -> np.ndarray:
    """Return a measure by day and region."""
    return np.array([t.regional[measure] for t in simulate(scenario, society())])


def observed() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for file in sorted((find(NAME).folder / "evidence" / "observations").glob("*.csv")):
        with file.open(encoding="utf-8") as text:
            rows += csv.DictReader(text)
    return rows


def test_the_people_are_those_of_2011_and_not_the_displaced_of_2020():
    people = find(NAME).population
    assert people.total == 21_377_000
    assert people.population[people.index("SY-HL")] == 4_868_000
    children = people.age_sex[:, :, :3].sum() / people.total
    assert children > 0.33  # a young country; at war, in 2020, its age table is another


def test_nothing_is_of_later_than_june():
    dates = [row[key] for row in observed() for key in ("date", "until")]
    targets = (find(NAME).folder / "evidence" / "targets.csv").read_text(encoding="utf-8")
    dates += [part for line in csv.DictReader(targets.splitlines()) for part in line["date"].split("/")]
    assert len(dates) > 100
    assert max(dates) <= LAST


def test_deaths_keep_their_floor_their_highest_count_and_whether_they_are_a_floor():
    deaths = [row for row in observed() if row["series"] == "deaths_protest"]
    assert {row["kind"] for row in deaths} == {"at least", "about"}
    ranges = [row for row in deaths if row["high"]]
    assert len(ranges) >= 5
    assert all(float(row["low"]) <= float(row["value"]) <= float(row["high"]) for row in ranges)


def test_every_event_and_every_count_names_where_it_was_read():
    scenario = groundswell.load(NAME)
    citations = (find(NAME).folder / "evidence" / "citations.toml").read_text(encoding="utf-8")
    for source in [event.source for event in scenario.events] + [row["source"] for row in observed()]:
        tags = [tag for group in source.split("[")[1:] for tag in group.partition("]")[0].split(", ")]
        assert tags, source
        assert all(f"\n{tag} = " in f"\n{citations}" for tag in tags), source


def test_people_die_under_force_most_in_daraa_and_nobody_without_it():
    base, calm = groundswell.load(NAME), groundswell.load(find(NAME).folder / "variants" / "no-force.toml")
    deaths = counted(base, "deaths_protest").sum(axis=0)
    assert deaths.sum() > 500
    assert society().regions.codes[int(deaths.argmax())] == "SY-DR"
    assert not counted(calm, "deaths_protest").any()


def test_people_flee_from_where_the_army_is_and_only_then():
    base = groundswell.load(NAME)
    left, codes = counted(base, "left_gross"), society().regions.codes
    assert not left[:41].any()
    assert {codes[r] for r in np.flatnonzero(left.sum(axis=0))} <= {"SY-DR", "SY-HI", "SY-TA", "SY-ID"}
    assert left.sum() > 5_000
