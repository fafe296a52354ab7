"""Table 2 of the paper as named sets of arguments, and the schedules of legitimacy and cops in Figs. 9-11 and 14.

`run(**RUNS[2], rounding="floor", seed=1)`: what the table leaves open stays a keyword. Runs 3 and 4 share their row of
the table; the paper gives the fall of legitimacy in the text. When it begins in run 3 and the pace of run 5's
reduction of cops are not stated: see NOTES.md.
"""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from groundswell.classics.arguments import integer, number

__all__ = ["RUNS", "jump", "ramp"]


def ramp(before: float, after: float, start: int, step: float, ticks: int) -> npt.NDArray[np.float64]:
    """Return one value a tick: `before` until tick `start`, then `step` (> 0) nearer to `after` each tick ("salami").

    Raises ValueError for a step of 0 or less, or ticks < 1.
    """
    integer("ticks", ticks, 1)
    integer("start", start, 0)
    number("step", step, 0.0, open_low=True)
    gone = np.maximum(0, np.arange(ticks) - start + 1) * step
    return np.maximum(before - gone, after) if after < before else np.minimum(before + gone, after)


def jump(before: float, after: float, at: int, ticks: int) -> npt.NDArray[np.float64]:
    """Return one value a tick: `before` until tick `at`, then `after`; ValueError when ticks < 1 or at < 0."""
    integer("at", at, 0)
    return np.where(np.arange(integer("ticks", ticks, 1)) < at, float(before), float(after))


_INFINITE: dict[str, Any] = {"vision": 7.0, "jail_max": math.inf, "cop_density": 0.074}
_ETHNIC: dict[str, Any] = {"model": "II", "vision": 1.7, "jail_max": 15, "stop_at_genocide": True}

RUNS: dict[int, dict[str, Any]] = {
    1: {"vision": 1.7, "legitimacy": 0.89, "jail_max": 15, "movement": False, "cop_density": 0.04},
    2: {"vision": 7.0, "legitimacy": 0.82, "jail_max": 30, "cop_density": 0.04, "ticks": 3000},
    3: {**_INFINITE, "legitimacy": ramp(0.9, 0.2, 77, 0.01, 200), "ticks": 200},
    4: {**_INFINITE, "legitimacy": jump(0.9, 0.7, 77, 200), "ticks": 200},
    5: {**_INFINITE, "legitimacy": 0.8, "cop_density": ramp(0.074, 0.0, 50, 1 / 1600, 200), "ticks": 200},
    6: {**_ETHNIC, "legitimacy": 0.9, "cop_density": 0.0},
    7: {**_ETHNIC, "legitimacy": 0.8, "cop_density": 0.0},
    8: {**_ETHNIC, "legitimacy": 0.8, "cop_density": 0.04},
}
