"""What citizens and cops do when activated: rules M, A and C, and in Model II killing, cloning and dying.

`row` is the tick's row of counts; every draw is keyed by the tick and by who acts.
"""

from typing import Any

import numpy as np

from groundswell.classics.epstein_2002 import world as w
from groundswell.classics.epstein_2002.boards import ACTIVES, BLUE, COPS, EMPTY, below, count, flip, pick
from groundswell.classics.epstein_2002.rule import estimate
from groundswell.kernel import lean
from groundswell.rng import CLASSICS, unit, words

# columns of the tick's row
(N_QUIET, N_ACTIVE, N_JAILED, N_HIDDEN, N_ARRESTS, N_COPS, N_BLUE, N_GREEN, N_KILLED, N_BORN) = range(10)
CITIZEN_EYE, COP_EYE, PARENT_EYE = range(3)  # planes of `sights`


@lean
def decide(world: Any, rules: Any, person: Any, legitimacy: Any) -> Any:
    """Rule A: active iff G - R P > T. Whoever has G <= T can never be active and need not look."""
    g = person.hardship * (1.0 - legitimacy)
    if g <= rules.threshold:
        return False
    cops = look(world, rules, COPS, person.site)
    if cops == 0:
        return True
    actives = look(world, rules, ACTIVES, person.site)
    if rules.self_count >= 1:
        actives += 1
    if rules.self_count == 2 and person.status == w.ACTIVE:
        actives += 1
    if cops < world.estimate.shape[0] and actives < world.estimate.shape[1]:
        p = world.estimate[cops, actives]
    else:
        p = estimate(cops, actives, rules.k, rules.rounding)
    return g - person.risk * p > rules.threshold


@lean
def look(world: Any, rules: Any, board: Any, site: Any) -> Any:
    """Return how many of a set a citizen sees."""
    return count(world.boards, board, world.sights, CITIZEN_EYE, site, rules)


@lean
def find(world: Any, rules: Any, board: Any, eye: Any, site: Any, draw: Any) -> Any:
    """Return a random seen site of a set, or -1."""
    return pick(world.boards, board, world.sights, eye, site, rules, draw, world.seen)


@lean
def become(world: Any, rules: Any, person: Any, active: Any) -> None:
    """Make a free citizen active or quiet."""
    if active != (person.status == w.ACTIVE):
        flip(world.boards, ACTIVES, person.site, rules)
        person.status = w.ACTIVE if active else w.QUIET


@lean
def kill(world: Any, rules: Any, person: Any, draw: Any) -> Any:
    """Model II: an active citizen kills a random free member of the other group in its vision; return 1 if so."""
    site = find(world, rules, BLUE + 1 - person.group, CITIZEN_EYE, person.site, draw)
    if site < 0:
        return 0
    die(world, rules, world.people[world.at[site]])
    return 1


@lean
def die(world: Any, rules: Any, person: Any) -> None:
    """Remove a citizen, from the lattice or from jail."""
    if person.status != w.JAILED:
        w.withdraw(world, rules, person)
    if person.status != w.JAILED or rules.jailed_stay:
        w.vacate(world, rules, person.site)
    person.status = w.DEAD


@lean
def jail_term(draw: Any, rules: Any) -> Any:
    """Return the ticks to be spent in jail: U(0, J) in the reading chosen; NEVER for an infinite J."""
    if rules.jail_max == np.inf:
        return np.int64(w.NEVER)
    if rules.term == w.REAL:
        return np.int64(np.ceil(unit(draw) * rules.jail_max))
    most = np.int64(rules.jail_max)
    if rules.term == w.ONE_TO_MAX:
        return 1 + below(draw, most)
    return below(draw, most + 1 if rules.term == w.ZERO_TO_MAX else most)


@lean
def arrest(world: Any, rules: Any, cop: Any, tick: Any, suspect: Any, term_draw: Any) -> Any:
    """Rule C: a cop arrests a random active citizen in its vision; return 1 if so. A term of 0 only quiets."""
    site = find(world, rules, ACTIVES, COP_EYE, world.cop_site[cop], suspect)
    if site < 0:
        return 0
    person = world.people[world.at[site]]
    term = jail_term(term_draw, rules)
    if term == 0:
        become(world, rules, person, False)
        return 1
    w.withdraw(world, rules, person)
    person.status = w.JAILED
    person.until = min(tick + term, w.NEVER)
    if not rules.jailed_stay:
        w.vacate(world, rules, site)
        if rules.cop_moves_to_arrest:
            w.place_cop(world, rules, cop, site)
    return 1


@lean
def release(world: Any, rules: Any, seed: Any, tick: Any, citizen: Any) -> None:
    """Let a citizen out of jail, as aggrieved as before; on a full lattice it waits for the next tick."""
    person = world.people[citizen]
    if rules.jailed_stay:
        person.status = w.QUIET
        if rules.two_groups:
            flip(world.boards, BLUE + person.group, person.site, rules)
        return
    site = np.int64(w.NOWHERE)
    if rules.release == w.SITE and world.at[person.site] == w.NOBODY:
        site = np.int64(person.site)
    elif rules.release != w.ANYWHERE:
        draw = words(seed, CLASSICS, w.CITIZEN + np.uint64(tick), np.uint64(citizen))[3]
        site = find(world, rules, EMPTY, CITIZEN_EYE, person.site, draw)
    if site < 0:
        site = w.empty_anywhere(world, seed, w.RELEASE + np.uint64(tick), citizen)
    if site >= 0:
        w.settle(world, rules, citizen, site)


@lean
def bear(world: Any, rules: Any, seed: Any, tick: Any, citizen: Any, row: Any, spare: Any) -> None:
    """Model II: clone a parent onto a random empty neighbouring site; group and hardship are inherited."""
    w0, w1, w2, _ = words(seed, CLASSICS, w.BIRTH + np.uint64(tick), np.uint64(citizen))
    parent = world.people[citizen]
    site = find(world, rules, EMPTY, PARENT_EYE, parent.site, w2)
    if site < 0:
        return
    if row[N_BORN] < spare:
        place = world.order[world.order.size - 1 - row[N_BORN]]
        child = world.people[place]
        child.hardship, child.risk, child.group = parent.hardship, unit(w0), parent.group
        child.dies = min(tick + w.lifetime(w1, rules), w.NEVER)
        w.settle(world, rules, place, site)
    row[N_BORN] += 1


@lean
def strike(world: Any, rules: Any, seed: Any, tick: Any, citizen: Any, row: Any) -> None:
    """Model II: the active kill."""
    person = world.people[citizen]
    if rules.two_groups and person.status == w.ACTIVE:
        draw = words(seed, CLASSICS, w.CITIZEN + np.uint64(tick), np.uint64(citizen))[1]
        row[N_KILLED] += kill(world, rules, person, draw)


@lean
def multiply(world: Any, rules: Any, seed: Any, tick: Any, citizen: Any, row: Any, spare: Any) -> None:
    """Model II: a free citizen has offspring with the cloning probability."""
    if rules.two_groups:
        draw = words(seed, CLASSICS, w.CITIZEN + np.uint64(tick), np.uint64(citizen))[2]
        if unit(draw) < rules.clone_probability:
            bear(world, rules, seed, tick, citizen, row, spare)


@lean
def move(world: Any, rules: Any, seed: Any, tick: Any, who: Any) -> None:
    """Rule M: move to a random empty site within vision, if there is one."""
    if who >= 0 and rules.citizens_move:
        draw = words(seed, CLASSICS, w.CITIZEN + np.uint64(tick), np.uint64(who))[0]
        site = find(world, rules, EMPTY, CITIZEN_EYE, world.people[who].site, draw)
        if site >= 0:
            w.move_citizen(world, rules, who, site)
    elif who < 0:
        draw = words(seed, CLASSICS, w.COP + np.uint64(tick), np.uint64(-1 - who))[0]
        site = find(world, rules, EMPTY, COP_EYE, world.cop_site[-1 - who], draw)
        if site >= 0:
            w.place_cop(world, rules, -1 - who, site)


@lean
def police(world: Any, rules: Any, seed: Any, tick: Any, cop: Any) -> Any:
    """Rule C with this tick's draws; return 1 if somebody was arrested."""
    _, suspect, term, _ = words(seed, CLASSICS, w.COP + np.uint64(tick), np.uint64(cop))
    return arrest(world, rules, cop, tick, suspect, term)


@lean
def bury(world: Any, rules: Any, tick: Any) -> None:
    """Model II: those at the end of their life die, in jail too."""
    for i in range(world.people.size):
        person = world.people[i]
        if person.status != w.DEAD and person.dies <= tick:
            die(world, rules, person)
