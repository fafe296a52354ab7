"""Which day it is: days since the start, and days of the week."""

from datetime import date
from typing import NamedTuple

WEEK = 7
MONTH = 30  # days, the unit of slow changes


class Today(NamedTuple):
    """A day of a run."""

    day: int  # 0: the scenario's start
    weekday: int  # 0: Monday


def of(start: date, day: int) -> Today:
    """Return the day that comes `day` days after `start`."""
    return Today(day, (start.weekday() + day) % WEEK)


def months(day: int) -> float:
    """Return the months of 30 days since the start."""
    return day / MONTH
