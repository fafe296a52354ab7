"""A prior predictive as lines for a terminal, and as plain values."""

from typing import Any

import numpy as np

from groundswell.inference.prior_predictive import POINTS, Held, PriorPredictive, quantiles

_HEADS = ("1 %", "5 %", "25 %", "50 %", "75 %", "95 %", "99 %")


def as_text(found: PriorPredictive) -> str:
    """Return the prior predictive for a terminal."""
    lines = [f"{found!r}; one simulated person stands for {found.weight:,.0f}"]
    if (day := found.first_day) is not None:
        lines.append(f"In the street on {_date(found, day)}, persons at each quantile of draws:")
        lines.append(_heads())
        lines.append(_line("turnout", quantiles(found.street[:, day]), ""))
    lines += ["Published figures beside quantiles of draws:", _heads(), *(_target(h) for h in found.held)]
    lines += [f"  not held against draws: {', '.join(ids)} ({why})" for why, ids in left_out(found).items()]
    n = len(found.numbers)
    lines += [f"  {name}: in {k} of {n} draws the nearest limit stands, as no allowed value gives it"
              for name, k in found.clamped.items()]  # fmt: skip
    return "\n".join(lines)


def left_out(found: PriorPredictive) -> dict[str, list[str]]:
    """Return the targets that draws are not held against, by reason."""
    reasons: dict[str, list[str]] = {}
    for id_, why in found.left_out.items():
        reasons.setdefault(why, []).append(id_)
    return reasons


def as_dict(found: PriorPredictive) -> dict[str, Any]:
    """Return the prior predictive as plain values."""
    day = found.first_day
    return {
        "scenario": found.scenario.name, "draws": len(found.numbers), "seed": found.seed, "weight": found.weight,
        "points": list(POINTS), "failures": {str(n): why for n, why in found.failures.items()},
        "turnout": None if day is None else {"date": _date(found, day),
                                             "quantiles": list(quantiles(found.street[:, day]))},
        "targets": [{"id": h.target.id, "about": h.target.about, "role": h.target.role, "date": str(h.target.date),
                     "published": [h.target.low, h.target.value, h.target.high], "quantiles": list(h.quantiles),
                     "below": h.below, "inside": h.inside} for h in found.held],
        "left_out": found.left_out, "clamped": found.clamped,
        "coordinates": [{"key": c.key, "solves": c.solves or None, "prior": [c.prior.low, c.prior.high],
                         "shape": c.prior.shape, "unit": c.parameter.meta.unit, "about": c.parameter.meta.about,
                         "source": c.parameter.meta.source} for c in found.prior.coordinates],
    }  # fmt: skip


def _target(held: Held) -> str:
    t = held.target
    where = "" if held.inside else "  OUTSIDE 1-99 %"
    published = f"{_number(t.value)} ({_number(t.low)} to {_number(t.high)})"
    return _line(
        t.id,
        held.quantiles,
        f"  published {published}, {held.below:.0%} of draws below{where}  {t.about}, {t.date}",
    )


def _heads() -> str:
    return f"  {'':<8}" + "".join(f"{head:>11}" for head in _HEADS)


def _line(name: str, quantiles: tuple[float, ...], rest: str) -> str:
    return f"  {name:<8}" + "".join(f"{_number(q):>11}" for q in quantiles) + rest


def _number(value: float) -> str:
    return f"{value:.3f}" if 0.0 < abs(value) < 10.0 else f"{value:,.0f}"


def _date(found: PriorPredictive, day: int) -> str:
    return str(np.datetime64(found.scenario.start) + day)
