"""The state of one society on the torus, the switches that govern it, and the named draws behind every event.

A citizen or cop stands on one site; a site holds one of them at most. `at` says who stands where, `boards` says the
same as sets of bits (empty, cops, actives and, in Model II, the free members of either group).
"""

from typing import Any, NamedTuple

import numpy as np

from groundswell.classics.epstein_2002.boards import ACTIVES, BLUE, COPS, EMPTY, below, flip
from groundswell.classics.epstein_2002.rule import estimates
from groundswell.kernel import lean
from groundswell.rng import CLASSICS, unit, words

QUIET, ACTIVE, JAILED, DEAD = range(4)  # of a citizen
NOBODY = np.iinfo(np.int32).min  # `at` of an empty site; citizens are 0, 1, ... and cops -1, -2, ...
NEVER = np.iinfo(np.int32).max
NOWHERE = -1

# Draws are words(seed, CLASSICS, stream + tick, citizen or cop): sub-streams 3 << 28 .. 4 << 28 belong to this paper,
# and leave 24 bits for the tick.
TRAITS, PLACES, ORDER, CITIZEN, COP, RELEASE, HIRE, BIRTH = (np.uint64((0x30 + n) << 24) for n in range(8))
MAX_TICKS = 1 << 24
_TRIES, _TRY_BITS = 8, np.uint64(28)  # tries of a random site before all empty sites are counted

ANYWHERE, NEAR, SITE = range(3)  # where a released citizen reappears
ONE_TO_MAX, ZERO_TO_MAX_LESS_ONE, ZERO_TO_MAX, REAL = range(4)  # how a jail term is drawn
RANDOM, FIXED, SIMULTANEOUS = range(3)  # order of activation


class Rules(NamedTuple):
    """Every switch of the model as a number; `model.run` describes them and checks their ranges."""

    width: int
    height: int
    halo: int
    words: int
    k: float
    threshold: float
    rounding: int
    self_count: int
    jailed_stay: bool
    release: int
    cop_moves_to_arrest: bool
    term: int
    jail_max: float
    order: int
    move_first: bool
    citizens_move: bool
    two_groups: bool
    blue_share: float
    clone_probability: float
    max_age: float
    stop_at_genocide: bool


PERSON = np.dtype(
    [
        ("hardship", np.float64),  # H in 0..1
        ("risk", np.float64),  # R in 0..1
        ("until", np.int32),  # the tick of release
        ("dies", np.int32),  # the last tick of life
        ("site", np.int32),  # where it stands, or stood when it was arrested
        ("status", np.int8),  # QUIET, ACTIVE, JAILED or DEAD
        ("group", np.int8),  # 0 blue, 1 green
        ("wants", np.bool_),  # what it decided (simultaneous order)
    ],
    align=True,
)  # 32 bytes: a random visit costs one line of cache


class World(NamedTuple):
    """Citizens (n,), cops (c,) and sites (width * height,); kernels write to them."""

    people: Any  # (n,) PERSON
    cop_site: Any  # (c,) int32, NOWHERE when not in force
    at: Any  # (sites,) int32, citizen, -1 - cop or NOBODY
    boards: Any  # (sets, (height + 2 halo) * words) uint64
    order: Any  # (n + c,) int64, who acts in this tick; free places for the newborn are listed from its end
    sights: Any  # (3, runs, 4) int64, what a citizen, a cop and a parent sees
    seen: Any  # (runs,) uint64, scratch of `pick`
    estimate: Any  # (C, A) float64, P = 1 - exp(-k (C/A)) of the commonest counts


def empty_world(rules: Rules, capacity: int, cops: int, sights: Any) -> World:
    """Return a world without anybody, with room for `capacity` citizens and `cops` cops."""
    sites = rules.width * rules.height
    people = np.zeros(capacity, PERSON).view(np.recarray)
    people.status = DEAD
    return World(
        people=people,
        cop_site=np.full(cops, NOWHERE, np.int32),
        at=np.full(sites, NOBODY, np.int32),
        boards=np.zeros((5 if rules.two_groups else 3, (rules.height + 2 * rules.halo) * rules.words), np.uint64),
        order=np.zeros(max(capacity + cops, sites), np.int64),
        sights=sights,
        seen=np.zeros(sights.shape[1], np.uint64),
        estimate=estimates(rules.k, rules.rounding),
    )


@lean
def lifetime(word: Any, rules: Any) -> Any:
    """Return the whole ticks of a life U(0, max_age), rounded up; NEVER where nobody ages."""
    if not rules.two_groups or rules.max_age >= NEVER:
        return np.int64(NEVER)
    return np.int64(np.ceil(unit(word) * rules.max_age))


@lean
def settle(world: Any, rules: Any, citizen: Any, site: Any) -> None:
    """Put a free, quiet citizen on an empty site."""
    person = world.people[citizen]
    person.site, person.status = site, QUIET
    world.at[site] = citizen
    flip(world.boards, EMPTY, site, rules)
    if rules.two_groups:
        flip(world.boards, BLUE + person.group, site, rules)


@lean
def withdraw(world: Any, rules: Any, person: Any) -> None:
    """Take a free citizen off the sets of free citizens; the site stays taken."""
    if person.status == ACTIVE:
        flip(world.boards, ACTIVES, person.site, rules)
    if rules.two_groups:
        flip(world.boards, BLUE + person.group, person.site, rules)


@lean
def vacate(world: Any, rules: Any, site: Any) -> None:
    """Empty the site on which a withdrawn citizen stands."""
    world.at[site] = NOBODY
    flip(world.boards, EMPTY, site, rules)


@lean
def move_citizen(world: Any, rules: Any, citizen: Any, target: Any) -> None:
    """Move a free citizen to an empty site, with every set it belongs to."""
    person = world.people[citizen]
    site = np.int64(person.site)
    world.at[site] = NOBODY
    world.at[target] = citizen
    person.site = target
    for step in (site, np.int64(target)):
        flip(world.boards, EMPTY, step, rules)
        if person.status == ACTIVE:
            flip(world.boards, ACTIVES, step, rules)
        if rules.two_groups:
            flip(world.boards, BLUE + person.group, step, rules)


@lean
def place_cop(world: Any, rules: Any, cop: Any, target: Any) -> None:
    """Move a cop to `target`, from its site if it has one; NOWHERE takes it out of force."""
    site = world.cop_site[cop]
    if site != NOWHERE:
        world.at[site] = NOBODY
        flip(world.boards, EMPTY, site, rules)
        flip(world.boards, COPS, site, rules)
    world.cop_site[cop] = target
    if target != NOWHERE:
        world.at[target] = -1 - cop
        flip(world.boards, EMPTY, target, rules)
        flip(world.boards, COPS, target, rules)


@lean
def empty_anywhere(world: Any, seed: Any, stream: Any, who: Any) -> Any:
    """Return a random empty site of the lattice, or NOWHERE: a few keyed tries, then the n-th of all empty sites."""
    sites = world.at.size
    for attempt in range(_TRIES):
        w0, w1, w2, w3 = words(seed, CLASSICS, stream, np.uint64(who) | (np.uint64(attempt) << _TRY_BITS))
        for word in (w0, w1, w2, w3):
            site = below(word, sites)
            if world.at[site] == NOBODY:
                return site
    empty = 0
    for site in range(sites):
        empty += world.at[site] == NOBODY
    if empty == 0:
        return np.int64(NOWHERE)
    left = below(words(seed, CLASSICS, stream, np.uint64(who) | (np.uint64(_TRIES) << _TRY_BITS))[0], empty)
    for site in range(sites):
        if world.at[site] == NOBODY:
            if left == 0:
                return np.int64(site)
            left -= 1
    return np.int64(NOWHERE)


@lean
def shuffle(seed: Any, stream: Any, items: Any, size: Any) -> None:
    """Put the first `size` items in a keyed random order (Fisher and Yates)."""
    draw = words(seed, CLASSICS, stream, np.uint64(0))
    for i in range(size - 1, 0, -1):
        phase = (size - 1 - i) & 3
        if phase == 0:
            draw = words(seed, CLASSICS, stream, np.uint64(i))
        word = draw[0] if phase == 0 else draw[1] if phase == 1 else draw[2] if phase == 2 else draw[3]
        j = below(word, i + 1)
        items[i], items[j] = items[j], items[i]


@lean
def populate(world: Any, rules: Any, seed: Any, citizens: Any, cops: Any) -> None:
    """Draw H, R, group and life of the first citizens and put everybody on a random site (citizens, then cops)."""
    sites = world.at.size
    places = world.order
    for site in range(sites):
        places[site] = site
        flip(world.boards, EMPTY, site, rules)
    shuffle(seed, PLACES, places, sites)
    for i in range(citizens):
        w0, w1, w2, w3 = words(seed, CLASSICS, TRAITS, np.uint64(i))
        person = world.people[i]
        person.hardship, person.risk = unit(w0), unit(w1)
        person.group = 1 if rules.two_groups and unit(w2) >= rules.blue_share else 0
        life = lifetime(w3, rules)
        person.dies = life if life == NEVER else life - 1
        settle(world, rules, i, places[i])
    for cop in range(cops):
        place_cop(world, rules, cop, places[citizens + cop])
