"""What installed distributions offer: entry points, and versions. Both are looked for at every load of a scenario."""

import os
import sys
from functools import cache, lru_cache
from importlib import metadata
from importlib.metadata import EntryPoint


def entry_points(group: str) -> tuple[EntryPoint, ...]:
    """Return the entry points of a group; what was installed or removed since the last call counts."""
    return _entry_points(group, tuple((place, _changed(place)) for place in sys.path))


@cache
def version(name: str) -> str:
    """Return the version of an installed distribution; it stays what it was when the process began."""
    return metadata.version(name)


@lru_cache(maxsize=32)
def _entry_points(group: str, places: tuple[tuple[str, int], ...]) -> tuple[EntryPoint, ...]:
    del places  # all files of all distributions are read: some hundredths of a second
    return tuple(metadata.entry_points(group=group))


def _changed(place: str) -> int:
    """Return when something was put into a folder of sys.path or taken out; 0 for what is no folder."""
    try:
        return os.stat(place or ".").st_mtime_ns
    except OSError:
        return 0
