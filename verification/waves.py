"""For which parameters does a wave of protest grow and die under calls of one strength? Writes results/waves.md.

Run: python verification/waves.py CASE [CASE ...] (about two minutes each). The calls of the base scenario that repeat
keep one strength from the first to the last. Concessions that the timeline grants are taken away: the state yields by
its own hazard, or not at all. Everything else stays, and the run is made long enough for sixteen calls. What is varied:
how others' turnout and ties that protested draw people in, fear, anger, how many attend without a shock, and how
readily disruption brings a concession. Where `behaviour.others` or `attention.base` changes, `behaviour.protest`
moves so that about as many as in the base scenario come to the first call.
"""

import argparse
import itertools
import math
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import groundswell as gs
from groundswell.scenario import Scenario

RESULTS = Path(__file__).parent / "results" / "waves.md"
PERSONS = 50_000
CALLS = 16
RISES = 3  # calls in a row that draw at least a tenth more people than the one before
GROWN = 3.0  # times the first call's turnout, at the highest
DEAD = 0.5  # of the highest turnout, at the last call: the wave has died down
VARIED = {  # factors on the base scenario's values
    "behaviour.others": (0.0, 0.5, 1.0, 1.25),
    "behaviour.ties_protested": (0.0, 1.0),
    "policing.fear": (1.0, 4.0),
    "policing.backlash": (0.0, 1.0),
    "attention.base": (0.4, 1.0),
    "concession.disruption": (1.0, 100.0),
}
MOST = {"concession.disruption": 10.0, "attention.base": 1.0}  # limits of what is varied
KINDS = ("grows and dies", "grows and stays", "jumps and dies", "jumps and stays", "does not grow")
ABOUT = f"""`python verification/waves.py CASE`; {PERSONS:,} simulated persons, {CALLS} calls of one strength, one seed.
Concessions that the timeline grants are taken away; all else stays. The highest turnout is at least {GROWN:g} times the
first where a wave *grows* ({RISES} calls in a row draw at least a tenth more than the one before) or *jumps* (they do
not). It *dies* if the last call draws less than half of the highest. Factors are on the case's own values;
`behaviour.protest` moves with `behaviour.others` and `attention.base` so that about as many come to the first call.
*Yields*: the level that the state came to by its own hazard."""


class Wave(NamedTuple):
    """One parameter set: factors on what is varied, turnout at each call, the level to which the state yielded."""

    factors: tuple[float, ...]
    turnout: np.ndarray
    level: int

    @property
    def kind(self) -> str:
        """What the wave does, in words."""
        longest = now = 0
        for before, after in itertools.pairwise(self.turnout):
            now = now + 1 if after > 1.1 * max(before, 1.0) else 0
            longest = max(longest, now)
        highest = self.turnout.max()
        if highest < GROWN * max(self.turnout[0], 1.0):
            return KINDS[4]
        return KINDS[(0 if longest >= RISES else 2) + (self.turnout[-1] >= DEAD * highest)]

    @property
    def changed(self) -> int:
        """How many factors are not 1."""
        return sum(factor != 1.0 for factor in self.factors)


def calls(scenario: Scenario) -> tuple[np.ndarray, str | None]:
    """Return the days of the first call that repeats, and the region that it is for (None: the nation)."""
    repeated = [event for event in scenario.events if getattr(event, "every", 1) > 1]
    if not repeated:
        raise SystemExit(f"{scenario.name}: no call repeats")
    first: Any = min(repeated, key=lambda event: event.day)
    region = None if first.regions == ("all",) else str(first.regions[0])
    return first.day + first.every * np.arange(CALLS), region


def bare(case: str) -> dict[str, Any]:
    """Return the changes that take granted concessions away and make the run small and long enough."""
    base = gs.load(case)
    changes: dict[str, Any] = {"scenario.persons": PERSONS, "scenario.days": int(calls(base)[0][-1]) + 1}
    return changes | {f"events.{e.name}.remove": True for e in base.events if type(e).__name__ == "Concession"}


def turnout(scenario: Scenario) -> tuple[np.ndarray, int]:
    """Return the turnout at each call, and the level of concession at the end."""
    days, region = calls(scenario)
    run = gs.run(scenario)
    return run.series("participants", region)[days], int(run.series("concession")[-1])


def waves(case: str) -> Iterator[Wave]:
    """Yield a run for each set of factors."""
    changes = bare(case)
    base = gs.load(case, changes)
    first = turnout(base)[0][0]
    now = {key: value_of(base, key) for key in VARIED}
    for factors in itertools.product(*VARIED.values()):
        values = {
            key: min(now[key] * factor, MOST.get(key, math.inf)) for key, factor in zip(VARIED, factors, strict=True)
        }
        less = now["behaviour.others"] - values["behaviour.others"]
        fewer = math.log(now["attention.base"] / values["attention.base"])
        values["behaviour.protest"] = value_of(base, "behaviour.protest") + less * math.log(1.0 + first) + fewer
        yield Wave(factors, *turnout(gs.load(case, {**changes, **values})))


def value_of(scenario: Scenario, key: str) -> float:
    """Return a parameter of a scenario."""
    section, name = key.split(".")
    values: Any = scenario.behaviour.params if section == "behaviour" else getattr(scenario, section)
    return float(getattr(values, name))


def page(case: str, found: list[Wave], seconds: float) -> str:
    """Return the page on one case: how many waves grow and die by each factor, then those nearest to the base."""
    base = gs.load(case)
    names = ", ".join(f"`{key}` {value_of(base, key):g}" for key in VARIED)
    kinds = [wave.kind for wave in found]
    counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in KINDS)
    lines = [f"## {case}", "", f"Base values: {names}. {len(found)} sets in {seconds:.0f} s: {counts}.", ""]
    lines += [f"| factor on | value | {' | '.join(KINDS)} |", "|---" * 7 + "|"]
    for i, (key, factors) in enumerate(VARIED.items()):
        for factor in factors:
            own = [wave.kind for wave in found if wave.factors[i] == factor]
            lines.append(f"| `{key}` | x {factor:g} | {' | '.join(str(own.count(kind)) for kind in KINDS)} |")
    head = " | ".join(key.split(".")[1] for key in VARIED)
    lines += ["", "The base and all sets that differ from it in one or two factors:", ""]
    lines += [f"| {head} | turnout at each call, thousands | yields | wave |", "|---" * (len(VARIED) + 3) + "|"]
    for wave in sorted((wave for wave in found if wave.changed <= 2), key=lambda wave: wave.changed):
        series = " ".join(f"{n / 1e3:.3g}" for n in wave.turnout)
        factors = " | ".join("" if factor == 1.0 else f"x {factor:g}" for factor in wave.factors)
        lines.append(f"| {factors} | {series} | {wave.level} | {wave.kind} |")
    return "\n".join(lines)


def main() -> int:
    """Run the cases named and write the page; what is there on other cases stays."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="+", metavar="CASE")
    kept = RESULTS.read_text().split("\n## ")[1:] if RESULTS.exists() else []
    pages = {text.split("\n", 1)[0]: f"## {text}".rstrip() for text in kept}
    for case in parser.parse_args().cases:
        watch = time.perf_counter()
        pages[case] = page(case, list(waves(case)), time.perf_counter() - watch)
        print(pages[case])
    parts = ["# Waves under calls of constant strength", ABOUT, *(pages[case] for case in sorted(pages))]
    RESULTS.write_text("\n\n".join(parts) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
