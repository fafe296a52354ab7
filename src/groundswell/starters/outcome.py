"""NAME: how steep a wave was."""

from groundswell.comparisons.days import Days

ABOUT = "participants of the highest day over those of a mean day"
UNIT = "ratio"
SERIES = "participants"  # what reports draw for it


def outcome(days: Days) -> float:
    """Return the number of one run, from its daily series."""
    participants = days["participants"]
    return float(participants.max() / max(participants.mean(), 1e-9))
