"""Portable arithmetic: how close to the exact functions, and that the bits never change."""

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from groundswell import portable
from groundswell.kernel import kernel

OPEN_UNIT = st.floats(2.0**-33, 1.0 - 2.0**-33)
LOG_BITS = [
    "-0x1.4b927f32bffb8p+4",
    "-0x1.26bb1bbb55515p+1",
    "-0x1.6d3c324e13f4fp-2",
    "0x1.9f323ecbf984cp-2",
    "0x1.26bb1bbb55516p+1",
    "0x1.4b927f32bffb8p+4",
]
EXP_BITS = [
    "0x1.4ff475c68ca02p-1011",
    "0x1.25618372a584fp-2",
    "0x1.fffffff768fa1p-1",
    "0x1.599058c8c1a96p+0",
    "0x1.d8e64b8d4ddaep+2",
    "0x1.c8497b46d2220p+938",
]
NORMAL_BITS = [
    "-0x1.7fdc11f49a6b6p+2",
    "-0x1.29c5c463cecf1p+1",
    "-0x1.aee8fa6c5c2d1p-1",
    "0x1.036d6c4547b92p-2",
    "0x1.29c5c463cecf2p+1",
]


@kernel
def apply_log(x):
    return np.array([portable.log(v) for v in x])


@kernel
def apply_exp(x):
    return np.array([portable.exp(v) for v in x])


@kernel
def apply_normal(x):
    return np.array([portable.normal_quantile(v) for v in x])


def relative(found: np.ndarray, exact: np.ndarray) -> float:
    return float(np.max(np.abs(found - exact) / np.abs(exact)))


def exactly(function: str, x: np.ndarray) -> np.ndarray:
    """exp or ln to 40 digits, rounded once: the machine's own functions would only show that two errors are alike."""
    with localcontext() as context:
        context.prec = 40
        return np.array([float(getattr(Decimal(float(v)), function)()) for v in x])


def test_log_is_exact_to_four_in_1e15() -> None:
    x = np.concatenate(
        [np.geomspace(1e-300, 1e300, 3000), np.linspace(0.5, 2.0, 3000), 1 + np.geomspace(1e-12, 0.1, 500)]
    )
    x = x[x != 1.0]
    assert relative(apply_log(x), exactly("ln", x)) < 4e-15


def test_log_of_one_is_zero() -> None:
    assert portable.log(1.0) == 0.0


def test_exp_is_exact_to_four_in_1e15() -> None:
    x = np.concatenate([np.linspace(-700, 700, 4000), np.linspace(-1, 1, 2001)])
    assert relative(apply_exp(x), exactly("exp", x)) < 4e-15


@pytest.mark.parametrize(("x", "limit"), [(-745.0, 5e-324), (-1e9, 5e-324), (709.0, 8.218407461554972e307)])
def test_exp_beyond_its_range_is_the_value_at_its_end(x: float, limit: float) -> None:
    assert portable.exp(x) == pytest.approx(limit, rel=1e-14, abs=5e-324)
    assert portable.exp(math.inf) == portable.exp(709.0) < math.inf


@given(st.floats(-50, 50))
def test_log_undoes_exp(x: float) -> None:
    assert portable.log(portable.exp(x)) == pytest.approx(x, abs=2e-14, rel=1e-14)


def test_the_normal_quantile_is_good_to_two_in_1e9() -> None:
    u = np.concatenate([np.geomspace(2.0**-33, 0.49, 4000), 1 - np.geomspace(2.0**-33, 0.49, 4000)])
    assert relative(apply_normal(u), special.ndtri(u)) < 2e-9
    assert portable.normal_quantile(0.5) == 0.0


@given(OPEN_UNIT)
def test_the_normal_quantile_mirrors_at_one_half(u: float) -> None:
    # 1 - u is exact for u >= 1/2 only
    upper = max(u, 1.0 - u)
    assert portable.normal_quantile(upper) == -portable.normal_quantile(1.0 - upper)


@given(OPEN_UNIT, OPEN_UNIT)
def test_quantiles_keep_the_order_of_their_draws(u: float, v: float) -> None:
    low, high = sorted((u, v))
    assert portable.logistic_quantile(low) <= portable.logistic_quantile(high)
    # the approximation has a seam of 1e-9 at 0.02425, hence draws that differ by less may swap
    assert portable.normal_quantile(low) <= portable.normal_quantile(high) + 1e-8


@given(OPEN_UNIT)
def test_the_logistic_quantile_undoes_the_logistic_function(u: float) -> None:
    assert special.expit(portable.logistic_quantile(u)) == pytest.approx(u, rel=1e-12)


def test_the_share_below_a_normal_quantile_is_its_draw() -> None:
    for u in (1e-9, 0.01, 0.3, 0.5, 0.975):
        assert portable.normal_share(portable.normal_quantile(u)) == pytest.approx(u, rel=1e-7)


def test_the_bits_are_the_same_everywhere() -> None:
    # Written down once on Linux x86-64; a machine, compiler or numba version that fuses operations fails here.
    x = np.array([1e-9, 0.1, 0.7, 1.5, 10.0, 1e9])
    y = np.array([-700.5, -1.25, -1e-9, 0.3, 2.0, 650.75])
    u = np.array([1e-9, 0.01, 0.2, 0.6, 0.99])
    assert [v.hex() for v in apply_log(x)] == LOG_BITS
    assert [v.hex() for v in apply_exp(y)] == EXP_BITS
    assert [v.hex() for v in apply_normal(u)] == NORMAL_BITS


@given(st.lists(st.floats(-45.0, 45.0) | st.sampled_from([0.0, -0.0, 3.0, -3.0]), min_size=1), st.integers(0, 1200))
def test_functions_of_arrays_give_the_bits_of_functions_of_numbers(some: list[float], more: int) -> None:
    z = np.concatenate([some, some[0] + np.linspace(-6.0, 6.0, more)])
    x = np.exp(z)
    pairs = [
        (portable.normal_share_of(z), [portable.normal_share(v) for v in z.tolist()]),
        (portable.exp_of(20.0 * z), [portable.exp(20.0 * v) for v in z.tolist()]),
        (portable.log_of(x), [portable.log(v) for v in x.tolist()]),
        (portable.power_of([*x, 0.0], -0.3), [portable.power(v, -0.3) for v in [*x.tolist(), 0.0]]),
        (portable.power_of([*x, 0.0], 0.0), [portable.power(v, 0.0) for v in [*x.tolist(), 0.0]]),
    ]
    for found, expected in pairs:
        assert found.tobytes() == np.array(expected).tobytes()
