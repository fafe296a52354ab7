"""What a claim's report draws, read from the results one by one: memory does not grow with regions times draws."""

from dataclasses import dataclass

import numpy as np

from groundswell.comparisons import outcomes
from groundswell.comparisons.compare import BASE
from groundswell.comparisons.intervals import Running
from groundswell.computing import store
from groundswell.computing.persons import Moved
from groundswell.computing.record import recorded
from groundswell.types import Floats
from groundswell.verdicts.judgement import Judgement


@dataclass(frozen=True)
class Story:
    """Series and sums over draws, a pair each (the first seed)."""

    measure: str
    about: str
    kind: str  # of the measure: "flow", "stock", "share" or "nation"
    series: dict[str, Floats]  # by arm: (draws, days), the nation; draws as likely as one another
    regional: dict[str, Floats]  # by arm: mean effect (regions,); summed over days, a share's mean
    error: dict[str, Floats]  # its standard error over draws
    regions: tuple[str, ...]
    moved: dict[str, Moved]  # by arm: mean over draws
    draws: int
    days_shared: int


def story(j: Judgement) -> Story:
    """Return what the report draws; of weighted draws, those of a sample of equal weights (`Judgement.even`).

    Raises FileNotFoundError when results were taken away."""
    measure = outcomes.series_of(j.claim.conditions[0].outcome, j.claim.scenario)
    arms = [BASE, *(arm.name for arm in j.claim.arms)]
    kind, about = recorded(j.claim.scenario)[measure]
    series: dict[str, list[Floats]] = {arm: [] for arm in arms}
    regional = {arm: Running() for arm in arms[1:]}
    moved: dict[str, Moved] = {arm: {} for arm in arms[1:]}
    of = {job.draw: job for job in reversed(j.jobs)}
    times = np.bincount(j.even, minlength=len(j.draws)).tolist()
    regions: tuple[str, ...] = ()
    shared = 0
    for draw, often in zip(j.draws, times, strict=True):
        if not often:
            continue
        job = of[draw.number]
        result = store.read(j.folder, job.key, job.variants)
        base = result.runs[BASE].counts
        regions, shared = base.regions, shared + result.days_shared
        at = base.at[measure]
        for arm in arms:
            series[arm] += [result.runs[arm].series(measure).copy()] * often
        for arm in arms[1:]:
            change = result.runs[arm].counts.values[:, at, :-1] - base.values[:, at, :-1]
            over = change.mean(axis=0) if kind == "share" else change.sum(axis=0)
            for _ in range(often):
                regional[arm].add(np.nan_to_num(over))
            for key, count in result.moved[arm].items():
                moved[arm][key] = moved[arm].get(key, 0.0) + count * often / len(j.even)
    return Story(
        measure, about, kind, {arm: np.stack(some) for arm, some in series.items()},
        {arm: each.mean for arm, each in regional.items()}, {arm: each.error for arm, each in regional.items()},
        regions, moved, len(j.even), shared,
    )  # fmt: skip
