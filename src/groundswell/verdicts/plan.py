"""Which runs a claim needs, and what they gave: draws with their jobs, and the draws as they came out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from groundswell import resolution
from groundswell.computing import store
from groundswell.computing.job import Job
from groundswell.errors import InputError
from groundswell.verdicts.claim import Claim
from groundswell.verdicts.margins import Draw, draw

_REPLICATES = 4  # with one pair a draw, one draw in so many gets a second, so that noise is known


class Planned(NamedTuple):
    """A draw: its number, its values, and a job a seed."""

    number: int
    values: dict[str, float | int]
    jobs: list[Job]


class Gathered(NamedTuple):
    """What has a result, why the rest has none, and the jobs of the former."""

    draws: tuple[Draw, ...]
    failures: tuple[str, ...]
    jobs: tuple[Job, ...]


def planned(claim: Claim, number: int, values: Mapping[str, float | int], pairs: int) -> Planned:
    """Return the jobs of a draw; draw and seed decide a job, whatever else is asked for. Raises ScenarioError."""
    first = claim.scenario.seed
    count = max(pairs, 2) if number % _REPLICATES == 0 else pairs
    return Planned(number, dict(values), [claim.job(values, first + k, number) for k in range(count)])


def all_planned(claim: Claim, count: int, values: Callable[[int], Mapping[str, float | int]], pairs: int,
                word: str = "draw") -> tuple[list[Planned], list[str]]:  # fmt: skip
    """Return the jobs of `count` draws, and why some are left out: one of their arms is no valid scenario.

    `values` gives a draw's values by its number, `word` is what a draw is called.
    """
    made, refused = list[Planned](), list[str]()
    for number in range(count):
        try:
            made.append(planned(claim, number, values(number), pairs))
        except InputError as error:
            refused.append(f"{word} {number}: {error}")
    return made, refused


def weight(claim: Claim) -> float:
    """Return how many people a simulated person of a claim's scenario stands for."""
    return resolution.weight(claim.scenario.case.population.total, claim.scenario.persons)


def gathered(claim: Claim, plan: Iterable[Planned], folder: Path) -> Gathered:
    """Return the draws whose runs `folder` holds; a draw without any is left out and reported."""
    found, failures, jobs = list[Draw](), list[str](), list[Job]()
    one = weight(claim)
    for number, values, some in plan:
        kept = [job for job in some if store.has(folder, job.key)]
        failures += [f"draw {number}, seed {j.seed}: {store.failure(folder, j.key) or 'was not run'}"
                     for j in some if j not in kept]  # fmt: skip
        if kept:
            runs = [(job.seed, store.read(folder, job.key, job.variants).runs) for job in kept]
            found.append(draw(claim, number, values, runs, one))
            jobs += kept
    return Gathered(tuple(found), tuple(failures), tuple(jobs))


def all_jobs(plan: Sequence[Planned]) -> list[Job]:
    """Return the jobs of all draws."""
    return [job for each in plan for job in each.jobs]
