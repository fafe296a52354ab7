"""Results of jobs, an Arrow file each, named by content: a result is whole or absent, and never made twice.

STORE/KEY.arrow: columns arm, day, region (the country's code for the nation), then a column a measure; who moved
between arms is in the file's metadata, and so is a digest of it all: what is not what was written is no result.
STORE/KEY.failed.json: why there is none. STORE/journal.txt: a line a result.
"""

import json
import logging
import os
import secrets
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from groundswell.computing.persons import Moved
from groundswell.computing.record import recorded
from groundswell.files import BESIDE, as_input_errors, read_own, refuse_foreign, write_text
from groundswell.running.model import Run
from groundswell.seals import BLANK, DamagedError, read_sealed, write_sealed
from groundswell.seals import KEY as SEAL
from groundswell.storage.arrow import as_column, as_numbers, ipc, pa
from groundswell.storage.counts import Counts

if TYPE_CHECKING:
    from groundswell.computing.fork import Lived, Variant

JOURNAL = "journal.txt"
_ENDING = ".arrow"
_META = b"groundswell"
_ABANDONED = 3600.0  # seconds after which what is half written is taken for left behind
_APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
_log = logging.getLogger(__name__)


class Result(NamedTuple):
    """A job's result read back: a run an arm, baseline first, and who moved against the baseline."""

    runs: dict[str, Run]
    moved: dict[str, Moved]
    days_shared: int


def path(folder: Path, key: str) -> Path:
    """Return the file of a result."""
    return folder / f"{key}{_ENDING}"


def count(folder: Path) -> int:
    """Return how many results a store holds, damaged ones among them; 0 where there is none."""
    return sum(1 for file in folder.glob(f"*{_ENDING}") if not file.name.startswith(BESIDE))


def has(folder: Path, key: str) -> bool:
    """Tell whether a result is there and is what was written. Raises InputError for a link or a device in its place."""
    try:
        read_sealed(path(folder, key))
    except (FileNotFoundError, DamagedError):
        return False
    return True


def prepare(folder: Path, keys: Iterable[str]) -> None:
    """Make a store ready for results: what dead writers left half done goes, and a line tells of each damaged result.

    Raises InputError when it cannot be written or holds links.
    """
    with as_input_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        refuse_foreign(folder / JOURNAL)
        _clear(folder)
    for key in keys:
        if path(folder, key).exists():
            _log.warning("note: %s is damaged: it is run again", path(folder, key))


def _clear(folder: Path) -> None:
    """Take away what dead writers left half done. Raises OSError.

    Others write here meanwhile, perhaps on machines whose clocks differ: age is told by the disk's own clock, and what
    is gone before it is looked at has got its name.
    """
    old = [left for left in folder.glob(f"{BESIDE}*") if not left.is_dir()]
    if not old:
        return
    probe = folder / f"{BESIDE}{secrets.token_hex(4)}-now"
    probe.touch(exist_ok=False)
    now = probe.lstat().st_mtime
    probe.unlink(missing_ok=True)
    for left in old:
        with suppress(FileNotFoundError):
            if now - left.lstat().st_mtime > _ABANDONED:
                left.unlink()


def save(folder: Path, key: str, lived: "Lived") -> None:
    """Write a result, whole or not at all, sealed with its digest. Raises InputError when the disk does not take it."""
    meta = {
        "moved": {name: [[*at, count] for at, count in moved.items()] for name, moved in lived.moved.items()},
        "days_shared": lived.days_shared,
    }
    table = _table(lived.runs).replace_schema_metadata({_META: json.dumps(meta).encode(), SEAL: BLANK})
    content = BytesIO()
    # Arrow's own format: a quarter of the time of parquet to write, a fifth to read, for the same room on the disk
    with ipc.new_file(content, table.schema, options=ipc.IpcWriteOptions(compression="lz4", use_threads=False)) as file:
        file.write_table(table)
    with as_input_errors(folder, remedy="repeat the command to go on"):
        folder.mkdir(parents=True, exist_ok=True)
        write_sealed(path(folder, key), content.getvalue(), waits=False)  # to wait for a disk costs more than to run
        (folder / f"{key}.failed.json").unlink(missing_ok=True)
        with os.fdopen(os.open(folder / JOURNAL, _APPEND, 0o666), "a", encoding="utf-8") as journal:
            journal.write(f"{key} {os.getpid()}\n")


def save_failure(folder: Path, key: str, reason: str, traceback: str = "") -> None:
    """Write why a job has no result; the next attempt that succeeds takes the file away.

    Where it cannot be written (a full disk may be the very reason) only the caller knows it.
    """
    what = json.dumps({"key": key, "reason": reason, "trace": traceback}, indent=2, ensure_ascii=False)
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        write_text(folder / f"{key}.failed.json", what + "\n")


def failure(folder: Path, key: str) -> str:
    """Return why a job has no result, "" when that is not known."""
    try:
        return str(json.loads(read_own(folder / f"{key}.failed.json"))["reason"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""


def read(folder: Path, key: str, variants: "tuple[Variant, ...]", of: Collection[str] | None = None) -> Result:
    """Return the result of the job that `variants` made: the measures `of`, or all.

    Raises FileNotFoundError when there is none, DamagedError when it is not what was written.
    """
    measures = tuple(name for name in recorded(variants[0].scenario) if of is None or name in of)
    table = read_table(folder, key, None if of is None else ("region", *measures))
    meta: dict[str, Any] = json.loads(table.schema.metadata[_META])
    days, arms = variants[0].scenario.days, len(variants)
    rows = len(table) // (arms * days)
    values = np.empty((arms, days, rows, len(measures)))
    for at, name in enumerate(measures):
        values[..., at] = as_numbers(table[name]).reshape(arms, days, rows)
    regions = tuple(table["region"].slice(0, rows - 1).to_pylist())
    counts = (Counts(measures, regions, values[a].transpose(0, 2, 1)) for a in range(arms))
    runs = {v.name: Run(v.scenario, each) for v, each in zip(variants, counts, strict=True)}
    moved = {name: {(a, b, c, d): n for a, b, c, d, n in found} for name, found in meta["moved"].items()}
    return Result(runs, moved, meta["days_shared"])


def nation(table: Any, variants: "tuple[Variant, ...]") -> dict[str, Run]:
    """Return the runs of the table of a result, with the nation's counts alone: totals need no region."""
    scenario, arms = variants[0].scenario, len(variants)
    measures = tuple(recorded(scenario))
    rows = len(table) // (arms * scenario.days)
    values = np.empty((arms, scenario.days, len(measures), 1))
    for at, name in enumerate(measures):
        values[:, :, at, 0] = as_numbers(table[name])[rows - 1 :: rows].reshape(arms, scenario.days)
    return {v.name: Run(v.scenario, Counts(measures, (), each)) for v, each in zip(variants, values, strict=True)}


def read_table(folder: Path, key: str, columns: Sequence[str] | None = None) -> Any:
    """Return a result as the table that it is kept as, or some of its columns. Raises as `read` does."""
    content = pa.py_buffer(read_sealed(path(folder, key)))
    names = ipc.open_file(content).schema.names
    wanted = [at for at, name in enumerate(names) if columns is None or name in columns]
    options = ipc.IpcReadOptions(included_fields=wanted, use_threads=False)  # threads cost more than so small a file
    return ipc.open_file(content, options=options).read_all()


def _table(runs: dict[str, Run]) -> Any:
    first, country = next((run.counts, run.scenario.country) for run in runs.values())
    days, _, places = first.values.shape
    columns: dict[str, Any] = {
        "arm": _named(np.repeat(np.arange(len(runs), dtype=np.int32), days * places), [*runs]),
        "day": as_column(np.tile(np.repeat(np.arange(days, dtype=np.int32), places), len(runs))),
        "region": _named(np.tile(np.arange(places, dtype=np.int32), days * len(runs)), [*first.regions, country]),
    }
    for name, at in first.at.items():
        columns[name] = as_column(np.concatenate([run.counts.values[:, at].ravel() for run in runs.values()]))
    return pa.table(columns)


def _named(which: Any, names: Sequence[str]) -> Any:
    """Return a column of texts, given by numbers (n,) of `names`."""
    return pa.DictionaryArray.from_arrays(as_column(which), as_column(names))
