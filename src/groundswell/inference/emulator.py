"""Emulators: what a run's figure would be at a point of the prior, guessed from the runs there are, with its error.

Only coordinates that tell something about a target enter its emulator. A quadratic surface with a ridge penalty is
fitted; where its error on draws held back is more than half the stated errors, so is a Gaussian process with a length
for each coordinate (Andrianakis et al. 2015, PLoS Computational Biology 11(1); Rasmussen and Williams 2006, chapter
5), which is kept where it errs clearly less. Its kernel is Matern's with 5/2: figures bend where people begin to act,
and are not as smooth as the Gaussian kernel has it (Stein 1999, Interpolation of Spatial Data).
The error on held-back draws is the emulator's and that of chance between runs together. scikit-learn's random states
are fixed, so one table gives one emulator.

Of a dearer scale there are few runs. There the emulator of the cheap scale is taken as it is, and what it misses is
fitted (Kennedy and O'Hagan 2000, Biometrika 87(1)), where that errs less on draws held back than the dear runs alone.
"""

import warnings
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np

from groundswell.case.target_scale import error_sd
from groundswell.inference.goals import Goals, implausibility
from groundswell.types import Floats, Ints

_MOST = 14  # coordinates in an emulator
_MOST_POINTS = 800  # draws that a Gaussian process is fitted to: its cost grows with their cube
_LENGTH_POINTS = 400  # draws from which its lengths are found, where most of its cost is
_STEPS = 10  # of the search for lengths: more take twice as long, for the same error on draws held back
_LENGTH, _LENGTHS = 2.0, (0.1, 100.0)  # where the search for a length begins, and its ends; the prior is 2 wide
_ENOUGH = 0.5  # error of a quadratic surface, in stated errors, that is small enough
_CLEARLY = 0.97  # of a simpler kind's error: else the simpler one is kept, which also goes on beyond the draws
_CHANCE = 13.8  # of a coordinate that tells nothing, n R^2 exceeds this once in a thousand (chi square, 2 df)
_FOLDS = 4
KINDS = ("mean", "quadratic", "gaussian process")


@dataclass(frozen=True)
class Emulator:
    """A fitted guess of one target's figure, on the target's scale."""

    kind: str
    active: Ints  # coordinates that enter
    sd: float  # of its error on draws held back, chance between runs included
    explained: float  # share of the variance of draws held back
    model: Any
    cheap: "Emulator | None" = None  # of another scale: the model is of what that one misses

    def at(self, units: Floats) -> Floats:
        """Return the guess at points in unit coordinates, (points,)."""
        own = _predict(self.model, _centred(units[:, self.active]))
        return own if self.cheap is None else self.cheap.at(units) + own


@dataclass(frozen=True)
class Emulators:
    """An emulator a target, and the goals they are held against."""

    goals: Goals
    each: tuple[Emulator, ...]

    @property
    def spread(self) -> Floats:
        """The sd of each emulator's error, (targets,)."""
        return np.array([one.sd for one in self.each])

    def summary(self) -> dict[str, dict[str, Any]]:
        """Return what each emulator is, by target, as plain values."""
        return {id_: {"kind": one.kind, "coordinates": len(one.active), "sd": one.sd, "explained": one.explained}
                | ({"added to": one.cheap.kind} if one.cheap else {})
                for id_, one in zip(self.goals.ids, self.each, strict=True)}  # fmt: skip

    def at(self, units: Floats) -> Floats:
        """Return the guesses, (points, targets)."""
        return np.stack([one.at(units) for one in self.each], axis=1)

    def log_likelihood(self, units: Floats) -> Floats:
        """Return the log weight that all targets together give to points, the emulators' errors included, (points,)."""
        return self.goals.log_kernels(self.at(units), self.spread).sum(axis=1)

    def implausibility(self, units: Floats) -> Floats:
        """Return the implausibility of points, (points,)."""
        return implausibility(self.goals.distances(self.at(units), self.spread))


def fit_all(goals: Goals, units: Floats, scaled: Floats, cheap: Emulators | None = None) -> Emulators:
    """Return emulators of each target, fitted to draws with their figures on the targets' scales (draws, targets).

    `cheap`: emulators of another scale, which may be built upon, target by target.
    """
    below = dict(zip(cheap.goals.ids, cheap.each, strict=True)) if cheap else {}
    made = list[Emulator]()
    for at, target in enumerate(goals.targets):
        y, enough = scaled[:, at], _ENOUGH * error_sd(target, goals.weight)
        alone = fit(units, y, enough)
        upon = built_upon(below[target.id], units, y, enough) if target.id in below else alone
        made.append(upon if upon.sd < alone.sd else alone)
    return Emulators(goals, tuple(made))


def built_upon(cheap: Emulator, units: Floats, y: Floats, enough: float = 0.0) -> Emulator:
    """Return an emulator of another scale with what it misses at figures `y` (draws,) fitted on top."""
    missed = fit(units, y - cheap.at(units), enough)
    spread = float(np.nanstd(y)) if np.isfinite(y).any() else 0.0
    return replace(missed, cheap=cheap, explained=1.0 - (missed.sd / spread) ** 2 if spread > 0.0 else 0.0)


def fit(units: Floats, y: Floats, enough: float = 0.0) -> Emulator:
    """Return the emulator of figures `y` (draws,), NaN where there is none, at `units` (draws, coordinates).

    `enough`: error at which a quadratic surface will do.
    """
    known = np.isfinite(y)
    units, y = units[known], y[known]
    active = _screened(units, y)
    spread = float(y.std()) if len(y) else 0.0
    best = _held_out("mean", units, y, active)
    for kind in KINDS[1:] if len(active) else ():
        other = _held_out(kind, units, y, active)
        best = other if other[0] < _CLEARLY * best[0] else best
        if best[0] <= enough:
            break
    error, kind, own, smooth = best
    model = _model(kind, _centred(units[:, own]), y, smooth)
    return Emulator(kind, own, error, 1.0 - (error / spread) ** 2 if spread > 0.0 else 0.0, model)


def _held_out(kind: str, units: Floats, y: Floats, active: Ints) -> tuple[float, str, Ints, Any]:
    """Return the error of a kind on draws held back, root mean square, the kind, its coordinates, and its lengths."""
    own = active[:0] if kind == "mean" else active
    x, errors = _centred(units[:, own]), np.zeros(len(y))
    smooth = _lengths(x, y) if kind == "gaussian process" else None
    fold = np.arange(len(y)) % _FOLDS
    for held in range(min(_FOLDS, len(y))):
        out = fold == held
        errors[out] = _predict(_model(kind, x[~out], y[~out], smooth), x[out]) - y[out]
    return float(np.sqrt(np.mean(errors**2))) if len(y) else 0.0, kind, own, smooth


def _screened(units: Floats, y: Floats) -> Ints:
    """Return the coordinates that tell something of `y`, the most telling first: alone, then beside those found."""
    active = list[int]()
    left: Floats = y - y.mean() if len(y) else y
    for _ in range(3):
        score = _explained(units, left)
        score[active] = 0.0
        new = [int(j) for j in np.argsort(-score, kind="stable") if score[j] * len(y) > _CHANCE]
        active += new[: _MOST - len(active)]
        if not new or len(active) >= _MOST:
            break
        x = _centred(units[:, active])
        left = y - _predict(_model("quadratic", x, y), x)
    most = max(1, min(_MOST, len(y) // 10))
    return np.array(active[:most], np.int64)


def _explained(units: Floats, y: Floats) -> Floats:
    """Return the share of the variance of `y` that a quadratic in each coordinate alone explains, (coordinates,)."""
    total = float(np.sum((y - y.mean()) ** 2)) if len(y) else 0.0
    if total <= 0.0:
        return np.zeros(len(units.T))
    x = _centred(units)
    first = x - x.mean(axis=0)
    second = x**2 - (x**2).mean(axis=0)
    norm = np.maximum(np.sum(first**2, axis=0), 1e-300)
    second = second - first * (np.sum(first * second, axis=0) / norm)
    shares = [np.sum(part * (y - y.mean())[:, None], axis=0) ** 2 / np.maximum(np.sum(part**2, axis=0), 1e-300)
              for part in (first, second)]  # fmt: skip
    return (shares[0] + shares[1]) / total


def _model(kind: str, x: Floats, y: Floats, smooth: Any = None) -> Any:
    """Return a fitted model of scikit-learn, a number for the mean; `smooth`: lengths of a process that are known."""
    if kind == "mean" or not len(y):
        return float(y.mean()) if len(y) else 0.0
    from sklearn import linear_model, pipeline, preprocessing

    if kind == "quadratic":
        joined: Any = cast(Any, pipeline).make_pipeline
        ridge = linear_model.RidgeCV(alphas=np.logspace(-3, 4, 15))
        return joined(preprocessing.PolynomialFeatures(2), ridge).fit(x, y)
    return _process(x, y, _MOST_POINTS, smooth, None)


def _lengths(x: Floats, y: Floats) -> Any:
    """Return the kernel of a Gaussian process, its lengths and noise the likeliest of a part of the draws."""
    from sklearn.gaussian_process import kernels

    lengths: Any = np.full(x.shape[1], _LENGTH)
    smooth: Any = kernels.ConstantKernel(1.0, (1e-2, 1e3)) * kernels.Matern(lengths, _LENGTHS, nu=2.5)
    start = smooth + kernels.WhiteKernel(0.2, (1e-4, 10.0))
    return _process(x, y, _LENGTH_POINTS, start, _likelier).kernel_


def _likelier(objective: Any, start: Floats, bounds: Any) -> tuple[Floats, float]:
    """Return parameters of a kernel after a few steps of L-BFGS-B, and the negative log likelihood there."""
    from scipy import optimize

    search: Any = cast(Any, optimize).minimize
    found = search(objective, start, method="L-BFGS-B", jac=True, bounds=bounds, options={"maxiter": _STEPS})
    return found.x, found.fun


def _process(x: Floats, y: Floats, most: int, smooth: Any, optimizer: Any) -> Any:
    from sklearn import exceptions, gaussian_process

    kind: Any = gaussian_process.GaussianProcessRegressor
    process = kind(smooth, optimizer=optimizer, normalize_y=True, random_state=0)
    some = _spread_out(len(y), most)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", exceptions.ConvergenceWarning)  # a length at its bound: a flat coordinate
        return process.fit(x[some], y[some])


def _spread_out(count: int, most: int) -> Ints:
    """Return at most so many places, evenly spread over the order of the draws."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).astype(np.int64))


def _predict(model: Any, x: Floats) -> Floats:
    return np.full(len(x), model) if isinstance(model, float) else np.asarray(model.predict(x), float)


def _centred(units: Floats) -> Floats:
    return 2.0 * units - 1.0
