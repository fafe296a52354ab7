"""Days in detention."""

from groundswell.comparisons.days import Days

ABOUT = "days in detention, summed over people"
UNIT = "person-days"
SERIES = "held"


def outcome(days: Days) -> float:
    """Return the sum of each day's detained."""
    return float(days["held"].sum())
