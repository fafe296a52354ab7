"""Epstein's civil violence as functions: one run, many seeds; everything the paper leaves open is a keyword.

Epstein (2002), "Modeling civil violence: An agent-based computational approach", PNAS 99 suppl. 3:7243-7250.
"""

import math
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from groundswell.classics.arguments import choice, integer, number
from groundswell.classics.epstein_2002 import engine
from groundswell.classics.epstein_2002 import world as w
from groundswell.classics.epstein_2002.boards import words_a_row
from groundswell.classics.epstein_2002.bursts import outbursts, waits
from groundswell.classics.epstein_2002.rule import checked, rounding_code
from groundswell.classics.epstein_2002.sight import SHAPES, sights
from groundswell.platforms import processors

__all__ = ["Run", "run", "run_many", "traits"]

MODELS = ("I", "II")
SELF_COUNTS = ("never", "once", "twice")
JAILED = ("leave", "stay")
RELEASES = ("anywhere", "vision", "site")
TERMS = ("1..J", "0..J-1", "0..J", "real")
ORDERS = ("random", "fixed", "simultaneous")
LATTICE = ("empty", "quiet", "active", "jailed", "cop")  # codes of Run.lattice


@dataclass(frozen=True)
class Run:
    """One history of the artificial society.

    `table` holds one array a column, one number a tick: legitimacy, actives, quiet, jailed, hidden (quiet although
    G > T: deceived by no cop, they would act), arrests, cops, blue, green, killed, born, tension. `lattice` (height,
    width) holds the last tick as indices into ("empty", "quiet", "active", "jailed", "cop").
    """

    seed: int
    table: dict[str, npt.NDArray[Any]]
    lattice: npt.NDArray[np.int8]
    outburst_level: float

    @property
    def ticks(self) -> int:
        """Ticks done: fewer than asked for when the run stopped at a genocide."""
        return len(self.table["actives"])

    @property
    def actives(self) -> npt.NDArray[np.int64]:
        """Active citizens at the end of each tick."""
        return self.table["actives"]

    @property
    def quiet(self) -> npt.NDArray[np.int64]:
        """Quiet citizens, the jailed not among them."""
        return self.table["quiet"]

    @property
    def jailed(self) -> npt.NDArray[np.int64]:
        """Jailed citizens."""
        return self.table["jailed"]

    @property
    def tension(self) -> npt.NDArray[np.float64]:
        """Tension index: mean G x share of quiet / mean R, of the citizens not in jail (the paper's Fig. 8)."""
        return self.table["tension"]

    @property
    def outbursts(self) -> npt.NDArray[np.void]:
        """Finished outbursts: start, end, activation, peak."""
        return outbursts(self.actives, self.outburst_level)

    @property
    def waits(self) -> npt.NDArray[np.int64]:
        """Ticks between one outburst's end and the next one's start."""
        return waits(self.outbursts)

    @property
    def genocide(self) -> int | None:
        """Model II: the first tick at which a group is no more, or None."""
        gone = np.flatnonzero((self.table["blue"] == 0) | (self.table["green"] == 0))
        return int(gone[0]) if len(gone) else None


@dataclass(frozen=True)
class _Plan:
    """Checked inputs of a run, all of its seeds in common."""

    rules: w.Rules
    sights: npt.NDArray[np.int64]
    citizens: int
    cops: npt.NDArray[np.int64]  # (ticks,)
    legitimacy: npt.NDArray[np.float64]  # (ticks,)
    outburst_level: float


def _schedule(name: str, value: npt.ArrayLike, ticks: int) -> npt.NDArray[np.float64]:
    numbers = checked(name, value, 0, 1)
    if numbers.ndim > 1 or (numbers.ndim == 1 and len(numbers) != ticks):
        raise ValueError(f"{name}: shape {numbers.shape}, where one number or one a tick ({ticks}) is needed")
    return np.array(np.broadcast_to(numbers, ticks))  # a copy: numba compiles read-only arrays anew


def _reach(name: str, radius: float, width: int, height: int) -> int:
    most = (min(width, height) - 1) // 2
    if math.floor(number(name, radius, 0.0)) > most:
        raise ValueError(f"{name}={radius!r} must be below {most + 1}: a {width} x {height} torus would be seen twice")
    return math.floor(radius)


def _term(term: str, jail_max: float) -> int:
    kind = choice("term", term, TERMS)
    if not jail_max > 0:
        raise ValueError(f"jail_max={jail_max!r} must be within (0, inf]")
    if kind != "real" and jail_max != math.inf:
        integer("jail_max", jail_max, 1)  # type: ignore[arg-type]
    return TERMS.index(kind)


def _plan(
    *,
    model: str = "I",
    width: int = 40,
    height: int = 40,
    density: float = 0.7,
    cop_density: npt.ArrayLike = 0.04,
    legitimacy: npt.ArrayLike = 0.82,
    ticks: int = 1000,
    vision: float = 7.0,
    cop_vision: float | None = None,
    shape: str = "euclid",
    k: float = 2.3,
    threshold: float = 0.1,
    rounding: str | None = None,
    self_count: str = "once",
    jail_max: float = 30,
    term: str = "1..J",
    jailed: str = "leave",
    release: str = "anywhere",
    cop_moves_to_arrest: bool = False,
    order: str = "random",
    move_first: bool = True,
    movement: bool = True,
    blue_share: float = 0.5,
    clone_probability: float = 0.05,
    clone_radius: float = 1.7,
    max_age: float = 200,
    stop_at_genocide: bool = False,
    outburst_level: float = 50,
) -> _Plan:
    ethnic = choice("model", model, MODELS) == "II"
    integer("width", width, 1)
    integer("height", height, 1)
    integer("ticks", ticks, 1, w.MAX_TICKS)
    seen = [vision, vision if cop_vision is None else cop_vision, clone_radius if ethnic else 0.0]
    reaches = [_reach(n, r, width, height) for n, r in zip(("vision", "cop_vision", "clone_radius"), seen, strict=True)]
    choice("shape", shape, SHAPES)
    if jailed == "stay" and cop_moves_to_arrest:
        raise ValueError("cop_moves_to_arrest=True needs jailed='leave': a site holds one person")
    if not max_age > 0:
        raise ValueError(f"max_age={max_age!r} must be within (0, inf]")
    rules = w.Rules(
        width=width,
        height=height,
        halo=max(reaches),
        words=words_a_row(width, max(reaches)),
        k=number("k", k, 0.0, open_low=True),
        threshold=number("threshold", threshold, 0.0, 1.0),
        rounding=rounding_code(rounding),
        self_count=SELF_COUNTS.index(choice("self_count", self_count, SELF_COUNTS)),
        jailed_stay=choice("jailed", jailed, JAILED) == "stay",
        release=RELEASES.index(choice("release", release, RELEASES)),
        cop_moves_to_arrest=bool(cop_moves_to_arrest),
        term=_term(term, jail_max),
        jail_max=float(jail_max),
        order=ORDERS.index(choice("order", order, ORDERS)),
        move_first=bool(move_first),
        citizens_move=bool(movement),
        two_groups=ethnic,
        blue_share=number("blue_share", blue_share, 0.0, 1.0),
        clone_probability=number("clone_probability", clone_probability, 0.0, 1.0),
        max_age=float(max_age),
        stop_at_genocide=bool(stop_at_genocide) and ethnic,
    )
    sites = width * height
    citizens = math.floor(number("density", density, 0.0, 1.0) * sites + 0.5)
    cops = np.floor(_schedule("cop_density", cop_density, ticks) * sites + 0.5).astype(np.int64)
    if citizens + cops[0] > sites:
        raise ValueError(f"density={density!r} and cop_density ask for {citizens + cops[0]} of {sites} sites")
    eyes = sights([(shape, seen[0]), (shape, seen[1]), ("euclid", seen[2])], rules.words)
    return _Plan(rules, eyes, citizens, cops, _schedule("legitimacy", legitimacy, ticks), outburst_level)


def _picture(world: w.World, rules: w.Rules) -> npt.NDArray[np.int8]:
    at = world.at
    codes = np.zeros(len(at), np.int8)
    codes[(at < 0) & (at != w.NOBODY)] = LATTICE.index("cop")
    citizens = at >= 0
    codes[citizens] = world.people.status[at[citizens]] + 1
    return codes.reshape(rules.height, rules.width)


def _simulate(plan: _Plan, seed: int) -> Run:
    rules, ticks = plan.rules, len(plan.legitimacy)
    key = np.uint64(integer("seed", seed, 0, 2**64 - 1))
    capacity = 2 * rules.width * rules.height if rules.two_groups else plan.citizens
    while True:
        world = w.empty_world(rules, capacity, int(plan.cops.max()), plan.sights)
        w.populate(world, rules, key, plan.citizens, int(plan.cops[0]))
        rows = np.zeros((ticks, len(engine.COLUMNS)), np.int64)
        tension = np.zeros(ticks)
        done = engine.simulate(world, rules, key, plan.legitimacy, plan.cops, rows, tension)
        if done != engine.OVERFLOW:  # else: more jailed than foreseen; the same history again, with more room
            break
        capacity *= 2
    table: dict[str, npt.NDArray[Any]] = {"legitimacy": plan.legitimacy[:done]}
    table |= {name: rows[:done, i].copy() for i, name in enumerate(engine.COLUMNS)}
    return Run(int(seed), table | {"tension": tension[:done]}, _picture(world, rules), plan.outburst_level)


def run(seed: int = 0, **switches: Any) -> Run:
    """Simulate one society; the same seed and switches give the same history on any machine.

    Parameters (defaults are the paper's run 2, read literally)
    ----------
    seed : 0 .. 2**64 - 1
    model : "I" (rebellion) or "II" (two groups; the active kill)
    width, height : sites of the torus, 40 x 40
    density, cop_density : shares of the sites, 0.7 and 0.04; the latter one number, or one a tick (a reduction; later
        arrivals come to random empty sites, the last to come leave first)
    legitimacy : L in [0, 1], one number or one a tick
    ticks : 1000; at most 2**24
    vision, cop_vision : radius in sites, 7 (any number below half the torus); cops see as citizens do when None
    shape : "euclid", "diamond" (von Neumann) or "square" (Moore)
    k, threshold : 2.3 and T = 0.1
    rounding : of C/A: None, "floor" (NetLogo) or "half_even" (Mesa)
    self_count : the agent counts itself in A "once", "twice" when it is already active (NetLogo), or "never"
    jail_max : J in ticks, 30, or math.inf
    term : a whole number "1..J", "0..J-1", "0..J", or the "real" U(0, J) rounded up to the tick of release
    jailed : they "leave" the lattice or "stay" on their site
    release : of those who left: "anywhere", within "vision" of the arrest, or on its "site" if that is empty
    cop_moves_to_arrest : the cop steps onto the site of the arrest
    order : "random" anew each tick, "fixed" (citizens by age, then cops), or "simultaneous" (all move, all decide on
        one picture, then all strike and arrest), for comparison
    move_first : move, then act (the paper); False: act, then move (Mesa)
    movement : citizens move (cops always do)
    blue_share, clone_probability, clone_radius, max_age, stop_at_genocide : Model II: 0.5, 0.05, 1.7 (the eight
        neighbours), 200, False
    outburst_level : 50 actives

    Raises
    ------
    ValueError : an argument outside its range, or a society that does not fit on its lattice.
    TypeError : an unknown switch.
    """
    return _simulate(_plan(**switches), seed)


def run_many(seeds: Iterable[int], *, workers: int | None = None, **switches: Any) -> tuple[Run, ...]:
    """Simulate one society for each seed, `workers` of them at a time (None: one for each processor lent).

    Each is the same as `run(seed, **switches)`: threads change nothing but the time.
    """
    plan = _plan(**switches)
    with ThreadPoolExecutor(workers or processors()) as pool:
        return tuple(pool.map(lambda seed: _simulate(plan, seed), seeds))


def traits(n: int, seed: int = 0) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return hardship H and risk aversion R, (n,) each, of the first n citizens of the society of a seed."""
    rules = _plan(width=1, height=integer("n", n, 1), vision=0, density=1.0, cop_density=0.0).rules
    world = w.empty_world(rules, n, 0, sights([("euclid", 0.0)] * 3, rules.words))
    w.populate(world, rules, np.uint64(integer("seed", seed, 0, 2**64 - 1)), n, 0)
    return np.array(world.people.hardship), np.array(world.people.risk)
