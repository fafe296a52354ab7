"""Draws and designs: every number as likely as its prior says, and as many points as were asked for."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.comparisons.design import Prior, design, draw, prior
from groundswell.errors import InputError
from groundswell.params import P, Parameter


def test_draws_do_not_change_when_a_parameter_joins_and_cover_their_prior():
    alone, joined = [Prior("a", 2, 4)], [Prior("b", 0, 1), Prior("a", 2, 4)]
    assert [draw(alone, n, 1)["a"] for n in range(5)] == [draw(joined, n, 1)["a"] for n in range(5)]
    values = [draw(alone, n, 1)["a"] for n in range(400)]
    assert min(values) >= 2
    assert max(values) <= 4
    assert np.mean(values) == pytest.approx(3.0, abs=0.1)


@given(st.integers(1, 40))
def test_a_latin_hypercube_has_one_point_in_every_slice(count):
    rows = design([Prior("a", 0, 1), Prior("b", 0, 1)], count, "latin", 3)
    for key in "ab":
        assert sorted(int(row[key] * count) for row in rows) == list(range(count))


def test_a_lognormal_prior_has_its_ends_at_five_and_ninety_five_per_cent():
    p = Prior("a", 10.0, 1000.0, "lognormal")
    assert p.at(0.05) == pytest.approx(10.0, rel=1e-6)
    assert p.at(0.95) == pytest.approx(1000.0, rel=1e-6)
    assert Prior("a", 10.0, 1000.0, "loguniform").at(0.5) == pytest.approx(100.0)


@pytest.mark.parametrize(("low", "high"), [(0.0, 3.0), (3.0, 14.0), (-2.0, 1.0), (0.5, 3.9), (1500.0, 1600.0)])
def test_every_whole_number_of_a_uniform_prior_is_as_likely_as_any_other(low, high):
    p = Prior("x", low, high, "uniform", True)
    first, last = p.wholes
    each = 40
    found = Counter(row["x"] for row in design([p], each * (last - first + 1), "latin", 1))
    assert sorted(found) == list(range(first, last + 1))
    assert all(abs(count - each) <= 1 for count in found.values())


def test_whole_numbers_of_a_loguniform_prior_are_as_likely_as_one_over_them():
    found = Counter(row["x"] for row in design([Prior("x", 1.0, 8.0, "loguniform", True)], 10_000, "latin", 1))
    wanted = {k: np.log((k + 0.5) / (k - 0.5)) / np.log(8.5 / 0.5) for k in range(1, 9)}
    assert {k: n / 10_000 for k, n in found.items()} == pytest.approx(wanted, abs=1e-3)


@pytest.mark.parametrize("kind", ["random", "latin", "sobol", "grid"])
def test_points_are_as_many_as_were_asked_for(kind):
    priors = [Prior("a", 0, 1), Prior("b", 0, 1)]
    assert len(design(priors, 16, kind, 1)) == 16


@pytest.mark.parametrize(("kind", "count", "words"), [
    ("sobol", 5, "give 4 or 8"), ("sobol", 100, "give 64 or 128"), ("grid", 10, "give 9 or 16"),
    ("grid", 3, "give 4 or 9"),
])  # fmt: skip
def test_a_number_of_points_that_a_design_cannot_have_is_refused_with_the_nearest(kind, count, words):
    with pytest.raises(InputError, match=words):
        design([Prior("a", 0, 1), Prior("b", 0, 1)], count, kind, 1)


def test_a_sobol_design_is_balanced():
    for count in (1, 2, 8, 64):
        points = [row["x"] for row in design([Prior("x", 0.0, 1.0)], count, "sobol", 1)]
        assert sorted(int(x * count) for x in points) == list(range(count))


def test_a_grid_with_more_levels_than_whole_numbers_is_refused():
    with pytest.raises(InputError, match="4 whole numbers only"):
        design([Prior("x", 0.0, 3.0, "uniform", True)], 5, "grid", 1)
    assert [row["x"] for row in design([Prior("x", 0.0, 3.0, "uniform", True)], 4, "grid", 1)] == [0, 1, 2, 3]


def test_a_prior_without_a_whole_number_is_refused():
    known = {"x": Parameter("x", 1, int, P("a count", "1", 0, 10))}
    with pytest.raises(InputError, match="holds no whole number"):
        prior("x", [1.2, 1.8], known, "claim")


@pytest.mark.parametrize(
    "unsound",
    [
        Prior("x", 3.0, 0.0),
        Prior("x", float("nan"), 1.0),
        Prior("x", 0.0, float("inf")),
        Prior("x", 0.0, 3.0, "loguniform"),
        Prior("x", 1.2, 1.8, "uniform", True),
        Prior("x", 1.0, 2.0, "gauss"),  # type: ignore[arg-type]
    ],
)
def test_a_prior_made_in_python_of_which_nothing_can_be_drawn_is_refused_in_words(unsound):
    with pytest.raises(InputError, match="x: "):
        design([unsound], 4, "latin", 1)
