"""Samples of invented series, known to the last digit, that are scored as a posterior would be."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from groundswell import rng
from groundswell.scenario import Scenario
from groundswell.scenario.load import load

DAYS = 30


@dataclass
class Invented:
    """Samples x days of each series and region; what is not given is zero."""

    scenario: Scenario
    weights: np.ndarray
    values: dict[tuple[str, str], np.ndarray] = field(default_factory=dict)
    discrepancy: tuple[float, float] = (0.0, 0.0)

    def series_samples(self, measure: str, region: str = "") -> np.ndarray:
        return self.values.get((measure, region), np.zeros((len(self.weights), DAYS)))


@pytest.fixture(scope="session")
def toyland() -> Scenario:
    return load("toyland")


@pytest.fixture
def invented(toyland: Scenario) -> Callable[..., Invented]:
    """Make samples of one series of the nation, (S, days), with equal weights or those given."""

    def make(values: np.ndarray, series: str = "participants", weights: Any = None, **more: np.ndarray) -> Invented:
        own = {(series, ""): values} | {(series, region): each for region, each in more.items()}
        return Invented(toyland, np.ones(len(values)) if weights is None else np.asarray(weights, float), own)

    return make


def normal(count: int, number: int) -> np.ndarray:
    """So many draws of a standard normal distribution, always the same for a number."""
    w0, w1, _, _ = rng.words(np.uint64(number), rng.PANEL, np.uint64(0), np.arange(count, dtype=np.uint64))
    u1, u2 = rng.unit(w0), rng.unit(w1)
    return np.sqrt(-2.0 * np.log(u1)) * np.cos(2.0 * np.pi * u2)
