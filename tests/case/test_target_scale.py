"""How likely a published figure makes a simulated one: zeros, limits, bounds and numbers in words."""

from dataclasses import replace
from datetime import date
from math import isfinite, log, sqrt

import numpy as np
import pytest

from groundswell.case import find
from groundswell.case.evidence import Target
from groundswell.case.target_scale import error_sd, log_kernel, log_normal, observation_sd, on_logit, scale

DAY = date(2001, 3, 10)
COUNT = Target("T1", "held", "obs_detained", "day", (), None, DAY, 400.0, 200.0, 800.0, "fit", "", "invented")
SHARE = replace(COUNT, id="T2", series="obs_attention", value=0.5, low=0.4, high=0.6)
FLOOR, CEILING = replace(COUNT, kind="at least"), replace(COUNT, kind="at most")
DOZENS = replace(COUNT, kind="dozens", value=48.7, low=24.0, high=99.0)
FIGURES = np.array([0.0, 1.0, 30.0, 400.0, 5e4, 1e9])


def test_a_count_twice_as_large_lies_as_far_off_as_one_half_as_large() -> None:
    assert log_kernel(COUNT, 800.0, 0.0) == pytest.approx(float(log_kernel(COUNT, 200.0, 0.0)))
    assert log_kernel(COUNT, 400.0, 1.0) == 0.0


def test_nobody_in_a_coarse_run_is_closer_to_a_few_than_nobody_in_a_full_one() -> None:
    assert scale(COUNT, 0.0, 1.0) == pytest.approx(log(0.5))
    few = replace(COUNT, value=50.0, low=40.0, high=60.0)
    assert log_kernel(few, 0.0, 1000.0) > log_kernel(few, 0.0, 100.0) > log_kernel(few, 0.0, 1.0)


@pytest.mark.parametrize("target", [COUNT, SHARE, FLOOR, CEILING, DOZENS], ids=lambda t: f"{t.id} {t.kind}")
@pytest.mark.parametrize("weight", [1.0, 1000.0])
def test_no_figure_however_far_off_is_impossible_or_more_than_certain(target: Target, weight: float) -> None:
    found = log_kernel(target, FIGURES, weight)
    assert found.shape == FIGURES.shape
    assert np.isfinite(found).all() and (found <= 0.0).all()


def test_a_published_interval_is_taken_for_ninety_per_cent() -> None:
    known = replace(COUNT, value=400.0, low=400.0 / np.e, high=400.0 * np.e)
    assert observation_sd(known, 1e-9) == pytest.approx(1.0 / 1.645)
    assert error_sd(replace(known, discrepancy=0.5), 1e-9) == pytest.approx(sqrt(1.645**-2 + 0.25))
    assert observation_sd(replace(COUNT, value=400.0, low=400.0, high=400.0), 1.0) == 0.0


def test_shares_are_compared_by_their_odds_and_counts_by_their_ratio() -> None:
    assert on_logit(SHARE) and on_logit(replace(COUNT, aggregate="share")) and not on_logit(COUNT)
    assert not on_logit(replace(SHARE, scale="log")) and on_logit(replace(COUNT, scale="logit"))
    assert scale(SHARE, 0.5, 1.0) == 0.0
    assert scale(SHARE, 0.9, 1.0) == pytest.approx(-scale(SHARE, 0.1, 1.0))
    assert isfinite(scale(SHARE, 0.0, 1.0)) and isfinite(scale(SHARE, 1.0, 1.0))
    assert error_sd(SHARE, 1.0) > 0.2 and error_sd(COUNT, 1.0) > 0.25


@pytest.mark.parametrize("weight", [1.0, 100.0])
def test_more_than_a_floor_is_never_punished_more(weight: float) -> None:
    rising = log_kernel(FLOOR, FIGURES, weight)
    assert (np.diff(rising) >= 0.0).all()
    assert rising[-1] > -1e-6
    assert (np.diff(log_kernel(CEILING, FIGURES, weight)) <= 0.0).all()


@pytest.mark.parametrize("value", np.geomspace(700.0, 1e6, 5))
def test_a_figure_well_above_a_floor_is_never_punished_as_one_above_a_value_is(value: float) -> None:
    assert log_kernel(FLOOR, value, 1.0) > log_kernel(COUNT, value, 1.0)


def test_the_open_side_of_a_bound_plays_no_part() -> None:
    assert (log_kernel(FLOOR, FIGURES, 1.0) == log_kernel(replace(FLOOR, high=1e12), FIGURES, 1.0)).all()


def test_all_numbers_called_dozens_are_nearly_alike_and_others_are_not() -> None:
    within, fifty, thousand = log_kernel(replace(DOZENS, discrepancy=0.05), np.array([40.0, 50.0, 1000.0]), 1.0)
    assert within == pytest.approx(fifty, abs=1e-6) and fifty > -1e-6
    assert thousand < -100.0


@pytest.mark.parametrize("d", [-40.0, -20.0001, -19.9999, -3.0, 0.0, 3.0, 40.0])
def test_the_tail_of_the_normal_distribution_is_exact(d: float) -> None:
    special = pytest.importorskip("scipy.special")
    assert log_normal(np.array([d]))[0] == pytest.approx(special.log_ndtr(d), rel=1e-9)


def test_a_number_in_words_is_read_as_its_interval_and_anything_else_must_be_a_number(small_case, tmp_path) -> None:
    row = "T1,crowd,participants,day,,2001-03-02,{},{},{},check,,invented,{},{}\n"
    folder = small_case()
    columns = "id,about,series,aggregate,regions,date,value,low,high,role,note,source,kind,discrepancy\n"
    table = folder / "evidence" / "targets.csv"
    table.write_text(columns + row.format("", "", "", "dozens", "0.4"), encoding="utf-8")
    (target,) = find(folder).evidence.targets
    assert (target.low, target.high, target.kind, target.discrepancy) == (24.0, 99.0, "dozens", 0.4)
    assert target.low < target.value < target.high
    for wrong, said in (
        (("", "1", "9", "about", ""), "targets.csv:2, value"),
        (("5", "", "9", "", ""), "targets.csv:2, low"),
        (("5", "1", "9", "at leats", ""), "at least"),
        (("5", "1", "9", "", "0"), "targets.csv:2, discrepancy"),
        (("5", "1", "9", "", "-1"), "targets.csv:2, discrepancy"),
    ):
        table.write_text(columns + row.format(*wrong), encoding="utf-8")
        with pytest.raises(Exception, match=said):
            _ = find(folder).evidence
