"""The machine itself: name, memory, and the two limits of a simulation that reads and writes columns of persons.

Triad: a[i] = b[i] + s c[i] over columns larger than any cache, 24 bytes an element (McCalpin 1995, STREAM; the write's
own read is not counted, as there). Gather: one byte from a random place, as when a tie is looked up.
"""

import os
import platform
import subprocess
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from groundswell import rng
from groundswell.kernel import kernel, parallel_for, use_threads
from groundswell.platforms import processors

_TRIAD = 20_000_000  # elements of 8 bytes, three columns
_GATHERS = 20_000_000
_FROM = (1_000_000, 100_000_000)  # entries to gather from: inside a cache, and far outside


def describe() -> dict[str, Any]:
    """Return what identifies machine and code, and how busy the machine is."""
    return {
        "processor": _processor(),
        "cpus": processors(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "system": platform.system(),
        "load": round(os.getloadavg()[0], 2),
        "versions": {"python": platform.python_version(), **{n: version(n) for n in ("groundswell", "numpy", "numba")}},
        "commit": _commit(),
    }


def limits(threads: int, repeats: int) -> dict[str, float]:
    """Return GB a second of the triad, and million gathers a second near and far, on so many threads; medians."""
    use_threads(threads)
    a, b, c = (np.full(_TRIAD, float(k)) for k in range(3))
    found = {"triad_gb_per_s": 24e-9 * _TRIAD / _seconds(lambda: parallel_for(_triad, _TRIAD, a, b, c, 3.0), repeats)}
    index = np.empty(_GATHERS, np.uint32)
    for name, entries in zip(("gather_near", "gather_far"), _FROM, strict=True):
        column = np.ones(entries, np.uint8)
        parallel_for(_anywhere, _GATHERS, np.uint64(entries), index)
        found[f"{name}_m_per_s"] = (
            1e-6 * _GATHERS / _seconds(lambda column=column: parallel_for(_gather, _GATHERS, column, index), repeats)
        )
    return found


def _seconds(work: Callable[[], object], repeats: int) -> float:
    """Return the median time of `work`, after a first call that compiles."""
    work()
    times: list[float] = []
    for _ in range(repeats):
        watch = time.perf_counter()
        work()
        times.append(time.perf_counter() - watch)
    return median(times)


@kernel
def _triad(first, end, a, b, c, s):
    x, y, z = a[first:end], b[first:end], c[first:end]
    for i in range(len(x)):
        x[i] = y[i] + s * z[i]


@kernel
def _anywhere(first, end, entries, index):
    for k in range(first, end):
        index[k] = rng.words(1, rng.TIES, 0, k)[0] * entries >> np.uint64(32)


@kernel
def _gather(first, end, column, index):
    total = 0
    for k in range(first, end):
        total += column[index[k]]
    return total


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _commit() -> str:
    """Return the commit of the checkout that this code lies in, or nothing."""
    here = Path(__file__).parent
    try:
        done = subprocess.run(["git", "-C", str(here), "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    except OSError:
        return ""
    return done.stdout.strip()
