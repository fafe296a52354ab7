"""Both worlds at once: pairs of small runs, answered in seconds by processes that stay warm, and large ones as jobs."""

import tempfile
import time
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.routing import BaseRoute

from groundswell import resolution
from groundswell.comparisons import outcomes
from groundswell.comparisons.compare import BASE, compare
from groundswell.comparisons.comparison import Comparison
from groundswell.comparisons.effects import METHOD, Effect
from groundswell.computing import store
from groundswell.computing.fork import Variant
from groundswell.computing.job import Job
from groundswell.computing.pool import run_jobs
from groundswell.computing.processes import Workers
from groundswell.computing.record import recorded
from groundswell.errors import GroundswellError, InputError
from groundswell.report import names, transitions
from groundswell.report.counts import COLOUR, RESPONSES, chosen_of, rate
from groundswell.scenario import Scenario
from groundswell.scenario.arms import Arm, Change, apply
from groundswell.scenario.card import notice
from groundswell.studio.answers import Fields, changes_of, count_of, posted, text_of
from groundswell.studio.state import Studio

CHANGED = "changed"
MOST = 64  # pairs of one answer
_LARGEST = 1_000_000  # simulated persons of a run that is answered at once
# What of a response is shown in both worlds: a measure whose paired difference has an interval
_MEASURES = {"voice": "participants", "exit": "abroad", "hide": "evading", "comply": "serving"}
_PLACES = {"voice": "participants", "exit": "left_gross", "comply": "complied"}


class Pairs:
    """Warm processes and what they have run already. As a context it ends them when it is left."""

    def __init__(self, studio: Studio) -> None:
        self.studio, self.workers, self.one_at_a_time = studio, Workers(), Lock()
        self.scratch = tempfile.TemporaryDirectory(prefix="groundswell-studio-")
        self.newest: dict[str, int] = {}  # by tab: the number of its newest question

    def __enter__(self) -> "Pairs":
        return self

    def __exit__(self, *_: object) -> None:
        self.workers.stop()
        self.workers.close()
        self.scratch.cleanup()

    def ask(self, sent: Fields) -> dict[str, Any]:
        """Run what is missing of so many pairs, and return both worlds and their differences.

        A question that the same tab has replaced by a newer one is not run: {"stale": true}. Raises InputError for a
        change that a file's check refuses, and for runs too large to be answered at once.
        """
        tab, turn = text_of(sent, "tab", ""), count_of(sent, "turn", 0, 0, 2**53)
        self.newest[tab] = max(turn, self.newest.get(tab, 0))
        base, arm = asked(self.studio, sent)
        if base.persons > _LARGEST:
            problem = f"{base.persons:,} persons are too many to be answered at once"
            raise InputError(problem, place="scale", remedy="take a smaller size, or let it run as a comparison")
        many, began = count_of(sent, "pairs", 2, 1, MOST), time.perf_counter()
        with self.one_at_a_time:
            if turn < self.newest[tab]:
                return {"stale": True}
            found = self._run(base, arm, many) if arm.changes else self._alone(base, many)
        return found | {"seconds": round(time.perf_counter() - began, 3)}

    def _run(self, base: Scenario, arm: Arm, many: int) -> dict[str, Any]:
        found = compare(base, [arm], range(base.seed, base.seed + many), folder=Path(self.scratch.name),
                        kept=self.workers)  # fmt: skip
        return both(found)

    def _alone(self, base: Scenario, many: int) -> dict[str, Any]:
        """Return the baseline alone, and leave the processes warm."""
        jobs = [Job((Variant(BASE, base.with_(seed=base.seed + k)),)) for k in range(many)]
        folder = Path(self.scratch.name)
        for done in run_jobs(jobs, folder, kept=self.workers):
            if done.error:
                raise GroundswellError(done.error)
        values = [store.read(folder, job.key, job.variants).runs[BASE].counts.values for job in jobs]
        return _frame(base, np.mean(values, axis=0), many)


def asked(studio: Studio, sent: Fields) -> tuple[Scenario, Arm]:
    """Return the baseline and the changed arm that a page asks for, checked. Raises InputError."""
    given = {"scenario.scale": text_of(sent, "scale"), "scenario.seed": count_of(sent, "seed", 1, 0, 2**53)}
    base = studio.scenario(text_of(sent, "scenario"), given)
    arm = Arm(CHANGED, tuple(Change(key, "=", value) for key, value in changes_of(sent).items()))
    apply(base, arm)
    return base, arm


def _frame(base: Scenario, level: Any, many: int) -> dict[str, Any]:
    """Return what both worlds share: days, the responses that are shown, the baseline's daily means."""
    known, shown = list(recorded(base)), [r for r in RESPONSES if r in chosen_of(base) and r.name in _MEASURES]
    weight = resolution.weight(base.case.population.total, base.persons)
    return {
        "scenario": base.name, "case": base.case.name, "notice": notice(base.case), "days": base.days,
        "start": base.start, "persons": base.persons, "weight": weight, "pairs": many,
        "about_scale": resolution.sentence(weight, many),
        "series": [{"name": r.name, "word": r.word, "measure": _MEASURES[r.name],
                    "about": recorded(base)[_MEASURES[r.name]][1], "colour": COLOUR[r.name],
                    "baseline": level[:, known.index(_MEASURES[r.name]), -1]}
                   for r in shown if _MEASURES[r.name] in known],
    }  # fmt: skip


def both(c: Comparison) -> dict[str, Any]:
    """Return a comparison as the page shows it."""
    arm = c.arms[1]
    found = _frame(c.scenario, c.level, len(c.seeds))
    for each in found["series"]:
        low, high = c.interval(arm, each["measure"])
        each |= {"difference": c.effect(arm, each["measure"]), "low": low, "high": high}
    people = c.scenario.case.population
    return found | {
        "arm": c.texts[0] if c.texts else "", "method": METHOD, "from_day": c.from_day[arm],
        "failures": list(c.failures.values()),
        "outcomes": [_outcome(c, name, e) for name, e in c.relevant(arm).items()],
        "moved": [_moved(c, t) for t in transitions.changes(c.moved[arm], "all", c.weight, len(c.seeds), people)[:12]],
        "moved_at_most": resolution.zero_count_bound(c.weight, len(c.seeds)),
        "places": _places(c, arm),
    }  # fmt: skip


def _moved(c: Comparison, of: transitions.Change) -> dict[str, Any]:
    """Return who ended otherwise, with the exact Poisson interval of so many simulated persons."""
    low, high = resolution.count_interval(of.persons, c.weight, len(c.seeds))
    return of._asdict() | {"low": low, "high": high}


def _outcome(c: Comparison, name: str, e: Effect) -> dict[str, Any]:
    of = outcomes.outcome(name, scenario=c.scenario)
    unit = names.unit(of.unit)
    return {
        "name": name, "about": of.about, "unit": unit.text, "times": unit.times, "mean": e.mean, "low": e.low90,
        "high": e.high90, "base": e.base, "differ": e.differ, "coarse": e.is_coarse, "simulated": e.simulated_persons,
        "shown": names.figure(e.mean, of.unit), "baseline": names.figure(e.base, of.unit).removeprefix("+"),
        "interval": None if e.low90 is None or e.high90 is None else
        f"{names.figure(e.low90, of.unit)} to {names.figure(e.high90, of.unit)}",
    }  # fmt: skip


def _places(c: Comparison, arm: str) -> dict[str, dict[str, float | None]]:
    """Return the changes of sums over the run by region, per 100,000 inhabitants; None on too few persons."""
    people = c.scenario.case.population
    inhabitants = dict(zip(people.codes, people.population.tolist(), strict=True))
    shown = {r.name for r in chosen_of(c.scenario)}
    return {
        name: {code: None if e.is_coarse else rate(e.mean, inhabitants[code], c.weight, len(c.seeds)).value
               for code, e in c.regional[arm][measure].items()}
        for name, measure in _PLACES.items() if name in shown
    }  # fmt: skip


def routes(pairs: Pairs) -> list[BaseRoute]:
    """Return what this part answers."""

    def ask(_: Request, sent: Fields) -> dict[str, Any]:
        return pairs.ask(sent)

    return [posted("/api/pairs", ask)]
