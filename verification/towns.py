"""Holds the flagship's detentions by region against the counts of single cities; writes results/towns.md.

Run: python verification/towns.py. Ten seeds at 1:10, six days. The counts are those of the case, evidence/observations/
cities.csv: a city stands for its region, regions without one are taken together. Pass marks: Kullback-Leibler
divergence of the counted shares from the mean simulated ones under 0.12 on both days; no region whose city had ten or
more detained below a fifth of them. This shows how well the case is fitted, and tests nothing: that calls arrived in
the cities with counts is known from these counts (`call_arrived` of its towns), and that they were stronger in some
regions is fitted to them. So two things stand beside: the divergence without either, and the one that single runs of
the model have from their own mean, listed in the same way.
"""

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


def without(scenario: gs.Scenario, folder: Path) -> gs.Scenario:
    """Return the scenario without what is known of single towns: calls alike in all regions, arriving by chance.

    The case is copied into `folder`.
    """
    case = Path(shutil.copytree(scenario.case.folder, folder / "case"))
    file = case / "population" / "towns.csv"
    rows = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join(row.rpartition(",")[0] for row in rows) + "\n", encoding="utf-8")
    alike = {"events.rally-21.stronger_by": 1.0, "events.rally-24.stronger_by": 1.0}
    return gs.load(str(case)).with_({"persons": scenario.persons, "days": scenario.days, **alike})


def detained(scenario: gs.Scenario) -> dict[date, Floats]:
    """Return detained persons on each of the days by run and region, (runs, regions)."""
    codes, runs = scenario.case.population.codes, [gs.run(scenario, seed=seed) for seed in SEEDS]
    at = {day: (day - scenario.start).days for day in DAYS}
    return {d: np.array([[run.series("obs_detained", c)[at[d]] for c in codes] for run in runs]) for d in DAYS}


def main() -> int:
    """Run everything, write the table and return 1 if a mark is missed."""
    began = time.monotonic()
    scenario = gs.load("mobilization-2022").with_(persons=PERSONS, days=6)
    codes = scenario.case.population.codes
    with TemporaryDirectory() as folder:
        found_in, found_without = detained(scenario), detained(without(scenario, Path(folder)))
    lines, passed = list[str](), True
    for day, total in DAYS.items():
        by_run = found_in[day]
        mean, counted = by_run.mean(axis=0), np.zeros(len(codes))
        for each in scenario.case.evidence.observations:
            if each.table == "cities" and each.date == day:
                counted[codes.index(each.region)] += each.value
        found = divergence(counted, total, mean)
        cities = int((counted > 0.0).sum())
        own = [
            divergence(as_listed(run, cities), run.sum(), np.delete(by_run, n, axis=0).mean(axis=0))
            for n, run in enumerate(by_run)
        ]
        low = (counted >= COUNTED) & (mean < LEAST * counted)
        passed &= found < DIVERGENCE and not low.any()
        lines += [
            f"## {day}", "",
            f"Divergence {found:.3f} (mark {DIVERGENCE}); of a run of the model from the mean of the others "
            f"{np.median(own):.3f}, {min(own):.3f} to {max(own):.3f}; without what is known of single towns "
            f"{divergence(counted, total, found_without[day].mean(axis=0)):.3f}. Below a fifth: "
            f"{', '.join(np.array(codes)[low]) or 'none'}.", "",
            "| region | counted in its city | simulated, mean of ten | standard error |", "|---|---|---|---|",
        ]  # fmt: skip
        error = by_run.std(axis=0, ddof=1) / len(by_run) ** 0.5
        for n in np.argsort(-counted, kind="stable")[:cities]:
            lines.append(f"| {codes[n]} | {counted[n]:,.0f} | {mean[n]:,.0f} | {error[n]:,.0f} |")
        rest = counted == 0.0
        lines += [f"| all others | {total - counted.sum():,.0f} | {mean[rest].sum():,.0f} | "
                  f"{by_run[:, rest].sum(axis=1).std(ddof=1) / len(by_run) ** 0.5:,.0f} |", ""]  # fmt: skip
    minutes = (time.monotonic() - began) / 60.0
    head = ["# Detentions by region against counts of cities", "",
            f"`python verification/towns.py`, {date.today()}, {minutes:.0f} minutes. "
            f"{'Both marks are met.' if passed else 'NOT all marks are met.'}", ""]  # fmt: skip
    RESULTS.write_text("\n".join(head + lines), encoding="utf-8")
    print("\n".join(head + lines))
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
