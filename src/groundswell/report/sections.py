"""The page's groups of figures: each chart with its caption, its note and what a screen reader says."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from groundswell.report import maps
from groundswell.report.counts import RESPONSES, on, per_100_000, population, spread
from groundswell.report.counts import responses as chosen
from groundswell.report.evidence import source
from groundswell.report.figures import Figure, draw
from groundswell.report.numbers import amount, percent, with_give
from groundswell.report.plots import STREET_DAYS, Plots
from groundswell.run import Run


def responses(run: Run, others: Sequence[Run], folder: Path) -> list[Figure]:
    """Draw the five responses, one panel each: they differ by orders of magnitude."""
    plots, counts = Plots(run, others), chosen(run)
    figures: list[Figure] = []
    for response in RESPONSES:
        values = counts[response.name]
        peak = int(np.argmax(values))
        if response.name == "stay":
            note = f"at least {percent(float(values.min()) / population(run))} of {amount(population(run))}"
        elif values[peak] <= 0:
            note = "none"
        else:
            note = f"at most {with_give(float(values[peak]), spread(run, float(values[peak])))}, {on(run, peak):%-d %B}"
        alt = f"Persons {response.about}, {period(run)}: {note}."
        title = f"{response.name.capitalize()}: {response.about}"
        figures.append(draw(plots.response(response.name), f"response-{response.name}", title, note, alt, folder))
    return figures


def against_evidence(run: Run, others: Sequence[Run], folder: Path) -> list[Figure]:
    """Draw what observers would have counted in the simulation beside what they did count."""
    plots = Plots(run, others)
    later = float(run.series("obs_detained")[STREET_DAYS:].sum())
    rest = f" After {on(run, STREET_DAYS - 1):%-d %B}: {amount(later)} in all." if run.days > STREET_DAYS else ""
    drawn = (
        ("detentions", plots.detentions(), "Detained a day", "As a monitor would have heard of them." + rest, "detained_day"),
        ("exit", plots.exit(), "Left and not come back", "Sum since the start, as border guards would have counted.", "exit_net_total"),
        ("attention", plots.attention(), "Follow events", "Share, as a poll of the day would have found.", "attention_follow"),
        ("anxiety", plots.anxiety(), "Anxious", "Share, as a poll of the day would have found.", "anxious"),
        ("called", plots.called(), "Called up", "Sum since the start, as officials would have counted.", "called_cum"),
        ("support", plots.support(), "Say that they support the armed forces", "Share of those who answer a poll.", "support"),
    )  # fmt: skip
    figures: list[Figure] = []
    for name, chart, title, note, quantity in drawn:
        tags = dict.fromkeys(f.tag for f in run.fit if f.quantity == quantity) if run.scenario.country == "RU" else {}
        told = "Published: " + "; ".join(source(tag) for tag in tags) if tags else ""
        figures.append(draw(chart, name, title, note, f"{title}, {period(run)}. {_ends(run, chart)}", folder, told))
    return figures


def regions(run: Run, folder: Path) -> list[Figure]:
    """Draw maps of voice, exit, call-up and deaths; none for a country without outlines here."""
    if not per_100_000(run, "participants"):
        return []
    shown = {
        "participants": "Voice: days in the street",
        "left_gross": "Exit: left the country",
        "called": "Called up",
        "deaths_called": "Deaths among the called, within the run",
    }
    figures: list[Figure] = []
    for measure, title in shown.items():
        values = per_100_000(run, measure)
        note, stem = f"Per 100,000 inhabitants, {period(run)}.", f"map-{measure.replace('_', '-')}"
        figures.append(draw(Plots(run).map(measure), stem, title, note, maps.spoken(title, values), folder, maps.NOTE))
    return figures


def lives(run: Run, folder: Path) -> Figure:
    """Draw the lives of the ledger."""
    note = "Points with intervals; what the intervals stand for is in the table. Other costs have other units and stand there."
    return draw(
        Plots(run).ledger(),
        "ledger",
        "Lives in the ledger",
        note,
        "Lives in the ledger: the numbers are in the table beside.",
        folder,
    )


def period(run: Run) -> str:
    """Return the run's first and last date."""
    return f"{on(run, 0):%-d %B} to {on(run, run.days - 1):%-d %B %Y}"


def _ends(run: Run, chart: object) -> str:
    """Say how simulated values begin, peak and end, and what was published."""
    from groundswell.report.charts import PUBLISHED, SIMULATED
    from groundswell.report.figures import table

    rows = table(chart.to_dict())  # pyright: ignore
    line = [row for row in rows if row["what"] == SIMULATED]
    top = max(line, key=lambda row: row["value"])
    told = f"Simulated: {_text(line[0]['value'])} on {line[0]['date']}, highest {_text(top['value'])} on {top['date']}, {_text(line[-1]['value'])} on {line[-1]['date']}."
    found = [
        f"{_text(r['value'])} ({_text(r['low'])} to {_text(r['high'])}) on {r['date']}"
        for r in rows
        if r["what"] == PUBLISHED
    ]
    return told + (f" Published: {', '.join(found)}." if found else "")


def _text(value: float) -> str:
    return percent(value) if 0 < value <= 1 else amount(value)
