"""Draws from priors, and designs over several parameters: every draw a function of (seed, key, number of the draw).

A parameter keeps its draws when another joins or leaves, and draws 0..99 are the first hundred of draws 0..999.
"""

import itertools
import math
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, cast, get_args

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
SHAPES: tuple[str, ...] = get_args(Shape)
DESIGNS = ("random", "latin", "sobol", "grid")
_TAIL = 1.6448536269514722  # standard normal quantile of 0.95: a lognormal's two numbers are its 5 and 95 % points


class Prior(NamedTuple):
    """What is known of a parameter: two ends and a shape; every whole number within the ends is as likely as its shape.

    A whole number k stands for the interval k - 1/2 to k + 1/2: with a uniform prior all have the same chance, the ends
    too. A lognormal's ends are its 5 and 95 % points.
    """

    key: str
    low: float
    high: float
    shape: Shape = "uniform"
    whole: bool = False

    def at(self, u: float) -> float | int:
        """Return the quantile of `u` in 0..1."""
        if self.shape == "lognormal":
            low, high = math.log(self.low), math.log(self.high)
            value = math.exp((low + high + (high - low) * float(portable.normal_quantile(u)) / _TAIL) / 2.0)
            return round(value) if self.whole else value
        if not self.whole:
            return self._between(self.low, self.high, u)
        first, last = self.wholes
        return min(max(math.floor(self._between(first - 0.5, last + 0.5, u) + 0.5), first), last)

    @property
    def wholes(self) -> tuple[int, int]:
        """The first and the last whole number within the ends."""
        return math.ceil(self.low), math.floor(self.high)

    def _between(self, low: float, high: float, u: float) -> float:
        if self.shape == "uniform":
            return low + u * (high - low)
        return math.exp(math.log(low) + u * (math.log(high) - math.log(low)))


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
        raise InputError(
            f"{given!r}", place=at, remedy="give true, [low, high] with the lower first, or {low, high, shape}"
        )
    if ends[0] < meta.low or ends[1] > meta.high:
        raise InputError(f"{ends} is outside {_limits(meta)}", place=at, remedy="narrow the prior")
    return sound(Prior(key, float(ends[0]), float(ends[1]), shape, whole), at)


def sound(p: Prior, place: str) -> Prior:
    """Return a prior. Raises InputError for a shape or ends of which nothing can be drawn."""
    ends = [p.low, p.high]
    if not all(math.isfinite(end) for end in ends) or p.low > p.high:
        raise InputError(f"{ends}", place=place, remedy="give two numbers, the lower first")
    if p.shape not in SHAPES or (p.shape != "uniform" and p.low <= 0):
        raise InputError(
            f"shape '{p.shape}' of {ends}", place=place, remedy="uniform; loguniform and lognormal above 0"
        )
    if p.whole and p.wholes[0] > p.wholes[1]:
        raise InputError(f"{ends} holds no whole number", place=place, remedy="widen the prior, or fix the parameter")
    return p


def draw(priors: Sequence[Prior], number: int, seed: int) -> dict[str, float | int]:
    """Return draw `number` of every parameter, independent of one another."""
    return {p.key: p.at(float(rng.uniform(seed, DESIGN, word(p.key), number))) for p in priors}


def design(priors: Sequence[Prior], count: int, kind: str, seed: int) -> list[dict[str, float | int]]:
    """Return `count` points: independent draws, a Latin hypercube (McKay 1979), Sobol's sequence or a full grid.

    Whoever asks for `count` points gets so many, or learns why not: Sobol's sequence is balanced in powers of 2 only,
    a grid has the same number of levels, 2 or more, of each parameter. The sequence is shifted by a draw from `seed`
    (Cranley and Patterson 1976) and needs the extra `claims`. Raises InputError for no points, a number of them that a
    design cannot have, a prior that is not `sound`, and another kind; GroundswellError when the extra is not installed.
    """
    if kind not in DESIGNS:
        raise InputError(f"'{kind}'", place="design", remedy=nearest(kind, DESIGNS))
    if count < 1 or not priors:
        raise InputError(f"{count} points over {len(priors)} parameters", place="design", remedy="give 1 or more")
    priors = [sound(p, f"design, {p.key}") for p in priors]
    _check_count(kind, count, priors)
    if kind == "random":
        return [draw(priors, number, seed) for number in range(count)]
    unit = {"latin": _latin, "sobol": _sobol, "grid": _grid}[kind](priors, count, seed)
    return [{p.key: p.at(u) for p, u in zip(priors, row, strict=True)} for row in unit.tolist()]


def _check_count(kind: str, count: int, priors: Sequence[Prior]) -> None:
    """Refuse a number of points that the design cannot have, and name the nearest it can. Raises InputError."""
    parameters = len(priors)
    if kind == "sobol":
        power = 1 << (count.bit_length() - 1)
        near, why = (power, 2 * power), "Sobol's sequence is balanced in powers of 2"
    elif kind == "grid":
        levels = max(2, _root(count, parameters))
        near, why = (
            (levels**parameters, (levels + 1) ** parameters),
            f"a grid has the same levels of {parameters} ranges",
        )
    else:
        return
    if count not in near:
        fitting = " or ".join(f"{n:,}" for n in near)
        raise InputError(f"{count} points", place="points", remedy=f"{why}: give {fitting}")
    for p in priors:
        wholes = p.wholes[1] - p.wholes[0] + 1
        if kind == "grid" and p.whole and _root(count, parameters) > wholes:
            raise InputError(
                f"{count} points", place=f"--points, {p.key}", remedy=f"it has {wholes} whole numbers only"
            )


def _root(count: int, power: int) -> int:
    """Return the largest whole number whose power is at most `count`."""
    return int(count ** (1.0 / power) + 1e-9)


def _latin(priors: Sequence[Prior], count: int, seed: int) -> Floats:
    columns: list[Floats] = []
    for p in priors:
        w0, w1, _, _ = rng.words(seed, DESIGN, word(p.key), np.arange(count))
        columns.append((np.argsort(w1, kind="stable") + rng.unit(w0)) / count)
    return np.stack(columns, axis=1)


def _sobol(priors: Sequence[Prior], count: int, seed: int) -> Floats:
    need("claims")
    from scipy.stats import qmc

    sequence: Any = qmc.Sobol(len(priors), scramble=False)
    shift = np.array([rng.unit(rng.words(seed, DESIGN, word(p.key), 0)[2]) for p in priors])
    points = sequence.random_base2(count.bit_length() - 1)
    return np.clip((points + shift) % 1.0, 1e-9, 1.0 - 1e-9)


def _grid(priors: Sequence[Prior], count: int, seed: int) -> Floats:
    del seed
    levels = _root(count, len(priors))
    line = (np.arange(levels) / (levels - 1)).tolist()
    return np.clip(np.array(list(itertools.product(line, repeat=len(priors)))), 1e-9, 1.0 - 1e-9)


def word(key: str) -> int:
    """Return the word of the stream that a key stands for."""
    return zlib.crc32(key.encode())


def _listed(given: Any) -> list[Any]:
    return list(cast(list[Any], given)) if isinstance(given, list | tuple) else []


def _limits(meta: P) -> str:
    return f"{meta.low:g}..{meta.high:g} ({meta.unit})"
