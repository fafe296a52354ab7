"""Where nobody need be asked again: what a rule looks at there is to the bit what it was, so its answers are too.

This holds for a rule that draws nothing anew, remembers nothing, and looks at neither ties nor the day. What a person
sees under such a rule is fixed in him, or his status, or stands in a column of places, regions or the nation.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.kernel import device, kernel, parallel_for
from groundswell.process.person import Fixed, Person
from groundswell.process.reads import reads, repeats
from groundswell.types import Floats, Ints, Perception, Society, State

# A field of Person, and the column of Perception that it is made from; whether an action is open always counts.
_REGIONAL = {
    "may_leave": "exit_open", "may_hide": "calling", "issue": "issue", "attention": "attention", "calling": "calling",
    "threat": "threat", "acquaintances_called": "weak_exposure", "deaths": "death_factor", "penalty": "penalty",
    "grievance": "grievance", "exit_motive": "exit_motive", "exit_open": "exit_open", "backlash": "backlash",
}  # fmt: skip
_OPEN = {"may_leave", "may_hide"}
_LOCAL = ("turnout", "rally", "trigger", "detention", "fear")  # the same name in both
_OWN = {*Fixed._fields, "leaning", "place_population", "free", "called"}  # fixed, or the status
_SHARES = ("place_protesting", "nation_protesting")


def looked_at(rule: Callable[..., Any]) -> set[str] | None:
    """Return what of a place, a region and the nation a rule looks at; None where its answers may change without it."""
    fields = {field for field in Person._fields if reads(rule, field)} | _OPEN
    known = {*_REGIONAL, *_LOCAL, *_SHARES, *_OWN, "wait"}
    return fields - _OWN if repeats(rule) and fields <= known else None


class Unchanged:
    """Keeps what everybody was asked with last, a byte a person and a few columns of places."""

    def __init__(self, society: Society, fields: set[str]) -> None:
        """Nobody was asked so far; `fields` as `looked_at` returns them."""
        self.society = society
        self.regional = sorted({_REGIONAL[field] for field in fields & _REGIONAL.keys()})
        self.local = sorted(fields - _REGIONAL.keys())
        self.status = np.zeros(society.n, np.uint8)  # when they were asked last
        self.before: dict[str, NDArray[np.int64]] = {}

    def asked(self, state: State, seen: Perception, place: Floats, nation: float) -> Ints:
        """Return the places in which something is not as it was; `place` (P,) and `nation` are yesterday's shares."""
        now = seen._asdict() | dict(zip(_SHARES, (place, nation), strict=True))
        ask = np.zeros(len(place), np.bool_)
        for names, where in ((self.regional, self.society.place_region), (self.local, ...)):
            for name in names:
                bits = np.array(now[name], np.float64).view(np.int64)  # a copy: 0 and -0 are two, and NaN is itself
                moved = bits != self.before[name] if name in self.before else np.ones(bits.shape, np.bool_)
                if moved.any():
                    ask |= moved[where]
                    self.before[name] = bits
        parallel_for(_moved, len(ask), self.society.place_start, state.status, self.status, ask, grain=16)
        return np.flatnonzero(ask)


@kernel
def _moved(first, end, place_start, status, last, ask):
    """Mark the places first..end-1 in which anybody's status is not what it was, and keep what it is.

    On most days nobody's is, or few people's: that is seen fastest of all places at once.
    """
    if not _differ(place_start[first], place_start[end], status, last):
        return
    for place in range(first, end):
        low, high = place_start[place], place_start[place + 1]
        if _differ(low, high, status, last):
            ask[place] = True
            last[low:high] = status[low:high]


@device
def _differ(low, high, status, last):
    """Tell whether any status of the persons low..high-1 is not what it was; without a branch, so as vector code."""
    now, before, differ = status[low:high], last[low:high], np.uint8(0)
    for k in range(np.uint64(high - low)):
        differ = np.uint8(differ | (now[k] ^ before[k]))
    return differ != 0
