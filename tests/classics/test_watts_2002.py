"""Cascades on random graphs: when a spark spreads, how far, and that the machinery counts exactly."""

import math
from fractions import Fraction

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import zeta
from scipy.stats import poisson

from groundswell.classics import watts_2002 as w
from groundswell.classics.networks import (
    Network,
    complete,
    configuration,
    degrees,
    draw_degrees,
    edges,
    from_edges,
    ring,
)


@pytest.mark.parametrize("phi", [1 / 4, 0.2, 0.18, 1 / 7, 0.1, 1 / 11, 0.03, 0.001])
def test_at_both_edges_of_the_window_the_condition_is_exactly_met(phi: float):
    edge = w.window(phi)
    assert edge is not None and edge.z_low < edge.z_high
    top = math.floor(1 / Fraction(phi).limit_denominator(10**6)) - 2
    for z in edge:
        assert z * poisson.cdf(top, z) == pytest.approx(1.0, abs=1e-8)
    assert w.cascade_condition(phi, math.sqrt(edge.z_low * edge.z_high)) > 1


@pytest.mark.parametrize("phi", [0.2500001, 0.26, 1 / 3, 0.5, 0.9, 1])
def test_above_a_quarter_no_single_spark_spreads(phi: float):
    assert w.window(phi) is None


def test_a_threshold_written_as_a_share_is_the_share_it_stands_for():
    assert [w.largest_vulnerable_degree(1 / k) for k in range(1, 200)] == list(range(1, 200))
    assert w.largest_vulnerable_degree(0.18) == 5
    star = from_edges(101, [0] * 100, range(1, 101))
    assert w.needed_neighbours(star, 0.07)[0] == 7  # 0.07 * 100 exceeds 7 in floating point
    assert w.needed_neighbours(star, 0.29)[0] == 29


@given(st.integers(-1, 500), st.floats(1e-6, 500))
def test_poisson_sums_agree_with_a_library(m: int, z: float):
    assert w.poisson_cdf(m, z) == pytest.approx(poisson.cdf(m, z), rel=1e-9, abs=1e-13)


def test_the_general_condition_gives_the_poisson_window_and_others():
    direct, general = w.window(0.18), w.window(0.18, lambda z: w.degree_probabilities("poisson", z))
    assert general == pytest.approx(direct, abs=1e-9)
    assert w.window(0.18, "regular") == (2, 5) and w.window(0.4, "regular") is None
    assert w.window(0.18, "regular", sd=0.01) == (3, 5)
    assert w.window(0.18, "power-law") is None
    low, high = w.window(0.18, "exponential") or (0, 0)
    q = low / (1 + low)
    assert sum(k * (k - 1) * (1 - q) * q**k for k in range(6)) == pytest.approx(low)
    assert low < 1 < 2.5 < high


def test_an_array_of_degrees_is_judged_at_its_own_mean():
    assert w.window(0.18, w.degree_probabilities("poisson", 3.0)) == pytest.approx((3.0, 3.0))
    assert w.window(0.18, w.degree_probabilities("poisson", 8.0)) is None


def test_unequal_thresholds_widen_the_window_upwards():
    narrow, wide = w.window(0.18), w.window(0.18, sd=0.05)
    assert narrow and wide and wide.z_high > narrow.z_high and wide.z_low > narrow.z_low


@pytest.mark.parametrize(
    "name,z", [("poisson", 0.0), ("poisson", 40.0), ("exponential", 3.0), ("regular", 4), ("power-law", 1.5)]
)
def test_every_family_has_the_mean_that_was_asked_for(name: str, z: float):
    p = w.degree_probabilities(name, z)
    assert p.sum() == pytest.approx(1.0)
    assert p @ np.arange(len(p)) == pytest.approx(z, abs=1e-9)


def test_the_power_law_cannot_reach_a_mean_of_two():
    assert w.largest_power_law_mean() == pytest.approx(zeta(1.5) / zeta(2.5), abs=1e-12)
    with pytest.raises(ValueError, match=r"z=2.0 must lie within \(1, 1.92"):
        w.degree_probabilities("power-law", 2.0)


def test_the_giant_component_solves_its_equation_and_vanishes_at_one():
    assert w.giant_component(1.0) == w.giant_component(0.3) == 0.0
    for z in (1.0001, 1.5, 3.0, 50.0):
        s = w.giant_component(z)
        assert s > 0 and s == pytest.approx(-math.expm1(-z * s), rel=1e-9)


def test_steady_states_of_simple_cases_are_known():
    assert w.steady_state(3, 0.18, 1.0) == 1.0
    assert w.steady_state(3, 1.0, 0.0) == 0.0
    assert w.steady_state(0, 0.18, 0.25) == 0.25
    # phi so small that one neighbour is always enough: all components that hold a seed
    assert w.steady_state(3, 1e-6, 1e-9) == pytest.approx(w.giant_component(3), abs=1e-6)
    assert w.steady_state(3, 0.18, 1e-4, "regular") == pytest.approx(1.0)


@settings(deadline=None, max_examples=30)
@given(st.floats(0.5, 8), st.floats(0.05, 1), st.floats(0, 1), st.floats(0, 1))
def test_more_seeds_never_mean_fewer_active(z: float, phi: float, a: float, b: float):
    few, many = sorted((a, b))
    low, high = w.steady_state(z, phi, few), w.steady_state(z, phi, many)
    assert few - 1e-12 <= low <= high + 1e-9 <= 1 + 2e-9


def test_the_steady_state_is_what_large_graphs_show():
    for z, phi, rho, degree in ((3, 0.18, 0.01, "poisson"), (6, 0.3, 0.12, "poisson"), (4, 0.3, 0.05, "exponential")):
        seen = w.simulate(200_000, z, phi, seed=7, initiators=int(rho * 200_000), degree=degree).share
        assert seen == pytest.approx(w.steady_state(z, phi, rho, degree), abs=0.01)


def _by_hand(graph: Network, need: np.ndarray, start: set[int]) -> int:
    on = set(start)
    while new := {i for i in range(graph.n) if i not in on and len(on & set(graph.neighbours(i).tolist())) >= need[i]}:
        on |= new
    return len(on)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**64 - 1), st.floats(0.5, 6), st.sampled_from([0.1, 0.18, 0.25, 1 / 3, 0.5]))
def test_cascades_agree_with_the_rule_applied_over_and_over(seed: int, z: float, phi: float):
    graph = w.random_network(60, z, seed)
    need = w.needed_neighbours(graph, phi)
    start = w.pick_initiators(graph, 3, seed)
    assert len(set(start.tolist())) == 3
    assert w.cascade(graph, need, start).size == _by_hand(graph, need, set(start.tolist()))


def test_cascades_on_tiny_graphs():
    assert w.cascade(complete(5), w.needed_neighbours(complete(5), 0.25), [0]).size == 5
    assert w.cascade(complete(5), w.needed_neighbours(complete(5), 0.26), [0]).size == 1
    assert w.cascade(ring(50, 2), w.needed_neighbours(ring(50, 2), 0.5), [7]).share == 1.0
    alone = from_edges(3, [0], [1])
    assert w.cascade(alone, w.needed_neighbours(alone, 0.1), [0]).size == 2  # nobody reaches the isolated vertex


def test_the_same_seed_gives_the_same_cascade_and_hubs_are_the_best_connected():
    assert w.simulate(5000, 3, 0.18, 9) == w.simulate(5000, 3, 0.18, 9)
    graph = w.random_network(500, 4, 1)
    hub = w.pick_initiators(graph, 1, 1, "hub")[0]
    assert degrees(graph)[hub] == degrees(graph).max()


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**64 - 1), st.floats(0.1, 10))
def test_random_graphs_have_no_self_ties_or_double_ties_and_keep_the_drawn_degrees(seed: int, z: float):
    drawn = draw_degrees(w.degree_probabilities("poisson", z), 300, seed)
    graph = configuration(drawn, seed)
    a, b = edges(graph)
    assert np.all(a < b) and len(set(zip(a.tolist(), b.tolist(), strict=True))) == len(a)
    short = drawn - degrees(graph)
    assert short.min() >= 0 and short.sum() == drawn.sum() % 2


def test_the_giant_component_of_a_drawn_graph_is_the_predicted_one():
    a, b = edges(w.random_network(20_000, 2.0, 5))
    largest = max(nx.connected_components(nx.Graph(list(zip(a.tolist(), b.tolist(), strict=True)))), key=len)
    assert len(largest) / 20_000 == pytest.approx(w.giant_component(2.0), abs=0.015)


def test_a_global_cascade_among_a_million_vertices_reaches_the_share_that_theory_gives():
    graph = w.random_network(10**6, 3.0, 4)
    need = w.needed_neighbours(graph, 0.18)
    done = max(w.cascade(graph, need, [i]).share for i in range(8))
    assert done == pytest.approx(0.9405, abs=0.002)


@pytest.mark.parametrize("call,words", [
    (lambda: w.window(0.0), r"phi=0.0 must be a finite number within \(0, 1\]"),
    (lambda: w.window(1.2), "phi=1.2"),
    (lambda: w.window(0.18, "poison"), "degree='poison' is unknown; did you mean 'poisson'"),
    (lambda: w.steady_state(-1, 0.18, 0.1), "z=-1"),
    (lambda: w.steady_state(3, 0.18, 1.1), "seed_fraction=1.1"),
    (lambda: w.simulate(10, 3, 0.18, 1, initiators=11), "initiators=11"),
    (lambda: w.simulate(0, 3, 0.18, 1), "n=0"),
    (lambda: w.simulate(10, 3, 0.18, -1), "seed=-1"),
    (lambda: w.simulate(10, 3, 0.18, 1, target="hubs"), "target='hubs'"),
    (lambda: w.cascade(complete(3), w.needed_neighbours(complete(3), 0.5), [3]), "initiators="),
    (lambda: w.degree_probabilities("regular", 2.5), "z=2.5 must be a whole number"),
    (lambda: w.degree_probabilities([-1.0, 2.0], 1), "degree="),
])  # fmt: skip
def test_impossible_arguments_are_refused_by_name_value_and_range(call, words: str):
    with pytest.raises(ValueError, match=words):
        call()
