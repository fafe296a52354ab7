"""Outbursts of rebellion: when the actives exceed a level, how long it takes, how much it activates.

Epstein (2002), Figs. 5-7: an outburst begins when the actives exceed 50 and ends when they fall below 50. Its total
activation is the sum of actives over its ticks; a wait is the time from one outburst's end to the next one's start.
"""

import numpy as np
import numpy.typing as npt

__all__ = ["OUTBURST", "outbursts", "waits"]

OUTBURST = np.dtype(
    [
        ("start", np.int64),  # first tick above the level
        ("end", np.int64),  # first tick below it again
        ("activation", np.int64),  # sum of actives from start to end - 1
        ("peak", np.int64),  # most actives in one tick
    ]
)


def outbursts(actives: npt.ArrayLike, level: float = 50) -> npt.NDArray[np.void]:
    """Return the finished outbursts of a series of actives as a structured array of `OUTBURST`.

    An outburst still under way at the last tick is left out: its size is not known. Raises ValueError when `actives`
    is not one-dimensional or `level` is negative.
    """
    series = np.asarray(actives)
    if series.ndim != 1:
        raise ValueError(f"actives: {series.ndim} dimensions, where one number a tick (1 dimension) is needed")
    if not level >= 0:
        raise ValueError(f"level: {level!r} is outside [0, inf)")
    found: list[tuple[int, int, int, int]] = []
    start = -1
    for tick, n in enumerate(series.tolist()):
        if start < 0 and n > level:
            start = tick
        elif start >= 0 and n < level:
            during = series[start:tick]
            found.append((start, tick, int(during.sum()), int(during.max())))
            start = -1
    return np.array(found, OUTBURST)


def waits(found: npt.NDArray[np.void]) -> npt.NDArray[np.int64]:
    """Return the ticks from each outburst's end to the next one's start, one fewer than there are outbursts."""
    return found["start"][1:] - found["end"][:-1]
