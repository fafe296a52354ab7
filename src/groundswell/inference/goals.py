"""What a draw is held against: the targets that a scenario is fitted to, and the log weight each gives to a figure.

Scales, errors and kernels are those of groundswell.case.target_scale: the kernel is exact for the model plus a stated
error of observation and of the model (Wilkinson 2013, Statistical Applications in Genetics 12(2)).
"""

from dataclasses import dataclass

import numpy as np

from groundswell.case.evidence import Target
from groundswell.case.size_words import SIZE_WORDS
from groundswell.case.target_scale import error_sd, kernel_at, scale
from groundswell.types import Floats


@dataclass(frozen=True)
class Goals:
    """Targets, and how many people a simulated person stands for."""

    targets: tuple[Target, ...]
    weight: float

    @property
    def ids(self) -> tuple[str, ...]:
        """The targets' names, in the order of every array here."""
        return tuple(target.id for target in self.targets)

    def scaled(self, figures: Floats) -> Floats:
        """Return figures (draws, targets) on the targets' scales; what is missing stays NaN."""
        return _columns([scale(t, figures[:, at], self.weight) for at, t in enumerate(self.targets)], len(figures))

    def log_kernels(self, scaled: Floats, spread: Floats | None = None) -> Floats:
        """Return the log weight that each target gives to figures on its scale, (draws, targets), never above 0.

        `spread`, (targets,): sd of a further normal error of these figures, such as an emulator's. A draw without a
        figure (a failed run) has minus infinity.
        """
        more = np.zeros(len(self.targets)) if spread is None else spread
        found = _columns([kernel_at(t, scaled[:, at], self.weight, float(more[at]))
                          for at, t in enumerate(self.targets)], len(scaled))  # fmt: skip
        return np.where(np.isnan(found), -np.inf, found)

    def distances(self, scaled: Floats, spread: Floats) -> Floats:
        """Return how far figures on the targets' scales lie from what was published, in sd of all errors together.

        Of a bound, or a number in words, 0 on its right side.
        """
        return _columns([_beyond(t, scaled[:, at], self.weight) / np.hypot(error_sd(t, self.weight), spread[at])
                         for at, t in enumerate(self.targets)], len(scaled))  # fmt: skip


def misses_allowed(targets: int) -> int:
    """Return how many targets a draw may miss and still be plausible: one in ten, as 90 % intervals would have it.

    Leaving out the largest misfits guards against an emulator or a target that is wrong (Vernon, Goldstein and Bower
    2010, Bayesian Analysis 5(4), section 6).
    """
    return targets // 10


def implausibility(distances: Floats) -> Floats:
    """Return a draw's implausibility (draws,): its largest distance (draws, targets) but for `misses_allowed`."""
    count = distances.shape[1]
    if not count:
        return np.zeros(len(distances))
    return np.sort(distances, axis=1)[:, count - 1 - misses_allowed(count)]


def _beyond(target: Target, z: Floats, weight: float) -> Floats:
    low, value, high = scale(target, np.array([target.low, target.value, target.high]), weight).tolist()
    if target.kind == "at least":
        return np.maximum(value - z, 0.0)
    if target.kind == "at most":
        return np.maximum(z - value, 0.0)
    if target.kind in SIZE_WORDS:
        return np.maximum(np.maximum(low - z, z - high), 0.0)
    return np.abs(z - value)


def _columns(found: list[Floats], rows: int) -> Floats:
    return np.stack(found, axis=1) if found else np.empty((rows, 0))
