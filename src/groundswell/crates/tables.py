"""The tables of a crate's result, opened: whether they are what their names say; digests alone tell of no content."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from groundswell.crates.facts import Facts
from groundswell.errors import InputError
from groundswell.runfolder import DAILY
from groundswell.storage.arrow import as_numbers, pa, parquet
from groundswell.storage.table import SCHEMA

_MOST_ROWS = 1 << 30  # a file of a few bytes may claim any number
_REMEDY = "take a crate that is whole, or make it anew"


def wrong_tables(found: Facts) -> Iterator[InputError]:
    """Yield what is wrong with the tables of a result: what is no parquet, and daily counts of other days."""
    for name in found.files:
        if not name.endswith(".parquet"):
            continue
        try:
            with parquet.ParquetFile(found.folder / name) as file:
                problem = _wrong_days(file, found.manifest) if found.kind == "run" and name == DAILY else ""
        except (pa.ArrowException, OSError, ValueError, MemoryError):
            problem = "is no table that can be read"
        if problem:
            yield InputError(problem, place=f"{found.folder.name}/{name}", remedy=_REMEDY)


def _wrong_days(file: Any, manifest: dict[str, Any]) -> str:
    """Say why a table is none of the daily counts of a run of so many days, "" if it is one."""
    days = manifest["days"]
    if file.schema_arrow.names != SCHEMA.names or not 0 < file.metadata.num_rows <= _MOST_ROWS:
        return f"is no table of daily counts: {', '.join(SCHEMA.names)}"
    whole = file.read().cast(SCHEMA)
    if any(whole[name].null_count for name in SCHEMA.names):
        return "has empty cells"
    rows = np.bincount(np.clip(as_numbers(whole["day"]), -1, days) + 1, minlength=days + 2)
    if rows[0] or rows[-1] or len(set(rows[1:-1].tolist())) > 1:
        return f"does not hold the {days} days that the manifest tells, each with as many rows"
    return ""
