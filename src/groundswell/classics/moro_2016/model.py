"""A reconstruction of Moro's model of violent revolution, as far as its public description defines it.

Described in public: three types on a torus (citizens, armed revolutionaries, policemen), the precision parameters p and
r, a number n = 1.2, first riots of the poorest ("greatest grievance and lowest opportunity cost"), and three outcomes.
Everything else here - the citizens' rule, what n compares, all densities - is ours: see NOTES.md.
"""

import math
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from groundswell.classics.arguments import integer, number
from groundswell.classics.epstein_2002.boards import words_a_row
from groundswell.classics.epstein_2002.rule import rounding_code
from groundswell.classics.epstein_2002.sight import sights
from groundswell.classics.moro_2016 import society as s

__all__ = ["OUTCOMES", "Run", "outcome_shares", "run"]

OUTCOMES = ("success", "anarchy", "status quo")


@dataclass(frozen=True)
class Run:
    """One history: `table` holds, a tick each, active, jailed, armed (active revolutionaries), revolutionaries, police.

    `outcome` is "success" (no policeman left), "anarchy" (at least `anarchy_share` of the police killed) or
    "status quo".
    """

    seed: int
    table: dict[str, npt.NDArray[np.int64]]
    outcome: str


def run(
    seed: int = 0,
    *,
    p: float = 0.9,
    r: float = 0.3,
    n: float = 1.2,
    width: int = 40,
    height: int = 40,
    citizens: float = 0.7,
    revolutionaries: float = 0.04,
    police: float = 0.04,
    legitimacy: float = 0.8,
    opportunity_cost: float = 0.05,
    threshold: float = 0.1,
    k: float = 2.3,
    rounding: str | None = "floor",
    vision: float = 7.0,
    jail_max: int = 30,
    ticks: int = 500,
    anarchy_share: float = 0.5,
) -> Run:
    """Simulate one society until no policeman is left, or for `ticks`.

    `p`, `r` in [0, 1]: chances that a policeman's or revolutionary's shot kills (the paper's precision parameters);
    `n` > 0: rebels in view for each policeman in view at which a revolutionary rises; `citizens`, `revolutionaries`,
    `police`: shares of the sites; `opportunity_cost`: of the richest, in units of grievance; the others as in
    `epstein_2002.run`. Raises ValueError for arguments outside their ranges.
    """
    reach = math.floor(number("vision", vision, 0.0))
    if reach > (min(integer("width", width, 1), integer("height", height, 1)) - 1) // 2:
        raise ValueError(f"vision={vision!r} is too wide: a {width} x {height} torus would be seen twice")
    shares = {"citizens": citizens, "revolutionaries": revolutionaries, "police": police}
    counts = [math.floor(number(name, share, 0.0, 1.0) * width * height + 0.5) for name, share in shares.items()]
    if sum(counts) > width * height:
        raise ValueError(f"citizens={citizens!r} and the others need {sum(counts)} of {width * height} sites")
    rules = s.Rules(
        width, height, reach, words_a_row(width, reach),
        p=number("p", p, 0.0, 1.0), r=number("r", r, 0.0, 1.0), n=number("n", n, 0.0, open_low=True),
        legitimacy=number("legitimacy", legitimacy, 0.0, 1.0),
        opportunity_cost=number("opportunity_cost", opportunity_cost, 0.0),
        threshold=number("threshold", threshold, 0.0, 1.0),
        k=number("k", k, 0.0, open_low=True),
        rounding=rounding_code(rounding),
        jail_max=integer("jail_max", jail_max, 1),
    )  # fmt: skip
    share = number("anarchy_share", anarchy_share, 0.0, 1.0)
    table = _history(rules, counts, vision, integer("seed", seed, 0, 2**64 - 1), integer("ticks", ticks, 1, 1 << 24))
    return Run(seed, table, _outcome(counts[2], int(table["police"][-1]), share))


def _outcome(police: int, left: int, anarchy_share: float) -> str:
    """Return how a history ended from the policemen at its beginning and at its end."""
    if police > 0 and left == 0:
        return "success"
    return "anarchy" if police - left >= max(anarchy_share * police, 1) else "status quo"


def _history(
    rules: s.Rules, counts: list[int], vision: float, seed: int, ticks: int
) -> dict[str, npt.NDArray[np.int64]]:
    sites = rules.width * rules.height
    eyes = sights([("euclid", vision)], rules.words)
    people = np.zeros(sum(counts), s.PERSON).view(np.recarray)
    people.kind = np.repeat([s.CITIZEN, s.REVOLUTIONARY, s.POLICEMAN], counts)
    boards = np.zeros((4, (rules.height + 2 * rules.halo) * rules.words), np.uint64)
    at, order, seen = np.full(sites, -1, np.int32), np.zeros(sites, np.int64), np.zeros(eyes.shape[1], np.uint64)
    world = s.World(people, at, boards, order, eyes, seen)
    s.populate(world, rules, np.uint64(seed))
    rows = np.zeros((ticks, len(s.COLUMNS)), np.int64)
    done = s.simulate(world, rules, np.uint64(seed), rows)
    return {name: rows[:done, i].copy() for i, name in enumerate(s.COLUMNS)}


def outcomes(seeds: Iterable[int], **switches: Any) -> tuple[str, ...]:
    """Return how each seed ends; switches are those of `run`."""
    with ThreadPoolExecutor() as pool:
        return tuple(end.outcome for end in pool.map(lambda seed: run(seed, **switches), seeds))


def outcome_shares(seeds: Iterable[int], **switches: Any) -> dict[str, float]:
    """Return the share of seeds that end in each of the three outcomes; raises ValueError for no seeds."""
    ends = outcomes(seeds, **switches)
    if not ends:
        raise ValueError("seeds: at least one is needed")
    return {outcome: ends.count(outcome) / len(ends) for outcome in OUTCOMES}
