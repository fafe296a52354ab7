"""Numbers, classes of a map and coordinates of a picture, as a report writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.report import maps
from groundswell.report.figures import shortened
from groundswell.report.numbers import amount, give, percent, value
from groundswell.report.totals import total


@given(st.lists(st.floats(0, 1e5, allow_subnormal=False).filter(lambda x: x == 0 or x > 1e-6), min_size=1, max_size=85))
def test_every_rate_falls_into_a_class_that_holds_it(rates: list[float]) -> None:
    breaks = maps.classes(rates)
    assert breaks == sorted(set(breaks))
    for rate in rates:
        shown = maps.label(rate, breaks)
        if rate == 0:
            assert shown == maps.NONE
        else:
            low, high = (float(end.replace(",", "")) for end in shown.split("–"))
            assert low * (1 - 1e-5) <= rate <= high * (1 + 1e-5)


@given(st.floats(0, 1e9))
def test_a_rounded_count_keeps_three_digits_and_a_give_is_never_printed_too_small(count: float) -> None:
    assert float(amount(count).replace(",", "")) == pytest.approx(count, rel=5.01e-3, abs=0.51)
    assert float(give(count).replace(",", "")) >= count * (1 - 1e-12)


def test_a_count_of_none_is_reported_with_its_bound_and_a_small_one_with_its_exact_interval() -> None:
    assert str(total([0.0], 1000.0)) == "none (up to 3,000, 95\u00a0%)"
    assert str(total([3000.0], 1000.0)) == "about 3,000 (619 to 8,770)"
    assert str(total([100_000.0], 1000.0)) == "about 100,000 (±\u00a020,000)"
    assert str(total([4000.0, 2000.0, 3000.0], 1000.0)) == "about 3,000 (2,000 to 4,000 over 3 runs)"


def test_numbers_read_as_people_write_them() -> None:
    assert (amount(1399.8), amount(326_157), amount(7.0)) == ("1,400", "326,000", "7")
    assert (give(748.2), give(3.1)) == ("750", "4")
    assert (percent(0.684), percent(0.9954), percent(0.0)) == ("68%", "99.5%", "0%")
    assert (value(True), value(300_000.0), value(0.14), value("georgia")) == ("yes", "300,000", "0.14", "georgia")


def test_a_picture_gets_short_coordinates_and_keeps_the_figures_it_shows():
    svg = shortened('<svg width="9"><path d="M1.2345,2"/><text>0.0059–0.026</text></svg>', "map")
    assert 'd="M1.2,2"' in svg
    assert "0.0059–0.026" in svg
