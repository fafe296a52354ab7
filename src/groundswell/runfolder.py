"""What lies in the folder of a run, by name: for whoever looks at a folder without reading what is in it."""

from pathlib import Path

from groundswell.errors import InputError

MANIFEST, LOCK, DAILY = "manifest.json", "scenario.lock.toml", "daily.parquet"
PARTIAL = ".partial"


def partial(target: Path) -> Path:
    """Return the folder in which a run lives until it is finished. Raises InputError for a path without a name."""
    if not target.name:
        raise InputError(f"'{target}' is no name of a folder", place="run", remedy="name the run's folder")
    return target.with_name(target.name + PARTIAL)
