"""A quick point fit by Optuna: the parameters of the best run found. It is no posterior: what else fits stays unknown.

The tree-structured Parzen estimator (Bergstra et al. 2011, NeurIPS 24) proposes points after some draws of the prior.
Its random state is a fixed draw of groundswell.rng and it proposes batches of one size, so that the fit depends on
neither workers nor interrupts. The best point is run again with seeds that it was not chosen by.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from groundswell import rng
from groundswell.case.evidence import Target
from groundswell.extras import need
from groundswell.files import as_input_errors, write_text
from groundswell.inference.draws import INFERENCE
from groundswell.inference.table import ReferenceTable
from groundswell.json_text import json_text
from groundswell.scenario import Scenario, own_code
from groundswell.scenario.lock import lock_text
from groundswell.types import Floats

POINT, FITTED = "point.json", "fitted.toml"
NO_POSTERIOR = "a point, no posterior: other parameters may fit as well, and nothing here says which"
_FIRST = 0.3  # share of the runs that are draws of the prior
_BATCH = 8  # runs between two looks at the results
_FRESH = 16  # runs of the best point with seeds that it was not chosen by
_EDGE = 1e-6


@dataclass(frozen=True)
class PointFit:
    """The scenario with the best parameters found, and its figures of all targets with fresh seeds (seeds, targets)."""

    scenario: Scenario
    targets: tuple[Target, ...]
    used: tuple[str, ...]
    figures: Floats
    log_kernel: float  # of the run that was chosen, all targets together; 0 is a perfect fit
    runs: int
    folder: Path

    def bands(self, target: str) -> tuple[float, float, float] | None:
        """Return 5, 50 and 95 % points of a target's figure over fresh seeds; None where no run has one."""
        known = self.figures[:, [t.id for t in self.targets].index(target)]
        known = known[~np.isnan(known)]
        if not len(known):
            return None
        low, middle, high = np.quantile(known, (0.05, 0.5, 0.95)).tolist()
        return low, middle, high

    def __repr__(self) -> str:
        return f"PointFit of '{self.scenario.name}' by {len(self.used)} targets: {NO_POSTERIOR}"


def point(table: ReferenceTable, runs: int) -> PointFit:
    """Return the best of at most `runs` runs at the last scale, and write it into the table's folder."""
    need("optuna")
    units, kernels = _searched(table, runs - _FRESH)
    best = units[int(np.argmax(kernels))]
    fresh = table.run("fresh", np.tile(best, (_FRESH, 1)), last=True, fresh=True)
    scenario = table.final.with_(table.values(best))
    found = PointFit(scenario, table.targets, table.goals(True).ids, fresh.figures, float(kernels.max()), runs,
                     table.folder)  # fmt: skip
    with as_input_errors(table.folder):
        write_text(table.folder / FITTED, lock_text(scenario))
        own_code.keep(scenario, table.folder)
        write_text(table.folder / POINT, json_text(as_dict(found)) + "\n")
    return found


def _searched(table: ReferenceTable, runs: int) -> tuple[Floats, Floats]:
    """Return all points that were run, (points, coordinates), and their log kernels, (points,)."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    seed, keys = table.early.seed, table.prior.keys
    state = int(rng.words(seed, INFERENCE, np.uint64(0), np.zeros(1, np.uint64))[0][0] & np.uint64(0x7FFFFFFF))
    study = optuna.create_study(
        direction="maximize", sampler=optuna.samplers.TPESampler(seed=state, n_startup_trials=0)
    )
    within: dict[str, Any] = {key: optuna.distributions.FloatDistribution(_EDGE, 1.0 - _EDGE) for key in keys}
    units = [table.prior.units(range(max(int(_FIRST * runs), _BATCH)), seed)]
    kernels = [_kernels(table, "draws of the prior", units[0])]
    for unit, value in zip(units[0], kernels[0], strict=True):
        params = dict(zip(keys, np.clip(unit, _EDGE, 1.0 - _EDGE).tolist(), strict=True))
        study.add_trial(optuna.create_trial(params=params, distributions=within, value=max(float(value), -1e9)))
    while (left := runs - sum(map(len, units))) > 0:
        trials = [study.ask(within) for _ in range(min(_BATCH, left))]
        units.append(np.array([[trial.params[key] for key in keys] for trial in trials]))
        kernels.append(_kernels(table, f"batch {len(units) - 1}", units[-1]))
        for trial, value in zip(trials, kernels[-1], strict=True):
            study.tell(trial, max(float(value), -1e9))
    return np.concatenate(units), np.concatenate(kernels)


def _kernels(table: ReferenceTable, name: str, units: Floats) -> Floats:
    goals = table.goals(True)
    return goals.log_kernels(goals.scaled(table(name, units, last=True))).sum(axis=1)


def as_dict(found: PointFit) -> dict[str, Any]:
    """Return a point fit as plain JSON values."""
    return {
        "kind": "point fit", "what": NO_POSTERIOR, "scenario": found.scenario.name,
        "scenario_hash": found.scenario.hash, "runs": found.runs, "log_kernel": found.log_kernel, "seeds": _FRESH,
        "targets": [{"id": t.id, "about": t.about, "date": str(t.date), "role": t.role, "published": t.value,
                     "low": t.low, "high": t.high, "used": t.id in found.used, "fresh90": found.bands(t.id)}
                    for t in found.targets],
    }  # fmt: skip


def as_lines(found: PointFit) -> Sequence[str]:
    """Return what a terminal shows."""
    from groundswell.inference.format_posterior import band_words, number

    lines = [f"point fit of '{found.scenario.name}' by Optuna, {found.runs:,} runs", f"NOT A POSTERIOR: {NO_POSTERIOR}",
             "", f"90 % of {_FRESH} runs with fresh seeds | published"]  # fmt: skip
    lines += [f"  {band_words(found.bands(t.id)):>24} | {number(t.low)}..{number(t.high)}  {t.id} {t.about}, {t.date}"
              + ("" if t.id in found.used else f" ({t.role}, not used)") for t in found.targets]  # fmt: skip
    return lines
