"""Where an increasing function reaches a target."""

from collections.abc import Callable

import numpy as np

_CLOSE = 1e-4


def root(f: Callable[[float], float], target: float, low: float, high: float, start: float = 0.0) -> float:
    """Return where an increasing function reaches a target, a number beyond an end where it does not within them.

    Secants inside a bracket, which is halved whenever they have not halved it in three steps: the bracket ends below
    1e-9, or the function within 1e-4 of the target.
    """
    below, above, x = low, high, min(max(start, low), high)
    before, widths = (x, 0.0), [high - low] * 3
    for step in range(200):
        y = f(x) - target
        if abs(y) < _CLOSE:
            return x
        below, above = (below, x) if y > 0.0 else (x, above)
        if above - below < 1e-9:
            break
        slope = (y - before[1]) / (x - before[0]) if x != before[0] else 1.0
        before = x, y
        slow = step > 2 and above - below > widths[step % 3] / 2.0
        widths[step % 3] = above - below
        following = x - y / slope if slope > 1e-3 else below
        x = following if below < following < above and not slow else (below + above) / 2.0
    if below == low and f(low) > target:
        return float(np.nextafter(low, -np.inf))
    if above == high and f(high) < target:
        return float(np.nextafter(high, np.inf))
    return x
