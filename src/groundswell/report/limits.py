"""limits.html: the page that travels with every figure: what may be quoted, with which interval, and what may not."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from groundswell.files import write_text
from groundswell.report.evidence import weight
from groundswell.report.origin import Origin
from groundswell.report.page import template
from groundswell.report.sections import period
from groundswell.report.tables import ledger, shown
from groundswell.report.totals import total
from groundswell.resolution import FEWEST, is_coarse, sentence
from groundswell.running import Run
from groundswell.running.ledger import OUTSIDE
from groundswell.running.relevance import meaningless
from groundswell.scenario.catalogue import assumptions
from groundswell.types import Floats

NAME = "limits.html"
ALWAYS = (
    "Not as a forecast: nothing here says what will happen, or what would happen if somebody acted in this way again.",
    "Not without its interval, and not without the word simulation, the scenario and the scale.",
    "Not one number of one day in one region: smaller than a region, a day and a published group nothing is reported.",
    f"Not a count on fewer than {FEWEST} simulated persons, nor a count of none as a fact: it has an upper bound.",
    "Not as proof that an action will win or that it is useless: each answer rests on assumptions that the page names.",
    "Not as a count of the dead: documented deaths are a floor, and " + OUTSIDE[0].lower() + OUTSIDE[1:],
    "Not a ranking of groups: people chose under constraint, and persons in the simulation stand for nobody.",
)


def write_limits(folder: Path, title: str, origin: Origin, quotable: Sequence[str], never: Sequence[str] = ()) -> Path:
    """Write the page into a report's folder and return it.

    `quotable`: whole sentences that carry their interval. `never`: what this report in particular does not show.
    """
    scale = sentence(origin.weight, len(set(origin.seeds)))
    page = template("limits.html").render(
        title=title, banner=origin.notice, origin=origin, scale=scale, quotable=quotable,
        never=[*never, *ALWAYS],
    )  # fmt: skip
    out = folder / NAME
    write_text(out, page)
    return out


def of_run(run: Run, others: Sequence[Run] = ()) -> tuple[list[str], list[str]]:
    """Return what may be quoted of a run, and what this run in particular does not show."""
    runs, size = (run, *others), weight(run)
    quotable, never = list[str](), list[str]()
    left_out = meaningless(run.scenario)
    for about, (measure, value) in _COUNTS.items():
        if measure in left_out:
            continue
        found = total([float(value(each.series(measure))) for each in runs], size)
        if found.kind != "bound" and not is_coarse(found.value, size, len(runs)):
            quotable.append(f"In the simulation, {about}, {period(run)}: {found}.")
        else:
            never.append(f"Not the number of {about}: it rests on fewer than {FEWEST} simulated persons ({found}).")
    quotable += [f"In the simulation, {line.about}: {shown(line)} {line.unit}; interval from {line.why}."
                 for line in ledger(run, others) if line.value > 0.0 and line.id in _COSTS]  # fmt: skip
    if not others:
        never.append(
            "Not a difference between this run and another: one seed shows no effect; a comparison of arms does."
        )
    if any(a.fitted_to for a in assumptions(run.scenario)):
        never.append("Not the fit as a test of the model: parameters were fitted to published figures.")
    return quotable, never


_COSTS = ("deaths_first_year", "deaths_substitutes", "years_abroad")
_COUNTS: dict[str, tuple[str, Callable[[Floats], float]]] = {
    "persons in the street on the busiest day": ("participants", np.max),
    "persons detained": ("detained", np.sum),
    "persons who left the country": ("left_gross", np.sum),
    "persons who complied with a notice": ("complied", np.sum),
    "persons in hiding on the day with most of them": ("evading", np.max),
}
