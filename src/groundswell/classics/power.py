"""What a statistical check would find: the smallest true difference from its target that fails it nine times in ten.

A check that passes says little unless this is small. `z`: a mean off by so much; `binomial`: a true share at or beyond
either side; `sign`: the true share of wins from which the check passes nine times in ten (a smaller one may be missed).
`interval`, on the mean of a sample: half the interval's width and more, counted from its middle.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.classics.judge import STATISTICAL, binomial_p_value, parts, sign_p_value

__all__ = ["POWER", "smallest", "words"]

Floats = NDArray[np.float64]
Shares = tuple[float | None, float | None]

POWER = 0.9


def smallest(test: str, expected: Any, obtained: Any, tolerance: Any = 0.0, level: float | None = None) -> Any:
    """Return what a check would find with chance `POWER`, by part where it has parts; None for a test without chance.

    z: the difference of means; binomial: (share below, share above), None on a side where no share is found; sign: the
    share of wins.
    """
    if test == "interval":
        return _of_intervals(expected, obtained)
    if test not in STATISTICAL:
        return None
    if level is None:
        raise ValueError(f"a {test} check needs a level")
    split = parts(expected, obtained)
    each = level if test == "sign" else level / len(split)
    found = {name: _FINDS[test](want, got, tolerance, each) for name, (want, got) in split.items()}
    return found[""] if set(found) == {""} else found


def _of_intervals(expected: Any, obtained: Any) -> dict[str, float] | None:
    """Return what the parts that are means of samples would find, from the middle of their intervals."""
    if not isinstance(expected, Mapping):
        return None
    samples = {name: obtained[name] for name in expected if isinstance(obtained[name], Mapping)}
    reach = NormalDist().inv_cdf(POWER)
    return {
        name: (float(expected[name][1]) - float(expected[name][0])) / 2.0 + reach * float(sample["se"])
        for name, sample in samples.items()
    } or None


def words(found: Any) -> str:
    """Return the smallest difference in words, part by part; "" where there is none to state."""
    if found is None:
        return ""
    if isinstance(found, Mapping):
        return "; ".join(f"{name}: {words(one)}" for name, one in found.items())
    if isinstance(found, tuple):
        low, high = found
        sides = [f"{low:.3g} or less" if low is not None else "", f"{high:.3g} or more" if high is not None else ""]
        return "a share of " + " or ".join(filter(None, sides)) if any(sides) else "no share of so few"
    return f"a difference of {found:.3g}"


def _z(expected: Any, sample: Mapping[str, Any], tolerance: Any, level: float) -> float:
    quantile = NormalDist().inv_cdf
    return (quantile(1.0 - level / 2.0) + quantile(POWER)) * float(sample["se"]) + float(tolerance)


def _sign(expected: Any, sample: Mapping[str, Any], tolerance: Any, level: float) -> Shares:
    n = int(sample["trials"])
    needed = next((w for w in range(n + 1) if sign_p_value(w, n) <= level), None)
    return None, None if needed is None else _share(lambda p: _above(needed, n, p), 0.5, 1.0)


def _binomial(expected: Any, sample: Mapping[str, Any], tolerance: Any, level: float) -> Shares:
    """Return the shares below and above the target that the check finds: those that leave the counts it accepts."""
    n = int(sample["trials"])
    if isinstance(expected, Sequence):
        low, high = float(expected[0]), float(expected[1])
        first = _first(n, lambda k: _below(k, n, low) >= level / 2.0)  # accepted: its interval meets the expected one
        last = n - _first(n, lambda k: _above(n - k, n, high) >= level / 2.0)
    else:
        low = high = float(expected)
        mode = min(int((n + 1) * low), n)
        first = _first(mode, lambda k: binomial_p_value(k, n, low) >= level)
        last = n - _first(n - mode, lambda k: binomial_p_value(n - k, n, low) >= level)
    below = _share(lambda p: _below(first - 1, n, p), low, 0.0) if first > 0 else None
    above = _share(lambda p: _above(last + 1, n, p), high, 1.0) if last < n else None
    return below, above


_FINDS: dict[str, Callable[..., Any]] = {"z": _z, "sign": _sign, "binomial": _binomial}


def _first(end: int, accepted: Callable[[int], bool]) -> int:
    """Return the first of 0..end that is accepted; acceptance rises towards `end`, which is accepted."""
    low, high = 0, end
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if accepted(middle) else (middle + 1, high)
    return low


def _share(power: Callable[[float], float], near: float, far: float) -> float | None:
    """Return the share nearest to `near`, on the way to `far`, whose power is `POWER`; None if even `far` has less."""
    if power(far) < POWER:
        return None
    for _ in range(40):
        middle = (near + far) / 2.0
        near, far = (near, middle) if power(middle) >= POWER else (middle, far)
    return far


def _below(k: int, n: int, p: float) -> float:
    """Return P(X <= k) for n trials of chance p."""
    return float(_chances(n, p)[: k + 1].sum()) if k >= 0 else 0.0


def _above(k: int, n: int, p: float) -> float:
    """Return P(X >= k)."""
    return float(_chances(n, p)[k:].sum()) if k <= n else 0.0


def _chances(n: int, p: float) -> Floats:
    """Return P(X = k), k = 0..n."""
    if p in (0.0, 1.0):
        return np.eye(1, n + 1, n if p else 0)[0]
    k = np.arange(n + 1)
    logs = _log_factorials(n)
    return np.exp(logs[n] - logs - logs[::-1] + k * math.log(p) + (n - k) * math.log1p(-p))


@cache
def _log_factorials(n: int) -> Floats:
    return np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, n + 1)))])
