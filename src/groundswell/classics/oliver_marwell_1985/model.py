"""People decide one after another how much to give, each seeing what has been given before.

gain of i from giving r when R has been given:  v_i (P(R + r) - P(R)) - c r
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.classics.arguments import choice, integer, number
from groundswell.classics.oliver_marwell_1985.production import Production, production
from groundswell.kernel import kernel
from groundswell.rng import CLASSICS, uniform

__all__ = ["Contributions", "contributions", "critical_mass", "optimal_total"]

Floats = NDArray[np.float64]
ORDERS = ("given", "least interested first", "most interested first", "random")
_STREAM = 11 << 16  # this model's part of the classics' draws
_SCAN, _GOLDEN = 400, (math.sqrt(5.0) - 1.0) / 2.0


class Contributions(NamedTuple):
    """total: R at the end, with `start`; amounts (n,); order (n,): who decided when; produced: P(total)."""

    total: float
    amounts: Floats
    order: NDArray[np.int64]
    produced: float


def contributions(
    interests: ArrayLike,
    kind: str | Production = "decelerating",
    *,
    cost: float = 1.0,
    resources: ArrayLike = 1.0,
    order: str = "most interested first",
    start: float = 0.0,
    unit: float | None = None,
    seed: int = 0,
    **parameters: float,
) -> Contributions:
    """Return what people give when each in turn takes the amount that gains most, and nothing when no amount gains.

    interests: v_i (n,), what the whole good is worth to each, >= 0
    kind, parameters: the production function (see `production`)
    cost: c > 0 of one unit given; resources: most that each can give, >= 0, one number or (n,)
    order: "most interested first", "least interested first", "given" (as listed; also breaks ties of interest) or
        "random" by `seed`
    start: R already there; unit: None, any amount may be given; otherwise only whole multiples of it

    Raises ValueError for numbers out of range, an unknown order, or a production that is not finite.
    Source: Oliver, Marwell and Teixeira (1985), the gain of an individual contribution.
    """
    v = np.atleast_1d(np.asarray(interests, dtype=np.float64))
    limits = np.broadcast_to(np.asarray(resources, dtype=np.float64), v.shape)
    for name, x in (("interests", v), ("resources", limits)):
        if x.ndim != 1 or not (np.isfinite(x).all() and (x >= 0.0).all()):
            raise ValueError(f"{name} must be finite numbers >= 0, one a person; got shape {x.shape}")
    c = number("cost", cost, 0.0, open_low=True)
    step = None if unit is None else number("unit", unit, 0.0, open_low=True)
    value = production(kind, **parameters)
    total = number("start", start, 0.0)
    amounts = np.zeros_like(v)
    turns = _turns(v, choice("order", order, ORDERS), integer("seed", seed, 0, 2**64 - 1))
    for i in turns:
        amounts[i] = _best(value, total, float(v[i]), c, float(limits[i]), step)
        total += float(amounts[i])
    return Contributions(total, amounts, turns, float(_checked(value, np.array([total]))[0]))


def _turns(v: Floats, order: str, seed: int) -> NDArray[np.int64]:
    if order == "given":
        return np.arange(len(v))
    if order == "random":
        draws = np.empty(len(v))
        _draw(np.uint64(seed), draws)
        return np.argsort(draws, kind="stable")
    return np.argsort(-v if order == "most interested first" else v, kind="stable")


@kernel
def _draw(seed: np.uint64, draws: Floats) -> None:
    for i in range(len(draws)):
        draws[i] = uniform(seed, CLASSICS, np.uint64(_STREAM), np.uint64(i))


def _checked(value: Production, totals: Floats) -> Floats:
    produced = np.asarray(value(totals), dtype=np.float64)
    if produced.shape != totals.shape or not np.isfinite(produced).all():
        raise ValueError(f"production must return one finite number a total; it failed near R={totals[-1]:g}")
    return produced


def _best(value: Production, total: float, v: float, c: float, limit: float, unit: float | None) -> float:
    """Return the amount in [0, limit] of greatest gain; of equal ones the smallest, so an even deal is not taken."""

    def gain(r: Floats) -> Floats:
        both = _checked(value, np.append(total + r, total))
        return v * (both[:-1] - both[-1]) - c * r

    if limit == 0.0:
        return 0.0
    if unit is not None:
        r = np.arange(math.floor(limit / unit + 1e-9) + 1, dtype=np.float64) * unit
        gains = gain(r)
    else:
        # any shape of P: a scan finds the hill, a section its top
        r = np.arange(_SCAN + 1, dtype=np.float64) * (limit / _SCAN)
        top = int(np.argmax(gain(r)))
        r = np.array([0.0, limit, _section(gain, r[max(top - 1, 0)], r[min(top + 1, _SCAN)])])
        gains = gain(r)
    rounding = 1e-12 * (v + c * limit)
    winners = r[gains >= gains.max() - rounding]
    return float(winners.min()) if gains.max() > rounding else 0.0


def _section(gain: Production, low: float, high: float) -> float:
    """Return where the gain is highest between two points round its top, by golden sections."""
    while high - low > 1e-9 * max(1.0, high):
        a, b = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        ga, gb = gain(np.array([a, b]))
        low, high = (low, b) if ga >= gb else (a, high)
    return (low + high) / 2.0


def optimal_total(v: float, cost: float, a: float = 1.0) -> float:
    """Return R* = ln(a v / c) / a (0 when a v <= c), where people of interest v stop giving under P = 1 - exp(-a R).

    v >= 0, cost > 0, a > 0; ValueError otherwise. Source: P'(R*) = c / v.
    """
    v, c, a = number("v", v, 0.0), number("cost", cost, 0.0, open_low=True), number("a", a, 0.0, open_low=True)
    return math.log(a * v / c) / a if a * v > c else 0.0


def critical_mass(v: float, cost: float, n: float, unit: float = 1.0) -> float:
    """Return the R above which giving one more `unit` pays under P = (R / n)^2: (c n^2 / v - unit) / 2, at least 0.

    v > 0, cost > 0, n > 0, unit >= 0 (0: the limit of small gifts, c n^2 / 2 v); ValueError otherwise.
    Source: v ((R + unit)^2 - R^2) / n^2 > c unit.
    """
    v, c = number("v", v, 0.0, open_low=True), number("cost", cost, 0.0, open_low=True)
    n, unit = number("n", n, 0.0, open_low=True), number("unit", unit, 0.0)
    return max(0.0, (c * n * n / v - unit) / 2.0)
