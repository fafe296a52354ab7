"""The tests that judge the classics must themselves be able to fail."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from groundswell.classics.judge import TESTS, binomial_p_value, clopper_pearson, judge, sign_p_value


@given(st.integers(1, 60), st.floats(0.01, 0.99), st.data())
def test_the_binomial_p_value_is_the_exact_one(n: int, p: float, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    assert binomial_p_value(k, n, p) == pytest.approx(stats.binomtest(k, n, p).pvalue, abs=1e-6)


@given(st.integers(1, 80), st.sampled_from([0.05, 0.01]), st.data())
def test_the_interval_of_a_share_is_clopper_and_pearsons(n: int, level: float, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    ours = clopper_pearson(k, n, level)
    theirs = stats.binomtest(k, n).proportion_ci(1.0 - level, method="exact")
    assert ours == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_fifteen_wins_of_twenty_pass_a_sign_test_at_five_percent_and_fourteen_do_not() -> None:
    assert sign_p_value(15, 20) == pytest.approx(0.0206947, abs=1e-7)
    assert judge("sign", True, {"wins": 15, "trials": 20}, level=0.05).passed
    assert not judge("sign", True, {"wins": 14, "trials": 20}, level=0.05).passed


def test_a_difference_equal_to_the_tolerance_passes_and_a_larger_one_fails() -> None:
    assert judge("absolute", 12.22, 12.23, 0.01).passed
    assert not judge("absolute", 12.22, 12.2301, 0.01).passed
    assert judge("relative", 200.0, 206.0, 0.03).passed
    assert not judge("relative", 200.0, 206.1, 0.03).passed


def test_every_entry_of_a_table_or_list_must_agree() -> None:
    assert judge("absolute", {"sd": 1.0, "r": [2.0, 3.0]}, {"r": [2.0, 3.0], "sd": 1.0, "extra": 9}, 0.1).passed
    assert not judge("absolute", {"sd": 1.0, "r": [2.0, 3.0]}, {"r": [2.0, 3.2], "sd": 1.0}, 0.1).passed


@pytest.mark.parametrize(
    ("test", "expected", "obtained"),
    [
        ("absolute", 1.0, math.nan),
        ("absolute", {"x": 1.0}, {"x": math.inf}),
        ("relative", 1.0, math.nan),
        ("interval", [0.0, 1.0], math.nan),
        ("exact", 1.0, math.nan),
        ("exact", 1, True),
        ("exact", [1, 2], [1, 3]),
        ("ordinal", True, {"holds": False}),
        ("ordinal", True, [True, False]),
        ("interval", {"a": [0, 1]}, {"a": [0.5, 1.5]}),
    ],
)
def test_a_wrong_number_or_one_that_is_not_finite_never_passes(test: str, expected: object, obtained: object) -> None:
    assert not judge(test, expected, obtained, 0.5).passed


@pytest.mark.parametrize("sample", [{"mean": math.nan, "se": 1.0}, {"mean": 9.0, "se": 1.0}])
def test_a_mean_far_from_its_target_fails_the_z_test(sample: dict[str, float]) -> None:
    assert not judge("z", 0.0, sample, level=0.01).passed


def test_a_z_test_allows_the_quantile_of_its_level_and_no_more() -> None:
    assert judge("z", 0.0, {"mean": 1.9599, "se": 1.0}, level=0.05).passed
    assert not judge("z", 0.0, {"mean": 1.96, "se": 1.0}, level=0.05).passed


def test_parts_of_a_check_share_its_level() -> None:
    off = {"mean": 2.2, "se": 1.0}  # rejected alone at 5 %, not as one of two
    assert not judge("z", 0.0, off, level=0.05).passed
    assert judge("z", {"a": 0.0, "b": 0.0}, {"a": off, "b": off}, level=0.05).passed


def test_an_interval_of_shares_passes_when_the_data_cannot_exclude_it() -> None:
    assert judge("binomial", [0.9, 1.0], {"successes": 20, "trials": 20}, level=0.05).passed
    assert not judge("binomial", [0.9, 1.0], {"successes": 10, "trials": 20}, level=0.05).passed


@pytest.mark.parametrize(
    ("test", "expected", "obtained", "level", "word"),
    [
        ("guess", 1, 1, None, "not one of"),
        ("z", 0.0, {"mean": 0.0, "se": 1.0}, None, "level"),
        ("z", 0.0, {"mean": 0.0, "se": 1.0}, 1.0, "level"),
        ("z", 0.0, 3.0, 0.05, "sample"),
        ("z", 0.0, {"mean": 0.0, "se": math.nan}, 0.05, "se="),
        ("binomial", 0.5, {"successes": 3, "trials": 2}, 0.05, "successes"),
        ("absolute", {"x": 1.0}, {"y": 1.0}, None, "entries"),
        ("absolute", [1.0, 2.0], [1.0], None, "2 numbers"),
        ("absolute", 1.0, True, None, "number was needed"),
        ("ordinal", True, {}, None, "ordinal"),
        ("ordinal", True, 1, None, "ordinal"),
    ],
)
def test_a_check_that_cannot_be_judged_is_an_error(
    test: str, expected: object, obtained: object, level: float | None, word: str
) -> None:
    with pytest.raises(ValueError, match=word):
        judge(test, expected, obtained, level=level)


def test_every_test_is_described_in_the_table_of_its_module() -> None:
    from groundswell.classics import judge as module

    assert all(f"| {name} " in (module.__doc__ or "") for name in TESTS)
