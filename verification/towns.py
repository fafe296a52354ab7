"""Holds the flagship's detentions by region against the counts of single cities; writes results/towns.md.

Run: python verification/towns.py. Ten seeds at 1:10, six days. The counts are those of the case, evidence/observations/
cities.csv: a city stands for its region, regions without one are taken together. Pass marks: Kullback-Leibler
divergence of the counted shares from the mean simulated ones under 0.12 on both days; no region whose city had ten or
more detained below a fifth of them. These show how well the case is fitted, and test nothing: that calls arrived in
the cities with counts is known from these counts (`call_arrived` of its towns), and that they were stronger in some
regions is fitted to them. So the divergence without either stands beside, and the one that single runs of the model
have from their own mean, listed in the same way. The third mark tests: with nothing but the cities in which people were
counted on the other day, the divergence on both days must be below the one without what is known of towns.
"""

import csv
import shutil
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

import groundswell as gs
from groundswell.types import Floats

SEEDS = range(1, 11)
PERSONS = 14_678_072
DAYS = {date(2022, 9, 21): 1369.0, date(2022, 9, 24): 840.0}  # all detained: targets C01 and C03
DIVERGENCE, LEAST, COUNTED = 0.12, 0.2, 10.0
RESULTS = Path(__file__).parent / "results" / "towns.md"


def divergence(counted: Floats, total: float, simulated: Floats) -> float:
    """Return the divergence of counted shares of the listed regions and all others from the simulated ones."""
    listed = counted > 0.0
    p = np.append(counted[listed], max(total - counted.sum(), 0.5))
    q = np.append(simulated[listed], simulated[~listed].sum())
    p, q = p / p.sum(), np.maximum(q, 0.5) / np.maximum(q, 0.5).sum()
    return float((p * np.log(p / q)).sum())


def as_listed(run: Floats, cities: int) -> Floats:
    """Return a run's counts in the regions with the most, as many as were published; zero in the others."""
    largest = np.argsort(-run, kind="stable")[:cities]
    return np.where(np.isin(np.arange(len(run)), largest), run, 0.0)


def counts_on(day: date, scenario: gs.Scenario) -> Floats:
    """Return persons counted on a day by region, (regions,); zero where no city was counted."""
    codes = scenario.case.population.codes
    counted = np.zeros(len(codes))
    for each in scenario.case.evidence.observations:
        if each.table == "cities" and each.date == day:
            counted[codes.index(each.region)] += each.value
    return counted


def knowing(scenario: gs.Scenario, folder: Path, day: date | None = None) -> gs.Scenario:
    """Return the scenario with calls alike in all regions, known to have arrived in the cities counted on `day` alone.

    Without a day, none is known. The case is copied into `folder`.
    """
    case = Path(shutil.copytree(scenario.case.folder, folder / f"case-{day}"))
    file = case / "population" / "towns.csv"
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    counted = zip(scenario.case.population.codes, counts_on(day, scenario) if day else (), strict=bool(day))
    known = {code for code, persons in counted if persons}
    with file.open("w", encoding="utf-8", newline="") as text:
        table = csv.DictWriter(text, rows[0], lineterminator="\n")
        table.writeheader()
        table.writerows({**row, "call_arrived": row["call_arrived"] if row["region"] in known else ""} for row in rows)
    alike = {"events.rally-21.stronger_by": 1.0, "events.rally-24.stronger_by": 1.0}
    return gs.load(str(case)).with_({"persons": scenario.persons, "days": scenario.days, **alike})


def detained(scenario: gs.Scenario) -> dict[date, Floats]:
    """Return detained persons on each of the days by run and region, (runs, regions)."""
    codes, runs = scenario.case.population.codes, [gs.run(scenario, seed=seed) for seed in SEEDS]
    at = {day: (day - scenario.start).days for day in DAYS}
    return {d: np.array([[run.series("obs_detained", c)[at[d]] for c in codes] for run in runs]) for d in DAYS}


def marks(found: float, low: list[str], other: float, blind: float, own: list[float]) -> tuple[list[str], bool]:
    """Return a day's marks as rows, and whether all are met."""
    asked = (
        (f"divergence below {DIVERGENCE}", f"{found:.3f}", found < DIVERGENCE),
        (f"no city with {COUNTED:.0f} or more below a fifth of its count", ", ".join(low) or "none", not low),
        ("with only the other day's cities: below the one without what is known of towns",
         f"{other:.3f}; without {blind:.3f}", other < blind),
    )  # fmt: skip
    chance = f"{np.median(own):.3f}, {min(own):.3f} to {max(own):.3f}"
    rows = [f"| {what} | {value} | {'met' if met else 'MISSED'} |" for what, value, met in asked]
    rows.append(f"| beside: divergence of a run of the model from the mean of the others | {chance} | |")
    return ["| asked | found | |", "|---|---|---|", *rows, ""], all(met for *_, met in asked)


def listed(codes: tuple[str, ...], counted: Floats, total: float, by_run: Floats) -> list[str]:
    """Return the rows of counted and simulated persons, the largest count first; `by_run`: (runs, regions)."""
    rows = ["| region | counted in its city | simulated, mean of ten | standard error |", "|---|---|---|---|"]
    mean, error = by_run.mean(axis=0), by_run.std(axis=0, ddof=1) / len(by_run) ** 0.5
    for n in np.argsort(-counted, kind="stable")[: int((counted > 0.0).sum())]:
        rows.append(f"| {codes[n]} | {counted[n]:,.0f} | {mean[n]:,.0f} | {error[n]:,.0f} |")
    rest = by_run[:, counted == 0.0].sum(axis=1)
    others = f"{total - counted.sum():,.0f} | {rest.mean():,.0f} | {rest.std(ddof=1) / len(by_run) ** 0.5:,.0f}"
    return [*rows, f"| all others | {others} |", ""]


def main() -> int:
    """Run everything, write the table and return 1 if a mark is missed."""
    began = time.monotonic()
    scenario = gs.load("mobilization-2022").with_(persons=PERSONS, days=6)
    codes = scenario.case.population.codes
    with TemporaryDirectory() as name:
        folder = Path(name)
        fitted, unknown = detained(scenario), detained(knowing(scenario, folder))
        by_other = {day: detained(knowing(scenario, folder, other))[day]
                    for day, other in zip(DAYS, reversed(DAYS), strict=True)}  # fmt: skip
    lines, passed = list[str](), True
    for day, total in DAYS.items():
        by_run, counted = fitted[day], counts_on(day, scenario)
        found, other, blind = (divergence(counted, total, runs.mean(axis=0))
                               for runs in (by_run, by_other[day], unknown[day]))  # fmt: skip
        cities = int((counted > 0.0).sum())
        own = [
            divergence(as_listed(run, cities), run.sum(), np.delete(by_run, n, axis=0).mean(axis=0))
            for n, run in enumerate(by_run)
        ]
        low = np.array(codes)[(counted >= COUNTED) & (by_run.mean(axis=0) < LEAST * counted)].tolist()
        rows, met = marks(found, low, other, blind, own)
        passed &= met
        lines += [f"## {day}", "", *rows, *listed(codes, counted, total, by_run)]
    minutes = (time.monotonic() - began) / 60.0
    about = f"`python verification/towns.py`, {date.today()}, {minutes:.1f} minutes. {'PASS' if passed else 'FAIL'}."
    head = ["# Detentions by region against counts of cities", "", about, ""]
    RESULTS.write_text("\n".join(head + lines), encoding="utf-8")
    print("\n".join(head + lines))
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
