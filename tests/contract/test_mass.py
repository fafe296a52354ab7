"""Whether one in 100,000 or one in three is in the street, every way of counting gives the same society."""

from dataclasses import replace

import numpy as np
import pytest

from groundswell import simulate as engine
from groundswell.process import contact_counters
from groundswell.scenario import Chosen

CALM, LIVELY, MASS = -14.6, -7.0, -1.0  # constant term of protest
SHARES = {CALM: (0.0, 5e-5), LIVELY: (0.003, 0.03), MASS: (0.25, 0.5)}


def protesting(world):
    return world.choice.who[world.choice.action == 1]


def course(s, society, plain=False):
    world = engine.start(s, society, plain)
    for _ in range(s.days):
        yield engine.step(s, world).regional, world


@pytest.mark.parametrize("protest", SHARES)
def test_few_visited_or_all_a_crowd_of_any_size_is_the_same(scenario, society_of, protest):
    s, society = scenario(behaviour={"protest": protest}, days=6), society_of()
    shares = []
    for (a, few), (b, all_) in zip(course(s, society), course(s, society, plain=True), strict=True):
        assert all(np.array_equal(a[measure], b[measure], equal_nan=True) for measure in b)
        assert all(np.array_equal(x, y) for x, y in zip(few.state, all_.state, strict=True))
        shares.append(len(protesting(few)) / society.n)
    low, high = SHARES[protest]
    assert low <= np.mean(shares) <= high


@pytest.mark.parametrize("protest", SHARES)
def test_told_day_by_day_who_began_and_stopped_people_know_which_of_their_ties_protest(scenario, society_of, protest):
    s, society = scenario(behaviour={"protest": protest}, days=4), society_of(persons=6_000)
    everybody = np.arange(society.n, dtype=np.uint32)
    ties = np.concatenate([part.reshape(society.n, -1) for part in contact_counters.rows(society, everybody, True)], 1)
    for _, world in course(s, society):
        asked = np.isin(ties, protesting(world)).sum(1)
        assert np.array_equal(world.state.ties_protested, asked)


def test_where_nobody_asks_nobody_is_told_and_a_branch_that_asks_knows_all_the_same(scenario, society_of):
    deaf, society = scenario(behaviour={"protest": MASS, "ties_protested": 0.0}, days=6), society_of(persons=6_000)
    keen = replace(deaf, behaviour=Chosen("exit_voice_loyalty", deaf.behaviour.params._replace(ties_protested=3.0)))
    world = engine.start(deaf, society)
    for _ in range(3):
        engine.step(deaf, world)
    assert not world.state.ties_protested.any()
    branch, reference = engine.fork(world, keen), engine.fork(world, keen)
    reference.chooser = engine.start(keen, society, plain=True).chooser
    _, friends = contact_counters.contacts(society, protesting(world), friends=True)
    assert (branch.state.ties_protested[friends] > 0).all()
    for _ in range(3):
        a, b = engine.step(keen, branch).regional, engine.step(keen, reference).regional
        assert all(np.array_equal(a[measure], b[measure], equal_nan=True) for measure in b)
    assert not engine.fork(branch, deaf).state.ties_protested.any()
