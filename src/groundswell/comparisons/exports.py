"""A sweep for other programs: experiments and outcomes of the EMA Workbench, problem and samples of SALib."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from groundswell.comparisons.compare import BASE, TOTALS
from groundswell.extras import need
from groundswell.inputs.document import as_table
from groundswell.types import Floats

if TYPE_CHECKING:
    import pandas as pd

    from groundswell.comparisons.sweep import Sweep

_TAIL = 1.6448536269514722  # standard normal quantile of 0.95: a lognormal's two numbers are its 5 and 95 % points


def as_ema(sweep: "Sweep") -> tuple["pd.DataFrame", dict[str, Floats]]:
    """Return (experiments, outcomes) as the EMA Workbench has them; see `Sweep.to_ema`."""
    need("tables")
    import pandas as pd

    keys = list(sweep.points[0])
    columns = {key: [row[key] for row in sweep.rows] for key in keys}
    experiments = pd.DataFrame(
        columns | {
            "seed": [row["seed"] for row in sweep.rows], "scenario": [row["draw"] for row in sweep.rows],
            "policy": pd.Categorical([row["arm"] for row in sweep.rows]),
            "model": pd.Categorical([sweep.jobs[0].variants[0].scenario.name] * len(sweep.rows)),
        }
    )  # fmt: skip
    return experiments, {name: np.array([row[name] for row in sweep.rows], float) for name in TOTALS}


def as_salib(sweep: "Sweep", total: str, arm: str = BASE) -> tuple[dict[str, Any], Floats, Floats]:
    """Return (problem, X, Y) for SALib's methods that take given data; see `Sweep.to_salib`.

    Raises ValueError for an unknown total or arm, for what is varied but no number, and for no result.
    """
    arms = [variant.name for variant in sweep.jobs[0].variants]
    for name, given, known in (("total", total, TOTALS), ("arm", arm, arms)):
        if given not in known:
            raise ValueError(f"{name} = {given!r}: there are {list(known)}")
    keys = list(sweep.points[0])
    rows = [row for row in sweep.rows if row["arm"] == arm]
    draws = sorted({row["draw"] for row in rows})
    if not draws:
        raise ValueError("no run has a result")
    if wrong := [key for key in keys if not all(type(point[key]) in (int, float) for point in sweep.points)]:
        raise ValueError(f"no number: {', '.join(wrong)}")
    x = np.array([[sweep.points[draw][key] for key in keys] for draw in draws], float)
    y = np.array([np.mean([row[total] for row in rows if row["draw"] == draw]) for draw in draws], float)
    return problem(sweep.over, keys, x), x, y


def problem(over: Mapping[str, Any], keys: list[str], x: Floats) -> dict[str, Any]:
    """Return SALib's problem: names, bounds and distributions of what was varied; `over` as a sweep's design has it."""
    bounds, dists = list[list[float]](), list[str]()
    for at, key in enumerate(keys):
        prior = as_table(over.get(key)) or {}
        low, high = float(prior.get("low", x[:, at].min())), float(prior.get("high", x[:, at].max()))
        shape = str(prior.get("shape", "uniform"))
        if shape == "lognormal":
            bounds.append([math.log(low * high) / 2.0, math.log(high / low) / (2.0 * _TAIL)])
        else:
            bounds.append([low, high])
        dists.append({"lognormal": "lognorm", "loguniform": "logunif"}.get(shape, "unif"))
    return {"num_vars": len(keys), "names": keys, "bounds": bounds, "dists": dists}
