"""Logarithm, exponential and quantiles made of +, -, *, / and bit moves only.

The library functions differ in the last bit between C libraries, and one bit is enough to send another person into
the street. IEEE arithmetic does not differ, so one seed gives one society on every machine. Errors against the
exact functions (tests/unit/test_portable.py): below 4e-15 relative for log and exp, 2e-9 for the normal quantile.
"""

import math
from typing import Any

import numpy as np

from groundswell.kernel import device

_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
_SQRT_HALF = 0.7071067811865476


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
        top = (((((-7.784894002430293e-03 * t - 3.223964580411365e-01) * t - 2.400758277161838) * t - 2.549732539343734) * t
                + 4.374664141464968) * t + 2.938163982698783)  # fmt: skip
        low = (((7.784695709041462e-03 * t + 3.224671290700398e-01) * t + 2.445134137142996) * t + 3.754408661907416) * t + 1.0
        z = top / low
    else:
        t = q - 0.5
        r = t * t
        top = (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r + 1.383577518672690e+02) * r
                - 3.066479806614716e+01) * r + 2.506628277459239) * t  # fmt: skip
        low = ((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r + 6.680131188771972e+01) * r
               - 1.328068155288572e+01) * r + 1.0  # fmt: skip
        z = top / low
    return z if u < 0.5 else -z


@device
def normal_share(z: Any) -> Any:
    """Return the share of a standard normal below z (erfc by the C library: for tables and averages, never for a draw)."""
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


@device
def as_u64(x: Any) -> Any:
    """Return a non-negative integer as an unsigned word, so that index arithmetic needs no sign tests."""
    return np.uint64(x)
