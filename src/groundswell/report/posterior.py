"""posterior.html: whether a posterior may be used, what it predicts of each target, and what was learned."""

from importlib.metadata import version
from pathlib import Path
from typing import Any

from groundswell.case.evidence import Target
from groundswell.files import write_text
from groundswell.inference.posterior import LEARNED, Posterior
from groundswell.report import limits
from groundswell.report import posterior_charts as charts
from groundswell.report.figures import Figure, draw, write_csv
from groundswell.report.into_folder import into_folder
from groundswell.report.numbers import value
from groundswell.report.origin import Origin, of_scenario
from groundswell.report.page import template
from groundswell.resolution import sentence
from groundswell.running.ledger import OUTSIDE

_MOST, _DENSE = 20, 6  # parameters in the chart of what was learned, and in that of densities
_LEAST = 1e-3  # of a published figure: the left end of a chart on a log scale
_NEVER = (
    "Not a parameter's value as measured: it is what the published figures and the prior leave, in this model alone.",
    "Not the fit as a test of the model: parameters were fitted to the figures that are marked as used.",
)


@into_folder
def write_posterior_report(found: Posterior, folder: Path) -> Path:
    """Write posterior.html, limits.html, figures/*.svg and *.csv into `folder` and return the page."""
    folder.mkdir(parents=True, exist_ok=True)
    into, scenario, about = folder / "figures", found.scenario, found.about
    seeds = sorted(set(found.table.seeds) | set(found.prior.seeds))
    origin = of_scenario(scenario, seeds, f"{len(found.table.units)} weighted draws by {about['method']}")
    targets = [_target(found, t) for t in found.targets]
    coordinates = [{"key": key, "contraction": value(share), "error": value(found.contraction_error[key]),
                    "learned": key in found.learned}
                   for key, share in sorted(found.contraction.items(), key=lambda each: -each[1])]  # fmt: skip
    figures = [*_predictive(found, into, origin), *_learned(found, into, origin)]
    write_csv(into / "targets.csv", targets, origin.columns("published figures beside draws", "as published"))
    write_csv(into / "parameters.csv", coordinates, origin.columns("contraction of each parameter", "share"))
    page = template("posterior.html").render(
        scenario=scenario, origin=origin, about=about, found=found, figures=figures, targets=targets, least=LEARNED,
        coordinates=coordinates, learned=len(found.learned), waves=about["diagnostics"].get("waves", []),
        banner=origin.notice, scale=sentence(origin.weight), outside=OUTSIDE, version=version("groundswell"),
    )  # fmt: skip
    limits.write_limits(folder, f"Posterior: {scenario.title or scenario.name}", origin, [], _NEVER)
    out = folder / "posterior.html"
    write_text(out, page)
    return out


def _target(found: Posterior, t: Target) -> dict[str, Any]:
    bands = found.bands(t.id)
    ends = {name: " to ".join(value(end) for end in (band[0], band[2])) if band else "none"
            for name, band in bands.items()}  # fmt: skip
    return {
        "id": t.id, "about": t.about, "date": str(t.date), "role": t.role, "published": value(t.value),
        "low": value(t.low), "high": value(t.high), **ends, "used": t.id in found.used,
        "left_out": found.left_out.get(t.id, ""), "source": t.source,
    }  # fmt: skip


def _predictive(found: Posterior, into: Path, origin: Origin) -> list[Figure]:
    rows = list[dict[str, Any]]()
    for t in found.targets:
        bands = found.bands(t.id)
        each = {
            charts.PRIOR: bands["prior"],
            charts.POSTERIOR: bands["fresh"],
            charts.PUBLISHED: (t.low, t.value, t.high),
        }
        role = "" if t.id in found.used else ", not used"
        rows += [{"entry": f"{t.id} {t.about}, {t.date:%-d %b}{role}", "of": of, **_shares(band, t.value)}
                 for of, band in each.items() if band and t.value > 0.0]  # fmt: skip
    if not rows:
        return []
    note = f"Nine tenths of runs and their median, over the published figure; below {_LEAST:g} at the left end."
    spoken = f"Intervals of {len(found.targets)} figures before and after the evidence, beside the published ones."
    figure = Figure("predictive", "Published figures, and what runs say of them", note, spoken, "times the published")
    return [draw(charts.predictive(rows, "times the published figure"), figure, into, origin)]


def _shares(band: tuple[float, float, float], published: float) -> dict[str, float]:
    low, middle, high = (max(end / published, _LEAST) for end in band)
    return {"low": low, "middle": middle, "high": high}


def _learned(found: Posterior, into: Path, origin: Origin) -> list[Figure]:
    learned = found.learned
    if not learned:
        return []
    rows = [_contraction(found, key) for key in learned[:_MOST]]
    note = f"1 - variance after over variance before, with its Monte Carlo error (90 %); up to {LEARNED:g} (dashed) "
    note += f"nothing was learned. The first {len(rows)} of {len(learned)}; the other "
    note += f"{len(found.coordinates) - len(learned)} were not learned."
    first = Figure("learned", "What the evidence taught", note, note, "share of the prior's variance that is gone")
    dense = [row for key in learned[:_DENSE] for row in _density(found, key)]
    note = (
        "How likely each tenth of the prior is after the evidence, over what it was before (1). Under each name: 90 % "
    )
    note += "of the draws after the evidence, and before it."
    then = Figure("densities", "Before and after the evidence", note, note, "density over the prior's")
    return [draw(charts.learned(rows, "contraction"), first, into, origin),
            draw(charts.densities(dense, "probability below, before the evidence"), then, into, origin)]  # fmt: skip


def _contraction(found: Posterior, key: str) -> dict[str, Any]:
    share, error = found.contraction[key], 1.645 * found.contraction_error[key]
    return {"entry": key, "contraction": share, "low": max(share - error, 0.0), "high": min(share + error, 1.0),
            "least": LEARNED}  # fmt: skip


def _density(found: Posterior, key: str) -> list[dict[str, Any]]:
    (low, _, high), (first, last) = found.interval(key), found.ends(key)
    name = f"{key}|{value(low)} to {value(high)} (before: {value(first)} to {value(last)})"
    shares = found.density(key)
    both = ((charts.PRIOR, [1.0] * len(shares)), (charts.AFTER, shares.tolist()))
    return [{"entry": name, "of": of, "from": at / len(own), "to": (at + 1) / len(own), "density": density}
            for of, own in both for at, density in enumerate(own)]  # fmt: skip
