"""The exit, voice and loyalty game, by hand and over random payoffs."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.classics import exit_voice_2017 as ev
from groundswell.classics.exit_voice_2017 import Outcomes

cents = st.integers(-300, 300).map(lambda i: i / 100)
costs = st.integers(1, 99).map(lambda i: i / 100)


def in_closed_form(e: Fraction, c: Fraction, ell: Fraction) -> tuple[str, str]:
    if e <= 0:
        return "Loyalty", "Ignore"
    if ell <= 1:
        return "Exit", "Ignore"
    return ("Voice" if e < 1 - c else "Exit"), "Respond"


@given(cents, costs, cents)
def test_the_solution_is_the_closed_form_everywhere_boundaries_included(e: float, c: float, ell: float) -> None:
    exact = (Fraction(repr(x)) for x in (e, c, ell))
    assert ev.solve(e, c, ell) == in_closed_form(*exact)


@pytest.mark.parametrize("c", [0.1, 0.3, 0.7, 0.9])
def test_a_tie_in_decimals_is_a_tie(c: float) -> None:
    exit_value = round(1 - c, 10)
    assert ev.solve(exit_value, c, 1.5).citizen == "Exit"
    assert ev.solve(exit_value, c, 1.5, ties="loud").citizen == "Voice"


def test_a_loud_state_responds_when_indifferent() -> None:
    assert ev.solve(0.4, 0.3, 1.0) == ("Exit", "Ignore")
    assert ev.solve(0.4, 0.3, 1.0, ties="loud") == ("Voice", "Respond")


def test_the_whole_path_is_shown() -> None:
    assert ev.play(0.2, 0.3, 1.5).path == ("Voice", "Respond")
    assert ev.play(0.2, 0.3, 1.5).payoffs == (0.7, 1.5)
    assert ev.play(0.9, 0.3, 1.5).path == ("Exit",)
    spite = Outcomes((0, 0), (0, 0), (1, 0), (2, 5), (0, 0))  # being ignored and leaving pays both
    assert ev.backward_induction(spite).path == ("Voice", "Ignore", "Exit")


def test_all_equilibria_are_listed_where_somebody_is_indifferent() -> None:
    assert len(ev.equilibria(ev.outcomes(0.2, 0.3, 1.5))) == 1
    assert {p.path for p in ev.equilibria(ev.outcomes(0.7, 0.3, 1.5))} == {("Exit",), ("Voice", "Respond")}
    flat = Outcomes(*[(0.0, 0.0)] * 5)
    assert len(ev.equilibria(flat)) == 2 * 2 * 3


payoffs = st.tuples(st.integers(-3, 3), st.integers(-3, 3))


@given(st.tuples(payoffs, payoffs, payoffs, payoffs, payoffs), st.sampled_from(["quiet", "loud"]))
def test_nobody_gains_by_deviating_at_any_node(ends: tuple[tuple[int, int], ...], ties: str) -> None:
    o = Outcomes(*ends)
    p = ev.backward_induction(o, ties)  # type: ignore[arg-type]
    last = {"Exit": o.ignored_exit, "Loyalty": o.ignored_loyalty}
    reply = {"Respond": o.respond, "Ignore": last[p.after_ignore]}
    first = {"Exit": o.exit, "Loyalty": o.loyalty, "Voice": reply[p.state]}
    assert last[p.after_ignore][0] == max(x[0] for x in last.values())
    assert reply[p.state][1] == max(x[1] for x in reply.values())
    assert first[p.citizen][0] == max(x[0] for x in first.values())
    assert p.payoffs == first[p.citizen]
    assert p in ev.equilibria(o)


@pytest.mark.parametrize("cost", [0.0, 1.0, -0.1, 1.5])
def test_a_cost_outside_the_papers_range_is_refused(cost: float) -> None:
    with pytest.raises(ValueError, match=r"voice_cost=.*\(0, 1\)"):
        ev.solve(0.2, cost, 1.5)


@pytest.mark.parametrize("arguments", [(float("nan"), 0.3, 1.0), (0.2, 0.3, float("inf")), (0.2, float("nan"), 1.0)])
def test_numbers_that_are_not_finite_are_refused(arguments: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="finite"):
        ev.solve(*arguments)


def test_an_unknown_tie_rule_is_refused_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="quiet"):
        ev.solve(0.2, 0.3, 1.5, ties="quite")  # type: ignore[arg-type]


@given(st.floats(0.1, 20), st.floats(0.1, 20), st.floats(0.01, 1))
def test_protest_peaks_where_the_peak_is_said_to_be(s: float, n: float, a: float) -> None:
    top = ev.peak_exit(s, n, a)
    best = ev.protest(top, s, n, a)
    assert all(ev.protest(e / 50, s, n, a) <= best + 1e-9 for e in range(51))
    assert (0 < top < 1) == (s > n * (2.718281828459045**a - 1)) or abs(s - n * (2.718281828459045**a - 1)) < 1e-6


def test_without_ties_to_lose_emigration_only_feeds_protest_and_without_signal_it_only_starves_it() -> None:
    assert ev.peak_exit(2.0, 0.0) == ev.peak_exit(2.0, 5.0, mended=1.0) == 1.0
    assert ev.peak_exit(0.0, 5.0) == 0.0
