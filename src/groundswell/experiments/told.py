"""A comparison in words for a terminal, and as plain JSON values."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from groundswell.experiments import outcomes
from groundswell.experiments.compare import Comparison
from groundswell.experiments.effects import Effect
from groundswell.experiments.record import RECORDED
from groundswell.run.ledger import OUTSIDE

_MOST = 8  # lines of who moved


def as_dict(c: Comparison, regions: bool = True) -> dict[str, Any]:
    """Return a comparison as JSON values: totals, daily effects of the nation, sums by region, who moved."""
    return {
        "scenario": c.scenario.name,
        "scenario_hash": c.scenario.hash,
        "persons": c.scenario.persons,
        "seeds": list(c.seeds),
        "failures": {str(seed): why for seed, why in c.failures.items()},
        "outside": OUTSIDE,
        "arms": {
            arm: {
                "from_day": c.from_day[arm],
                "totals": {name: e.as_dict() for name, e in c.totals[arm].items()},
                "daily": {m: _plain(c.effect(arm, m)) for m in RECORDED},
                "daily_error": {m: _plain(c.daily_error[arm][:, RECORDED.index(m), -1]) for m in RECORDED},
                "regions": _by_region(c, arm) if regions else {},
                "moved": [
                    {"in_baseline": a, "in_arm": b, "by": d, "level": e, "persons": n}
                    for (a, b, d, e), n in c.moved[arm].items()
                ],
            }
            for arm in c.arms[1:]
        },
    }


def _by_region(c: Comparison, arm: str) -> dict[str, dict[str, float]]:
    """Return each region's effect on flows, summed over days."""
    flows = ("participants", "detained", "called", "reported", "left_gross", "deaths_called")
    return {region: {m: float(c.effect(arm, m, region).sum()) for m in flows} for region in c.regions}


def _plain(values: np.ndarray[Any, Any]) -> list[float | None]:
    return [None if np.isnan(v) else float(v) for v in values.tolist()]


def as_text(c: Comparison) -> str:
    """Return a comparison for a terminal: effects with errors, what pairing bought, who ended otherwise."""
    lines = [f"{c!r}, {c.scenario.persons:,} persons", "Effect of each arm on the same society with the same draws."]
    for arm in c.arms[1:]:
        lines += ["", f"{arm} (differs from day {c.from_day[arm]})"]
        lines += [f"  {'effect':>12} {'90 % interval':>25} {'baseline':>12} {'pairing saves':>14}"]
        lines += [_line(name, e) for name, e in c.totals[arm].items()]
        lines += [f"  {number(n):>12}  {b} instead of {a}" for a, b, n in _movers(c, arm)]
    lines += [f"no result for seed {seed}: {why}" for seed, why in c.failures.items()]
    if len(c.seeds) == 1:
        lines.append("One seed: effects carry no interval; give --seeds.")
    return "\n".join([*lines, "", OUTSIDE])


def _line(name: str, e: Effect) -> str:
    interval = "" if e.error is None else f"{number(e.low90)} to {number(e.high90)}"
    saved = "" if e.runs_saved is None else f"{e.runs_saved:,.0f} x"
    return (f"  {number(e.mean):>12} {interval:>25} {number(e.base):>12} {saved:>14}  "
            f"{outcomes.outcome(name).about}")  # fmt: skip


def _movers(c: Comparison, arm: str) -> Iterable[tuple[str, str, float]]:
    found = [(a, b, n) for (a, b, _, _), n in c.instead(arm).items()]
    return sorted(found, key=lambda each: -each[2])[:_MOST]


def number(value: float) -> str:
    """Return a number with as many digits as it needs."""
    if value == 0:
        return "0"
    return f"{value:.3g}" if abs(value) < 10 else f"{value:,.0f}"
