"""Many societies at once: which reading of the paper gives which outbursts, and how long peace lasts with more cops."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from groundswell.classics.epstein_2002.model import Run, run_many
from groundswell.classics.epstein_2002.rule import ROUNDINGS
from groundswell.classics.epstein_2002.runs import RUNS
from groundswell.classics.epstein_2002.sight import site_count

__all__ = ["READINGS", "Reading", "genocide_times", "summary", "sweep"]

READINGS = (("euclid", 7.0), ("euclid", 7.5), ("euclid", 8.0), ("euclid", 8.5), ("diamond", 7.0), ("square", 7.0))


class Reading(NamedTuple):
    """Outbursts under one reading of the paper; means over all outbursts of all seeds, None where there was none."""

    shape: str
    vision: float
    sites: int  # seen around an agent
    rounding: str
    seeds: int
    outbursts: float  # a run, mean over seeds
    fewest: int  # in one run
    most: int
    wait: float | None  # ticks, mean
    wait_sd: float | None
    activation: float | None  # agent-ticks an outburst, mean
    activation_sd: float | None
    lowest_peak: int  # most actives in one tick of a run, the lowest and the highest over seeds
    highest_peak: int


def _moments(values: npt.NDArray[Any]) -> tuple[float | None, float | None]:
    return (float(values.mean()), float(values.std())) if len(values) else (None, None)


def summary(runs: Sequence[Run], shape: str, vision: float, rounding: str) -> Reading:
    """Return what the runs of one reading have in common."""
    counts = [len(run.outbursts) for run in runs]
    peaks = [int(run.actives.max()) for run in runs]
    wait, wait_sd = _moments(np.concatenate([run.waits for run in runs]))
    activation, activation_sd = _moments(np.concatenate([run.outbursts["activation"] for run in runs]))
    return Reading(
        shape, vision, site_count(shape, vision), rounding, len(runs), float(np.mean(counts)), min(counts), max(counts),
        wait, wait_sd, activation, activation_sd, min(peaks), max(peaks),
    )  # fmt: skip


def sweep(
    readings: Iterable[tuple[str, float]] = READINGS,
    roundings: Iterable[str] = ROUNDINGS,
    seeds: Iterable[int] = range(4),
    **switches: Any,
) -> tuple[Reading, ...]:
    """Return one `Reading` for each vision (shape, radius) and rounding of C/A, over the same seeds.

    Every other input is run 2 of the paper (3,000 ticks) unless given in `switches` (see `run`).
    """
    seeds, roundings = tuple(seeds), tuple(roundings)
    base: dict[str, Any] = {**RUNS[2], **switches}
    found: list[Reading] = []
    for shape, vision in readings:
        for rounding in roundings:
            inputs: dict[str, Any] = {**base, "shape": shape, "vision": vision, "rounding": rounding}
            found.append(summary(run_many(seeds, **inputs), shape, vision, rounding))
    return tuple(found)


def genocide_times(
    cop_density: npt.ArrayLike, seeds: Iterable[int], cap: int = 15_000, **switches: Any
) -> npt.NDArray[np.int64]:
    """Return the ticks until one group is no more, one a seed; `cap` where both outlived it (the paper's Figs. 15-17).

    Inputs are run 7 of the paper with `cop_density` cops, unless given in `switches` (see `run`).
    """
    inputs: dict[str, Any] = {**RUNS[7], "cop_density": cop_density, "ticks": cap, **switches}
    return np.array([cap if r.genocide is None else r.genocide + 1 for r in run_many(seeds, **inputs)])
