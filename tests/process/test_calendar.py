"""Days of a run and days of the week."""

from datetime import date, timedelta

from groundswell.process import calendar


def test_a_day_of_a_run_has_the_weekday_of_its_date():
    start = date(2022, 9, 21)
    days = [calendar.of(start, day) for day in range(400)]
    assert [today.day for today in days] == list(range(400))
    assert [today.weekday for today in days] == [(start + timedelta(day)).weekday() for day in range(400)]


def test_a_month_has_thirty_days():
    assert [calendar.months(day) for day in (0, 15, 60)] == [0.0, 0.5, 2.0]
