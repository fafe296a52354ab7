"""How a riot travels: peak dates against distance, the shape of the curves, and the speed of a front."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.classics.arguments import number
from groundswell.classics.riot_sir.model import Course

__all__ = ["measured_speed", "rank_correlation", "shape_agreement"]

Floats = NDArray[np.float64]


def rank_correlation(x: ArrayLike, y: ArrayLike) -> float:
    """Return Spearman's rank correlation of two series of length >= 2 (ties share ranks); 0 when one is constant."""
    a, b = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if a.shape != b.shape or a.ndim != 1 or len(a) < 2:
        raise ValueError(f"x of shape {a.shape} and y of shape {b.shape} must be series of one length, 2 or more")
    p, q = _ranks(a), _ranks(b)
    spread = float(p.std() * q.std())
    return 0.0 if spread == 0.0 else float(((p - p.mean()) * (q - q.mean())).mean()) / spread


def _ranks(x: Floats) -> Floats:
    ordered = np.sort(x)
    return (np.searchsorted(ordered, x, "left") + np.searchsorted(ordered, x, "right") - 1) / 2.0


def shape_agreement(course: Course, width: float) -> Floats:
    """Return, for each site (K,), how well its curve fits the mean curve once height and date are taken away.

    Curves are divided by their peak and cut to `width` days on each side of it; the figure is the correlation with the
    mean of all. Raises ValueError when a site's peak is nearer than `width` to an end of the record.
    """
    half = round(number("width", width, 0.0, open_low=True) / (course.times[1] - course.times[0]))
    tops = course.activity.argmax(axis=0)
    if tops.min() < half or tops.max() + half >= len(course.times):
        raise ValueError(f"width={width!r} must be less than the distance of every peak to the record's ends")
    curves = np.stack([course.activity[top - half : top + half + 1, k] for k, top in enumerate(tops)], axis=1)
    curves = curves / curves.max(axis=0)
    mean = curves.mean(axis=1)
    return np.array([np.corrcoef(curves[:, k], mean)[0, 1] for k in range(curves.shape[1])])


def measured_speed(diffusion: float, growth: float, decay: float, days: float = 120.0) -> float:
    """Return the speed of the front of u_t = d u_xx + r u (1 - u) - omega u, measured over the run's last quarter.

    Explicit differences on a line wide enough for the front never to reach its end, started from a block at the left;
    arguments > 0 as in `wave_speed`, with r > omega. The front, where u is half its final height, nears its speed like
    1 / days. Raises ValueError otherwise.
    """
    d, w = number("diffusion", diffusion, 0.0, open_low=True), number("decay", decay, 0.0)
    r = number("growth", growth, w, open_low=True)
    days = number("days", days, 1.0)
    dx = 0.2 * np.sqrt(d / (r - w))  # a fifth of the front's own length
    steps = int(np.ceil(days / (0.2 * dx * dx / d)))
    dt = days / steps
    u = np.zeros(int(2.2 * np.sqrt(d * (r - w)) * days / dx) + 50)
    height = 1.0 - w / r
    u[:25] = height
    marks: dict[int, float] = {}
    for step in range(1, steps + 1):
        bend = np.empty_like(u)
        bend[1:-1] = u[2:] - 2.0 * u[1:-1] + u[:-2]
        bend[0], bend[-1] = u[1] - u[0], u[-2] - u[-1]
        u = u + dt * (d * bend / dx**2 + r * u * (1.0 - u) - w * u)
        if step in (3 * steps // 4, steps):
            marks[step] = _front(u, height / 2.0) * dx
    (early, at_early), (late, at_late) = sorted(marks.items())
    return (at_late - at_early) / ((late - early) * dt)


def _front(u: Floats, level: float) -> float:
    i = int(np.flatnonzero(u >= level)[-1])
    return i + (u[i] - level) / (u[i] - u[i + 1])
