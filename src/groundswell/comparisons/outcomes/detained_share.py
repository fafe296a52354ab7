"""How dangerous protest was."""

from groundswell.comparisons.days import Days

ABOUT = "share of participants who are detained"
UNIT = "share"
SERIES = "detained"


def outcome(days: Days) -> float:
    """Return the detained over the participants of all days."""
    return float(days["detained"].sum()) / max(float(days["participants"].sum()), 1e-12)
