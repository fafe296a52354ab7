"""Draws of all uncertain parameters in one society: what an inference asks of the engine, thousands of times."""

import os
import tempfile
import time
from pathlib import Path
from typing import Any

from groundswell.comparisons.compare import BASE
from groundswell.computing import store
from groundswell.computing.fork import Variant
from groundswell.computing.job import Job, work
from groundswell.errors import GroundswellError
from groundswell.inference.prior import JointPrior, joint_prior
from groundswell.scenario import Scenario

SCALES, AT_ONCE = (1000, 100, 10), (1, 8, 64)
DAYS = 41  # of the flagship's fit


def measure(scenario: Scenario, draws: int) -> dict[str, Any]:
    """Return the processor seconds of so many draws in a process that has just begun to run them.

    `asking`: to draw, to solve and to name them, and to read their results; `running`: the society, all days, and the
    result in the store. Raises GroundswellError when a run fails.
    """
    prior = joint_prior(scenario)
    with tempfile.TemporaryDirectory() as folder:
        _run(_jobs(prior, scenario.with_(persons=20_000, days=12), 2, seed=7), Path(folder))  # compiles, or loads
        began = time.process_time()
        jobs = _jobs(prior, scenario, draws, seed=1)
        for job in jobs:
            store.has(Path(folder), job.key)
        asked = time.process_time()
        _run(jobs, Path(folder))
        ran = time.process_time()
        for job in jobs:
            store.read(Path(folder), job.key, job.variants)
        asking, running = asked - began + time.process_time() - ran, ran - asked
    return {"asking": asking, "running": running, "an_hour": 3600.0 * draws / (asking + running),
            "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None}  # fmt: skip


def _jobs(prior: JointPrior, scenario: Scenario, draws: int, seed: int) -> list[Job]:
    units = prior.units(range(draws), scenario.seed)
    return [Job((Variant(BASE, scenario.with_({**prior.values(unit), "seed": seed})),), at)
            for at, unit in enumerate(units)]  # fmt: skip


def _run(jobs: list[Job], folder: Path) -> None:
    for job in jobs:
        if error := work(job, folder).error:
            raise GroundswellError(f"a measurement failed: {error}")
