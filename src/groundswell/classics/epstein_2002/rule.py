"""Rules A and C of the paper in closed form: grievance, arrest probability, and the share that would be active.

Symbols are the paper's: H hardship, L legitimacy, R risk aversion, G = H (1 - L), C cops and A actives in vision,
P = 1 - exp(-k (C/A)), N = R P, active iff G - N > T.  Epstein (2002), PNAS 99 suppl. 3:7243-7250.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from groundswell.kernel import lean
from groundswell.portable import exp

__all__ = ["ROUNDINGS", "active_share", "arrest_probability", "grievance", "is_active"]

ROUNDINGS = ("none", "floor", "half_even")
FLOOR, HALF_EVEN = 1, 2
Floats = npt.NDArray[np.float64]


def checked(name: str, value: Any, low: float, high: float, *, open_low: bool = False) -> Floats:
    """Return `value` as floats; ValueError with name, value and range unless low <= (or <) value <= high everywhere."""
    numbers = np.asarray(value, dtype=np.float64)
    bad = ~((numbers > low if open_low else numbers >= low) & (numbers <= high))
    if np.any(bad):
        raise ValueError(f"{name}: {numbers[bad].flat[0]:g} is outside {'(' if open_low else '['}{low:g}, {high:g}]")
    return numbers


def rounding_code(rounding: str | None) -> int:
    """Return 0, 1 or 2 for none, floor or half_even."""
    name = "none" if rounding is None else rounding
    if name not in ROUNDINGS:
        raise ValueError(f"rounding: {rounding!r} is not one of None, {', '.join(ROUNDINGS)}")
    return ROUNDINGS.index(name)


def _plain(numbers: Floats) -> Any:
    return float(numbers) if numbers.ndim == 0 else numbers


def arrest_probability(
    cops: npt.ArrayLike, actives: npt.ArrayLike, k: float = 2.3, rounding: str | None = None
) -> float | Floats:
    """Return P = 1 - exp(-k C/A), the arrest probability an agent estimates (Epstein 2002, p. 7244).

    Parameters
    ----------
    cops : C, cops in vision, >= 0 (numbers or arrays)
    actives : A, actives in vision with the agent itself among them, > 0
    k : arrest constant, > 0; 2.3 makes P = 0.9 at C = A = 1
    rounding : C/A as it is (None), its floor (NetLogo) or rounded half to even (Mesa)

    Raises
    ------
    ValueError : an argument outside its range.
    """
    numerator = checked("cops", cops, 0, np.finfo(float).max)
    denominator = checked("actives", actives, 0, np.finfo(float).max, open_low=True)
    checked("k", k, 0, np.finfo(float).max, open_low=True)
    ratio = numerator / denominator
    code = rounding_code(rounding)
    ratio = np.floor(ratio) if code == FLOOR else np.rint(ratio) if code == HALF_EVEN else ratio
    return _plain(-np.expm1(-k * ratio))


def grievance(hardship: npt.ArrayLike, legitimacy: npt.ArrayLike) -> float | Floats:
    """Return G = H (1 - L); both in [0, 1]."""
    return _plain(np.asarray(checked("hardship", hardship, 0, 1) * (1.0 - checked("legitimacy", legitimacy, 0, 1))))


def is_active(
    grievance: npt.ArrayLike,
    risk_aversion: npt.ArrayLike,
    cops: npt.ArrayLike,
    actives: npt.ArrayLike,
    *,
    k: float = 2.3,
    threshold: float = 0.1,
    rounding: str | None = None,
) -> bool | npt.NDArray[np.bool_]:
    """Return whether G - R P > T (rule A). The same agent with G > T is quiet near cops and active without: deception.

    G and R are in [0, 1], C >= 0, A > 0 (the agent counts itself). Raises ValueError for other values.
    """
    g = checked("grievance", grievance, 0, 1)
    risk = checked("risk_aversion", risk_aversion, 0, 1)
    state = g - risk * arrest_probability(cops, actives, k, rounding) > checked("threshold", threshold, 0, 1)
    return bool(state) if np.ndim(state) == 0 else state


def active_share(
    legitimacy: npt.ArrayLike, arrest_probability: npt.ArrayLike, threshold: npt.ArrayLike = 0.1
) -> float | Floats:
    """Return the share of agents with H (1 - L) - R P > T when H and R are independent and uniform on [0, 1].

    With g = 1 - L: nobody for g <= T; 1 - (T + P/2)/g while even the most timid could act (P <= g - T), a trapezium
    of the (H, R) square; (g - T)^2 / (2 g P) above, a triangle. All three arguments are in [0, 1], and broadcast.
    Raises ValueError for other values.
    """
    trust = checked("legitimacy", legitimacy, 0, 1)
    p = checked("arrest_probability", arrest_probability, 0, 1)
    t = checked("threshold", threshold, 0, 1)
    trust, p, t = np.broadcast_arrays(trust, p, t)
    g = 1.0 - trust
    room = np.where(trust < 1.0 - t, g - t, 0.0)  # not g > t: 1 - 0.7 is above 0.3 in binary
    with np.errstate(all="ignore"):  # each branch is taken only where it is defined
        triangle = room * room / (2.0 * g * p)
        trapezium = 1.0 - (t + p / 2.0) / g
    return _plain(np.where(room == 0.0, 0.0, np.where(p <= room, trapezium, triangle)))


@lean
def estimate(cops: Any, actives: Any, k: Any, rounding: Any) -> Any:
    """Return P for whole C and A, the same to the bit on every machine; with A = 0 one cop is certain arrest."""
    if actives == 0:
        return 1.0 if cops > 0 else 0.0
    ratio = np.float64(cops) / np.float64(actives)
    if rounding == FLOOR:
        ratio = np.float64(cops // actives)
    elif rounding == HALF_EVEN:
        ratio = np.rint(ratio)
    return 1.0 - exp(-k * ratio)


@lean
def _fill(table: Any, k: Any, rounding: Any) -> None:
    for cops in range(table.shape[0]):
        for actives in range(table.shape[1]):
            table[cops, actives] = estimate(cops, actives, k, rounding)


def estimates(k: float, rounding: int) -> Floats:
    """Return P for C < 32 and A < 64, which spares an agent nearly every exponential (16 kB stay in the cache)."""
    table = np.empty((32, 64))
    _fill(table, k, rounding)
    return table
