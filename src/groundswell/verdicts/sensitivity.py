"""What an effect depends on: on the paired effect, never on the raw outcome, with the noise of pairs distinguished.

From a claim's own draws: a tornado (the effect in the lowest and the highest third of each parameter) and a two-way
table. With runs of its own: Morris's elementary effects (1991; Campolongo and others 2007) and Sobol's indices
(Saltelli 2010) through SALib, over designs run in the same societies for all points.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from groundswell import rng
from groundswell.arguments import MOST_RUNS, AnyPath, as_name_or_path, as_path, as_whole
from groundswell.comparisons import outcomes
from groundswell.comparisons.design import DESIGN
from groundswell.computing import store
from groundswell.computing.job import Done
from groundswell.computing.pool import run_jobs
from groundswell.errors import GroundswellError, InputError, nearest
from groundswell.extras import need
from groundswell.types import Floats
from groundswell.verdicts.claim import Claim
from groundswell.verdicts.claim_file import read
from groundswell.verdicts.judgement import Judgement

METHODS = ("morris", "sobol")
_BOOTSTRAP = 500


class Swing(NamedTuple):
    """The mean effect in the lowest and the highest third of a parameter's draws, each with its 90 % interval."""

    key: str
    low: float
    low_interval: tuple[float, float]
    high: float
    high_interval: tuple[float, float]

    @property
    def width(self) -> float:
        """How far the two lie apart."""
        return abs(self.high - self.low)


class Index(NamedTuple):
    """A parameter's index with its 90 % bootstrap half width."""

    key: str
    first: float  # Morris: mu*; Sobol: first order
    first_error: float
    total: float  # Morris: sigma; Sobol: total order
    total_error: float


class Indices(NamedTuple):
    """A sensitivity analysis; `noise`: share of the variance of effects over points that is noise; None: not known."""

    method: str
    unit: str
    indices: tuple[Index, ...]
    second: dict[tuple[str, str], tuple[float, float]]  # Sobol: second order with its half width, by pair
    noise: float | None
    points: int
    failures: int

    def as_dict(self) -> dict[str, Any]:
        """Return plain values."""
        second = [{"keys": keys, "value": value, "error": error} for keys, (value, error) in self.second.items()]
        return {**self._asdict(), "indices": [i._asdict() for i in self.indices], "second": second}

    @property
    def noise_in_words(self) -> str:
        """The noise in words."""
        if self.noise is None:
            return "not known from one pair a point; give --pairs 2"
        return f"{self.noise:.1%} of the variance over {self.points} points"


def tornado(j: Judgement, n: int = 0) -> list[Swing]:
    """Return each drawn parameter's swing in condition `n`, the widest first; [] for fewer than nine draws."""
    if len(j.draws) < 9:
        return []
    effects = _effects(j, n)
    swings, draws = list[Swing](), [j.draws[at] for at in j.even]
    for at, p in enumerate(j.claim.priors):
        order = np.argsort([draw.values[p.key] for draw in draws], kind="stable")
        third = len(order) // 3
        ends = [_mean(effects[part], 2 * at + k) for k, part in enumerate((order[:third], order[-third:]))]
        swings.append(Swing(p.key, *ends[0], *ends[1]))
    return sorted(swings, key=lambda s: -s.width)


def crossed(j: Judgement, one: str, other: str, n: int = 0) -> list[dict[str, Any]]:
    """Return the mean effect of condition `n` in the four quarters that two parameters' medians make."""
    effects = _effects(j, n)
    split = {key: np.array([float(j.draws[at].values[key]) for at in j.even]) for key in (one, other)}
    rows: list[dict[str, Any]] = []
    for a, first in enumerate(("low", "high")):
        for b, second in enumerate(("low", "high")):
            inside = ((split[one] > np.median(split[one])) == a) & ((split[other] > np.median(split[other])) == b)
            mean, (low, high) = _mean(effects[inside], 2 * a + b) if inside.any() else (0.0, (0.0, 0.0))
            rows.append(
                {one: first, other: second, "value": mean, "low": low, "high": high, "draws": int(inside.sum())}
            )
    return rows


def _effects(j: Judgement, n: int) -> Floats:
    """Return the effects in draws that are as likely as one another, (draws,)."""
    c = j.claim.conditions[n]
    each = [float(np.mean([arms[c.arm][n] - arms[c.against][n] for arms in d.outcomes])) for d in j.draws]
    return np.array(each)[list(j.even)]


def _mean(values: Floats, stream: int) -> tuple[float, tuple[float, float]]:
    """Return a mean with its 90 % bootstrap interval (Efron 1979); the resamples are a function of the stream."""
    count = len(values)
    picks = rng.unit(rng.words(stream, DESIGN, np.arange(200)[:, None], np.arange(count))[3])
    means = values[(picks * count).astype(int)].mean(axis=1)
    low, high = np.quantile(means, [0.05, 0.95]).tolist()
    return float(values.mean()), (low, high)


def sensitivity(claim: Claim | AnyPath, folder: AnyPath, method: str = "morris", size: int = 8, pairs: int = 2, *,
                scale: str = "", persons: int | None = None, days: int | None = None, executor: str = "processes",
                workers: int | None = None, address: str = "",
                progress: Callable[[Done, int, int], None] | None = None) -> Indices:  # fmt: skip
    """Run a design and return the indices of the first condition's paired effect.

    `claim`: a shipped claim's name, a file, or one that was read; `scale` ("1:N") or `persons`, and `days`, replace its
    own. `folder` keeps the runs: what is there is not done again.
    `size`: Morris trajectories, or Sobol's base sample (a power of 2): runs are size x (parameters + 1), or
    size x (2 parameters + 2), times pairs. Every point is run in the same `pairs` societies; what differs between them
    beyond a shift of all points is noise, not an effect of parameters. Raises InputError for an unknown method, fewer
    than two parameters or pairs, GroundswellError when the extra `claims` is not installed or a run fails.
    """
    need("claims")
    size, pairs = as_whole(size, "--size", 1, MOST_RUNS), as_whole(pairs, "--pairs", 1, MOST_RUNS)
    folder = as_path(folder, "--out")
    if scale and persons is not None:
        raise InputError("both scale and persons", place="sensitivity", remedy="give one of the two")
    given: dict[str, Any] = {"scale": scale or None, "persons": persons, "days": days}
    changes = {f"scenario.{key}": value for key, value in given.items() if value is not None}
    if not isinstance(claim, Claim):
        claim = read(as_name_or_path(claim, "claim"), changes)
    elif changes:
        claim = replace(claim, scenario=claim.scenario.with_(changes))
    if method not in METHODS:
        raise InputError(f"'{method}'", place="method", remedy=nearest(method, METHODS))
    if len(claim.priors) < 2 or pairs < 1 or size < 2 or (method == "sobol" and size & (size - 1)):
        what = f"{len(claim.priors)} parameters, {pairs} pairs, size {size}"
        raise InputError(
            what, place="sensitivity", remedy="at least 2 parameters, 1 pair, size 2 (sobol: a power of 2)"
        )
    problem = {"num_vars": len(claim.priors), "names": [p.key for p in claim.priors],
               "bounds": [[0.0, 1.0]] * len(claim.priors)}  # fmt: skip
    unit = _sample(method, problem, size, claim.scenario.seed)
    points = [{p.key: p.at(float(np.clip(u, 1e-9, 1 - 1e-9))) for p, u in zip(claim.priors, row, strict=True)}
              for row in unit]  # fmt: skip
    first = claim.scenario.seed
    jobs = [[claim.job(point, first + k, at) for k in range(pairs)] for at, point in enumerate(points)]
    flat = [job for some in jobs for job in some]
    failed = 0
    for count, done in enumerate(run_jobs(flat, folder, executor, workers, address), 1):
        failed += bool(done.error)
        if progress:
            progress(done, count, len(flat))
    if failed:
        raise GroundswellError(
            f"{failed} runs failed: a design with holes has no indices; see *.failed.json in {folder}"
        )
    effects = np.array([[_effect(claim, folder, job) for job in some] for some in jobs])
    return _analyse(method, problem, unit, effects.mean(axis=1), claim, noise_share(effects))


def noise_share(effects: Floats) -> float | None:
    """Return the share of the variance of the points' mean effects that is noise; None from one pair a point.

    `effects` (points, pairs): all points are run in the same societies, so what a society adds to every point shifts
    them together and moves no index. Noise is what is left after the means of points and of societies are taken out
    (two-way additive layout; Scheffe 1959, chapter 4), which each point's mean has `pairs` times less of.
    """
    points, pairs = effects.shape
    mean = effects.mean(axis=1)
    if pairs < 2 or points < 2:
        return None
    left = effects - mean[:, None] - effects.mean(axis=0)[None, :] + effects.mean()
    noise = float((left**2).sum()) / ((points - 1) * (pairs - 1)) / pairs
    between = float(mean.var(ddof=1))
    return min(noise / between, 1.0) if between > 0.0 else 0.0


def _sample(method: str, problem: Mapping[str, Any], size: int, seed: int) -> Floats:
    kind: Any = import_module(f"SALib.sample.{method}")
    if method == "morris":
        return kind.sample(problem, size, seed=seed)
    return kind.sample(problem, size, calc_second_order=True, seed=seed)


def _analyse(method: str, problem: Mapping[str, Any], unit: Floats, mean: Floats, claim: Claim,
             noise: float | None) -> Indices:  # fmt: skip
    kind: Any = import_module(f"SALib.analyze.{method}")
    keys: Sequence[str] = problem["names"]
    what = claim.conditions[0].outcome.unit
    if mean.std() == 0.0:  # nothing moves the effect: indices are not defined, and none is claimed
        return Indices(method, what, tuple(Index(k, 0.0, 0.0, 0.0, 0.0) for k in keys), {}, noise, len(mean), 0)
    common = {"conf_level": 0.9, "num_resamples": _BOOTSTRAP, "seed": claim.scenario.seed}
    second: dict[tuple[str, str], tuple[float, float]] = {}
    if method == "morris":
        found = kind.analyze(problem, unit, mean, **common)
        columns = (found["mu_star"], found["mu_star_conf"], found["sigma"], np.zeros(len(keys)))
    else:
        found = kind.analyze(problem, mean, calc_second_order=True, **common)
        columns = (found["S1"], found["S1_conf"], found["ST"], found["ST_conf"])
        second = {(a, b): (float(found["S2"][i, k]), float(found["S2_conf"][i, k]))
                  for i, a in enumerate(keys) for k, b in enumerate(keys) if i < k}  # fmt: skip
    rows = zip(keys, *(map(float, column) for column in columns), strict=True)
    indices = sorted((Index(*row) for row in rows), key=lambda i: -i.total if method == "sobol" else -i.first)
    return Indices(method, what, tuple(indices), second, noise, len(mean), 0)


def _effect(claim: Claim, folder: Path, job: Any) -> float:
    c = claim.conditions[0]
    runs = store.read(folder, job.key, job.variants).runs
    return outcomes.value(c.outcome, runs[c.arm]) - outcomes.value(c.outcome, runs[c.against])
