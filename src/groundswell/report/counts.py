"""What the figures and sentences of a report are made of: responses, dates, totals, and how sure a count is."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.report.evidence import weight
from groundswell.resolution import count_interval, is_coarse
from groundswell.running import Run
from groundswell.running.relevance import meaningless
from groundswell.scenario import Scenario
from groundswell.storage.arrow import as_numbers

Floats = NDArray[np.float64]


class Response(NamedTuple):
    """One of the five things people do: its name, the plain word, what its panel counts, its colour.

    `daily`: a count of each day; `term`: what the literature calls it.
    """

    name: str
    word: str
    about: str
    colour: str
    daily: bool = False
    term: str = ""

    @property
    def title(self) -> str:
        """The plain word with the literature's behind it, where it has one: "Protest (voice)"."""
        return f"{self.word.capitalize()} ({self.term})" if self.term else self.word.capitalize()


# Dark enough for print, apart for the colour-blind; a response has the same colour in every figure.
RESPONSES = (
    Response("voice", "protest", "in the street on the day", "#D55E00", daily=True, term="voice"),
    Response("exit", "leave", "gone, or waiting at the border", "#0072B2", term="exit"),
    Response("hide", "hide", "evading the call-up", "#AA4499"),
    Response("comply", "comply", "called up and serving", "#117733", term="loyalty"),
    Response("stay", "stay", "all others", "#555555"),
)
# ColorBrewer's single hues: they stay in order for the colour-blind and on a grey printer
HUES = {
    "voice": ("#fdd0a2", "#fdae6b", "#fd8d3c", "#e6550d", "#a63603"),
    "exit": ("#c6dbef", "#9ecae1", "#6baed6", "#3182bd", "#08519c"),
    "hide": ("#dadaeb", "#bcbddc", "#9e9ac8", "#756bb1", "#54278f"),
    "comply": ("#c7e9c0", "#a1d99b", "#74c476", "#31a354", "#006d2c"),
    "stay": ("#ece2cd", "#dcc08d", "#bf9548", "#94691d", "#5f3f00"),  # grey is for regions that say nothing
}
COLOUR = {response.name: response.colour for response in RESPONSES}


def chosen_of(scenario: Scenario) -> tuple[Response, ...]:
    """Return the responses that people of a scenario can choose."""
    left_out = meaningless(scenario)
    return tuple(each for each in RESPONSES if each.name not in left_out)


def responses(run: Run) -> dict[str, Floats]:
    """Return how many persons, full size, chose each response, at each day's end (days,).

    The five add up to the population less the dead. Who prepares to leave or is in detention counts as staying, unless
    he protested that day.
    """
    voice, hide, comply = run.series("participants"), run.series("evading"), run.series("serving")
    exit_ = run.series("queueing") + run.series("abroad")
    dead = np.cumsum(run.series("deaths_called") + run.series("deaths_protest"))
    stay = population(run) - voice - exit_ - hide - comply - dead
    return {"voice": voice, "exit": exit_, "hide": hide, "comply": comply, "stay": stay}


def population(run: Run) -> float:
    """Return the persons of the society, full size."""
    return float(run.manifest["society"]["persons"]) * weight(run)


def on(run: Run, day: int) -> date:
    """Return the date of a day."""
    return run.scenario.start + timedelta(days=day)


def dates(run: Run) -> list[str]:
    """Return the days' dates, ISO."""
    return [on(run, day).isoformat() for day in range(run.days)]


class Rate(NamedTuple):
    """A region's figure per 100,000 inhabitants, its interval, and whether it rests on too few simulated persons."""

    value: float
    low: float
    high: float
    few: bool


def per_100_000(run: Run, measure: str, others: Sequence[Run] = ()) -> dict[str, Rate]:
    """Return a flow summed over the run, or its mean over several, by region.

    Intervals are 90 %, exact for independent persons: those of a count of none end at its upper bound.
    """
    known, sums = run.scenario.case.population, [_totals(each, measure) for each in (run, *others)]
    return {
        code: rate(sum(each[code] for each in sums) / len(sums), persons, weight(run), len(sums))
        for code, persons in zip(known.codes, known.population.tolist(), strict=True)
        if code in sums[0]
    }


def rate(count: float, inhabitants: float, weight: float, runs: int = 1) -> Rate:
    """Return a count, or a mean over `runs`, per 100,000 inhabitants."""
    low, high = count_interval(abs(count), weight, runs)
    ends = (low, high) if count >= 0.0 else (-high, -low)
    per = 1e5 / inhabitants
    return Rate(count * per, ends[0] * per, ends[1] * per, is_coarse(count, weight, runs))


def _totals(run: Run, measure: str) -> dict[str, float]:
    codes = run.regions["region"].to_pylist()[: len(run.regions) // run.days]
    values = as_numbers(run.regions[measure]).reshape(run.days, len(codes))
    return dict(zip(codes, values.sum(axis=0).tolist(), strict=True))
