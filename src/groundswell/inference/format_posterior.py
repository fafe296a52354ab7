"""A posterior on one screen, and as JSON values: whether it may be used, each target, what was learned."""

from typing import Any

from groundswell.case.evidence import Target
from groundswell.inference.posterior import LEARNED, Posterior
from groundswell.inference.smoothed import tail_in_words

_MOST = 12  # parameters in a terminal
Bands = dict[str, tuple[float, float, float] | None]


def as_dict(found: Posterior) -> dict[str, Any]:
    """Return a posterior as plain JSON values, without its draws."""
    keep = ("scenario", "scenario_hash", "method", "budget", "runs", "plan", "diagnostics", "empty", "failed")
    return {
        **{key: found.about[key] for key in keep}, "draws": len(found.table.units), "ess": found.ess,
        "khat": found.khat, "usable": found.usable, "why_not": found.why_not,
        "targets": [{"id": t.id, "about": t.about, "date": str(t.date), "role": t.role, "published": t.value,
                     "low": t.low, "high": t.high, "used": t.id in found.used, "left_out": found.left_out.get(t.id, ""),
                     "bands90": found.bands(t.id)} for t in found.targets],
        "contraction": found.contraction, "contraction_error": found.contraction_error,
        "learned": list(found.learned),
    }  # fmt: skip


def as_text(found: Posterior) -> str:
    """Return what a terminal shows."""
    lines = [f"{found.about['method']} of '{found.scenario.name}': {found.about['runs']:,} runs planned"]
    if found.about["empty"]:
        lines += [f"NOTHING FITS: {found.about['empty']}", "There is no posterior."]
    else:
        lines.append(f"{len(found.weights):,} weighted draws, worth {found.ess:.0f}{tail_in_words(found.khat)}")
        lines.append("usable for claims" if found.usable else f"NOT USABLE: {found.why_not}; give a larger --budget")
    lines += ["", "90 % of runs with fresh seeds (before the evidence) | published"]
    lines += [_line(t, found.bands(t.id)) for t in found.targets if t.id in found.used]
    learned = found.learned
    lines += [
        "",
        f"learned something of {len(learned)} of {len(found.coordinates)} parameters:",
        f"  (contraction, over {LEARNED} beyond its error)",
    ]
    lines += [
        f"  {found.contraction[key]:5.2f} +- {found.contraction_error[key]:.2f}  {key}" for key in learned[:_MOST]
    ]
    lines += [f"  not used: {id_}: {why}" for id_, why in found.left_out.items()]
    return "\n".join(lines)


def _line(t: Target, bands: Bands) -> str:
    fresh, prior = (band_words(bands[name]) for name in ("fresh", "prior"))
    return f"  {fresh:>24} ({prior}) | {number(t.low)}..{number(t.high)}  {t.id} {t.about}, {t.date}"


def band_words(band: tuple[float, float, float] | None) -> str:
    """Return the ends of a band as a terminal shows them."""
    return f"{number(band[0])}..{number(band[2])}" if band else "none"


def number(value: float) -> str:
    """Return a figure as a terminal shows it."""
    return f"{value:.3f}" if 0 < abs(value) < 10 else f"{value:,.0f}"
