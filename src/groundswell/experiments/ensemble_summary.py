"""An ensemble on one screen, and as JSON values: every total with its intervals, and published figures beside it."""

from typing import TYPE_CHECKING, Any

from groundswell.experiments.told import number
from groundswell.resolution import is_coarse, sentence
from groundswell.run.ledger import OUTSIDE

if TYPE_CHECKING:
    from groundswell.experiments.ensemble import Ensemble

METHOD = (
    "Interval of the mean: 90 %, Student's t over seeds, for counts no narrower than exact Poisson of the simulated "
    "persons. It holds chance alone: what is not known of the parameters is not in it."
)


def as_dict(e: "Ensemble") -> dict[str, Any]:
    """Return the summary as JSON values."""
    return {
        "scenario": e.scenario.name,
        "scenario_hash": e.scenario.hash,
        "persons": e.scenario.persons,
        "days": e.days,
        "seeds": list(e.seeds),
        "failures": {str(seed): why for seed, why in e.failures.items()},
        "method": METHOD,
        "spread": e.spread_is,
        "totals": {
            name: {"about": t.about, "unit": t.unit, "mean": t.mean, "interval90": [t.low, t.high],
                   "spread": [t.spread_low, t.spread_high], "coarse": coarse(e, name), "values": list(t.values)}
            for name, t in e.totals.items()
        },
        "targets": _targets(e),
        "outside": OUTSIDE,
    }  # fmt: skip


def coarse(e: "Ensemble", name: str) -> bool:
    """Tell whether a count rests on so few simulated persons, in all runs together, that it is best not quoted."""
    t = e.totals[name]
    return t.unit == "persons" and is_coarse(t.mean, e.weight, len(t.values))


def as_text(e: "Ensemble") -> str:
    """Return the summary for a terminal, counts in full-size persons."""
    lines = [repr(e), f"seeds {', '.join(str(seed) for seed in e.seeds)}", ""]
    lines.append(f"  {'mean':>12}  {'90 % interval of the mean':^27}  {'single runs':^27}")
    for name, t in e.totals.items():
        about = t.about + (f" ({t.unit})" if name.startswith("ledger.") else "")
        mark = " [coarse: few simulated persons]" if coarse(e, name) else ""
        mean = "not known" if t.low is None or t.high is None else f"{number(t.low)} to {number(t.high)}"
        one = f"{number(t.spread_low)} to {number(t.spread_high)}"
        lines.append(f"  {number(t.mean):>12}  {mean:^27}  {one:^27}  {about}{mark}")
    lines += ["", METHOD, f"Single runs: {e.spread_is}."]
    if told := sentence(e.weight, len(e.seeds)):
        lines.append(told)
    if targets := [t for t in _targets(e) if t["compared"]]:
        lines += ["", "As an observer would have seen it, against published intervals: mean, runs inside"]
        for t in targets:
            inside = f"{t['inside']} of {t['compared']} runs"
            ends = f"{number(t['lo'])}..{number(t['hi'])}"
            lines.append(f"  {number(t['mean']):>12}  {inside:<16}  {ends:<20}  {t['quantity']} {t['date']}")
    lines += ["", OUTSIDE]
    lines += [f"no result for seed {seed}: {why}" for seed, why in e.failures.items()]
    return "\n".join(lines)


def _targets(e: "Ensemble") -> list[dict[str, Any]]:
    """Return each published figure with the mean over runs, how many runs were compared and how many lie inside."""
    rows: list[dict[str, Any]] = []
    for same in zip(*(run.fit for run in e.runs.values()), strict=True):
        first, values = same[0], [f.simulated for f in same if f.simulated is not None]
        compared = [f for f in same if f.comparable]
        rows.append({
            "id": first.id, "quantity": first.quantity, "date": first.date, "published": first.value, "lo": first.lo,
            "hi": first.hi, "mean": sum(values) / len(values) if values else None, "compared": len(compared),
            "inside": sum(f.verdict == "inside" for f in compared), "note": first.note,
        })  # fmt: skip
    return rows
