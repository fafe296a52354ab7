"""One tick after another: everybody on the lattice is activated once, moves (rule M) and acts (rules A and C).

A tick: 1 the schedule sets legitimacy and the number of cops; 2 those whose term is over leave jail; 3 citizens and
cops are activated in the order chosen, each moving, then acting (or the other way round); 4 those at the end of their
life die (Model II); 5 the tick's row is written.
"""

from typing import Any

import numpy as np

from groundswell.classics.epstein_2002 import acts
from groundswell.classics.epstein_2002 import world as w
from groundswell.classics.epstein_2002.acts import (
    N_ACTIVE,
    N_ARRESTS,
    N_BLUE,
    N_BORN,
    N_COPS,
    N_GREEN,
    N_HIDDEN,
    N_JAILED,
    N_QUIET,
)
from groundswell.kernel import lean

COLUMNS = ("quiet", "actives", "jailed", "hidden", "arrests", "cops", "blue", "green", "killed", "born")  # of a row
OVERFLOW = -1  # more citizens than places: the caller starts again with more


@lean
def muster(world: Any, rules: Any, seed: Any, tick: Any, wanted: Any) -> None:
    """Bring the number of cops in force to `wanted`: the last ones leave, new ones come to random empty sites."""
    for cop in range(world.cop_site.size):
        in_force = world.cop_site[cop] != w.NOWHERE
        if in_force and cop >= wanted:
            w.place_cop(world, rules, cop, np.int64(w.NOWHERE))
        elif not in_force and cop < wanted:
            w.place_cop(world, rules, cop, w.empty_anywhere(world, seed, w.HIRE + np.uint64(tick), cop))


@lean
def line_up(world: Any, rules: Any, seed: Any, tick: Any) -> Any:
    """Open the jail doors, list who acts in this tick and which places are free; return both lengths."""
    size, spare = 0, 0
    for i in range(world.people.size):
        person = world.people[i]
        if person.status == w.JAILED and person.until <= tick:
            acts.release(world, rules, seed, tick, i)
        if person.status == w.DEAD:
            spare += 1
            world.order[world.order.size - spare] = i
        elif person.status != w.JAILED:
            world.order[size] = i
            size += 1
    for cop in range(world.cop_site.size):
        if world.cop_site[cop] != w.NOWHERE:
            world.order[size] = -1 - cop
            size += 1
    if rules.order != w.FIXED:
        w.shuffle(seed, w.ORDER + np.uint64(tick), world.order, size)
    return size, spare


@lean
def one_by_one(world: Any, rules: Any, seed: Any, tick: Any, legitimacy: Any, size: Any, row: Any, spare: Any) -> None:
    """Activate everybody in turn; each sees what those before have done."""
    for n in range(size):
        who = world.order[n]
        if who >= 0 and world.people[who].status > w.ACTIVE:  # arrested or killed since the tick began
            continue
        if rules.move_first:
            acts.move(world, rules, seed, tick, who)
        caught = 0
        if who < 0:
            caught = acts.police(world, rules, seed, tick, -1 - who)
            row[N_ARRESTS] += caught
        else:
            person = world.people[who]
            acts.become(world, rules, person, acts.decide(world, rules, person, legitimacy))
            acts.strike(world, rules, seed, tick, who, row)
        if not rules.move_first and not (caught and rules.cop_moves_to_arrest):
            acts.move(world, rules, seed, tick, who)
        if who >= 0:
            acts.multiply(world, rules, seed, tick, who, row, spare)


@lean
def all_move(world: Any, rules: Any, seed: Any, tick: Any, size: Any) -> None:
    """Rule M for everybody still free, in turn (two cannot take one site)."""
    for n in range(size):
        who = world.order[n]
        if who < 0 or world.people[who].status <= w.ACTIVE:
            acts.move(world, rules, seed, tick, who)


@lean
def together(world: Any, rules: Any, seed: Any, tick: Any, legitimacy: Any, size: Any, row: Any, spare: Any) -> None:
    """Activate everybody at once, for comparison: all move, all decide on one picture, then all strike and arrest."""
    if rules.move_first:
        all_move(world, rules, seed, tick, size)
    for n in range(size):
        who = world.order[n]
        if who >= 0:
            world.people[who].wants = acts.decide(world, rules, world.people[who], legitimacy)
    for n in range(size):
        who = world.order[n]
        if who >= 0:
            acts.become(world, rules, world.people[who], world.people[who].wants)
    for n in range(size):
        who = world.order[n]
        if who < 0:
            row[N_ARRESTS] += acts.police(world, rules, seed, tick, -1 - who)
        elif world.people[who].status <= w.ACTIVE:
            acts.strike(world, rules, seed, tick, who, row)
            acts.multiply(world, rules, seed, tick, who, row, spare)
    if not rules.move_first:
        all_move(world, rules, seed, tick, size)


@lean
def tally(world: Any, rules: Any, legitimacy: Any, row: Any) -> Any:
    """Write the tick's counts and return the tension index: mean G x share of quiet / mean R, of free citizens."""
    hardship, risk = 0.0, 0.0
    for i in range(world.people.size):
        person = world.people[i]
        if person.status == w.DEAD:
            continue
        row[N_BLUE + person.group] += 1
        if person.status == w.JAILED:
            row[N_JAILED] += 1
            continue
        hardship += person.hardship
        risk += person.risk
        row[N_QUIET + person.status] += 1
        row[N_HIDDEN] += person.status == w.QUIET and person.hardship * (1.0 - legitimacy) > rules.threshold
    for cop in range(world.cop_site.size):
        row[N_COPS] += world.cop_site[cop] != w.NOWHERE
    free = row[N_ACTIVE] + row[N_QUIET]
    return hardship * (1.0 - legitimacy) * row[N_QUIET] / (free * risk) if free > 0 else 0.0


@lean
def simulate(world: Any, rules: Any, seed: Any, legitimacy: Any, cops: Any, rows: Any, tension: Any) -> Any:
    """Fill `rows` and `tension`, a tick each; return the ticks done (fewer after a genocide) or OVERFLOW.

    `legitimacy` and `cops` (wanted in force) hold one number a tick.
    """
    for tick in range(rows.shape[0]):
        row = rows[tick]
        muster(world, rules, seed, tick, cops[tick])
        size, spare = line_up(world, rules, seed, tick)
        if rules.order == w.SIMULTANEOUS:
            together(world, rules, seed, tick, legitimacy[tick], size, row, spare)
        else:
            one_by_one(world, rules, seed, tick, legitimacy[tick], size, row, spare)
        if row[N_BORN] > spare:
            return OVERFLOW
        if rules.two_groups:
            acts.bury(world, rules, tick)
        tension[tick] = tally(world, rules, legitimacy[tick], row)
        if rules.stop_at_genocide and (row[N_BLUE] == 0 or row[N_GREEN] == 0):
            return tick + 1
    return rows.shape[0]
