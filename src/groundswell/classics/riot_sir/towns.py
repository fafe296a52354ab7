"""Invented towns for checks and plots: scattered evenly by golden-ratio steps, so that nothing is drawn."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["distances", "people"]

_SIDE = 100.0  # km


def distances(towns: int) -> NDArray[np.float64]:
    """Return the distances (towns, towns) in km within a square of 100 km."""
    i = np.arange(1, towns + 1)
    places = _SIDE * np.stack([i * 0.6180339887 % 1.0, i * 0.4142135623 % 1.0], axis=1)
    apart = places[:, None] - places[None]
    return np.sqrt((apart**2).sum(axis=2)).astype(np.float64)


def people(towns: int) -> NDArray[np.float64]:
    """Return how many might join in each town (towns,): 100 to 300, in no order."""
    return 100.0 + 200.0 * (np.arange(1, towns + 1, dtype=np.float64) * 0.7320508 % 1.0)
