"""Provenance: what ran, on what, how long, how large."""

import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from groundswell import rng
from groundswell.fingerprint import fingerprint
from groundswell.installed import version
from groundswell.platforms import peak_memory
from groundswell.scenario import Scenario, own_code
from groundswell.scenario.catalogue import outside_prior
from groundswell.simulate import World
from groundswell.society import store
from groundswell.society.synthesize import regions_of
from groundswell.types import Regions

FORMAT = 2  # of the run folder; a reader refuses a newer one
_PACKAGES = ("groundswell", "numpy", "numba", "pyarrow", "pydantic")


class Clock(NamedTuple):
    """When a run began, and the seconds its parts took."""

    started: datetime
    society: float
    days: float


def identity(scenario: Scenario, branch: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return all that decides a run's bits: what must agree before one run's past is taken for another's.

    `branch` tells whose past this run shares, and from which day on it is its own.
    """
    p = scenario
    return {
        "scenario": p.hash,
        "society": store.key(p.case.population, p.persons, p.seed, p.society),
        "sources": fingerprint(*own_code.modules(p)),
        "stream_version": int(rng.STREAM_VERSION),
        "branch": None if branch is None else dict(branch),
    }


def provenance(scenario: Scenario, days: int) -> dict[str, Any]:
    """Return what of a manifest follows from the scenario and the program, without a world."""
    return {
        "format": FORMAT,
        "versions": versions(),
        "stream_version": int(rng.STREAM_VERSION),
        "scenario": scenario.name,
        "scenario_hash": scenario.hash,
        "seed": scenario.seed,
        "days": days,
        "complete": days == scenario.days,
        "outside_prior": [
            {"key": a.parameter.key, "value": a.value, "prior": list(a.parameter.prior), "unit": a.parameter.meta.unit}
            for a in outside_prior(scenario)
        ],
    }


def of_scenario(scenario: Scenario, days: int, seconds: float | None = None) -> dict[str, Any]:
    """Return the manifest of an experiment's run: what follows from scenario, program and machine, and the seconds."""
    known = scenario.case.population
    return {
        **provenance(scenario, days),
        "seconds": {} if seconds is None else {"society_and_days": round(seconds, 3)},
        "peak_memory_bytes": None,
        "machine": machine(),
        "society": {
            "persons": scenario.persons,
            "weight": float(known.total / scenario.persons),
            "capitals": capitals(regions_of(known)),
            "residuals": {},
        },
    }


def versions() -> dict[str, str]:
    """Return the versions of Python, of this package and of what it computes and writes with."""
    return {"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}}


def manifest(scenario: Scenario, world: World, days: int, threads: int, clock: Clock) -> dict[str, Any]:
    """Return what manifest.json holds, all of it plain JSON values."""
    society = world.society
    return {
        **provenance(scenario, days),
        "started": clock.started.astimezone(UTC).isoformat(timespec="seconds"),
        "seconds": {"society": round(clock.society, 3), "days": round(clock.days, 3)},
        "peak_memory_bytes": peak_memory(),
        "threads": threads,
        "machine": machine(),
        "society": {
            "persons": society.n,
            "weight": society.weight,
            "places": len(society.place_region),
            "liable": float(world.liable.sum()),
            "capitals": capitals(society.regions),
            "residuals": {name: float(value) for name, value in society.residuals.items()},
        },
    }


def machine() -> dict[str, Any]:
    """Return what this machine is, without its name."""
    return {"system": platform.platform(), "processor": platform.machine(), "cpus": os.cpu_count()}


def capitals(regions: Regions) -> list[str]:
    """Return the codes of the regions whose city is one of the two largest."""
    return [code for code, capital in zip(regions.codes, regions.capitals, strict=True) if capital]
