"""Measures by what factor common random numbers reduce the variance in every claim; writes results/pairing.md.

Run: python verification/pairing.py (some ten minutes). Ends with code 1 if fewer than a quarter of the claims surely
save ten times or more in the scenario as it is.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from groundswell import resolution
from groundswell.comparisons import design, outcomes
from groundswell.comparisons.effects import Effect, effect, reduction_in_words
from groundswell.computing import store
from groundswell.computing.job import Job
from groundswell.computing.pool import run_jobs
from groundswell.verdicts import claim_file
from groundswell.verdicts.claim import Claim
from groundswell.verdicts.claim_names import claims

RESULTS = Path(__file__).parent / "results" / "pairing.md"
PERSONS, SEEDS, DRAWS = 150_000, 12, 2

SURELY = 10.0

INTRODUCTION = f"""# What common random numbers save

`python verification/pairing.py`

By what factor common random numbers reduce the variance of an effect, against runs with seeds of their own; in brackets
its lower bound at 95 % ([how](../../docs/compare.md)). {PERSONS:,} persons, {SEEDS} seeds. Where no pair differed
nothing is compared, and nothing is said to be saved. Beside the scenario as it is, the median over those of {DRAWS}
draws of the claim's priors in which a pair differed. sd: of an effect from one pair of runs.

| claim | condition | pairs that differ | sd, paired | sd, seeds apart | variance reduced by a factor of | over draws |
|---|---|---|---|---|---|---|"""


def jobs_of(claim: Claim) -> list[list[Job]]:
    """Return the jobs of the scenario as it is, then of each draw of the priors."""
    seeds = range(1, SEEDS + 1)
    draws = [{}, *(design.draw(claim.priors, number, 1) for number in range(DRAWS))]
    return [[claim.job(draw, seed, number) for seed in seeds] for number, draw in enumerate(draws)]


def effects(claim: Claim, jobs: Sequence[Job], folder: Path) -> list[Effect]:
    """Return the effect of each condition over the jobs' seeds."""
    runs = [store.read(folder, job.key, job.variants).runs for job in jobs]
    weight = resolution.weight(claim.scenario.case.population.total, PERSONS)
    return [
        effect(*([outcomes.value(c.outcome, t[name]) for t in runs] for name in (c.against, c.arm)),
               outcomes.person_step(c.outcome, claim.scenario, weight))
        for c in claim.conditions
    ]  # fmt: skip


def over_draws(found: Sequence[Effect]) -> str:
    """Return the median factor over the draws in which something can be said, and how many these are."""
    known = [e.variance_reduction for e in found if e.variance_reduction is not None]
    return f"{median(known):,.1f} ({len(known)} of {len(found)})" if known else "no pair differed"


def row(name: str, text: str, found: Sequence[Effect]) -> str:
    """Return a line of the table: of a condition, the scenario as it is and then draws."""
    e = found[0]
    paired, apart = (f"{sd:.3g}" if sd is not None else "" for sd in (e.sd_pair, e.sd_apart))
    return (f"| {name} | {text} | {e.differ} of {e.pairs} | {paired} | {apart} | {reduction_in_words(e)} | "
            f"{over_draws(found[1:])} |")  # fmt: skip


def main() -> int:
    """Run everything, write and print the page."""
    lines = [INTRODUCTION]
    surely = silent = 0
    for name in claims("russia-2022")[:14]:
        claim = claim_file.read(name, {"scenario.persons": PERSONS})
        groups = jobs_of(claim)
        with tempfile.TemporaryDirectory() as folder:
            for done in run_jobs([job for jobs in groups for job in jobs], Path(folder)):
                assert not done.error, done.error
            found = [effects(claim, jobs, Path(folder)) for jobs in groups]
        for n, c in enumerate(claim.conditions):
            lines.append(row(name, c.text, [each[n] for each in found]))
            print(lines[-1], flush=True)
        surely += any((e.variance_reduction_low95 or 0.0) >= SURELY for e in found[0])
        silent += all(e.variance_reduction is None for e in found[0])
    total = f"**{surely} of 14 claims surely save {SURELY:g} times or more** in a condition, the scenario as it is."
    lines += ["", f"{total} In {silent} no pair differed: nothing is said of them."]
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(lines[-1])
    return 0 if surely >= 4 else 1


if __name__ == "__main__":
    sys.exit(main())
