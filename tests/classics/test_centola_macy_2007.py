"""Complex contagions: what a lattice carries, and what moved ties do to it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.classics import centola_macy_2007 as c
from groundswell.classics.networks import complete, degrees, edges, rewire, ring, torus


@pytest.mark.parametrize("degree", [2, 4, 6, 8, 12])
def test_a_ring_carries_thresholds_up_to_half_its_degree(degree: int):
    a = c.critical_threshold("ring", degree)
    assert a == degree // 2
    assert c.simulate("ring", 300, degree, a).success
    assert not c.simulate("ring", 300, degree, a + 1).success


@pytest.mark.parametrize(
    "lattice,radius", [("moore", r) for r in (1, 2, 4, 6)] + [("von_neumann", r) for r in (1, 3, 6)]
)
def test_a_wide_front_carries_exactly_the_closed_form(lattice: str, radius: int):
    a = c.critical_threshold(lattice, radius, "band")
    assert a == c.critical_threshold(lattice, radius, "disc")
    for shape in ("band", "disc"):
        assert c.fills(lattice, radius, a, shape) and not c.fills(lattice, radius, a + 1, shape)


@pytest.mark.parametrize("lattice", ["moore", "von_neumann"])
def test_the_focal_seed_s_critical_threshold_is_the_last_that_fills_whatever_the_size(lattice: str):
    for radius in (1, 2, 3, 4):
        a = c.critical_threshold(lattice, radius)
        assert a <= c.front_threshold(lattice, radius)
        for side in (10 * radius + 5, 24 * radius + 21):
            assert c.fills(lattice, radius, a, side=side) and not c.fills(lattice, radius, a + 1, side=side)


def test_growth_on_the_lattice_and_on_its_graph_agree():
    for lattice, radius, a in (("moore", 2, 9), ("moore", 2, 10), ("von_neumann", 2, 4), ("von_neumann", 2, 5)):
        assert c.simulate(lattice, 45, radius, a).success == c.fills(lattice, radius, a, side=45)


def test_steps_on_small_lattices_are_those_counted_by_hand():
    assert [c.simulate("ring", 2000, 4, a).steps for a in (1, 2)] == [499, 997]
    assert [c.simulate("moore", 45, 1, a).steps for a in (1, 2, 3)] == [21, 42, 63]
    assert c.simulate("ring", 9, 2, 1).curve.tolist() == [3, 5, 7, 9]


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 4), st.floats(0, 1), st.integers(0, 2**63))
def test_the_order_of_updates_does_not_change_who_is_reached(threshold: int, rewiring: float, seed: int):
    both = [c.simulate("moore", 15, 1, threshold, rewiring, seed, order=o) for o in ("synchronous", "asynchronous")]
    assert both[0].share == both[1].share
    assert both[1].steps <= both[0].steps


@settings(max_examples=25, deadline=None)
@given(st.floats(0, 1), st.integers(0, 2**63))
def test_rewiring_keeps_every_degree_and_makes_no_double_tie(chance: float, seed: int):
    before = torus(9, 1)
    after = rewire(before, chance, seed)
    assert np.array_equal(degrees(after), degrees(before))
    a, b = edges(after)
    assert len(set(zip(a.tolist(), b.tolist(), strict=True))) == len(a) == 9 * 9 * 4
    assert np.all(a < b)
    assert all(i in after.neighbours(j) for i in range(81) for j in after.neighbours(i))


def test_without_rewiring_the_lattice_is_the_lattice():
    assert sorted(ring(7, 4).neighbours(0).tolist()) == [1, 2, 5, 6]
    assert sorted(torus(5, 1, "von_neumann").neighbours(0).tolist()) == [1, 4, 5, 20]
    assert np.array_equal(rewire(ring(7, 4), 0.0, 1).indices, ring(7, 4).indices)


def test_a_threshold_that_even_a_full_crowd_cannot_meet_moves_nobody():
    seed = np.array([True, False, False, False])
    assert c.spread(complete(4), 2, seed).share == 0.25
    assert c.spread(complete(4), 1, seed).steps == 1


def test_noise_lets_a_complex_contagion_pass_long_ties():
    assert not c.simulate("ring", 500, 4, 2, 0.2, seed=3).success
    assert c.simulate("ring", 500, 4, 2, 0.2, seed=3, noise=0.02).success


@pytest.mark.parametrize("call,words", [
    (lambda: c.critical_threshold("ring", 5), "radius_or_degree=5"),
    (lambda: c.critical_threshold("hex", 1), "lattice='hex' is unknown"),
    (lambda: c.critical_threshold("moore", 0), "radius=0|radius_or_degree=0"),
    (lambda: c.critical_threshold("moore", 1, "disk"), "seed_shape='disk' is unknown; did you mean 'disc'"),
    (lambda: c.simulate("ring", 10, 3, 1), "degree=3"),
    (lambda: c.simulate("ring", 10, 4, 1, rewiring=1.5), "chance=1.5"),
    (lambda: c.simulate("moore", 4, 2, 1), "side=4"),
    (lambda: c.simulate("moore", 9, 1, -1), "threshold=-1"),
])  # fmt: skip
def test_impossible_arguments_are_refused_by_name_value_and_range(call, words: str):
    with pytest.raises(ValueError, match=words):
        call()
