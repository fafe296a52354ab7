"""Terms of the utilities: each has a bound that holds, and the choice is their sum."""

from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest

from groundswell import rng
from groundswell.behaviour.exit_voice_loyalty import terms, utilities
from groundswell.behaviour.exit_voice_loyalty.params import Params
from groundswell.behaviour.exit_voice_loyalty.terms import DAILY, FIXED, PERSONAL, Exposure, Person, TieCounts
from groundswell.params import declared
from groundswell.types import Perception, Status

DECLARED = {p.key.rpartition(".")[2]: p for p in declared(Params).values()}
SETS = range(120)
DEATH_CAP = 4.0
PLACES = 5  # in a region each


def uniforms(k, purpose):
    """Yield numbers of 0..1 that are the k-th random set's for a purpose."""
    return iter(rng.uniform(np.uint64(k), rng.CLASSICS, purpose, np.arange(800)).tolist())


@cache
def drawn(k):
    """Return the k-th random parameters: inside their limits, at one of them, or at zero."""
    u, values = uniforms(k, 2), {}
    for name, parameter in DECLARED.items():
        low, high = parameter.meta.low, parameter.meta.high
        values[name] = (low, high, min(max(0.0, low), high), low + next(u) * (high - low))[int(4 * next(u))]
    return Params(**values)


@cache
def perception(k):
    """Return what random persons see: everything that cannot be negative is not."""
    u = uniforms(k, 3)

    def places(values):
        return np.array([next(values) for _ in range(PLACES)])

    seen = {name: np.where(places(u) < 0.5, 0.0, 5.0 * places(u)) for name in Perception._fields}
    seen |= {name: places(u) for name in ("attention", "weak_exposure", "detention", "place_means")}
    seen |= {name: np.round(places(u)) for name in ("issue", "calling", "exit_open")}
    seen |= {"death_factor": 1.0 + places(u) * (DEATH_CAP - 1.0), "wait": 10.0 * next(u)}
    return Perception(**seen)


def exposures(k, p, seen):
    """Return random exposures, and for each the same at its worst."""
    u = uniforms(k, 4)
    for at in range(PLACES):
        ties = TieCounts(*(int(9 * next(u)) for _ in range(4)), afraid=int(30 * next(u)))
        stake, cost = p.grievance * seen.death_factor[at], p.cost * seen.detention[at]
        x = Exposure(ties, 30, next(u), stake, cost, 25.0)
        yield x, x._replace(stake=p.grievance * DEATH_CAP)


def persons(k):
    """Return random persons, and for each how much higher the highest opposition of his class is."""
    u = uniforms(k, 5)
    return [(Person(8.0 * next(u) - 4.0, next(u)), 3.0 * next(u)) for _ in range(6)]


def at_most(x, higher, of):
    """Return the person whose bound holds for all of a class: the highest opposition, of leaving of either sign."""
    return Person((abs(x.opposition) if of == "leave" else x.opposition) + higher, 1.0)


def broken(term, k):
    """Tell whether a term exceeds its bound somewhere under the k-th parameters."""
    p, seen = drawn(k), perception(k)
    if isinstance(term, terms.Fixed):
        return any(over(term.value(x, p), term.most(at_most(x, gap, term.of), p)) for x, gap in persons(k))
    if isinstance(term, terms.Daily):
        return over(term.value(seen, p), term.most(seen, p))
    return any(
        over(term.value(x, p), term.most(top, p) + term.most_here(x.cost, p)) for x, top in exposures(k, p, seen)
    )


def over(value, most):
    """Tell whether a value exceeds its bound by more than rounding."""
    return bool(np.any(value > most + 1e-9 * (1.0 + np.abs(value))))


@pytest.mark.parametrize("kind", [FIXED, DAILY, PERSONAL], ids=["fixed", "daily", "personal"])
def test_no_term_is_ever_above_its_bound(kind):
    assert kind
    for n, term in enumerate(kind):
        assert callable(term.most), f"term {n} of {term.of} has no bound"
        above = [k for k in SETS if broken(term, k)]
        assert not above, f"term {n} of {term.of} exceeds its bound, first under set {above[0]}"


@pytest.mark.parametrize(
    "term",
    [
        PERSONAL[0]._replace(most=terms.nothing),
        PERSONAL[1]._replace(most=terms.nothing),
        PERSONAL[2]._replace(most_here=lambda cost, p: -cost),
        DAILY[1]._replace(most=terms.nothing),
        FIXED[0]._replace(most=terms.nothing),
    ],
)
def test_a_bound_that_is_too_low_is_found(term):
    assert any(broken(term, k) for k in SETS)


def test_only_who_is_visited_anyway_has_no_bound():
    worst = Exposure(TieCounts(9, 9, 9, 9, 0), 0, 0.0, 1.0, 1.0, 25.0)
    assert all(np.isfinite(t.most(worst, Params())) for t in PERSONAL if t.of != "comply")
    assert all(np.isfinite(t.most(Person(7.0, 1.0), Params())) for t in FIXED if t.of != "comply")


def society():
    return SimpleNamespace(place_region=np.arange(PLACES))


@pytest.mark.parametrize("k", range(30))
def test_a_choice_is_the_sum_of_the_terms_and_its_bound_the_sum_of_theirs(k):
    p, seen = drawn(k), perception(k)._replace(issue=np.ones(PLACES))
    day = utilities.day_terms(society(), seen, p)
    bounds = utilities.bounds(society(), day, seen, p)
    me = utilities.FixedUtilities(0.5, 0.25, 0.125, 0.0625, 0.3, 0.0)
    t = SimpleNamespace(seed=np.uint64(1), mean_ties=25.0, all_may_leave=True)
    for at, (x, worst) in zip(range(PLACES), exposures(k, p, seen), strict=False):
        here = utilities.place_terms(day, at, at)
        _, voice = utilities.choose(7, x.day, 0x4A, Status.CALLED, x.ties, me, here, t, p)
        x = x._replace(boldness=me.boldness, stake=here.stake, cost=here.cost)
        parts = [np.broadcast_to(term.value(seen, p), PLACES)[at] for term in DAILY if term.of == "protest"]
        parts += [term.value(x, p) for term in PERSONAL if term.of == "protest"]
        assert voice == pytest.approx(me.voice + sum(parts), rel=1e-9, abs=1e-9)
        assert voice + p.daily <= me.voice + bounds.voice[at] + sum(
            term.most(worst, p) for term in PERSONAL if term.of == "protest"
        ) + 1e-9 * (1.0 + abs(voice))


@pytest.mark.parametrize("name", [name for name in DECLARED if name != "daily"])
def test_every_parameter_of_the_choice_moves_a_term(name):
    seen = perception(0)._replace(**{f: np.full(PLACES, 0.7) for f in Perception._fields if f != "wait"})
    p = Params(exit_hump=0.5)  # where there is none, it has no peak
    x = Exposure(TieCounts(1, 2, 3, 4, 28), 30, 0.4, 1.0, 1.0, 25.0)

    def values(p):
        day = utilities.day_terms(society(), seen, p)
        fixed = [term.value(Person(0.7, 0.4), p) for term in FIXED]
        return [*fixed, *(term.value(x, p) for term in PERSONAL), *(np.sum(column) for column in day)]

    assert values(p) != values(p._replace(**{name: getattr(p, name) * 1.37 + 0.29}))
