import numpy as np
import pytest
from arviz_stats.base import array_stats

from groundswell.inference.draws import normals
from groundswell.inference.smoothed import pareto, smooth, tail_in_words, trouble


def test_the_shape_of_the_tail_is_that_of_arviz() -> None:
    for spread in (0.3, 1.0, 2.0, 3.5):
        log = spread * normals(1, f"tail {spread}", 2000)
        theirs, k = array_stats.psislw(-log, axis=-1)  # it takes log likelihoods, the inverse of ratios
        own = smooth(log)
        assert own.khat == pytest.approx(float(k), abs=0.02)
        np.testing.assert_allclose(np.exp(own.log), np.exp(theirs), atol=2e-3)


def test_a_pareto_tail_is_fitted() -> None:
    u = np.sort((np.arange(2000) + 0.5) / 2000)
    k, scale = pareto(2.0 * np.expm1(-0.4 * np.log1p(-u)) / 0.4)
    assert k == pytest.approx(0.4, abs=0.03)
    assert scale == pytest.approx(2.0, rel=0.05)


def test_equal_weights_are_worth_their_number_and_have_no_tail() -> None:
    own = smooth(np.zeros(100))
    assert own.ess == pytest.approx(100)
    assert own.khat == -np.inf


def test_no_weight_at_all_is_worth_nothing() -> None:
    own = smooth(np.full(10, -np.inf))
    assert own.ess == 0.0
    assert "under 50" in trouble(own.ess, own.khat)


@pytest.mark.parametrize(
    ("ess", "khat", "said"), [(49, 0.1, "under 50"), (80, 0.71, "k"), (80, 0.69, ""), (80, np.nan, "")]
)
def test_weights_that_do_not_carry_a_posterior_are_refused(ess: float, khat: float, said: str) -> None:
    why = trouble(ess, khat)
    assert bool(why) == bool(said)
    assert said in why


def test_a_reader_is_not_told_that_a_tail_is_minus_infinity() -> None:
    assert tail_in_words(smooth(np.zeros(200)).khat) == ", all alike"
    assert tail_in_words(0.584) == ", shape k of their tail 0.58"
    assert tail_in_words(float("nan")) == ""
