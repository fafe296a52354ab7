"""A run's counts for the page, finished or under way: five responses a day, and where; then what observers counted."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from groundswell.case import Case
from groundswell.errors import InputError
from groundswell.report.counts import HUES, RESPONSES, chosen_of, dates
from groundswell.report.counts import responses as of_nation
from groundswell.report.evidence import weight
from groundswell.runfolder import DAILY, LOCK, MANIFEST, partial
from groundswell.running import Run
from groundswell.running.figures import series_of
from groundswell.running.live import CHECKPOINTS
from groundswell.running.manifest import of_scenario
from groundswell.running.store import open_run
from groundswell.scenario import Scenario
from groundswell.scenario.load import load
from groundswell.seals import DamagedError, read_sealed
from groundswell.storage import checkpoint, table
from groundswell.storage.arrow import pa
from groundswell.storage.counts import Counts, blank
from groundswell.storage.stream import blocks, pieces

_SHAPE = (ArithmeticError, AttributeError, LookupError, MemoryError, TypeError, ValueError)


def run_of(folder: Path) -> Run | None:
    """Return the run of a folder as far as it has come, None before anything is there.

    Raises InputError for what is damaged or may not be read.
    """
    with as_damage(folder):
        if (folder / MANIFEST).is_file():
            return _finished(folder, (folder / MANIFEST).stat().st_mtime_ns)
        begun = partial(folder)
        if not (begun / LOCK).is_file():
            return None
        return _under_way(begun, _scenario(begun / LOCK, (begun / LOCK).stat().st_mtime_ns))


@contextmanager
def as_damage(folder: Path) -> Generator[None, None, None]:
    """Say of a folder that its files hold no run's counts, where reading them fails by their shape.

    A seal tells that a file is what somebody wrote, not that it was a run. Raises InputError.
    """
    try:
        yield
    except _SHAPE as error:
        problem = f"its files are whole, but hold no run's counts ({type(error).__name__}: {str(error)[:200]})"
        raise InputError(problem, place=str(folder), remedy="run it anew, or remove the folder") from error


@lru_cache(maxsize=16)
def _finished(folder: Path, stamp: int) -> Run:
    del stamp
    return _fitting(open_run(folder))


@lru_cache(maxsize=32)
def _scenario(file: Path, stamp: int) -> Scenario:
    del stamp
    return load(file)


def _under_way(folder: Path, scenario: Scenario) -> Run:
    """Return the days that a run has written so far; a block that is just being replaced ends them."""
    found = list[Counts]()
    for block in blocks(folder / "daily"):
        try:
            counts = _block(block.file, block.file.stat().st_mtime_ns, scenario.country)
        except (OSError, DamagedError):
            break
        if (counts.first, len(counts.values)) != (block.first, block.end - block.first):
            raise ValueError(f"{block.file.name} holds {len(counts.values):,} days")
        if found and (counts.measures, counts.regions) != (found[0].measures, found[0].regions):
            raise ValueError(f"{block.file.name} counts something else than the days before it")
        found.append(counts)
    if not found:
        empty = blank((), scenario.case.population.codes, 0)
        return Run(scenario, empty, of_scenario(scenario, 0))
    values = np.concatenate([each.values for each in found])
    known = {**_provenance(scenario), "days": len(values), "complete": len(values) == scenario.days}
    return _fitting(Run(scenario, replace(found[0], values=values), known))


def _fitting(run: Run) -> Run:
    """Return a run whose counts are of its case's regions and of as many days as it says. Raises ValueError."""
    counts = run.counts
    if run.days and set(counts.regions) != set(run.scenario.case.population.codes):
        raise ValueError("its regions are not the case's")
    if len(counts.values) != run.days or run.days > run.scenario.days:
        raise ValueError(f"{len(counts.values):,} days of {run.scenario.days:,}, where {run.days:,} are said to be")
    return run


@lru_cache(maxsize=8)
def _provenance(scenario: Scenario) -> dict[str, Any]:
    """Return what is known of a run under way, but for its days: a page asks often, and the run needs the time."""
    return of_scenario(scenario, 0)


@lru_cache(maxsize=512)
def _block(file: Path, stamp: int, country: str) -> Counts:
    del stamp
    return table.counts_of(pa.concat_tables(list(pieces(BytesIO(read_sealed(file))))), country)


def described(run: Run) -> dict[str, Any]:
    """Return what stands above a run's charts."""
    scenario, people = run.scenario, run.scenario.case.population
    inhabitants = people.population.tolist()
    return {
        "scenario": scenario.name, "title": scenario.title or scenario.name, "case": _name(scenario.case),
        "start": scenario.start, "days": scenario.days, "done": run.days, "complete": run.complete,
        "persons": scenario.persons, "people": scenario.case.population.total, "weight": weight(run),
        "seed": scenario.seed,
        "responses": [{"name": r.name, "word": r.word, "about": r.about, "colour": r.colour,
                       "hues": HUES[r.name]}
                      for r in RESPONSES if r in chosen_of(scenario)],
        "places": [{"code": code, "name": people.name(code), "people": number}
                   for code, number in zip(people.codes, inhabitants, strict=True)],
        "events": [{"name": e.name, "day": e.day} for e in scenario.events if e.day < scenario.days],
    }  # fmt: skip


def _name(case: Case) -> str:
    return case.name


def counts(run: Run, first: int = 0) -> dict[str, Any]:
    """Return the five responses of the nation from day 0 on, those of regions from day `first` on, in people.

    Of regions: `regions` (days, regions) by response; who stays is left out there.
    """
    if run.days == 0:
        return {"dates": [], "codes": [], "nation": {}, "regions": {}, "first": first}
    known = run.counts
    local = {
        "voice": ("participants",), "exit": ("queueing", "abroad"), "hide": ("evading",), "comply": ("serving",),
    }  # fmt: skip
    places = {
        name: sum(known.values[first:, known.at[m], :-1] for m in parts)
        for name, parts in local.items() if all(m in known.at for m in parts)
    }  # fmt: skip
    return {
        "dates": dates(run), "codes": known.regions, "first": first,
        "nation": {name: np.round(values) for name, values in of_nation(run).items()},
        "regions": {name: np.round(values) for name, values in places.items()},
    }  # fmt: skip


def evidence(run: Run) -> list[dict[str, Any]]:
    """Return what was published beside what the run's observers would have counted: a chart a series and place."""
    from groundswell.report.observed import drawn

    if run.days == 0:
        return []
    found = list[dict[str, Any]]()
    for of in drawn(run):
        line = series_of(run, of.series, of.regions)
        line = (np.cumsum(line) if of.so_far else line)[: of.days]
        found.append({"title": of.title, "note": of.note, "unit": of.unit, "share": of.share, "colour": of.colour,
                      "line": line, "points": of.rows, "sources": of.sources})  # fmt: skip
    return found


def can_go_on(folder: Path) -> int | None:
    """Return the day from which a run that was stopped or killed goes on, None for one that is whole or not there."""
    begun = partial(folder)
    if (folder / MANIFEST).is_file():
        run = run_of(folder)
        if run is None or run.complete:
            return None
        begun = folder
    elif not (begun / LOCK).is_file():
        return None
    kept = checkpoint.checkpoints(begun / CHECKPOINTS)
    return kept[0][0] if kept else 0


def has_daily(folder: Path) -> bool:
    """Tell whether a folder holds a finished run."""
    return (folder / DAILY).is_file() and (folder / MANIFEST).is_file()
