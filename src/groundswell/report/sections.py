"""The page's groups of figures: each chart with its caption, its note and what a screen reader says."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from groundswell.report import maps
from groundswell.report.charts import SIMULATED
from groundswell.report.counts import chosen_of, on, per_100_000, population
from groundswell.report.counts import responses as chosen
from groundswell.report.evidence import fits, source, weight
from groundswell.report.figures import Figure, draw, table
from groundswell.report.geography import map_note, of_case
from groundswell.report.numbers import amount, percent
from groundswell.report.observed import A_DAY, drawn
from groundswell.report.origin import of_run
from groundswell.report.plots import Plots
from groundswell.report.totals import band_words, total
from groundswell.resolution import FEWEST
from groundswell.running import Run
from groundswell.running.figures import series_of
from groundswell.running.relevance import meaningless
from groundswell.running.targets import FIRST_YEAR


def responses(run: Run, others: Sequence[Run], folder: Path) -> list[Figure]:
    """Draw the responses, one panel each: they differ by orders of magnitude."""
    plots, counts = Plots(run, others), [chosen(each) for each in (run, *others)]
    figures: list[Figure] = []
    for response in chosen_of(run.scenario):
        values = np.stack([each[response.name] for each in counts])
        peak = int(np.argmax(np.median(values, axis=0)))
        if response.name == "stay":
            share = percent(float(values.min()) / population(run))
            note = f"{'all' if share == '100%' else f'at least {share}'} of {amount(population(run))}"
        else:
            most = total(values[:, peak].tolist(), weight(run))
            note = f"at most {most}, {on(run, peak):%-d %B}" if most.value > 0 else str(most)
        note += f"; band: {band_words(len(counts))}" if others else ""
        title = f"{response.title}: {response.about}"
        alt = f"Persons {response.about}, {period(run)}: {note}."
        figure = Figure(f"response-{response.name}", title, note, alt, "persons, full size")
        figures.append(draw(plots.response(response.name), figure, folder, of_run(run, others)))
    return figures


def against_evidence(run: Run, others: Sequence[Run], folder: Path) -> list[Figure]:
    """Draw what observers would have counted in the simulation beside what they did count."""
    plots, figures = Plots(run, others), list[Figure]()
    for of in drawn(run):
        chart = plots.against_published(of)
        note = of.note
        if of.days < run.days and of.unit == A_DAY:
            rest = total(
                [float(series_of(each, of.series, of.regions)[of.days :].sum()) for each in (run, *others)], weight(run)
            )
            note += f" After {on(run, of.days - 1):%-d %B}: {rest} in all."
        note += f" Line: median; band: {band_words(len(others) + 1)}." if others else ""
        words = f"{of.title}, {period(run)}. {_ends(chart)}"
        published = f"Published: {'; '.join(of.sources)}"
        name = "-".join((of.series, *of.regions)).replace("_", "-").lower()
        figure = Figure(name, of.title, note, words, of.unit, published)
        figures.append(draw(chart, figure, folder, of_run(run, others)))
    return figures


def regions(run: Run, others: Sequence[Run], folder: Path) -> list[Figure]:
    """Draw maps of protest, leaving and the call-up where the scenario has them; none for a case without places."""
    case = run.scenario.case
    if of_case(case) is None:
        return []
    shown = {
        "participants": "Protest: days in the street",
        "left_gross": "Leave: left the country",
        "called": "Called up",
    }
    drawn: list[Figure] = []
    left_out = meaningless(run.scenario)
    for measure, title in ((m, t) for m, t in shown.items() if m not in left_out):
        rates = per_100_000(run, measure, others)
        none = " No region has as many." if all(rate.few for rate in rates.values()) else ""
        note = f"Per 100,000 inhabitants, {period(run)}. {resolution_note(weight(run))}{none} Intervals are in the CSV."
        name, unit = f"map-{measure}".replace("_", "-"), "per 100,000 inhabitants"
        figure = Figure(name, title, note, maps.spoken(case, title, rates), unit, map_note(case))
        drawn.append(draw(Plots(run, others).map(measure), figure, folder, of_run(run, others)))
    return drawn


def resolution_note(weight: float) -> str:
    """Return what a map's reader must know of the scale."""
    return (
        f"A simulated person stands for {amount(weight)}; regions on fewer than {FEWEST} of them are grey."
        if weight >= 1.5
        else f"Regions with fewer than {FEWEST} persons are grey."
    )


def lives(run: Run, others: Sequence[Run], folder: Path) -> Figure:
    """Draw the lives of the ledger."""
    note = "What the intervals stand for is in the table, with costs that have other units."
    spoken = "Lives in the ledger: the numbers are in the table beside."
    case = run.scenario.case
    known = dict.fromkeys(source(f.target, case) for f in fits(run, FIRST_YEAR, "cumulative"))
    published = f"Published: {'; '.join(known)}" if known else ""
    figure = Figure("ledger", "Lives in the ledger", note, spoken, "lives", published)
    return draw(Plots(run, others).ledger(), figure, folder, of_run(run, others))


def period(run: Run) -> str:
    """Return the run's first and last date."""
    return f"{on(run, 0):%-d %B} to {on(run, run.days - 1):%-d %B %Y}"


def _ends(chart: Any) -> str:
    """Say how simulated values begin, peak and end, and what was published."""
    rows = table(chart.to_dict())
    line = [row for row in rows if row["what"] == SIMULATED]
    top = max(line, key=lambda row: row["value"])
    parts = [f"{word}{_text(row['value'])} on {row['date']}" for word, row in
            (("Simulated: ", line[0]), ("highest ", top), ("at the end ", line[-1]))]  # fmt: skip
    found = [
        f"{_text(r['value'])}{_between(r['low'], r['high'])} on {r['date']}" for r in rows if r["what"] != SIMULATED
    ]
    return ", ".join(parts) + "." + (f" Published: {', '.join(found)}." if found else "")


def _between(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f" ({_text(low)} to {_text(high)})"


def _text(value: float) -> str:
    return percent(value) if 0 < value <= 1 else amount(value)
