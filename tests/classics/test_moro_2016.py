"""Moro 2016, a reconstruction: what must hold whatever the unpublished rules are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.classics import moro_2016


def test_police_that_cannot_be_hit_survive():
    end = moro_2016.run(1, r=0.0, ticks=60)
    assert end.outcome == "status quo"
    assert np.all(end.table["police"] == 64)


def test_without_revolutionaries_no_policeman_dies():
    assert np.all(moro_2016.run(1, revolutionaries=0.0, r=1.0, ticks=60).table["police"] == 64)


def test_unarmed_police_are_all_killed_by_sure_shots():
    end = moro_2016.run(1, p=0.0, r=1.0, revolutionaries=0.1, ticks=500)
    assert end.outcome == "success"
    assert end.table["police"][-1] == 0
    assert np.all(end.table["revolutionaries"] == 160)


def test_full_legitimacy_keeps_every_citizen_quiet():
    end = moro_2016.run(1, legitimacy=1.0, ticks=60)
    assert not end.table["active"].any()
    assert not end.table["jailed"].any()


def test_without_police_nobody_is_jailed_and_nobody_shoots():
    end = moro_2016.run(1, police=0.0, ticks=1)
    assert end.outcome == "status quo"
    assert not end.table["jailed"].any()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**64 - 1), st.floats(0, 1), st.floats(0, 1))
def test_the_dead_stay_dead(seed, p, r):
    end = moro_2016.run(seed, p=p, r=r, ticks=40, width=20, height=20)
    for kind in ("police", "revolutionaries"):
        assert np.all(np.diff(end.table[kind]) <= 0)
    assert np.all(end.table["active"] + end.table["jailed"] <= 280)
    assert np.all(end.table["armed"] <= end.table["revolutionaries"])


def test_the_same_seed_is_the_same_history():
    one, two = moro_2016.run(5, ticks=50), moro_2016.run(5, ticks=50)
    assert all(np.array_equal(one.table[name], two.table[name]) for name in one.table)


@pytest.mark.parametrize("name", ["p", "r", "n", "vision", "citizens", "jail_max", "ticks", "seed"])
def test_a_wrong_argument_is_named(name):
    with pytest.raises(ValueError, match=name):
        moro_2016.run(**{name: -1})
