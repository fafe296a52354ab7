"""Every case that ships: it builds at its smallest scale, its people add up, what happens has a source."""

from pathlib import Path

import pytest

import groundswell as gs
from groundswell.case import Case, cases
from groundswell.scenario.presets import presets

SHIPPED = cases()
every_case = pytest.mark.parametrize("case", SHIPPED, ids=[case.name for case in SHIPPED])


@every_case
def test_ages_add_up_to_the_people_of_each_region(case: Case) -> None:
    people = case.population
    assert (people.age_sex.sum(axis=(1, 2)) == people.population).all()
    assert people.total == people.population.sum()


@every_case
def test_no_town_has_more_people_than_its_region(case: Case) -> None:
    people, towns = case.population, case.population.towns
    for r in range(len(people.codes)):
        assert towns.population[towns.region == r].sum() <= people.population[r]


@every_case
def test_every_event_has_a_source(case: Case) -> None:
    events = gs.load(case.scenario).events
    assert events
    assert not [event.name for event in events if not event.source.strip()]


@every_case
def test_it_runs_at_its_smallest_scale(case: Case) -> None:
    people = case.population
    least = -(-people.total // int(people.population.min()))
    run = gs.run(gs.load(case.scenario, {"scenario.persons": least}).with_(days=3))
    assert run.days == 3


@every_case
def test_every_table_of_people_has_its_source_and_the_card_says_how_badly_it_fits(case: Case) -> None:
    named = {source.name for source in case.sources}
    tables = [f"population/{file.name}" for file in (case.folder / "population").iterdir() if file.suffix != ".py"]
    own = {table for table in tables if table not in named and "spellings" not in table}
    assert not own or "population" in named
    if case.name != "russia-2022":
        card = (case.folder / "README.md").read_text(encoding="utf-8").lower()
        assert "fit" in card and "responsible use" in card


@pytest.mark.parametrize("name", [f"{p.case}/{p.name}" for p in presets() if p.path is not None])
def test_every_variant_is_valid_and_says_what_it_is(name: str) -> None:
    scenario = gs.load(name)
    assert scenario.title
    assert scenario.description


def test_the_page_on_cases_names_every_one() -> None:
    page = (Path(__file__).parents[2] / "docs" / "cases.md").read_text(encoding="utf-8")
    assert [case.name for case in SHIPPED if f"| `{case.name}` |" not in page] == []
