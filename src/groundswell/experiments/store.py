"""Results of jobs, a parquet file each, named by content: a result is whole or absent, and never made twice.

STORE/KEY.parquet: columns arm, day, region (the country's code for the nation), then a column a measure; who moved
between arms is in the file's metadata. STORE/KEY.failed.json: why there is none. STORE/journal.txt: a line a result.
"""

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from groundswell.experiments.persons import Moved
from groundswell.experiments.record import RECORDED, Trace
from groundswell.run.arrow import pa, parquet

if TYPE_CHECKING:
    from groundswell.experiments.fork import Lived, Variant

_META = b"groundswell"


class Result(NamedTuple):
    """A job's result read back: a trace an arm, baseline first, and who moved against the baseline."""

    traces: dict[str, Trace]
    moved: dict[str, Moved]
    days_shared: int


def path(folder: Path, key: str) -> Path:
    """Return the file of a result."""
    return folder / f"{key}.parquet"


def has(folder: Path, key: str) -> bool:
    """Tell whether a result is there."""
    return path(folder, key).is_file()


def save(folder: Path, key: str, lived: "Lived") -> None:
    """Write a result: under a name of its own first, then renamed, so that no reader sees half of one."""
    folder.mkdir(parents=True, exist_ok=True)
    meta = {
        "planned": {name: trace.planned for name, trace in lived.traces.items()},
        "moved": {name: [[*at, count] for at, count in moved.items()] for name, moved in lived.moved.items()},
        "days_shared": lived.days_shared,
    }
    table = _table(lived.traces).replace_schema_metadata({_META: json.dumps(meta).encode()})
    handle, name = tempfile.mkstemp(prefix=f".{key}-", dir=folder)
    os.close(handle)
    try:
        parquet.write_table(table, name, compression="zstd")
        os.chmod(name, 0o644)
        os.replace(name, path(folder, key))
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    (folder / f"{key}.failed.json").unlink(missing_ok=True)
    with (folder / "journal.txt").open("a", encoding="utf-8") as journal:
        journal.write(f"{key} {os.getpid()}\n")


def save_failure(folder: Path, key: str, reason: str, trace: str = "") -> None:
    """Write why a job has no result; the next attempt that succeeds takes the file away."""
    folder.mkdir(parents=True, exist_ok=True)
    told = json.dumps({"key": key, "reason": reason, "trace": trace}, indent=2, ensure_ascii=False)
    (folder / f"{key}.failed.json").write_text(told + "\n", encoding="utf-8")


def failure(folder: Path, key: str) -> str:
    """Return why a job has no result, "" when it has not failed."""
    file = folder / f"{key}.failed.json"
    return str(json.loads(file.read_text(encoding="utf-8"))["reason"]) if file.is_file() else ""


def read(folder: Path, key: str, variants: "tuple[Variant, ...]") -> Result:
    """Return the result of the job that `variants` made. Raises FileNotFoundError when there is none."""
    table = parquet.read_table(path(folder, key), memory_map=False)
    meta: dict[str, Any] = json.loads(table.schema.metadata[_META])
    days, arms = variants[0].scenario.days, len(variants)
    rows = len(table) // (arms * days)
    values = np.stack([table[name].to_numpy() for name in RECORDED], axis=1).reshape(arms, days, rows, -1)
    regions = tuple(table["region"].to_pylist()[: rows - 1])
    traces = {
        v.name: Trace(v.scenario, regions, values[a].transpose(0, 2, 1), meta["planned"][v.name])
        for a, v in enumerate(variants)
    }
    moved = {name: {(a, b, c, d): n for a, b, c, d, n in rows} for name, rows in meta["moved"].items()}
    return Result(traces, moved, meta["days_shared"])


def _table(traces: dict[str, Trace]) -> Any:
    first = next(iter(traces.values()))
    days, _, places = first.values.shape
    columns: dict[str, Any] = {
        "arm": pa.array(np.repeat(list(traces), days * places)).dictionary_encode(),
        "day": np.tile(np.repeat(np.arange(days, dtype=np.int32), places), len(traces)),
        "region": pa.array([*first.regions, first.scenario.country] * (days * len(traces))).dictionary_encode(),
    }
    for at, name in enumerate(RECORDED):
        columns[name] = np.concatenate([trace.values[:, at].ravel() for trace in traces.values()])
    return pa.table(columns)
