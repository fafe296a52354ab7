"""The chance that the state yields, without the luck of the day on which it does."""

import numpy as np

from groundswell.comparisons.days import Days
from groundswell.computing.record import HAZARD

ABOUT = "chance that the state scales down or stops what it began, by a concession"
UNIT = "chance"
SERIES = HAZARD


def outcome(days: Days) -> float:
    """Return the chance that a concession that cuts the call-up came within the days, from each day's hazard."""
    p = days.scenario.concession
    hazard = days[HAZARD] * max(p.scaled_down, p.stopped)
    return 1.0 - float(np.exp(np.log1p(-np.minimum(hazard, 1.0 - 1e-15)).sum()))
