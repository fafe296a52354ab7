"""The lattice of citizens, revolutionaries and policemen, and one tick of it.

Everybody is activated once a tick in a random order: moves to a random empty site in view, then acts by its rule.
Draws are words(seed, CLASSICS, stream + tick, person): this paper's sub-streams are 4 << 28 .. 5 << 28.
"""

from typing import Any, NamedTuple

import numpy as np

from groundswell.classics.epstein_2002.boards import below, count, flip, pick
from groundswell.classics.epstein_2002.rule import estimate
from groundswell.kernel import lean
from groundswell.rng import CLASSICS, unit, words

CITIZEN, REVOLUTIONARY, POLICEMAN = range(3)  # kinds
QUIET, ACTIVE, JAILED, DEAD = range(4)  # a policeman alive is QUIET
EMPTY, POLICE, REBELS, ARMED = range(4)  # boards: empty sites, policemen, active citizens, active revolutionaries
N_ACTIVE, N_JAILED, N_ARMED, N_REVOLUTIONARIES, N_POLICE = range(5)  # columns of a tick's row
COLUMNS = ("active", "jailed", "armed", "revolutionaries", "police")

TRAITS, PLACES, ORDER, ACT = (np.uint64((0x40 + n) << 24) for n in range(4))
PERSON = np.dtype(
    [("hardship", np.float64), ("risk", np.float64), ("until", np.int32), ("site", np.int32), ("kind", np.int8),
     ("status", np.int8)], align=True,
)  # fmt: skip


class Rules(NamedTuple):
    """The switches as numbers; `model.run` describes them."""

    width: int
    height: int
    halo: int
    words: int
    p: float
    r: float
    n: float
    legitimacy: float
    opportunity_cost: float
    threshold: float
    k: float
    rounding: int
    jail_max: int


class World(NamedTuple):
    """Persons, who stands where, and the sets of sites."""

    people: Any  # (n,) PERSON
    at: Any  # (sites,) int32, person or -1
    boards: Any  # (4, words) uint64
    order: Any  # (sites,) int64
    sights: Any  # (1, runs, 4) int64
    seen: Any  # (runs,) uint64, scratch


@lean
def look(world: Any, rules: Any, board: Any, site: Any) -> Any:
    """Return how many of a set are in view."""
    return count(world.boards, board, world.sights, 0, site, rules)


@lean
def find(world: Any, rules: Any, board: Any, site: Any, draw: Any) -> Any:
    """Return a random seen site of a set, or -1."""
    return pick(world.boards, board, world.sights, 0, site, rules, draw, world.seen)


@lean
def own_board(person: Any) -> Any:
    """Return the set a standing person belongs to, or -1 (quiet)."""
    if person.kind == POLICEMAN:
        return POLICE
    if person.status == ACTIVE:
        return REBELS if person.kind == CITIZEN else ARMED
    return -1


@lean
def place(world: Any, rules: Any, i: Any, site: Any) -> None:
    """Put a person on an empty site."""
    person = world.people[i]
    person.site = site
    world.at[site] = i
    flip(world.boards, EMPTY, site, rules)
    board = own_board(person)
    if board >= 0:
        flip(world.boards, board, site, rules)


@lean
def lift(world: Any, rules: Any, person: Any) -> None:
    """Take a person off its site."""
    world.at[person.site] = -1
    flip(world.boards, EMPTY, person.site, rules)
    board = own_board(person)
    if board >= 0:
        flip(world.boards, board, person.site, rules)


@lean
def become(world: Any, rules: Any, person: Any, active: Any) -> None:
    """Make a citizen or revolutionary active or quiet."""
    if active != (person.status == ACTIVE):
        flip(world.boards, REBELS if person.kind == CITIZEN else ARMED, person.site, rules)
        person.status = ACTIVE if active else QUIET


@lean
def shoot(world: Any, rules: Any, board: Any, site: Any, draw: Any, luck: Any, precision: Any) -> Any:
    """Aim at a random enemy in view and kill it with probability `precision`; return whether there was one."""
    target = find(world, rules, board, site, draw)
    if target < 0:
        return False
    if unit(luck) < precision:
        enemy = world.people[world.at[target]]
        lift(world, rules, enemy)
        enemy.status = DEAD
    return True


@lean
def citizen(world: Any, rules: Any, person: Any) -> None:
    """Active iff grievance less opportunity cost less risk exceeds T; hardship is poverty, income is 1 - hardship."""
    police = look(world, rules, POLICE, person.site)
    rebels = 1 + look(world, rules, REBELS, person.site) + look(world, rules, ARMED, person.site)
    risk = person.risk * estimate(police, rebels, rules.k, rules.rounding)
    gain = person.hardship * (1.0 - rules.legitimacy) - rules.opportunity_cost * (1.0 - person.hardship)
    become(world, rules, person, gain - risk > rules.threshold)


@lean
def revolutionary(world: Any, rules: Any, person: Any, draw: Any, luck: Any) -> None:
    """Rise when active citizens and revolutionaries in view, itself included, exceed n policemen; then shoot."""
    rebels = 1 + look(world, rules, REBELS, person.site) + look(world, rules, ARMED, person.site)
    police = look(world, rules, POLICE, person.site)
    become(world, rules, person, police > 0 and rebels > rules.n * police)
    if person.status == ACTIVE:
        shoot(world, rules, POLICE, person.site, draw, luck, rules.r)


@lean
def policeman(world: Any, rules: Any, person: Any, tick: Any, draw: Any, luck: Any) -> None:
    """Shoot at an active revolutionary in view; when there is none, arrest a random active citizen."""
    if shoot(world, rules, ARMED, person.site, draw, luck, rules.p):
        return
    site = find(world, rules, REBELS, person.site, draw)
    if site >= 0:
        suspect = world.people[world.at[site]]
        lift(world, rules, suspect)
        suspect.status = JAILED
        suspect.until = tick + 1 + below(luck, rules.jail_max)


@lean
def shuffle(world: Any, seed: Any, stream: Any, size: Any) -> None:
    """Put the first entries of `order` in a keyed random order (Fisher and Yates)."""
    for i in range(size - 1, 0, -1):
        j = below(words(seed, CLASSICS, stream, np.uint64(i))[0], i + 1)
        world.order[i], world.order[j] = world.order[j], world.order[i]


@lean
def populate(world: Any, rules: Any, seed: Any) -> None:
    """Draw hardship and risk aversion and put everybody on a random site."""
    for site in range(world.at.size):
        world.order[site] = site
        flip(world.boards, EMPTY, site, rules)
    shuffle(world, seed, PLACES, world.at.size)
    for i in range(world.people.size):
        w0, w1, _, _ = words(seed, CLASSICS, TRAITS, np.uint64(i))
        world.people[i].hardship, world.people[i].risk = unit(w0), unit(w1)
        place(world, rules, i, world.order[i])


@lean
def line_up(world: Any, rules: Any, seed: Any, tick: Any) -> Any:
    """Release those whose term is over to random empty sites and list who acts; return how many."""
    size = 0
    for i in range(world.people.size):
        person = world.people[i]
        if person.status == JAILED and person.until <= tick:
            site = find(world, rules, EMPTY, person.site, words(seed, CLASSICS, ACT + np.uint64(tick), np.uint64(i))[3])
            if site >= 0:
                person.status = QUIET
                place(world, rules, i, site)
        if person.status <= ACTIVE:
            world.order[size] = i
            size += 1
    shuffle(world, seed, ORDER + np.uint64(tick), size)
    return size


@lean
def activate(world: Any, rules: Any, seed: Any, tick: Any, i: Any) -> None:
    """Move a person, then let it act by the rule of its kind."""
    person = world.people[i]
    move, draw, luck, _ = words(seed, CLASSICS, ACT + np.uint64(tick), np.uint64(i))
    site = find(world, rules, EMPTY, person.site, move)
    if site >= 0:
        lift(world, rules, person)
        place(world, rules, i, site)
    if person.kind == CITIZEN:
        citizen(world, rules, person)
    elif person.kind == REVOLUTIONARY:
        revolutionary(world, rules, person, draw, luck)
    else:
        policeman(world, rules, person, tick, draw, luck)


@lean
def tally(world: Any, row: Any) -> None:
    """Count who is what."""
    for i in range(world.people.size):
        person = world.people[i]
        alive = person.status != DEAD
        row[N_ACTIVE] += person.kind == CITIZEN and person.status == ACTIVE
        row[N_JAILED] += person.status == JAILED
        row[N_ARMED] += person.kind == REVOLUTIONARY and person.status == ACTIVE
        row[N_REVOLUTIONARIES] += person.kind == REVOLUTIONARY and alive
        row[N_POLICE] += person.kind == POLICEMAN and alive


@lean
def simulate(world: Any, rules: Any, seed: Any, rows: Any) -> Any:
    """Fill one row a tick; return the ticks done, fewer when no policeman is left."""
    for tick in range(rows.shape[0]):
        size = line_up(world, rules, seed, tick)
        for n in range(size):
            i = world.order[n]
            if world.people[i].status <= ACTIVE:
                activate(world, rules, seed, tick, i)
        tally(world, rows[tick])
        if rows[tick, N_POLICE] == 0:
            return tick + 1
    return rows.shape[0]
