"""A claim being tested: the command `groundswell claim` in a process, and the verdict of the draws that are there."""

import json
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.routing import BaseRoute

from groundswell.errors import GroundswellError, InputError
from groundswell.files import read_own
from groundswell.inference import observables
from groundswell.running import memory
from groundswell.scenario.card import notice
from groundswell.scenario.catalogue import assumptions
from groundswell.scenario.meanings import meaning
from groundswell.studio import claims, posteriors
from groundswell.studio.answers import Fields, count_of, got, posted, text_of
from groundswell.studio.days import as_damage
from groundswell.studio.jobs import Job, Jobs
from groundswell.studio.runs import error_of, last_line
from groundswell.studio.state import Studio, checked
from groundswell.verdicts.format_verdict import MEANING
from groundswell.verdicts.settling import Watch
from groundswell.verdicts.verdict import HIGH, LOW
from groundswell.verdicts.verdict_folder import VERDICT

PAGE, STORE = "claim.html", "store"
MOST_DRAWS, MOST_PAIRS = 10_000, 100


def routes(studio: Studio, jobs: Jobs) -> list[BaseRoute]:
    """Return what this part answers."""
    watches: dict[tuple[str, float], Watch] = {}

    def watch(request: Request) -> Fields:
        steps = request.query_params.get("steps") == "1"
        return watched(studio, jobs, checked(request.path_params["name"]), watches, steps)

    def stop(request: Request, _: Fields) -> Fields:
        jobs.stop(checked(request.path_params["name"]))
        return watch(request)

    def go_on(request: Request, _: Fields) -> Fields:
        job = jobs.own_job(checked(request.path_params["name"]))
        return {"name": jobs.again(job.name, job.arguments).name}

    def more(request: Request, sent: Fields) -> Fields:
        return {"name": more_draws(jobs, checked(request.path_params["name"]), sent).name}

    return [
        posted("/api/judging", lambda _, sent: begin(studio, jobs, sent)),
        got("/api/judging/{name}", watch),
        posted("/api/judging/{name}/stop", stop),
        posted("/api/judging/{name}/resume", go_on),
        posted("/api/judging/{name}/more", more),
    ]


def begin(studio: Studio, jobs: Jobs, sent: Fields) -> Fields:
    """Queue the test of a claim. Raises InputError for whatever a file's check refuses."""
    name, scale = text_of(sent, "claim"), text_of(sent, "scale")
    draws, pairs = count_of(sent, "draws", 40, 2, MOST_DRAWS), count_of(sent, "pairs", 1, 1, MOST_PAIRS)
    asks, posterior = sent.get("could_fail") is not False, text_of(sent, "posterior", "")
    claim = claims.read(studio, name, {"scenario.scale": scale})
    memory.check(claim.scenario.persons, claim.scenario.case.population.total)
    source, weighed = str(claims.source_of(studio, name)), list[str]()
    if posterior:
        if posterior not in [each["name"] for each in posteriors.listed(studio)]:
            raise InputError(f"no posterior '{posterior}'", place="posterior", remedy="look at the list")
        weighed = ["--posterior", str(studio.below(posterior))]

    def arguments(_: str, folder: Path) -> tuple[str, ...]:
        return ("claim", source, "--draws", str(draws), "--pairs", str(pairs), "--scale", scale, *weighed,
                *([] if asks else ["--no-could-fail"]), "--out", str(folder), "--force", "--json",
                *(["--trust"] if studio.trust else []))  # fmt: skip

    kept = {"claim": name, "draws": draws, "pairs": pairs, "scale": scale, "posterior": posterior, "could_fail": asks,
            "text": claim.text, "said": claim.said, "reading": claim.reading, "case": claim.scenario.case.name,
            "conditions": [c.text for c in claim.conditions], "notice": notice(claim.scenario.case)}  # fmt: skip
    job = jobs.add("claim", claim.title, claim.scenario.persons, arguments, f"claim-{claim.name}", kept, alone=True)
    return {"name": job.name}


def more_draws(jobs: Jobs, name: str, sent: Fields) -> Job:
    """Queue more draws of a claim whose test has ended, or more pairs a draw: runs that are there are not run again.

    Raises InputError for fewer of either.
    """
    job = jobs.own_job(name)
    words, more = list(job.arguments), dict[str, int]()
    for key, most in (("draws", MOST_DRAWS), ("pairs", MOST_PAIRS)):
        before = int(job.sent.get(key, 2))
        more[key] = count_of(sent, key, before, before, most)
        words[words.index(f"--{key}") + 1] = str(more[key])
    return jobs.again(name, tuple(words), {**job.sent, **more})


def watched(studio: Studio, jobs: Jobs, name: str, watches: dict[tuple[str, float], Watch],
            steps: bool = False) -> Fields:  # fmt: skip
    """Return how far the test of a claim has come: the verdict of the draws so far, at the end the verdict itself.

    `steps`: how the verdict settled too, when it is there already: to read all draws takes seconds.
    """
    job, folder = jobs.get(name), studio.below(name)
    state = jobs.state(job)
    verdict = _verdict(folder) if state in ("done", "failed") else None
    if verdict is not None:
        verdict |= _meanings(studio, job, verdict)
    found: Fields = {
        "name": name, "kind": "claim", "title": job.title, "state": state, "persons": job.persons, "sent": job.sent,
        "folder": str(folder), "error": "" if verdict else error_of(jobs, job, state), "said": last_line(jobs.log(job)),
        "notice": job.sent.get("notice", ""), "gone": state == "done" and verdict is None,
        "again": state in ("stopped", "killed", "failed"), "verdict": verdict, "high": HIGH, "low": LOW,
    }  # fmt: skip
    if state != "waiting" and not job.sent.get("posterior") and (steps or verdict is None):
        found |= _settling(studio, job, folder, watches)
        why = found.pop("why", "")
        found["error"] = found["error"] or why
    return found


def _settling(studio: Studio, job: Job, folder: Path, watches: dict[tuple[str, float], Watch]) -> Fields:
    """Return the share of draws so far with its interval after each, and what they alone would say."""
    at = (job.name, job.asked)
    try:
        if at not in watches:
            sent = job.sent
            claim = claims.read(studio, str(sent["claim"]), {"scenario.scale": sent["scale"]})
            watches.clear()  # one at a time is being looked at
            watches[at] = Watch(claim, folder / STORE, int(sent["draws"]), int(sent["pairs"]))
        with as_damage(folder / STORE):
            seen = watches[at].look()
    except (GroundswellError, OSError, KeyError) as error:  # the claim's file was changed or removed meanwhile
        return {"draws_done": 0, "steps": [], "so_far": "", "why": str(error)}
    return {"draws_done": seen.draws, "steps": [list(step) for step in seen.steps],
            "so_far": seen.verdict.answer if seen.verdict else ""}  # fmt: skip


def _verdict(folder: Path) -> Any:
    """Return what verdict.json says, None when it is not there or no verdict."""
    try:
        found = json.loads(read_own(folder / VERDICT))
        return {**found, "meaning": MEANING[found["verdict"]]}
    except (OSError, ValueError, KeyError, TypeError, GroundswellError):
        return None


def _meanings(studio: Studio, job: Job, verdict: Fields) -> Fields:
    """Return meaning and unit of the parameters that were drawn or decide a verdict; none without the claim."""
    try:
        scenario = claims.read(studio, str(job.sent["claim"]), {"scenario.scale": job.sent["scale"]}).scenario
        depends, named = verdict["depends_on"], list(verdict["joint"])
        named += [*depends["parameters"], *(bound for box in depends["holds_in"] for bound in box["bounds"])]
        keys = {str(each["key"]) for each in named}
    except (GroundswellError, KeyError, TypeError):
        return {"meanings": {}, "units": {}}
    solved = observables.known()  # what is drawn in place of the parameter that it is solved for
    known = {a.parameter.key: a.parameter for a in assumptions(scenario)} | solved
    return {"meanings": {key: solved[key].meta.about if key in solved else meaning(key, scenario) for key in keys},
            "units": {key: known[key].meta.unit for key in keys if key in known}}  # fmt: skip
