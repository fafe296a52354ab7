"""`calibrate`: evidence goes in, a posterior comes out, or the empty set."""

import hashlib
import json
import logging
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np

from groundswell.arguments import MOST_RUNS, AnyPath, as_path, as_whole
from groundswell.case.evidence import Target
from groundswell.case.target_scale import on_logit
from groundswell.computing import pool
from groundswell.computing.job import Job
from groundswell.computing.processes import Workers
from groundswell.computing.provenance import provenance
from groundswell.computing.shard import Shard
from groundswell.computing.size import resized
from groundswell.errors import InputError, nearest, shown
from groundswell.extras import need
from groundswell.files import as_input_errors, read_own, refuse_foreign, write_text
from groundswell.inference import abc, plan, point, posterior_folder, weights
from groundswell.inference.draws import resample
from groundswell.inference.plan import Plan
from groundswell.inference.point import PointFit
from groundswell.inference.posterior import Posterior, Table
from groundswell.inference.prior import joint_prior
from groundswell.inference.problem import Found, Problem
from groundswell.inference.smoothed import smooth
from groundswell.inference.table import Draws, Places, Progress, ReferenceTable
from groundswell.json_text import json_text
from groundswell.locks import hold
from groundswell.running import memory
from groundswell.running.targets import targets_for
from groundswell.scenario import Scenario
from groundswell.scenario.load import load
from groundswell.types import Floats

METHODS, POINT = ("synthetic-likelihood", "history-matching", "sequential-abc"), "optuna"
_log = logging.getLogger(__name__)
PLAN, SOCIETIES = "plan.json", 8
_PILOT = 16  # runs that tell the pace


def calibrate(scenario: Scenario | AnyPath, folder: AnyPath, *, evidence: AnyPath | None = None,
              budget: str = "2000 draws", method: str = METHODS[0], scale: str = "", last_scale: str = "",
              seeds: int = SOCIETIES, executor: str = "processes", workers: int | None = None, address: str = "",
              progress: Progress | None = None, resume: bool = False, force: bool = False, part: Shard | None = None,
              merge: bool = False) -> Posterior:  # fmt: skip
    """Fit all uncertain parameters of a scenario to its case's evidence, and return the posterior.

    `budget`: "2h", "30m" or "2000 draws". `method`: "synthetic-likelihood" (waves, then weights by what runs are
    expected to show), "history-matching" (the same, weights by single runs) or "sequential-abc". Early waves are run at
    `scale`, what is weighed at `last_scale` (default: the same). `evidence`: a table of targets in the place of the
    case's. Draws take `seeds` societies in turn. The folder keeps every run: repeat the call to go on; `resume` refuses
    to begin anew; `force` lets the folder be used for another calibration.
    Raises InputError for what cannot be done, a scenario without a target to fit, and a folder of another calibration;
    GroundswellError when the extra `calibrate` is not installed.
    """
    if method not in METHODS:
        more = "; fit_point (--method optuna) gives a point" if method == POINT else ""
        raise InputError(f"'{method}'", place="method", remedy=nearest(method, METHODS) + more)
    asked = plan.parse(budget)
    if (part or merge) and not asked.draws:
        raise InputError(budget, place="budget", remedy='parts need a number that all share: give "2000 draws"')
    table = _table(scenario, as_path(folder, "out"), evidence, scale, last_scale, seeds)
    with _begun(table, Places(executor, workers, address, None, part, merge), progress, resume):
        chosen = _plan(table, asked, budget, method, force)
        found = _found(table, chosen, method)
        made = _posterior(table, found, chosen, method, budget)
        if part is None:
            posterior_folder.write(made)
    return made


def fit_point(scenario: Scenario | AnyPath, folder: AnyPath, *, evidence: AnyPath | None = None,
              budget: str = "500 draws", scale: str = "", seeds: int = SOCIETIES, executor: str = "processes",
              workers: int | None = None, address: str = "", progress: Progress | None = None, resume: bool = False,
              force: bool = False) -> PointFit:  # fmt: skip
    """Return the best parameters that Optuna finds: a point, no posterior. Arguments are those of `calibrate`.

    Writes fitted.toml, a scenario to run, and point.json into the folder. Raises InputError as `calibrate` does;
    GroundswellError when the extra `optuna` is not installed.
    """
    need("optuna")
    asked = plan.parse(budget)
    table = _table(scenario, as_path(folder, "out"), evidence, scale, "", seeds)
    with _begun(table, Places(executor, workers, address), progress, resume):
        return point.point(table, _plan(table, asked, budget, POINT, force).runs)


@contextmanager
def _begun(table: ReferenceTable, where: Places, progress: Progress | None,
           resume: bool) -> Generator[None, None, None]:  # fmt: skip
    """Hold the folder of a table, and keep workers for all its sets. Raises InputError for what cannot be done."""
    if (resume or where.merge) and not (table.folder / PLAN).exists():
        what, place = ("put together", "merge") if where.merge else ("go on with", "resume")
        raise InputError(f"nothing to {what}", place=place, remedy=f"no calibration was begun in {table.folder}")
    need("calibrate")
    pool.check(where.executor, where.workers, where.address)
    memory.check(table.final.persons, table.final.case.population.total)
    held = where.part.lock(table.folder) if where.part else table.folder
    with as_input_errors(held):
        held.mkdir(parents=True, exist_ok=True)
    with hold(held), Workers() as kept:
        table.where, table.progress = where._replace(kept=kept), progress
        yield


def _table(scenario: Scenario | AnyPath, folder: Path, evidence: AnyPath | None, scale: str, last_scale: str,
           seeds: int) -> ReferenceTable:  # fmt: skip
    """Return an empty reference table of what is asked for. Raises InputError."""
    seeds = as_whole(seeds, "seeds", 1, MOST_RUNS)
    base = scenario if isinstance(scenario, Scenario) else load(scenario)
    targets = targets_for(base, None if evidence is None else as_path(evidence, "evidence"))
    early = resized(base, scale or None)
    final = resized(early, last_scale or None)
    early, final = (replace(each, case=each.case.with_targets(targets)) for each in (early, final))
    table = ReferenceTable(joint_prior(early), early, final, targets, folder, seeds)
    if not table.prior.keys:
        raise InputError(f"'{base.name}' has no uncertain parameter", place="scenario", remedy="declare a prior")
    for last in (False, True):
        if not table.goals(last).targets:
            whys = sorted({table.left_out(t, last) for t in targets if t.role == "fit"} - {""})
            why = "; ".join(whys) or "no target has the role fit"
            raise InputError("no target to fit to", place="evidence", remedy=f"all are left out: {why}")
    _tell_coarse(table)
    return table


def _tell_coarse(table: ReferenceTable) -> None:
    """Note the targets that are smaller than what one simulated person stands for: runs cannot show such a figure."""
    goals = table.goals(True)
    small = [t for t in goals.targets if not on_logit(t) and 0.0 < t.value < goals.weight]
    if small:
        named = ", ".join(f"{t.id} ({t.value:,.10g})" for t in small)
        finer = max(int(min(t.value for t in small)), 1)
        _log.warning("note: one simulated person stands for %s people, more than the figures of %s: runs cannot show "
                     "them; a scale of 1:%s or finer can", f"{goals.weight:,.0f}", named, f"{finer:,}")  # fmt: skip


def _identity(table: ReferenceTable) -> dict[str, Any]:
    """Return what tells one calibration from another, as plain values."""
    return {
        "scenario_hash": table.final.hash, "early_hash": table.early.hash, "seeds": table.seeds,
        "evidence": _digest(table.targets), "coordinates": list(table.prior.keys),
        "fingerprint": _middle(table).fingerprint,
    }  # fmt: skip


def _middle(table: ReferenceTable) -> Job:
    """Return the job in the middle of the prior, for what all jobs share."""
    return table.job(table.final, np.full(len(table.prior.keys), 0.5), table.final.seed)


def _digest(targets: tuple[Target, ...]) -> str:
    return hashlib.sha256(posterior_folder.targets_text(targets).encode()).hexdigest()


def _plan(table: ReferenceTable, asked: plan.Budget, budget: str, method: str, force: bool) -> Plan:
    """Return how the budget is spent, as the folder has it if it was begun before. Raises InputError."""
    about = {"budget": budget, "method": method, **_identity(table)}
    file = table.folder / PLAN
    before = _before(file)
    draws = asked.draws
    if before:
        if not (others := plan.others(before, json.loads(json_text(about)))):
            draws = _as_planned(before["draws"], asked, file)
        elif not force:
            problem = f"holds another calibration, of another {' and another '.join(others)}"
            remedy = "name another folder, or give --force (force=True): runs that both share are kept"
            raise InputError(problem, place=str(table.folder), remedy=remedy)
    elif (table.folder / posterior_folder.MANIFEST).exists():
        raise InputError("holds other results", place=str(table.folder), remedy="name another folder")
    draws = draws or int(min(max(asked.seconds / _pace(table), plan.FEWEST), plan.MOST))
    with as_input_errors(table.folder):
        write_text(file, json_text({**about, "draws": draws}) + "\n")
    made = plan.plan(draws, _cost(table), waves=method != "sequential-abc")
    table.planned, table.dearer = made.runs, (_cost(table) - 1.0) * (made.last + made.fresh)
    return made


def _before(file: Path) -> dict[str, Any]:
    """Return the plan that a folder holds, none if it holds none. Raises InputError for a file that is no plan."""
    refuse_foreign(file)
    if not file.exists():
        return {}
    with suppress(OSError, ValueError, RecursionError):
        before = json.loads(read_own(file))
        if isinstance(before, dict) and "draws" in before:
            return cast(dict[str, Any], before)
    raise InputError("is no plan of a calibration", place=str(file), remedy="remove it: runs are kept")


def _as_planned(draws: Any, asked: plan.Budget, file: Path) -> int:
    """Return the draws of a folder's plan. Raises InputError where they cannot be those of the budget."""
    fits = draws == asked.draws if asked.draws else type(draws) is int and plan.FEWEST <= draws <= plan.MOST
    if not fits:
        problem = f"plans {shown(draws)} draws, which is not what was asked for"
        raise InputError(problem, place=str(file), remedy="remove it: runs are kept")
    return int(draws)


def _cost(table: ReferenceTable) -> float:
    """Return how many runs of the early scale a run of the last one costs: by rule, so that all plan alike."""
    return plan.cost(table.early.persons, table.final.persons)


def _pace(table: ReferenceTable) -> float:
    """Return how many seconds a run of the early scale takes when as many go at once as will: from a few, the later."""
    units = table.prior.units(range(_PILOT), table.early.seed)
    jobs = [table.job(table.early, unit, table.early.seed + at % table.seeds, at)
            for at, unit in enumerate(units)]  # fmt: skip
    took = list[float]()
    for done in table.where.run(jobs, table.folder / "store"):
        took += [] if done.found else [done.seconds / done.beside]
    return float(np.mean(took[len(took) // 2 :])) if took else 1.0


def _found(table: ReferenceTable, chosen: Plan, method: str) -> Found:
    """Run a method to its end; libraries of linear algebra keep to one thread, so that processors are the runs'."""
    from threadpoolctl import threadpool_limits

    seed = table.early.seed
    problem = Problem(lambda count: table.prior.units(range(count), seed), table, table.goals(False), table.goals(True),
                      seed, table.early.hash == table.final.hash)  # fmt: skip
    with threadpool_limits(1):
        if method != "sequential-abc":
            return weights.by_history(problem, list(chosen.waves), chosen.last, method == "synthetic-likelihood")
        return abc.sequential(problem, chosen.last)


def _posterior(table: ReferenceTable, found: Found, chosen: Plan, method: str, budget: str) -> Posterior:
    """Return the posterior of what a method found, and run some of its draws again with fresh seeds."""
    goals = table.goals(True)
    kernels = goals.log_kernels(goals.scaled(found.figures)) if found.log_kernels is None else found.log_kernels
    own = _as_table(table, found.units)
    first = next(iter(table.sets.values()))
    prior = Table(first.units, _values(table, first.units), first.figures, first.seeds, first.keys)
    fresh = None
    if len(found.units):
        ratios = kernels.sum(axis=1) - found.log_proposal if found.worth is None else np.zeros(len(found.units))
        some = found.units[resample(np.exp(smooth(ratios).log), chosen.fresh, table.early.seed, "fresh")]
        again = table.run("fresh", some, last=True, fresh=True)
        fresh = Table(again.units, _values(table, again.units), again.figures, again.seeds, again.keys)
    left_out = {t.id: why for t in table.targets if (why := _why_left_out(table, t))}
    about = _about(table, found, chosen, method, budget)
    made = Posterior(
        table.final, table.prior.keys, table.targets, goals.ids, left_out, own, kernels, found.log_proposal, prior,
        fresh, about, table.folder,
    )  # fmt: skip
    quality = {"ess": made.ess, "khat": made.khat, "why_not": made.why_not, "usable": made.usable, "left_out": left_out}
    return replace(made, about={**about, **quality, "contraction": made.contraction})


def _as_table(table: ReferenceTable, units: Floats) -> Table:
    """Return the rows of the reference table that these points are."""
    at = dict[bytes, tuple[Draws, int]]()
    for each in table.sets.values():
        if each.last or table.early.hash == table.final.hash:
            at.update({unit.tobytes(): (each, row) for row, unit in enumerate(each.units)})
    rows = [at[unit.tobytes()] for unit in units]
    figures = np.array([each.figures[row] for each, row in rows]).reshape(len(rows), len(table.targets))
    return Table(units, _values(table, units), figures, [each.seeds[row] for each, row in rows],
                 [each.keys[row] for each, row in rows])  # fmt: skip


def _values(table: ReferenceTable, units: Floats) -> dict[str, list[Any]]:
    rows = [table.values(unit) for unit in units]
    keys = list(rows[0]) if rows else list(table.values(np.full(len(table.prior.keys), 0.5)))
    return {key: [row[key] for row in rows] for key in keys}


def _why_left_out(table: ReferenceTable, target: Target) -> str:
    return f"its role is {target.role}" if target.role != "fit" else table.left_out(target)


def _about(table: ReferenceTable, found: Found, chosen: Plan, method: str, budget: str) -> dict[str, Any]:
    """Return what a posterior's manifest says: nothing in it depends on when, where or how often it was run."""
    made = provenance("posterior", table.final, [_middle(table)])
    return {
        **{key: value for key, value in made.items() if key not in ("command", "started")},
        "early_persons": table.early.persons, "seed": table.early.seed, "societies": table.seeds,
        "evidence": _digest(table.targets), "method": method, "budget": budget, "runs": chosen.runs,
        "plan": {"waves": list(chosen.waves), "last": chosen.last, "fresh": chosen.fresh},
        "coordinates": list(table.prior.keys), "priors": [list(p)[1:] for p in table.prior.priors],
        "used": list(table.goals(True).ids), "empty": found.empty,
        "sample": found.worth is not None, "diagnostics": dict(found.diagnostics),
        "failed": sum(int(np.isnan(s.figures).all(axis=1).sum()) for s in table.sets.values()),
        **({} if found.worth is None else {"worth": found.worth}),
    }  # fmt: skip
