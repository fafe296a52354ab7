"""Days of protest."""

from groundswell.comparisons.days import Days

ABOUT = "days of protest, summed over people"
UNIT = "person-days"
SERIES = "participants"


def outcome(days: Days) -> float:
    """Return the sum of each day's participants."""
    return float(days["participants"].sum())
