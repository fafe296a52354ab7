"""For which parameter sets does a wave of protest grow and die under calls of constant strength? Writes results/waves.md.

Run: python verification/waves.py CASE [CASE ...] (a minute each). The scenario's calls that repeat keep one strength
from the first to the last. Concessions that the timeline grants are taken away: the state yields by its own hazard or
not at all. Everything else stays, and the run is made long enough for sixteen calls. What is varied: how others'
turnout and ties that protested draw people in, fear, anger, and how readily disruption brings a concession. Where
`behaviour.others` changes, `behaviour.protest` moves so that as many as in the base scenario come to the first call.
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
RISES = 3  # calls in a row that draw more people than the one before
DEAD = 0.5  # of the highest turnout, at the last call: the wave has died down
VARIED = {
    "behaviour.others": (0.0, 0.5, 1.0, 1.25),  # times the base scenario's
    "behaviour.ties_protested": (0.0, 1.0),
    "policing.fear": (0.0, 4.0),
    "policing.backlash": (0.0, 1.0),
    "concession.disruption": (0.0, 1.0, 100.0),
}


class Wave(NamedTuple):
    """One parameter set: factors on what is varied, turnout at each call, the level to which the state yielded."""

    factors: tuple[float, ...]
    turnout: np.ndarray
    level: int

    @property
    def rises(self) -> int:
        """The most calls in a row that drew at least a tenth more than the one before."""
        longest = now = 0
        for before, after in itertools.pairwise(self.turnout):
            now = now + 1 if after > 1.1 * max(before, 1.0) else 0
            longest = max(longest, now)
        return longest

    @property
    def left(self) -> float:
        """The last call's turnout over the highest."""
        return float(self.turnout[-1] / max(self.turnout.max(), 1.0))

    @property
    def kind(self) -> str:
        """What the wave does, in words."""
        if self.rises < RISES:
            return "does not grow"
        return "grows and dies" if self.left < DEAD else "grows and stays"


def calls(scenario: Scenario) -> tuple[np.ndarray, str | None]:
    """Return the days of the first call that repeats, and the region that it is for (None: the nation)."""
    repeated = [event for event in scenario.events if getattr(event, "every", 1) > 1]
    if not repeated:
        raise SystemExit(f"{scenario.name}: no call repeats")
    first = min(repeated, key=lambda event: event.day)
    region = first.regions[0] if first.regions != ("all",) else None
    return np.arange(first.day, first.day + CALLS * first.every, first.every), region  # pyright: ignore


def bare(case: str) -> tuple[Scenario, dict[str, Any]]:
    """Return the case's base scenario without granted concessions, long enough, and the changes that make it so."""
    base = gs.load(case)
    days, _ = calls(base)
    changes: dict[str, Any] = {"scenario.persons": PERSONS, "scenario.days": int(days[-1]) + 1}
    changes |= {f"events.{event.name}.remove": True for event in base.events if type(event).__name__ == "Concession"}
    return gs.load(case, changes), changes


def turnout(scenario: Scenario) -> tuple[np.ndarray, int]:
    """Return the turnout at each call, and the level of concession at the end."""
    days, region = calls(scenario)
    run = gs.run(scenario)
    return run.series("participants", region)[days], int(run.series("concession")[-1])


def waves(case: str) -> Iterator[Wave]:
    """Yield a run for each set of factors."""
    base, changes = bare(case)
    first = turnout(base)[0][0]
    now = {key: value_of(base, key) for key in VARIED}
    for factors in itertools.product(*VARIED.values()):
        values = {key: now[key] * factor for key, factor in zip(VARIED, factors, strict=True)}
        less = now["behaviour.others"] - values["behaviour.others"]
        values["behaviour.protest"] = value_of(base, "behaviour.protest") + less * math.log(1.0 + first)
        found, level = turnout(gs.load(case, {**changes, **values}))
        yield Wave(factors, found, level)


def value_of(scenario: Scenario, key: str) -> float:
    """Return a parameter of a scenario."""
    section, name = key.split(".")
    values = scenario.behaviour.params if section == "behaviour" else getattr(scenario, section)
    return float(getattr(values, name))


def page_on(case: str, found: list[Wave], seconds: float) -> list[str]:
    """Return the lines of the page on one case."""
    base, _ = bare(case)
    names = ", ".join(f"`{key}` {value_of(base, key):g}" for key in VARIED)
    kinds = [wave.kind for wave in found]
    lines = [f"## {case}", "", f"Base values: {names}. {len(found)} sets in {seconds:.0f} s.", ""]
    counts = (f"{kinds.count(kind)} {kind}" for kind in ("grows and dies", "grows and stays", "does not grow"))
    lines += [f"Of these: {', '.join(counts)}.", "", "| factor on | value | grows | grows and dies |", "|---|---|---|---|"]
    for i, (key, factors) in enumerate(VARIED.items()):
        for factor in factors:
            own = [wave.kind for wave in found if wave.factors[i] == factor]
            grown = sum(kind != "does not grow" for kind in own)
            lines.append(f"| `{key}` | x {factor:g} | {grown} of {len(own)} | {own.count('grows and dies')} |")
    head = " | ".join(key.split(".")[1] for key in VARIED)
    lines += ["", f"| {head} | turnout at each call, thousands | yields | wave |", "|---" * (len(VARIED) + 3) + "|"]
    for wave in found:
        series = " ".join(f"{n / 1e3:.3g}" for n in wave.turnout)
        factors = " | ".join(f"x {factor:g}" for factor in wave.factors)
        lines.append(f"| {factors} | {series} | {wave.level} | {wave.kind} |")
    return [*lines, ""]


def main() -> int:
    """Run the cases named and write the page; a case that was there before and is not named stays."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="+", metavar="CASE")
    named = parser.parse_args().cases
    kept = RESULTS.read_text().split("\n## ")[1:] if RESULTS.exists() else []
    pages = {page.split("\n", 1)[0]: f"## {page}".rstrip() for page in kept}
    for case in named:
        watch = time.perf_counter()
        found = list(waves(case))
        pages[case] = "\n".join(page_on(case, found, time.perf_counter() - watch)).rstrip()
        print(pages[case])
    head = "# Waves under calls of constant strength\n\n" + _ABOUT
    RESULTS.write_text(head + "\n\n".join(["", *(pages[case] for case in sorted(pages))]) + "\n")
    return 0


_ABOUT = f"""`python verification/waves.py CASE`; {PERSONS:,} simulated persons, {CALLS} calls of the same strength, one seed.
Concessions that the timeline grants are taken away; all else stays. *Grows*: {RISES} calls in a row draw at least a tenth
more than the one before. *Dies*: the last call draws less than half of the highest. Factors are on the case's own values;
`behaviour.protest` moves with `behaviour.others` so that the first call draws as many. *Yields*: the level that the state
came to by its own hazard."""

if __name__ == "__main__":
    sys.exit(main())
