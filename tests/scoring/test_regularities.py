"""Regularities have known answers: of Poisson processes, power laws, weeks, waves that halve, laws of detention."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import groundswell as gs
from groundswell import rng
from groundswell.scoring.regularities import (
    burstiness,
    correlation,
    decay,
    elasticity,
    gaps,
    of_counts,
    rise,
    spells,
    tail_exponent,
    weekend_share,
)

MONDAY = date(2001, 1, 1)
tables = st.tuples(st.integers(1, 40), st.integers(1, 6), st.integers(0, 10**6))


def uniform(count: int, number: int) -> np.ndarray:
    """So many draws between 0 and 1, always the same for a number."""
    return rng.unit(rng.words(np.uint64(number), rng.PANEL, np.uint64(0), np.arange(count, dtype=np.uint64))[0])


def test_a_power_law_gives_its_exponent() -> None:
    for exponent in (1.7, 2.3, 3.0):
        sizes = 100.0 * uniform(20_000, 1) ** (-1.0 / (exponent - 1.0))
        assert tail_exponent(sizes, 100.0, 0.0) == pytest.approx(exponent, rel=0.03)
        whole = 10.0 * np.round(sizes / 10.0)  # as a society counts in which a person stands for ten
        assert tail_exponent(whole, 200.0, 10.0) == pytest.approx(exponent, rel=0.05)


def test_a_poisson_process_has_no_burstiness_however_few_its_events() -> None:
    waits = -np.log(uniform(40_000, 2))
    assert burstiness(waits) == pytest.approx(0.0, abs=0.02)
    few = [burstiness(waits[at : at + 12]) for at in range(0, 12_000, 12)]
    assert np.mean(few) == pytest.approx(0.0, abs=0.03)


def test_a_regular_process_has_burstiness_minus_one_and_one_long_silence_gives_one() -> None:
    assert burstiness(np.full(30, 7)) == pytest.approx(-1.0)
    assert burstiness(np.array([0.0] * 29 + [5.0])) == pytest.approx(1.0)


@pytest.mark.parametrize("between", [[], [3.0], [0.0, 0.0]])
def test_burstiness_of_too_few_events_is_refused(between: list[float]) -> None:
    with pytest.raises(ValueError, match="burstiness needs two"):
        burstiness(np.array(between))


def test_gaps_and_spells_are_those_one_can_count() -> None:
    active = np.array([[1, 0], [1, 1], [0, 1], [1, 1], [0, 0], [0, 1]], dtype=bool)
    assert gaps(active[:, 0]).tolist() == [1, 2]
    assert sorted(spells(active).tolist()) == [1, 2, 3]  # the one that lasts on the last day has no length yet


@given(tables)
def test_spells_are_as_many_as_begin_and_hold_all_days_but_those_going_on(table: tuple[int, int, int]) -> None:
    days, units, number = table
    active = (uniform(days * units, number) < 0.5).reshape(days, units)
    going = [int(np.argmin(np.append(column[::-1], False))) for column in active.T]
    assert spells(active).sum() == active.sum() - sum(going)


def test_a_weekly_rhythm_has_its_share_and_no_rhythm_two_sevenths() -> None:
    assert weekend_share(np.full(30, 5), MONDAY) == pytest.approx(2 / 7)
    sundays = np.array([1 + 3 * ((MONDAY + timedelta(d)).weekday() == 6) for d in range(70)])
    assert weekend_share(sundays, MONDAY) == pytest.approx(5 / 10)
    assert weekend_share(sundays[3:], MONDAY + timedelta(3)) == pytest.approx(5 / 10)
    assert weekend_share(np.full(6, 9), MONDAY) is None


def test_a_wave_that_doubles_and_then_halves_a_week_is_seen_by_both() -> None:
    units = np.array([0, 0, 2, 4, 8, 16, 32, 33, 20])
    assert rise(units) == (pytest.approx(2.0), 4)  # from 2 to 32 in four days
    assert rise(np.array([40, 30, 10])) == (None, 0)
    total = 1000.0 * 0.5 ** (np.arange(35) / 7.0)
    left, weekly = decay(np.append([0.0, 5.0], total))
    assert (left, weekly) == (pytest.approx(0.5 ** (1 / 7)), pytest.approx(0.5))
    assert decay(np.append(np.zeros(9), 5.0)) == (None, None)


def test_regions_that_move_together_correlate_and_independent_ones_do_not() -> None:
    wave = np.exp(3.0 * uniform(200, 5))
    assert correlation(np.stack([wave - 1.0, wave - 1.0, np.zeros(200)], axis=1)) == pytest.approx(1.0)
    assert correlation(uniform(200 * 30, 6).reshape(200, 30)) == pytest.approx(0.0, abs=0.02)
    assert correlation(np.zeros((10, 4))) is None


def test_a_law_of_detention_is_found_though_most_crowds_lose_nobody() -> None:
    crowds = 100.0 * uniform(4_000, 7) ** -0.8
    for exponent in (0.3, 0.7, 1.2):
        expected = 0.002 * crowds**exponent
        detained = np.floor(expected + uniform(4_000, 8))
        assert elasticity(detained, crowds) == pytest.approx(exponent, abs=0.06)
    assert elasticity(np.zeros(50), crowds[:50]) is None


@given(tables)
def test_whatever_is_counted_each_figure_is_none_or_in_its_range(table: tuple[int, int, int]) -> None:
    days, units, number = table
    counts = np.floor(400.0 * uniform(days * units, number) ** 9).reshape(days, units)
    found = of_counts(counts, MONDAY, 20.0, np.floor(counts / 9.0))
    assert found.events == (counts >= 20.0).sum()
    for share in (found.large, found.one_day, found.longer_than_week, found.weekend):
        assert share is None or 0.0 <= share <= 1.0
    for signed in (found.burstiness, found.together):
        assert signed is None or -1.0 - 1e-9 <= signed <= 1.0 + 1e-9
    assert all(value is None or np.isfinite(value) for value in found)


def test_nothing_is_said_of_a_country_in_which_nothing_happens() -> None:
    found = of_counts(np.zeros((30, 4)), MONDAY, 10.0, np.zeros((30, 4)))
    assert found == gs.Regularities(0, *[None] * 12)
    with pytest.raises(ValueError, match="more than 0"):
        of_counts(np.zeros((30, 4)), MONDAY, 0.0)


def test_a_run_tells_its_own_by_region_and_day() -> None:
    run = gs.run(gs.load("toyland").with_(persons=20_000), seed=3)
    found = gs.regularities(run, least=50.0)
    by_region = np.stack([run.series("participants", c) for c in run.scenario.case.population.codes], axis=1)
    assert found.events == (by_region >= 50.0).sum() > 0
