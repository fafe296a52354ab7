"""Exposure while voice is alive: how many had been called when people were in the street, not after they went home."""

from groundswell.comparisons.days import Days

ABOUT = "persons called by the average day of protest"
UNIT = "persons"
SERIES = "called"


def outcome(days: Days) -> float:
    """Return the mean over days of protest of who was called so far, that day included; 0 where nobody protested.

    Calls of days on which nobody protests any more count for nothing, however many they are.
    """
    voice = days["participants"]
    return float((voice * days["called"].cumsum()).sum()) / max(float(voice.sum()), 1e-12)
