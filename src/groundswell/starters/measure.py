"""NAME: young people in the street."""

from groundswell.process.own_measures import Today
from groundswell.types import Floats

ABOUT = "participants under 30"
KIND = "flow"


def measure(today: Today) -> Floats:
    """Return the count of each region (R,) at the day's end, full-size persons."""
    protesters = today.acts.protesters
    return today.count(protesters[today.age(protesters) < 30.0])
