"""What the figures and sentences of a report are made of: responses, dates, totals, and how sure a count is."""

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.data import census
from groundswell.report.evidence import weight
from groundswell.run import Run

Floats = NDArray[np.float64]


class Response(NamedTuple):
    """One of the five things people do: its name, what its panel counts, its colour."""

    name: str
    about: str
    colour: str


# Dark enough for print, apart for the colour-blind; a response has the same colour in every figure.
RESPONSES = (
    Response("voice", "in the street on the day", "#D55E00"),
    Response("exit", "gone, or waiting at the border", "#0072B2"),
    Response("hide", "evading the call-up", "#AA4499"),
    Response("report", "called up and serving", "#117733"),
    Response("stay", "all others", "#555555"),
)
COLOUR = {response.name: response.colour for response in RESPONSES}
OPINION = "#8F5E00"  # what polls ask


def responses(run: Run) -> dict[str, Floats]:
    """Return how many persons, full size, chose each response, at each day's end (days,).

    The five add up to the population less the dead. Who prepares to leave or is in detention counts as staying, unless
    he protested that day.
    """
    voice, hide, report = run.series("participants"), run.series("evading"), run.series("serving")
    exit_ = run.series("queueing") + run.series("abroad")
    dead = np.cumsum(run.series("deaths_called") + run.series("deaths_protest"))
    stay = population(run) - voice - exit_ - hide - report - dead
    return {"voice": voice, "exit": exit_, "hide": hide, "report": report, "stay": stay}


def population(run: Run) -> float:
    """Return the persons of the society, full size."""
    return float(run.manifest["society"]["persons"]) * weight(run)


def on(run: Run, day: int) -> date:
    """Return the date of a day."""
    return run.scenario.start + timedelta(days=day)


def dates(run: Run) -> list[str]:
    """Return the days' dates, ISO."""
    return [on(run, day).isoformat() for day in range(run.days)]


def spread(run: Run, count: float) -> float:
    """Return twice the standard error that drawing persons alone gives a count, 2 sqrt(weight * count).

    The binomial limit of independent persons: too small where people follow one another, and silent about assumptions.
    """
    return 2.0 * float(np.sqrt(weight(run) * max(count, 0.0)))


class Rate(NamedTuple):
    """A region's count per 100,000 inhabitants, and twice its error of drawing persons."""

    value: float
    give: float


def per_100_000(run: Run, measure: str) -> dict[str, Rate]:
    """Return a flow summed over the run, by region; {} for a country without a census here."""
    if run.scenario.country != "RU":
        return {}
    known, totals = census.load(), _totals(run, measure)
    return {
        code: Rate(totals[code] / persons * 1e5, spread(run, totals[code]) / persons * 1e5)
        for code, persons in zip(known.codes, known.population.tolist(), strict=True)
        if code in totals
    }


def _totals(run: Run, measure: str) -> dict[str, float]:
    codes = run.regions["region"].to_pylist()[: len(run.regions) // run.days]
    values = run.regions[measure].to_numpy().reshape(run.days, len(codes))
    return dict(zip(codes, values.sum(axis=0).tolist(), strict=True))
