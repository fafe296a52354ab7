"""Runs from the page: asked for, watched, stopped, gone on with. Each is the command `groundswell run` in a process."""

from pathlib import Path
from typing import Any, cast

from starlette.requests import Request
from starlette.routing import BaseRoute

from groundswell.errors import GroundswellError, InputError
from groundswell.runfolder import partial
from groundswell.running import Run, memory
from groundswell.scenario.card import notice
from groundswell.scenario.lock import toml_value
from groundswell.studio import days
from groundswell.studio.answers import Fields, changes_of, count_of, got, posted, text_of
from groundswell.studio.jobs import LARGE, Job, Jobs
from groundswell.studio.listing import listed
from groundswell.studio.state import Studio, checked

REPORT = "report.html"
_CHECKPOINTS = 10  # days between two, where a state is small enough that they cost nothing


def routes(studio: Studio, jobs: Jobs) -> list[BaseRoute]:
    """Return what this part answers."""

    def name_of(request: Request) -> str:
        return checked(request.path_params["name"])

    def watch(request: Request) -> dict[str, Any]:
        first = request.query_params.get("from", "0")
        return watched(studio, jobs, name_of(request), int(first) if first.isdigit() else 0)

    def evidence(request: Request) -> list[dict[str, Any]]:
        name = name_of(request)
        with days.as_damage(studio.below(name)):
            return days.evidence(_run(studio, name))

    def stop(request: Request, _: Fields) -> dict[str, Any]:
        jobs.stop(name_of(request))
        return watched(studio, jobs, name_of(request), 0)

    def go_on(request: Request, _: Fields) -> dict[str, Any]:
        return {"name": resumed(studio, jobs, name_of(request)).name}

    return [
        got("/api/runs", lambda _: listed(studio, jobs)),
        posted("/api/runs", lambda _, sent: begin(studio, jobs, sent)),
        got("/api/runs/{name}", watch),
        got("/api/runs/{name}/evidence", evidence),
        posted("/api/runs/{name}/stop", stop),
        posted("/api/runs/{name}/resume", go_on),
    ]


def begin(studio: Studio, jobs: Jobs, sent: Fields) -> dict[str, Any]:
    """Queue a run of a scenario with its changes at a scale. Raises InputError for whatever a file's check refuses."""
    source, scale = text_of(sent, "scenario"), text_of(sent, "scale")
    changes = changes_of(sent)
    seed = count_of(sent, "seed", 1, 0, 2**53)
    given = {**changes, "scenario.scale": scale, "scenario.seed": seed}
    scenario = studio.scenario(source, given)
    memory.check(scenario.persons, scenario.case.population.total)
    kept = {"scenario": source, "changes": changes, "scale": scale, "seed": seed,
            "every": 0 if scenario.persons >= LARGE else _CHECKPOINTS}  # fmt: skip

    def arguments(_: str, folder: Path) -> tuple[str, ...]:
        return command(studio, kept, folder)

    job = jobs.add("run", scenario.title or scenario.name, scenario.persons, arguments, scenario.name, kept)
    return {"name": job.name}


def command(studio: Studio, sent: Fields, folder: Path) -> tuple[str, ...]:
    """Return the words after `groundswell` that make the run of what a page sent."""
    return ("run", str(studio.source(sent["scenario"])), "--scale", str(sent["scale"]), "--seed", str(sent["seed"]),
            *sets(sent["changes"]), "--checkpoint-every", str(sent["every"]), "--out", str(folder), "--json",
            *_trust(studio))  # fmt: skip


def sets(changes: Fields) -> list[str]:
    """Return the options that make these changes on the command line."""
    return [part for key, value in changes.items() for part in ("--set", f"{key}={toml_value(value)}")]


def _trust(studio: Studio) -> list[str]:
    return ["--trust"] if studio.trust else []


def resumed(studio: Studio, jobs: Jobs, name: str) -> Job:
    """Go on with a run from where it was stopped: with its report, or from the beginning if nothing is left of it.

    Raises InputError while it runs, and for one that the page did not ask for.
    """
    folder = studio.below(name)
    if days.can_go_on(folder) is not None:
        return jobs.again(name, ("resume", str(folder), "--json", *_trust(studio)))
    if folder.exists():
        if _wants_report(folder, days.run_of(folder)):
            return jobs.again(name, ("report", str(folder), "--force", "--json", *_trust(studio)))
        raise InputError("it is whole", place=name, remedy="run it anew from its case's page")
    return jobs.again(name, command(studio, jobs.own_job(name).sent, folder))


def _wants_report(folder: Path, run: Run | None) -> bool:
    """Tell whether all days are there and no report is: it was stopped in between."""
    return run is not None and run.complete and not (folder / REPORT).is_file()


def _run(studio: Studio, name: str) -> Run:
    run = days.run_of(studio.below(name))
    if run is None:
        raise InputError("no counts are there", place=name, remedy="the run has not begun, or its folder was removed")
    return run


def watched(studio: Studio, jobs: Jobs, name: str, first: int) -> dict[str, Any]:
    """Return how far a run has come and what it counted, of regions from day `first` on."""
    folder, job, told = studio.below(name), job_of(jobs, name), dict[str, Any]()
    try:
        run, counted = _counted(folder, first)
    except GroundswellError as error:
        run, counted, told = None, dict[str, Any](), {"damage": str(error)}
    if job is None and run is None and not told and not partial(folder).exists():
        raise InputError(f"no run '{name}'", place="name", remedy="look at the list of runs")
    state = jobs.state(job) if job else ("done" if run and run.complete else "killed")
    found: dict[str, Any] = {
        "name": name,
        "kind": job.kind if job else "run",
        "state": state,
        "folder": str(folder),
        **told,
    }
    if job:
        found |= {"title": job.title, "persons": job.persons, "error": error_of(jobs, job, state), "sent": job.sent}
        found["said"] = last_line(jobs.log(job))
        found["gone"] = state == "done" and run is None and not told
    if state not in ("running", "waiting"):
        found["goes_on_from"] = days.can_go_on(folder) if not told else None
        found["wants_report"] = job is not None and folder.exists() and _wants_report(folder, run)
        found["nothing_left"] = job is not None and not folder.exists() and not partial(folder).exists()
    return found | counted


def _counted(folder: Path, first: int) -> tuple[Run | None, dict[str, Any]]:
    """Return a folder's run and what the page shows of it, of regions from day `first` on. Raises InputError."""
    run = days.run_of(folder)
    if run is None:
        return None, {}
    first = first if 0 <= first <= run.days else 0
    with days.as_damage(folder):
        return run, days.described(run) | days.counts(run, first) | {"notice": notice(run.scenario.case)}


def job_of(jobs: Jobs, name: str) -> Job | None:
    """Return the job of a name, None for a folder that no page has asked for."""
    try:
        return jobs.get(name)
    except InputError:
        return None


def error_of(jobs: Jobs, job: Job, state: str) -> str:
    """Return why a job failed, in its command's words."""
    if state != "failed":
        return ""
    answer: Any = jobs.answer(job)
    if isinstance(answer, dict) and "error" in answer:
        return str(cast(dict[str, Any], answer)["error"])
    return jobs.log(job).strip()[-1_000:]


def last_line(log: str) -> str:
    """Return the last line that a job printed beside its answer."""
    lines = log.replace("\r", "\n").strip().splitlines()
    return lines[-1].strip() if lines else ""
