"""Comparisons as jobs: the command `groundswell compare` in a process, at any size, with its report at the end."""

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.routing import BaseRoute

from groundswell.comparisons.compare import kept_results
from groundswell.computing import store
from groundswell.errors import GroundswellError, InputError
from groundswell.running import memory
from groundswell.scenario.card import notice
from groundswell.studio.answers import Fields, changes_of, count_of, got, posted, text_of
from groundswell.studio.jobs import Jobs
from groundswell.studio.pairs import asked, both
from groundswell.studio.runs import error_of
from groundswell.studio.state import Studio, checked

PAGE, RESULTS = "compare.html", "results"
MANY = {1: "one thing", 2: "two things", 3: "three things"}


def routes(studio: Studio, jobs: Jobs) -> list[BaseRoute]:
    """Return what this part answers."""

    def watch(request: Request) -> dict[str, Any]:
        return watched(studio, jobs, checked(request.path_params["name"]))

    def stop(request: Request, _: Fields) -> dict[str, Any]:
        jobs.stop(checked(request.path_params["name"]))
        return watch(request)

    def so_far(request: Request) -> dict[str, Any]:
        return effects(studio, jobs, checked(request.path_params["name"]))

    def go_on(request: Request, _: Fields) -> dict[str, Any]:
        job = jobs.own_job(checked(request.path_params["name"]))
        return {"name": jobs.again(job.name, job.arguments).name}

    return [
        posted("/api/compares", lambda _, sent: begin(studio, jobs, sent)),
        got("/api/compares/{name}", watch),
        got("/api/compares/{name}/effects", so_far),
        posted("/api/compares/{name}/stop", stop),
        posted("/api/compares/{name}/resume", go_on),
    ]


def begin(studio: Studio, jobs: Jobs, sent: Fields) -> dict[str, Any]:
    """Queue a comparison of a scenario with its changed world. Raises InputError for what a file's check refuses."""
    base, arm = asked(studio, sent)
    pairs, scale = count_of(sent, "pairs", 8, 1, 1_000), text_of(sent, "scale")
    memory.check(base.persons, base.case.population.total)
    source = str(studio.source(text_of(sent, "scenario")))

    def arguments(_: str, folder: Path) -> tuple[str, ...]:
        return ("compare", source, "--arm", arm.text, "--scale", scale, "--seed", str(base.seed), "--seeds", str(pairs),
                "--keep", str(folder / RESULTS), "--out", str(folder), "--force", "--json",
                *(["--trust"] if studio.trust else []))  # fmt: skip

    kept = {"scenario": text_of(sent, "scenario"), "changes": changes_of(sent), "scale": scale, "pairs": pairs,
            "seed": base.seed, "case": base.case.name, "arm": arm.text, "notice": notice(base.case)}  # fmt: skip
    title = f"{base.title or base.name}, {things(changes_of(sent))} changed"
    job = jobs.add("compare", title, base.persons, arguments, f"{base.name}-{arm.name}", kept, alone=pairs > 1)
    return {"name": job.name}


def things(changes: Fields) -> str:
    """Return how many things are changed, in words; all keys of one event are one thing."""
    many = len({tuple(key.split(".")[:2]) if key.startswith("events.") else key for key in changes})
    return MANY.get(many, f"{many} things")


def effects(studio: Studio, jobs: Jobs, name: str) -> dict[str, Any]:
    """Return both worlds and their differences from the pairs that are there, as the page of a change has them.

    Raises InputError when there are none, or when the scenario was changed since: results of another are not shown.
    """
    sent = jobs.get(name).sent
    base, arm = asked(studio, sent)
    many = count_of(sent, "pairs", 8, 1, 1_000)
    try:
        return both(kept_results(base, [arm], range(base.seed, base.seed + many), studio.below(name, RESULTS)))
    except (GroundswellError, KeyError, ValueError, TypeError) as error:
        remedy = "the report has them; or run it anew from 'Change it further'"
        problem = "its results are those of another version or scenario and cannot be read anew"
        raise InputError(problem, place=name, remedy=remedy) from error


def watched(studio: Studio, jobs: Jobs, name: str) -> dict[str, Any]:
    """Return how far a comparison has come."""
    job, folder = jobs.get(name), studio.below(name)
    state = jobs.state(job)
    done = store.count(folder / RESULTS)
    return {
        "name": name, "kind": "compare", "title": job.title, "state": state, "persons": job.persons, "done": done,
        "pairs": job.sent.get("pairs", 0), "sent": job.sent, "folder": str(folder), "error": error_of(jobs, job, state),
        "notice": job.sent.get("notice", ""), "gone": state == "done" and not (folder / PAGE).is_file(),
        "again": state in ("stopped", "killed", "failed"),
    }  # fmt: skip
