"""The effect of detentions on the next protest: read off counts it has either sign, paired runs recover it.

Run: python verification/repression_trap.py [--societies 80] (two minutes on an idle processor); writes
results/repression_trap.md. Toyland at 1:1 is set so that detention only deters: no anger, no provocation, fear.
Societies differ in how ready people are to protest. What is asked is the change of the log of turnout on the second
Saturday with the log of detentions on the first. Three estimates from counts over societies, as an observer would make
them, stand beside the paired contrast: the same society and the same draws with and without three times the places to
detain on the first Saturday alone. In a second toyland detention does nothing, but for the day on which the detained
are away.

Passes if, where the effect is negative, one regression of counts is above zero and one below it, each beyond its 95 %
interval, and the contrast is below zero; and if, where there is no effect, the contrast is within .01 of zero while
some regression is not.
"""

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import groundswell as gs
from groundswell.inference.draws import normals
from groundswell.scenario import Scenario
from groundswell.types import Floats

RESULTS = Path(__file__).parent / "results" / "repression_trap.md"
SATURDAY, NEXT, SMALL = 5, 12, 0.01
MIDDLE, SPREAD = -8.0, 0.7  # of the constant term of protest over societies
MORE = {"events.more.kind": "policing_level", "events.more.day": SATURDAY, "events.more.until": SATURDAY,
        "events.more.capacity": 3.0}  # fmt: skip
ONLY = {"policing.backlash": 0.0, "behaviour.provocation": 0.0, "behaviour.ties_detained": 0.0,
        "policing.long_share": 0.0, "policing.charged": 0.0, "policing.short_days": 1}  # fmt: skip
WORLDS = {
    "detention deters": {**ONLY, "policing.fear": 4.0, "policing.fear_half_life": 20.0},
    "detention does nothing": {**ONLY, "policing.fear": 0.0, "perception.detention_belief": 0.0},
}


@dataclass(frozen=True)
class Counts:
    """Turnout on the first and the second Saturday and detentions on the first, (societies,)."""

    first: Floats
    second: Floats
    detained: Floats


def counted(base: Scenario, societies: int) -> Counts:
    """Run societies and return their counts."""
    ready = MIDDLE + SPREAD * normals(1, "readiness", societies)
    rows = list[list[float]]()
    for at in range(societies):
        run = gs.run(base.with_({"behaviour.protest": float(ready[at]), "seed": at + 1}))
        turnout, detained = run.series("participants"), run.series("detained")
        rows.append([turnout[SATURDAY], turnout[NEXT], detained[SATURDAY]])
    return Counts(*(1.0 + np.array(rows, float)).T)


def slope(y: Floats, x: Floats, *controls: Floats) -> tuple[float, float]:
    """Return the coefficient of `x` and the half width of its 95 % interval, by least squares with robust errors."""
    a = np.column_stack([x, *controls, np.ones_like(x)])
    inverse = np.linalg.inv(a.T @ a)
    found = inverse @ a.T @ y
    left = y - a @ found
    covariance = inverse @ (a.T * left**2) @ a @ inverse * len(y) / (len(y) - a.shape[1])
    return float(found[0]), 1.96 * float(np.sqrt(covariance[0, 0]))


def estimates(alone: Counts, more: Counts) -> dict[str, tuple[float, float]]:
    """Return each estimate with the half width of its 95 % interval."""
    turnout, after, detained = np.log(alone.first), np.log(alone.second), np.log(alone.detained)
    effect, dose = np.log(more.second / alone.second), np.log(more.detained / alone.detained)
    ratio = float(effect.sum() / dose.sum())
    error = float(np.sqrt(np.mean((effect - ratio * dose) ** 2) / len(dose)) / dose.mean())
    return {
        "counts: turnout on detentions": slope(after, detained),
        "counts: turnout on the share detained": slope(after, detained - turnout),
        "counts: turnout on detentions and turnout before": slope(after, detained, turnout),
        "paired contrast": (ratio, 1.96 * error),
    }


def main() -> int:
    """Run both toylands, write and print the page; 1 when a mark is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--societies", type=int, default=80)
    societies, began = parser.parse_args().societies, time.process_time()
    base, found = gs.load("toyland").with_(days=NEXT + 1), dict[str, dict[str, tuple[float, float]]]()
    for name, changes in WORLDS.items():
        world = base.with_(changes)
        found[name] = estimates(counted(world, societies), counted(world.with_(MORE), societies))
    deters, nothing = found.values()
    naive = [deters[name] for name in deters if name.startswith("counts")]
    idle = [nothing[name] for name in nothing if name.startswith("counts")]
    pair, still = deters["paired contrast"], nothing["paired contrast"]
    marks = [
        ("from counts, a positive effect where it is negative", any(m - h > 0.0 for m, h in naive)),
        ("from counts, a negative effect too", any(m + h < 0.0 for m, h in naive)),
        ("the contrast is below zero", pair[0] + pair[1] < 0.0),
        ("from counts, an effect where there is none", any(abs(m) > h for m, h in idle)),
        ("the contrast is within .01 of zero where there is none", abs(still[0]) <= SMALL),
    ]
    page = [
        "# Repression and the next protest: counts and pairs", "",
        f"{time.strftime('%Y-%m-%d')}, `python verification/repression_trap.py --societies {societies}`, "
        f"{(time.process_time() - began) / 60:.0f} minutes of a processor. {societies} societies of 100,000 persons at "
        "1:1. Change of log turnout on the second Saturday with log detentions (or their log share) on the first, 95 % "
        "intervals.", "",
        f"| estimate | {' | '.join(found)} |", "|---|" + "---|" * len(found),
        *(f"| {name} | " + " | ".join(f"{each[name][0]:+.3f} ± {each[name][1]:.3f}" for each in found.values()) + " |"
          for name in deters), "",
        "Societies that are readier to protest have larger crowds on both Saturdays, so more detentions go with more "
        "turnout; a larger crowd has a smaller share of it detained, so that share goes with less. Neither is the "
        "effect.", "", "| asked | |", "|---|---|",
        *(f"| {asked} | {'pass' if good else 'FAIL'} |" for asked, good in marks),
    ]  # fmt: skip
    RESULTS.write_text("\n".join(page) + "\n", encoding="utf-8")
    print("\n".join(page))
    return 0 if all(good for _, good in marks) else 1


if __name__ == "__main__":
    sys.exit(main())
