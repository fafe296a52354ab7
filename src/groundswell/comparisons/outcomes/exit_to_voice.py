"""Exit against voice."""

import math

from groundswell.comparisons.days import Days
from groundswell.comparisons.outcomes import exit as gone
from groundswell.comparisons.outcomes import voice

ABOUT = "persons gone or going for each day of protest"
UNIT = "log ratio"
SERIES = "left_gross"


def outcome(days: Days) -> float:
    """Return the logarithm of their ratio; one is added to each, so that none has a logarithm too."""
    return math.log((gone.outcome(days) + 1.0) / (voice.outcome(days) + 1.0))
