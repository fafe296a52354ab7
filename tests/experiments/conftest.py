"""Small scenarios for experiments: the flagship with few persons and days."""

from collections.abc import Callable
from typing import Any

import pytest

from groundswell.scenario import Scenario
from groundswell.scenario.load import load


@pytest.fixture(scope="session")
def flagship() -> Callable[..., Scenario]:
    """The flagship, small: changes by dotted key."""

    def make(persons: int = 20_000, days: int = 12, **changes: Any) -> Scenario:
        return load("mobilization-2022").with_({"persons": persons, "days": days, **changes})

    return make
