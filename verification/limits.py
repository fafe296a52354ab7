"""Two limits of the model, for whole societies: writes results/limits.md.

Run: python verification/limits.py (see the table for its time).

The first days: every shipped scenario and every arm of every shipped claim, 8 days against the first 8 of 25; no bit
may differ. The scale: voice and detentions of the flagship, and of a louder one under strong fear, at five sizes; from
1:1000 on, each mean must lie within a tenth, or three standard errors, of the finest size's. Else it ends with code 1.
"""

import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

import groundswell as gs
from groundswell.case import cases
from groundswell.scenario import Scenario
from groundswell.scenario.arms import apply
from groundswell.simulate import simulate
from groundswell.society import synthesize
from groundswell.types import Society
from groundswell.verdicts import claim_file
from groundswell.verdicts.claim_names import claims

PERSONS, SHORT, LONG = 20_000, 8, 25
SIZES = ((50_000, 60), (146_781, 40), (400_000, 16), (1_467_807, 8), (7_339_036, 2))  # persons, seeds
LOUD = {"policing.fear": 2.0, "behaviour.protest": -11.0}
RESULTS = Path(__file__).parent / "results" / "limits.md"


def society_of(scenario: Scenario) -> Society:
    """Return the society of a scenario."""
    return synthesize(scenario.case.population, scenario.persons, scenario.seed, scenario.society)


def cut(scenario: Scenario, days: int) -> Scenario:
    """Return a scenario of so many days, without the events after them."""
    late = {f"events.{event.name}.remove": True for event in scenario.events if event.day >= days}
    return scenario.with_({"scenario.days": days, "scenario.persons": PERSONS, **late})


def stories() -> dict[str, Scenario]:
    """Return every shipped scenario and every arm of every shipped claim, small and long."""
    found = {name: gs.load(name) for name in gs.scenarios()}
    own = (claim_file.read(f"{case.name}/{name}") for case in cases() for name in claims(case.name))
    for claim in (each for each in own if not each.placebo):  # a placebo acts too late
        found |= {f"{claim.name}, {arm.name}": apply(claim.scenario, arm) for arm in claim.arms}
    return {name: cut(scenario, LONG) for name, scenario in found.items()}


def differing(found: dict[str, Scenario]) -> list[str]:
    """Return the names of those whose first days depend on how long they are run."""
    wrong = []
    for name, scenario in found.items():
        society = society_of(scenario)
        for a, b in zip(simulate(cut(scenario, SHORT), society), simulate(scenario, society), strict=False):
            same = a.national == b.national and all(np.array_equal(a.regional[m], b.regional[m]) for m in a.regional)
            if not same:
                wrong.append(f"{name}: day {a.day}")
                break
    return wrong


def at_size(persons: int, seeds: int, changes: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """Return means and standard errors of participants on days 0 and 3 and in all, detained in all, and their ratio."""
    rows = []
    for seed in range(1, seeds + 1):
        scenario = gs.load("mobilization-2022").with_({"persons": persons, "days": 8, "seed": seed, **changes})
        tallies = list(simulate(scenario, society_of(scenario)))
        street, taken = (np.array([t.regional[m].sum() for t in tallies]) for m in ("participants", "detained"))
        rows.append([street[0], street[3], street.sum(), taken.sum()])
    table = np.array(rows)
    ratio = table[:, 3].sum() / table[:, 2].sum()
    off = table[:, 3] - ratio * table[:, 2]
    mean, error = table.mean(0), table.std(0, ddof=1) / np.sqrt(seeds)
    ratio_error = off.std(ddof=1) / np.sqrt(seeds) / mean[2]
    return np.append(mean, ratio), np.append(error, ratio_error)


def scale_table(changes: dict[str, Any]) -> tuple[list[str], bool]:
    """Return the rows of one story at all sizes, and whether all from 1:1000 on agree with the finest."""
    found = [(persons, seeds, *at_size(persons, seeds, changes)) for persons, seeds in SIZES]
    finest, its_error = found[-1][2:]
    rows, good = [], True
    for persons, seeds, mean, error in found:
        near = np.abs(mean - finest) <= np.maximum(0.1 * finest, 3.0 * np.hypot(error, its_error))
        good &= bool(near.all()) or persons < 146_781
        cells = [f"{m:,.0f} ± {e:,.0f}" for m, e in zip(mean[:4], error[:4], strict=True)]
        rows.append(f"| {persons:,} | {seeds} | {' | '.join(cells)} | {mean[4]:.3f} ± {error[4]:.3f} |")
    return rows, good


def main() -> int:
    """Check both limits and write the tables."""
    begun = time.perf_counter()
    found = stories()
    wrong = differing(found)
    calm, calm_good = scale_table({})
    loud, loud_good = scale_table(LOUD)
    minutes = (time.perf_counter() - begun) / 60.0
    head = [
        "| persons | seeds | participants, day 0 | day 3 | 8 days | detained, 8 days | detained over participants |",
        "|---|---|---|---|---|---|---|",
    ]
    lines = [
        "# Limits of the model in whole societies",
        "",
        f"`python verification/limits.py`, {date.today()}, {minutes:.0f} minutes.",
        "",
        "## The first days do not depend on how long a run is",
        "",
        f"{len(found)} scenarios and arms of claims, {PERSONS:,} persons: {SHORT} days, the first {SHORT} of {LONG}.",
        f"The same to the bit: {len(found) - len(wrong)} of {len(found)}. Others: {', '.join(wrong) or 'none'}.",
        "",
        "## Voice and detentions do not depend on the scale, from 1:1000 on",
        "",
        "The flagship; mean ± standard error over seeds. Below 1:1000 they do, and are marked wherever they are shown.",
        "",
        *head,
        *calm,
        "",
        f"Louder and afraid ({', '.join(f'`{k} = {v:g}`' for k, v in LOUD.items())}).",
        "",
        *head,
        *loud,
    ]
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))
    return 0 if not wrong and calm_good and loud_good else 1


if __name__ == "__main__":
    sys.exit(main())
