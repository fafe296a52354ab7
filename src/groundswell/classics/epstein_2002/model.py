"""Epstein's civil violence as functions: one run, many seeds; everything the paper leaves open is a keyword.

Epstein (2002), "Modeling civil violence: An agent-based computational approach", PNAS 99 suppl. 3:7243-7250.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from groundswell.classics.arguments import integer
from groundswell.classics.epstein_2002 import engine
from groundswell.classics.epstein_2002 import world as w
from groundswell.classics.epstein_2002.bursts import outbursts, waits
from groundswell.classics.epstein_2002.plan import Plan, Switches, plan
from groundswell.classics.epstein_2002.sight import sights
from groundswell.platforms import processors

__all__ = ["Run", "run", "run_many", "traits"]

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


def _picture(world: w.World, rules: w.Rules) -> npt.NDArray[np.int8]:
    at = world.at
    codes = np.zeros(len(at), np.int8)
    codes[(at < 0) & (at != w.NOBODY)] = LATTICE.index("cop")
    citizens = at >= 0
    codes[citizens] = world.people.status[at[citizens]] + 1
    return codes.reshape(rules.height, rules.width)


def _simulate(of: Plan, seed: int) -> Run:
    rules, ticks = of.rules, len(of.legitimacy)
    key = np.uint64(integer("seed", seed, 0, 2**64 - 1))
    capacity = 2 * rules.width * rules.height if rules.two_groups else of.citizens
    while True:
        world = w.empty_world(rules, capacity, int(of.cops.max()), of.sights)
        w.populate(world, rules, key, of.citizens, int(of.cops[0]))
        rows = np.zeros((ticks, len(engine.COLUMNS)), np.int64)
        tension = np.zeros(ticks)
        done = engine.simulate(world, rules, key, of.legitimacy, of.cops, rows, tension)
        if done != engine.OVERFLOW:  # else: more jailed than foreseen; the same history again, with more room
            break
        capacity *= 2
    table: dict[str, npt.NDArray[Any]] = {"legitimacy": of.legitimacy[:done]}
    table |= {name: rows[:done, i].copy() for i, name in enumerate(engine.COLUMNS)}
    return Run(int(seed), table | {"tension": tension[:done]}, _picture(world, rules), of.outburst_level)


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
    return _simulate(plan(Switches(**switches)), seed)


def run_many(seeds: Iterable[int], *, workers: int | None = None, **switches: Any) -> tuple[Run, ...]:
    """Simulate one society for each seed, `workers` of them at a time (None: one for each processor lent).

    Each is the same as `run(seed, **switches)`: threads change nothing but the time.
    """
    planned = plan(Switches(**switches))
    with ThreadPoolExecutor(workers or processors()) as pool:
        return tuple(pool.map(lambda seed: _simulate(planned, seed), seeds))


def traits(n: int, seed: int = 0) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return hardship H and risk aversion R, (n,) each, of the first n citizens of the society of a seed."""
    one_wide = Switches(width=1, height=integer("n", n, 1), vision=0, density=1.0, cop_density=0.0)
    rules = plan(one_wide).rules
    world = w.empty_world(rules, n, 0, sights([("euclid", 0.0)] * 3, rules.words))
    w.populate(world, rules, np.uint64(integer("seed", seed, 0, 2**64 - 1)), n, 0)
    return np.array(world.people.hardship), np.array(world.people.risk)
