"""What an experiment's folder says of itself: who made it, from what, how it was asked for."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from groundswell import rng
from groundswell.computing.job import Job
from groundswell.resolution import weight
from groundswell.running.manifest import versions
from groundswell.scenario import Scenario

KIND = "simulation of the past, not a forecast"
FORMAT = 1
MANIFEST = "manifest.json"


def provenance(kind: str, scenario: Scenario, jobs: Sequence[Job]) -> dict[str, Any]:
    """Return what the manifest of a "sweep" or another `kind` of experiment begins with, all of it plain values."""
    return {
        "format": FORMAT,
        "kind": kind,
        "versions": versions(),
        "stream_version": int(rng.STREAM_VERSION),
        "fingerprint": jobs[0].fingerprint,
        "scenario": scenario.name,
        "scenario_hash": scenario.hash,
        "persons": scenario.persons,
        "days": scenario.days,
        "command": [Path(sys.argv[0]).name, *sys.argv[1:]],
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def columns(scenario: Scenario) -> dict[str, Any]:
    """Return what every row of a table says of itself, so that it can leave its folder: scenario, scale, version."""
    people = float(scenario.case.population.total)
    return {"scenario": scenario.name, "scale_1_to": float(f"{weight(people, scenario.persons):.6g}"), "kind": KIND,
            "made_by": f"groundswell {versions()['groundswell']}", "scenario_hash": scenario.hash[:12]}  # fmt: skip
