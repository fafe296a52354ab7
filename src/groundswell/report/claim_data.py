"""What a claim's report draws, read from the results one by one: memory does not grow with regions times draws."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from groundswell.experiments import store
from groundswell.experiments.compare import BASE
from groundswell.experiments.judgement import Judgement
from groundswell.experiments.persons import Moved
from groundswell.experiments.record import HAZARD, RECORDED
from groundswell.process.count import MEASURES
from groundswell.types import Floats

# The series behind a named outcome.
_SERIES = {"voice": "participants", "exit": "abroad", "lives": "serving", "cut_chance": HAZARD,
           "exit_to_voice": "left_gross", "detained_share": "detained", "prison_days": "held"}  # fmt: skip


@dataclass(frozen=True)
class Story:
    """Series and sums over draws, a pair each (the first seed)."""

    measure: str
    about: str
    series: dict[str, Floats]  # by arm: (draws, days), the nation
    regional: dict[str, Floats]  # by arm other than the baseline: mean effect summed over days (regions,)
    regions: tuple[str, ...]
    moved: dict[str, Moved]  # by arm: mean over draws
    days_shared: int


def story(j: Judgement) -> Story:
    """Return what the report draws. Raises FileNotFoundError when results were taken away."""
    name = j.claim.conditions[0].outcome.name.split(".")[0]
    measure = _SERIES.get(name, name)
    arms = [BASE, *(arm.name for arm in j.claim.arms)]
    series: dict[str, list[Floats]] = {arm: [] for arm in arms}
    regional: dict[str, Any] = {}
    moved: dict[str, Moved] = {arm: {} for arm in arms[1:]}
    firsts = list({job.draw: job for job in reversed(j.jobs)}.values())
    regions: tuple[str, ...] = ()
    shared = 0
    for job in firsts:
        result = store.read(j.folder, job.key, job.variants)
        base = result.traces[BASE]
        regions, shared = base.regions, shared + result.days_shared
        at = RECORDED.index(measure)
        for arm in arms:
            series[arm].append(result.traces[arm].series(measure).copy())
        for arm in arms[1:]:
            change = (result.traces[arm].values[:, at, :-1] - base.values[:, at, :-1]).sum(axis=0)
            regional[arm] = regional.get(arm, 0.0) + np.nan_to_num(change) / len(firsts)
            for key, count in result.moved[arm].items():
                moved[arm][key] = moved[arm].get(key, 0.0) + count / len(firsts)
    about = MEASURES.get(measure, ("", "daily hazard of a concession"))[1]
    return Story(
        measure, about, {arm: np.stack(some) for arm, some in series.items()}, regional, regions, moved, shared
    )
