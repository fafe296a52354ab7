"""A run on the page: the same numbers as its folder's, under way or ended; what goes wrong with a folder is told."""

import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundswell.running.live import Keeping, create
from groundswell.running.manifest import identity
from groundswell.running.run import run
from groundswell.scenario import Scenario
from groundswell.scenario.load import load
from groundswell.simulate import start, step
from groundswell.society import synthesize
from groundswell.studio import days
from groundswell.studio.jobs import Jobs
from groundswell.studio.state import Studio

from .conftest import Client


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load("toyland", {"scenario.persons": 5_000, "scenario.days": 6})


@pytest.fixture(scope="module")
def finished(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs") / "ended"
    run(scenario, out=folder)
    return folder


@pytest.fixture
def there(finished: Path, studio: Studio) -> Path:
    return Path(shutil.copytree(finished, studio.folder / "ended"))


def begun(scenario: Scenario, target: Path, count: int) -> None:
    """Leave a run as a kill after `count` days does."""
    world = start(scenario, synthesize(scenario.case.population, scenario.persons, scenario.seed, scenario.society))
    with create(target, scenario, Keeping(), identity(scenario)) as live:
        for _ in range(count):
            live.record(world, step(scenario, world))
        live.daily.flush()


def test_a_run_of_the_command_line_is_listed_and_shown(client: Client, there: Path) -> None:
    (one,) = client.get("/api/runs").json
    assert (one["name"], one["state"], one["persons"]) == (there.name, "done", 5_000)
    shown = client.get("/api/runs/ended").json
    assert (shown["done"], shown["days"], shown["complete"]) == (6, 6, True)
    assert shown["notice"].startswith("A counterfactual simulation of the past")
    assert {r["word"] for r in shown["responses"]} == {"protest", "leave", "hide", "comply", "stay"}


def test_the_five_responses_add_up_to_the_people(there: Path) -> None:
    found = days.run_of(there)
    assert found is not None
    told = days.counts(found)
    deaths = np.cumsum(found.series("deaths_called") + found.series("deaths_protest"))
    assert sum(told["nation"].values()) + deaths == pytest.approx(100_000, abs=3)
    for name in ("voice", "exit", "hide", "comply"):
        assert told["regions"][name].sum(axis=1) == pytest.approx(told["nation"][name], abs=3)


def test_a_run_under_way_shows_the_days_of_the_finished_one(
    scenario: Scenario, client: Client, studio: Studio, there: Path
) -> None:
    begun(scenario, studio.folder / "begun", 3)
    part, whole = (client.get(f"/api/runs/{name}").json for name in ("begun", "ended"))
    assert (part["done"], part["state"], part["goes_on_from"]) == (3, "killed", 0)
    assert part["nation"] == {name: values[:3] for name, values in whole["nation"].items()}
    later = client.get("/api/runs/begun?from=2").json
    assert later["regions"] == {name: values[2:] for name, values in part["regions"].items()}
    assert client.get("/api/runs/begun/evidence").status == 200


def test_what_was_published_stands_beside_what_was_simulated(client: Client, there: Path) -> None:
    for each in client.get("/api/runs/ended/evidence").json:
        assert len(each["line"]) and each["unit"] and each["sources"]
        assert all(set(point) == {"date", "value", "low", "high", "what"} for point in each["points"])


def test_a_folder_that_was_removed_is_told(client: Client, there: Path) -> None:
    assert client.get("/api/runs/ended").status == 200
    shutil.rmtree(there)
    gone = client.get("/api/runs/ended")
    assert gone.status == 422 and "no run 'ended'" in gone.problem
    assert client.get("/api/keep/ended").status == 422
    assert client.get("/api/runs/ended/evidence").status == 422


@pytest.mark.parametrize("file", ["manifest.json", "daily.parquet", "scenario.lock.toml"])
def test_a_damaged_folder_is_told_and_the_list_stays(client: Client, there: Path, file: str) -> None:
    (there / file).write_bytes(b"\x00garbage")
    shown = client.get("/api/runs/ended").json
    assert "damage" in shown and "nation" not in shown
    assert len(client.get("/api/runs").json) == 1


def test_a_run_is_the_command_that_one_would_type(client: Client, studio: Studio) -> None:
    sent = {"scenario": "toyland", "scale": "1:10", "seed": 3, "changes": {"behaviour.cost": 3.5}}
    name = client.post("/api/runs", sent).json["name"]
    keep = studio.folder / name
    keep.mkdir()
    made = client.get(f"/api/keep/{name}").json
    assert made["command"].startswith("groundswell run toyland --scale 1:10 --seed 3 --set behaviour.cost=3.5")
    assert "gs.load('toyland', {'behaviour.cost': 3.5, 'scenario.scale': '1:10', 'scenario.seed': 3})" in made["python"]


def test_a_run_of_which_nothing_is_left_is_run_again_and_one_that_is_there_goes_on(
    scenario: Scenario, client: Client, jobs: Jobs, studio: Studio
) -> None:
    name = client.post("/api/runs", {"scenario": "toyland", "scale": "1:10"}).json["name"]
    jobs.stop(name)
    assert client.get(f"/api/runs/{name}").json["nothing_left"]
    assert client.post(f"/api/runs/{name}/resume", {}).status == 200
    assert jobs.get(name).arguments[0] == "run"
    jobs.stop(name)
    begun(scenario, studio.folder / name, 2)
    assert client.post(f"/api/runs/{name}/resume", {}).status == 200
    assert jobs.get(name).arguments[0] == "resume"
    jobs.stop(name)


def test_the_line_that_a_page_shows_makes_the_same_as_it_stands(
    client: Client, jobs: Jobs, studio: Studio, groundswell: Callable[..., Any]
) -> None:
    sent = {"scenario": "toyland", "scale": "1:50", "changes": {"behaviour.cost": 3.5}}
    name = client.post("/api/runs", sent).json["name"]
    asked = [word for word in jobs.get(name).arguments if word != "--json"]
    assert groundswell(*asked).code == 0  # as the page's own process does
    line = shlex.split(client.get(f"/api/keep/{name}").json["command"])
    assert groundswell(*line[1:]).code == 0  # and then by hand, where the page's folder is
    first, again = (studio.folder / each / "daily.parquet" for each in (name, f"{name}-again"))
    assert first.read_bytes() == again.read_bytes()


def test_a_run_that_was_stopped_before_its_report_gets_it(
    client: Client, jobs: Jobs, studio: Studio, finished: Path
) -> None:
    name = client.post("/api/runs", {"scenario": "toyland", "scale": "1:10"}).json["name"]
    jobs.stop(name)
    shutil.copytree(finished, studio.folder / name)
    (studio.folder / name / "report.html").unlink(missing_ok=True)
    shown = client.get(f"/api/runs/{name}").json
    assert (shown["complete"], shown["goes_on_from"], shown["wants_report"]) == (True, None, True)
    assert client.post(f"/api/runs/{name}/resume", {}).status == 200
    assert jobs.get(name).arguments[:2] == ("report", str(studio.folder / name))
    jobs.stop(name)


def test_a_claim_that_was_too_coarse_is_tested_again_with_more_pairs_a_draw(client: Client, jobs: Jobs) -> None:
    name = client.post("/api/judging", {"claim": "saturdays", "scale": "1:20", "draws": 5}).json["name"]
    jobs.stop(name)
    assert client.post(f"/api/judging/{name}/more", {"pairs": 3}).status == 200
    words = jobs.get(name).arguments
    assert [words[words.index(f"--{key}") + 1] for key in ("draws", "pairs")] == ["5", "3"]
    jobs.stop(name)
    assert client.post(f"/api/judging/{name}/more", {"draws": 4}).status == 422  # what is there is not taken away


@pytest.mark.parametrize(
    "sent",
    [{}, {"scenario": "toyland"}, {"scenario": "toyland", "scale": "big"}, {"scenario": "none", "scale": "1:10"},
     {"scenario": "toyland", "scale": "1:10", "seed": -1}, {"scenario": "toyland", "scale": "1:10", "seed": True},
     {"scenario": ["toyland"], "scale": "1:10"}, []],
)  # fmt: skip
def test_what_makes_no_run_is_refused_before_it_begins(client: Client, sent: Any) -> None:
    assert client.post("/api/runs", sent).status == 422
    assert client.get("/api/runs").json == []


def test_a_page_that_lies_in_the_folder_runs_nothing(client: Client, there: Path) -> None:
    (there / "report.html").write_text("<script>alert(1)</script>")
    (there / "figures").mkdir()
    (there / "figures" / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    for path in ("report.html", "figures/a.svg"):
        shown = client.get(f"/files/ended/{path}")
        assert shown.status == 200
        assert shown.headers["content-security-policy"].startswith("sandbox; default-src 'none';")
    assert client.get("/files/ended/daily.parquet").headers["content-disposition"].startswith("attachment")
    assert client.get("/pictures/ended/a.png").body.startswith(b"\x89PNG")
    (there / "evil.js").write_text("alert(1)")
    assert client.get("/files/ended/evil.js").status == 422
