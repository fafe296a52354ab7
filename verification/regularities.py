"""Holds shipped cases against regularities of protest in published data; writes results/regularities.md.

Run: python verification/regularities.py. Three seeds a case, one with a rival mechanism on. Observed values and their
90 % intervals: regularities_observed.csv, made by tools/observed_regularities.py from the sources named in it. The mark
is the same for all: the median over seeds lies within the intervals of all data sets that tell the figure, from the
lowest to the highest end; of cases of the USA, within those of its own data. No parameter was chosen by these figures.
A miss is a finding, not an error: the script ends with 0 either way.
"""

import csv
import sys
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import numpy as np
from regularities_reasons import WHY

import groundswell as gs
from groundswell.running.run import build
from groundswell.scenario import Scenario
from groundswell.scoring.regularities import of_counts, weekend_share
from groundswell.simulate import start, step
from groundswell.types import Action, Floats, Society

HERE = Path(__file__).parent
OBSERVED, RESULTS = HERE / "regularities_observed.csv", HERE / "results" / "regularities.md"
# Persons a simulated person stands for, and days (0: all); of usa-2020 those that the data have.
CASES = {"toyland": (1, 0), "usa-2020": (50, 13), "usa-2020/news": (50, 13), "gdr-1989": (50, 0),
         "ukraine-2013": (50, 0), "belarus-2020": (20, 0), "mobilization-2022": (50, 0)}  # fmt: skip
ARMS = {"as shipped": {}, "elsewhere": {"perception.elsewhere": 0.5}, "rest day": {"behaviour.rest_day": 0.75}}
SEEDS, RIVAL_SEEDS = (1, 2, 3), (1,)
EVENT, LARGE = 100.0, 1000.0  # thresholds, persons in a place
USA = ("usa-2020", "usa-2020/news")
EPICENTRE, FULL_WEEK = "US-MN", date(2020, 5, 31)
Found = dict[str, float | None]
EVERY = tuple(CASES)
LONG = tuple(name for name in CASES if name not in USA)  # in 13 days a region has no gaps to tell of
Values = dict[tuple[str, str, str], list[float | None]]  # case, arm, figure -> one a seed


class Figure(NamedTuple):
    """What the model's value of a figure is held against, in which cases, and how both were counted."""

    observed: str  # name in the table of observed values; "": only a range can be stated
    data: str  # part of the name of the data sets meant; "": all
    cases: tuple[str, ...]
    note: str


FIGURES = {
    "tail exponent, 1,000+": Figure("tail exponent, 1,000+", "", EVERY, "Crowds of 1,000 or more in a place on a day."),
    "share of 1,000+ that are 10,000+": Figure("share of 1,000+ that are 10,000+", "", EVERY,
        "The same crowds. Does not suffer from sizes reported as a round 1,000, as the exponent does."),
    "spells of one day": Figure("spells of one day", "", EVERY,
        "Days in a row with 100 or more in a place; the USA: with an event of any size, since many have none told."),
    "spells longer than a week": Figure("spells longer than a week", "", EVERY, "The same spells."),
    "burstiness": Figure("burstiness, busiest 90 days", "", LONG,
        "Gaps between days with 100 or more in a region, regions with ten gaps or more. Observed: countries (days on "
        "which a protest of 100 or more began) and German states (days with an attack), in their busiest 90 days, "
        "because a run is one episode; over all years burstiness is higher (last table)."),
    "weekend": Figure("weekend", "", EVERY, "Share of events of 100 or more on Saturday and Sunday; no rhythm: 0.286."),
    "day after the peak": Figure("day after the peak", "", EVERY, "National participants; France: actions."),
    "factor a week after the peak": Figure("factor a week after the peak", "", EVERY,
        "National participants; France: actions. One episode: what its like are is not known."),
    "month after the largest": Figure("month after the largest", "", EVERY,
        "Spells of 100 or more that begin in 30 days; observed: protests in a calendar month of a country with ten or "
        "more in its largest."),
    "growth a day": Figure("growth a day", "100+", USA, "Places with 100 or more, until half of the most."),
    "days to half": Figure("days to half", "100+", USA, "The same."),
    "correlation of units": Figure("correlation of units", "USA", USA, "Participants by state, 13 days, logs."),
    "lag with distance": Figure("lag with distance", "USA", USA,
        "Correlation of a state's first day with 100 or more with its distance from Minnesota."),
    "elasticity of detained": Figure("", "", EVERY,
        "By region and day. No data set at hand has both numbers event by event, so the mark is weak: above 0 and "
        "below 1. It is below 1 in kind: arrests were the first response to 8 % of protests of 50 to 999 and 3 % of "
        "those of 5,000 or more (last table)."),
}  # fmt: skip


def counted(scenario: Scenario, society: Society) -> tuple[Floats, Floats, Floats]:
    """Run a scenario in a society; return participants by day and place, and participants and detained by region."""
    world, places, regions, detained = start(scenario, society), list[Floats](), list[Floats](), list[Floats]()
    while world.day < scenario.days:
        tally = step(scenario, world)
        choice = world.choice
        assert choice is not None
        who = choice.who[choice.action == Action.PROTEST]
        place = np.searchsorted(society.place_start, who, side="right") - 1
        places.append(np.bincount(place, minlength=len(society.place_region)) * society.weight)
        regions.append(tally.regional["participants"])
        detained.append(tally.regional["detained"])
    return np.array(places), np.array(regions), np.array(detained)


def figures(scenario: Scenario, places: Floats, regions: Floats, detained: Floats, step_: float) -> Found:
    """Return the figures of one run."""
    large = of_counts(places, scenario.start, LARGE, None, step_)
    event = of_counts(places, scenario.start, EVENT, None, step_)
    region = of_counts(regions, scenario.start, EVENT, detained, step_)
    weekend = event.weekend
    if scenario.start <= FULL_WEEK <= scenario.start + timedelta(scenario.days - 7):
        at = (FULL_WEEK - scenario.start).days
        weekend = weekend_share((places >= EVENT).sum(axis=1)[at : at + 7], FULL_WEEK)
    return {
        "tail exponent, 1,000+": large.tail_exponent,
        "share of 1,000+ that are 10,000+": large.large,
        "spells of one day": event.one_day,
        "spells longer than a week": event.longer_than_week,
        "burstiness": region.burstiness,
        "weekend": weekend,
        "day after the peak": event.day_after,
        "factor a week after the peak": event.weekly,
        "month after the largest": month_after(places >= EVENT),
        "growth a day": event.growth,
        "days to half": event.days_to_half,
        "correlation of units": region.together,
        "lag with distance": lag(scenario, regions),
        "elasticity of detained": region.elasticity,
    }


def month_after(active: np.ndarray) -> float | None:
    """Return the spells that begin in the 30 days after the 30 with most of them, over theirs; None if cut short."""
    begun = np.diff(active.astype(np.int8), axis=0, prepend=0) == 1
    months = [int(begun[at : at + 30].sum()) for at in range(0, len(begun) - 29, 30)]
    peak = int(np.argmax(months)) if months else 0
    return months[peak + 1] / months[peak] if peak + 1 < len(months) and months[peak] >= 10 else None


def lag(scenario: Scenario, regions: Floats) -> float | None:
    """Return the correlation of a region's first day with an event with its distance from where it began."""
    people = scenario.case.population
    if EPICENTRE not in people.codes:
        return None
    lat, lon = people.lat, people.lon
    own = people.codes.index(EPICENTRE)
    far = np.hypot(lat - lat[own], (lon - lon[own]) * np.cos(np.radians(lat)))
    begun = (regions >= EVENT).any(axis=0)
    first = (regions >= EVENT).argmax(axis=0)[begun]
    return float(np.corrcoef(first, far[begun])[0, 1]) if first.std() > 0.0 else None


def one(job: tuple[str, int]) -> list[tuple[str, str, Found]]:
    """Run a case with a seed in all its arms, in one society; return case, arm and figures of each."""
    name, seed = job
    scale, days = CASES[name]
    shipped = gs.load(name)
    shipped = shipped.with_(persons=shipped.case.population.total // scale, seed=seed, days=days or shipped.days)
    society, found = build(shipped, 1, cache=False).society, list[tuple[str, str, Found]]()
    for arm, changed in ARMS.items():
        if arm == "as shipped" or seed in RIVAL_SEEDS:
            scenario = shipped.with_(changed) if changed else shipped
            found.append((name, arm, figures(scenario, *counted(scenario, society), society.weight)))
    print(f"{name}, seed {seed}", file=sys.stderr, flush=True)
    return found


def observed() -> list[dict[str, str]]:
    """Return the rows of the table of observed values."""
    with OBSERVED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def mark(figure: Figure, rows: list[dict[str, str]], case: str = "") -> tuple[float, float]:
    """Return the ends between which the model's median passes; of cases of the USA, by data of the USA if there are."""
    if not figure.observed:
        return 0.0, 1.0
    own = [row for row in rows if row["regularity"] == figure.observed and figure.data in row["data"]]
    same = [row for row in own if row["data"].startswith("USA")]
    own = same if case in USA and same else own
    return min(float(row["low"]) for row in own), max(float(row["high"]) for row in own)


def cell(values: list[float | None], low: float, high: float, judged: bool) -> tuple[str, bool | None]:
    """Return median and range over seeds with the verdict; None where too little happened in any run."""
    known = [value for value in values if value is not None]
    if not known:
        return "too little", None
    middle = float(np.median(known))
    passed = low <= middle <= high if judged else None
    verdict = "" if passed is None else " PASS" if passed else " FAIL"
    between = f" ({min(known):.3f} to {max(known):.3f})" if len(known) > 1 else ""
    return f"{middle:.3f}{between}{verdict}", passed


def table(found: Values, rows: list[dict[str, str]]) -> list[str]:
    """Return the tables of all figures, after one with how many cases pass each."""
    summary = ["| regularity | mark | cases as shipped that pass | with `elsewhere` | with `rest_day` |",
               "|---|---|---|---|---|"]  # fmt: skip
    detail = list[str]()
    for name, figure in FIGURES.items():
        ends = "{:.3f} to {:.3f}".format(*mark(figure, rows))
        usa = "{:.3f} to {:.3f}".format(*mark(figure, rows, USA[0]))
        marks = ends if usa == ends else f"{ends}; the USA {usa}"
        detail += ["", f"### {name[0].upper()}{name[1:]}: {marks}", "", figure.note, "", WHY[name], "",
                   "| case | " + " | ".join(ARMS) + " |", "|---|" + "---|" * len(ARMS)]  # fmt: skip
        passes = {arm: list[bool]() for arm in ARMS}
        for case in CASES:
            cells = [cell(found[case, arm, name], *mark(figure, rows, case), case in figure.cases) for arm in ARMS]
            for arm, (_, passed) in zip(ARMS, cells, strict=True):
                passes[arm] += [] if passed is None else [passed]
            detail.append(f"| {case} | " + " | ".join(text for text, _ in cells) + " |")
        counts = [f"{sum(each)} of {len(each)}" for each in passes.values()]
        whole = "PASS" if passes["as shipped"] and all(passes["as shipped"]) else "FAIL"
        summary.append(f"| {name} | {marks} | {counts[0]} {whole} | {counts[1]} | {counts[2]} |")
    return summary + detail


def simulated() -> Values:
    """Run everything and return the figures of all cases, arms and seeds."""
    jobs = [(name, seed) for name in CASES for seed in SEEDS]
    found = defaultdict[tuple[str, str, str], list[float | None]](list)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for name, arm, values in (each for done in pool.map(one, jobs) for each in done):
            for figure, value in values.items():
                found[name, arm, figure].append(value)
    return found


def page(found: Values, rows: list[dict[str, str]], minutes: float) -> str:
    """Return what is written."""
    scales = ", ".join(f"{scale} in {name}" for name, (scale, _) in CASES.items())
    rivals = ", ".join(f"`{key}` = {value}" for arm in ARMS.values() for key, value in arm.items())
    head = [
        "# Regularities of protest: published data and shipped cases", "",
        f"`python verification/regularities.py`, {date.today()}, {minutes:.0f} minutes. A simulated person stands for "
        f"{scales}. {len(SEEDS)} seeds as shipped, {len(RIVAL_SEEDS)} with a rival: {rivals}.", "",
        "Mark: the median over seeds lies within the 90 % intervals of all data sets that tell the figure, from the "
        "lowest to the highest end; cases of the USA against data of the USA where there are any. A figure passes "
        "if every case that can be judged does. No parameter was chosen by these figures, but usa-2020 was fitted to "
        "participants of the same data, and calendars of calls are inputs. Only usa-2020 is an episode of these data, "
        "so a miss of another case may be its own nature. In brackets: the range over seeds.", "",
        "## Model against mark", "", *table(found, rows), "",
        "## Observed", "", "| regularity | data | value | 90 % interval | n | source |", "|---|---|---|---|---|---|",
        *(f"| {r['regularity']} | {r['data']} | {r['value']} | {r['low']} to {r['high']} | {r['n']} | {r['source']} |"
          for r in rows), "",
    ]  # fmt: skip
    return "\n".join(head)


def main() -> int:
    """Run everything and write the tables."""
    began = time.monotonic()
    found = simulated()
    text = page(found, observed(), (time.monotonic() - began) / 60.0)
    RESULTS.write_text(text, encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
