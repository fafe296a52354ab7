"""Small scenarios for experiments: the flagship with few persons and days."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from groundswell.computing.fork import Variant
from groundswell.computing.job import Job
from groundswell.scenario import Scenario
from groundswell.scenario.load import load


@pytest.fixture(scope="session")
def flagship() -> Callable[..., Scenario]:
    """The flagship, small: changes by dotted key."""

    def make(persons: int = 20_000, days: int = 12, **changes: Any) -> Scenario:
        return load("mobilization-2022").with_({"persons": persons, "days": days, **changes})

    return make


@pytest.fixture(scope="session")
def jobs(flagship: Callable[..., Scenario]) -> Callable[..., list[Job]]:
    """Jobs of the flagship alone, one for each of the first seeds."""

    def make(count: int = 3, **changes: Any) -> list[Job]:
        return [Job((Variant("as it is", flagship(seed=seed, **changes)),), seed) for seed in range(1, count + 1)]

    return make


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder outside the package with the rule of docs/behaviour.md in it, from which Python imports here."""
    page = (Path(__file__).parents[2] / "docs" / "behaviour.md").read_text(encoding="utf-8")
    folder = tmp_path / "scripts"
    (folder / "marching").mkdir(parents=True)
    (folder / "marching" / "rule.py").write_text(page.split("```python\n")[1].split("```")[0], encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    for name in [name for name in sys.modules if name.split(".")[0] == "marching"]:
        monkeypatch.delitem(sys.modules, name)
    return folder
