"""The folder of a sweep: one design at a time, and results of that design only.

manifest.json     versions, fingerprint, scenario, design and command; `complete` when all runs have ended
design.csv        a line a run: key, draw, seed, values of what is varied
results.parquet   key, draw, seed, values of what is varied, arm, day, region, then a column a measure
results.csv       a line a run and arm, with its totals
summary.json      the totals over all runs, and by point
failures.csv      runs without a result, and why
sweep.html        the report, if one was asked for; its charts are in figures/
store/            a result a run, see groundswell.computing.store
"""

import csv
import io
import json
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from groundswell.comparisons.sweep_dataset import Gathered, Points, Rows, Totals, cell, gather
from groundswell.computing.job import Job
from groundswell.computing.provenance import MANIFEST, columns
from groundswell.errors import InputError
from groundswell.files import BESIDE, as_input_errors, digest, read_own, refuse_foreign, write_text
from groundswell.json_text import json_text

DESIGN, DATASET, TOTALS, SUMMARY, FAILURES = ("design.csv", "results.parquet", "results.csv", "summary.json",
                                              "failures.csv")  # fmt: skip
_RESULTS = (DATASET, TOTALS, SUMMARY, FAILURES)
_PAGE, _FIGURES = "sweep.html", "figures"  # groundswell.report.sweep writes them
_log = logging.getLogger(__name__)


def begin(folder: Path, about: Mapping[str, Any], points: Points, jobs: Sequence[Job], force: bool) -> None:
    """Write down what is asked for, and take away results of anything else before the first run.

    A design that grows keeps its folder; another one is refused unless `force`. Raises InputError.
    """
    before, text = _designs(folder, about, points, jobs, force)
    with as_input_errors(folder):
        for left in folder.glob(f"{BESIDE}*"):  # half written by a process that was killed; nobody else is in here
            left.unlink(missing_ok=True)
        if before != text:
            drawn = [file for file in (folder / _FIGURES).glob("*") if file.suffix in (".svg", ".png", ".csv")]
            for file in (*(folder / name for name in (*_RESULTS, _PAGE)), *drawn):
                file.unlink(missing_ok=True)
        write_text(folder / DESIGN, text)
        write_text(folder / MANIFEST, json_text({**about, "complete": False}) + "\n")


def share(folder: Path, about: Mapping[str, Any], points: Points, jobs: Sequence[Job], force: bool) -> None:
    """Write down the design that parts of a sweep have in common; whatever else is there stays. Raises InputError."""
    before, text = _designs(folder, about, points, jobs, force)
    if before != text:
        with as_input_errors(folder):
            write_text(folder / DESIGN, text)


def _designs(folder: Path, about: Mapping[str, Any], points: Points, jobs: Sequence[Job],
             force: bool) -> tuple[str, str]:  # fmt: skip
    """Return the design that the folder holds and the one that is asked for, if the latter may take its place."""
    refuse_foreign(*(folder / name for name in (MANIFEST, DESIGN, *_RESULTS, _PAGE, _FIGURES)))
    keys = list(points[0])
    rows = [[job.key, job.draw, job.seed, *(cell(points[job.draw][key]) for key in keys)] for job in jobs]
    text = _csv(["key", "draw", "seed", *keys], rows)
    before = _read(folder / DESIGN)
    if before and before != text:
        _refuse_other(folder, about, before, text, force)
    return before, text


def finish(folder: Path, about: Mapping[str, Any], points: Points, jobs: Sequence[Job], totals: Totals) -> Gathered:
    """Write all results of a sweep whose runs have ended; return them.

    Raises InputError when the disk does not take them.
    """
    with as_input_errors(folder, remedy="repeat the command: no run is done again"):
        gathered = gather(folder / DATASET, folder / "store", points, jobs, totals)
        rows, failures = gathered.rows, gathered.failures
        missing = [[job.key, job.draw, job.seed, failures[job.key]] for job in jobs if job.key in failures]
        write_text(folder / FAILURES, _csv(["key", "draw", "seed", "reason"], missing))
        if rows:
            own = columns(jobs[0].variants[0].scenario)
            cells = [[cell(value) for value in (*row.values(), *own.values())] for row in rows]
            write_text(folder / TOTALS, _csv([*rows[0], *own], cells))
        else:
            (folder / TOTALS).unlink(missing_ok=True)
        write_text(folder / SUMMARY, json_text(_summary(points, jobs, failures, rows)) + "\n")
        files = {name: digest(folder / name) for name in (DESIGN, *_RESULTS) if (folder / name).exists()}
        whole_manifest = {**about, "complete": True, "runs": len(jobs), "failed": len(failures), "files": files}
        write_text(folder / MANIFEST, json_text(whole_manifest) + "\n")
    return gathered


def _refuse_other(folder: Path, about: Mapping[str, Any], before: str, now: str, force: bool) -> None:
    """Refuse a design that does not hold the one of before; say when the same one has other runs."""
    old, new = _asked(before), _asked(now)
    arms = _arms(folder)
    grows = old and old.keys() <= new.keys() and arms in (None, about["design"]["arms"])
    if not grows and not force:
        remedy = "name another folder, or give --force (force=True): runs that both designs share are kept"
        raise InputError(f"holds another design, of {len(old)} runs", place=str(folder), remedy=remedy)
    changed = sum(new[run] != key for run, key in old.items() if run in new)
    if grows and changed:
        _log.warning("note: %s: scenario or code are other than before: %d runs are done anew", folder, changed)


def _asked(design: str) -> dict[tuple[tuple[str, str], ...], str]:
    """Return the runs of a design, each by its seed and values, with their keys."""
    found = dict[tuple[tuple[str, str], ...], str]()
    for row in csv.DictReader(io.StringIO(design)):
        cells = {str(name): str(value) for name, value in row.items() if name not in ("key", "draw")}
        found[tuple(sorted(cells.items()))] = row.get("key") or ""
    return found


def _arms(folder: Path) -> Any:
    try:
        return json.loads(read_own(folder / MANIFEST))["design"]["arms"]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _read(file: Path) -> str:
    try:
        return read_own(file).decode("utf-8", "replace")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", place=str(file), remedy="make it readable") from None


def _csv(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def _summary(points: Points, jobs: Sequence[Job], failures: Mapping[str, str], rows: Rows) -> dict[str, Any]:
    """Return totals over all runs and by point, of each arm."""
    plain = {"key", "draw", "seed", "arm", *points[0]}
    names = [name for name in (rows[0] if rows else ()) if name not in plain]
    arms = list(dict.fromkeys(str(row["arm"]) for row in rows))

    def summary_of(some: Rows) -> dict[str, Any]:
        return {name: _spread([float(row[name]) for row in some]) for name in names} if some else {}

    at = dict[tuple[int, str], list[Mapping[str, Any]]]()
    for row in rows:
        at.setdefault((row["draw"], row["arm"]), []).append(row)
    by_point = [{"draw": draw, "values": point, "arms": {arm: summary_of(at.get((draw, arm), [])) for arm in arms}}
                for draw, point in enumerate(points)]  # fmt: skip
    return {"runs": len(jobs), "failed": len(failures), "failures": dict(failures),
            "arms": {arm: summary_of([row for row in rows if row["arm"] == arm]) for arm in arms},
            "points": by_point}  # fmt: skip


def _spread(values: list[float]) -> dict[str, float]:
    all_ = np.array(values)
    among = float(all_.std(ddof=1)) if len(values) > 1 else float("nan")
    return {"mean": float(all_.mean()), "sd": among, "min": min(values), "max": max(values)}
