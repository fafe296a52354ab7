"""The same persons in two arms: who ended where, by age, sex, region and whether the household was called."""

import numpy as np
from numpy.typing import NDArray

from groundswell.types import BAND_BITS, BAND_STARTS, MALE_BIT, Bytes, Society, Status

AGES = ((0, "under 18"), (18, "18-24"), (25, "25-34"), (35, "35-49"), (50, "50-64"), (65, "65 and over"))
DIMENSIONS = ("all", "age", "sex", "region", "household")
# (status in one arm, status in the other, dimension, level) -> full-size persons; who ends alike is left out
Moved = dict[tuple[str, str, str, str], float]

# What a reader sees of a status.
ENDED = {
    "home": "at home", "called": "at home with a notice", "preparing": "about to leave",
    "queueing": "waiting to cross the border", "abroad": "abroad", "evading": "in hiding", "serving": "serving",
    "held": "in detention", "dead": "dead",
}  # fmt: skip

_STATUS = [status.name.lower() for status in Status]
_GROUP = np.searchsorted([start for start, _ in AGES], BAND_STARTS, side="right") - 1


def moved(society: Society, before: Bytes, after: Bytes) -> Moved:
    """Return how many persons end with status `before` in one arm and `after` in the other, where these differ.

    Both are (n,) final statuses of the same society. A household counts as called when one of its members holds a
    notice, serves or has died in service in the first arm.
    """
    who = np.flatnonzero(before != after)
    pair = before[who].astype(np.int64) * len(_STATUS) + after[who]
    kind = society.kind[who]
    region = np.searchsorted(society.region_start, who, side="right") - 1
    levels: dict[str, tuple[NDArray[np.int64], tuple[str, ...]]] = {
        "all": (np.zeros(len(who), np.int64), ("all",)),
        "age": (_GROUP[kind & BAND_BITS].astype(np.int64), tuple(name for _, name in AGES)),
        "sex": (((kind & MALE_BIT) > 0).astype(np.int64), ("women", "men")),
        "region": (region.astype(np.int64), society.regions.codes),
        "household": (_household_called(society, before, who).astype(np.int64), ("not called", "called")),
    }
    found: Moved = {}
    for dimension, (level, names) in levels.items():
        codes, counts = np.unique(pair * len(names) + level, return_counts=True)
        for code, count in zip(codes.tolist(), counts.tolist(), strict=True):
            kinds, at = divmod(code, len(names))
            first, second = divmod(kinds, len(_STATUS))
            found[_STATUS[first], _STATUS[second], dimension, names[at]] = count * society.weight
    return found


def _household_called(society: Society, status: Bytes, who: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell whose household has a member called up (len(who),)."""
    home = society.household[who]
    first, size = who - (home & 0x0F), home >> 4
    called = np.zeros(len(who), np.bool_)
    for member in range(int(size.max(initial=0))):
        at = np.minimum(first + member, society.n - 1)
        now = status[at]
        taken = (now == Status.CALLED) | (now == Status.SERVING) | (now == Status.DEAD)
        called |= taken & (member < size)
    return called
