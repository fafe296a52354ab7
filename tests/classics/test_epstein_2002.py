"""Epstein 2002: hand-checked cases, exact limits, and the fast engine against the plain one."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.classics import epstein_2002 as ep
from groundswell.classics.epstein_2002.plain import Society

SMALL = {
    "model": "I", "width": 13, "height": 11, "density": 0.6, "cop_density": 0.06, "legitimacy": 0.6, "ticks": 12,
    "vision": 3.0, "cop_vision": 2.5, "shape": "euclid", "k": 2.3, "threshold": 0.1, "rounding": "none",
    "self_count": "once", "jail_max": 5, "term": "1..J", "jailed": "leave", "release": "anywhere",
    "cop_moves_to_arrest": False, "order": "random", "move_first": True, "movement": True, "blue_share": 0.5,
    "clone_probability": 0.1, "clone_radius": 1.7, "max_age": 30,
}  # fmt: skip

SWITCHES = st.fixed_dictionaries(
    {},
    optional={
        "model": st.sampled_from(["I", "II"]),
        "shape": st.sampled_from(["euclid", "diamond", "square"]),
        "rounding": st.sampled_from(["none", "floor", "half_even"]),
        "self_count": st.sampled_from(["never", "once", "twice"]),
        "term": st.sampled_from(["1..J", "0..J-1", "0..J", "real"]),
        "jail_max": st.sampled_from([1, 5, math.inf]),
        "jailed": st.sampled_from(["leave", "stay"]),
        "release": st.sampled_from(["anywhere", "vision", "site"]),
        "order": st.sampled_from(["random", "fixed", "simultaneous"]),
        "move_first": st.booleans(),
        "movement": st.booleans(),
        "vision": st.sampled_from([0.5, 1.0, 1.7, 3.2, 5.0]),
        "cop_vision": st.sampled_from([1.0, 4.0]),
        "density": st.sampled_from([0.3, 0.9]),
        "cop_density": st.sampled_from([0.0, 0.1, tuple(np.linspace(0, 0.1, 12)), tuple(np.linspace(0.1, 0, 12))]),
        "legitimacy": st.sampled_from([0.0, 0.8, tuple(ep.ramp(0.9, 0.2, 3, 0.1, 12))]),
    },
)


def plain_reference(seed, switches):
    ticks = switches["ticks"]
    spread = {name: np.broadcast_to(switches[name], ticks) for name in ("cop_density", "legitimacy")}
    society = Society(seed, **{**switches, **spread})
    return [society.tick() for _ in range(ticks)]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**64 - 1), changes=SWITCHES)
def test_the_fast_engine_tells_the_plain_story_tick_by_tick(seed, changes):
    switches = {**SMALL, **changes}
    fast, plain = ep.run(seed, **switches).table, plain_reference(seed, switches)
    for name in plain[0]:
        assert fast[name].tolist() == [row[name] for row in plain], name


def test_a_cop_may_take_the_place_of_whom_it_arrests():
    switches = {**SMALL, "cop_moves_to_arrest": True, "move_first": False}
    assert ep.run(5, **switches).actives.tolist() == [row["actives"] for row in plain_reference(5, switches)]


def test_a_window_wider_than_a_machine_word_sees_the_same():
    switches = {**SMALL, "width": 131, "height": 7, "vision": 3.0, "ticks": 2}
    assert ep.run(2, **switches).actives.tolist() == [row["actives"] for row in plain_reference(2, switches)]
    wide = {**SMALL, "width": 71, "height": 71, "vision": 35.0, "density": 0.01, "ticks": 1}
    assert ep.run(2, **wide).actives.tolist() == [row["actives"] for row in plain_reference(2, wide)]


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), changes=SWITCHES)
def test_nobody_is_lost_and_no_site_holds_two(seed, changes):
    switches = {**SMALL, **changes, "model": "I"}
    end = ep.run(seed, **switches)
    assert np.all(end.actives + end.quiet + end.jailed == round(switches["density"] * 143))
    assert np.sum(end.lattice == 2) == end.actives[-1]
    assert np.sum(end.lattice == 4) == end.table["cops"][-1]


def test_threads_change_nothing():
    one = ep.run_many(range(4), workers=1, ticks=50, rounding="floor")
    four = ep.run_many(range(4), workers=4, ticks=50, rounding="floor")
    alone = [ep.run(seed, ticks=50, rounding="floor") for seed in range(4)]
    for a, b, c in zip(one, four, alone, strict=True):
        assert a.actives.tolist() == b.actives.tolist() == c.actives.tolist()


def test_a_change_at_tick_30_leaves_the_ticks_before_it_untouched():
    calm = ep.run(3, ticks=60, legitimacy=0.85, rounding="floor")
    shaken = ep.run(3, ticks=60, legitimacy=ep.jump(0.85, 0.5, 30, 60), rounding="floor")
    assert calm.actives[:30].tolist() == shaken.actives[:30].tolist()
    assert shaken.actives[30] > calm.actives[30]


def test_an_infinite_term_never_ends():
    end = ep.run(1, ticks=60, legitimacy=0.3, jail_max=math.inf)
    assert np.all(np.diff(end.jailed) == end.table["arrests"][1:])


def test_a_jail_term_of_one_tick_is_counted_once():
    end = ep.run(1, ticks=60, legitimacy=0.3, jail_max=1)
    assert end.jailed.tolist() == end.table["arrests"].tolist()


def test_without_cops_everybody_grieved_above_the_threshold_acts_at_once():
    end = ep.run(2, ticks=3, cop_density=0.0, legitimacy=0.8)
    hardship, _ = ep.traits(1120, seed=2)
    assert end.actives.tolist() == [np.sum(hardship * (1.0 - 0.8) > 0.1)] * 3
    assert not end.table["hidden"].any()


def test_with_legitimacy_of_one_minus_the_threshold_nobody_ever_acts():
    for changes in ({}, {"model": "II"}, {"order": "simultaneous"}, {"cop_density": 0.0}):
        assert ep.run(1, ticks=40, legitimacy=0.9, **changes).actives.max() == 0


def test_an_age_limit_of_one_tick_empties_the_world():
    end = ep.run(1, model="II", ticks=3, legitimacy=1.0, clone_probability=0.0, max_age=1)
    assert end.table["blue"][0] + end.table["green"][0] == 0
    assert end.genocide == 0


def test_probability_of_arrest_is_that_of_the_paper():
    assert ep.arrest_probability(1, 1) == pytest.approx(0.89974, abs=1e-5)
    assert ep.arrest_probability(0, 1) == 0.0
    assert ep.arrest_probability(1, 2, rounding="floor") == 0.0
    assert ep.arrest_probability(3, 2, rounding="half_even") == ep.arrest_probability(2, 1)
    assert ep.arrest_probability(1, 2, rounding="half_even") == 0.0
    np.testing.assert_allclose(ep.arrest_probability([0, 2], [1, 4], k=1.0), [0.0, 1 - math.exp(-0.5)])


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: ep.arrest_probability(-1, 1), "cops"),
        (lambda: ep.arrest_probability(1, 0), "actives"),
        (lambda: ep.arrest_probability(1, math.nan), "actives"),
        (lambda: ep.arrest_probability(1, 1, k=0), "k"),
        (lambda: ep.arrest_probability(1, 1, rounding="ceil"), "rounding"),
        (lambda: ep.active_share(1.2, 0.5), "legitimacy"),
        (lambda: ep.active_share(0.2, -0.5), "arrest_probability"),
        (lambda: ep.active_share(0.2, 0.5, threshold=2), "threshold"),
        (lambda: ep.site_count("hexagon", 2), "shape"),
        (lambda: ep.site_count("euclid", -1), "radius"),
        (lambda: ep.run(vision=20), "vision"),
        (lambda: ep.run(density=0.9, cop_density=0.2), "density"),
        (lambda: ep.run(legitimacy=[0.1, 0.2], ticks=3), "legitimacy"),
        (lambda: ep.run(jail_max=2.5), "jail_max"),
        (lambda: ep.run(order="sorted"), "order"),
        (lambda: ep.run(jailed="stay", cop_moves_to_arrest=True), "cop_moves_to_arrest"),
        (lambda: ep.run(ticks=0), "ticks"),
        (lambda: ep.run(seed=-1), "seed"),
    ],
)
def test_a_wrong_argument_is_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_active_share_is_the_area_where_the_rule_holds(legitimacy, p, threshold):
    g, n = 1.0 - legitimacy, 20_001
    risk = (np.arange(n) + 0.5) / n
    area = np.mean(np.clip(1.0 - (threshold + p * risk) / g, 0.0, 1.0)) if g > 0 else 0.0
    assert ep.active_share(legitimacy, p, threshold) == pytest.approx(area, abs=1e-4)


def test_active_share_has_its_exact_limits():
    assert ep.active_share(0.9, 0.0) == 0.0
    assert ep.active_share(0.7, 0.5, threshold=0.3) == 0.0
    assert ep.active_share(1.0, 0.0, threshold=0.0) == 0.0
    assert ep.active_share(0.0, 1.0, threshold=0.0) == 0.5
    assert ep.active_share([0.5, 0.8], 0.0).tolist() == pytest.approx([0.8, 0.5])


def test_vision_counts_sites_as_published():
    counts = [ep.site_count(*eye) for eye in (("euclid", 1.7), ("euclid", 7), ("diamond", 7), ("square", 7))]
    assert counts == [8, 148, 112, 224]
    assert ep.site_count("diamond", 2.9) == 12
    assert ep.site_count("square", 0) == 0


def test_an_outburst_lasts_from_above_fifty_to_below_fifty():
    found = ep.outbursts([0, 51, 50, 49, 50, 60, 10, 70])
    assert found.tolist() == [(1, 3, 101, 51), (5, 6, 60, 60)]
    assert ep.waits(found).tolist() == [2]
    assert len(ep.waits(ep.outbursts([0, 0]))) == 0


def test_deception_is_one_cop_away():
    assert not ep.is_active(0.16, 0.9, cops=1, actives=1)
    assert ep.is_active(0.16, 0.9, cops=0, actives=1)


def test_schedules_fall_as_stated():
    assert ep.ramp(0.9, 0.7, 2, 0.1, 5).tolist() == pytest.approx([0.9, 0.9, 0.8, 0.7, 0.7])
    assert ep.jump(0.9, 0.7, 2, 4).tolist() == [0.9, 0.9, 0.7, 0.7]


def test_peacekeepers_may_arrive_in_the_middle():
    end = ep.run(1, model="II", vision=1.7, legitimacy=0.8, ticks=60, cop_density=ep.jump(0, 0.04, 50, 60))
    assert end.table["cops"][49] == 0
    assert end.table["cops"][50] == 64
