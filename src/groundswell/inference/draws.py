"""Random draws of the inference: each a pure function of (seed, what it is for, number), in unit coordinates or normal.

A point of the joint prior is kept in unit coordinates u, in which the prior is uniform. Moves are made in normal
coordinates z, the normal quantiles of u, in which it is the standard normal.
"""

import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell import rng
from groundswell.types import Floats, Ints

Bools = NDArray[np.bool_]
INFERENCE = np.uint64(32)  # purpose: w0, w1 a draw (day: the word of what it is for; person: its number)
_EDGE = 1e-12  # unit coordinates keep so far from 0 and 1


def uniforms(seed: int, name: str, *shape: int) -> Floats:
    """Return draws strictly between 0 and 1 of this shape; `name` says what for, and each name has its own."""
    count = int(np.prod(shape))
    word = np.uint64(zlib.crc32(name.encode()))
    w0, _, _, _ = rng.words(seed, INFERENCE, word, np.arange(count, dtype=np.uint64))
    return rng.unit(w0).reshape(shape)


def normals(seed: int, name: str, *shape: int) -> Floats:
    """Return standard normal draws of this shape."""
    return to_normal(uniforms(seed, name, *shape))


def to_normal(unit: Floats) -> Floats:
    """Return unit coordinates as normal ones."""
    special: Any = _special()
    return special.ndtri(unit)


def to_unit(z: Floats) -> Floats:
    """Return normal coordinates as unit ones, strictly between 0 and 1."""
    special: Any = _special()
    return np.clip(special.ndtr(z), _EDGE, 1.0 - _EDGE)


def resample(weights: Floats, count: int, seed: int, name: str) -> Ints:
    """Return `count` places in proportion to `weights`, (count,), by systematic resampling (Kitagawa 1996, JCGS 5).

    A place with a weight of k of `count` is taken k times, give or take one.
    """
    ends: Floats = np.asarray(np.cumsum(weights) / np.sum(weights), float)
    marks: Floats = (np.arange(count) + uniforms(seed, name, 1)[0]) / count
    return np.minimum(np.searchsorted(ends, marks), len(weights) - 1).astype(np.int64)


def _special() -> Any:
    from scipy import special

    return special
