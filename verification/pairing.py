"""Measures what pairing buys in every claim; writes results/pairing.md.

Run: python verification/pairing.py (some twenty minutes). Ends with code 1 if fewer than half of the claims save 20
times or more in the scenario as it is.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from groundswell.experiments import claim_file, design, outcomes, store
from groundswell.experiments.claim import Claim
from groundswell.experiments.effects import Effect, effect
from groundswell.experiments.job import Job
from groundswell.experiments.pool import run_jobs

RESULTS = Path(__file__).parent / "results" / "pairing.md"
PERSONS, SEEDS, DRAWS = 300_000, 16, 4

INTRODUCTION = f"""# What pairing buys

`python verification/pairing.py`

Independent seeds that give the error of one pair: {PERSONS:,} persons, {SEEDS} seeds. Beside the scenario as it is, the
median over {DRAWS} draws of the claim's priors. sd: of an effect from one pair of runs.

| claim | condition | sd, paired | sd, seeds apart | fewer runs by | over draws |
|---|---|---|---|---|---|"""


def jobs_of(claim: Claim) -> list[list[Job]]:
    """Return the jobs of the scenario as it is, then of each draw of the priors."""
    seeds = range(1, SEEDS + 1)
    draws = [{}, *(design.draw(claim.priors, number, 1) for number in range(DRAWS))]
    return [[claim.job(draw, seed, number) for seed in seeds] for number, draw in enumerate(draws)]


def bought(claim: Claim, jobs: Sequence[Job], folder: Path) -> list[Effect]:
    """Return the effect of each condition over the jobs' seeds."""
    traces = [store.read(folder, job.key, job.variants).traces for job in jobs]
    return [
        effect(*([outcomes.value(c.outcome, t[name]) for t in traces] for name in (c.against, c.arm)))
        for c in claim.conditions
    ]


def saving(e: Effect) -> float:
    """Return how many times fewer runs pairing needs; no noise at all in a pair counts as a thousand."""
    return min(e.runs_saved, 1000.0) if e.runs_saved is not None else (1000.0 if e.sd_apart else 1.0)


def told(times: float) -> str:
    """Return a saving in words."""
    return "1,000 or more" if times >= 1000.0 else f"{times:,.0f}" if times >= 10 else f"{times:.1f}"


def main() -> int:
    """Run everything, write and print the page."""
    lines = [INTRODUCTION]
    many = 0
    for name in claim_file.claims()[:14]:
        claim = claim_file.read(name, {"scenario.persons": PERSONS})
        groups = jobs_of(claim)
        with tempfile.TemporaryDirectory() as folder:
            for done in run_jobs([job for jobs in groups for job in jobs], Path(folder)):
                assert not done.error, done.error
            found = [bought(claim, jobs, Path(folder)) for jobs in groups]
        as_it_is = found[0]
        for n, c in enumerate(claim.conditions):
            e, over = as_it_is[n], median(saving(effects[n]) for effects in found[1:])
            lines.append(
                f"| {name} | {c.text} | {e.sd_pair:.3g} | {e.sd_apart:.3g} | {told(saving(e))} | {told(over)} |"
            )
            print(lines[-1], flush=True)
        many += max(saving(e) for e in as_it_is) >= 20.0
    lines += ["", f"**{many} of 14 claims save 20 times or more** in at least one of their conditions."]
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(lines[-1])
    return 0 if many >= 7 else 1


if __name__ == "__main__":
    sys.exit(main())
