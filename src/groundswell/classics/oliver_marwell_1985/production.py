"""Production functions P(R): how much of the collective good a total contribution R brings."""

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from groundswell.classics.arguments import choice, number

__all__ = ["PRODUCTION", "Production", "production"]

Floats = NDArray[np.float64]
Production = Callable[[Floats], Floats]


def _decelerating(total: Floats, a: float) -> Floats:
    return -np.expm1(-a * total)


def _power(total: Floats, n: float, power: float) -> Floats:
    return (total / n) ** power


def _s_shaped(total: Floats, half: float, steepness: float) -> Floats:
    raised = total**steepness
    return raised / (raised + half**steepness)


PRODUCTION = ("accelerating", "decelerating", "linear", "s-shaped")


def production(kind: str | Production, **parameters: float) -> Production:
    """Return P as a function of arrays of totals R >= 0.

    "decelerating": 1 - exp(-a R), a > 0 (default 1)
    "linear": R / n, n > 0 (default 100)
    "accelerating": (R / n)^power, n > 0 (default 100), power >= 1 (default 2)
    "s-shaped": R^k / (R^k + half^k), half > 0 (default 50), k = steepness > 0 (default 4; up to 1 it decelerates)
    any function of an array: used as it is, with `parameters` as further arguments

    Raises ValueError for an unknown name or parameter or a value out of range.
    Source: the three shapes of Oliver, Marwell and Teixeira (1985); the formulas are ours, as the paper draws curves.
    """
    if not isinstance(kind, str):
        return partial(kind, **parameters) if parameters else kind
    choice("production", kind, PRODUCTION)
    known = {"decelerating": {"a": 1.0}, "linear": {"n": 100.0}, "accelerating": {"n": 100.0, "power": 2.0},
             "s-shaped": {"half": 50.0, "steepness": 4.0}}[kind]  # fmt: skip
    for name in parameters:
        choice(f"parameter of {kind} production", name, known)
    values = {name: number(name, parameters.get(name, default), 0.0, open_low=True) for name, default in known.items()}
    if kind == "decelerating":
        return partial(_decelerating, **values)
    if kind == "s-shaped":
        return partial(_s_shaped, **values)
    return partial(_power, n=values["n"], power=number("power", values.get("power", 1.0), 1.0))
