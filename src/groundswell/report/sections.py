"""The page's groups of figures: each chart with its caption, its note and what a screen reader says."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from groundswell.report import maps
from groundswell.report.charts import PUBLISHED, SIMULATED
from groundswell.report.counts import RESPONSES, on, per_100_000, population, spread
from groundswell.report.counts import responses as chosen
from groundswell.report.evidence import source
from groundswell.report.figures import Figure, draw, table
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
            share = percent(float(values.min()) / population(run))
            note = f"{'all' if share == '100%' else f'at least {share}'} of {amount(population(run))}"
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
    poll, total = "Share, as a poll of the day would have found.", "Sum since the start, as {} would have counted."
    drawn = (
        ("detentions", "Detained a day", "As a monitor would have heard of them." + rest, "detained_day"),
        ("exit", "Left and not come back", total.format("border guards"), "exit_net_total"),
        ("attention", "Follow events", poll, "attention_follow"),
        ("anxiety", "Anxious", poll, "anxious"),
        ("called", "Called up", total.format("officials"), "called_cum"),
        ("support", "Say that they support the armed forces", "Share of those who answer a poll.", "support"),
    )
    figures: list[Figure] = []
    for name, title, note, quantity in drawn:
        chart = getattr(plots, name)()
        tags = dict.fromkeys(f.tag for f in run.fit if f.quantity == quantity)
        told = "Published: " + "; ".join(source(tag) for tag in tags) if tags else ""
        figures.append(draw(chart, name, title, note, f"{title}, {period(run)}. {_ends(run, chart)}", folder, told))
    return figures


def regions(run: Run, folder: Path) -> list[Figure]:
    """Draw maps of voice, exit and call-up; none for a country without outlines here."""
    if not per_100_000(run, "participants"):
        return []
    shown = {
        "participants": "Voice: days in the street",
        "left_gross": "Exit: left the country",
        "called": "Called up",
    }
    note = f"Per 100,000 inhabitants, {period(run)}. Errors of drawing persons are in the CSV."
    return [
        draw(Plots(run).map(measure), f"map-{measure}".replace("_", "-"), title, note,
             maps.spoken(title, per_100_000(run, measure)), folder, maps.NOTE)
        for measure, title in shown.items()
    ]  # fmt: skip


def lives(run: Run, folder: Path) -> Figure:
    """Draw the lives of the ledger."""
    note = "What the intervals stand for is in the table, with costs that have other units."
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


def _ends(run: Run, chart: Any) -> str:
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
