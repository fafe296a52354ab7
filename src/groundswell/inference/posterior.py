"""The posterior: weighted draws of all uncertain parameters, what each said of every target, and whether to use it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import groundswell  # the results' own methods that write pages: the one way up
from groundswell.arguments import AnyPath, as_path
from groundswell.case.evidence import Target
from groundswell.comparisons.design import Prior
from groundswell.extras import need
from groundswell.inference.draws import resample, to_normal
from groundswell.inference.smoothed import Weights, smooth, tail_in_words, trouble
from groundswell.scenario import Scenario
from groundswell.scoring.score import Score, score
from groundswell.types import Floats

if TYPE_CHECKING:
    import xarray as xr

LEARNED = 0.1  # contraction below which nothing was learned of a parameter
_SURE = 3.0  # standard errors above that: of a parameter not learned, with 50 effective draws, once in 160
BAND = (0.05, 0.5, 0.95)
_FITTED = "Fitted to the targets {}: rows that tell the same agree by construction."


@dataclass(frozen=True)
class Table:
    """Draws with their figures: points (draws, coordinates), parameter values by key, figures (draws, targets), seeds,
    and the keys of the jobs in the store.
    """

    units: Floats
    values: Mapping[str, Sequence[Any]]
    figures: Floats
    seeds: Sequence[int]
    keys: Sequence[str]


@dataclass(frozen=True, repr=False, eq=False)
class Posterior:
    """Weighted draws of the joint prior of a scenario, given its evidence.

    `coordinates` name the columns of units; `targets` those of figures, all of the evidence, `used` the ids that draws
    were weighed by, `left_out` why the others were not. `log_kernels` (draws, used) is what each target alone says;
    `log_proposal` (draws,) is what draws were drawn from, relative to the prior. `prior` holds draws of the prior,
    `fresh` draws of the posterior run again with seeds that none was fitted with (None where nothing fits).
    """

    scenario: Scenario  # what was fitted, at the last scale
    coordinates: tuple[str, ...]
    targets: tuple[Target, ...]
    used: tuple[str, ...]
    left_out: Mapping[str, str]
    table: Table
    log_kernels: Floats
    log_proposal: Floats
    prior: Table
    fresh: Table | None
    about: Mapping[str, Any]  # what manifest.json says
    folder: Path

    @cached_property
    def smoothed(self) -> Weights:
        """The weights: Pareto-smoothed, or equal where the method gives a sample."""
        return self._weights(range(len(self.used)))

    @property
    def weights(self) -> Floats:
        """Weights of the draws, (draws,), which add up to 1."""
        return np.exp(self.smoothed.log)

    @property
    def ess(self) -> float:
        """How many independent draws of the posterior these are worth; 0 of the empty set."""
        return self.smoothed.ess

    @property
    def khat(self) -> float:
        """Shape of the weights' tail; NaN where the method gives a sample."""
        return self.smoothed.khat

    @property
    def why_not(self) -> str:
        """Why no claim may be based on it: nothing fits, or the weights do not carry it; "" when it is usable."""
        return str(self.about["empty"]) or trouble(self.ess, self.khat)

    @property
    def usable(self) -> bool:
        """Whether claims may be based on it."""
        return not self.why_not

    @property
    def draws(self) -> tuple[dict[str, Any], ...]:
        """Values of all parameters by key, of each draw."""
        return tuple(
            dict(zip(self.table.values, row, strict=True)) for row in zip(*self.table.values.values(), strict=True)
        )

    def without(self, target: str) -> Weights:
        """Return the weights as they would be without one of the targets. Raises ValueError for one not used."""
        if target not in self.used:
            raise ValueError(f"target = {target!r}: draws were weighed by {list(self.used)}")
        return self._weights([at for at, id_ in enumerate(self.used) if id_ != target])

    def sample(self, count: int, seed: int = 0, name: str = "sample") -> list[int]:
        """Return the numbers of `count` draws in proportion to their weights."""
        return resample(self.weights, count, seed, name).tolist()

    @cached_property
    def contraction(self) -> dict[str, float]:
        """What was learned of each coordinate: 1 - variance of the posterior over that of the prior.

        In normal coordinates, in which every prior is the standard normal; below .1: not learned. 0 without draws.
        """
        if not len(self.table.units):
            return dict.fromkeys(self.coordinates, 0.0)
        z, w = to_normal(self.table.units), self.weights
        variance = w @ (z - w @ z) ** 2
        return dict(zip(self.coordinates, (1.0 - variance).tolist(), strict=True))

    @cached_property
    def contraction_error(self) -> dict[str, float]:
        """Monte Carlo standard error of each contraction, by the delta method (Owen 2013, chapter 9.3).

        Of a sample, whose draws repeat, that of as many independent draws as these are worth.
        """
        if not len(self.table.units):
            return dict.fromkeys(self.coordinates, 0.0)
        z, w = to_normal(self.table.units), self.weights
        square = (z - w @ z) ** 2
        share = 1.0 / self.ess if self.about["sample"] else w
        error = np.sqrt(w @ ((square - w @ square) ** 2 * np.expand_dims(share, -1)))
        return dict(zip(self.coordinates, error.tolist(), strict=True))

    @property
    def learned(self) -> tuple[str, ...]:
        """The coordinates of which something was learned, the most first: contraction over `LEARNED` beyond its error.

        None of a posterior that is not usable.
        """
        found = [
            key for key, value in self.contraction.items() if value - _SURE * self.contraction_error[key] > LEARNED
        ]
        return tuple(sorted(found, key=lambda key: -self.contraction[key])) if self.usable else ()

    def density(self, key: str, bins: int = 10) -> Floats:
        """Return the posterior's density over the prior's in equal parts of the prior's probability, (bins,)."""
        unit = self.table.units[:, self.coordinates.index(key)]
        return np.histogram(unit, bins, (0.0, 1.0), weights=self.weights)[0] * bins

    def interval(self, key: str) -> tuple[float, float, float]:
        """Return 5, 50 and 95 % points of a coordinate, in its own unit."""
        at = self.coordinates.index(key)
        ends = _band(self.table.units[:, at], self.weights)
        assert ends is not None
        low, middle, high = (float(self._priors[at].at(end)) for end in ends)
        return low, middle, high

    def ends(self, key: str) -> tuple[float, float]:
        """Return 5 and 95 % points of a coordinate's prior."""
        prior = self._priors[self.coordinates.index(key)]
        return float(prior.at(BAND[0])), float(prior.at(BAND[-1]))

    @cached_property
    def _priors(self) -> tuple[Prior, ...]:
        return tuple(Prior(key, *about) for key, about in zip(self.coordinates, self.about["priors"], strict=True))

    def fitted(self) -> Scenario:
        """Return the scenario with the values of the draw that fits best: the largest product of all kernels.

        A point of the posterior, not its middle; what is uncertain is the posterior. Raises ValueError without draws.
        """
        if not len(self.table.units):
            raise ValueError("no draw fits: there is no fitted scenario")
        return self.scenario.with_(self.draws[int(np.argmax(self.log_kernels.sum(axis=1)))])

    def bands(self, target: str) -> dict[str, tuple[float, float, float] | None]:
        """Return 5, 50 and 95 % points of a target's figure: of the prior, the posterior and its runs with fresh seeds.
        """  # fmt: skip
        at = [t.id for t in self.targets].index(target)
        of = {"prior": (self.prior, None), "posterior": (self.table, self.weights), "fresh": (self.fresh, None)}
        return {name: _band(table.figures[:, at], w) if table and len(table.units) else None
                for name, (table, w) in of.items()}  # fmt: skip

    def score(self, observed: Any) -> Score:
        """Score its runs with fresh seeds against an observed table (docs/scoring.md): a CSV file, data frame or dicts.

        Raises InputError where nothing fits or its runs have gone, ScenarioError for a table that is wrong.
        """
        from groundswell.inference.samples import samples

        found = score(samples(self), observed)
        notes = [f"The posterior is not usable: {self.why_not}."] if self.why_not else []
        return replace(found, notes=(*notes, _FITTED.format(", ".join(self.used)), *found.notes))

    def to_datatree(self) -> "xr.DataTree":
        """Return the posterior as ArviZ reads it (needs `calibrate`); draws are resampled to equal weights."""
        from groundswell.inference.datatree import as_datatree

        return as_datatree(self)

    def report(self, path: AnyPath) -> Path:
        """Write posterior.html, its charts and a CSV beside each into a folder; return the page (needs `report`)."""
        need("report")
        return groundswell.write_posterior_report(self, as_path(path))

    def __repr__(self) -> str:
        what = "no draw fits" if self.about["empty"] else f"{len(self.weights)} draws, worth {self.ess:.0f}"
        k = tail_in_words(self.khat)
        usable = "" if self.usable else "; not usable"
        return f"Posterior of '{self.scenario.name}' by {len(self.used)} targets: {what}{k}{usable}"

    def _weights(self, which: Sequence[int]) -> Weights:
        if not self.about["sample"]:
            return smooth(self.log_kernels[:, list(which)].sum(axis=1) - self.log_proposal)
        count = len(self.table.units)
        rest = [at for at in range(len(self.used)) if at not in which]
        if rest:
            without = smooth(-self.log_kernels[:, rest].sum(axis=1))
            return replace(without, ess=without.ess * self.about["worth"] / count)
        return Weights(np.full(count, -np.log(count)), self.about["worth"], float("nan"))


def _band(figures: Floats, weights: Floats | None) -> tuple[float, float, float] | None:
    known = ~np.isnan(figures)
    if not known.any():
        return None
    figures, w = figures[known], np.ones(known.sum()) if weights is None else weights[known]
    order = np.argsort(figures, kind="stable")
    share = (np.cumsum(w[order]) - 0.5 * w[order]) / w.sum()
    low, middle, high = np.interp(BAND, share, figures[order]).tolist()
    return low, middle, high
