"""Exit, whether done or decided."""

from groundswell.comparisons.days import Days

ABOUT = "persons abroad, on their way or about to go, at the end"
UNIT = "persons"
SERIES = "abroad"


def outcome(days: Days) -> float:
    """Return how many are gone or going on the last day."""
    return float((days["preparing"] + days["queueing"] + days["abroad"])[-1])
