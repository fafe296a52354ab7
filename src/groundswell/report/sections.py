"""The page's groups of figures: each chart with its caption, its note and what a screen reader says."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from groundswell.process.observe import measures
from groundswell.report import maps
from groundswell.report.charts import PUBLISHED, SIMULATED
from groundswell.report.counts import RESPONSES, on, per_100_000, population
from groundswell.report.counts import responses as chosen
from groundswell.report.evidence import fits, source, weight
from groundswell.report.figures import Figure, draw, table
from groundswell.report.numbers import amount, percent
from groundswell.report.origin import of_run
from groundswell.report.plots import A_DAY, OF_RESPONDENTS, PERSONS, STREET_DAYS, Plots
from groundswell.report.totals import band_words, total
from groundswell.resolution import FEWEST
from groundswell.run import Run

_BY = {"detentions": "obs_detained", "attention": "obs_attention", "anxiety": "obs_anxious", "support": "obs_support"}


def responses(run: Run, others: Sequence[Run], folder: Path) -> list[Figure]:
    """Draw the five responses, one panel each: they differ by orders of magnitude."""
    plots, counts = Plots(run, others), [chosen(each) for each in (run, *others)]
    figures: list[Figure] = []
    for response in RESPONSES:
        values = np.stack([each[response.name] for each in counts])
        peak = int(np.argmax(np.median(values, axis=0)))
        if response.name == "stay":
            share = percent(float(values.min()) / population(run))
            note = f"{'all' if share == '100%' else f'at least {share}'} of {amount(population(run))}"
        else:
            most = total(values[:, peak].tolist(), weight(run))
            note = f"at most {most}, {on(run, peak):%-d %B}" if most.value > 0 else str(most)
        note += f"; band: {band_words(len(counts))}" if others else ""
        title = f"{response.name.capitalize()}: {response.about}"
        alt = f"Persons {response.about}, {period(run)}: {note}."
        figure = Figure(f"response-{response.name}", title, note, alt, "persons, full size")
        figures.append(draw(plots.response(response.name), figure, folder, of_run(run, others)))
    return figures


def against_evidence(run: Run, others: Sequence[Run], folder: Path) -> list[Figure]:
    """Draw what observers would have counted in the simulation beside what they did count."""
    plots, watched = Plots(run, others), measures(run.scenario.observation)
    rest = ""
    if run.days > STREET_DAYS and "obs_detained" in watched:
        later = total([float(each.series("obs_detained")[STREET_DAYS:].sum()) for each in (run, *others)], weight(run))
        rest = f" After {on(run, STREET_DAYS - 1):%-d %B}: {later} in all."
    poll, so_far = "Share, as a poll of the day would have found.", "Sum since the start, as {} would have counted."
    drawn = (
        ("detentions", "Detained a day", "As a monitor would have heard of them." + rest, "detained_day", A_DAY),
        ("exit", "Left and not come back", so_far.format("border guards"), "exit_net_total", PERSONS),
        ("attention", "Follow events", poll, "attention_follow", OF_RESPONDENTS),
        ("anxiety", "Anxious", poll, "anxious", OF_RESPONDENTS),
        ("called", "Called up", so_far.format("officials"), "called_cum", PERSONS),
        ("support", "Say that they support the armed forces", "Share of those who answer a poll.", "support",
         OF_RESPONDENTS),
    )  # fmt: skip
    figures: list[Figure] = []
    for name, title, note, quantity, unit in drawn:
        if _BY.get(name, "") not in ("", *watched):  # no monitor or poll of the scenario gives it
            continue
        chart = getattr(plots, name)()
        tags = _tags(run, quantity) if _has_published(chart) else []
        published = "Published: " + "; ".join(source(tag) for tag in tags) if tags else ""
        words = f"{title}, {period(run)}. {_ends(chart)}"
        note += f" Line: median; band: {band_words(len(others) + 1)}." if others else ""
        figure = Figure(name, title, note, words, unit, published)
        figures.append(draw(chart, figure, folder, of_run(run, others)))
    return figures


def _has_published(chart: Any) -> bool:
    """Tell whether a published figure lies within the days that a chart shows."""
    return any(row["what"] == PUBLISHED for row in table(chart.to_dict()))


def _tags(run: Run, quantity: str) -> list[str]:
    """Return the tags of the published figures of a quantity."""
    return list(dict.fromkeys(f.tag for f in fits(run, quantity)))


def regions(run: Run, others: Sequence[Run], folder: Path) -> list[Figure]:
    """Draw maps of voice, exit and call-up; none for a country without outlines here."""
    if not run.scenario.case.outlines:
        return []
    shown = {
        "participants": "Voice: days in the street",
        "left_gross": "Exit: left the country",
        "called": "Called up",
    }
    drawn: list[Figure] = []
    for measure, title in shown.items():
        rates = per_100_000(run, measure, others)
        none = " No region has as many." if all(rate.few for rate in rates.values()) else ""
        note = f"Per 100,000 inhabitants, {period(run)}. {resolution_note(weight(run))}{none} Intervals are in the CSV."
        name, unit = f"map-{measure}".replace("_", "-"), "per 100,000 inhabitants"
        figure = Figure(name, title, note, maps.spoken(title, rates, run.scenario.case), unit, maps.NOTE)
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
    tags = _tags(run, "deaths_mobilised_y1")
    published = "Published: " + "; ".join(source(tag) for tag in tags) if tags else ""
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
    told = [f"{word}{_text(row['value'])} on {row['date']}" for word, row in
            (("Simulated: ", line[0]), ("highest ", top), ("at the end ", line[-1]))]  # fmt: skip
    found = [
        f"{_text(r['value'])} ({_text(r['low'])} to {_text(r['high'])}) on {r['date']}"
        for r in rows
        if r["what"] == PUBLISHED
    ]
    return ", ".join(told) + "." + (f" Published: {', '.join(found)}." if found else "")


def _text(value: float) -> str:
    return percent(value) if 0 < value <= 1 else amount(value)
