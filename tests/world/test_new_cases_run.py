"""A new case is a case like any other: read, checked, run, and quiet until something is announced."""

from pathlib import Path

import pytest

import groundswell as gs
from groundswell.case import find
from groundswell.scenario import Scenario
from groundswell.world import write_case
from groundswell.world.build import build

SMALL = {"scenario.persons": 20_000, "scenario.days": 6}


@pytest.fixture(scope="module")
def chile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cases") / "chile"
    write_case("CHL", folder)
    return folder


def totals(scenario: Scenario, *measures: str) -> list[float]:
    run = gs.run(scenario)
    return [float(run.series(measure).sum()) for measure in measures]


@pytest.mark.parametrize("iso3", ["MCO", "KIR", "AZE", "TUN", "SYR"])
def test_what_was_written_is_what_is_read(iso3: str, tmp_path: Path) -> None:
    write_case(iso3, tmp_path / "land", 2011)
    case, p = find(tmp_path / "land"), build(iso3, 2011)
    assert case.population.total == p.total
    assert dict(zip(case.population.codes, case.population.population.tolist(), strict=True)) == dict(
        zip(p.regions.code, p.persons.tolist(), strict=True)
    )
    assert len(case.population.towns.name) == len(p.towns)
    assert case.population.capital.sum() == 1
    assert len(case.outlines) == len(p.outlines)
    assert case.parameters["society.household_mean"].value == p.households.mean
    assert {source.name for source in case.sources} >= {"population/regions.csv", "parameters.toml"}


def test_nobody_acts_in_a_new_case_until_something_is_announced(chile: Path) -> None:
    eager = {**SMALL, "behaviour.protest": -8.0}
    quiet = gs.load(str(chile)).with_(eager)
    assert totals(quiet, "participants", "left_gross") == [0.0, 0.0]
    announced = gs.load(str(chile / "variants" / "announced-day.toml")).with_(eager)
    run = gs.run(announced)
    assert run.series("participants")[3] > 0
    assert run.series("participants")[:2].sum() == 0
    assert run.series("obs_participants").sum() > 0


def test_an_announced_day_draws_about_one_adult_in_a_thousand_as_the_card_says(chile: Path) -> None:
    announced = gs.load(str(chile / "variants" / "announced-day.toml"))
    run = gs.run(announced.with_({"scenario.persons": 60_000, "scenario.days": 5}))
    assert 0.3 <= 1000 * run.series("participants")[3] / build("CHL").adults <= 3.0


def test_adults_may_leave_a_new_case_once_they_have_a_motive(chile: Path) -> None:
    news = {"events.news.kind": "announcement", "events.news.day": 1, "events.news.exit_motive": 1.0}
    moved = gs.load(str(chile)).with_({**SMALL, **news, "behaviour.leave": 0.0})
    (left,) = totals(moved, "left_gross")
    assert 0 < left <= 5 * build("CHL").adults * 1e-4 + moved.case.population.total / 20_000
