"""Arguments as callers give them: paths of any kind, whole numbers of any library, seeds as a count or a list."""

import operator
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from groundswell.errors import InputError

AnyPath = str | os.PathLike[str]
Seeds = int | Iterable[int]
LARGEST_SEED = 2**63 - 1
MOST_RUNS = 1_000_000  # of one call: a zero too many must not fill the memory before anything is run


def as_path(given: AnyPath, place: str = "path") -> Path:
    """Return a path from a text, a Path or any os.PathLike; a leading ~ is the home folder. Raises InputError."""
    try:
        name = os.fspath(given)
    except TypeError:
        name = b""
    if not isinstance(name, str) or not name or "\0" in name:
        raise InputError(f"{given!r} is not a path", place=place, remedy="give a text or a pathlib.Path", value=given)
    try:
        return Path(name).expanduser()
    except RuntimeError:
        raise InputError(f"no home folder of {name.split('/')[0]}", place=place, remedy="name the folder") from None


def as_name_or_path(given: AnyPath, place: str = "path") -> str | Path:
    """Return a text as it is (it may name something shipped), and all else as a path. Raises InputError."""
    return given if isinstance(given, str) and not given.startswith("~") else as_path(given, place)


def as_whole(given: Any, place: str, low: int = 1, high: int | None = None) -> int:
    """Return a whole number of any kind (numpy's too) as an int; True and False are none. Raises InputError."""
    allowed = f"{low:,} or more" if high is None else f"{low:,}..{high:,}"
    found: int | None = None
    if not isinstance(given, bool) and type(given).__name__ not in ("bool", "bool_"):
        try:
            found = operator.index(given)
        except TypeError:
            found = None
    if found is None or found < low or (high is not None and found > high):
        problem = f"{given!r} is not a whole number" if found is None else f"{found} is outside {allowed}"
        raise InputError(problem, place=place, remedy=f"give {allowed}", value=given, allowed=allowed)
    return found


def as_seeds(given: Seeds, first: int, place: str = "seeds") -> list[int]:
    """Return the seeds that are asked for: a list of them, or so many from `first` on.

    Raises InputError for none, for a seed out of range, and for one that is named twice.
    """
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        many = as_whole(given, place, 1, MOST_RUNS)
        as_whole(first + many - 1, "seed", 0, LARGEST_SEED)  # the last one
        return list(range(first, first + many))
    found = [as_whole(seed, place, 0, LARGEST_SEED) for seed in cast(Iterable[Any], given)]
    if not found:
        raise InputError("no seeds", place=place, remedy="give 1 or more")
    if twice := [seed for seed, times in Counter(found).items() if times > 1]:
        raise InputError(f"seed {min(twice)} is named twice", place=place, remedy="name each once")
    return found
