"""Skipping those who cannot switch against the sweep over everybody, for whole random sets of parameters.

Run: python verification/pruned.py (see the table for its time). Two hundred sets; each parameter of the behaviour, and
those of perception, policing, attention and the call-up that reach a choice, is drawn from its prior, set to zero or to
a limit of its range. Every measure of every day must be the same to the bit. Ends with code 1 if one is not.
"""

import sys
import time
from datetime import date
from pathlib import Path

import numpy as np

import groundswell as gs
from groundswell import rng
from groundswell.errors import InputError
from groundswell.params import declared
from groundswell.scenario import Scenario
from groundswell.simulate import simulate
from groundswell.society import synthesize

SETS, PERSONS, DAYS = 200, 20_000, 8
DRAWN = ("behaviour", "perception", "policing", "attention", "call", "border", "concession", "opinion")
RESULTS = Path(__file__).parent / "results" / "pruned.md"


def scenario_of(k: int) -> tuple[Scenario, int]:
    """Return the flagship under the k-th set of parameters, and how many of them are at zero or at a limit."""
    base = gs.load("mobilization-2022").with_(persons=PERSONS, days=DAYS, seed=1)
    changes, extreme = {}, 0
    for section in DRAWN:
        params = base.behaviour.params if section == "behaviour" else getattr(base, section)
        for at, parameter in enumerate(declared(type(params)).values()):
            if not parameter.prior or not isinstance(parameter.default, float):
                continue
            kind, u = (float(w) / 2.0**32 for w in rng.words(np.uint64(k), rng.CLASSICS, DRAWN.index(section), at)[:2])
            low, high = parameter.prior
            meta = parameter.meta
            if kind < 0.15 and meta.low <= 0.0 <= meta.high:
                value = 0.0
            elif kind < 0.2:
                value = low if u < 0.5 else high
            else:
                value = low + u * (high - low)
            extreme += kind < 0.2
            changes[f"{section}.{parameter.key.rpartition('.')[2]}"] = value
    changes["behaviour.protest"] += 4.0 * (k % 3)  # calm, lively and mass protest in turn
    return base.with_(changes), extreme


def same(scenario: Scenario) -> tuple[bool, float]:
    """Tell whether both ways give the same counts, and how many took part, in participant-days."""
    society = synthesize(scenario.case.population, PERSONS, 1, scenario.society)
    few, all_ = (list(simulate(scenario, society, plain)) for plain in (False, True))
    equal = all(
        a.national == b.national and all(np.array_equal(a.regional[m], b.regional[m]) for m in a.regional)
        for a, b in zip(few, all_, strict=True)
    )
    return equal, float(sum(t.regional["participants"].sum() for t in few))


def main() -> int:
    """Compare all sets and write the table."""
    begun = time.perf_counter()
    differ, streets, extremes, refused = [], [], 0, 0
    for k in range(SETS):
        try:
            scenario, extreme = scenario_of(k)
        except InputError:
            refused += 1
            continue
        equal, street = same(scenario)
        streets.append(street)
        extremes += extreme
        differ += [] if equal else [k]
    minutes = (time.perf_counter() - begun) / 60.0
    quiet, loud = (sum(test(s) for s in streets) for test in (lambda s: s == 0, lambda s: s > 1e6))
    lines = [
        "# Skipping people against the plain sweep",
        "",
        f"`python verification/pruned.py`, {date.today()}, {minutes:.1f} minutes.",
        "",
        f"{len(streets)} random sets of parameters ({refused} refused), {PERSONS:,} persons, {DAYS} days;",
        f"{extremes:,} values at zero or at an end of their prior.",
        "",
        "| what | sets |",
        "|---|---|",
        f"| every measure of every day the same to the bit | {len(streets) - len(differ)} of {len(streets)} |",
        f"| nobody in the street | {quiet} |",
        f"| more than a million participant-days | {loud} |",
        "",
        f"Sets that differ: {differ or 'none'}.",
    ]
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
