"""Participation in networks: limits that are known exactly, and what repression can and cannot reach."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.classics import siegel_2009 as s
from groundswell.classics.granovetter_1978 import equilibrium, run
from groundswell.classics.networks import Network, complete, degrees, edges, from_edges

seeds = st.integers(0, 2**64 - 1)


def simple(network: Network) -> bool:
    a, b = edges(network)
    return bool(np.all(a < b)) and len(set(zip(a.tolist(), b.tolist(), strict=True))) == len(a)


@given(st.floats(-0.5, 1.5), st.floats(0.05, 1.0), st.sampled_from([0.0, 0.5, 0.9]))
@settings(deadline=None)
def test_the_complete_network_is_granovetter_s_crowd_at_any_speed(b_mean: float, b_sd: float, lam: float):
    assert s.mean_field(b_mean, b_sd, lam) == pytest.approx(equilibrium(1 - b_mean, b_sd, 1), abs=1e-6)


def test_at_the_tangency_itself_the_end_is_still_found():
    assert s.mean_field(0.5, 0.3989422804, 0.0) == pytest.approx(0.5, abs=1e-3)


@given(st.integers(1, 30), seeds)
@settings(deadline=None)
def test_people_who_all_know_each_other_end_where_their_thresholds_say(n: int, seed: int):
    b = s.motivations(n, 0.7, 0.4, seed)
    # i joins k others acting when b_i > 1 - k/n: more than n (1 - b_i) must act
    assert s.simulate(complete(n), b).share == run((n * (1 - b)).tolist(), strict=True) / n


@given(seeds, st.sampled_from([0.3, 0.6, 0.95]))
@settings(deadline=None, max_examples=25)
def test_slow_learning_changes_the_pace_and_not_the_end(seed: int, lam: float):
    network, b = s.village(60, 6, 0.03, seed), s.motivations(60, 0.6, 0.3, seed)
    fast, slow = s.simulate(network, b), s.simulate(network, b, lam)
    assert np.array_equal(fast.acting, slow.acting) and fast.steps <= slow.steps


@given(seeds)
@settings(deadline=None, max_examples=25)
def test_without_repression_nobody_who_takes_part_ever_stops(seed: int):
    done = s.simulate(s.opinion_leader(200, 2.0, seed), s.motivations(200, 0.6, 0.4, seed), 0.2, self_counted=False)
    assert np.all(np.diff(done.curve) >= 0) and done.curve[0] == 0 and done.removed == 0


def test_only_rabble_rousers_act_where_nobody_knows_anybody():
    alone = from_edges(4, [], [])
    b = np.array([1.01, 1.0, 0.99, 5.0])
    assert s.simulate(alone, b, self_counted=False).acting.tolist() == [True, False, False, True]


def test_a_pair_by_hand():
    pair = complete(2)
    assert s.simulate(pair, np.array([1.1, 0.6])).acting.tolist() == [True, True]  # half of the circle acts: cost 1/2
    assert s.simulate(pair, np.array([1.1, 0.4])).acting.tolist() == [True, False]
    assert s.simulate(pair, np.array([1.1, 0.4]), self_counted=False).acting.tolist() == [True, True]


def test_isolated_villages_are_independent_crowds():
    assert s.clique_distribution(1, 0.6, 0.25) == pytest.approx([1 - 0.0547993, 0.0547993], abs=1e-6)
    towns = s.village(600, 3, 0, 0)
    shares = [s.simulate(towns, s.motivations(600, 0.6, 0.25, k)).share for k in range(100)]
    exact = s.clique_distribution(3, 0.6, 0.25) @ np.arange(4) / 3
    assert abs(np.mean(shares) - exact) < 4 * np.std(shares) / 10


def test_repression_stays_in_the_village_it_strikes():
    network, b = s.village(100, 10, 0.0, 0), s.motivations(100, 0.7, 0.3, 2)
    struck = s.simulate(network, b, repression=s.Repression(1, periods=1), seed=3)
    differ = struck.acting.reshape(10, 10) != s.simulate(network, b).acting.reshape(10, 10)
    assert struck.removed == 1 and differ.any(axis=1).sum() == 1


def test_removing_the_hub_of_a_star_ends_what_anger_keeps_alive():
    star = from_edges(6, [0] * 5, range(1, 6))
    b = np.array([1.5, 0.6, 0.6, 0.6, 0.6, 0.6])
    assert s.simulate(star, b).share == 1.0
    hub = s.Repression(1, "connected", periods=1)
    assert s.simulate(star, b, repression=hub).share == 0.0
    assert s.simulate(star, b, repression=hub._replace(anger=0.5)).share == pytest.approx(5 / 6)
    assert s.simulate(star, b, repression=hub._replace(anger=0.5, fear=0.5)).share == 0.0


def test_repression_without_end_or_anger_empties_the_square():
    done = s.simulate(complete(30), s.motivations(30, 0.9, 0.1, 1), repression=s.Repression(3))
    assert done.share == 0.0 and done.removed <= 30 and done.curve[-1] == 0


@given(seeds, st.floats(0, 1))
@settings(deadline=None, max_examples=20)
def test_the_four_families_are_simple_graphs_with_the_ties_they_promise(seed: int, chance: float):
    world, towns = s.small_world(40, 6, chance, seed), s.village(40, 7, chance, seed)
    stars, tree = s.opinion_leader(40, 2.0, seed), s.hierarchy(40, 3, chance, seed)
    assert all(simple(g) and g.n == 40 for g in (world, towns, stars, tree))
    assert degrees(world).sum() == 240
    assert all(j in towns.neighbours(i) for i in range(7) for j in range(7) if i != j)
    assert {1, 2, 3} <= set(tree.neighbours(0).tolist()) and s.levels(13, 3) == [0] + [1] * 3 + [2] * 9


def test_fully_tied_villages_are_one_crowd():
    assert np.array_equal(np.sort(degrees(s.village(20, 4, 1.0, 1))), np.full(20, 19))


@pytest.mark.parametrize("call,words", [
    (lambda: s.mean_field(0.5, 0.0), "b_sd=0.0"),
    (lambda: s.mean_field(0.5, 0.1, 1.0), r"lam=1.0 must lie within \[0, 1\)"),
    (lambda: s.simulate(complete(3), np.zeros(2)), r"b has shape \(2,\)"),
    (lambda: s.simulate(complete(3), np.zeros(3), repression=s.Repression(1, "hubs")), "repression.target='hubs'"),
    (lambda: s.simulate(complete(3), np.zeros(3), repression=s.Repression(-1)), "repression.removals=-1"),
    (lambda: s.simulate(complete(3), np.zeros(3), repression=s.Repression(1, anger=-0.1)), "repression.anger=-0.1"),
    (lambda: s.village(10, 0, 0.1, 1), "size=0"),
    (lambda: s.small_world(10, 5, 0.1, 1), "degree=5"),
    (lambda: s.opinion_leader(10, -1, 1), "gamma=-1"),
    (lambda: s.hierarchy(10, 0, 0.1, 1), "branching=0"),
])  # fmt: skip
def test_impossible_arguments_are_refused_by_name_value_and_range(call, words: str):
    with pytest.raises(ValueError, match=words):
        call()
