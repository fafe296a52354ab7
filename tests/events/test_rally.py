"""A protest day that is announced, once, on some days, or again and again."""

import numpy as np
import pytest

from groundswell.events import calm
from groundswell.events.rally import Rally
from groundswell.society.synthesize import regions_of


def test_a_day_without_an_end_is_one_day() -> None:
    assert list(Rally(name="a", day=3).days(60)) == [3]
    assert list(Rally(name="a", day=3).days(3)) == []


def test_a_call_that_repeats_stands_on_its_weekday_and_on_no_day_between() -> None:
    assert list(Rally(name="a", day=2, every=7).days(20)) == [2, 9, 16]
    assert list(Rally(name="a", day=2, every=7, until=10).days(20)) == [2, 9]


def test_on_which_days_a_call_stands_is_said_in_words() -> None:
    assert Rally(name="a", day=3).when() == "day 3"
    assert Rally(name="a", day=5, every=7).when() == "day 5 and then every 7 days"
    assert Rally(name="a", day=5, every=7, until=20).when() == "day 5 and then every 7 days to day 20"
    assert Rally(name="a", day=2, until=4).when() == "day 2 and then daily to day 4"


def test_a_call_of_several_days_stands_on_each() -> None:
    assert list(Rally(name="a", day=2, until=4).days(20)) == [2, 3, 4]


def test_a_call_is_stronger_in_some_regions_and_the_same_in_the_others(two_regions) -> None:
    regions, liable = regions_of(two_regions), np.ones(2)
    call = Rally(name="a", day=0, strength=0.8, stronger_in=regions.codes[1:], stronger_by=1.5)
    assert call.apply(0, calm(2, ()), regions, liable).rally.tolist() == pytest.approx([0.8, 1.2])
    nowhere = Rally(name="a", day=0, strength=0.8, stronger_by=1.5)
    assert nowhere.apply(0, calm(2, ()), regions, liable).rally.tolist() == [0.8, 0.8]
