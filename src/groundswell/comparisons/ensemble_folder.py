"""An ensemble's folder.

ensemble.json       the manifest: scenario, seeds, what failed, totals with both intervals; written last
seed-N/             the run of each seed, as `groundswell run` leaves it but for checkpoints and panel
quantiles.parquet   day, date, region, measure, runs, mean, q05 ... q95
quantiles.csv       the same of the nation alone
totals.csv          a line a total
store/              while it is under way: results so far (groundswell.computing.store)
"""

import csv
import io
import json
import shutil
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from groundswell.computing.provenance import columns
from groundswell.computing.record import HAZARD
from groundswell.errors import InputError
from groundswell.files import as_input_errors, read_own, refuse_foreign, write_text, write_whole
from groundswell.json_text import json_text
from groundswell.locks import LOCK, hold
from groundswell.overwrite import refuse_existing, replacing
from groundswell.running.manifest import of_scenario, provenance
from groundswell.running.model import Run
from groundswell.running.store import check_target, open_run
from groundswell.scenario import Scenario
from groundswell.seals import BLANK, KEY, read_sealed, write_sealed
from groundswell.storage.arrow import Table, as_column, as_numbers, pa, parquet, rows_where

if TYPE_CHECKING:
    from groundswell.comparisons.ensemble import Ensemble

MANIFEST, BEGUN, STORE, FORMAT = "ensemble.json", "begun.json", "store", 1


def run_of(arm: Run, seconds: float) -> Run:
    """Return the run of an experiment's only arm as a run of its own: what a run counts, and the seconds it took."""
    counts = arm.counts.of([name for name in arm.counts.measures if name != HAZARD])  # the hazard is an experiment's
    return Run(arm.scenario, counts, of_scenario(arm.scenario, arm.days, seconds))


def quantile_table(runs: Sequence[Run], q: Sequence[float]) -> Table:
    """Return mean and quantiles over runs of every measure, day and place."""
    first: Any = runs[0].daily
    values = np.stack([as_numbers(run.daily["value"]) for run in runs])
    columns = {name: first[name] for name in ("day", "date", "region", "measure")}
    columns |= {"runs": as_column(np.full(len(first), len(runs), np.int32)), "mean": as_column(values.mean(0))}
    columns |= {
        f"q{round(100 * at):02}": as_column(row)
        for at, row in zip(q, np.quantile(values, list(q), axis=0), strict=True)
    }
    return pa.table(columns)


@contextmanager
def under_way(
    folder: Path, scenario: Scenario, seeds: Sequence[int], force: bool = False
) -> Generator[Path, None, None]:
    """Give the store of an ensemble that begins, or goes on, in `folder`; one process at a time may.

    Raises InputError if the folder holds anything else, another ensemble, or a finished one.
    """
    asked = {"format": FORMAT, "scenario_hash": scenario.hash, "seeds": list(seeds)}
    with ExitStack() as stack:
        if (folder / BEGUN).exists():
            _check_begun(folder, asked)
        else:
            check_target(folder, force)
            stack.enter_context(replacing(folder, force))
            with as_input_errors(folder):
                folder.mkdir(parents=True)
                write_text(folder / BEGUN, json_text(asked) + "\n")
        with hold(folder):
            yield folder / STORE


def _check_begun(folder: Path, asked: dict[str, Any]) -> None:
    refuse_existing(folder / MANIFEST, force=False)
    try:
        begun: Any = json.loads(read_own(folder / BEGUN))
    except (OSError, ValueError):
        remedy = "name a new folder"
        raise InputError(f"'{folder}' holds something else", place="out", remedy=remedy) from None
    if begun != asked:
        remedy = "ask for the same scenario and seeds, or name a new folder"
        raise InputError(f"'{folder}' holds another ensemble under way", place="out", remedy=remedy)


def finish(found: "Ensemble", folder: Path) -> "Ensemble":
    """Write all that an ensemble leaves, the manifest last, and return it as opened from there."""
    from groundswell.comparisons.ensemble import open_ensemble

    _write(found, folder)
    with as_input_errors(folder):
        shutil.rmtree(folder / STORE, ignore_errors=True)
        for name in (BEGUN, LOCK):
            (folder / name).unlink(missing_ok=True)
    return open_ensemble(folder)


def save(found: "Ensemble", folder: Path) -> Path:
    """Write an ensemble into a new folder. Raises InputError if it exists or cannot be written."""
    check_target(folder)
    with as_input_errors(folder):
        folder.mkdir(parents=True)
    _write(found, folder)
    return folder


def _write(found: "Ensemble", folder: Path) -> None:
    for seed, run in found.runs.items():
        place = folder / f"seed-{seed}"
        refuse_foreign(place)
        if not place.exists():
            run.save(place)
        elif open_run(place).scenario != run.scenario:  # left by an interrupt between two of them, or by somebody else
            raise InputError("holds another run", place=str(place), remedy="remove it")
    table: Any = found.quantiles
    nation: Any = rows_where(table, "region", found.scenario.country)
    with as_input_errors(folder):
        write_whole(folder / "quantiles.parquet", lambda file: parquet.write_table(table, file, compression="zstd"))
        own = columns(found.scenario)
        days = zip(*nation.to_pydict().values(), strict=True)
        write_text(folder / "quantiles.csv", _csv([*nation.column_names, *own], ((*d, *own.values()) for d in days)))
        head = ["id", "about", "unit", "mean", "low", "high", "quantile_low", "quantile_high"]
        rows = [[*t[:8], *t.values, *own.values()] for t in found.totals.values()]
        write_text(folder / "totals.csv", _csv([*head, *(f"seed {seed}" for seed in found.seeds), *own], rows))
        write_sealed(folder / MANIFEST, (json_text({**_manifest(found), KEY: BLANK}) + "\n").encode())


def _manifest(found: "Ensemble") -> dict[str, Any]:
    from groundswell.comparisons.format_ensemble import as_dict

    runs = {str(seed): f"seed-{seed}" for seed in found.seeds}
    return {**provenance(found.scenario, found.days), **as_dict(found), "format": FORMAT, "runs": runs}


def _csv(header: Sequence[str], rows: Any) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def read(folder: Path) -> tuple[dict[int, Run], dict[int, str]]:
    """Return runs and failures of a finished ensemble. Raises InputError for a folder that is none or is damaged."""
    remedy = "name a folder that `groundswell run --seeds N` has finished"
    try:
        found: Any = json.loads(read_sealed(folder / MANIFEST))
        runs = {int(seed): str(name) for seed, name in found["runs"].items()}
        failures = {int(seed): str(why) for seed, why in found["failures"].items()}
    except OSError:
        raise InputError(f"no {MANIFEST}: not an ensemble", place=str(folder), remedy=remedy) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InputError(f"{MANIFEST} is not an ensemble's", place=str(folder), remedy=remedy) from None
    if not runs or any(Path(name).name != name for name in runs.values()):
        raise InputError(f"{MANIFEST} names no runs beside it", place=str(folder), remedy=remedy)
    refuse_foreign(*(folder / name for name in runs.values()))
    opened = {seed: open_run(folder / name) for seed, name in runs.items()}
    if other := [seed for seed, run in opened.items() if run.seed != seed]:
        raise InputError(f"{runs[other[0]]} is not the run of seed {other[0]}", place=str(folder), remedy=remedy)
    return opened, failures
