"""An ensemble on one screen, and as JSON values: every total with its intervals, and published figures beside it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from groundswell.comparisons.format_comparison import number
from groundswell.resolution import is_coarse, sentence
from groundswell.running.fit import Fit, expected_per_person, judged, named, no_verdict
from groundswell.running.fit import lines as fit_lines
from groundswell.running.ledger import OUTSIDE

if TYPE_CHECKING:
    from groundswell.comparisons.ensemble import Ensemble
    from groundswell.running import Run

METHOD = (
    "Interval of the mean: 90 %, Student's t over seeds, for counts no narrower than exact Poisson of the simulated "
    "persons. It covers the variation between random seeds only, not the uncertainty of the parameters."
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
        "quantiles_are": e.band_is,
        "totals": {
            name: {"about": t.about, "unit": t.unit, "mean": t.mean, "interval90": [t.low, t.high],
                   "quantiles": [t.quantile_low, t.quantile_high], "coarse": coarse(e, name), "values": list(t.values)}
            for name, t in e.totals.items()
        },
        "targets": _targets(e),
        "targets_note": no_verdict(next(iter(e.runs.values()))),
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
    for name, t in e.relevant.items():
        about = t.about + (f" ({t.unit})" if name.startswith("ledger.") else "")
        mark = " [coarse: few simulated persons]" if coarse(e, name) else ""
        mean = "-" if t.low is None or t.high is None else f"{number(t.low)} to {number(t.high)}"
        one = f"{number(t.quantile_low)} to {number(t.quantile_high)}"
        lines.append(f"  {number(t.mean):>12}  {mean:^27}  {one:^27}  {about}{mark}")
    lines += ["", METHOD, f"Single runs: {e.band_is}."]
    if note := sentence(e.weight, len(e.seeds)):
        lines.append(note)
    lines += ["", "Mean as an observer would have seen it, against published intervals"]
    note = no_verdict(next(iter(e.runs.values())))
    lines += [f"  {note}"] if note else fit_lines(fits(e), "The mean's interval is over random seeds only.")
    lines += ["", OUTSIDE]
    lines += [f"no result for seed {seed}: {why}" for seed, why in e.failures.items()]
    return "\n".join(lines)


def fits(e: "Ensemble") -> list[Fit]:
    """Return each published figure beside the mean over the ensemble's runs."""
    return mean_fits(list(e.runs.values()), e.weight)


def mean_fits(runs: Sequence["Run"], weight: float) -> list[Fit]:
    """Return each published figure beside the mean over runs, judged by the interval of that mean."""
    from groundswell.comparisons.ensemble import total

    found: list[Fit] = []
    for same in zip(*(run.fit for run in runs), strict=True):
        first, target = same[0], same[0].target
        values = [f.simulated for f in same if f.simulated is not None]
        if not first.comparable or not values:
            found.append(first)
            continue
        step = weight * expected_per_person(runs[0].scenario, target)
        t = total(target.id, target.about, "share" if target.high <= 1.0 else "persons", values, step)
        low, high = (first.low, first.high) if t.low is None or t.high is None else (t.low, t.high)
        found.append(judged(target, t.mean, float(low or 0.0), float(high or 0.0)))
    return found


def _targets(e: "Ensemble") -> list[dict[str, Any]]:
    """Return each published figure as JSON values, with how many runs were compared and how many lie inside."""
    by_run = list(zip(*(run.fit for run in e.runs.values()), strict=True))
    return [
        named(f.target)
        | {"mean": f.simulated if f.verdict else None, "interval90": [f.low, f.high] if f.verdict else None,
           "verdict": f.verdict or None, "compared": sum(one.comparable for one in same),
           "inside": sum(one.verdict == "inside" for one in same), "note": f.note}
        for f, same in zip(fits(e), by_run, strict=True)
    ]  # fmt: skip
