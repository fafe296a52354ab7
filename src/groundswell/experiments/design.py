"""Draws from priors, and designs over several parameters: every draw a function of (seed, key, number of the draw).

A parameter keeps its draws when another joins or leaves, and draws 0..99 are the first hundred of draws 0..999.
"""

import itertools
import math
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, cast

import numpy as np

from groundswell import portable, rng
from groundswell.errors import InputError, nearest
from groundswell.extras import need
from groundswell.params import P, Parameter
from groundswell.scenario import Scenario
from groundswell.scenario.catalogue import assumptions
from groundswell.types import Floats

DESIGN = np.uint64(30)  # purpose: w0 the draw of a parameter, w1 its shuffle in a Latin hypercube, w2 a Sobol shift
Shape = Literal["uniform", "loguniform", "lognormal"]
DESIGNS = ("random", "latin", "sobol", "grid")
_TAIL = 1.6448536269514722  # standard normal quantile of 0.95: a lognormal's two numbers are its 5 and 95 % points


class Prior(NamedTuple):
    """What is known of a parameter: two ends and a shape; whole numbers stay whole."""

    key: str
    low: float
    high: float
    shape: Shape = "uniform"
    whole: bool = False

    def at(self, u: float) -> float | int:
        """Return the quantile of `u` in 0..1."""
        if self.shape == "uniform":
            value = self.low + u * (self.high - self.low)
        else:
            low, high = math.log(self.low), math.log(self.high)
            z = u if self.shape == "loguniform" else 0.5 + float(portable.normal_quantile(u)) / (2.0 * _TAIL)
            value = math.exp(low + z * (high - low))
        return round(value) if self.whole else value


def parameters(scenario: Scenario) -> dict[str, Parameter]:
    """Return the scenario's parameters by dotted key."""
    return {a.parameter.key: a.parameter for a in assumptions(scenario)}


def prior(key: str, given: Any, known: Mapping[str, Parameter], place: str) -> Prior:
    """Return the prior of a key. `given`: true for the declared one, [low, high], or {low, high, shape}.

    Raises InputError for an unknown key, one that is no number, none declared, or ends outside what the parameter may
    be.
    """
    at = f"{place}, {key}"
    if key not in known:
        raise InputError(f"no parameter '{key}'", place=at, remedy=nearest(key, known))
    parameter = known[key]
    meta, whole = parameter.meta, parameter.kind is int
    if parameter.kind not in (int, float):
        raise InputError("is no number", place=at, remedy="only numbers have priors; make it an arm")
    if given is True:
        if meta.prior is None:
            raise InputError("has no declared prior", place=at, remedy=f"give [low, high] within {_limits(meta)}")
        return Prior(key, float(meta.prior[0]), float(meta.prior[1]), meta.shape, whole)
    table: dict[str, Any] = cast(dict[str, Any], given) if isinstance(given, dict) else {}
    ends: list[Any] = [table.get("low"), table.get("high")] if table else _listed(given)
    shape = table.get("shape", meta.shape if meta.shape != "lognormal" else "uniform")
    if len(ends) != 2 or not all(type(e) in (int, float) and math.isfinite(e) for e in ends) or ends[0] >= ends[1]:
        raise InputError(f"{given!r}", place=at, remedy="give true, [low, high], or {low, high, shape}")
    if ends[0] < meta.low or ends[1] > meta.high:
        raise InputError(f"{ends} is outside {_limits(meta)}", place=at, remedy="narrow the prior")
    if shape not in ("uniform", "loguniform", "lognormal") or (shape != "uniform" and ends[0] <= 0):
        raise InputError(f"shape '{shape}' of {ends}", place=at, remedy="uniform; loguniform and lognormal above 0")
    return Prior(key, float(ends[0]), float(ends[1]), shape, whole)


def draw(priors: Sequence[Prior], number: int, seed: int) -> dict[str, float | int]:
    """Return draw `number` of every parameter, independent of one another."""
    return {p.key: p.at(float(rng.uniform(seed, DESIGN, _word(p.key), number))) for p in priors}


def design(priors: Sequence[Prior], count: int, kind: str, seed: int) -> list[dict[str, float | int]]:
    """Return `count` points: independent draws, a Latin hypercube (McKay 1979), Sobol's sequence or a full grid.

    A grid has as many levels a parameter as keep it within `count` points, at least 2. Sobol's sequence is shifted by
    a draw from `seed` (Cranley and Patterson 1976) and needs the extra `claims`. Raises InputError for no points or
    another kind, GroundswellError when the extra is not installed.
    """
    if kind not in DESIGNS:
        raise InputError(f"'{kind}'", place="--design", remedy=nearest(kind, DESIGNS))
    if count < 1 or not priors:
        raise InputError(f"{count} points over {len(priors)} parameters", place="design", remedy="give 1 or more")
    if kind == "random":
        return [draw(priors, number, seed) for number in range(count)]
    unit = {"latin": _latin, "sobol": _sobol, "grid": _grid}[kind](priors, count, seed)
    return [{p.key: p.at(u) for p, u in zip(priors, row, strict=True)} for row in unit.tolist()]


def _latin(priors: Sequence[Prior], count: int, seed: int) -> Floats:
    columns: list[Floats] = []
    for p in priors:
        w0, w1, _, _ = rng.words(seed, DESIGN, _word(p.key), np.arange(count))
        columns.append((np.argsort(w1, kind="stable") + rng.unit(w0)) / count)
    return np.stack(columns, axis=1)


def _sobol(priors: Sequence[Prior], count: int, seed: int) -> Floats:
    need("claims")
    from scipy.stats import qmc

    sequence: Any = qmc.Sobol(len(priors), scramble=False)
    shift = np.array([rng.unit(rng.words(seed, DESIGN, _word(p.key), 0)[2]) for p in priors])
    points = sequence.random_base2(max(math.ceil(math.log2(count)), 0))[:count]
    return np.clip((points + shift) % 1.0, 1e-9, 1.0 - 1e-9)


def _grid(priors: Sequence[Prior], count: int, seed: int) -> Floats:
    del seed
    levels = max(2, int(count ** (1.0 / len(priors)) + 1e-9))
    line = (np.arange(levels) / (levels - 1)).tolist()
    return np.clip(np.array(list(itertools.product(line, repeat=len(priors)))), 1e-9, 1.0 - 1e-9)


def _word(key: str) -> int:
    """Return a key's word of the stream."""
    return zlib.crc32(key.encode())


def _listed(given: Any) -> list[Any]:
    return list(cast(list[Any], given)) if isinstance(given, list | tuple) else []


def _limits(meta: P) -> str:
    return f"{meta.low:g}..{meta.high:g} ({meta.unit})"
