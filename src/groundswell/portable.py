"""Logarithm, exponential and quantiles made of +, -, *, / and bit moves only.

The library functions differ in the last bit between C libraries, and one bit is enough to send another person into
the street. IEEE arithmetic does not differ, so one seed gives one society on every machine. Errors against the
exact functions (tests/unit/test_portable.py): below 4e-15 relative for log and exp, 2e-9 for the normal quantile.
"""

import math
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.kernel import device, kernel

_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
_SQRT_HALF = 0.7071067811865476
LN2 = 0.6931471805599453
_DENSITY = 0.3989422804014327  # of a standard normal at 0

# Acklam's coefficients, highest power first.
_TAIL_TOP = (-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838, -2.549732539343734,
             4.374664141464968, 2.938163982698783)  # fmt: skip
_TAIL_LOW = (7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996, 3.754408661907416, 1.0)
_MIDDLE_TOP = (-3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02,
               -3.066479806614716e+01, 2.506628277459239)  # fmt: skip
_MIDDLE_LOW = (-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
               -1.328068155288572e+01, 1.0)  # fmt: skip


@device
def log(x: Any) -> Any:
    """Return ln x for finite x > 0."""
    m, e = math.frexp(x)
    if m < _SQRT_HALF:
        m, e = m + m, e - 1
    s = (m - 1.0) / (m + 1.0)  # ln m = 2 atanh s, |s| <= 0.1716
    z = s * s
    odd = 1.0 / 21.0
    for k in range(19, 0, -2):
        odd = odd * z + 1.0 / k
    return e * _LN2_HIGH + (e * _LN2_LOW + 2.0 * s * odd)


@device
def exp(x: Any) -> Any:
    """Return e to the x; 0 below -745 and the largest finite power above 709."""
    x = min(max(x, -745.0), 709.0)
    n = math.floor(x * 1.4426950408889634 + 0.5)
    r = (x - n * _LN2_HIGH) - n * _LN2_LOW  # |r| <= 0.3466
    total = 1.0
    for k in range(14, 0, -1):
        total = 1.0 + total * r / k
    return math.ldexp(total, int(n))


@device
def power(x: Any, y: Any) -> Any:
    """Return x to the y for x >= 0; 0 to the 0 is 1."""
    if x > 0.0:
        return exp(y * log(x))
    return 1.0 if y == 0.0 else 0.0


@device
def logistic_quantile(u: Any) -> Any:
    """Return ln(u / (1 - u)), the standard logistic variate of a uniform u in (0, 1)."""
    return log(u / (1.0 - u))


@device
def normal_quantile(u: Any) -> Any:
    """Return the standard normal variate of a uniform u in (0, 1): Acklam's rational approximation (2003).

    Its relative error is 1.15e-9 at most.
    """
    q = u if u < 0.5 else 1.0 - u
    if q < 0.02425:
        t = math.sqrt(-2.0 * log(q))
        top, low = _TAIL_TOP[0], _TAIL_LOW[0]
        for k in range(1, 6):
            top = top * t + _TAIL_TOP[k]
        for k in range(1, 5):
            low = low * t + _TAIL_LOW[k]
        z = top / low
    else:
        t = q - 0.5
        r = t * t
        top, low = _MIDDLE_TOP[0], _MIDDLE_LOW[0]
        for k in range(1, 6):
            top = top * r + _MIDDLE_TOP[k]
            low = low * r + _MIDDLE_LOW[k]
        z = top * t / low
    return z if u < 0.5 else -z


@device
def normal_share(z: Any) -> Any:
    """Return the share of a standard normal below z.

    Up to 3 standard deviations by the series of Marsaglia (2004), beyond by the continued fraction of Mills' ratio
    (Laplace 1805); relative error below 1e-12.
    """
    x = abs(z)
    density = _DENSITY * exp(-0.5 * x * x)
    if x < 3.0:
        term = total = x
        for k in range(3, 80, 2):
            term *= x * x / k
            total += term
        upper = 0.5 - total * density
    else:
        ratio = x
        for k in range(60, 0, -1):
            ratio = x + k / ratio
        upper = density / ratio
    return 1.0 - upper if z > 0.0 else upper


@lru_cache(maxsize=256)
def left_after_a_day(half_life: float) -> float:
    """Return the share that a day leaves of what is half forgotten in `half_life` days; runs ask for it every day."""
    return exp(-LN2 / half_life)


Array = NDArray[np.float64]


def log_of(x: Any) -> Array:
    """Return ln x of every number of an array; numpy's own differs between processors in the last bit."""
    return _mapped(_log_into, x)


def exp_of(x: Any) -> Array:
    """Return e to the x of every number of an array."""
    return _mapped(_exp_into, x, _STEPS)


def normal_share_of(z: Any) -> Array:
    """Return the share of a standard normal below every number of an array."""
    return _mapped(_share_into, z, _STEPS)


def power_of(x: Any, y: float) -> Array:
    """Return x to the y of every number x >= 0 of an array."""
    x = np.ascontiguousarray(x, np.float64)
    out = np.empty_like(x)
    _power_into(x.ravel(), y, out.ravel(), _STEPS)
    return out


def _mapped(loop: Any, x: Any, *steps: Any) -> Array:
    x = np.ascontiguousarray(x, np.float64)
    out = np.empty_like(x)
    loop(x.ravel(), out.ravel(), *steps)
    return out


# The loops below go through blocks of numbers step by step of a series, not number by number: steps that do not wait
# for each other become vector code, and each number's own operations stay those of the functions above, in order.
_BLOCK = 512


class _Steps(NamedTuple):
    """Where each series ends: handed to a kernel as numbers that its compiler does not know.

    Of a known number it makes as many copies of the loop over a block, which take seconds to compile and gain nothing.
    """

    exp: int = 14
    near: int = 80
    far: int = 60


_STEPS = _Steps()


@kernel
def _log_into(x: Any, out: Any) -> None:
    two = np.empty(_BLOCK)
    for first in range(0, len(x), _BLOCK):
        _logs(x[first : first + _BLOCK], out[first : first + _BLOCK], two)


@kernel
def _exp_into(x: Any, out: Any, steps: _Steps) -> None:
    two, rest = np.empty(_BLOCK), np.empty(_BLOCK)
    for first in range(0, len(x), _BLOCK):
        _exps(x[first : first + _BLOCK], out[first : first + _BLOCK], two, rest, steps.exp)


@kernel
def _power_into(x: Any, y: Any, out: Any, steps: _Steps) -> None:
    logs, two, rest = np.empty(_BLOCK), np.empty(_BLOCK), np.empty(_BLOCK)
    for first in range(0, len(x), _BLOCK):
        base, to = x[first : first + _BLOCK], out[first : first + _BLOCK]
        _logs(base, logs, two)
        for k in range(len(base)):
            logs[k] = y * logs[k] if base[k] > 0.0 else 0.0
        _exps(logs[: len(base)], to, two, rest, steps.exp)
        for k in range(len(base)):
            if not base[k] > 0.0:
                to[k] = 1.0 if y == 0.0 else 0.0


@kernel
def _share_into(x: Any, out: Any, steps: _Steps) -> None:
    density, size, term = np.empty(_BLOCK), np.empty(_BLOCK), np.empty(_BLOCK)
    two, far = np.empty(_BLOCK), np.empty(_BLOCK, np.uint32)
    for first in range(0, len(x), _BLOCK):
        z, upper, many = x[first : first + _BLOCK], out[first : first + _BLOCK], 0
        for k in range(len(z)):
            size[k] = abs(z[k])
            term[k] = -0.5 * size[k] * size[k]
            far[many] = k
            many += not size[k] < 3.0
        _exps(term[: len(z)], density, two, upper, steps.exp)
        _near(size[: len(z)], upper, term, two, steps.near)
        for k in range(len(z)):
            density[k] *= _DENSITY
            upper[k] = 0.5 - upper[k] * density[k]
        _far(size, far[:many], density, upper, term, steps.far)
        for k in range(len(z)):
            if z[k] > 0.0:
                upper[k] = 1.0 - upper[k]


@device
def _near(x: Any, total: Any, term: Any, square: Any, end: int) -> None:
    """Put Marsaglia's series of each x >= 0 of a block into `total`; `term` and `square` are room.

    It ends where nothing more is added to any: terms fall once the step exceeds the square.
    """
    for k in range(len(x)):
        term[k] = total[k] = x[k]
        square[k] = x[k] * x[k]
    for step in range(3, end, 2):
        rest = 0
        for k in range(len(x)):
            term[k] *= square[k] / step
            before = total[k]
            total[k] += term[k]
            rest += (total[k] != before) | (square[k] > step)
        if rest == 0:
            break


@device
def _far(x: Any, which: Any, density: Any, upper: Any, ratio: Any, steps: int) -> None:
    """Put the share above each x of a block that `which` names into `upper`, by the continued fraction."""
    for k in range(len(which)):
        ratio[k] = x[which[k]]
    for step in range(steps, 0, -1):
        for k in range(len(which)):
            ratio[k] = x[which[k]] + step / ratio[k]
    for k in range(len(which)):
        upper[which[k]] = density[which[k]] / ratio[k]


@device
def _logs(x: Any, out: Any, two: Any) -> None:
    """Put ln x of a block into `out`; `two` is room for as many numbers."""
    for k in range(len(x)):
        m, e = math.frexp(x[k])
        if m < _SQRT_HALF:
            m, e = m + m, e - 1
        out[k], two[k] = m, e
    for k in range(len(x)):
        s = (out[k] - 1.0) / (out[k] + 1.0)
        z = s * s
        odd = 1.0 / 21.0
        for step in range(19, 0, -2):
            odd = odd * z + 1.0 / step
        out[k] = two[k] * _LN2_HIGH + (two[k] * _LN2_LOW + 2.0 * s * odd)


@device
def _exps(x: Any, out: Any, two: Any, rest: Any, steps: int) -> None:
    """Put e to the x of a block into `out`; `two` and `rest` are room for as many numbers."""
    for k in range(len(x)):
        y = min(max(x[k], -745.0), 709.0)
        two[k] = math.floor(y * 1.4426950408889634 + 0.5)
        rest[k] = (y - two[k] * _LN2_HIGH) - two[k] * _LN2_LOW
        out[k] = 1.0
    for step in range(steps, 0, -1):
        for k in range(len(x)):
            out[k] = 1.0 + out[k] * rest[k] / step
    for k in range(len(x)):
        out[k] = math.ldexp(out[k], int(two[k]))
