"""History matching: waves of runs, each among the points that the waves before leave plausible.

A point is implausible when what the emulators expect there lies more than three sd from what was published, all errors
counted: observation, stated discrepancy, emulator and chance between runs (Craig et al. 1997; Vernon, Goldstein and
Bower 2010; Andrianakis et al. 2015). Three: 95 % of any unimodal distribution lie within (Pukelsheim 1994, American
Statistician 48(2)). What is left may be empty: then no point of the prior fits, and the model, or a stated error, is
wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundswell.inference.adaptive import LogLikelihood, Particles, anneal, begin, move
from groundswell.inference.draws import Bools
from groundswell.inference.emulator import Emulators, fit_all
from groundswell.inference.problem import Problem, missed
from groundswell.types import Floats

CUT = 3.0
_STEEP = 20.0  # how fast the likelihood falls beyond the cut: only points within it are kept
_PARTICLES = 1000
_FEWEST = 60  # draws that an emulator is fitted to, if there are so many


@dataclass(frozen=True)
class History:
    """The waves' draws with their figures on the targets' scales, the emulators of each wave, and what was told.

    `share` is the part of the prior that is not implausible: 0 when `empty` says that none is.
    """

    units: Floats
    scaled: Floats
    emulators: tuple[Emulators, ...]
    share: float
    waves: tuple[dict[str, Any], ...]
    empty: str = ""

    def implausibility(self, units: Floats) -> Floats:
        """Return the implausibility of points, the largest of any wave's, (points,)."""
        return np.max([wave.implausibility(units) for wave in self.emulators], axis=0)


def match(problem: Problem, sizes: Sequence[int]) -> History:
    """Run waves of `sizes` draws and return what they leave plausible."""
    units = problem.prior(sizes[0])
    scaled = problem.early.scaled(problem.simulate("wave 1", units))
    found = _learned(History(units, scaled, (), 1.0, ()), problem, 0)
    for wave, size in enumerate(sizes[1:], 2):
        if found.empty:
            break
        more = plausible(found, problem, size, f"wave {wave}")[0]
        figures = problem.early.scaled(problem.simulate(f"wave {wave}", more))
        before = len(found.units)
        found = History(np.concatenate([found.units, more]), np.concatenate([found.scaled, figures]), found.emulators,
                        found.share, found.waves)  # fmt: skip
        found = _learned(found, problem, before)
    return found


def _learned(found: History, problem: Problem, before: int) -> History:
    """Return the history with one more wave of emulators, fitted to the draws that were plausible before it."""
    inside = trained_on(found)
    emulators = fit_all(problem.early, found.units[inside], found.scaled[inside])
    now = History(found.units, found.scaled, (*found.emulators, emulators), found.share, found.waves)
    _, share, nearest = plausible(now, problem, 1, f"after wave {len(now.emulators)}")
    diagnostics = {
        "draws": len(found.units) - before,
        "fitted to": int(inside.sum()),
        "share of the prior": share,
        "emulators": emulators.summary(),
    }
    empty = _why_empty(now, nearest) if share == 0.0 else ""
    return History(now.units, now.scaled, now.emulators, share, (*now.waves, diagnostics), empty)


def trained_on(found: History) -> Bools:
    """Return which draws the next emulators are fitted to, (draws,): the plausible ones, or the nearest few."""
    if not found.emulators:
        return np.ones(len(found.units), np.bool_)
    away = found.implausibility(found.units)
    few = np.sort(away)[min(_FEWEST, len(away)) - 1]
    return away <= max(CUT, few)


def plausible(found: History, problem: Problem, count: int, name: str) -> tuple[Floats, float, Floats]:
    """Return `count` points of the prior restricted to what is not implausible, its share, and the nearest point.

    No points and a share of 0 when none is found.
    """

    def inside_or_near(units: Floats) -> Floats:
        return -0.5 * (_STEEP * np.maximum(found.implausibility(units) / CUT - 1.0, 0.0)) ** 2

    start = problem.prior(max(_PARTICLES, count))
    last = anneal(begin(start, inside_or_near(start)), inside_or_near, problem.seed, name)
    inside = last.log_likelihood == 0.0
    nearest = last.unit[[int(np.argmax(last.log_likelihood))]]
    if last.power < 1.0 or not inside.any():
        return start[:0], 0.0, nearest
    share = float(np.exp(last.log_mean) * inside.mean())
    return spread(last, inside_or_near, count, problem.seed, name, inside_only=True), min(share, 1.0), nearest


def spread(last: Particles, of: LogLikelihood, count: int, seed: int, name: str,
           inside_only: bool = False) -> Floats:  # fmt: skip
    """Return `count` points of annealed particles, moved on until there are enough; `inside_only`: likelihood 1."""
    kept, sweep = list[Floats](), 0
    while sum(map(len, kept)) < count:
        kept.append(last.unit[last.log_likelihood == 0.0] if inside_only else last.unit)
        last = move(last, of, seed, f"{name}, more {sweep}")
        sweep += 1
    points = np.concatenate(kept)
    return points[np.linspace(0, len(points) - 1, count).astype(np.int64)] if count > 1 else points[:count]


def _why_empty(found: History, nearest: Floats) -> str:
    """Say which targets the nearest point misses, by its emulators."""
    goals = found.emulators[-1].goals
    away = np.max([e.goals.distances(e.at(nearest), e.spread)[0] for e in found.emulators], axis=0)
    return f"no point of the prior is plausible: {missed(goals, away, CUT)}"
